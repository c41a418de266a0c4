"""What indexing, and trying it, tells people: what would change, copies to decide on, pages to look at."""

from collections.abc import Iterable, Iterator
from typing import Any

Json = dict[str, Any]
MOST = 200
"""Files of one kind that are listed; of the rest the number is told."""


def notes_to_text(notes: Json) -> str:
    """Lines below the report: near copies and doubtful pages; empty where there are none."""
    return "".join(f"\n{line}" for line in _notes(notes))


def dry_run_to_text(plan: Json) -> str:
    """Every file that would come, change or go, from `index --dry-run --json`; then what needs a person's eye."""
    added, changed, removed, failed = (plan[key] for key in ("added", "changed", "removed", "failed"))
    lines = [
        f"Chạy thử, chưa ghi gì: sẽ thêm {len(added)}, đổi {len(changed)}, bỏ {len(removed)},"
        f" giữ nguyên {plan['unchanged']}."
    ]
    for sign, sources in (("+", added), ("~", changed), ("-", removed)):
        lines += _listed(f"  {sign} {source}" for source in sources)
    if failed:
        lines.append(f"Không đọc được {len(failed)} tệp:")
        lines += _listed(f"  {one['path']}: {one['reason']}" for one in failed)
    return "\n".join([*lines, *_notes(plan)])


def _notes(notes: Json) -> Iterator[str]:
    offered = [f"  {one['path']} giống {one['share']:.0%} {one['other']}" for one in notes["doubles"]]
    if offered:
        yield f"Gần trùng {len(offered)} cặp; nếu là bản thay thế, hãy xóa tệp cũ rồi lập lại chỉ mục:"
        yield from _listed(offered)
    doubtful = [f"  {one['path']}: {one['reason']}" for one in notes["unsure"]]
    if doubtful:
        yield f"Nên đối chiếu {len(doubtful)} trang với bản quét:"
        yield from _listed(doubtful)


def _listed(lines: Iterable[str]) -> Iterator[str]:
    every = list(lines)
    yield from every[:MOST]
    if len(every) > MOST:
        yield f"  … và {len(every) - MOST} tệp nữa"

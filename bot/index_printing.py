"""What indexing, and trying it, tells people: what would change, copies to decide on, pages to look at."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.report import BuildReport, Double, DryRun

MOST = 200
"""Files of one kind that are listed; of the rest the number is told."""


def notes_to_text(report: "BuildReport") -> str:
    """Lines below the report: near copies and doubtful pages; empty where there are none."""
    return "".join(f"\n{line}" for line in _notes(report.doubles, report.unsure))


def dry_run_to_text(plan: "DryRun") -> str:
    """Every file that would come, change or go, then what needs a person's eye."""
    lines = [
        f"Chạy thử, chưa ghi gì: sẽ thêm {len(plan.added)}, đổi {len(plan.changed)}, bỏ {len(plan.removed)},"
        f" giữ nguyên {plan.unchanged}."
    ]
    for sign, sources in (("+", plan.added), ("~", plan.changed), ("-", plan.removed)):
        lines += _listed(f"  {sign} {source}" for source in sources)
    if plan.failed:
        lines.append(f"Không đọc được {len(plan.failed)} tệp:")
        lines += _listed(f"  {path}: {reason}" for path, reason in plan.failed)
    return "\n".join([*lines, *_notes(plan.doubles, plan.unsure)])


def _notes(doubles: Iterable["Double"], unsure: Iterable[tuple[str, str]]) -> Iterator[str]:
    offered = [f"  {one.source} giống {one.share:.0%} {one.other}" for one in doubles]
    if offered:
        yield f"Gần trùng {len(offered)} cặp; nếu là bản thay thế, hãy xóa tệp cũ rồi lập lại chỉ mục:"
        yield from _listed(offered)
    doubtful = [f"  {source}: {page}" for source, page in unsure]
    if doubtful:
        yield f"Nên đối chiếu {len(doubtful)} trang với bản quét:"
        yield from _listed(doubtful)


def _listed(lines: Iterable[str]) -> Iterator[str]:
    every = list(lines)
    yield from every[:MOST]
    if len(every) > MOST:
        yield f"  … và {len(every) - MOST} tệp nữa"

"""The leaderboard as a page: the newest figures of each set and embedding, as docs/finding.md shows them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HEAD = """# Tìm đúng đoạn: kết quả đo

nDCG@10 trên các bộ công khai, câu hỏi gõ đủ dấu, không dấu, mất nửa số dấu, viết tắt và gõ sai; mili giây một câu, kể
cả nhúng câu hỏi, ở hai cột cuối. `bm25`: BM25 trên âm tiết; `langchain`: quy trình sẵn có của LangChain với cùng mô
hình nhúng; `dense`, `words`: từng nửa của trợ lý; `danvan`: toàn bộ. Lập lại bằng `make bench`.
Mô hình `embedded` là mặc định, `danvan` là mô hình tự huấn luyện đứng một mình (nhanh, nhẹ); xem training/LOG.md.
"""
FORMS = {
    "marks": "đủ dấu",
    "no_marks": "không dấu",
    "half_marks": "nửa dấu",
    "abbreviations": "viết tắt",
    "slips": "gõ sai",
}


def write_page(board: Path, page: Path) -> None:
    """Write the page from the lines of the leaderboard."""
    newest: dict[tuple[str, str], Mapping[str, Any]] = {}
    for line in board.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        newest[row["set"], row["embedding"]] = row
    page.write_text("\n".join([HEAD, *map(section, newest.values())]), encoding="utf-8")


def _share(value: float) -> str:
    """A decimal comma, as Vietnamese writes it."""
    return f"{value:.3f}".replace(".", ",")


def section(row: Mapping[str, Any]) -> str:
    """One set with one embedding."""
    lines = [
        f"## {row['set']}, `{row['embedding']}`",
        "",
        f"{row['queries']} câu hỏi, {row['passages']} đoạn; lập chỉ mục {row['index_seconds']:.0f} giây (chưa kể nhúng), "
        f"nhiều nhất {row['memory_mb']} MB; bản {row['commit']}, {row['when'][:10]}; "
        f"lúc ấy có {row['load']:.0f} việc chạy trên máy.",
        "",
        f"| | {' | '.join(FORMS.values())} | R@10 | R@100 | giữa | 95% |",
        f"|---|{'---|' * (len(FORMS) + 4)}",
    ]
    for system, forms in row["systems"].items():
        typed = [_share(forms[form]["ndcg@10"]) if form in forms else "" for form in FORMS]
        marks = forms["marks"]
        found = [_share(marks[name]) for name in ("r@10", "r@100")]
        spent = [f"{marks[name]:.0f}" for name in ("p50_ms", "p95_ms")]
        lines.append(f"| {' | '.join([system, *typed, *found, *spent])} |")
    return "\n".join([*lines, ""])

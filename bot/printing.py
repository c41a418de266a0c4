"""What the commands print: JSON as the contract says, or text for people."""

import json
import sys
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

from bot.layout import block, to_plain
from knowledge.documents import Answer, Citation, Document, Hit
from knowledge.register_cards import facts_to_json

if TYPE_CHECKING:
    from knowledge.evaluation.bench import BenchResult
    from knowledge.evaluation.gold import EvalReport

Json = dict[str, Any]


def print_json(value: Any) -> None:
    """One value on stdout, Vietnamese left readable."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def say(sentence: str) -> None:
    """One line on stderr."""
    print(sentence, file=sys.stderr)


def answer_to_json(answer: Answer) -> Json:
    """The object of `ask --json`."""
    return {
        "status": answer.status,
        "text": answer.text,
        "documents": [facts_to_json(entry) for entry in answer.documents],
        "citations": [_citation_to_json(citation) for citation in answer.citations],
        "warnings": list(answer.warnings),
        "suggestions": list(answer.suggestions),
        "model": answer.model,
        "elapsed_ms": answer.elapsed_ms,
    }


def _citation_to_json(citation: Citation) -> Json:
    return {
        "source": citation.source,
        "title": citation.title,
        "locator": citation.locator,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
    }


def answer_to_text(answer: Answer) -> str:
    """The answer, then its sources with their exact words, then what else could be asked."""
    parts = [block(answer.text)]
    for number, citation in enumerate(answer.citations, start=1):
        heading = "Nguồn:\n" if number == 1 else ""
        place = f", {citation.locator}" if citation.locator else ""
        lead = f"{heading}[{number}] {citation.title}{place} ({citation.source})"
        parts.append(block(f"{lead}\n    “{citation.quote}”"))
    if answer.suggestions:
        parts.append(block("Có thể hỏi tiếp:\n" + "\n".join(f"  • {text}" for text in answer.suggestions)))
    return to_plain(parts)


def hits_to_json(hits: Sequence[tuple[Hit, Document]]) -> list[Json]:
    """The list of `search --json`: each hit with the document it stands in."""
    return [
        {
            "rank": rank,
            "score": round(hit.score, 4),
            "why": hit.why,
            "source": document.source,
            "locator": hit.passage.locator,
            "number": document.number.normalised if document.number else None,
            "quote": document.text[hit.passage.start : hit.passage.end],
            "start": hit.passage.start,
            "end": hit.passage.end,
        }
        for rank, (hit, document) in enumerate(hits, start=1)
    ]


def hits_to_text(hits: Sequence[tuple[Hit, Document]]) -> str:
    """Ranked passages for people."""
    if not hits:
        return "Không tìm thấy đoạn nào."
    shown = (
        block(
            f"{rank}. {document.title}, {hit.passage.locator} ({document.source}; vì {hit.why},"
            f" điểm {hit.score:.3f})\n    {' '.join(hit.passage.text.split())}"
        )
        for rank, (hit, document) in enumerate(hits, start=1)
    )
    return to_plain(shown)


def eval_to_text(report: "EvalReport") -> str:
    """A table by kind, then every failure with what was expected."""
    lines = [f"Đạt {report.passed}/{report.cases} câu; {len(report.ungrounded)} điều không có căn cứ."]
    lines += [f"  {kind:<8} {passed:>3}/{asked}" for kind, (passed, asked) in report.by_kind.items()]
    if report.milliseconds:
        lines.append(f"Thời gian trả lời (trung vị): {median(report.milliseconds):.1f} ms")
    for failure in report.failures:
        lines.append(
            f"\n[{failure.id}] {failure.question}\n  Cần: {failure.expected}"
            f"\n  Được ({failure.status}): {' '.join(failure.text.split())}"
        )
    lines += [f"\nKhông có căn cứ: {statement}" for statement in report.ungrounded]
    return "\n".join(lines)


def bench_to_text(result: "BenchResult") -> str:
    """The systems side by side, questions as they are and without marks."""
    head = f"{'hệ':<10} {'câu hỏi':<9} {'nDCG@10':>8} {'MRR@10':>8} {'R@10':>7} {'R@100':>7} {'p50':>9} {'p95':>9}"
    lines = [f"{result.set}: {result.queries} câu hỏi, {result.passages} đoạn", head]
    for name, forms in result.systems.items():
        for form, m in forms.items():
            typed = {"marks": "có dấu", "no_marks": "không dấu"}.get(form, form)
            lines.append(
                f"{name:<10} {typed:<9} {m.ndcg_10:>8.3f} {m.mrr_10:>8.3f} {m.r_10:>7.3f} {m.r_100:>7.3f}"
                f" {m.p50_ms:>6.1f} ms {m.p95_ms:>6.1f} ms"
            )
    lines.append(f"Lập chỉ mục {result.index_seconds:.1f} giây, bộ nhớ cao nhất {result.memory_mb:.0f} MB")
    return "\n".join(lines)


def report_to_text(report: Json) -> str:
    """What indexing did, from the object of `index --json`, and each file left out with its reason."""
    lines = [
        f"Chỉ mục có {report['documents']} tài liệu, {report['passages']} đoạn"
        f" (bản {report['generation'] or 'chưa có'}, {report['seconds']:.1f} giây): thêm {report['added']},"
        f" đổi {report['changed']}, bỏ {report['removed']}, giữ nguyên {report['unchanged']}."
    ]
    if report["failed"]:
        lines.append(f"Không đọc được {len(report['failed'])} tệp:")
        lines += [f"  {one['path']}: {one['reason']}" for one in report["failed"]]
    return "\n".join(lines)

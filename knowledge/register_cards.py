"""Register entries as an officer sees them: cards, a table for many, and the JSON that `register --json` prints."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from knowledge.documents import RegisterEntry, Relation, RelationKind

_MANY = 4
"""More entries than this are shown as a table."""
_PASSIVE = {
    RelationKind.IMPLEMENTS: "được triển khai bởi",
    RelationKind.CONTINUES: "được tiếp tục thực hiện theo",
    RelationKind.REPLACES: "bị thay thế bởi",
    RelationKind.AMENDS: "được sửa đổi, bổ sung bởi",
    RelationKind.REPEALS: "bị bãi bỏ bởi",
    RelationKind.DRAFT_REPLACES: "có dự thảo thay thế",
    RelationKind.REVIEWS: "được sơ kết, tổng kết trong",
    RelationKind.BASED_ON: "là căn cứ của",
    RelationKind.CITES: "được dẫn trong",
}
_UNKNOWN = "chưa rõ"


def register_to_json(entries: Sequence[RegisterEntry]) -> list[dict[str, Any]]:
    """What `danvan register --json` prints, one object an entry."""
    return [{**facts_to_json(entry), **_proofs_to_json(entry)} for entry in entries]


def facts_to_json(entry: RegisterEntry) -> dict[str, Any]:
    """What is known of a document, as every `--json` gives it."""
    return {
        "number": entry.number,
        "type": entry.type,
        "issuer": entry.issuer,
        "issued": entry.issued.isoformat() if entry.issued else None,
        "title": entry.title,
        "validity": entry.validity.value,
    }


def _proofs_to_json(entry: RegisterEntry) -> dict[str, Any]:
    return {
        "held": entry.held,
        "relations": [
            {
                "kind": relation.kind.value,
                "number": relation.number,
                "quote": relation.evidence.quote,
                "source": relation.evidence.source,
            }
            for relation in entry.relations
        ],
        "evidence": [
            {"field": evidence.field, "quote": evidence.quote, "source": evidence.source}
            for evidence in entry.evidence
        ],
    }


def show_date(day: date | None, year: int | None = None) -> str:
    """A date as Vietnamese papers write it («15/9/2016»), the year where only that is known, else «chưa rõ»."""
    if day:
        return f"{day.day}/{day.month}/{day.year}"
    return f"năm {year}" if year else _UNKNOWN


def show_relation(relation: Relation) -> str:
    """One relation in words: «triển khai 18-CT/TU», «có dự thảo thay thế: dự thảo Quy định …»."""
    verb = relation.kind.value if relation.outward else _PASSIVE[relation.kind]
    return f"{verb}: {relation.number}"


def entry_card(entry: RegisterEntry) -> str:
    """An entry as plain Vietnamese text, a fact a line."""
    lines = [
        entry.name(),
        *(f"  {label}: {told}" for label, told in card_facts(entry)),
        *(line for relation in entry.relations for line in _proved(relation)),
    ]
    sources = list(dict.fromkeys(evidence.source for evidence in entry.evidence))
    if sources:
        lines.append(f"  Nguồn: {', '.join(sources)}")
    return "\n".join(lines)


def _proved(relation: Relation) -> tuple[str, str]:
    """A relation and the sentence that tells of it."""
    quote = " ".join(relation.evidence.quote.split())
    return f"  – {show_relation(relation)}", f"      “{quote}”"


def card_facts(entry: RegisterEntry) -> list[tuple[str, str]]:
    """What every card tells, in this order and in these words, wherever it is shown: (label, fact)."""
    titles = [f"“{title}”" for title in (entry.title, *entry.other_titles) if title]
    return [
        ("Về việc", titles[0] if titles else _UNKNOWN),
        *(("Nơi khác ghi", title) for title in titles[1:]),
        ("Cơ quan ban hành", entry.issued_by() or _UNKNOWN),
        ("Ngày ban hành", show_date(entry.issued, entry.year)),
        ("Hiệu lực", _validity(entry)),
        ("Toàn văn", "có trong kho" if entry.held else "không có, chỉ biết qua tài liệu dẫn"),
    ]


def _validity(entry: RegisterEntry) -> str:
    """What is known of the validity and since when; what came later the sources do not tell."""
    seen = f" (theo nguồn ngày {show_date(entry.validity_seen)})" if entry.validity_seen else ""
    return f"{entry.validity.value}{seen}"


def render_register(entries: Sequence[RegisterEntry]) -> RenderableType:
    """Cards for a few entries, a table for many; for rich's console."""
    if len(entries) > _MANY:
        return _table(entries)
    return Group(*(Panel(Text(entry_card(entry)), expand=False) for entry in entries))


def _table(entries: Sequence[RegisterEntry]) -> Table:
    table = Table("Văn bản", "Cơ quan ban hành", "Ngày", "Về việc", "Hiệu lực")
    for entry in entries:
        kind = " ".join(part for part in (entry.type, entry.number) if part)
        row = (
            kind,
            entry.issued_by() or _UNKNOWN,
            show_date(entry.issued, entry.year),
            entry.title or "",
            entry.validity,
        )
        table.add_row(*(Text(cell) for cell in row))
    return table

"""Agreement with the gazette registers, whose rows give number, date, issuer, type and title as fields."""

from collections import Counter
from pathlib import Path

from knowledge.references import Reference, extract, normalise_number
from knowledge.references.vocabulary import plain
from tests.references.reading import gazette_rows

_FIELDS = ("number", "issued", "type", "issuer", "title")


def agreement(shared: Path) -> dict[str, tuple[int, int]]:
    """For each field of the Sơn La register: rows whose first mention says what the field says, and all rows."""
    right: Counter[str] = Counter()
    rows = [row for name, row in gazette_rows(shared) if "sonla" in name]
    for row in rows:
        first = next(iter(extract(row["text"], place="Sơn La")), None)
        right.update(name for name in _FIELDS if first and _agrees(name, first, row))
    return {name: (right[name], len(rows)) for name in _FIELDS}


def _agrees(name: str, first: Reference, row: dict[str, str]) -> bool:
    if name == "number":
        wanted = normalise_number(row["so_hieu"])
        return bool(first.number and wanted and first.number.normalised == wanted.normalised)
    if name == "issued":
        return first.issued is not None and first.issued.isoformat() == row["ngay_ban_hanh"]
    if name == "type":
        return first.type is not None and plain(row["loai"]).startswith(plain(first.type))
    if name == "issuer":
        return first.issuer is not None and plain(row["co_quan"]) in plain(first.issuer)
    title = plain(first.title or "").strip(" .")
    return bool(title) and plain(row["trich_yeu"]).strip(" .").endswith(title)


def titles_read(shared: Path) -> tuple[int, int]:
    """Rows of the national register whose text opens with the row's own number, read as such, and all rows."""
    right = total = 0
    for name, row in gazette_rows(shared):
        wanted = normalise_number(row["title"]) if "sonla" not in name else None
        if wanted is None:
            continue
        total += 1
        first = next(iter(extract(row["text"])), None)
        right += bool(first and first.number and first.number.normalised == wanted.normalised)
    return right, total

"""Finding entries: what an officer types, what a question's mention fits, and what is near a number that is unknown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from knowledge.documents import Reference, RegisterEntry
from knowledge.identity import Identity, identity_of, may_be_same
from knowledge.merging import issuer_of
from knowledge.references.numbers import normalise_number, serial_only
from knowledge.references.places import Place
from knowledge.references.questions import extract_from_question
from knowledge.references.vocabulary import plain

_NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Near:
    """An entry that resembles what was asked, and in what («cùng ngày 15/9/2016»)."""

    entry: RegisterEntry
    reason: str


def entries_that_fit(entries: Sequence[RegisterEntry], reference: Reference) -> list[RegisterEntry]:
    """All entries that nothing in the mention contradicts; a mention without number or title fits by type and issuer."""
    asked = identity_of(reference, _NOWHERE)
    return [entry for entry in entries if _fits(entry, asked, reference)]


def identity_of_entry(entry: RegisterEntry) -> Identity:
    """The identity of an entry, to be compared with a mention's."""
    number = normalise_number(entry.number) or serial_only(entry.number) if entry.number else None
    issuer = issuer_of(entry)
    return Identity(number, entry.type, issuer, None, entry.issued, entry.year, None, entry.title, _NOWHERE)


def _fits(entry: RegisterEntry, asked: Identity, reference: Reference) -> bool:
    known = identity_of_entry(entry)
    if asked.number is None:
        known = replace(known, number=None)
        if reference.title and not _title_fits(entry, reference.title):
            return False
    return may_be_same(known, asked) and (
        not reference.place or not entry.place or reference.place == entry.place
    )


def _title_fits(entry: RegisterEntry, title: str) -> bool:
    return any(plain(title) in plain(known) for known in (entry.title, *entry.other_titles) if known)


def find_entries(entries: Sequence[RegisterEntry], text: str) -> list[RegisterEntry]:
    """Entries whose number is named in the text; where none is, those whose title shares its words, best first.

    A number that no entry has finds nothing: another document is never put in its place.
    """
    bare = text.strip().lstrip("0")
    if bare.isdigit():
        return [
            entry for entry in entries if (entry.number or "").lstrip("0").split("-")[0].split("/")[0] == bare
        ]
    asked = [reference for reference in extract_from_question(text) if reference.number]
    if not asked:
        return _by_title(entries, text)
    found = [entry for reference in asked for entry in entries_that_fit(entries, reference)]
    return list(dict.fromkeys(found))


def _by_title(entries: Sequence[RegisterEntry], text: str) -> list[RegisterEntry]:
    wanted = set(plain(text).split())
    scored = [(_overlap(entry, wanted), entry) for entry in entries]
    best = sorted((pair for pair in scored if pair[0] >= 0.6), key=lambda pair: -pair[0])
    return [entry for _, entry in best]


def _overlap(entry: RegisterEntry, wanted: set[str]) -> float:
    shown = " ".join(part for part in (entry.type, entry.title, *entry.other_titles, entry.issuer) if part)
    words = set(plain(shown).replace(",", " ").replace("“", " ").replace("”", " ").split())
    return len(wanted & words) / len(wanted) if wanted else 0.0


def near_entries(entries: Sequence[RegisterEntry], asked: Reference | str) -> list[Near]:
    """Near misses, the likeliest slip first: swapped digits, one digit off, same day, same serial of another kind."""
    reference = _first_reference(asked) if isinstance(asked, str) else asked
    if reference is None:
        return []
    scored = [(*_nearness(entry, reference), entry) for entry in entries]
    ranked = sorted((item for item in scored if item[0] > 0), key=lambda item: -item[0])
    return [Near(entry, reason) for _, reason, entry in ranked]


def _first_reference(text: str) -> Reference | None:
    return next((reference for reference in extract_from_question(text) if reference.number), None)


def _nearness(entry: RegisterEntry, reference: Reference) -> tuple[float, str]:
    known = identity_of_entry(entry).number
    asked = reference.number
    if asked is None or known is None:
        return 0.0, ""
    same_type = entry.type == reference.type
    score, reason = 0.0, ""
    if same_type and known.serial != asked.serial and sorted(known.serial) == sorted(asked.serial):
        score, reason = 4.0, "các chữ số đổi chỗ"
    elif known.serial == asked.serial:
        score, reason = 3.0 if same_type else 2.5, "cùng số, khác ký hiệu"
    elif same_type and SequenceMatcher(None, known.serial, asked.serial).ratio() >= 0.75:
        score, reason = 2.0, "khác một chữ số"
    if reference.issued and entry.issued == reference.issued:
        score += 2.0
        day = f"cùng ngày {entry.issued.day}/{entry.issued.month}/{entry.issued.year}"
        reason = f"{reason}, {day}" if reason else day
    return score, reason

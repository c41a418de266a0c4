"""Finding entries: what an officer types, what a question's mention fits, and what is near a number that is unknown."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from knowledge.documents import DocumentNumber, Reference, RegisterEntry
from knowledge.identity import Identity, identity_of, may_be_same
from knowledge.merging import issuer_of
from knowledge.references.issuers import may_be_one, parse_issuer
from knowledge.references.numbers import normalise_number, serial_only
from knowledge.references.places import Place
from knowledge.references.questions import extract_from_question, question_number
from knowledge.references.vocabulary import plain
from knowledge.spelling import SYLLABLE

_NOWHERE = Place()
_ENOUGH = 0.65
"""Share of a search's words, weighed by how rare they are, that an entry must hold to be found by them."""


@dataclass(frozen=True, slots=True)
class Known:
    """An entry, taken apart once for all comparisons, with the folded syllables it can be found by."""

    entry: RegisterEntry
    identity: Identity
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Near:
    """An entry that resembles what was asked, and in what («cùng ngày 15/9/2016»)."""

    entry: RegisterEntry
    reason: str


def know(entry: RegisterEntry) -> Known:
    """An entry made ready for comparison."""
    number = (normalise_number(entry.number) or serial_only(entry.number)) if entry.number else None
    issuer, later = issuer_of(entry), parse_issuer(entry.issuer_now) if entry.issuer_now else None
    identity = Identity(
        number, entry.type, issuer, later, entry.issued, entry.year, None, entry.title, _NOWHERE
    )
    shown = (
        entry.type,
        entry.number,
        entry.title,
        *entry.other_titles,
        entry.issuer,
        entry.issuer_now,
        entry.place,
    )
    return Known(entry, identity, frozenset(SYLLABLE.findall(plain(" ".join(filter(None, shown))))))


def entries_that_fit(known: Iterable[Known], reference: Reference) -> list[RegisterEntry]:
    """All entries that nothing in the mention contradicts; without number or title it fits by type, issuer and date."""
    asked = identity_of(reference, _NOWHERE)
    return [one.entry for one in known if _fits(one, asked, reference)]


def _fits(known: Known, asked: Identity, reference: Reference) -> bool:
    identity = known.identity
    if asked.number is None:
        identity = replace(identity, number=None)
        if reference.title and not _title_fits(known.entry, reference.title):
            return False
    elif identity.number is None:
        return False
    return may_be_same(identity, asked)


def _title_fits(entry: RegisterEntry, title: str) -> bool:
    return any(plain(title) in plain(shown) for shown in (entry.title, *entry.other_titles) if shown)


def find_entries(known: Sequence[Known], text: str) -> list[RegisterEntry]:
    """Entries whose number is named in the text; where none is, those whose words it holds, best first."""
    asked = [reference for reference in extract_from_question(text) if reference.number]
    found = [entry for reference in asked for entry in entries_that_fit(known, reference)]
    if not found and (number := question_number(text)):
        found = entries_that_fit(known, Reference(0, len(text), number=number))
    return list(dict.fromkeys(found)) if found or asked else _by_words(known, text)


def _by_words(known: Sequence[Known], text: str) -> list[RegisterEntry]:
    wanted = set(SYLLABLE.findall(plain(text)))
    rarity = _rarity(known, wanted)
    total = sum(rarity.values())
    if not total:
        return []
    phrase = plain(text)
    scored = [(sum(rarity[word] for word in wanted & one.words) / total, one.entry) for one in known]
    enough = [
        (score, phrase in plain(entry.title or ""), entry) for score, entry in scored if score >= _ENOUGH
    ]
    return [entry for _, _, entry in sorted(enough, key=lambda item: (-item[0], not item[1]))]


def _rarity(known: Sequence[Known], wanted: set[str]) -> dict[str, float]:
    """How much each word tells: words of no entry count as the rarest."""
    held = Counter(word for one in known for word in one.words & wanted)
    return {word: math.log((1 + len(known)) / (0.5 + held[word])) for word in wanted}


def near_entries(known: Iterable[Known], asked: Reference | str) -> list[Near]:
    """Near misses, the likeliest slip first: swapped digits, one digit off, same serial of another kind, same day."""
    reference = _first_reference(asked) if isinstance(asked, str) else asked
    if reference is None or reference.number is None:
        return []
    scored = [(*_nearness(one, reference, reference.number), one.entry) for one in known]
    ranked = sorted((item for item in scored if item[0] > 0), key=lambda item: -item[0])
    return [Near(entry, reason) for _, reason, entry in ranked]


def _first_reference(text: str) -> Reference | None:
    found = next((reference for reference in extract_from_question(text) if reference.number), None)
    number = question_number(text)
    return found or (Reference(0, len(text), number=number) if number else None)


def _nearness(known: Known, reference: Reference, asked: DocumentNumber) -> tuple[float, str]:
    """How near an entry is (0: not at all) and why; a shared day or issuer makes a likeness nearer."""
    number, entry = known.identity.number, known.entry
    score, reason = _likeness(entry, reference.type, asked, number) if number else (0.0, "")
    if reference.issued and entry.issued == reference.issued:
        day = f"cùng ngày {entry.issued.day}/{entry.issued.month}/{entry.issued.year}"
        score, reason = score + 2.0, f"{reason}, {day}" if reason else day
    if score and reference.issuer and entry.issuer:
        score += 1.0 if may_be_one(parse_issuer(reference.issuer), known.identity.issuer) else -0.5
    return score, reason


def _likeness(
    entry: RegisterEntry, kind: str | None, asked: DocumentNumber, number: DocumentNumber
) -> tuple[float, str]:
    same_type = kind is None or entry.type == kind
    if number.serial == asked.serial:
        other = f"cùng số nhưng là {entry.type or 'văn bản khác'}"
        return (3.0, "cùng số, khác ký hiệu hoặc cơ quan ban hành") if same_type else (2.5, other)
    if not same_type or len(asked.serial) < 2:
        return 0.0, ""
    if sorted(number.serial) == sorted(asked.serial):
        return 4.0, "các chữ số đổi chỗ"
    return (2.0, "khác một chữ số") if _one_edit(number.serial, asked.serial) else (0.0, "")


def _one_edit(first: str, second: str) -> bool:
    """Whether one digit typed wrong, left out or too many makes one serial of the other."""
    start = next(
        (at for at, (a, b) in enumerate(zip(first, second, strict=False)) if a != b),
        len(min(first, second, key=len)),
    )
    rest, other = first[start:], second[start:]
    return rest[1:] == other[1:] if len(rest) == len(other) else rest[1:] == other or rest == other[1:]

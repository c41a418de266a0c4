"""Which documents a question means: its references looked up in the register, and what «nó» or «thế còn …» leans on."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from knowledge.answers.extracts import ORDINALS
from knowledge.answers.governing import fits_places, is_central, issued_by
from knowledge.answers.topics import topic_runs
from knowledge.document_types import NAMED
from knowledge.documents import Memory, RegisterEntry, RelationKind
from knowledge.language import cues
from knowledge.lookup import Near
from knowledge.places import folded
from knowledge.question import Intent, Question
from knowledge.references import Reference
from knowledge.register import Register
from knowledge.spelling import fold
from knowledge.store import Store

_NTH = re.compile(
    rf"\b(?:van ban|vb|cai|{NAMED}) "
    rf"(?:thu (?P<nth>{'|'.join(ORDINALS)}|\d{{1,2}})|dau tien|(?P<last>cuoi cung))\b"
)


@dataclass(frozen=True, slots=True)
class Found:
    """Exactly one entry fits."""

    entry: RegisterEntry


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several fit, and nothing said so far tells which is meant."""

    asked: str
    entries: tuple[RegisterEntry, ...]


@dataclass(frozen=True, slots=True)
class Disagreeing:
    """The number is known, but not with this date, issuer or type."""

    asked: str
    entry: RegisterEntry
    what: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """No document of this number is known."""

    asked: str
    near: tuple[Near, ...]


_OF_PLACE = re.compile(r"\s+(?:cua|do)\s+(?:(?:tinh|huyen|thi xa|thanh pho|xa|phuong)\s+)?")
_LAWS = ("Luật", "Bộ luật", "Pháp lệnh")
_THE_OLD = re.compile(r"\b(?:van ban|luat|nghi dinh|thong tu|quyet dinh|quy dinh|quy che|nghi quyet) cu\b")
_YEAR = re.compile(r"/(?:19|20)\d\d/")

Resolved = Found | Ambiguous | Disagreeing | Unknown


def resolve(
    store: Store, register: Register, question: Question, reference: Reference, memory: Memory
) -> Resolved:
    """Look a question's reference up; places, bodies and the last answer narrow several to one."""
    if cues().alternative.search(question.folded):
        # «do Tỉnh ủy hay Thị ủy ban hành»: the issuer is what is asked, not what is known.
        reference = replace(reference, issuer=None)
    asked = spoken(question, reference)
    if reference.issuer and re.search(r"\b(?:nao|gi|ai)\b", fold(reference.issuer)):
        # «của Cục Thuế trả lời công văn nào của …» is read too far.
        reference = replace(reference, issuer=None)
    matches = register.match(reference) or _of_any_law(register, reference)
    if not matches:
        return _without_match(register, reference, asked)
    narrowed = _narrowed(store, question, _held_twins(store, matches), memory)
    if len(narrowed) > 1:
        return Ambiguous(asked, tuple(narrowed))
    owner = _owner(question, reference)
    if owner and narrowed[0].place and not fits_places(store, narrowed[0], [owner.place]):
        # Not in quotation marks: a follow-up moved to another place was not written so.
        asked = f"{asked[1:-1]}{question.asked[reference.end : owner.end]}"
        return Disagreeing(asked, narrowed[0], "cơ quan ban hành")
    return Found(narrowed[0])


@dataclass(frozen=True, slots=True)
class _Owner:
    place: str
    end: int
    """Where its name ends in the question as asked."""


def _owner(question: Question, reference: Reference) -> _Owner | None:
    """The place whose document it is said to be: «Chỉ thị 18-CT/TU của Sơn La»; every province has such a number."""
    words = fold(question.asked)
    said = _OF_PLACE.match(words, reference.end)
    if said is None:
        return None
    named = ((place, said.end() + len(folded(place))) for place in question.places)
    return next(
        (_Owner(place, end) for place, end in named if words[said.end() : end] == folded(place)), None
    )


def _held_twins(store: Store, matches: Sequence[RegisterEntry]) -> list[RegisterEntry]:
    """For a number with its year that is only cited, the held document of that very number, whoever is read as issuer."""
    numbers = {entry.number for entry in matches if entry.number and _YEAR.search(entry.number)}
    if any(entry.held for entry in matches) or len(numbers) != 1:
        return list(matches)
    return [entry for entry in store.entries if entry.held and entry.number in numbers] or list(matches)


def _of_any_law(register: Register, reference: Reference) -> list[RegisterEntry]:
    """«Luật sửa đổi Bộ luật Hình sự số 86/2025/QH15» is a Luật though «Bộ luật» stands before its number."""
    number = reference.number
    if reference.type not in _LAWS or number is None or not number.issuer_mark:
        return []
    return [one for one in register.match(replace(reference, type=None, title=None)) if one.type in _LAWS]


def spoken(question: Question, reference: Reference) -> str:
    """What was asked for, in the user's own words: an unknown number is repeated, never completed."""
    spans = [
        reference.spans[name] for name in ("type", "number", "issued", "issuer") if name in reference.spans
    ]
    start = min([span.start for span in spans], default=reference.start)
    end = max([span.end for span in spans], default=reference.end)
    return f"«{question.asked[start:end].strip()}»"


def _without_match(register: Register, reference: Reference, asked: str) -> Resolved:
    relaxations: tuple[tuple[str, Reference], ...] = (
        ("ngày ban hành", replace(reference, issued=None, year=None)),
        ("cơ quan ban hành", replace(reference, issuer=None)),
        ("ngày và cơ quan ban hành", replace(reference, issued=None, year=None, issuer=None)),
    )
    for what, relaxed in relaxations:
        if relaxed == reference:
            continue
        matches = register.match(relaxed)
        if len(matches) == 1:
            return Disagreeing(asked, matches[0], what)
        if matches:
            return Ambiguous(asked, tuple(matches))
    named = register.match(replace(reference, number=None)) if reference.title else []
    near = [Near(entry, "cùng tên gọi") for entry in named if entry.number]
    return Unknown(asked, (*near[:1], *(one for one in register.near(reference) if one.entry not in named)))


def _narrowed(
    store: Store, question: Question, matches: Sequence[RegisterEntry], memory: Memory
) -> list[RegisterEntry]:
    left = list(matches)
    tests: tuple[Callable[[RegisterEntry], bool], ...] = (
        lambda entry: fits_places(store, entry, question.places),
        lambda entry: not question.bodies or any(issued_by(entry, body) for body in question.bodies),
        lambda entry: not memory.entries or entry.key in memory.entries,
    )
    for test in tests:
        kept = [entry for entry in left if test(entry)]
        if len(left) > 1 and kept:
            left = kept
    return _nation_wide(left)


def _nation_wide(entries: list[RegisterEntry]) -> list[RegisterEntry]:
    """A number with its year is given once by a central body: entries that share one are one document cited twice.

    So is one that was cut off: «101/2025/UBTV» beside «101/2025/UBTVQH15».
    """
    numbers = {entry.number for entry in entries if entry.number and _YEAR.search(entry.number)}
    whole = {one for one in numbers if not any(other != one and other.startswith(one) for other in numbers)}
    entries = [entry for entry in entries if entry.number not in numbers - whole]
    if len({entry.number for entry in entries}) > 1 or not _YEAR.search(entries[0].number or ""):
        return entries
    days = {entry.issued for entry in entries if entry.issued}
    if len(days) > 1 and not all(is_central(entry) for entry in entries):
        return entries
    return [next((entry for entry in entries if entry.held), entries[0])]


def chosen(register: Register, question: Question, memory: Memory) -> RegisterEntry | None:
    """The entry picked by a reply to a question back: its place in the list, or words that fit one choice only."""
    entries = [entry for key in memory.choices if (entry := register.get(key))]
    if not entries:
        return None
    place = re.fullmatch(r"\W*(?:so |cau |chon |cai |van ban )?(?:thu )?(\d{1,2})\W*", fold(question.asked))
    if place and 1 <= int(place[1]) <= len(entries):
        return entries[int(place[1]) - 1]
    if question.intent not in (Intent.GENERAL, Intent.CARD) or len(question.folded.split()) > 8:
        return None
    fitting = [entry for entry in entries if _said_of(question, entry)]
    return fitting[0] if len(fitting) == 1 else None


def _said_of(question: Question, entry: RegisterEntry) -> bool:
    words = fold(" ".join(filter(None, (entry.type, entry.number, entry.issuer, entry.place))))
    terms = [term for run in topic_runs(replace(question, places=())) for term in run]
    return bool(terms) and all(term in words for term in terms)


def _place(question: Question) -> int | None:
    """Which of the documents named last a question means: 1 for «văn bản thứ hai», -1 for the last one named."""
    found = _NTH.search(question.folded)
    if found is None:
        return None
    nth = found["nth"]
    if nth is None:
        return -1 if found["last"] else 0
    return int(nth) - 1 if nth.isdigit() else ORDINALS.index(nth)


def remembered(register: Register, question: Question, memory: Memory) -> RegisterEntry | None:
    """The entry that «nó», «văn bản đó» mean: the first that the last answer named; «luật cũ đó», the one it replaced.

    «Văn bản thứ hai» is the second one; None where the last answer did not name so many.
    """
    place = _place(question)
    keys = memory.entries if place is None else memory.entries[place:][:1]
    last = next((entry for key in keys if (entry := register.get(key))), None)
    if last is None or not _THE_OLD.search(question.folded):
        return last
    replaced = (one.other for one in last.relations if one.kind is RelationKind.REPLACES and one.outward)
    return next((entry for key in replaced if (entry := register.get(key))), last)

"""Which document governs a topic: register entries ranked by what they are about, who issued them and where."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from knowledge.answers.coverage import Topic, covered
from knowledge.answers.dated import of_that_term
from knowledge.claims import claims
from knowledge.document_types import NAMED
from knowledge.documents import Document, DocumentKind, RegisterEntry
from knowledge.language import Body, bodies
from knowledge.places import names_place
from knowledge.question import Question
from knowledge.spelling import fold
from knowledge.store import Store

ENOUGH = 0.62
"""Share of the topic that an entry's own words must cover; chosen on the development questions."""
LAWS = ("Luật", "Bộ luật", "Pháp lệnh")
NEAR_TOP = 0.9
"""Further entries are named beside the best where they cover nearly as much."""
_CONTEXT_SHARE = 0.5
"""What the sentence that cites an entry counts beside its title."""
_GENERAL_TYPES = {"quy dinh", "quy che", "luat", "chuong trinh"}
"""Asked for loosely («quy định nào»): any type may answer."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry and the share of the topic that it covers."""

    entry: RegisterEntry
    coverage: float


def candidates(
    store: Store, question: Question, topic: Topic, entries: Iterable[RegisterEntry], borrowed: bool = False
) -> list[Candidate]:
    """Entries of the type, issuer and place asked for, best first; the later first among equals.

    Only entries that cover `ENOUGH` of the topic. A topic `borrowed` from the last answer only ranks what the type
    and issuer have chosen, and without any topic these alone choose.
    """
    if len(topic.weights) == 1 and not question.types:
        # One syllable («đường nào») is no topic.
        return []
    fitting = [entry for entry in entries if fits(store, question, entry)]
    if not (topic.empty or borrowed):
        fitting = [entry for entry in fitting if covered(topic, _all_said(store, entry)) >= ENOUGH]
    ranked = sorted((_candidate(store, topic, entry) for entry in fitting), key=_order)
    if topic.empty or borrowed:
        chosen = bool(question.types and issuing_bodies(question))
        return ranked[:1] if chosen or (borrowed and ranked and ranked[0].coverage >= ENOUGH) else []
    named = [one for one in ranked if one.coverage >= ENOUGH]
    return [one for one in named if names_pair(topic, _own(store, one.entry), *_contexts(one.entry))]


def names_pair(topic: Topic, *texts: str) -> bool:
    """Whether texts name any of the topic's pairs: «tiếp tục», «công tác», «nhân dân» are no «tiếp công dân»."""
    pairs = replace(topic, weights={term: weight for term, weight in topic.weights.items() if "_" in term})
    return pairs.empty or covered(pairs, *texts) > 0


def best(ranked: Sequence[Candidate], most: int = 3) -> list[RegisterEntry]:
    """The best entry and those that cover nearly as much of the topic."""
    if not ranked:
        return []
    floor = ranked[0].coverage * NEAR_TOP
    return [candidate.entry for candidate in ranked[:most] if candidate.coverage >= floor]


def _order(candidate: Candidate) -> tuple[float, int, int]:
    issued = candidate.entry.issued or date.min
    return (-round(candidate.coverage, 2), -year_of(candidate.entry), -issued.toordinal())


def _candidate(store: Store, topic: Topic, entry: RegisterEntry) -> Candidate:
    held = [store.documents[id_].title for id_ in own_documents(store, entry)]
    own = " . ".join(filter(None, (entry.type, entry.title, *entry.other_titles, *held, entry.issued_by())))
    title = covered(topic, own)
    context = max((covered(topic, own, quote) for quote in _contexts(entry)), default=0.0)
    return Candidate(entry, title + _CONTEXT_SHARE * max(0.0, context - title))


def _all_said(store: Store, entry: RegisterEntry) -> str:
    """All that is known of an entry in one text: who does not cover enough with it is not looked at closer."""
    held = (store.documents[id_].title for id_ in own_documents(store, entry))
    told = (
        entry.type,
        entry.title,
        *entry.other_titles,
        *held,
        entry.issuer,
        entry.issued_by(),
        *_contexts(entry),
    )
    return " . ".join(filter(None, told))


def _own(store: Store, entry: RegisterEntry) -> str:
    """What an entry says of itself: its type, titles and issuer."""
    held = [store.documents[id_].title for id_ in own_documents(store, entry)]
    return " . ".join(filter(None, (entry.type, entry.title, *entry.other_titles, *held, entry.issuer)))


def issued_on(
    store: Store, question: Question, topic: Topic, entries: Iterable[RegisterEntry]
) -> list[RegisterEntry]:
    """Entries of the type, issuer and place asked for that were issued on a day that the question names.

    `topic`: what it asks beside that day, which they have to cover, too.
    """
    days = {claim.normal for claim in claims(question.asked) if claim.kind == "date"}
    issued = [one for one in entries if one.issued and f"{one.issued:%d/%m/%Y}" in days]
    fitting = [_candidate(store, topic, entry) for entry in issued if fits(store, question, entry)]
    return best([one for one in sorted(fitting, key=_order) if topic.empty or one.coverage >= ENOUGH])


def own_documents(store: Store, entry: RegisterEntry) -> tuple[str, ...]:
    """Ids of the documents that are the entry itself, in full, not those that cite it."""
    if not entry.held:
        return ()
    full = [store.documents[id_] for id_ in entry.documents if id_ in store.documents]
    return tuple(one.id for one in full if one.kind is DocumentKind.FULL_TEXT and _is_entry(one, entry))


def entry_held_as(store: Store, id_: str) -> RegisterEntry | None:
    """The entry that a document is itself, in full; None of a report. No other document is read for it."""
    document = store.documents[id_]
    if document.kind is not DocumentKind.FULL_TEXT:
        return None
    fitting = (one for one in store.entries if one.held and id_ in one.documents)
    return next((one for one in fitting if _is_entry(document, one)), None)


def superseded(store: Store) -> frozenset[str]:
    """Ids of the laws held of which a later one of the same type and title is held, too."""
    named: dict[tuple[str, str], list[RegisterEntry]] = {}
    for entry in store.entries:
        if entry.held and entry.type in LAWS and entry.title and year_of(entry):
            named.setdefault((entry.type, fold(entry.title)), []).append(entry)
    older = [
        entry
        for entries in named.values()
        for entry in entries
        if year_of(entry) < max(year_of(one) for one in entries)
    ]
    return frozenset(id_ for entry in older for id_ in own_documents(store, entry))


def year_of(entry: RegisterEntry) -> int:
    """The year of an entry by its date or its number; 0 where neither tells."""
    numbered = re.search(r"/((?:19|20)\d\d)/", entry.number or "")
    return entry.issued.year if entry.issued else int(numbered[1]) if numbered else 0


def called(entry: RegisterEntry) -> tuple[str, ...]:
    """What an entry is called by its type and titles: «Luật Tiếp công dân»."""
    titles = filter(None, (entry.title, *entry.other_titles))
    return tuple(f"{entry.type} {title}" for title in titles if entry.type)


def _is_entry(document: Document, entry: RegisterEntry) -> bool:
    if entry.number:
        return document.number is not None and document.number.normalised == entry.number
    return document.number is None and fold(entry.title or "") in fold(document.title)


def _contexts(entry: RegisterEntry) -> list[str]:
    return [evidence.quote for evidence in entry.evidence][:6]


def fits(store: Store, question: Question, entry: RegisterEntry) -> bool:
    """Whether an entry is of the type, issuer, term and place that a question asks for."""
    types = set(question.types) - _GENERAL_TYPES
    if types and fold(entry.type or "") not in types:
        return False
    issuers = issuing_bodies(question)
    if issuers and not any(issued_by(entry, body) for body in issuers):
        return False
    if not of_that_term(question, entry.title or ""):
        return False
    return fits_places(store, entry, question.places)


def issuing_bodies(question: Question) -> tuple[Body, ...]:
    """Bodies that a question names as issuer or actor: «của Tỉnh ủy», «Thủ tướng có chỉ thị nào»."""
    return tuple(body for body in question.bodies if _acts(question, body))


_ACTS = r"(?: [a-z]+){0,4}? (?:co|da|ban hanh|trien khai|vua|ra|chi dao|cu the hoa|thuc hien|quy dinh|giao)\b"


_OWNED = re.compile(rf"\b(?P<type>{NAMED}) cua$")


def _acts(question: Question, body: Body) -> bool:
    folded = question.folded
    for match in body.pattern.finditer(folded):
        before = folded[: match.start()].rstrip()
        owned = _OWNED.search(before)
        if owned and question.types and owned["type"] not in question.types:
            # «Kết luận của Bộ Chính trị … được triển khai bằng kế hoạch nào»: the plan is somebody else's.
            continue
        if re.search(r"\b(?:cua|do|boi)(?: ban thuong vu| btv)?$", before):
            return True
        if len(before.split()) <= 2 and re.match(_ACTS, folded[match.end() :]):
            return True
    return False


def issued_by(entry: RegisterEntry, body: Body) -> bool:
    """Whether an entry's issuer is of the body's kind: Thị ủy for Huyện ủy, any Tỉnh ủy for «Tỉnh ủy»."""
    issuer = fold(entry.issuer or "")
    kinds = {b.kind for b in bodies() if b.pattern.search(issuer)}
    if body.kind == "chinh phu":
        return "chinh phu" in kinds and "thu tuong" not in kinds
    return body.kind in kinds


def fits_places(store: Store, entry: RegisterEntry, places: Sequence[str]) -> bool:
    """Whether an entry may answer for the places named: issued there, about it, or valid everywhere."""
    if not places:
        return True
    if entry.place is None and is_central(entry):
        return True
    own = " . ".join(filter(None, (entry.place, entry.issuer, entry.title, *entry.other_titles)))
    if any(names_place(own, place) for place in places):
        return True
    return entry.place is None and any(in_place(store.documents[id_], places) for id_ in entry.documents)


def is_central(entry: RegisterEntry) -> bool:
    """Whether an entry was issued by a central body."""
    issuer = fold(entry.issuer or "")
    return any(body.central and body.pattern.search(issuer) for body in bodies())


def in_place(document: Document, places: Sequence[str]) -> bool:
    """Whether a document is about one of the places."""
    known = f"{document.place or ''} . {document.title}"
    return any(names_place(known, place) for place in places)

"""Answers to questions that name no document: the one that governs a topic, or what the passages say."""

import re
from dataclasses import replace

from knowledge.answers import refusing
from knowledge.answers.about_document import about, by_form
from knowledge.answers.about_relations import related, validity
from knowledge.answers.about_report import asks_report, outlined, requested, source, written_by
from knowledge.answers.actors import asked_verb
from knowledge.answers.asked_of_document import asks_around, asks_inside
from knowledge.answers.cards import card
from knowledge.answers.comparing import compare_places
from knowledge.answers.composing import answered
from knowledge.answers.coverage import covered
from knowledge.answers.definitions import asks_meaning, asks_short_form
from knowledge.answers.from_passages import compared, from_passages
from knowledge.answers.from_register import governing_statement
from knowledge.answers.governing import best, candidates, issued_on, issuing_bodies, names_pair
from knowledge.answers.holders import find_holder
from knowledge.answers.inside import asked_article, asks_form, asks_signer, from_form
from knowledge.answers.listing import listed
from knowledge.answers.nearest import FROM_TEXT, nearest_documents, with_nearest
from knowledge.answers.outlines import asks_report_outline
from knowledge.answers.sources import Sources
from knowledge.answers.topics import topic_runs
from knowledge.answers.whens import asks_when
from knowledge.answers.which_province import asked_back
from knowledge.claims import claims
from knowledge.document_types import ISSUED, REPORTED
from knowledge.documents import Answer, DocumentKind, RegisterEntry, RelationKind
from knowledge.language import cues
from knowledge.question import Intent, Question
from knowledge.references.vocabulary import vocabulary
from knowledge.spelling import fold

_TYPES = f"{ISSUED}|{REPORTED}"
_TYPE_FIRST = re.compile(rf"\b({_TYPES})\b")
_DESCRIBED = re.compile(rf"\b({_TYPES}|de an|quy che)\b(?! (?:so )?(?:nao|gi|may))")
_RELATING = (
    "duoc",
    "bang",
    "to chuc",
    "trien khai",
    "thuc hien",
    "cu the hoa",
    "quan triet",
    "tiep tuc",
    "thay the",
)
"""Words that ask what acts on a document."""
_DOCUMENT = re.compile(rf"\b(?:van ban|{_TYPES})\b")
_OF_DOCUMENT = re.compile(rf"^(?:\W*(?:so|ngay)\W*)*(?:{_TYPES})\b|\bso (?:nao|may|hieu)\b|\bban hanh\b")
"""Asks for the day of a document."""
_ASKS = re.compile(r"\b(?:gi|nao|ai|dau|sao|may|khong|chua|so dien thoai|dia chi|email)\b")
_ASKS_NUMBER = re.compile(r"\bso (?:may|hieu|bao nhieu|nao)\b")
_NUMBERED = re.compile(r"\d\s*[-/]\s*(?:\d{4}/)?[A-ZĐ]{2}")
_TERM = re.compile(r"\b(?:truoc|cham nhat|den|han|sau) (?:ngay|thang|khi)\b|\b(?:gui|nop|hoan thanh)\b")
"""Asks until when something is done; no document was issued on that day."""
_PARTS = frozenset("dieu khoan diem chuong muc".split())
_FORCE = frozenset(
    "hieu luc ban hanh thay the noi dung ky ngay nam thang luat nghi dinh quyet chi thi thong tu ke hoach ket van"
    " ay nay do kia tren so hieu ten goi day du chinh co quan nguoi trich yeu tieu de".split()
)
"""Words that ask about any document and name none."""
FIELDS = frozenset("dang hom gui tac gia thuoc tinh chuc vu quy dinh giu".split()) | _PARTS
"""Further words that ask about a document or a person as such."""
_FOLLOWS = re.compile(
    r"^(?:(?:thế|vậy|và) )?còn\b|^(?:thế|vậy) (?:ai|ở đâu|khi nào|bao giờ|mấy|bao)\b|\bthì sao\W*$"
)
_SIDES = re.compile(r"(?i)^\W*so sánh (.+?) (?:so với|với) (.+?)\W*$")
SIDE_TOLD = 0.8
"""Share of each side of a comparison that its proof must hold."""
BARE = 2
"""Syllables that a follow-up says of its own, at most, where it means nothing without what went before."""


def about_topic(sources: Sources, question: Question, last: RegisterEntry | None) -> Answer:
    """Answer from the register or the passages. `last`: the document that a follow-up leans on."""
    if _points_at_nothing(sources, question, last):
        of_document = question.intent is Intent.VALIDITY or not _FOLLOWS.search(question.text.lower())
        return refusing.which_document(question) if of_document else refusing.which_matter(question)
    several = None if _asks_grounds(question) else listed(sources, question)
    if several:
        return several
    if asks_report(question):
        told = requested(sources, question)
        return told if told.citations else with_nearest(sources, question, told)
    whole = asks_report_outline(question)
    if back := asked_back(sources, question):
        return back
    answer = outlined(sources, question) if whole else _attempt(sources, question, last)
    if answer:
        return answer
    refuse = refusing.not_explained if asks_meaning(question) else refusing.nothing_found
    if sources.again:
        return refuse(question, sources.store)
    refusal = refuse(question, sources.store, nearest_documents(sources, question))
    return with_nearest(sources, question, refusal)


def _points_at_nothing(sources: Sources, question: Question, last: RegisterEntry | None) -> bool:
    """«Nó còn hiệu lực không?», «Thế còn thời hạn?» with nothing said before, and nothing else to look for."""
    if last is not None or question.leans or question.references:
        return False
    left = own_words(sources, question)
    if asked_article(question) and all(one in _PARTS or one.isdigit() for one in left):
        return not question.places
    if _FOLLOWS.search(question.text.lower()):
        return len(left) <= BARE
    if left or question.places:
        return False
    return any(cue.search(question.folded) for cue in (cues().pronoun, cues().field))


def own_words(sources: Sources, question: Question) -> frozenset[str]:
    """The folded syllables of a question's topic that do not ask about any document alike."""
    return frozenset(fold(term) for term in sources.topic(question).weights if "_" not in term) - _FORCE


def _attempt(sources: Sources, question: Question, last: RegisterEntry | None) -> Answer | None:
    if question.intent is Intent.SOURCE:
        return source(sources, question)
    by_author = written_by(sources, question)
    if by_author or asks_signer(question):
        return by_author or _signed(sources, question)
    if question.intent is Intent.COMPARE and (len(question.places) > 1 or _SIDES.match(question.text)):
        return _side_by_side(sources, question)
    both = compared(sources, question) if question.intent is Intent.COMPARE else None
    if both:
        return answered(sources.store, question, both, ())
    named = (question.types and issuing_bodies(question)) or _issued_then(sources, question)
    if question.intent is Intent.GENERAL and named:
        # «Chỉ thị của Thủ tướng về dân vận chính quyền?» asks for the document, though no «nào» says so.
        return _governing(sources, question, last) or from_passages(sources, question)
    if question.intent in FROM_TEXT or asks_short_form(question):
        found = from_passages(sources, question) or _held_by(sources, question)
        return found or (_governing(sources, question, last) if _may_name(question) else None)
    if asks_when(question) and question.intent is Intent.CARD:
        term = _TERM.search(question.folded) is not None
        if term or not _OF_DOCUMENT.search(question.folded):
            return from_passages(sources, question)
    if (
        question.intent is Intent.CARD
        and not question.types
        and not question.leans
        and not _DOCUMENT.search(question.folded)
    ):
        from_text = asks_meaning(question) or asked_verb(question)
        return from_passages(sources, question) or (
            None if from_text else _governing(sources, question, last)
        )
    described = _of_described(sources, question)
    return described or _governing(sources, question, last) or _cited_there(sources, question)


def _side_by_side(sources: Sources, question: Question) -> Answer | None:
    """The figures of several places, or what the passages tell of both sides of «so sánh A với B»."""
    sides = _SIDES.match(question.text)
    if len(question.places) > 1 or sides is None:
        return compare_places(sources, question)
    told = from_passages(sources, question)
    return told if told and all(_tells(sources, question, told, side) for side in sides.groups()) else None


def _tells(sources: Sources, question: Question, told: Answer, side: str) -> bool:
    """Whether the proof of an answer speaks of one side of a comparison: half of it is no answer."""
    about = sources.weighed(question, topic_runs(replace(question, text=side)))
    return covered(about, *(one.quote for one in told.citations)) >= SIDE_TOLD


def _of_described(sources: Sources, question: Question) -> Answer | None:
    """What acts on a document that is described: «Kết luận … về dân chủ ở cơ sở được triển khai bằng kế hoạch nào?»."""
    named = _DESCRIBED.search(question.folded)
    if question.relation is None or named is None:
        return None
    typed = replace(question, types=(named[1],))
    wanted = replace(question, types=tuple(one for one in question.types if one != named[1]))
    runs = topic_runs(typed, issuing_bodies(typed), (*wanted.types, *_RELATING))
    ranked = candidates(sources.store, typed, sources.weighed(question, runs), sources.store.entries)
    entries = [one for one in best(ranked) if related(sources, wanted, one)]
    return about(sources, wanted, entries) if len(entries) == 1 else None


def _cited_there(sources: Sources, question: Question) -> Answer | None:
    """What the passages say; where a document is asked for, only what names one."""
    told = from_passages(sources, question)
    wanted = question.intent is Intent.WHICH and _DOCUMENT.search(question.folded) is not None
    if told is None or not wanted:
        return told
    said = (part for one in told.citations for part in (one.quote, one.title))
    names = _names_document(sources, told) and names_pair(sources.topic(question), *said)
    numbered = not _ASKS_NUMBER.search(question.folded) or any(
        _NUMBERED.search(one.quote) for one in told.citations
    )
    return told if names and numbered else None


def _names_document(sources: Sources, told: Answer) -> bool:
    """Whether what is quoted names a document («Nghị quyết …», not «468 văn bản»), or is one itself."""
    proofs = [(sources.store.documents[one.document_id].kind, one.quote) for one in told.citations]
    types = vocabulary().type_pattern
    return any(
        kind is not DocumentKind.REPORT
        or any(quote[one.start()].isupper() for one in types.finditer(fold(quote)))
        for kind, quote in proofs
    )


def _held_by(sources: Sources, question: Question) -> Answer | None:
    """Who holds a post, as a signature tells."""
    told = find_holder(sources.store, question) if question.intent is Intent.PERSON else None
    return answered(sources.store, question, told, ()) if told else None


def _may_name(question: Question) -> bool:
    """Whether a general question may want a document: it asks nothing else («đối thoại với nhân dân»)."""
    if asks_around(question):
        return False
    asks = _ASKS.search(question.folded) is not None and not _DOCUMENT.search(question.folded)
    asks |= "hay" in question.folded.split()
    return question.intent is Intent.GENERAL and not asks


def _governing(sources: Sources, question: Question, last: RegisterEntry | None) -> Answer | None:
    borrowed = last is not None and sources.topic(question).empty
    weighed = sources.topic(question, last)
    entries = _issued_then(sources, question) or best(
        candidates(sources.store, question, weighed, sources.store.entries, borrowed)
    )
    if not entries:
        return None
    if len(entries) == 1 and _asks_grounds(question) and related(sources, question, entries[0]):
        return about(sources, question, entries)
    if entries and _asks_level(question) and not related(sources, question, entries[0]):
        return None
    if entries[0].held and (asks_form(question) or question.intent is Intent.RELATION):
        formal = by_form(sources, question, entries[0])
        if formal:
            return formal
    if question.intent is Intent.VALIDITY and len(entries) == 1:
        return validity(sources, question, entries[0])
    if question.content and asks_inside(question) and not entries[0].held:
        known = card(sources.store, entries[0])
        return refusing.content_not_held(question, sources.store, entries[0], known)
    return answered(sources.store, question, governing_statement(sources.store, entries), entries)


def _issued_then(sources: Sources, question: Question) -> list[RegisterEntry]:
    """The documents issued on the day that a question names: «Ngày 5/3/2024 Tỉnh ủy ra chỉ thị gì?»."""
    days = [question.asked[one.start : one.end] for one in claims(question.asked) if one.kind == "date"]
    if not days or not _DOCUMENT.search(question.folded):
        return []
    runs = topic_runs(question, issuing_bodies(question), (*days, "ngay", "ra"))
    return issued_on(sources.store, question, sources.weighed(question, runs), sources.store.entries)


def _asks_grounds(question: Question) -> bool:
    """«… căn cứ vào những văn bản nào» of a document that is described."""
    wanted = question.relation
    return wanted is not None and wanted.outward and wanted.kind is RelationKind.BASED_ON


def _asks_level(question: Question) -> bool:
    """«… nhằm thực hiện văn bản của cấp nào»: of what is carried out, not of the document described."""
    wanted = question.relation
    return wanted is not None and wanted.outward and question.intent is Intent.CARD


def _signed(sources: Sources, question: Question) -> Answer | None:
    """Who signed a document that is described, not numbered: «kế hoạch … của MTTQ phường …»."""
    asked = _TYPE_FIRST.search(question.folded)
    if asked is None:
        return None
    typed = replace(question, types=(asked[1],))
    named = topic_runs(
        question, issuing_bodies(question), ("ai ky", "ai da ky", "nguoi ky", "do ai ky", "la ai")
    )
    ranked = candidates(sources.store, typed, sources.weighed(question, named), sources.store.entries)
    for entry in best(ranked):
        told = from_form(sources.store, question, entry)
        if told:
            return answered(sources.store, question, told, [entry])
    return None

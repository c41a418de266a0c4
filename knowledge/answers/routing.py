"""Question -> Answer, not yet verified: by what it refers to, else by its topic."""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.answers import refusing
from knowledge.answers.about_document import about
from knowledge.answers.about_report import asks_naming, naming
from knowledge.answers.about_topic import BARE, about_topic, own_words
from knowledge.answers.asked_of_document import CARD_WORDS, asks_inside
from knowledge.answers.coverage import spelled_out
from knowledge.answers.governing import fits_places, issued_by, issuing_bodies
from knowledge.answers.law_names import ASKS_NUMBER, amending_laws, beside_its_year, law_named, namesakes
from knowledge.answers.outlines import asks_report_outline
from knowledge.answers.resolving import Ambiguous, Disagreeing, Found, Unknown, chosen, remembered, resolve
from knowledge.answers.sources import Sources
from knowledge.answers.topics import topic_runs
from knowledge.documents import Answer, Memory, RegisterEntry
from knowledge.language import cues
from knowledge.places import folded
from knowledge.question import Intent, Question
from knowledge.references import Reference
from knowledge.register import Register
from knowledge.spelling import fold
from knowledge.steering import steers

_PLACE_IN_LIST = re.compile(r"\W*\d{1,2}\W*")
_SUBJECTLESS = re.compile(r"(?:co|gom|bao gom) (?:nhung|cac|may|bao nhieu|gi)\b")
"""A question that does not say of what: it may be of what was spoken of last."""


def route(sources: Sources, question: Question, full: Question, memory: Memory) -> Answer:
    """Answer by intent and references, unverified. `full` is the question with what a follow-up leaves out."""
    if question.intent is Intent.MANIPULATION or steers(question.asked):
        return refusing.out_of_bounds(question)
    if question.intent is Intent.GREETING:
        return refusing.greeting(question)
    picked = chosen(sources.register, question, memory)
    if picked:
        before = sources.understand(memory.question) if memory.question else question
        return about(sources, replace(before, references=()), [picked])
    if _PLACE_IN_LIST.fullmatch(question.asked):
        # A lone «1» where nothing was offered means nothing, whatever passages hold a 1.
        return refusing.nothing_found(question, sources.store)
    return _by_references(sources, full, memory)


def _by_references(sources: Sources, question: Question, memory: Memory) -> Answer:
    if question.intent is Intent.SOURCE or asks_report_outline(question):
        # «Bài “… Chỉ thị số 18-CT/TU” đăng ngày nào?» asks about the report, not about what it names.
        named = _named_in_reports(sources, question, memory)
        return naming(sources, question, named) if named else about_topic(sources, question, None)
    store, register = sources.store, sources.register
    entries: list[RegisterEntry] = []
    for reference in question.references:
        if _names_no_document(question, reference):
            continue
        if reference.number is None:
            entries += _titled(register, question, reference, entries)
            continue
        match resolve(store, register, question, reference, memory):
            case Found(entry):
                entries += [entry] if entry not in entries else []
            case Ambiguous(asked, several):
                return refusing.which_one(question, store, asked, several)
            case Unknown(asked, near):
                return refusing.unknown_number(question, store, asked, near)
            case Disagreeing(asked, entry, what):
                return refusing.disagreeing(question, store, asked, entry, what)
    numbered = any(one.number for one in question.references)
    laws = [] if entries or numbered else _laws(sources, question)
    if len(laws) > 1:
        same = len({law.title for law in laws}) == 1
        asked = f"«{laws[0].type} {laws[0].title}»" if same else "«Luật sửa đổi»"
        return refusing.which_one(question, store, asked, laws)
    entries += laws
    last = _last(sources, question, memory)
    if last and not entries and _asks_another_issuer(question, last):
        return about_topic(sources, _of_the_same_type(question, last), last)
    if entries:
        alone = question if len(entries) > 1 else beside_its_year(question, entries[0])
        return about(sources, alone, entries)
    if last and not (question.types and issuing_bodies(question)):
        return _of_last(sources, question, last)
    return _inside_last(sources, question, memory) or about_topic(sources, question, last)


def _named_in_reports(sources: Sources, question: Question, memory: Memory) -> RegisterEntry | None:
    """The document that the reports asked for name: «Ai viết bài nhắc đến nó?»."""
    if not asks_naming(question):
        return None
    register = sources.register
    for reference in question.references:
        found = resolve(sources.store, register, question, reference, memory) if reference.number else None
        if isinstance(found, Found):
            return found.entry
    return remembered(register, question, memory) if cues().pronoun.search(question.folded) else None


def _laws(sources: Sources, question: Question) -> list[RegisterEntry]:
    """The law that a question calls by its title; where its number is asked for, all that are called so."""
    law = law_named(sources.store, question)
    if law is None:
        return amending_laws(sources.store, question)
    several = law.held and ASKS_NUMBER.search(question.folded) and not question.years
    return namesakes(sources.store, law) if several else [law]


def _last(sources: Sources, question: Question, memory: Memory) -> RegisterEntry | None:
    """The document that a question leans on; none where it asks of a place that this one is not of."""
    last = remembered(sources.register, question, memory) if question.leans else None
    if last is None or cues().pronoun.search(question.folded):
        return last
    return last if fits_places(sources.store, last, question.places) else None


def _of_last(sources: Sources, question: Question, last: RegisterEntry) -> Answer:
    """What is told of the last document; where nothing is, «Ai là …?» with a matter of its own is a new question."""
    told = about(sources, question, [last])
    if told.status == "answered" or cues().pronoun.search(question.folded) or asks_inside(question):
        return told
    if len(own_words(sources, question)) <= BARE:
        return told
    alone = about_topic(sources, question, None)
    return alone if alone.status == "answered" else told


def _inside_last(sources: Sources, question: Question, memory: Memory) -> Answer | None:
    """«Có những hình thức nào?» after a law was named: what that law says, where it says something."""
    last = remembered(sources.register, question, memory)
    if last is None or not last.held or not _SUBJECTLESS.match(question.folded):
        return None
    answer = about(sources, question, [last])
    return answer if answer.status == "answered" else None


def _names_no_document(question: Question, reference: Reference) -> bool:
    """«Số 1186 đường nào», «Mẫu số 14 của Nghị định …»: a bare serial beside another topic."""
    number = reference.number
    if number is None or reference.type or number.type_mark or number.issuer_mark or number.year:
        return False
    names = (number.serial, "van ban", "ra", *CARD_WORDS)
    return len(question.references) > 1 or bool(topic_runs(question, question.bodies, names))


def _asks_another_issuer(question: Question, last: RegisterEntry) -> bool:
    """«Thế còn của Thủ tướng?» after a directive of a Tỉnh ủy."""
    issuers = issuing_bodies(question)
    if not issuers or question.types or question.relation or cues().pronoun.search(question.folded):
        return False
    return not any(issued_by(last, body) for body in issuers)


def _of_the_same_type(question: Question, last: RegisterEntry) -> Question:
    return replace(question, intent=Intent.WHICH, types=(fold(last.type or ""),))


def _titled(
    register: Register, question: Question, reference: Reference, known: Sequence[RegisterEntry]
) -> list[RegisterEntry]:
    """The one entry that a title without a number means («Luật Tiếp công dân»); none where several fit."""
    if not (reference.type and reference.title):
        return []
    fitting = [entry for entry in register.match(reference) if entry not in known]
    # The title of a law that amends others holds theirs; «Bầu cử … và …» begins like another law's.
    words = folded(spelled_out(question.text))
    called = {one.key: len(title) for one in fitting if (title := folded(one.title or "")) in words}
    longest = max(called.values(), default=0)
    matches = [entry for entry in fitting if called.get(entry.key) == longest] or fitting
    held = [entry for entry in matches if entry.held]
    return (held if len(held) == 1 else matches) if len(matches) == 1 or len(held) == 1 else []

"""Question + documents -> Answer: one straight way for each intent, and nothing unverified leaves."""

import re
import time
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace

from knowledge.answers import refusing
from knowledge.answers.about_document import CARD_WORDS, about, asks_inside
from knowledge.answers.about_report import asks_naming, naming
from knowledge.answers.about_topic import BARE, FIELDS, about_topic, own_words
from knowledge.answers.clauses import Clause, clauses, headed
from knowledge.answers.comparing import sides
from knowledge.answers.coverage import Topic, covered, spelled_out
from knowledge.answers.exchanging import beyond, case_of, exchanged, names_only_case
from knowledge.answers.following import counts_on, in_full, named_there, of_another_case
from knowledge.answers.from_passages import from_passages, told_beside
from knowledge.answers.governing import (
    ASKS_NUMBER,
    amending_laws,
    called_by_number,
    fits_places,
    issued_by,
    issuing_bodies,
    law_named,
    namesakes,
)
from knowledge.answers.labels import labelled
from knowledge.answers.outlines import asks_report_outline
from knowledge.answers.resolving import Ambiguous, Disagreeing, Found, Unknown, chosen, remembered, resolve
from knowledge.answers.several import Ways, clause_by_clause, parts, side_by_side, together
from knowledge.answers.sources import open_sources
from knowledge.answers.topics import topic_runs
from knowledge.answers.whether import decided_by
from knowledge.answers.wording import is_said, mends_no_name, tells
from knowledge.chat_model import ChatModel
from knowledge.documents import Answer, Citation, Memory, RegisterEntry
from knowledge.everyday import everyday_words
from knowledge.language import cues
from knowledge.places import folded
from knowledge.question import Intent, Question, checked, understand, with_marks
from knowledge.references import Reference
from knowledge.register import Register
from knowledge.retrieval import PassageRetriever
from knowledge.spelling import fold, typed_with_marks
from knowledge.steering import shows_steering, steers, without_planted_places
from knowledge.store import Store
from knowledge.verification import verify

_PLACE_IN_LIST = re.compile(r"\W*\d{1,2}\W*")
ON_THE_MATTER = 0.3
"""Share of what was asked last that the proof must hold of a follow-up that names a case alone."""
CASE_TOLD = 0.5
"""Share of the case that a follow-up names which the proof must hold."""
_SUBJECTLESS = re.compile(r"(?:co|gom|bao gom) (?:nhung|cac|may|bao nhieu|gi)\b")
"""A question that does not say of what: it may be of what was spoken of last."""


class Assistant:
    """Answers questions from one opened generation; safe for several threads."""

    def __init__(
        self,
        store: Store,
        retriever: PassageRetriever,
        chat_model: ChatModel | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """`clock` counts seconds, for `elapsed_ms`."""
        self.store = store
        self._sources = open_sources(store, retriever, chat_model)
        self._clock = clock

    def ask(self, text: str, memory: Memory | None = None) -> Answer:
        """Answer one message. `memory` is that of the last answer in this conversation.

        Raises QuestionError where there is nothing to ask or too much.
        """
        started = self._clock()
        answers: list[Answer] = []
        for part in parts(text):
            answers.append(self._ask_part(part, answers[-1].memory if answers else memory or Memory()))
        answer = answers[0] if len(answers) == 1 else together(answers)
        return replace(answer, elapsed_ms=round((self._clock() - started) * 1000, 1))

    def showing(self, show: Callable[[str], None]) -> "Assistant":
        """The same assistant, which shows what a model has written so far and what of it has passed its checks."""
        other = copy(self)
        other._sources = replace(self._sources, show=show)
        return other

    def seeks(self, text: str) -> bool:
        """Whether a message seeks what documents could tell: it neither greets nor steers. Raises QuestionError."""
        intent = self._understand(text).intent
        return intent not in (Intent.MANIPULATION, Intent.GREETING) and not steers(text)

    def leans(self, text: str, memory: Memory) -> bool:
        """Whether a message means something else, or nothing, without what was said before it. Raises QuestionError."""
        question = self._understand(text, memory)
        return question.leans or chosen(self._sources.register, question, memory) is not None

    def _ask_part(self, text: str, memory: Memory) -> Answer:
        """Answer one question, which may ask several things."""
        whole, typed = self._ask_one(text, memory), checked(text)
        marked = with_marks(typed, self.store.spelling.restore)
        places = self._sources.gazetteer.find
        both = sides(typed, marked)
        if both and (whole.status == "refused" or len(places(typed)) < len(both)):
            return side_by_side(whole, *both, self._ask_one)
        asked = clauses(typed, marked, places) or headed(typed, marked)
        if not asked or whole.status == "clarify":
            return whole
        if whole.status == "answered" and (whole.model or not self._adds(asked)):
            return whole
        return clause_by_clause(whole, asked, Ways(self._ask_one, self._beside, self._share))

    def _adds(self, asked: Sequence[Clause]) -> bool:
        """Whether any further thing asked is a matter of its own: not the first's, nor what any document is asked."""
        first, *others = (own_words(self._sources, self._understand(one.said)) for one in asked)
        return any(words - FIELDS - first for words in others)

    def _share(self, text: str, answer: Answer) -> float:
        question = self._understand(text)
        return covered(self._sources.topic(question), *(one.quote for one in answer.citations))

    def _beside(self, text: str, proof: Citation) -> Answer | None:
        """What a question finds in the article or paragraph that a proof stands in."""
        question = self._understand(text)
        told = None if question.references else told_beside(self._sources, question, proof)
        return self._verified(question, told) if told else None

    def _ask_one(self, text: str, memory: Memory) -> Answer:
        """Answer what asks one thing; where nothing answers, once more without its slips of typing."""
        answer, typed = self._ask_in_any_words(text, memory), checked(text)
        mended = self.store.spelling.mend(typed) if typed_with_marks(typed) else typed
        if answer.status != "refused" or not mends_no_name(typed, mended):
            return answer
        again = self._ask_in_any_words(mended, memory)
        return again if again.status == "answered" else answer

    def _ask_in_any_words(self, text: str, memory: Memory) -> Answer:
        """Everyday words count where documents write otherwise, if nothing else answers or tells as many of them."""
        answer, words = self._ask_once(text, memory), everyday_words(checked(text))
        if answer.status == "answered":
            # A word that the documents say themselves had its chance.
            words = [] if answer.model else [word for word in words if not is_said(self.store, word)]
        if not words or answer.status == "clarify" or tells(answer, words) == len(words):
            return answer
        other = copy(self)
        other._sources = replace(self._sources, everyday=True)
        again = other._ask_once(text, memory)
        better = answer.status == "refused" or tells(again, words) > tells(answer, words)
        return again if again.status == "answered" and better else answer

    def _ask_once(self, text: str, memory: Memory) -> Answer:
        question = self._understand(text, memory)
        by_number = called_by_number(self.store, question)
        question = self._understand(by_number, memory) if by_number else self._spelled_out(question, memory)
        full = self._in_full(question, memory)
        if full is question and question.leans and memory.question:
            told = self._followed(question, memory)
            if told:
                return told
        relabelled = full is not question and labelled(fold(question.asked))
        there = self._within_last(full, memory) if relabelled else None
        answer = there or self._verified(full, self._route(question, full, memory))
        decided = self._decided(full, memory) if answer.status == "refused" else None
        return decided or answer

    def _decided(self, question: Question, memory: Memory) -> Answer | None:
        """What decides a yes or no that no sentence answers as it stands; None where nothing does."""
        text = decided_by(question)
        if text is None:
            return None
        asked = self._understand(text)
        answer = self._verified(asked, self._route(asked, asked, memory))
        return answer if answer.status == "answered" else None

    def _spelled_out(self, question: Question, memory: Memory) -> Question:
        """A question whose abbreviations hide the title of a law: «Luật Tổ chức CQĐP»."""
        full = self.store.abbreviations.expand(question.text)
        if question.references or full == question.text:
            return question
        other = self._understand(full, memory)
        return other if other.references else question

    def _followed(self, question: Question, memory: Memory) -> Answer | None:
        """What a follow-up asks that means little without the last question; None where it is one of its own."""
        told = self._exchanged(question, memory) or self._of_another_case(question, memory)
        if told:
            return told
        if names_only_case(question) and exchanged(question, self._understand(memory.question)):
            return refusing.nothing_found(question, self.store)
        told = self._of_last_text(question, memory)
        return told or (self._on_the_matter(question, memory) if names_only_case(question) else None)

    def _on_the_matter(self, question: Question, memory: Memory) -> Answer | None:
        """What is told of a case alone, as long as it is on what was asked last; a refusal where it is not."""
        before = self._understand(memory.question)
        if question.types or question.places or question.bodies or before.references:
            return None
        answer = self._verified(question, self._route(question, question, memory))
        proofs = [part for one in answer.citations for part in (one.quote, one.title, one.locator)]
        same = any(one.document_id in memory.documents for one in answer.citations)
        alike = same or covered(self._sources.topic(before), *proofs) >= ON_THE_MATTER
        told = answer.status != "answered" or alike
        return answer if told else refusing.nothing_found(question, self.store)

    def _exchanged(self, question: Question, memory: Memory) -> Answer | None:
        """«Còn trên hối phiếu thì sao?»: what the last question asked «trên séc», told of this case."""
        before = self._understand(memory.question)
        for text in exchanged(question, before):
            asked = self._understand(text)
            named = topic_runs(replace(question, text=case_of(question) or ""))
            case = beyond(self._sources.weighed(question, named), self._sources.topic(before))
            answer = self._within_last(asked, memory) or self._verified(
                asked, self._route(asked, asked, memory)
            )
            if _told_of(case, answer):
                return answer
        return None

    def _of_last_text(self, question: Question, memory: Memory) -> Answer | None:
        """«Thế sở đó phải báo cáo trước ngày nào?»: what the documents tell that the last answer was read from."""
        if len(own_words(self._sources, question)) <= BARE:
            return None
        text = named_there(question, memory.told)
        asked = self._understand(text) if text else question
        return self._within_last(replace(asked, places=asked.places or memory.places), memory)

    def _within_last(self, question: Question, memory: Memory) -> Answer | None:
        """What the documents tell that the last answer was read from; None where nothing, or others are named."""
        held = [id_ for id_ in memory.documents if id_ in self.store.documents]
        if not held or question.references or question.types:
            return None
        told = from_passages(self._sources, question, within=held)
        answer = self._verified(question, told) if told else None
        return answer if answer and answer.status == "answered" else None

    def _of_another_case(self, question: Question, memory: Memory) -> Answer | None:
        """«Còn hàng nhập khẩu thì sao?» after a figure, a day or a place was asked for: that of this case, or none.

        None where the follow-up asks something itself, and leaves nothing out.
        """
        before, runs = self._understand(memory.question), topic_runs(question)
        text = of_another_case(question, before, runs)
        if text is None:
            return None
        case = beyond(self._sources.weighed(question, runs), self._sources.topic(before))
        whole = self._understand(text)
        answer = self._verified(whole, self._route(whole, whole, memory))
        if _told_of(case, answer):
            return answer
        answer = self._verified(question, self._route(question, question, memory))
        told = _told_of(case, answer) and counts_on(before, answer.text.rpartition("\n")[0])
        return answer if told else refusing.nothing_found(question, self.store)

    def _understand(self, text: str, memory: Memory | None = None) -> Question:
        return understand(text, self._sources.gazetteer, self.store.spelling.restore, memory)

    def _verified(self, question: Question, answer: Answer) -> Answer:
        """The last door: an answer with an unproved claim, or that would pass on what tries to steer, is a refusal."""
        documents, proofs = self.store.documents, [citation.quote for citation in answer.citations]
        if verify(answer.text, proofs, may_repeat(question, answer)) or shows_steering(answer, documents):
            return refusing.nothing_found(question, self.store)
        return without_planted_places(answer, documents)

    def _route(self, question: Question, full: Question, memory: Memory) -> Answer:
        if question.intent is Intent.MANIPULATION or steers(question.asked):
            return refusing.out_of_bounds(question)
        if question.intent is Intent.GREETING:
            return refusing.greeting(question)
        picked = chosen(self._sources.register, question, memory)
        if picked:
            before = self._understand(memory.question) if memory.question else question
            return about(self._sources, replace(before, references=()), [picked])
        if _PLACE_IN_LIST.fullmatch(question.asked):
            # A lone «1» where nothing was offered means nothing, whatever passages hold a 1.
            return refusing.nothing_found(question, self.store)
        return self._by_references(full, memory)

    def _in_full(self, question: Question, memory: Memory) -> Question:
        """«Thế còn Lai Châu?», «Còn lần hai?» ask the last question again of another place or ordinal."""
        if not (question.leans and memory.question) or any(one.number for one in question.references):
            return question
        text = in_full(question, self._understand(memory.question), topic_runs(question))
        return self._understand(text) if text else question

    def _by_references(self, question: Question, memory: Memory) -> Answer:
        if question.intent is Intent.SOURCE or asks_report_outline(question):
            # «Bài “… Chỉ thị số 18-CT/TU” đăng ngày nào?» asks about the report, not about what it names.
            named = self._named_in_reports(question, memory)
            return (
                naming(self._sources, question, named)
                if named
                else about_topic(self._sources, question, None)
            )
        store, register = self.store, self._sources.register
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
        laws = [] if entries or numbered else self._laws(question)
        if len(laws) > 1:
            same = len({law.title for law in laws}) == 1
            asked = f"«{laws[0].type} {laws[0].title}»" if same else "«Luật sửa đổi»"
            return refusing.which_one(question, store, asked, laws)
        entries += laws
        last = self._last(question, memory)
        if last and not entries and _asks_another_issuer(question, last):
            return about_topic(self._sources, _of_the_same_type(question, last), last)
        if entries:
            return about(self._sources, question, entries)
        if last and not (question.types and issuing_bodies(question)):
            return self._of_last(question, last)
        return self._inside_last(question, memory) or about_topic(self._sources, question, last)

    def _named_in_reports(self, question: Question, memory: Memory) -> RegisterEntry | None:
        """The document that the reports asked for name: «Ai viết bài nhắc đến nó?»."""
        if not asks_naming(question):
            return None
        register = self._sources.register
        for reference in question.references:
            found = resolve(self.store, register, question, reference, memory) if reference.number else None
            if isinstance(found, Found):
                return found.entry
        return remembered(register, question, memory) if cues().pronoun.search(question.folded) else None

    def _laws(self, question: Question) -> list[RegisterEntry]:
        """The law that a question calls by its title; where its number is asked for, all that are called so."""
        law = law_named(self.store, question)
        if law is None:
            return amending_laws(self.store, question)
        several = law.held and ASKS_NUMBER.search(question.folded) and not question.years
        return namesakes(self.store, law) if several else [law]

    def _last(self, question: Question, memory: Memory) -> RegisterEntry | None:
        """The document that a question leans on; none where it asks of a place that this one is not of."""
        last = remembered(self._sources.register, question, memory) if question.leans else None
        if last is None or cues().pronoun.search(question.folded):
            return last
        return last if fits_places(self.store, last, question.places) else None

    def _of_last(self, question: Question, last: RegisterEntry) -> Answer:
        """What is told of the last document; where nothing is, «Ai là …?» with a matter of its own is a new question."""
        told = about(self._sources, question, [last])
        if told.status == "answered" or cues().pronoun.search(question.folded) or asks_inside(question):
            return told
        if len(own_words(self._sources, question)) <= BARE:
            return told
        alone = about_topic(self._sources, question, None)
        return alone if alone.status == "answered" else told

    def _inside_last(self, question: Question, memory: Memory) -> Answer | None:
        """«Có những hình thức nào?» after a law was named: what that law says, where it says something."""
        last = remembered(self._sources.register, question, memory)
        if last is None or not last.held or not _SUBJECTLESS.match(question.folded):
            return None
        answer = about(self._sources, question, [last])
        return answer if answer.status == "answered" else None


def _told_of(case: Topic, answer: Answer) -> bool:
    """Whether an answer is one, and its proof speaks of a case."""
    quotes = (citation.quote for citation in answer.citations)
    return answer.status == "answered" and covered(case, *quotes) >= CASE_TOLD


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


def may_repeat(question: Question, answer: Answer) -> list[str]:
    """Texts whose claims an answer may repeat without a quotation: the titles of what it cites.

    A refusal or a question back may also repeat what the user wrote, and count its choices.
    """
    titles = [citation.title for citation in answer.citations]
    if answer.status == "answered":
        return titles
    choices = (
        " ; ".join(str(n) for n in range(1, len(answer.documents) + 1)) if answer.status == "clarify" else ""
    )
    return [*titles, question.asked, question.text, choices]

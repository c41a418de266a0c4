"""Question + documents -> Answer: one straight way for each intent, and nothing unverified leaves."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from knowledge import refusing
from knowledge.cards import Statement, card, validity_warning
from knowledge.chat_model import ChatModel
from knowledge.composing import (
    compare_cards,
    figure_statement,
    governing_statement,
    joined,
    list_statement,
    relation_statement,
    sentences_statement,
    validity_statement,
)
from knowledge.coverage import Topic, topic
from knowledge.documents import Answer, Memory, RegisterEntry, RelationKind, Span
from knowledge.extracts import Place, find_lists, find_sentences
from knowledge.figures import find_figures
from knowledge.governing import best, candidates, fits, issuing_bodies
from knowledge.places import Gazetteer
from knowledge.question import Intent, Question, understand
from knowledge.references import Reference
from knowledge.register import Register
from knowledge.resolving import Ambiguous, Disagreeing, Found, Unknown, chosen, remembered, resolve
from knowledge.retrieval import PassageRetriever
from knowledge.spelling import has_marks
from knowledge.store import Store
from knowledge.topics import title_runs, topic_runs
from knowledge.verification import verify
from knowledge.writing import written

PASSAGES_READ = 12
"""Retrieved passages from which an answer is composed."""
_SAME = {
    RelationKind.IMPLEMENTS: (RelationKind.IMPLEMENTS, RelationKind.CONTINUES),
    RelationKind.CONTINUES: (RelationKind.CONTINUES, RelationKind.IMPLEMENTS),
}
"""Relations that officers' words do not keep apart: «thực hiện» asks for both."""


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
        self._retriever = retriever
        self._chat_model = chat_model
        self._clock = clock
        self._register = Register(store.entries)
        names = [entry.place for entry in store.entries if entry.place]
        self._gazetteer = Gazetteer([*names, *store.places()])

    def ask(self, text: str, memory: Memory | None = None) -> Answer:
        """Answer one message. `memory` is that of the last answer in this conversation.

        Raises QuestionError where there is nothing to ask or too much.
        """
        started = self._clock()
        memory = memory or Memory()
        question = understand(text, self._gazetteer, self.store.spelling.restore, memory)
        answer = self._verified(question, self._route(question, memory))
        return replace(answer, elapsed_ms=round((self._clock() - started) * 1000, 1))

    def _verified(self, question: Question, answer: Answer) -> Answer:
        """The last door: an answer with an unproved claim becomes a refusal.

        What the user wrote may be repeated by a refusal or a question back, not by an answer.
        """
        evidence = [citation.quote for citation in answer.citations]
        titles = [citation.title for citation in answer.citations]
        given = (
            titles
            if answer.status == "answered"
            else [*titles, question.asked, question.text, _choices(answer)]
        )
        return (
            answer
            if not verify(answer.text, evidence, given)
            else refusing.nothing_found(question, self.store)
        )

    def _route(self, question: Question, memory: Memory) -> Answer:
        if question.intent is Intent.MANIPULATION:
            return refusing.out_of_bounds(question)
        if question.intent is Intent.GREETING:
            return refusing.greeting(question)
        picked = chosen(self._register, question, memory)
        if picked:
            asked_before = understand(memory.question, self._gazetteer, str) if memory.question else question
            return self._about(replace(asked_before, references=()), [picked])
        question = self._with_other_place(question, memory)
        return self._by_references(question, memory)

    def _with_other_place(self, question: Question, memory: Memory) -> Question:
        """«Thế còn Lai Châu?» asks the last question again of another place."""
        if not (question.leans and question.places and memory.question) or topic_runs(question):
            return question
        before = understand(memory.question, self._gazetteer, str)
        return replace(before, places=question.places, references=(), asked=question.asked)

    def _by_references(self, question: Question, memory: Memory) -> Answer:
        entries: list[RegisterEntry] = []
        for reference in _numbered(question.references):
            match resolve(self.store, self._register, question, reference, memory):
                case Found(entry):
                    entries += [entry] if entry not in entries else []
                case Ambiguous(asked, several):
                    return refusing.which_one(question, self.store, asked, several)
                case Unknown(asked, near):
                    return refusing.unknown_number(question, self.store, asked, near)
                case Disagreeing(asked, entry, what):
                    return refusing.disagreeing(question, self.store, asked, entry, what)
        last = remembered(self._register, memory) if question.leans else None
        if not entries and last and not (question.types and issuing_bodies(question)):
            entries = [last]
        return self._about(question, entries) if entries else self._by_topic(question, last)

    # -- with a document named

    def _about(self, question: Question, entries: list[RegisterEntry]) -> Answer:
        if len(entries) > 1 and question.intent in (
            Intent.COMPARE,
            Intent.CARD,
            Intent.GENERAL,
            Intent.WHICH,
        ):
            return self._answer(question, compare_cards(self.store, entries), entries)
        entry = entries[0]
        if question.intent is Intent.VALIDITY:
            return self._validity(question, entry)
        if question.relation and question.intent in (Intent.RELATION, Intent.WHICH):
            return self._relation(question, entry)
        if question.intent in (Intent.FIGURE, Intent.LIST, Intent.GENERAL):
            return self._from_passages(question, entry) or self._content(question, entry)
        if question.content:
            return self._content(question, entry)
        return self._card(question, entry)

    def _card(self, question: Question, entry: RegisterEntry) -> Answer:
        return self._answer(question, card(self.store, entry), [entry])

    def _validity(self, question: Question, entry: RegisterEntry) -> Answer:
        told = validity_statement(self.store, entry)
        if told:
            return self._answer(question, told, [entry], warn=False)
        known = card(self.store, entry)
        lines = [
            f"Chưa rõ {entry.name()} còn hiệu lực hay không: không có trong kho tài liệu nào nói đến việc này.",
            known.text,
        ]
        answer = refusing.refused(question, lines, self.store, citations=known.citations)
        return replace(answer, documents=(entry,), memory=_remember(question, [entry]))

    def _relation(self, question: Question, entry: RegisterEntry) -> Answer:
        wanted = question.relation
        assert wanted is not None
        kinds = _SAME.get(wanted.kind, (wanted.kind,))
        found = [
            (relation, other)
            for kind in kinds
            for relation in entry.relations
            if relation.kind is kind
            and relation.outward is wanted.outward
            and (other := self._register.get(relation.other))
            and self._may_answer(question, entry, other)
        ]
        if found:
            others = [other for _, other in found]
            return self._answer(question, relation_statement(self.store, entry, found), [*others, entry])
        return self._no_relation(question, entry)

    def _may_answer(self, question: Question, entry: RegisterEntry, other: RegisterEntry) -> bool:
        """The other document has to be of the type and issuer asked for; a place named with the first one is its own."""
        return fits(self.store, replace(question, places=()), other) and other.key != entry.key

    def _no_relation(self, question: Question, entry: RegisterEntry) -> Answer:
        known = card(self.store, entry)
        warning = validity_warning(self.store, entry)
        lines = [f"Không có trong kho: không tài liệu nào cho biết điều anh/chị hỏi về {entry.name()}."]
        told = joined([warning, known]) if warning else known
        answer = refusing.refused(question, [*lines, told.text], self.store, citations=told.citations)
        return replace(answer, documents=(entry,), memory=_remember(question, [entry]))

    def _content(self, question: Question, entry: RegisterEntry) -> Answer:
        """What only the text itself could tell: from the text where we hold it, else its title at the most."""
        if entry.held:
            answer = self._from_passages(question, entry)
            return answer or refusing.nothing_found(question, self.store)
        if question.intent is Intent.CARD and not _asks_inside(question):
            return self._card(question, entry)
        return refusing.content_not_held(question, self.store, entry, card(self.store, entry))

    # -- without

    def _by_topic(self, question: Question, last: RegisterEntry | None) -> Answer:
        if question.intent in (Intent.FIGURE, Intent.LIST, Intent.GENERAL, Intent.COMPARE):
            answer = self._from_passages(question)
            return (
                answer
                or self._governing(question, last, certain=True)
                or refusing.nothing_found(question, self.store)
            )
        return (
            self._governing(question, last)
            or (None if question.intent is Intent.WHICH else self._from_passages(question))
            or refusing.nothing_found(question, self.store)
        )

    def _governing(
        self, question: Question, last: RegisterEntry | None, certain: bool = False
    ) -> Answer | None:
        """Which document governs the topic; only where documents are asked for, or `certain` where they are not."""
        if certain and question.intent is not Intent.GENERAL:
            return None
        ranked = candidates(self.store, question, self._topic(question, last), self.store.entries)
        entries = best(ranked)
        if not entries:
            return None
        if question.intent is Intent.VALIDITY and len(entries) == 1:
            return self._validity(question, entries[0])
        if question.content and _asks_inside(question):
            return refusing.content_not_held(question, self.store, entries[0], card(self.store, entries[0]))
        return self._answer(question, governing_statement(self.store, entries), entries)

    def _topic(self, question: Question, last: RegisterEntry | None = None) -> Topic:
        """The question's topic; the title of the last answer's document where it has none of its own."""
        runs = topic_runs(question, issuing_bodies(question))
        if not runs and last:
            runs = title_runs(last)
        return topic(runs, has_marks(question.asked), self.store.frequency, self.store.passage_count)

    def _from_passages(self, question: Question, entry: RegisterEntry | None = None) -> Answer | None:
        """A figure, a list or sentences from the best passages; None where they do not cover the topic."""
        weighed = self._topic(question)
        if weighed.empty:
            return None
        only = entry.documents if entry else None
        hits = self._retriever.search(question.text, PASSAGES_READ, only=only)
        places: list[Place] = [
            (
                self.store.documents[hit.passage.document_id],
                Span(hit.passage.start, hit.passage.end),
                hit.passage.heading,
            )
            for hit in hits
        ]
        composed = self._compose(question, weighed, places)
        if composed is None:
            return None
        answer = self._answer(question, composed, [entry] if entry else [])
        return written(self._chat_model, question, answer, [hit.passage for hit in hits], self.store)

    def _compose(self, question: Question, weighed: Topic, places: Sequence[Place]) -> Statement | None:
        if question.intent is Intent.FIGURE:
            figures = find_figures(question, weighed, [(d, span) for d, span, _ in places], self._gazetteer)
            return figure_statement(self.store, figures) if figures else None
        if question.intent is Intent.LIST:
            lists = find_lists(question, weighed, places)
            if lists:
                return list_statement(self.store, lists[0])
        found = find_sentences(question, weighed, places)
        return sentences_statement(self.store, found) if found else None

    def _answer(
        self, question: Question, said: Statement, entries: Sequence[RegisterEntry], warn: bool = True
    ) -> Answer:
        warnings = [w for entry in entries[:1] if warn and (w := validity_warning(self.store, entry))]
        whole = joined([*(replace(w, text=f"⚠️ {w.text}") for w in warnings), said])
        return Answer(
            status="answered",
            text=whole.text,
            documents=tuple(entries),
            citations=whole.citations,
            warnings=tuple(w.text for w in warnings),
            suggestions=_suggestions(entries),
            memory=_remember(question, entries),
        )


def _numbered(references: Sequence[Reference]) -> list[Reference]:
    return [reference for reference in references if reference.number is not None]


def _remember(question: Question, entries: Sequence[RegisterEntry]) -> Memory:
    return Memory(question.text, tuple(entry.key for entry in entries), places=question.places)


def _choices(answer: Answer) -> str:
    """The numerals «1.», «2.» that a question back counts its choices by."""
    return (
        " ; ".join(str(place) for place in range(1, len(answer.documents) + 1))
        if answer.status == "clarify"
        else ""
    )


def _asks_inside(question: Question) -> bool:
    """Whether an article, an amount or a signature is asked for: never told by a title."""
    inside = (
        "dieu",
        "khoan",
        "diem",
        "chuong",
        "muc chi",
        "muc phi",
        "muc ho tro",
        "toan van",
        "chi tiet",
        "cu the",
        "nguoi ky",
        "ai ky",
    )
    return any(f" {word} " in f" {question.folded} " for word in inside)


def _suggestions(entries: Sequence[RegisterEntry]) -> tuple[str, ...]:
    """Questions that the register can answer about the first entry."""
    if not entries:
        return ()
    entry = entries[0]
    acted_on = any(r.kind is RelationKind.IMPLEMENTS and not r.outward for r in entry.relations)
    questions = [f"Văn bản nào triển khai {entry.name()}?"] if acted_on else []
    return (*questions, f"{entry.name()} còn hiệu lực không?")

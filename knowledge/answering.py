"""Message + documents -> Answer: every question in it, every thing that one asks, and nothing unverified leaves."""

import time
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace

from knowledge.answers.about_topic import FIELDS, own_words
from knowledge.answers.clauses import Clause, clauses, headed
from knowledge.answers.comparing import sides
from knowledge.answers.coverage import covered
from knowledge.answers.from_passages import told_beside
from knowledge.answers.last_door import verified
from knowledge.answers.one_question import ask_one
from knowledge.answers.resolving import chosen
from knowledge.answers.several import Ways, clause_by_clause, parts, side_by_side, together
from knowledge.answers.sources import open_sources
from knowledge.chat_model import ChatModel
from knowledge.documents import Answer, Citation, Memory
from knowledge.question import Intent, checked, with_marks
from knowledge.retrieval import PassageRetriever
from knowledge.steering import steers
from knowledge.store import Store


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
        intent = self._sources.understand(text).intent
        return intent not in (Intent.MANIPULATION, Intent.GREETING) and not steers(text)

    def leans(self, text: str, memory: Memory) -> bool:
        """Whether a message means something else, or nothing, without what was said before it. Raises QuestionError."""
        question = self._sources.understand(text, memory)
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
        first, *others = (own_words(self._sources, self._sources.understand(one.said)) for one in asked)
        return any(words - FIELDS - first for words in others)

    def _share(self, text: str, answer: Answer) -> float:
        question = self._sources.understand(text)
        return covered(self._sources.topic(question), *(one.quote for one in answer.citations))

    def _beside(self, text: str, proof: Citation) -> Answer | None:
        """What a question finds in the article or paragraph that a proof stands in."""
        question = self._sources.understand(text)
        told = None if question.references else told_beside(self._sources, question, proof)
        return verified(self._sources, question, told) if told else None

    def _ask_one(self, text: str, memory: Memory) -> Answer:
        return ask_one(self._sources, text, memory)

"""What answers are made from: one opened generation and the ways to find things in it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from knowledge.answers.coverage import Topic, topic
from knowledge.answers.governing import called, issuing_bodies, superseded
from knowledge.answers.topics import Runs, title_runs, topic_runs
from knowledge.chat_model import ChatModel
from knowledge.documents import Memory, RegisterEntry
from knowledge.places import Gazetteer, names_place
from knowledge.question import Question, understand
from knowledge.register import Register
from knowledge.retrieval import PassageRetriever
from knowledge.spelling import typed_with_marks
from knowledge.store import Store

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WRITES = "đánh giá|nhận định|cho rằng|chỉ ra|khẳng định|phân tích|viết"


@dataclass(frozen=True, slots=True)
class Sources:
    """A store, its register, its retriever, the places it names, and the optional model."""

    store: Store
    register: Register
    retriever: PassageRetriever
    gazetteer: Gazetteer
    authors: Mapping[str, tuple[str, ...]]
    """Ids of the reports of each author."""
    superseded: frozenset[str]
    """Ids of laws that a later one of the same name, held too, has taken the place of."""
    chat_model: ChatModel | None = None
    everyday: bool = False
    """Whether texts count as saying what people call the things that they write."""
    again: bool = False
    """Whether a question is tried in other words: what is nearest to it was told the first time."""
    show: Callable[[str], None] | None = None
    """Is shown what a model has written so far as soon as it has passed its checks, each time all of it."""

    def understand(self, text: str, memory: Memory | None = None) -> Question:
        """What a message asks, beside the last answer's memory. Raises QuestionError."""
        return understand(text, self.gazetteer, self.store.spelling.restore, memory)

    def topic(self, question: Question, last: RegisterEntry | None = None) -> Topic:
        """A question's topic; the title of the last answer's document where it has none of its own."""
        runs = topic_runs(question, issuing_bodies(question), self.said_by(question))
        return self.weighed(question, title_runs(last) if last and not runs else runs)

    def topic_told(self, question: Question) -> Topic:
        """A question's topic with the bodies that act in it: a text tells what they do, a title only whose it is."""
        return self.weighed(question, topic_runs(question, (), self.said_by(question)))

    def topic_inside(self, question: Question, entry: RegisterEntry) -> Topic:
        """A question's topic beside the name of the document asked of; the whole where nothing else is left."""
        dates = (said for year in _YEAR.findall(question.text) for said in (f"năm {year}", year))
        names = (*self.said_by(question), *called(entry), *dates)
        weighed = self.weighed(question, topic_runs(question, issuing_bodies(question), names))
        return self.topic(question) if weighed.empty else weighed

    def authors_named(self, question: Question) -> list[str]:
        """Authors of reports that a question names."""
        return [author for author in self.authors if names_place(question.text, author)]

    def said_by(self, question: Question) -> list[str]:
        """How a question names authors: also with who they are, or with a verb that says only that they wrote."""
        named = (re.escape(author) for author in self.authors_named(question))
        found = (
            re.search(rf"{name}(?:\s*\([^()]*\))?(?:\s+(?:{_WRITES}))?", question.text) for name in named
        )
        return [*self.authors_named(question), *(one[0] for one in found if one)]

    def weighed(self, question: Question, runs: Runs) -> Topic:
        """Runs of syllables weighed by their rarity, compared with marks where the question has some."""
        marked = typed_with_marks(question.asked)
        weighed = topic(runs, marked, self.store.frequency, self.store.passage_count)
        return replace(weighed, everyday=self.everyday)


def open_sources(store: Store, retriever: PassageRetriever, chat_model: ChatModel | None = None) -> Sources:
    """The sources of one generation; places are those of its documents and register."""
    places = [entry.place for entry in store.entries if entry.place]
    gazetteer = Gazetteer([*places, *store.places()])
    register, authors = Register(store.entries), store.authors()
    return Sources(store, register, retriever, gazetteer, authors, superseded(store), chat_model)

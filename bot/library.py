"""What a conversation may ask of the knowledge room: one opened generation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.documents import Answer, Memory

if TYPE_CHECKING:
    from knowledge.answering import Assistant
    from knowledge.quiz.questions import QuizQuestion
    from knowledge.register import Register
    from knowledge.retrieval import PassageRetriever
    from knowledge.store import Store


RECENT = 512
Ask = Callable[[str, Memory], Answer]
AskShowing = Callable[[str, Memory, Callable[[str], None]], Answer]


@dataclass(frozen=True, slots=True)
class Library:
    """One generation, ready for questions.

    `ask`, `ask_showing`, which tells what a language model has written so far, and `ask_plain`, which does without
    it, are the assistant's with the last `RECENT` answers kept: a class asks the same questions at the same time.
    `questions` are those for training, made when they are first wanted, which takes some seconds for a hundred
    documents.
    """

    store: "Store"
    register: "Register"
    retriever: "PassageRetriever"
    assistant: "Assistant"
    ask: Ask
    ask_showing: AskShowing
    ask_plain: Ask
    questions: "Callable[[], tuple[QuizQuestion, ...]]"


CurrentLibrary = Callable[[], Library]

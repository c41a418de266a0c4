"""What a conversation may ask of the knowledge room: one opened generation."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.answering import Assistant
    from knowledge.register import Register
    from knowledge.retrieval import PassageRetriever
    from knowledge.store import Store


@dataclass(frozen=True, slots=True)
class Library:
    """One generation, ready for questions. `plain` answers without the language model."""

    folder: Path
    store: "Store"
    register: "Register"
    retriever: "PassageRetriever"
    assistant: "Assistant"
    plain: "Assistant"


CurrentLibrary = Callable[[], Library]

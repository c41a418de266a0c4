"""What the assistant asks of a published generation, whichever engine holds it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Protocol

from knowledge.abbreviations import Abbreviations
from knowledge.documents import Document, DocumentNumber, Passage, RegisterEntry
from knowledge.restoration import SpellingModel
from knowledge.store_rows import Row
from knowledge.vectors import Floats, PassageVectors
from knowledge.words import FieldWeights


class Store(Protocol):
    """A generation opened for reading, by any number of threads; it never changes. Close it after use.

    `EmbeddedStore` keeps it in files, `PostgresStore` in a PostgreSQL database; the same documents have the same
    ids, orders and scores in both.
    """

    @property
    def meta(self) -> Mapping[str, str]:
        """What was written beside the rows."""
        ...

    @property
    def documents(self) -> Mapping[str, Document]:
        """Documents by id, in the order in which they were written."""
        ...

    @property
    def generation(self) -> str:
        """The generation's name."""
        ...

    @property
    def embedding(self) -> str:
        """Fingerprint of the embedding that made the vectors."""
        ...

    @property
    def passage_count(self) -> int:
        """Number of passages; their ids are 0 to this."""
        ...

    @property
    def entries(self) -> tuple[RegisterEntry, ...]:
        """The register's entries, as they were given."""
        ...

    @property
    def spelling(self) -> SpellingModel:
        """The syllable-pair model learnt from the indexed text."""
        ...

    @property
    def abbreviations(self) -> Abbreviations:
        """The documents' own abbreviations and the common ones."""
        ...

    def close(self) -> None:
        """Free what is held; searching afterwards is an error."""
        ...

    def table(self, name: str) -> Iterator[Row]:
        """The rows of a table of `TABLES`, in their order."""
        ...

    def titles(self) -> Mapping[str, str]:
        """Titles of the documents by id."""
        ...

    def vectors(self) -> PassageVectors:
        """The vectors all together."""
        ...

    def defined(self) -> list[tuple[str, str]]:
        """Abbreviations that the documents define, each with what it stands for."""
        ...

    def passage(self, id: int) -> Passage:
        """The passage of this id; KeyError where there is none."""
        ...

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """The passages of these ids, in their order; KeyError where one is absent."""
        ...

    def passages_of(self, document_id: str) -> list[Passage]:
        """A document's passages in order; none where the document is unknown."""
        ...

    def with_number(self, number: DocumentNumber, only: Collection[str] | None = None) -> list[int]:
        """Ids of passages that hold a number agreeing with this one in every part that this one has."""
        ...

    def search_words(
        self, text: str, k: int, weights: FieldWeights, only: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """Up to `k` (passage id, BM25 score), best first, within the documents `only` where given."""
        ...

    def search_vectors(
        self, vector: Floats, k: int, only: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """Up to `k` (passage id, cosine), best first, within the documents `only` where given."""
        ...

    def pairs_held(self, text: str, ids: Sequence[int]) -> dict[int, float]:
        """By passage id, the share of the text's syllable pairs that the passage holds, rare ones counting more."""
        ...

    def headings_held(self, text: str, headings: Mapping[int, str]) -> dict[int, float]:
        """By passage id, the share of its heading's syllables that the text holds, rare ones counting more."""
        ...

    def headings(self, ids: Sequence[int]) -> dict[int, str]:
        """Headings of these passages."""
        ...

    def frequency(self, term: str, marked: bool) -> int:
        """Number of passages that hold a syllable, or a pair joined by «_»: as it is spelt, or folded."""
        ...

    def places(self) -> list[str]:
        """Places that the documents are about, each once."""
        ...

    def authors(self) -> dict[str, tuple[str, ...]]:
        """Authors of reports, each with the ids of the documents that name them."""
        ...

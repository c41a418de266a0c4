"""What the assistant asks of a published generation, whichever engine holds it."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Protocol

from knowledge.abbreviations import Abbreviations
from knowledge.documents import Document, DocumentNumber, Passage, RegisterEntry
from knowledge.restoration import SpellingModel
from knowledge.store_rows import ENTRY, DocumentsById, Row, joined_vectors
from knowledge.vectors import Floats, PassageVectors
from knowledge.words import FieldWeights


class Words(Protocol):
    """The words of a generation, as each engine keeps them; `Store` says what is asked of them."""

    def search(
        self, text: str, k: int, weights: FieldWeights, only: Collection[str] | None = None
    ) -> list[tuple[int, float]]: ...

    def frequency(self, term: str, marked: bool) -> int: ...

    def pairs_held(self, text: str, ids: Sequence[int]) -> dict[int, float]: ...

    def headings_held(self, text: str, headings: Mapping[int, str]) -> dict[int, float]: ...


class Store(ABC):
    """A generation opened for reading, by any number of threads; it never changes. Close it after use.

    `EmbeddedStore` keeps it in files, `PostgresStore` in a PostgreSQL database; the same documents have the same
    ids, orders and scores in both. An engine says how rows are read, what they mean is said here.
    """

    _words: Words

    def __init__(self, generation: str, ids: Iterable[str], passage_count: int) -> None:
        """`ids` of the documents in the order in which they were written; passages' ids are 0 to their count."""
        self.generation, self.passage_count = generation, passage_count
        self.meta: Mapping[str, str] = dict(self.table("meta"))
        self.documents: Mapping[str, Document] = DocumentsById(ids, self._data)
        # Each citation looks its place up; an answer cites few documents, most of them several times.
        self._passages_of = lru_cache(maxsize=32)(self._read_passages)

    @abstractmethod
    def close(self) -> None:
        """Free what is held; searching afterwards is an error."""

    @abstractmethod
    def table(self, name: str) -> Iterator[Row]:
        """The rows of a table of `TABLES`, in their order."""

    @abstractmethod
    def titles(self) -> Mapping[str, str]:
        """Titles of the documents by id."""

    @abstractmethod
    def _data(self, id_: str) -> str:
        """What a document's row holds as JSON."""

    @abstractmethod
    def _passage_rows(self, ids: Sequence[int]) -> Iterable[Row]:
        """Rows of the passages of these ids, as far as they are there, in any order."""

    @abstractmethod
    def _rows_of(self, document_id: str) -> Iterable[Row]:
        """Rows of a document's passages, in their order."""

    @abstractmethod
    def _authored(self) -> Iterable[Row]:
        """(author, document id) of the documents that name one."""

    @property
    def embedding(self) -> str:
        """Fingerprint of the embedding that made the vectors."""
        return self.meta["embedding"]

    @cached_property
    def entries(self) -> tuple[RegisterEntry, ...]:
        """The register's entries, as they were given."""
        return tuple(ENTRY.validate_json(data) for _, _, data in self.table("register"))

    @cached_property
    def spelling(self) -> SpellingModel:
        """The syllable-pair model learnt from the indexed text."""
        return SpellingModel.from_blobs(dict(self.table("models")))

    @cached_property
    def abbreviations(self) -> Abbreviations:
        """The documents' own abbreviations and the common ones."""
        return Abbreviations.of_store(self.defined(), self.spelling.ids)

    def defined(self) -> list[tuple[str, str]]:
        """Abbreviations that the documents define, each with what it stands for."""
        return [(short, full) for short, full in self.table("abbreviations")]

    def vectors(self) -> PassageVectors:
        """The vectors all together."""
        return joined_vectors(self.table("vectors"))

    def passage(self, id: int) -> Passage:
        """The passage of this id; KeyError where there is none."""
        return self.passages([id])[0]

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """The passages of these ids, in their order; KeyError where one is absent."""
        found = {row[0]: Passage(*row) for row in self._passage_rows(ids)}
        return [found[id_] for id_ in ids]

    def passages_of(self, document_id: str) -> list[Passage]:
        """A document's passages in order; none where the document is unknown."""
        return list(self._passages_of(document_id))

    def _read_passages(self, document_id: str) -> tuple[Passage, ...]:
        return tuple(Passage(*row) for row in self._rows_of(document_id))

    @abstractmethod
    def with_number(self, number: DocumentNumber, only: Collection[str] | None = None) -> list[int]:
        """Ids of passages that hold a number agreeing with this one in every part that this one has."""

    @abstractmethod
    def search_vectors(
        self, vector: Floats, k: int, only: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """Up to `k` (passage id, cosine), best first, within the documents `only` where given."""

    def search_words(
        self, text: str, k: int, weights: FieldWeights, only: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """Up to `k` (passage id, BM25 score), best first, within the documents `only` where given."""
        return self._words.search(text, k, weights, only)

    def pairs_held(self, text: str, ids: Sequence[int]) -> dict[int, float]:
        """By passage id, the share of the text's syllable pairs that the passage holds, rare ones counting more."""
        return self._words.pairs_held(text, ids)

    def headings_held(self, text: str, headings: Mapping[int, str]) -> dict[int, float]:
        """By passage id, the share of its heading's syllables that the text holds, rare ones counting more."""
        return self._words.headings_held(text, headings)

    def frequency(self, term: str, marked: bool) -> int:
        """Number of passages that hold a syllable, or a pair joined by «_»: as it is spelt, or folded."""
        return self._words.frequency(term, marked)

    @abstractmethod
    def headings(self, ids: Sequence[int]) -> dict[int, str]:
        """Headings of these passages."""

    @abstractmethod
    def places(self) -> list[str]:
        """Places that the documents are about, each once."""

    def authors(self) -> dict[str, tuple[str, ...]]:
        """Authors of reports, each with the ids of the documents that name them."""
        named = dict[str, tuple[str, ...]]()
        for author, id_ in self._authored():
            named[author] = (*named.get(author, ()), id_)
        return named

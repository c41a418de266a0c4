"""A generation as plain rows, table by table: what every engine keeps, and what goes from one to the other."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any, Protocol

import numpy as np
from pydantic import TypeAdapter

from knowledge import common_spelling
from knowledge.abbreviations import definitions, most_frequent
from knowledge.documents import Document, DocumentNumber, Passage, RegisterEntry, Span
from knowledge.restoration import learn
from knowledge.vectors import Floats, PassageVectors

DOCUMENT = TypeAdapter(Document)
ENTRY = TypeAdapter(RegisterEntry)
Row = tuple[Any, ...]

TABLES: Mapping[str, tuple[Mapping[str, type], str | None]] = {
    "meta": ({"key": str, "value": str}, "key"),
    "documents": ({"id": str, "source": str, "sha256": str, "data": str}, "id"),
    "passages": (
        {
            "id": int,
            "document_id": str,
            "ordinal": int,
            "start": int,
            "end": int,
            "locator": str,
            "heading": str,
            "text": str,
        },
        "id",
    ),
    "numbers": (
        {"passage": int, "normalised": str, "serial": str, "year": int, "type_mark": str, "issuer_mark": str},
        None,
    ),
    "register": ({"place": int, "key": str, "data": str}, "place"),
    "vectors": ({"row": int, "passage": int, "vector": bytes}, "row"),
    "abbreviations": ({"short": str, "full": str}, "short"),
    "models": ({"name": str, "data": bytes}, "name"),
}
"""Columns of each table, and its key. A vector is its numbers in half precision, little-endian."""
OF_ENGINE = ("vectors", "vectors_recall")
"""Keys of `meta` that each engine writes for itself: the kind of its vector index, and what share that finds."""


class GenerationRows(Protocol):
    """A generation's rows, wherever they are: not written yet, or in either engine."""

    def table(self, name: str) -> Iterator[Row]:
        """The rows of a table of `TABLES`, in their order."""
        ...

    def titles(self) -> Mapping[str, str]:
        """Titles of the documents by id."""
        ...

    def vectors(self) -> PassageVectors:
        """The vectors all together."""
        ...


@dataclass(frozen=True, slots=True)
class StoreContents:
    """All that goes into a generation.

    A passage's final id is its place in `passages`, and `vectors.owners` are such places; passages of one
    document are in order of their start. `numbers` by document id: where document numbers stand in its text.
    `embedding` is the fingerprint of what made the vectors; `meta` is kept and given back as it is.
    """

    documents: Sequence[Document]
    passages: Sequence[Passage]
    numbers: Mapping[str, Sequence[tuple[Span, DocumentNumber]]]
    register: Sequence[RegisterEntry]
    vectors: PassageVectors
    embedding: str
    meta: Mapping[str, str] = field(default_factory=dict)


class ContentRows:
    """The rows of what is about to be written for the first time."""

    def __init__(self, contents: StoreContents) -> None:
        self._contents = contents

    def table(self, name: str) -> Iterator[Row]:
        """The rows of a table of `TABLES`, in their order."""
        made: Iterator[Row] = getattr(self, f"_{name}")()
        return made

    def titles(self) -> Mapping[str, str]:
        """Titles of the documents by id."""
        return {document.id: document.title for document in self._contents.documents}

    def vectors(self) -> PassageVectors:
        """The vectors all together."""
        return self._contents.vectors

    @cached_property
    def _placed(self) -> list[Passage]:
        return [replace(passage, id=place) for place, passage in enumerate(self._contents.passages)]

    def _meta(self) -> Iterator[Row]:
        yield from {**self._contents.meta, "embedding": self._contents.embedding}.items()

    def _documents(self) -> Iterator[Row]:
        for one in self._contents.documents:
            yield one.id, one.source, one.sha256, DOCUMENT.dump_json(one).decode()

    def _passages(self) -> Iterator[Row]:
        for passage in self._placed:
            yield tuple(getattr(passage, name) for name in TABLES["passages"][0])

    def _numbers(self) -> Iterator[Row]:
        """Each number with the passage that it stands in; a document's own number belongs to all its passages."""
        of_document: dict[str, list[Passage]] = {}
        for passage in self._placed:
            of_document.setdefault(passage.document_id, []).append(passage)
        for document in self._contents.documents:
            own = of_document.get(document.id, [])
            starts = [passage.start for passage in own]
            found = {
                (own[place].id, number)
                for span, number in self._contents.numbers.get(document.id, ())
                if (place := bisect_right(starts, span.start) - 1) >= 0 and span.start < own[place].end
            }
            if document.number:
                found |= {(passage.id, document.number) for passage in own}
            yield from (_number_row(passage, number) for passage, number in sorted(found, key=_number_order))

    def _register(self) -> Iterator[Row]:
        for place, entry in enumerate(self._contents.register):
            yield place, entry.key, ENTRY.dump_json(entry).decode()

    def _vectors(self) -> Iterator[Row]:
        """Half precision: for vectors of length 1 it changes a cosine by less than .001, and halves the file."""
        vectors = self._contents.vectors
        for row, (owner, vector) in enumerate(zip(vectors.owners.tolist(), vectors.matrix, strict=True)):
            yield row, owner, vector.astype("<f2").tobytes()

    def _abbreviations(self) -> Iterator[Row]:
        documents = self._contents.documents
        yield from most_frequent(pair for document in documents for pair in definitions(document.text))

    def _models(self) -> Iterator[Row]:
        own = learn(f"{document.title}\n{document.text}" for document in self._contents.documents)
        yield from common_spelling.joined(own, common_spelling.load()).to_blobs().items()


def _number_order(found: tuple[int, DocumentNumber]) -> tuple[int, str, str]:
    return found[0], found[1].normalised, found[1].written


def _number_row(passage: int, number: DocumentNumber) -> Row:
    return (passage, number.normalised, number.serial, number.year, number.type_mark, number.issuer_mark)


class DocumentsById(Mapping[str, Document]):
    """Documents by id, in the order in which they were written; read when asked for."""

    def __init__(self, ids: Iterable[str], data: Callable[[str], str]) -> None:
        """`data` gives what a document's row holds as JSON."""
        self._ids = dict.fromkeys(ids)
        self._read = lru_cache(maxsize=256)(lambda id_: DOCUMENT.validate_json(data(id_)))

    def __getitem__(self, key: str) -> Document:
        if key not in self._ids:
            raise KeyError(key)
        return self._read(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def storable(value: object) -> object:
    """A value as every engine can hold it: PostgreSQL's texts have no character 0; «unreadable» stands in its place."""
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def joined_vectors(rows: Iterable[Row]) -> PassageVectors:
    """Rows of the table `vectors` as they are searched; (0, 0) where there is none."""
    owners, blobs = list[int](), list[bytes]()
    for _, owner, vector in rows:
        owners.append(owner)
        blobs.append(vector)
    matrix: Floats = np.frombuffer(b"".join(blobs), "<f2").astype(np.float32)
    return PassageVectors(np.array(owners, np.int64), matrix.reshape(len(owners), -1 if owners else 0))

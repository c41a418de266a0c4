"""One published generation: SQLite rows (the truth), words index and FAISS vectors; write, open, search."""

import sqlite3
import threading
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote

import numpy as np
from pydantic import TypeAdapter

from knowledge import common_spelling
from knowledge.abbreviations import Abbreviations, definitions, most_frequent
from knowledge.documents import Document, DocumentNumber, Passage, RegisterEntry, Span
from knowledge.errors import CorruptIndex
from knowledge.generations import verify
from knowledge.restoration import SpellingModel, learn
from knowledge.vectors import Floats, Kind, PassageVectors, VectorIndex, write_vectors
from knowledge.words import FieldWeights, WordsIndex, WordsRow, write_words

if TYPE_CHECKING:
    from sqlite_utils import Database

ROWS, WORDS, VECTORS = "store.db", "words", "vectors.faiss"
_DOCUMENT = TypeAdapter(Document)
_ENTRY = TypeAdapter(RegisterEntry)

_TABLES: Mapping[str, tuple[dict[str, Any], str | None]] = {
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


def write_store(folder: Path, contents: StoreContents) -> None:
    """Write a generation's files into an existing folder; `generations.publish` seals them."""
    passages = [replace(passage, id=place) for place, passage in enumerate(contents.passages)]
    titles = {document.id: document.title for document in contents.documents}
    write_words(folder / WORDS, (_words_row(passage, titles[passage.document_id]) for passage in passages))
    kind = write_vectors(folder / VECTORS, contents.vectors.matrix)
    from sqlite_utils import Database  # a fifth of a second that only writing needs

    database = Database(sqlite3.connect(folder / ROWS))
    try:
        # No write-ahead log beside it: the one file is whole wherever it is copied.
        database.execute("pragma journal_mode=delete")
        with database.conn:
            _write_rows(database, contents, passages, kind)
    finally:
        database.close()


def _words_row(passage: Passage, title: str) -> WordsRow:
    return WordsRow(passage.id, passage.document_id, title, passage.heading, passage.text)


def _write_rows(
    database: "Database", contents: StoreContents, passages: Sequence[Passage], kind: Kind
) -> None:
    for name, (columns, key) in _TABLES.items():
        database.table(name).create(columns, pk=key)
    measured = {"vectors": kind.name, "vectors_recall": f"{kind.recall:.4f}"}
    meta = {**contents.meta, **measured, "embedding": contents.embedding}
    _insert(database, "meta", ({"key": key, "value": value} for key, value in meta.items()))
    _insert(database, "documents", map(_document_row, contents.documents))
    _insert(database, "passages", map(_passage_row, passages))
    _insert(database, "numbers", _number_rows(contents, passages))
    _insert(database, "register", (_entry_row(*placed) for placed in enumerate(contents.register)))
    _insert(database, "vectors", _vector_rows(contents.vectors))
    defined = most_frequent(pair for document in contents.documents for pair in definitions(document.text))
    _insert(database, "abbreviations", ({"short": short, "full": full} for short, full in defined))
    own = learn(f"{document.title}\n{document.text}" for document in contents.documents)
    model = common_spelling.joined(own, common_spelling.load())
    _insert(database, "models", ({"name": name, "data": data} for name, data in model.to_blobs().items()))
    database.table("passages").create_index(["document_id", "ordinal"])
    database.table("numbers").create_index(["serial"])


def _insert(database: "Database", table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    database.table(table).insert_all((dict(row) for row in rows), batch_size=1000)


def _document_row(document: Document) -> Mapping[str, Any]:
    data = _DOCUMENT.dump_json(document).decode()
    return {"id": document.id, "source": document.source, "sha256": document.sha256, "data": data}


def _entry_row(place: int, entry: RegisterEntry) -> Mapping[str, Any]:
    return {"place": place, "key": entry.key, "data": _ENTRY.dump_json(entry).decode()}


def _passage_row(passage: Passage) -> Mapping[str, Any]:
    return {name: getattr(passage, name) for name in _TABLES["passages"][0]}


def _number_rows(contents: StoreContents, passages: Sequence[Passage]) -> Iterator[Mapping[str, Any]]:
    """Each number with the passage that it stands in; a document's own number belongs to all its passages."""
    of_document: dict[str, list[Passage]] = {}
    for passage in passages:
        of_document.setdefault(passage.document_id, []).append(passage)
    for document in contents.documents:
        own = of_document.get(document.id, [])
        starts = [passage.start for passage in own]
        found = {
            (own[place].id, number)
            for span, number in contents.numbers.get(document.id, ())
            if (place := bisect_right(starts, span.start) - 1) >= 0 and span.start < own[place].end
        }
        if document.number:
            found |= {(passage.id, document.number) for passage in own}
        yield from (_number_row(passage, number) for passage, number in sorted(found, key=_number_order))


def _number_order(found: tuple[int, DocumentNumber]) -> tuple[int, str, str]:
    return found[0], found[1].normalised, found[1].written


def _number_row(passage: int, number: DocumentNumber) -> Mapping[str, Any]:
    return {
        "passage": passage,
        "normalised": number.normalised,
        "serial": number.serial,
        "year": number.year,
        "type_mark": number.type_mark,
        "issuer_mark": number.issuer_mark,
    }


def _vector_rows(vectors: PassageVectors) -> Iterator[Mapping[str, Any]]:
    """Half precision: for vectors of length 1 it changes a cosine by less than .001, and halves the file."""
    for row, (owner, vector) in enumerate(zip(vectors.owners.tolist(), vectors.matrix, strict=True)):
        yield {"row": row, "passage": owner, "vector": vector.astype(np.float16).tobytes()}


class _Documents(Mapping[str, Document]):
    """Documents by id, in the order in which they were written; read when asked for."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._ids = {row[0]: None for row in store.rows("select id from documents order by rowid")}
        self._read = lru_cache(maxsize=256)(self._load)

    def _load(self, key: str) -> Document:
        ((data,),) = self._store.rows("select data from documents where id = ?", key)
        return _DOCUMENT.validate_json(data)

    def __getitem__(self, key: str) -> Document:
        if key not in self._ids:
            raise KeyError(key)
        return self._read(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


class Store:
    """A generation opened for reading, by any number of threads; close it or use it in a `with`."""

    def __init__(self, folder: Path) -> None:
        """Verify and open a generation's folder. Raises CorruptIndex."""
        verify(folder)
        self.folder = folder
        self._lock = threading.Lock()
        try:
            self._connection = sqlite3.connect(
                f"file:{quote(str((folder / ROWS).resolve()))}?mode=ro&immutable=1",
                uri=True,
                check_same_thread=False,
            )
            self.meta: Mapping[str, str] = dict(self.rows("select key, value from meta"))
            self.documents: Mapping[str, Document] = _Documents(self)
            owners = [row[0] for row in self.rows("select passage from vectors order by row")]
            self._vectors = VectorIndex(folder / VECTORS, np.array(owners, dtype=np.int64))
            self._words = WordsIndex(folder / WORDS)
        except (sqlite3.Error, RuntimeError, ValueError) as error:
            raise CorruptIndex("Chỉ mục không mở được: hãy chạy «danvan index» để lập lại.") from error

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The same as calling the class: reads better."""
        return cls(folder)

    def close(self) -> None:
        """Free the files; searching afterwards is an error."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Run one reading statement."""
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    @property
    def generation(self) -> str:
        """The generation's name."""
        return self.folder.name

    @property
    def embedding(self) -> str:
        """Fingerprint of the embedding that made the vectors."""
        return self.meta["embedding"]

    @cached_property
    def passage_count(self) -> int:
        """Number of passages; their ids are 0 to this."""
        return int(self.rows("select count(*) from passages")[0][0])

    @cached_property
    def entries(self) -> tuple[RegisterEntry, ...]:
        """The register's entries, as they were given."""
        return tuple(
            _ENTRY.validate_json(data) for (data,) in self.rows("select data from register order by place")
        )

    @cached_property
    def spelling(self) -> SpellingModel:
        """The syllable-pair model learnt from the indexed text."""
        return SpellingModel.from_blobs(dict(self.rows("select name, data from models")))

    @cached_property
    def abbreviations(self) -> Abbreviations:
        """The documents' own abbreviations and the common ones."""
        defined = self.rows("select short, full from abbreviations")
        return Abbreviations.of_store(((short, full) for short, full in defined), self.spelling.ids)

    def passage(self, id: int) -> Passage:
        """The passage of this id; KeyError where there is none."""
        return self.passages([id])[0]

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """The passages of these ids, in their order; KeyError where one is absent."""
        marks = ",".join("?" * len(ids))
        found = {row[0]: Passage(*row) for row in self.rows(f"{_SELECT} where id in ({marks})", *ids)}
        return [found[id_] for id_ in ids]

    def passages_of(self, document_id: str) -> list[Passage]:
        """A document's passages in order; none where the document is unknown."""
        return [
            Passage(*row) for row in self.rows(f"{_SELECT} where document_id = ? order by id", document_id)
        ]

    def with_number(self, number: DocumentNumber, only: Collection[str] | None = None) -> list[int]:
        """Ids of passages that hold a number agreeing with this one in every part that this one has."""
        wanted = {"year": number.year, "type_mark": number.type_mark, "issuer_mark": number.issuer_mark}
        known = {part: mark for part, mark in wanted.items() if mark is not None}
        where = "".join(f" and {part} = ?" for part in known)
        sql = f"select distinct passage from numbers where serial = ?{where} order by passage"  # noqa: S608
        found = [row[0] for row in self.rows(sql, number.serial, *known.values())]
        within = None if only is None else set(self._ids_within(only))
        return [id_ for id_ in found if within is None or id_ in within]

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

    def headings(self, ids: Sequence[int]) -> dict[int, str]:
        """Headings of these passages."""
        marks = ",".join("?" * len(ids))
        return dict(self.rows(f"select id, heading from passages where id in ({marks})", *ids))  # noqa: S608

    def search_vectors(
        self, vector: Floats, k: int, only: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """Up to `k` (passage id, cosine), best first, within the documents `only` where given."""
        within = None if only is None else self._ids_within(only)
        return self._vectors.search(vector, k, within)

    def frequency(self, term: str, marked: bool) -> int:
        """Number of passages that hold a syllable, or a pair joined by «_»: as it is spelt, or folded."""
        return self._words.frequency(term, marked)

    def places(self) -> list[str]:
        """Places that the documents are about, each once."""
        places = self.rows("select distinct json_extract(data, '$.place') from documents")
        return [place for (place,) in places if place]

    def authors(self) -> dict[str, tuple[str, ...]]:
        """Authors of reports, each with the ids of the documents that name them."""
        rows = self.rows("select json_extract(data, '$.author'), id from documents order by rowid")
        named = [(author, id_) for author, id_ in rows if author]
        return {author: tuple(id_ for name, id_ in named if name == author) for author, _ in named}

    def _ids_within(self, documents: Collection[str]) -> list[int]:
        sql = "select id from passages where document_id = ?"
        return [row[0] for document in sorted(documents) for row in self.rows(sql, document)]


_COLUMNS = ", ".join(f'"{column}"' for column in _TABLES["passages"][0])
_SELECT = f"select {_COLUMNS} from passages"  # noqa: S608

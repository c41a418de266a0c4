"""The embedded store: SQLite rows (the truth), words index and FAISS vectors in one folder; write, open, search."""

import sqlite3
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import numpy as np

from knowledge.abbreviations import Abbreviations
from knowledge.documents import Document, DocumentNumber, Passage, RegisterEntry
from knowledge.errors import CorruptIndex
from knowledge.generations import verify
from knowledge.restoration import SpellingModel
from knowledge.store_rows import (
    ENTRY,
    TABLES,
    ContentRows,
    DocumentsById,
    GenerationRows,
    Row,
    StoreContents,
    joined_vectors,
)
from knowledge.vectors import Floats, PassageVectors, VectorIndex, write_vectors
from knowledge.words import FieldWeights, WordsIndex, WordsRow, write_words

ROWS, WORDS, VECTORS = "store.db", "words", "vectors.faiss"


def write_store(folder: Path, contents: StoreContents) -> None:
    """Write a new generation's files into an existing folder; `generations.publish` seals them."""
    write_rows(folder, ContentRows(contents))


def write_rows(folder: Path, rows: GenerationRows) -> None:
    """The same of rows that may come from another engine."""
    write_words(folder / WORDS, words_rows(rows))
    kind = write_vectors(folder / VECTORS, rows.vectors().matrix)
    from sqlite_utils import Database  # a fifth of a second that only writing needs

    database = Database(sqlite3.connect(folder / ROWS))
    try:
        # No write-ahead log beside it: the one file is whole wherever it is copied.
        database.execute("pragma journal_mode=delete")
        with database.conn:
            for name, (columns, key) in TABLES.items():
                table = database.table(name)
                table.create(dict(columns), pk=key)
                made = (dict(zip(columns, row, strict=True)) for row in rows.table(name))
                table.insert_all(made, batch_size=1000)
            measured = {"vectors": kind.name, "vectors_recall": f"{kind.recall:.4f}"}
            database.table("meta").upsert_all(
                ({"key": key, "value": value} for key, value in measured.items()), pk="key"
            )
            database.table("passages").create_index(["document_id", "ordinal"])
            database.table("numbers").create_index(["serial"])
    finally:
        database.close()


def words_rows(rows: GenerationRows) -> Iterator[WordsRow]:
    """What a words index is told of each passage."""
    titles = rows.titles()
    for id_, document, _, _, _, _, heading, text in rows.table("passages"):
        yield WordsRow(id_, document, titles[document], heading, text)


class EmbeddedStore:
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
            ids = [row[0] for row in self.rows("select id from documents order by rowid")]
            self.documents: Mapping[str, Document] = DocumentsById(ids, self._data)
            # Each citation looks its place up; an answer cites few documents, most of them several times.
            self._passages_of = lru_cache(maxsize=32)(self._read_passages)
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

    def table(self, name: str) -> Iterator[Row]:
        """The rows of a table of `TABLES`, in their order."""
        columns = ", ".join(f'"{column}"' for column in TABLES[name][0])
        # A cursor of its own, so that questions between two rows do not disturb it.
        yield from self._connection.execute(f"select {columns} from {name} order by rowid")  # noqa: S608

    def titles(self) -> Mapping[str, str]:
        """Titles of the documents by id."""
        return dict(self.rows("select id, json_extract(data, '$.title') from documents"))

    def vectors(self) -> PassageVectors:
        """The vectors all together."""
        return joined_vectors(self.table("vectors"))

    def _data(self, id_: str) -> str:
        ((data,),) = self.rows("select data from documents where id = ?", id_)
        return str(data)

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
            ENTRY.validate_json(data) for (data,) in self.rows("select data from register order by place")
        )

    @cached_property
    def spelling(self) -> SpellingModel:
        """The syllable-pair model learnt from the indexed text."""
        return SpellingModel.from_blobs(dict(self.rows("select name, data from models")))

    def defined(self) -> list[tuple[str, str]]:
        """Abbreviations that the documents define, each with what it stands for."""
        return [(short, full) for short, full in self.rows("select short, full from abbreviations")]

    @cached_property
    def abbreviations(self) -> Abbreviations:
        """The documents' own abbreviations and the common ones."""
        return Abbreviations.of_store(self.defined(), self.spelling.ids)

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
        return list(self._passages_of(document_id))

    def _read_passages(self, document_id: str) -> tuple[Passage, ...]:
        rows = self.rows(f"{_SELECT} where document_id = ? order by id", document_id)
        return tuple(Passage(*row) for row in rows)

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


_COLUMNS = ", ".join(f'"{column}"' for column in TABLES["passages"][0])
_SELECT = f"select {_COLUMNS} from passages"  # noqa: S608

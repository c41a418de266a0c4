"""The embedded store: SQLite rows (the truth), words index and FAISS vectors in one folder; write, open, search."""

import sqlite3
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import numpy as np

from knowledge.documents import DocumentNumber
from knowledge.errors import CorruptIndex
from knowledge.generations import verify
from knowledge.store import Store
from knowledge.store_rows import TABLES, ContentRows, GenerationRows, Row, StoreContents
from knowledge.vectors import Floats, VectorIndex, write_vectors
from knowledge.words import WordsIndex, WordsRow, write_words

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


class EmbeddedStore(Store):
    """A generation's folder opened for reading, by any number of threads; close it or use it in a `with`."""

    def __init__(self, folder: Path) -> None:
        """Verify and open a generation's folder. Raises CorruptIndex."""
        verify(folder)
        self._lock = threading.Lock()
        try:
            self._connection = sqlite3.connect(
                f"file:{quote(str((folder / ROWS).resolve()))}?mode=ro&immutable=1",
                uri=True,
                check_same_thread=False,
            )
            ids = [id_ for (id_,) in self.rows("select id from documents order by rowid")]
            ((passages,),) = self.rows("select coalesce(max(id) + 1, 0) from passages")
            super().__init__(folder.name, ids, passages)
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

    def rows(self, sql: str, *values: object) -> list[Row]:
        """Run one reading statement."""
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def table(self, name: str) -> Iterator[Row]:
        """See Store."""
        columns = ", ".join(f'"{column}"' for column in TABLES[name][0])
        # A cursor of its own, so that questions between two rows do not disturb it.
        with self._lock:
            cursor = self._connection.execute(f"select {columns} from {name} order by rowid")  # noqa: S608
        yield from cursor

    def titles(self) -> Mapping[str, str]:
        """See Store."""
        return dict(self.rows("select id, json_extract(data, '$.title') from documents"))

    def _data(self, id_: str) -> str:
        ((data,),) = self.rows("select data from documents where id = ?", id_)
        return str(data)

    def _passage_rows(self, ids: Sequence[int]) -> list[Row]:
        return self.rows(f"{_SELECT} where id in ({','.join('?' * len(ids))})", *ids)

    def _rows_of(self, document_id: str) -> list[Row]:
        return self.rows(f"{_SELECT} where document_id = ? order by id", document_id)

    def with_number(self, number: DocumentNumber, only: Collection[str] | None = None) -> list[int]:
        """See Store."""
        wanted = {"year": number.year, "type_mark": number.type_mark, "issuer_mark": number.issuer_mark}
        known = {part: mark for part, mark in wanted.items() if mark is not None}
        where = "".join(f" and {part} = ?" for part in known)
        sql = f"select distinct passage from numbers where serial = ?{where} order by passage"  # noqa: S608
        found = [row[0] for row in self.rows(sql, number.serial, *known.values())]
        within = None if only is None else set(self._ids_within(only))
        return [id_ for id_ in found if within is None or id_ in within]

    def search_vectors(
        self, vector: Floats, k: int, only: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """See Store."""
        within = None if only is None else self._ids_within(only)
        return self._vectors.search(vector, k, within)

    def headings(self, ids: Sequence[int]) -> dict[int, str]:
        """See Store."""
        marks = ",".join("?" * len(ids))
        return dict(self.rows(f"select id, heading from passages where id in ({marks})", *ids))  # noqa: S608

    def places(self) -> list[str]:
        """See Store."""
        places = self.rows("select distinct json_extract(data, '$.place') from documents")
        return [place for (place,) in places if place]

    def _authored(self) -> list[Row]:
        rows = self.rows("select json_extract(data, '$.author'), id from documents order by rowid")
        return [row for row in rows if row[0]]

    def _ids_within(self, documents: Collection[str]) -> list[int]:
        sql = "select id from passages where document_id = ?"
        return [row[0] for document in sorted(documents) for row in self.rows(sql, document)]


_COLUMNS = ", ".join(f'"{column}"' for column in TABLES["passages"][0])
_SELECT = f"select {_COLUMNS} from passages"  # noqa: S608

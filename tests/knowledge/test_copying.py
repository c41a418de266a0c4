"""A generation goes to PostgreSQL and back; whatever does not arrive is told, and does not stay in use."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest

from knowledge.copying import copy_generation
from knowledge.embedded_store import VECTORS
from knowledge.errors import CopyFailed, NoIndex
from knowledge.generations import folder
from knowledge.postgres.connection import open_pool
from knowledge.postgres.generations import PostgresGenerations
from knowledge.publishing import FolderGenerations
from knowledge.store_rows import TABLES, ContentRows, GenerationRows
from tests.knowledge.test_store import contents


@pytest.fixture
def files(tmp_path: Path) -> FolderGenerations:
    found = FolderGenerations(tmp_path / "here")
    odd = replace(contents(), meta={"pipeline": "1", "odd": "một\0hai"})
    found.publish(ContentRows(odd), {"build.json": "{}", "extracted.json": '{"a": "ă"}'})
    return found


@pytest.fixture
def database(database_url: str) -> Iterator[PostgresGenerations]:
    with open_pool(database_url) as pool:
        yield PostgresGenerations(pool)


def test_there_and_back(files: FolderGenerations, database: PostgresGenerations, tmp_path: Path) -> None:
    name, tables = copy_generation(files, database)
    assert [(one.name, one.rows) for one in tables if one.rows] == [
        ("meta", 3), ("documents", 2), ("passages", 3), ("numbers", 1), ("register", 1), ("vectors", 4),
        ("models", len(list(database.open(name).table("models")))),
    ]  # fmt: skip
    back = FolderGenerations(tmp_path / "back")
    again, tables_again = copy_generation(database, back)
    assert tables_again == tables
    assert back.notes(again) == files.notes("000001") == database.notes(name)
    with closing(files.open("000001")) as first, closing(back.open(again)) as last:
        for table in TABLES.keys() - {"meta"}:
            assert list(first.table(table)) == list(last.table(table))
        assert last.meta == {**first.meta, "odd": "một\ufffdhai"}


def test_copied_twice_the_vector_index_is_the_same(files: FolderGenerations, tmp_path: Path) -> None:
    homes = [tmp_path / name for name in ("here", "back", "again")]
    for source, target in pairwise(homes):
        copy_generation(FolderGenerations(source), FolderGenerations(target))
    first, last = ((folder(home, "000001") / VECTORS).read_bytes() for home in homes[1:])
    assert first == last


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        ("DELETE FROM {}.numbers", "bảng numbers ở nguồn có 1 dòng, ở đích có 0 dòng"),
        ("UPDATE {}.passages SET text = text || ' ' WHERE id = 2", "bảng passages đủ 3 dòng nhưng nội dung"),
        ("UPDATE {}.vectors SET vector = '[0,1]' WHERE passage = 0", "bảng vectors đủ 4 dòng"),
    ],
)
def test_what_arrives_otherwise_is_told_and_does_not_stay_in_use(
    files: FolderGenerations, database: PostgresGenerations, database_url: str, harm: str, sentence: str
) -> None:
    class Harmed(PostgresGenerations):
        def publish(self, rows: GenerationRows, notes: Mapping[str, str]) -> str:
            name = super().publish(rows, notes)
            with psycopg.connect(database_url) as connection:
                connection.execute(harm.format(f"danvan_{name}"))  # type: ignore[arg-type]
            return name

    database.publish(ContentRows(contents()), {})
    with open_pool(database_url) as pool, pytest.raises(CopyFailed, match=sentence):
        copy_generation(files, Harmed(pool))
    assert database.current() == "000001"


def test_an_empty_source_is_told(database: PostgresGenerations, tmp_path: Path) -> None:
    with pytest.raises(NoIndex):
        copy_generation(FolderGenerations(tmp_path), database)

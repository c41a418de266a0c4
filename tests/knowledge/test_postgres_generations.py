"""Publishing into PostgreSQL: whole or not at all, one writer, the last three kept, the way back."""

import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import psycopg
import pytest

from knowledge.errors import CorruptIndex, DatabaseUnavailable, IndexBusy, NoIndex
from knowledge.postgres.connection import open_pool
from knowledge.postgres.generations import PostgresGenerations
from knowledge.store_rows import ContentRows, Row, StoreContents
from knowledge.words import FieldWeights
from tests.knowledge.test_store import contents

pytestmark = pytest.mark.usefixtures("postgres")


@pytest.fixture
def generations(database_url: str) -> Iterator[PostgresGenerations]:
    with open_pool(database_url) as pool:
        yield PostgresGenerations(pool)


def told(number: int) -> StoreContents:
    """A generation that names itself."""
    return replace(contents(), meta={"told": str(number)})


def served(generations: PostgresGenerations) -> str:
    """What the generation in use calls itself, once all its tables have been asked."""
    store = generations.open(generations.current())
    assert store.passage_count == len(store.documents) + 1 == 3
    assert [id_ for id_, _ in store.search_words("đối thoại", 5, FieldWeights())] == [1]
    return store.meta["told"]


def schemas(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'danvan%' ORDER BY 1")
        return [name for (name,) in found]


def test_nothing_published_yet(generations: PostgresGenerations) -> None:
    with pytest.raises(NoIndex, match="danvan index"):
        generations.current()


def test_the_last_three_are_kept_and_the_way_back(
    generations: PostgresGenerations, database_url: str
) -> None:
    for number in range(5):
        generations.publish(ContentRows(told(number)), {"a": str(number)})
    assert schemas(database_url) == ["danvan_000003", "danvan_000004", "danvan_000005"]
    assert (served(generations), generations.notes("000005")) == ("4", {"a": "4"})
    assert generations.before_current() == ["000004", "000003"]
    assert [generations.roll_back(), generations.roll_back()] == ["000004", "000003"]
    assert served(generations) == "2"
    with pytest.raises(NoIndex):
        generations.roll_back()
    assert generations.publish(ContentRows(told(9)), {}) == "000006"


def test_a_reader_keeps_its_generation_until_it_is_gone(generations: PostgresGenerations) -> None:
    reader = generations.open(generations.publish(ContentRows(told(0)), {}))
    for number in (1, 2):
        generations.publish(ContentRows(told(number)), {})
        assert reader.passage(1).locator == "đoạn 2"
    generations.publish(ContentRows(told(3)), {})
    for asking in (lambda: reader.passage(1), lambda: reader.search_vectors(np.array([1, 0], np.float32), 1)):
        with pytest.raises(CorruptIndex, match="danvan index"):
            asking()
    assert served(generations) == "3"
    with pytest.raises(CorruptIndex):
        generations.open("000001")


def test_who_still_reads_does_not_hold_a_publish_up(
    generations: PostgresGenerations, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.postgres.generations._DROP_PATIENCE", "100ms")
    rows = generations.open(generations.publish(ContentRows(told(0)), {})).table("passages")
    next(rows)
    for number in (1, 2, 3):
        generations.publish(ContentRows(told(number)), {})
    assert (served(generations), len(schemas(database_url))) == ("3", 4)
    assert len(list(rows)) == 2
    generations.publish(ContentRows(told(4)), {})
    assert len(schemas(database_url)) == 3


def test_a_failed_write_leaves_nothing(generations: PostgresGenerations, database_url: str) -> None:
    class Broken(ContentRows):
        def _register(self) -> Iterator[Row]:
            yield 0, "18-CT/TU", "{}"
            raise ValueError

    generations.publish(ContentRows(told(0)), {})
    with pytest.raises(ValueError):
        generations.publish(Broken(told(1)), {})
    assert (served(generations), schemas(database_url)) == ("0", ["danvan_000001"])


def test_one_writer_at_a_time(generations: PostgresGenerations) -> None:
    begun, go_on = threading.Event(), threading.Event()

    class Slow(ContentRows):
        def _meta(self) -> Iterator[Row]:
            begun.set()
            go_on.wait(10)
            return super()._meta()

    first = threading.Thread(target=lambda: generations.publish(Slow(told(1)), {}))
    first.start()
    begun.wait(10)
    with pytest.raises(IndexBusy):
        generations.publish(ContentRows(told(2)), {})
    with pytest.raises(IndexBusy):
        generations.roll_back()
    go_on.set()
    first.join()
    assert served(generations) == "1"


def test_a_writer_that_lost_its_lock_publishes_nothing(
    generations: PostgresGenerations, database_url: str
) -> None:
    class Cut(ContentRows):
        def _meta(self) -> Iterator[Row]:
            with psycopg.connect(database_url, autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                )
            return super()._meta()

    generations.publish(ContentRows(told(0)), {})
    with pytest.raises(DatabaseUnavailable):
        generations.publish(Cut(told(1)), {})
    assert served(generations) == "0"
    assert generations.publish(ContentRows(told(2)), {}) == "000002"


def killed_after(url: str, statements: int) -> int:
    """Publish in a child that is killed before its next statement after so many; returns how that ended."""
    child = os.fork()
    if child == 0:
        left, execute = [statements], psycopg.Connection.execute

        def stop(*given: object, **named: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(*given, **named)  # type: ignore[arg-type]

        psycopg.Connection.execute = stop  # type: ignore[assignment,method-assign]
        try:
            with open_pool(url) as pool:
                PostgresGenerations(pool).publish(ContentRows(told(1)), {})
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_killed_at_any_statement_a_whole_index_is_served(database_url: str) -> None:
    with open_pool(database_url) as pool:
        PostgresGenerations(pool).publish(ContentRows(told(0)), {})
    code, statements, seen = -signal.SIGKILL, 0, list[str]()
    while code == -signal.SIGKILL:
        code = killed_after(database_url, statements)
        with open_pool(database_url) as pool:
            seen.append(served(PostgresGenerations(pool)))
        statements += 1
    assert statements > 15
    assert seen == sorted(seen)
    assert set(seen) == {"0", "1"}
    with open_pool(database_url) as pool:
        PostgresGenerations(pool).publish(ContentRows(told(2)), {})
    assert len(schemas(database_url)) <= 3


def test_a_database_without_pgvector_is_told(postgres: object, database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("DROP EXTENSION vector")
        connection.execute("DROP ROLE IF EXISTS plain")
        connection.execute("CREATE ROLE plain LOGIN")
    plain = database_url.replace("postgres:@", "plain:@")
    with open_pool(plain) as pool, pytest.raises(DatabaseUnavailable, match="pgvector"):
        PostgresGenerations(pool)


def test_a_pgvector_that_is_too_old_is_told(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("UPDATE pg_extension SET extversion = '0.7.4' WHERE extname = 'vector'")
    with open_pool(database_url) as pool, pytest.raises(DatabaseUnavailable, match=r"0\.8"):
        PostgresGenerations(pool)

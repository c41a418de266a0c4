"""Numbered SQL steps, each applied once to a database, by one process at a time."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, LiteralString

from knowledge.errors import DatabaseUnavailable

if TYPE_CHECKING:
    from psycopg import Connection

    from knowledge.postgres.connection import Rows

Step = tuple[str, LiteralString]
"""A step's numbered name («0001_generations») and its statements, separated by semicolons."""
_LOCK = 0x64616E76616E
"""Of the whole database: «danvan» in bytes."""


def migrate(connection: "Connection[Rows]", family: str, steps: Sequence[Step]) -> list[str]:
    """Apply the steps of a family («store», «state») that this database lacks, all or none; returns their names.

    Raises DatabaseUnavailable where a newer program has already taken the database further than `steps`.
    """
    with connection.transaction():
        # Freed with the transaction, so it holds through a pooler too.
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        done = _done(connection, family)
        if unknown := sorted(done - {name for name, _ in steps}):
            raise DatabaseUnavailable(
                f"PostgreSQL đã được một bản Danvan mới hơn nâng cấp (bước {unknown[-1]}): hãy cập nhật bản này."
            )
        missing = [(name, script) for name, script in steps if name not in done]
        for name, script in missing:
            connection.execute(script)
            connection.execute("INSERT INTO migrations (family, name) VALUES (%s, %s)", (family, name))
    return [name for name, _ in missing]


def _done(connection: "Connection[Rows]", family: str) -> set[str]:
    connection.execute(
        """
        CREATE TABLE IF NOT EXISTS migrations (
            family text NOT NULL,
            name text NOT NULL,
            applied timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (family, name)
        )
        """
    )
    rows = connection.execute("SELECT name FROM migrations WHERE family = %s", (family,)).fetchall()
    return {name for (name,) in rows}

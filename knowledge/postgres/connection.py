"""A pool of connections to DATABASE_URL; psycopg is imported when one is opened, never before."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, LiteralString

from knowledge.errors import DatabaseUnavailable, SettingError

if TYPE_CHECKING:
    from psycopg import Connection, Error
    from psycopg_pool import ConnectionPool

    Rows = tuple[Any, ...]
    Pool = ConnectionPool[Connection[Rows]]

_OUT_OF_RESOURCES = "53"
"""Class of SQLSTATE: disk full, out of memory, too many connections."""
PATIENCE = 10.0
"""Seconds that a question waits for a connection before it is told that there is none."""


def open_pool(url: str, *, most: int = 8, checked: bool = True, settings: LiteralString = "") -> "Pool":
    """Up to `most` connections that commit each statement; close the pool or use it in a `with`.

    `checked`: each is asked whether it lives before it is handed out, and replaced where the server has dropped it;
    else whoever gets it finds out, which saves a round trip each time. `settings` are statements that a new
    connection begins with. Raises SettingError where psycopg is not installed or the address cannot be read,
    DatabaseUnavailable where no server answers.
    """
    pool_class = _pool_class()
    from psycopg import Error, ProgrammingError, connect
    from psycopg.conninfo import conninfo_to_dict

    try:
        conninfo_to_dict(url)
    except ProgrammingError:
        raise SettingError("Cài đặt DATABASE_URL không phải là một địa chỉ PostgreSQL đọc được.") from None
    pool = pool_class(
        url,
        min_size=1,
        max_size=most,
        open=False,
        timeout=PATIENCE,
        check=pool_class.check_connection if checked else None,
        configure=lambda connection: _set(connection, settings),
        kwargs={
            "autocommit": True,
            "connect_timeout": int(PATIENCE),
            # A machine that vanished says nothing: what it does not acknowledge for so long, it will not.
            "tcp_user_timeout": int(1000 * PATIENCE),
            "application_name": "danvan",
        },
    )
    try:
        # A pool tries again and again until its time is over; one attempt says at once that nobody is there.
        connect(url, connect_timeout=int(PATIENCE)).close()
        pool.open(wait=True, timeout=PATIENCE)
    except Error as error:
        pool.close()
        raise _unavailable(error) from error
    return pool


def _set(connection: "Connection[Rows]", settings: LiteralString) -> None:
    if settings:
        connection.execute(settings)


def _pool_class() -> "type[Pool]":
    try:
        from psycopg_pool import ConnectionPool
    except ImportError:
        raise SettingError(
            "Cài đặt DATABASE_URL cần thêm gói psycopg: hãy chạy «pip install 'danvan[postgres]'»."
        ) from None
    return ConnectionPool


@contextmanager
def reaching(pool: "Pool") -> Iterator["Connection[Rows]"]:
    """A connection of the pool; raises DatabaseUnavailable where the server is gone or refuses work.

    Mistakes in a statement stay what they are: psycopg's own errors.
    """
    from psycopg import InterfaceError, OperationalError

    try:
        with pool.connection() as connection:
            yield connection
    except (OperationalError, InterfaceError) as error:
        raise _unavailable(error) from error


def _unavailable(error: "Error") -> DatabaseUnavailable:
    """A sentence of ours: the server's own words may tell its address; they stay with this error as its cause."""
    if (error.sqlstate or "").startswith(_OUT_OF_RESOURCES):
        return DatabaseUnavailable(
            "PostgreSQL hết đĩa, bộ nhớ hoặc số kết nối: hãy xem nhật ký của máy chủ ấy rồi thử lại."
        )
    return DatabaseUnavailable(
        "Không kết nối được PostgreSQL của DATABASE_URL: hãy xem máy chủ có đang chạy và địa chỉ, mật khẩu có đúng."
    )

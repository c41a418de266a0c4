"""Several processes over one PostgreSQL: who is alive, who leads, whose lane is whose."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from zlib import crc32

from bot import flood
from bot.clocks import Clocks
from bot.crew import HOURS
from bot.dispatch import Dispatcher
from bot.postgres_state import PostgresState
from knowledge.errors import DatabaseUnavailable

if TYPE_CHECKING:
    from psycopg import Connection

log = logging.getLogger(__name__)

BEAT_SECONDS = 1.0
DEAD_AFTER_SECONDS = 3.0
"""A process that has not been seen for so long, and whose connection is gone, is dead: its lanes are free.

Both, since a busy process may be late, and a server that restarts loses every connection.
"""
LOOK_SECONDS = 0.2
"""How often each process looks for what others have let in."""
ROOM = 20
"""How many lanes a process has in hand that are not answered yet; more are left to the others."""
_ALIVE, _LEADING = 0x64616E, 0x76616E
"""Families of locks: one is held for as long as a process lives, the other for as long as it leads."""
_SESSION = {
    "application_name": "danvan",
    "connect_timeout": "5",
    "tcp_user_timeout": "5000",
}
_KEEPALIVE = "SET tcp_keepalives_idle TO 5; SET tcp_keepalives_interval TO 2; SET tcp_keepalives_count TO 3"
"""Either end notices within seconds that the other's machine has vanished."""


class PostgresCrew:
    """This process among the others. The server itself lets go of what a process held that is gone."""

    def __init__(self, state: PostgresState, clocks: Clocks, number: int) -> None:
        """`number` names the process: any below 2**31 that no other has. Raises DatabaseUnavailable."""
        self.state, self.number, self.size = state, number, 1
        self._clocks = clocks
        self._wanted: set[str] = {HOURS}
        self._leading: set[str] = set()
        self._connection: Connection[Any] | None = None
        self._connected = 0.0
        self._retired = False
        self._lanes: list[PostgresLanes] = []
        self.beat()

    def leads(self, role: str) -> bool:
        """See Crew."""
        self._wanted.add(role)
        return role in self._leading

    async def lead(self, role: str) -> None:
        """See Crew."""
        while not self.leads(role):
            await asyncio.sleep(LOOK_SECONDS)

    def lanes(self, channel: str, rest: Callable[[str], float]) -> "PostgresLanes":
        """See Crew."""
        lanes = PostgresLanes(self, channel, rest, self._clocks)
        self._lanes.append(lanes)
        return lanes

    async def run(self) -> None:
        """Beat for ever."""
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            try:
                await asyncio.to_thread(self.beat)
            except DatabaseUnavailable as error:
                log.warning("no database", extra={"reason": str(error)})

    def beat(self) -> None:
        """Say that we are alive, take what nobody leads, bury the dead. Raises DatabaseUnavailable."""
        from psycopg import Error

        try:
            connection = self._session()
            self._sign(connection)
            for role in () if self._retired else self._wanted - self._leading:
                if _locked(connection, _LEADING, _number(role)):
                    log.info("leading", extra={"role": role})
                    self._leading.add(role)
            if self._clocks.steady() - self._connected > DEAD_AFTER_SECONDS:
                self._bury(connection)
            if HOURS in self._leading:
                long_ago = self._clocks.wall() - flood.SECONDS
                connection.execute("DELETE FROM flood WHERE recent[cardinality(recent)] < %s", (long_ago,))
        except Error as error:
            self._drop()
            raise DatabaseUnavailable("Mất kết nối với PostgreSQL của DATABASE_URL.") from error

    def _session(self) -> "Connection[Any]":
        """The connection that our locks hang on; the server notices within seconds when its other end is gone."""
        from psycopg import connect
        from psycopg.conninfo import make_conninfo

        if self._connection is None:
            self._connection = connect(make_conninfo(self.state.url, **_SESSION), autocommit=True)
            self._connection.execute(_KEEPALIVE)
            # An earlier connection of ours may be about to end: until then its lock says the same.
            _locked(self._connection, _ALIVE, self.number)
            self._connected = self._clocks.steady()
        return self._connection

    def _sign(self, connection: "Connection[Any]") -> None:
        seen = "UPDATE workers SET seen = clock_timestamp() WHERE id = %s"
        if not connection.execute(seen, (self.number,)).rowcount:
            connection.execute("INSERT INTO workers (id) VALUES (%s)", (self.number,))
            for lanes in self._lanes:
                lanes.lost = True
        (self.size,) = connection.execute("SELECT greatest(count(*), 1) FROM workers").fetchone() or (1,)

    def _bury(self, connection: "Connection[Any]") -> None:
        """Remove the dead, their lanes with them; others that were cut off with us have had time to come back."""
        late = (
            "SELECT id FROM workers WHERE seen < clock_timestamp() - make_interval(secs => %s) AND id <> %s"
        )
        for (number,) in connection.execute(late, (DEAD_AFTER_SECONDS, self.number)).fetchall():
            if _locked(connection, _ALIVE, number):
                connection.execute("DELETE FROM workers WHERE id = %s", (number,))
                connection.execute("SELECT pg_advisory_unlock(%s::int, %s::int)", (_ALIVE, number))
                log.info("buried", extra={"worker": number})

    def _drop(self) -> None:
        self._leading.clear()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def retire(self) -> None:
        """See Crew."""
        from psycopg import Error

        self._retired = True
        leading, self._leading = self._leading, set()
        try:
            for role in leading:
                unlock = "SELECT pg_advisory_unlock(%s::int, %s::int)"
                self._session().execute(unlock, (_LEADING, _number(role)))
        except Error:
            # Without its connection it leads nothing either.
            self._drop()

    def close(self) -> None:
        """Leave: our lanes are free at once, and another process leads."""
        from psycopg import Error

        try:
            self._session().execute("DELETE FROM workers WHERE id = %s", (self.number,))
        except Error as error:
            log.warning("not signed off", extra={"kind": type(error).__name__})
        self._drop()


def _number(role: str) -> int:
    """A role as a lock's number."""
    return crc32(role.encode()) >> 1


def _locked(connection: "Connection[Any]", family: int, number: int) -> bool:
    ask = "SELECT pg_try_advisory_lock(%s::int, %s::int)"
    found = connection.execute(ask, (family, number)).fetchone()
    return bool(found and found[0])


_CLAIM = """
WITH free AS (
    SELECT lane FROM inbox WHERE channel = ? AND state != 'done' AND NOT EXISTS (
        SELECT 1 FROM lanes WHERE lanes.channel = inbox.channel AND lanes.lane = inbox.lane)
    ORDER BY seq LIMIT ? FOR UPDATE SKIP LOCKED
)
INSERT INTO lanes (channel, lane, worker) SELECT DISTINCT CAST(? AS text), lane, CAST(? AS bigint) FROM free
ON CONFLICT DO NOTHING
"""
_OURS = """
SELECT inbox.seq, inbox.lane FROM lanes JOIN inbox ON inbox.channel = lanes.channel AND inbox.lane = lanes.lane
WHERE lanes.worker = ? AND lanes.channel = ? AND inbox.state != 'done' ORDER BY inbox.seq
"""
_RELEASE = """
DELETE FROM lanes WHERE channel = ? AND lane = ? AND worker = ? AND NOT EXISTS (
    SELECT 1 FROM inbox WHERE channel = lanes.channel AND lane = lanes.lane AND state != 'done')
"""


class PostgresLanes:
    """A lane is claimed as a whole, by one process, until all that lies in it is through and it has rested."""

    def __init__(
        self, crew: PostgresCrew, channel: str, rest: Callable[[str], float], clocks: Clocks
    ) -> None:
        self._crew, self._channel, self._rest, self._clocks = crew, channel, rest, clocks
        self._new = asyncio.Event()
        self._taken: set[int] = set()
        self._since: dict[str, float] = {}
        """When each of our lanes was last seen at work, on the steady clock."""
        self.lost = False
        """Whether others have taken us for dead: our lanes may be theirs now."""

    def look(self) -> None:
        """See Lanes."""
        self._new.set()

    async def feed(self, dispatcher: Dispatcher) -> None:
        """See Lanes."""
        dispatcher.progressed = self.look
        while True:
            try:
                if self.lost:
                    await self._let_all_go(dispatcher)
                self._take(dispatcher)
                self._release(dispatcher)
            except DatabaseUnavailable as error:
                log.warning("no database", extra={"reason": str(error)})
                await asyncio.sleep(BEAT_SECONDS)
            await self._wait()

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await self._new.wait()
        except TimeoutError:
            return
        self._new.clear()

    def _take(self, dispatcher: Dispatcher) -> None:
        state, number = self._crew.state, self._crew.number
        if room := max(0, ROOM - dispatcher.unanswered):
            state.write(_CLAIM, (self._channel, room, self._channel, number))
        ours = state.rows(_OURS, (number, self._channel))
        self._taken &= {seq for seq, _ in ours}
        fresh = [(seq, lane) for seq, lane in ours if seq not in self._taken]
        self._taken.update(seq for seq, _ in fresh)
        self._since.update((lane, self._clocks.steady()) for _, lane in ours)
        dispatcher.take(fresh)

    def _release(self, dispatcher: Dispatcher) -> None:
        now = self._clocks.steady()
        at_rest = [
            lane
            for lane, since in self._since.items()
            if not dispatcher.works_on(lane) and now - since > self._rest(lane)
        ]
        if at_rest:
            with self._crew.state.transaction():
                for lane in at_rest:
                    self._crew.state.write(_RELEASE, (self._channel, lane, self._crew.number))
        self._forget(at_rest)

    def _forget(self, lanes: Iterable[str]) -> None:
        for lane in lanes:
            del self._since[lane]

    async def _let_all_go(self, dispatcher: Dispatcher) -> None:
        log.warning("taken for dead", extra={"channel": self._channel})
        await dispatcher.stop(0.0)
        self._taken.clear()
        self._since.clear()
        self.lost = False

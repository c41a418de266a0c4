"""Takes what the inbox holds through answer and delivery: lanes side by side, one lane in order."""

import asyncio
import logging
import sqlite3
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.clocks import Clocks
from bot.flood import BACKLOG, REST
from bot.inbox import Call, Inbox, Json, WaitingCall
from bot.logs import of_request
from bot.patience import patiently, patiently_awaiting
from knowledge.errors import DanvanError, DatabaseUnavailable

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What answers an arrival: calls to make, and what to keep together with them."""

    calls: tuple[Call, ...] = ()
    effect: Callable[[], None] = lambda: None
    unhurried: bool = False
    """Whether a lane in which a lot more waits rests after it, so that those who ask less need not wait."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How a channel answers and delivers.

    `answer` turns a payload into what goes out, `sorry` into what is said where that failed. `send` delivers one
    call, however long that takes, and returns what to keep once it is through. `through` is told how many seconds an
    arrival waited until all of its answer was delivered.
    """

    answer: Callable[[Json], Awaitable[Outgoing]]
    sorry: Callable[[Json], Outgoing]
    send: Callable[[Call], Awaitable[Callable[[], None]]]
    through: Callable[[float], None] = lambda _: None


class Dispatcher:
    """Runs one task for each lane that has work."""

    def __init__(self, inbox: Inbox, ways: Ways, clocks: Clocks) -> None:
        self._inbox = inbox
        self._ways = ways
        self._clocks = clocks
        self._lanes: dict[str, deque[int]] = defaultdict(deque)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._answered_lanes: set[str] = set()
        self.progressed: Callable[[], None] = _nothing
        """Called when a lane's answer is kept or the lane is through."""
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Gets the error after which nothing can be kept or sent any more."""

    def take(self, arrivals: Iterable[tuple[int, str]]) -> None:
        """Queue accepted arrivals."""
        for seq, lane in arrivals:
            self._lanes[lane].append(seq)
            if lane not in self._tasks:
                self._tasks[lane] = asyncio.create_task(self._work(lane), name=f"lane {lane}")

    @property
    def unanswered(self) -> int:
        """How many lanes wait for an answer to be found; in the others it is on its way."""
        return len(self._tasks) - len(self._answered_lanes)

    def works_on(self, lane: str) -> bool:
        """Whether there is anything left to do in a lane."""
        return lane in self._tasks

    async def stop(self, seconds: float) -> int:
        """Let what is under way finish within `seconds`; returns how many arrivals are left for later."""
        for lane, waiting in self._lanes.items():
            if lane in self._tasks:
                waiting.clear()
        tasks = list(self._tasks.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        return len(self._inbox.unfinished())

    async def _work(self, lane: str) -> None:
        waiting = self._lanes[lane]
        try:
            while waiting:
                seq, began = waiting.popleft(), self._clocks.steady()
                with of_request(f"{self._inbox.channel}/{seq}"):
                    unhurried = await self._handle(seq, lane)
                if unhurried and len(waiting) >= BACKLOG:
                    await self._rest(lane, began + REST)
        except _FATAL as error:
            if not self.failed.done():
                self.failed.set_exception(error)
        finally:
            del self._tasks[lane], self._lanes[lane]
            self.progressed()

    async def _rest(self, lane: str, until: float) -> None:
        with self._answer_found(lane):
            while (left := until - self._clocks.steady()) > 0 and self._lanes[lane]:
                await self._clocks.sleep(left)

    @contextmanager
    def _answer_found(self, lane: str) -> Iterator[None]:
        self._answered_lanes.add(lane)
        self.progressed()
        try:
            yield
        finally:
            self._answered_lanes.discard(lane)

    async def _handle(self, seq: int, lane: str) -> bool:
        """Answer and deliver; returns whether it was unhurried."""
        payload = await patiently(lambda: self._inbox.unanswered(seq))
        outgoing = Outgoing()
        if payload is not None:
            outgoing = await self._answered(seq, payload)
            await self._keep(seq, outgoing)
        waiting = await patiently(lambda: self._inbox.waiting(seq))
        with self._answer_found(lane):
            for call in waiting:
                await self._deliver(call)
        if not waiting:
            await patiently(lambda: self._inbox.finish(seq))
        if (seconds := self._inbox.waited(seq)) is not None:
            log.info("through", extra={"seconds": round(seconds, 3), "messages": len(waiting)})
            self._ways.through(seconds)
        return outgoing.unhurried

    async def _answered(self, seq: int, payload: Json) -> Outgoing:
        async def answered() -> Outgoing:
            with _going_on("no answer", seq, fatal=(DatabaseUnavailable,)):
                return await self._ways.answer(payload)
            with _going_on("no apology", seq, fatal=(DatabaseUnavailable,)):
                return self._ways.sorry(payload)
            # Not a word is better than a lane in which nothing is answered any more.
            return Outgoing()

        return await patiently_awaiting(answered)

    async def _keep(self, seq: int, outgoing: Outgoing) -> None:
        with _going_on("not kept", seq, fatal=_FATAL):
            await patiently(lambda: self._inbox.answer(seq, outgoing.calls, outgoing.effect))
            return
        # Whoever asked gets the answer even where what it was to leave behind cannot be kept.
        await patiently(lambda: self._inbox.answer(seq, outgoing.calls, _nothing))

    async def _deliver(self, call: WaitingCall) -> None:
        effect = _nothing
        with _going_on(f"given up: {call.call.method}", call.inbox_seq, fatal=_FATAL):
            effect = await self._ways.send(call.call)
        await patiently(lambda: self._inbox.sent(call, effect))


_FATAL = (sqlite3.Error, DanvanError)
"""After these nothing can be kept or sent any more."""


@contextmanager
def _going_on(what: str, seq: int, fatal: tuple[type[Exception], ...] = ()) -> Iterator[None]:
    """The outermost edge: whatever goes wrong with one arrival is logged, and must not stop the ones behind it."""
    try:
        yield
    except fatal:
        raise
    except Exception:
        log.exception(what, extra={"arrival": seq})


def _nothing() -> None:
    """Keeps nothing."""

"""Takes what the inbox holds through answer and delivery: lanes side by side, one lane in order."""

import asyncio
import logging
import sqlite3
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from bot.inbox import Call, Inbox, Json, WaitingCall
from knowledge.errors import DanvanError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What answers an arrival: calls to make, and what to keep together with them."""

    calls: tuple[Call, ...] = ()
    effect: Callable[[], None] = lambda: None


class Dispatcher:
    """Runs one task for each lane that has work.

    `answer` turns a payload into what goes out and must not raise; `send` delivers one call, however long
    that takes, and returns what to keep once it is through.
    """

    def __init__(
        self,
        inbox: Inbox,
        answer: Callable[[Json], Awaitable[Outgoing]],
        send: Callable[[Call], Awaitable[Callable[[], None]]],
    ) -> None:
        self._inbox = inbox
        self._answer = answer
        self._send = send
        self._lanes: dict[str, deque[int]] = defaultdict(deque)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Gets the error after which nothing can be kept or sent any more."""

    def take(self, arrivals: Iterable[tuple[int, str]]) -> None:
        """Queue accepted arrivals."""
        for seq, lane in arrivals:
            self._lanes[lane].append(seq)
            if lane not in self._tasks:
                self._tasks[lane] = asyncio.create_task(self._work(lane), name=f"lane {lane}")

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
                await self._handle(waiting.popleft())
        except (sqlite3.Error, DanvanError) as error:
            if not self.failed.done():
                self.failed.set_exception(error)
        finally:
            del self._tasks[lane], self._lanes[lane]

    async def _handle(self, seq: int) -> None:
        payload = self._inbox.unanswered(seq)
        if payload is not None:
            outgoing = await self._answer(payload)
            self._keep(seq, outgoing)
        waiting = self._inbox.waiting(seq)
        for call in waiting:
            await self._deliver(call)
        if not waiting:
            self._inbox.finish(seq)

    def _keep(self, seq: int, outgoing: Outgoing) -> None:
        try:
            self._inbox.answer(seq, outgoing.calls, outgoing.effect)
        except (sqlite3.Error, DanvanError):
            raise
        except Exception:
            # As below: whoever asked gets the answer even where what it was to leave behind cannot be kept.
            log.exception("not kept")
            self._inbox.answer(seq, outgoing.calls, _nothing)

    async def _deliver(self, call: WaitingCall) -> None:
        try:
            effect = await self._send(call.call)
        except (sqlite3.Error, DanvanError):
            raise
        except Exception:
            # The outermost edge: a call that cannot even be made must not stop the ones behind it.
            log.exception("given up", extra={"method": call.call.method})
            effect = _nothing
        self._inbox.sent(call, effect)


def _nothing() -> None:
    """Keeps nothing."""

"""The durable inbox: what came in is kept before it is acknowledged, and answered once, restarts or not."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.state import State

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as a channel delivered it.

    `key` names it for ever within the channel; arrivals of one `lane` (a chat) are answered in order.
    """

    key: str
    lane: str
    payload: Json


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a channel's server that has yet to succeed."""

    method: str
    params: Json
    mark: str = ""
    """What the message that it sends belongs to; noted once it is sent."""


@dataclass(frozen=True, slots=True)
class WaitingCall:
    """A call that waits in the outbox under its number, to answer an arrival."""

    seq: int
    call: Call
    inbox_seq: int


class Inbox:
    """Arrivals and the calls that answer them: accepted, answered (calls waiting), done (content gone)."""

    def __init__(self, state: State, channel: str, clock: Callable[[], float]) -> None:
        self._state = state
        self.channel = channel
        self._clock = clock
        self._erasing: set[int] = set()
        self._received: dict[int, float] = {}

    def accept(self, arrivals: Iterable[Arrival]) -> list[tuple[int, str]]:
        """Keep what is new; returns its numbers and lanes. After that they may be acknowledged."""
        kept: list[tuple[int, str]] = []
        with self._state.transaction(synced=True):
            for arrival in arrivals:
                seq = self._state.insert(
                    "INSERT INTO inbox (channel, key, lane, payload, received) VALUES (?, ?, ?, ?, ?)"
                    " ON CONFLICT DO NOTHING",
                    (self.channel, arrival.key, arrival.lane, _dump(arrival.payload), self._clock()),
                )
                if seq is not None:
                    kept.append((seq, arrival.lane))
        return kept

    def unfinished(self) -> list[tuple[int, str]]:
        """Numbers and lanes of all that a restart has to go on with, in order of arrival."""
        sql = "SELECT seq, lane FROM inbox WHERE state != 'done' AND channel = ? ORDER BY seq"
        return [(seq, lane) for seq, lane in self._state.rows(sql, (self.channel,))]

    def unanswered(self, seq: int) -> Json | None:
        """The arrival's payload, None where it has been answered already."""
        sql = "SELECT payload, received FROM inbox WHERE seq = ? AND state = 'accepted'"
        found = self._state.row(sql, (seq,))
        if found is None:
            return None
        self._received[seq] = found[1]
        return json.loads(found[0])  # type: ignore[no-any-return]

    def waited(self, seq: int) -> float | None:
        """Seconds since an arrival came that `unanswered` has given out, once; None for any other."""
        received = self._received.pop(seq, None)
        return None if received is None else self._clock() - received

    def answer(self, seq: int, calls: Sequence[Call], effect: Callable[[], None]) -> None:
        """Keep the answer, and do `effect`, in one transaction: both happen once or not at all.

        Where it has been kept already, nothing is done: another process was quicker, or we are told so twice.
        """
        with self._state.transaction():
            sql = "UPDATE inbox SET state = 'answered' WHERE seq = ? AND state = 'accepted'"
            if not self._state.write(sql, (seq,)):
                return
            effect()
            for call in calls:
                self._state.insert(
                    "INSERT INTO outbox (inbox_seq, method, params, mark) VALUES (?, ?, ?, ?)",
                    (seq, call.method, _dump(call.params), call.mark),
                )
        if self._state.scrub_due:
            self._erasing.add(seq)

    def waiting(self, seq: int) -> list[WaitingCall]:
        """Calls of an answered arrival that have not succeeded yet, in order."""
        sql = "SELECT seq, method, params, mark FROM outbox WHERE inbox_seq = ? ORDER BY seq"
        rows = self._state.rows(sql, (seq,))
        return [
            WaitingCall(n, Call(method, json.loads(params), mark), seq) for n, method, params, mark in rows
        ]

    def sent(self, call: WaitingCall, effect: Callable[[], None]) -> None:
        """Take a call out of the outbox: it succeeded, or never can. The last one finishes its arrival."""
        with self._state.transaction():
            if self._state.write("DELETE FROM outbox WHERE seq = ?", (call.seq,)):
                effect()
            last = not self.waiting(call.inbox_seq)
            if last:
                self._close(call.inbox_seq)
        if last:
            self._scrub(call.inbox_seq)

    def finish(self, seq: int) -> None:
        """Nothing is left to do: forget what was written and by whom, keep only that it was answered."""
        self._close(seq)
        self._scrub(seq)

    def _scrub(self, seq: int) -> None:
        """Where the answer erased something: now nothing tells of it any more."""
        if seq in self._erasing:
            self._erasing.discard(seq)
            self._state.scrub()

    def _close(self, seq: int) -> None:
        sql = "UPDATE inbox SET state = 'done', payload = NULL, lane = '' WHERE seq = ?"
        self._state.write(sql, (seq,))

    def forget_before(self, moment: float) -> None:
        """Drop finished arrivals received before `moment` (seconds since the epoch)."""
        self._state.write("DELETE FROM inbox WHERE state = 'done' AND received < ?", (moment,))


def _dump(value: Json) -> str:
    # Escaped: a lone surrogate, which JSON may carry, is nothing that a file of UTF-8 can hold.
    return json.dumps(value, separators=(",", ":"))

"""Several processes of the bot over one PostgreSQL: each update answered once, whoever dies; limits and leads shared."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import psycopg
import pytest

from bot.access import Access, Role
from bot.crew import HOURS
from bot.dispatch import Dispatcher, Outgoing, Ways
from bot.flood import MOST, FloodGate, SharedFloodGate, Verdict
from bot.inbox import Arrival, Call, Inbox, Json
from bot.patience import patiently
from bot.postgres_crew import PostgresCrew
from bot.postgres_state import PostgresState
from bot.telegram import Parts, TelegramChannel, open_bot
from bot.telegram_pace import OVERALL, Pace
from bot.threads import AnswerThreads
from emulators.botapi import BotApi
from emulators.serving import FAST, Echo
from emulators.telegram_people import Person


@dataclass
class Worker:
    """One process as far as the others can tell: a crew, a state and an inbox of its own."""

    crew: PostgresCrew
    state: PostgresState
    handled: list[str]
    tasks: list["asyncio.Task[None]"]
    dispatcher: Dispatcher

    async def die(self) -> None:
        """Go without a word: the connections end, nothing is signed off."""
        for task in self.tasks:
            task.cancel()
        await self.dispatcher.stop(0.0)
        self.crew._drop()


Hire = Callable[..., "asyncio.Future[Worker]"]


@asynccontextmanager
async def working(
    url: str, home: Path, number: int, gate: asyncio.Event | None = None
) -> AsyncIterator[Worker]:
    """A worker that notes what it answers; it answers once `gate` is open."""
    state, handled = PostgresState(home, url), []
    crew = PostgresCrew(state, FAST, number)
    inbox = Inbox(state, "t", FAST.wall)

    async def answer(payload: Json) -> Outgoing:
        if gate:
            await gate.wait()
        handled.append(payload["text"])
        return Outgoing((Call("send", payload),))

    async def send(_: Call) -> Callable[[], None]:
        return lambda: None

    dispatcher = Dispatcher(inbox, Ways(answer, lambda _: Outgoing(), send), FAST)
    feeding = crew.lanes("t", lambda _: 0.0).feed(dispatcher)
    tasks = [asyncio.create_task(crew.run()), asyncio.create_task(feeding)]
    try:
        yield Worker(crew, state, handled, tasks, dispatcher)
    finally:
        for task in tasks:
            task.cancel()
        await dispatcher.stop(1.0)
        crew.close()
        state.close()


async def until(condition: Callable[[], object], seconds: float = 15.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


def texts(lanes: int, each: int) -> list[Arrival]:
    """`each` arrivals for each of `lanes` lanes, in turns: «lane/number»."""
    return [
        Arrival(f"{lane}/{number}", str(lane), {"text": f"{lane}/{number}"})
        for number in range(each)
        for lane in range(lanes)
    ]


async def test_every_arrival_is_answered_once_and_lanes_keep_their_order(
    emptied: str, tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        crews = [await stack.enter_async_context(working(emptied, tmp_path, n)) for n in (1, 2, 3)]
        inbox = Inbox(crews[0].state, "t", FAST.wall)
        inbox.accept(texts(60, 3))
        await until(lambda: not inbox.unfinished())
        handled = [text for one in crews for text in one.handled]
        assert sorted(handled) == sorted(arrival.key for arrival in texts(60, 3))
        assert all(one.handled for one in crews)
        for one in crews:
            by_lane: dict[str, list[str]] = {}
            for text in one.handled:
                by_lane.setdefault(text.split("/")[0], []).append(text)
            assert all(mine == sorted(mine) for mine in by_lane.values())
        await until(lambda: not crews[0].state.rows("SELECT 1 FROM lanes"))


async def test_what_a_dead_process_had_in_hand_is_taken_up_by_another(emptied: str, tmp_path: Path) -> None:
    never = asyncio.Event()
    async with working(emptied, tmp_path, 1, never) as first:
        inbox = Inbox(first.state, "t", FAST.wall)
        inbox.accept(texts(5, 2))
        await until(lambda: len(first.state.rows("SELECT 1 FROM lanes")) == 5)
        async with working(emptied, tmp_path, 2) as second:
            await asyncio.sleep(0.5)
            assert second.handled == []
            await first.die()
            await until(lambda: not inbox.unfinished())
            assert sorted(second.handled) == sorted(arrival.key for arrival in texts(5, 2))


async def test_one_leads_and_another_when_it_is_gone(emptied: str, tmp_path: Path) -> None:
    async with working(emptied, tmp_path, 1) as first, working(emptied, tmp_path, 2) as second:
        assert first.crew.leads(HOURS)
        assert not second.crew.leads(HOURS)
        await until(lambda: first.crew.size == second.crew.size == 2)
        await first.die()
        await asyncio.wait_for(second.crew.lead(HOURS), 10)


async def test_whoever_ends_what_it_has_in_hand_leads_no_more(emptied: str, tmp_path: Path) -> None:
    async with working(emptied, tmp_path, 1) as first, working(emptied, tmp_path, 2) as second:
        first.crew.retire()
        await asyncio.wait_for(second.crew.lead(HOURS), 5)
        await asyncio.to_thread(first.crew.beat)
        assert not first.crew.leads(HOURS)


async def test_a_server_that_was_away_finds_everybody_again(emptied: str, tmp_path: Path) -> None:
    async with working(emptied, tmp_path, 1) as only:
        inbox = Inbox(only.state, "t", FAST.wall)
        others = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid != pg_backend_pid()"
        )
        before = only.crew._connection
        with psycopg.connect(emptied) as killer:
            killer.execute(others)
        await patiently(lambda: inbox.accept(texts(3, 1)))
        await until(lambda: not inbox.unfinished())
        assert len(only.handled) == 3
        await until(lambda: only.crew._connection not in (before, None) and only.crew.leads(HOURS))


async def test_two_bots_share_one_account(api: BotApi, emptied: str, tmp_path: Path) -> None:
    """Over HTTP: one fetches, both answer, nobody gets an answer twice or out of order."""
    heard: dict[int, list[str]] = {1: [], 2: []}
    async with AsyncExitStack() as stack:
        for number, texts_heard in heard.items():
            stack.push_async_callback(await _serve(api, emptied, tmp_path, number, texts_heard))
        people = [Person(api, 100 + n) for n in range(30)]
        for turn in ("Một?", "Hai?"):
            for person in people:
                await person.write(turn)
        await api.until(lambda: all(len(api.texts(person.id)) == 2 for person in people), 30)
    assert len(heard[1]) + len(heard[2]) == 60
    assert heard[1]
    assert heard[2]
    for person in people:
        assert [text.split(";")[0] for text in api.texts(person.id)] == ["Hỏi: Một?", "Hỏi: Hai?"]


async def _serve(api: BotApi, url: str, home: Path, number: int, heard: list[str]) -> Callable[[], object]:
    state = PostgresState(home, url)
    crew = PostgresCrew(state, FAST, number)

    def hearing(text: str) -> str:
        time.sleep(0.03)
        heard.append(text)
        return text

    parts = Parts(open_bot(api.token, api.base), state, Echo(hearing), AnswerThreads(1), FAST, crew=crew)
    stop = asyncio.Event()
    tasks = [asyncio.create_task(TelegramChannel(parts).serve(stop, 5.0)), asyncio.create_task(crew.run())]

    async def end() -> None:
        stop.set()
        await tasks[0]
        tasks[1].cancel()
        crew.close()
        state.close()

    return end


def test_a_person_is_held_to_one_measure_by_all_processes(emptied: str, tmp_path: Path) -> None:
    rng, now = Random(1), [1000.0]
    states = [PostgresState(tmp_path, emptied) for _ in range(2)]
    gates = [SharedFloodGate(state, lambda: now[0]) for state in states]
    one = FloodGate(lambda: now[0])
    seen = set()
    for _ in range(400):
        now[0] += rng.choice((0.1, 1.0, 2.9, 3.0, 30.0, 61.0)) if rng.random() < 0.3 else 0.5
        verdict = rng.choice(gates).check("p")
        assert verdict is one.check("p")
        seen.add(verdict)
    assert seen == set(Verdict)
    assert [gates[0].check("q") for _ in range(MOST)] == [Verdict.GO] * MOST
    for state in states:
        state.close()


@pytest.mark.parametrize(("size", "at_once"), [(1, OVERALL[0]), (3, OVERALL[0] // 3), (100, 1)])
async def test_what_an_account_may_send_is_shared_out(size: int, at_once: int) -> None:
    class Crowd:
        def __getattr__(self, name: str) -> int:
            return size

    now = 100.0
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        nonlocal now
        waited.append(seconds)
        now += seconds

    clocks = type(FAST)(lambda: now, lambda: now, sleep)
    pace = Pace(clocks, Crowd())  # type: ignore[arg-type]
    for _ in range(at_once):
        await pace.leave()
    assert waited == []
    await pace.leave()
    assert len(waited) == 1


async def test_an_invitation_is_used_once_though_two_hands_reach_for_it(emptied: str, tmp_path: Path) -> None:
    states = [PostgresState(tmp_path, emptied) for _ in range(2)]
    accesses = [Access(state, False) for state in states]
    for number in range(10):
        accesses[0].invite(f"code{number}", Role.OFFICER, 0.0)
        reaching = [
            asyncio.to_thread(access.redeem, f"code{number}", f"t:{who}", 1.0)
            for who, access in enumerate(accesses)
        ]
        assert sorted(map(str, await asyncio.gather(*reaching))) == ["None", "officer"]
    for state in states:
        state.close()

"""Many people at once, many for long, one who wants too much: how long the others wait."""

import asyncio
import os
import statistics
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import perf_counter

from bot.chat import ChatMessage
from bot.conversation import Conversation
from bot.flood import SECONDS
from bot.phrases import TOO_FAST
from bot.state import State
from bot.threads import AnswerThreads
from emulators.botapi import BotApi
from emulators.telegram_people import Person
from load.killing import TESTS

FIRST = 1000
GREEDY = 5_000_000
BURST, BURST_SECONDS = 100, 10.0


@dataclass(frozen=True)
class Waits:
    """Seconds from question to answer, and what it cost."""

    answered: int
    errors: int
    p50: float
    p95: float
    grown_mb: float

    def __str__(self) -> str:
        waits = f"p50 {self.p50 * 1000:.0f} ms, p95 {self.p95 * 1000:.0f} ms"
        return f"{self.answered} answered, {self.errors} errors, {waits}, memory +{self.grown_mb:.0f} MB"


def _waits(seconds: list[float], errors: int, grown_mb: float) -> Waits:
    ordered = sorted(seconds) or [0.0]
    return Waits(
        len(seconds), errors, statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))], grown_mb
    )


async def all_at_once(conversation: Conversation, state: State, questions: list[str], chats: int) -> Waits:
    """`chats` people ask in the same moment; no channel between, whose limits alone would take half a minute."""
    threads = AnswerThreads(os.cpu_count() or 1)
    loop = asyncio.get_running_loop()
    before, started = resident_mb(os.getpid()), perf_counter()

    async def ask(number: int) -> float:
        person = f"load:{number}"
        message = ChatMessage("load", person, person, questions[number % len(questions)], id="1")
        reply = await loop.run_in_executor(threads, conversation.reply, message)
        with state.transaction():
            reply.keep()
        return perf_counter() - started

    results = await asyncio.gather(*map(ask, range(chats)), return_exceptions=True)
    seconds = [result for result in results if isinstance(result, float)]
    return _waits(seconds, chats - len(seconds), resident_mb(os.getpid()) - before)


async def steady(home: Path, questions: list[str], per_second: float, seconds: float) -> Waits:
    """`danvan bot` in a process of its own, asked by somebody new `per_second` times a second."""
    async with _asked(home, questions) as (api, process):
        before = resident_mb(process.pid)
        asked = await _ask_steadily(api, questions, per_second, seconds)
        lost = await _until_answered(api, asked)
        return _waits(_seconds(api, asked), lost, resident_mb(process.pid) - before)


async def beside_one_greedy(
    home: Path, questions: list[str], per_second: float, rounds: int
) -> tuple[Waits, Waits]:
    """The others' waits in ten calm seconds, then in ten in which one person sends a hundred, `rounds` times.

    Both kinds of seconds are asked the same questions, as some cost far more than others; so far apart (half of the
    rounds) that the answer kept of the first time is gone, the calm ones first as often as the pressed ones. Calm
    seconds begin when the greedy person of the round before has been told to wait: then nothing of theirs is left.
    """
    windows: tuple[dict[int, float], dict[int, float]] = ({}, {})
    size = int(per_second * BURST_SECONDS)
    others = questions[rounds * size :] or questions
    async with _asked(home, questions) as (api, _):
        for number in range(rounds):
            for greedy, window in enumerate(windows):
                start = (number + greedy * (rounds // 2)) % rounds * size
                burst = asyncio.create_task(_burst(api, others, number)) if greedy else None
                first = FIRST + len(windows[0]) + len(windows[1])
                part = questions[start : start + size] or questions
                window.update(await _ask_steadily(api, part, per_second, BURST_SECONDS, first))
                if burst:
                    await burst
                    await _told_to_wait(api, GREEDY + number)
        lost = [await _until_answered(api, window) for window in windows]
        calm, pressed = (_waits(_seconds(api, one), gone, 0) for one, gone in zip(windows, lost, strict=True))
    return calm, pressed


@asynccontextmanager
async def _asked(
    home: Path, questions: list[str]
) -> AsyncIterator[tuple[BotApi, asyncio.subprocess.Process]]:
    """A bot that has answered its first question."""
    api = await BotApi().start()
    # Numbers that no earlier run over this home has used: the bot answers none twice.
    api.update_ids = count(time.time_ns() // 1000)
    process = await _start(home, api)
    await api.until(lambda: api.called("getUpdates"), 60)
    await _answered(api, 1, questions[0])
    try:
        yield api, process
    finally:
        process.terminate()
        await process.wait()
        await api.stop()


async def _ask_steadily(
    api: BotApi, questions: list[str], per_second: float, seconds: float, first: int = FIRST
) -> dict[int, float]:
    """Who asked when; each question comes at its moment, whether those before are answered or not."""
    asked: dict[int, float] = {}
    start = time.monotonic()
    for place in range(int(per_second * seconds)):
        await asyncio.sleep(max(0.0, start + place / per_second - time.monotonic()))
        asked[first + place] = api.clock()
        await Person(api, first + place).write(questions[(first + place) % len(questions)])
    return asked


async def _until_answered(api: BotApi, asked: dict[int, float]) -> int:
    """Wait for all answers; how many never came."""
    with suppress(TimeoutError):
        await api.until(lambda: asked.keys() <= _spoken_to(api), 120)
    return len(asked.keys() - _spoken_to(api))


def _spoken_to(api: BotApi) -> set[int]:
    """Chats that the bot has written to. One look at all messages: a look for each of thousands of chats takes so long
    that the bot, whom the emulator does not hear meanwhile, gives its last messages up for lost."""
    ours = (message for message in api.messages.values() if message["from"]["id"] == api.me["id"])
    return {int(message["chat"]["id"]) for message in ours if "text" in message}


def _seconds(api: BotApi, asked: dict[int, float]) -> list[float]:
    firsts: dict[int, float] = {}
    for call in api.calls:
        if call.method == "sendMessage":
            firsts.setdefault(int(call.params["chat_id"]), call.at)
    return [firsts[number] - at for number, at in asked.items() if number in firsts]


async def _burst(api: BotApi, questions: list[str], number: int) -> None:
    """A hundred questions of the greedy person of this round, none that another round's asked."""
    person = Person(api, GREEDY + number)
    for place in range(BURST):
        await person.write(questions[(number * BURST + place) % len(questions)])
        await asyncio.sleep(BURST_SECONDS / BURST)


async def _told_to_wait(api: BotApi, number: int) -> None:
    await api.until(lambda: TOO_FAST in api.texts(number), 2 * SECONDS)


async def _answered(api: BotApi, number: int, question: str) -> None:
    await Person(api, number).write(question)
    await api.until(lambda: api.texts(number), 60)


async def _start(home: Path, api: BotApi) -> asyncio.subprocess.Process:
    paths = {"PYTHONPATH": os.pathsep.join([str(TESTS.parent), str(TESTS)])}
    settings = {"DANVAN_HOME": str(home), "TELEGRAM_BOT_TOKEN": api.token, "TELEGRAM_BASE_URL": api.base}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from bot.cli import main; main()",
        "bot",
        env={**os.environ, **paths, **settings},
        stderr=asyncio.subprocess.DEVNULL,
    )


def resident_mb(process: int) -> float:
    """Resident memory of a process."""
    pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

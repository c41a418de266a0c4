"""Many people at once, many for long, one who wants too much: how long the others wait."""

import asyncio
import os
import statistics
import sys
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import perf_counter

from bot.chat import ChatMessage
from bot.conversation import Conversation
from bot.threads import AnswerThreads
from emulators.botapi import BotApi
from emulators.telegram_people import Person
from load.killing import TESTS

GREEDY = 999_999


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


async def all_at_once(conversation: Conversation, questions: list[str], chats: int) -> Waits:
    """`chats` people ask in the same moment; no channel between, whose limits alone would take half a minute."""
    threads = AnswerThreads(os.cpu_count() or 1)
    loop = asyncio.get_running_loop()
    before, started = resident_mb(os.getpid()), perf_counter()

    async def ask(number: int) -> float:
        person = f"load:{number}"
        message = ChatMessage("load", person, person, questions[number % len(questions)], id="1")
        (await loop.run_in_executor(threads, conversation.reply, message)).keep()
        return perf_counter() - started

    results = await asyncio.gather(*map(ask, range(chats)), return_exceptions=True)
    seconds = [result for result in results if isinstance(result, float)]
    return _waits(seconds, chats - len(seconds), resident_mb(os.getpid()) - before)


async def steady(
    home: Path, questions: list[str], per_second: float, seconds: float, *, greedy: bool = False
) -> Waits:
    """`danvan bot` in a process of its own, asked by somebody new `per_second` times a second.

    With `greedy`, one more person sends ten questions a second all the while; the waits are the others'.
    """
    api = await BotApi().start()
    # Numbers that no earlier run over this home has used: the bot answers none twice.
    api.update_ids = count(time.time_ns() // 1000)
    process = await _start(home, api)
    await api.until(lambda: api.called("getUpdates"), 60)
    await _answered(api, 1, questions[0])
    before = resident_mb(process.pid)
    asked: dict[int, float] = {}
    tasks = [asyncio.create_task(_greedy(api, questions, seconds))] if greedy else []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        number = 1000 + len(asked)
        asked[number] = api.clock()
        await Person(api, number).write(questions[number % len(questions)])
        await asyncio.sleep(1 / per_second)
    await asyncio.gather(*tasks)
    await api.until(lambda: all(api.texts(number) for number in asked), 120)
    grown = resident_mb(process.pid) - before
    process.terminate()
    await process.wait()
    firsts: dict[int, float] = {}
    for call in api.calls:
        if call.method == "sendMessage":
            firsts.setdefault(int(call.params["chat_id"]), call.at)
    await api.stop()
    return _waits([firsts[number] - at for number, at in asked.items()], 0, grown)


async def _greedy(api: BotApi, questions: list[str], seconds: float) -> None:
    person, end = Person(api, GREEDY), time.monotonic() + seconds
    while time.monotonic() < end:
        await person.write(questions[int(end) % len(questions)])
        await asyncio.sleep(0.1)


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

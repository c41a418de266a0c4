"""kill -9 while questions are in flight, again and again: none may be lost, hardly one may be answered twice."""

import asyncio
import os
import random
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.serving import PATIENCE_SECONDS
from emulators.botapi import BotApi
from emulators.telegram_people import Person

IN_FLIGHT = 50
TESTS = Path(__file__).parents[1]


@dataclass(frozen=True)
class Killing:
    """What one kill did."""

    lost: int
    duplicates: int
    answered_before: int


async def kill_rounds(home: Path, rounds: int, seed: int = 1) -> list[Killing]:
    """Ask IN_FLIGHT questions, kill the bot at a random moment, start it again, count the answers."""
    moments = random.Random(seed)
    api = await BotApi().start()
    try:
        return [await _kill_once(api, home, number, moments.uniform(0.0, 2.0)) for number in range(rounds)]
    finally:
        await api.stop()


async def _kill_once(api: BotApi, home: Path, number: int, wait: float) -> Killing:
    people = [Person(api, 1_000_000 + number * IN_FLIGHT + place) for place in range(IN_FLIGHT)]
    first = await start_echo(api, home, think=0.02)
    for person in people:
        await person.write(f"câu của {person.id}")
    await api.until(lambda: any(api.texts(person.id) for person in people))
    await asyncio.sleep(wait)
    first.kill()
    await first.wait()
    before = sum(bool(api.texts(person.id)) for person in people)
    second = await start_echo(api, home, think=0.02)
    with suppress(TimeoutError):
        await api.until(lambda: all(api.texts(person.id) for person in people), 30)
    second.terminate()
    await second.wait()
    counts = Counter({person.id: len(api.texts(person.id)) for person in people})
    lost = sum(count == 0 for count in counts.values())
    return Killing(lost, sum(max(0, count - 1) for count in counts.values()), before)


@dataclass(frozen=True)
class Stopping:
    """What one SIGTERM did: seconds until nothing more was fetched and until the process was gone; answers lost."""

    intake: float
    ended: float
    lost: int


async def stop_once(home: Path) -> Stopping:
    """Ask IN_FLIGHT questions of a bot that thinks two seconds about each, end it, start it again."""
    api = await BotApi().start()
    people = [Person(api, 2_000_000 + place) for place in range(IN_FLIGHT)]
    bot = await start_echo(api, home, think=2.0, patience=PATIENCE_SECONDS)
    for person in people:
        await person.write(f"câu của {person.id}")
    await api.until(lambda: any(api.texts(person.id) for person in people))
    asked_to_stop = api.clock()
    bot.terminate()
    await bot.wait()
    ended = api.clock() - asked_to_stop
    fetched = [call.at for call in api.calls if call.method == "getUpdates"]
    again = await start_echo(api, home, think=0.0)
    with suppress(TimeoutError):
        await api.until(lambda: all(api.texts(person.id) for person in people), 30)
    again.terminate()
    await again.wait()
    lost = sum(not api.texts(person.id) for person in people)
    await api.stop()
    return Stopping(max(0.0, fetched[-1] - asked_to_stop), ended, lost)


async def start_echo(
    api: BotApi, home: Path, think: float, patience: float = 2.0
) -> asyncio.subprocess.Process:
    """A bot in a process of its own that thinks `think` seconds about each question."""
    arguments = ("-m", "load.echo_bot", str(home), api.base, api.token, str(think), str(patience))
    paths = {"PYTHONPATH": os.pathsep.join([str(TESTS.parent), str(TESTS)])}
    return await asyncio.create_subprocess_exec(sys.executable, *arguments, env={**os.environ, **paths})

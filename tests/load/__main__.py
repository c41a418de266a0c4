"""Prints the figures of `make load` and `make fuzz`: python -m load {load,fuzz} [share of the full size, 0-1].

Exits with 1 where a figure does not keep to its bound.
"""

import asyncio
import logging
import os
import sys
import tempfile
from itertools import count
from pathlib import Path

from bot.access import Access
from bot.composition import LiveLibrary
from bot.conversation import Conversation
from bot.desk import Desk
from bot.flood import FloodGate
from bot.settings import Settings
from bot.state import State, open_state
from bot.telegram_calls import LIMITS
from emulators.serving import FAST
from load.big_library import write_big_library
from load.figures import Figure, Report
from load.fuzzing import fuzz
from load.killing import kill_rounds, stop_once
from load.loading import Waits, all_at_once, beside_one_greedy, steady
from load.shuffling import deliver_shuffled
from load.zalo_figures import print_both, print_zalo

PASSAGES = 10_000
CLASS = 20
"""Different questions that a class asks."""
TELEGRAM_A_SECOND = 30
"""Messages that a bot may send: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this"""


def converse(library: LiveLibrary, state: State) -> Conversation:
    """The real conversation, open to all."""
    tokens = count(1)
    link = "https://t.me/danvan_bot?start={}".format
    access = Access(state, True)
    desk = Desk(library.current, state, access, LIMITS, FAST.wall, lambda: f"k{next(tokens)}", link)
    return Conversation(desk, FloodGate(FAST.steady))


def big_library(home: Path) -> tuple[LiveLibrary, list[str]]:
    """A library of PASSAGES passages, and questions for it."""
    questions = write_big_library(home, PASSAGES)
    library = LiveLibrary(Settings(_env_file=None, danvan_home=home))
    library.ask(questions[0])
    return library, questions


async def print_load(folder: Path, share: float, report: Report) -> None:
    """Speed under load, and what kills and stops do."""
    library, questions = big_library(folder / "big")
    chats = max(10, int(1000 * share))
    for label, asked, bound in (
        (f"of a class, {CLASS} different questions", questions[:CLASS], 1.5),
        # Each new answer costs CPU, and Telegram lets no more of them out in that time.
        ("that all ask something else", questions[CLASS:], round(chats / TELEGRAM_A_SECOND, 1)),
    ):
        state = open_state(folder / str(len(asked)))
        waits = await all_at_once(converse(library, state), state, asked, chats)
        report.tell(
            f"{chats} chats at once {label}, over {PASSAGES} passages: {waits}", *_at_once(waits, bound)
        )
    waits = await steady(folder / "big", questions, chats / 60, 60)
    report.tell(f"{chats} chats within a minute that all ask something else: {waits}", *_at_once(waits, 1.5))
    await _print_steady(folder / "big", questions, share, report)
    await _print_ends(folder, share, report)


def _at_once(waits: Waits, longest: float) -> list[Figure]:
    return [
        Figure("p95", waits.p95, longest, " s"),
        Figure("errors", waits.errors, 0),
        Figure("memory growth", waits.grown_mb, 100, " MB"),
    ]


async def _print_steady(home: Path, questions: list[str], share: float, report: Report) -> None:
    seconds = max(10.0, 600 * share)
    waits = await steady(home, questions, 10, seconds)
    lead = f"10 questions a second for {seconds:.0f} s over HTTP: {waits}"
    report.tell(lead, Figure("p95", waits.p95 * 1000, 300, " ms"), Figure("errors", waits.errors, 0))
    calm, pressed = await beside_one_greedy(home, questions, 5, max(2, int(16 * share)))
    more = 100 * (pressed.p95 / calm.p95 - 1)
    lead = (
        f"one person sends 100 in 10 s: the others' p95 {calm.p95 * 1000:.0f} -> {pressed.p95 * 1000:.0f} ms"
    )
    report.tell(lead, Figure("change", more, 10, " %"), Figure("errors", calm.errors + pressed.errors, 0))


async def _print_ends(folder: Path, share: float, report: Report) -> None:
    kills = await kill_rounds(folder / "kills", max(2, int(30 * share)))
    report.tell(
        f"{len(kills)} kills (-9) with 50 in flight",
        Figure("lost", sum(kill.lost for kill in kills), 0),
        Figure("most repeated by a kill", max(kill.duplicates for kill in kills), 1),
    )
    stop = await stop_once(folder / "stop")
    report.tell(
        "SIGTERM while 50 answers of 2 s are awaited",
        Figure("intake stopped after", stop.intake, 1, " s"),
        Figure("process ended after", stop.ended, 20, " s"),
        Figure("not answered after the restart", stop.lost, 0),
    )


async def print_fuzz(folder: Path, share: float, report: Report) -> None:
    """Odd updates, every update three times in any order with a restart between; the same for Zalo, and both alike."""
    library, _ = big_library(folder / "big")
    updates = max(200, int(20_000 * share))
    odd = await fuzz(folder / "fuzz", lambda state: converse(library, state), updates, seed=1)
    report.tell(
        f"{updates} odd updates, {odd.replies} of them answered",
        Figure("unhandled exceptions", odd.unhandled, 0),
        Figure("updates never through", odd.stuck, 0),
        Figure("replies beyond one an update", odd.duplicates, 0),
    )
    shuffled = await deliver_shuffled(folder / "shuffle", max(50, int(1000 * share)), seed=1)
    report.tell(
        f"{shuffled.updates} updates, each three times, shuffled, a restart between: {shuffled.once} answered once",
        Figure("never answered", shuffled.never, 0),
        Figure("answered more than once", shuffled.oftener, 0),
    )
    await print_zalo(folder, library, share, report)
    print_both(folder, converse, report)


def main() -> None:
    """See the first line."""
    what, share = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 1.0
    logging.getLogger("tornado.access").setLevel(logging.CRITICAL)
    logging.getLogger("bot").setLevel(logging.ERROR)
    report = Report()
    print(
        f"{what} at {share:g} of its size; {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run({"load": print_load, "fuzz": print_fuzz}[what](Path(folder), share, report))
    sys.exit(not report.passed)


if __name__ == "__main__":
    main()

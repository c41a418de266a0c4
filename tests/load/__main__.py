"""Prints the figures of `make load` and `make fuzz`: python -m load {load,fuzz} [share of the full size, 0-1]."""

import asyncio
import logging
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
from bot.state import State
from bot.telegram_calls import LIMITS
from emulators.serving import FAST
from load.big_library import write_big_library
from load.fuzzing import fuzz
from load.killing import kill_rounds
from load.loading import all_at_once, steady
from load.shuffling import deliver_shuffled

PASSAGES = 10_000


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


async def print_load(folder: Path, share: float) -> None:
    """Speed under load, and what kills do."""
    library, questions = big_library(folder / "big")
    chats = max(10, int(1000 * share))
    for label, asked in (
        ("each its own question", questions),
        ("twenty questions of a class", questions[:20]),
    ):
        state = State(folder / label.replace(" ", "-"))
        waits = await all_at_once(converse(library, state), asked, chats)
        print(f"{chats} chats at once over {PASSAGES} passages, {label}: {waits}", flush=True)
    seconds = max(10.0, 600 * share)
    waits = await steady(folder / "big", questions, 10, seconds)
    print(f"10 questions a second for {seconds:.0f} s: {waits}", flush=True)
    calm = await steady(folder / "big", questions, 3, 60 * share + 10)
    pressed = await steady(folder / "big", questions, 3, 60 * share + 10, greedy=True)
    print(
        f"one person sends 10 a second: the others' p95 {calm.p95:.3f} s -> {pressed.p95:.3f} s", flush=True
    )
    kills = await kill_rounds(folder / "kills", max(2, int(30 * share)))
    lost, worst = sum(kill.lost for kill in kills), max(kill.duplicates for kill in kills)
    print(f"{len(kills)} kills with 50 in flight: {lost} lost, at most {worst} repeated a kill", flush=True)


async def print_fuzz(folder: Path, share: float) -> None:
    """Odd updates, and every update three times in any order with a restart between."""
    library, _ = big_library(folder / "big")
    updates = max(200, int(20_000 * share))
    print(await fuzz(folder / "fuzz", lambda state: converse(library, state), updates, seed=1), flush=True)
    print(await deliver_shuffled(folder / "shuffle", max(50, int(1000 * share)), seed=1), flush=True)


def main() -> None:
    """See the first line."""
    what, share = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 1.0
    logging.getLogger("tornado.access").setLevel(logging.CRITICAL)
    logging.getLogger("bot").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run({"load": print_load, "fuzz": print_fuzz}[what](Path(folder), share))


if __name__ == "__main__":
    main()

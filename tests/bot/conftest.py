"""A Bot API on the loopback and a bot that serves it, in one event loop."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import pytest

from bot.access import Access
from bot.composition import LiveLibrary
from bot.conversation import Conversation
from bot.desk import Desk
from bot.flood import FloodGate
from bot.state import State, open_state
from bot.telegram import Converser, Parts, TelegramChannel, Webhook, open_bot
from bot.telegram_calls import LIMITS
from bot.threads import AnswerThreads
from emulators.botapi import BotApi
from emulators.serving import FAST, Echo, Running, Serve


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """An emulated Bot API without flood limits."""
    server = await BotApi().start()
    yield server
    await server.stop()


@pytest.fixture(params=("sqlite", "postgres"))
def database(request: pytest.FixtureRequest) -> str:
    """DATABASE_URL of either engine: nothing for the file in DANVAN_HOME, else a database of the test's own."""
    return "" if request.param == "sqlite" else str(request.getfixturevalue("database_url"))


@pytest.fixture
def state(tmp_path: Path, database: str) -> Iterator[State]:
    """What is kept, on either engine."""
    opened = open_state(tmp_path, database)
    yield opened
    opened.close()


@pytest.fixture
def serve(api: BotApi, tmp_path: Path) -> Serve:
    """`async with serve(converser) as running`: a bot over `api` with its state in tmp_path."""

    @asynccontextmanager
    async def serving(
        converser: Callable[[State], Converser] = lambda _: Echo(),
        patience: float = 10.0,
        admins: tuple[int, ...] = (),
        webhook: Webhook | None = None,
    ) -> AsyncIterator[Running]:
        state = open_state(tmp_path)
        bot, pool = open_bot(api.token, api.base), AnswerThreads(2)
        channel = TelegramChannel(Parts(bot, state, converser(state), pool, FAST, admins, webhook))
        stop = asyncio.Event()
        running = Running(channel, state, stop, asyncio.create_task(channel.serve(stop, patience)))
        try:
            yield running
        finally:
            await running.stopped()
            state.close()

    return serving


@pytest.fixture
def converse() -> Callable[..., Callable[[State], Conversation]]:
    """`serve(converse(library))` serves the real conversation over a library."""

    def conversing(
        library: LiveLibrary, *, open_to_all: bool = True, admins: tuple[str, ...] = ()
    ) -> Callable[[State], Conversation]:
        tokens = count(1)

        def over(state: State) -> Conversation:
            link = "https://t.me/danvan_bot?start={}".format
            access = Access(state, open_to_all, admins)
            desk = Desk(library.current, state, access, LIMITS, FAST.wall, lambda: f"k{next(tokens)}", link)
            return Conversation(desk, FloodGate(FAST.steady))

        return over

    return conversing

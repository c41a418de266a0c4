"""A Bot API on the loopback and a bot that serves it, in one event loop."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.state import State
from bot.telegram import Converser, Parts, TelegramChannel, Webhook, open_bot
from emulators.botapi import BotApi
from emulators.serving import FAST, Echo, Running, Serve


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """An emulated Bot API without flood limits."""
    server = await BotApi().start()
    yield server
    await server.stop()


@pytest.fixture
def serve(api: BotApi, tmp_path: Path) -> Serve:
    """`async with serve(converser) as running`: a bot over `api` with its state in tmp_path."""

    @asynccontextmanager
    async def serving(
        converser: Converser | None = None,
        patience: float = 10.0,
        admins: tuple[int, ...] = (),
        webhook: Webhook | None = None,
    ) -> AsyncIterator[Running]:
        state = State(tmp_path)
        with ThreadPoolExecutor(2) as pool:
            bot = open_bot(api.token, api.base)
            channel = TelegramChannel(Parts(bot, state, converser or Echo(), pool, FAST, admins, webhook))
            stop = asyncio.Event()
            running = Running(channel, state, stop, asyncio.create_task(channel.serve(stop, patience)))
            try:
                yield running
            finally:
                await running.stopped()
                state.close()

    return serving

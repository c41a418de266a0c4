"""A bot that serves the emulated Zalo inside the test's own event loop, with the real conversation or any other."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bot.access import Access
from bot.chat import ChatMessage, Reply
from bot.composition import LiveLibrary
from bot.conversation import Conversation
from bot.desk import Desk
from bot.flood import FloodGate
from bot.state import State, open_state
from bot.threads import AnswerThreads
from bot.typed import TypedConversation
from bot.webhooks import Rule, WebhookServer
from bot.zalo import LIMITS, Parts, Webhook, ZaloChannel
from bot.zalo_api import ZaloApi
from emulators.serving import FAST
from emulators.zalo_server import ZaloServer

SECRET = "canary-secret-of-zalo"


@dataclass
class ZaloRunning:
    """A bot that serves, and its state."""

    channel: ZaloChannel
    state: State
    stop: asyncio.Event
    task: "asyncio.Task[None]"

    async def stopped(self) -> None:
        """Ask it to stop and wait until it has."""
        self.stop.set()
        await self.task


@asynccontextmanager
async def serving(
    api: ZaloServer,
    home: Path,
    replying: Callable[[State], Callable[[ChatMessage], Reply]],
    webhook: Webhook | None = None,
    patience: float = 10.0,
    offer: Callable[[Path], str] | None = None,
) -> AsyncIterator[ZaloRunning]:
    """Serve over `api` with the state in `home`; `replying(state)` makes what answers."""
    state, stop = open_state(home), asyncio.Event()
    parts = Parts(
        ZaloApi(api.token, api.base), state, replying(state), AnswerThreads(2), FAST, webhook, offer
    )
    channel = ZaloChannel(parts)
    running = ZaloRunning(channel, state, stop, asyncio.create_task(channel.serve(stop, patience)))
    try:
        yield running
    finally:
        await running.stopped()
        state.close()


def conversing(
    library: LiveLibrary, *, open_to_all: bool = True, admins: tuple[str, ...] = ()
) -> Callable[[State], Callable[[ChatMessage], Reply]]:
    """The real conversation over a library, as people type it."""
    tokens = count(1)

    def over(state: State) -> Callable[[ChatMessage], Reply]:
        access = Access(state, open_to_all, admins)
        desk = Desk(
            library.current, state, access, LIMITS, FAST.wall, lambda: f"z{next(tokens):05}", lambda _: ""
        )
        return TypedConversation(Conversation(desk, FloodGate(FAST.steady)), desk).reply

    return over


def local_webhook(pages: Sequence[Rule] = ()) -> Webhook:
    """A webhook on a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return Webhook(SECRET, WebhookServer("127.0.0.1", port, pages), f"http://127.0.0.1:{port}/zalo")

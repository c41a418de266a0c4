"""A bot that gives classes over the emulated Bot API: channel, clock and pages, stopped and begun anew at will."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.access import Access
from bot.clocks import Clocks
from bot.composition import LiveLibrary
from bot.conversation import Conversation
from bot.desk import Desk
from bot.flood import FloodGate
from bot.serving import crew_of
from bot.state import State, open_state
from bot.telegram import Parts, TelegramChannel, open_bot
from bot.telegram_calls import LIMITS
from bot.threads import AnswerThreads
from bot.training import classes, clock, screen
from bot.training.classes import TrainingClass
from bot.webhooks import WebhookServer
from emulators.botapi import BotApi, Json
from emulators.serving import FAST
from emulators.telegram_people import Person

TRAINER = 9000


@dataclass
class Classroom:
    """A running bot, and the trainer who gives classes with it."""

    api: BotApi
    state: State
    channel: TelegramChannel
    pages: str
    """Address of the pages for projectors."""

    def latest(self, trainer: int = TRAINER) -> TrainingClass:
        """The class that the trainer opened last."""
        found = classes.latest(self.state, f"telegram:{trainer}")
        assert found is not None
        return found

    async def until(self, condition: Callable[[], object], seconds: float = 30.0) -> None:
        """Wait until `condition()` holds, whatever it looks at."""
        async with asyncio.timeout(seconds):
            while not condition():
                await asyncio.sleep(0.02)

    async def quiet(self) -> None:
        """Wait until nothing is on its way and nothing has to be said."""
        await self.until(self._is_quiet, 60.0)

    def _is_quiet(self) -> bool:
        waiting = self.api.updates or self.channel.unfinished()
        return not waiting and not self.state.row("SELECT 1 FROM nudges")

    async def command(self, text: str, person: int = TRAINER, chat: int | None = None) -> Json:
        """Write something and return the last thing that the bot said to it."""
        return await self._said(person if chat is None else chat, Person(self.api, person).write(text, chat))

    async def press(self, label: str, person: int = TRAINER, chat: int | None = None) -> Json:
        """Press a button of the last message that has it, and return what the bot said."""
        place = person if chat is None else chat
        shown = next(
            message
            for message in reversed(self.api.sent(place))
            if any(button["text"].startswith(label) for button in buttons(message))
        )
        return await self._said(place, Person(self.api, person).press(shown, label))

    async def _said(self, place: int, deed: Awaitable[object]) -> Json:
        before = len(self.api.sent(place))
        await deed
        await self.until(lambda: len(self.api.sent(place)) > before)
        await self.quiet()
        return self.api.sent(place)[-1]

    async def open(
        self, topic: str, pace: str, trainer: int = TRAINER, chat: int | None = None
    ) -> TrainingClass:
        """Open a class about a topic at a pace («30 giây»)."""
        await self.command(f"/lop {topic}", trainer, chat)
        await self.press(pace, trainer, chat)
        return self.latest(trainer)

    async def join(self, found: TrainingClass, people: list[int]) -> None:
        """People open the class's link."""
        for number in people:
            await Person(self.api, number, name=f"Học viên {number}").write(f"/start lop_{found.id}")
        await self.quiet()


def buttons(message: Json) -> list[Json]:
    """All buttons under a message."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


@asynccontextmanager
async def classroom(
    api: BotApi, home: Path, library: LiveLibrary, clocks: Clocks = FAST, port: int = 0, database: str = ""
) -> AsyncIterator[Classroom]:
    """A bot that serves until the block ends."""
    state = open_state(home, database)
    crew, _ = crew_of(state, clocks)
    server = WebhookServer("127.0.0.1", port, screen.pages(state))
    async with server.listening() as bound:
        pages = f"http://127.0.0.1:{bound}"
        desk = Desk(
            library=library.current,
            state=state,
            access=Access(state, True, trainers=tuple(f"telegram:{TRAINER + n}" for n in range(10))),
            limits=LIMITS,
            now=clocks.wall,
            token=lambda: secrets.token_hex(6),
            link="https://t.me/danvan_bot?start={}".format,
            screen=partial(screen.address, pages),
        )
        conversation = Conversation(desk, FloodGate(clocks.steady))
        bot = open_bot(api.token, api.base)
        parts = Parts(bot, state, conversation, AnswerThreads(2), clocks, crew=crew)
        channel, stop = TelegramChannel(parts), asyncio.Event()
        serving = asyncio.create_task(channel.serve(stop, 10.0))
        beside = asyncio.gather(clock.run(state, clocks, crew), crew.run())
        try:
            yield Classroom(api, state, channel, pages)
        finally:
            stop.set()
            await serving
            beside.cancel()
            with suppress(asyncio.CancelledError):
                await beside
            crew.close()
            state.close()

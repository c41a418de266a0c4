"""Serves Telegram over python-telegram-bot: updates into the inbox, conversation in threads, replies out."""

import asyncio
import logging
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from telegram import Bot, Update, User
from telegram.constants import MessageLimit
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest
from telegram.warnings import PTBDeprecationWarning, PTBUserWarning

from bot import phrases
from bot.chat import Block, Button, ChatMessage, Reply
from bot.clocks import Clocks
from bot.conversation import Limits, say
from bot.dispatch import Dispatcher, Outgoing
from bot.inbox import Call, Inbox, Json
from bot.layout import split, to_html, utf16_units
from bot.memories import remember
from bot.state import State
from bot.telegram_delivery import Delivery, backoff, token_refused
from bot.telegram_pace import Pace
from bot.telegram_reading import CHANNEL, KINDS, Incoming, Origin, arrival, read_update

log = logging.getLogger(__name__)

LIMITS = Limits(int(MessageLimit.MAX_TEXT_LENGTH), utf16_units)
POLL_SECONDS = 25
KEEP_FINISHED_SECONDS = 3 * 24 * 3600.0
"""Telegram offers an update for 24 hours; after three days its number cannot come back."""


class TelegramChannel:
    """One bot account. `converse` is called in `pool`'s threads."""

    def __init__(
        self,
        bot: Bot,
        state: State,
        converse: Callable[[ChatMessage], Reply],
        pool: ThreadPoolExecutor,
        clocks: Clocks,
    ) -> None:
        self._bot = bot
        self._state = state
        self._converse = converse
        self._pool = pool
        self._clocks = clocks
        self._inbox = Inbox(state, CHANNEL, clocks.wall)
        self._delivery = Delivery(bot, Pace(clocks), clocks)
        self._dispatcher = Dispatcher(self._inbox, self._answer, self._send)

    async def serve(self, stop: asyncio.Event, patience: float) -> None:
        """Poll until `stop`, then finish what is under way within `patience` seconds.

        Raises ChannelFailed where the token is refused, StateUnavailable where nothing can be kept.
        """
        await self._connect()
        self._dispatcher.take(self._inbox.unfinished())
        polling = asyncio.ensure_future(self._poll())
        ends: list[asyncio.Future[Any]] = [
            polling,
            asyncio.ensure_future(stop.wait()),
            self._dispatcher.failed,
        ]
        try:
            await asyncio.wait(ends, return_when="FIRST_COMPLETED")
        finally:
            for end in ends:
                end.cancel()
            left = await self._dispatcher.stop(patience)
            log.info("stopped", extra={"left": left})
            with suppress(TelegramError):
                await self._bot.shutdown()
        for end in ends:
            if not end.cancelled():
                end.result()

    async def _connect(self) -> None:
        """Say hello until Telegram answers; then tell it our commands."""
        attempt = 0
        while True:
            try:
                await self._bot.initialize()
                await self._bot.set_my_commands(phrases.COMMANDS)
            except InvalidToken:
                raise token_refused() from None
            except TelegramError as error:
                log.warning("no connection yet", extra={"reason": error.message})
                await self._clocks.sleep(backoff(attempt))
                attempt += 1
            else:
                return

    async def _poll(self) -> None:
        """Fetch, keep, and only then acknowledge by asking for what comes after."""
        offset, attempt = 0, 0
        while True:
            try:
                updates = await self._fetch(offset)
                attempt = 0
            except InvalidToken:
                raise token_refused() from None
            except TelegramError as error:
                log.warning("polling failed", extra={"reason": error.message})
                await self._clocks.sleep(backoff(attempt))
                attempt += 1
                continue
            if updates:
                self.accept(updates)
                offset = updates[-1]["update_id"] + 1
            else:
                self._inbox.forget_before(self._clocks.wall() - KEEP_FINISHED_SECONDS)

    async def _fetch(self, offset: int) -> list[Json]:
        wanted = {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": list(KINDS)}
        # As raw JSON: an update that the library cannot read must not keep the others from coming.
        result: Any = await self._bot.do_api_request(
            "getUpdates", api_kwargs=wanted, read_timeout=POLL_SECONDS + 10
        )
        return list(result)

    def accept(self, updates: list[Json]) -> None:
        """Keep raw updates and set to work on those that are new."""
        self._dispatcher.take(self._inbox.accept(arrival(update) for update in updates))

    def unfinished(self) -> int:
        """How many arrivals are not through yet."""
        return len(self._inbox.unfinished())

    async def _answer(self, payload: Json) -> Outgoing:
        """What goes out for one raw update. The outermost edge: no update may stop the ones behind it."""
        incoming: Incoming | None = None
        try:
            incoming = read_update(Update.de_json(payload, self._bot), self._me())
            if incoming is None or not incoming.message.addressed:
                return Outgoing()
            reply = await self._think(incoming)
        except Exception:
            log.exception("no answer", extra={"update": payload.get("update_id")})
            reply = say(phrases.SORRY)
        return self._outgoing(reply, incoming) if incoming else Outgoing()

    async def _think(self, incoming: Incoming) -> Reply:
        typing = asyncio.create_task(self._typing(incoming.origin))
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._pool, self._converse, incoming.message)
        finally:
            await typing

    async def _typing(self, origin: Origin) -> None:
        """Show «typing …»; a courtesy, so it is neither waited for long nor tried twice."""
        with suppress(TelegramError):
            await self._bot.send_chat_action(
                origin.chat, "typing", message_thread_id=origin.thread, read_timeout=1, connect_timeout=1
            )

    def _outgoing(self, reply: Reply, incoming: Incoming) -> Outgoing:
        def keep() -> None:
            if reply.memory is not None:
                remember(self._state, incoming.message.chat, reply.memory, self._clocks.wall())

        return Outgoing(tuple(_calls(reply, incoming.origin)), keep)

    async def _send(self, call: Call) -> Callable[[], None]:
        await self._delivery.deliver(call)
        return lambda: None

    def _me(self) -> User:
        return self._bot.bot


def open_bot(token: str, base_url: str) -> Bot:
    """The library's Bot, unmodified, speaking to `base_url`."""
    # The raw calls are meant; and «retry after» comes in whichever form the library likes.
    warnings.filterwarnings("ignore", message="Please use 'Bot", category=PTBUserWarning)
    warnings.filterwarnings("ignore", category=PTBDeprecationWarning)
    return Bot(
        token,
        base_url=f"{base_url}/bot",
        base_file_url=f"{base_url}/file/bot",
        request=HTTPXRequest(connection_pool_size=64, pool_timeout=30),
    )


def _calls(reply: Reply, origin: Origin) -> list[Call]:
    """The reply as sendMessage calls: in a group, the first one answers the question's message."""
    messages = split(reply.blocks, LIMITS.length, LIMITS.measure)
    calls = [_message(blocks, origin, first=number == 0) for number, blocks in enumerate(messages)]
    if calls and reply.buttons:
        calls[-1].params["reply_markup"] = _keyboard(reply.buttons)
    return calls


def _message(blocks: tuple[Block, ...], origin: Origin, *, first: bool) -> Call:
    params: Json = {
        "chat_id": origin.chat,
        "text": to_html(blocks),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if origin.thread is not None:
        params["message_thread_id"] = origin.thread
    if first and origin.group and origin.message is not None:
        params["reply_parameters"] = {"message_id": origin.message, "allow_sending_without_reply": True}
    return Call("sendMessage", params)


def _keyboard(rows: tuple[tuple[Button, ...], ...]) -> Json:
    return {"inline_keyboard": [[{"text": b.label, "callback_data": b.action} for b in row] for row in rows]}

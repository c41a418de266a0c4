"""Serves Telegram over python-telegram-bot: updates into the inbox, conversation in threads, replies out."""

import asyncio
import logging
import warnings
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

from telegram import Bot, Update
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.request import HTTPXRequest
from telegram.warnings import PTBDeprecationWarning, PTBUserWarning

from bot import answers, phrases
from bot.access import Role
from bot.chat import ChatMessage, Reply, Show, unseen
from bot.clocks import Clocks, backoff
from bot.crew import ALONE, Crew
from bot.desk import say
from bot.dispatch import Outgoing, Ways
from bot.inbox import Call, Json
from bot.inline import Offer
from bot.intake import Intake
from bot.patience import patiently
from bot.state import State
from bot.telegram_calls import inline_call, reply_calls
from bot.telegram_delivery import Delivery, token_refused
from bot.telegram_menus import first_calls
from bot.telegram_pace import Pace, rest_of
from bot.telegram_reading import (
    CHANNEL,
    KINDS,
    UNREADABLE,
    Incoming,
    InlineAsked,
    Origin,
    arrival,
    read_nudge,
    read_update,
    read_vote,
)
from bot.telegram_showing import Begun, Showing
from bot.telegram_uploads import Uploading, is_upload
from bot.training import doors
from bot.webhooks import Route, WebhookServer

log = logging.getLogger(__name__)
T = TypeVar("T")

POLL_SECONDS = 25
HEADER = "X-Telegram-Bot-Api-Secret-Token"
GROUP_ADMIN_COMMANDS = frozenset({"tat", "bat"})


class Converser(Protocol):
    """Whatever answers: the conversation, or a test's own."""

    def reply(self, message: ChatMessage, show: Show) -> Reply:
        """What to say to a message; `show` is told what may be seen of it before."""

    def offers(self, person: str, query: str) -> list[Offer]:
        """What to offer inline."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """The public address that Telegram posts to, its secret, and the server that receives it."""

    url: str
    secret: str
    server: WebhookServer


@dataclass(frozen=True, slots=True)
class Parts:
    """What a channel is made of. `converser` is called in `pool`'s threads."""

    bot: Bot
    state: State
    converser: Converser
    pool: Executor
    clocks: Clocks
    admins: Sequence[int] = ()
    """Accounts that are shown the administrators' commands."""
    webhook: Webhook | None = None
    """Where Telegram is to post updates; None: they are fetched."""
    newcomer: Role = Role.OFFICER
    """What somebody is whom nobody has invited yet; they are shown its commands."""
    crew: Crew = ALONE
    """The processes that share the state."""
    through: Callable[[float], None] = lambda _: None
    """See Ways."""


class TelegramChannel:
    """One bot account: connects, fetches or is handed updates, answers each once."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._bot, self._state, self._clocks = parts.bot, parts.state, parts.clocks
        self._delivery = Delivery(parts.bot, Pace(parts.clocks, parts.crew), parts.clocks)
        self._uploading = Uploading(
            parts.bot, self._delivery.deliver, parts.clocks, parts.pool, parts.converser.reply
        )
        ways = Ways(self._answer, self._sorry, self._send, parts.through)
        self.connected = False
        self._intake = Intake(CHANNEL, parts.state, parts.clocks, ways, parts.crew, rest_of)

    async def serve(self, stop: asyncio.Event, patience: float) -> None:
        """Take updates until `stop`, then finish what is under way within `patience` seconds.

        Raises ChannelFailed where the token is refused, StateUnavailable where nothing can be kept.
        """
        try:
            await self._intake.run(self._take_in(), stop, patience)
        finally:
            with suppress(TelegramError):
                await self._bot.shutdown()

    async def _take_in(self) -> None:
        """Connect, go on with what an earlier run left, then take what comes."""
        await self._connect()
        self.connected = True
        self._intake.resume()
        if self._parts.webhook:
            await self._listen(self._parts.webhook)
        else:
            await self._poll()

    async def _connect(self) -> None:
        """Say hello, tell Telegram our commands, and end the webhook that an earlier run may have set."""
        await self._until_done(self._bot.initialize)
        await self._until_done(self._tell_commands)
        if not self._parts.webhook:
            await self._until_done(self._bot.delete_webhook)

    async def _until_done(self, request: Callable[[], Awaitable[object]]) -> None:
        """Make a request again and again until Telegram has answered it."""
        attempt = 0
        while True:
            try:
                await request()
            except InvalidToken:
                raise token_refused() from None
            except TelegramError as error:
                log.warning("no connection yet", extra={"reason": error.message})
                await self._clocks.sleep(backoff(attempt))
                attempt += 1
            else:
                return

    async def _tell_commands(self) -> None:
        """Commands by scope and what the bot is for; whom it has not met cannot be shown theirs yet."""
        for call in first_calls(self._parts.newcomer, self._parts.admins):
            with suppress(BadRequest):
                await self._bot.do_api_request(call.method, api_kwargs=call.params)

    async def _listen(self, webhook: Webhook) -> None:
        """Take what Telegram posts: kept first, then answered 200, then worked on."""
        path = urlsplit(webhook.url).path or "/"
        route = Route(path, HEADER, webhook.secret, lambda update: self.accept([update]))
        async with webhook.server.receiving(route):
            await self._until_done(lambda: self._set_webhook(webhook))
            await self._intake.tidy_for_ever()

    async def _set_webhook(self, webhook: Webhook) -> None:
        await self._bot.set_webhook(webhook.url, secret_token=webhook.secret, allowed_updates=KINDS)

    async def _poll(self) -> None:
        """Fetch, keep, and only then acknowledge by asking for what comes after."""
        offset, attempt = 0, 0
        while True:
            await self._intake.lead()
            await patiently(self._intake.tidy)
            try:
                updates = await self._fetch(offset)
                attempt, self.connected = 0, True
            except InvalidToken:
                raise token_refused() from None
            except TelegramError as error:
                self.connected = False
                log.warning("polling failed", extra={"reason": error.message})
                await self._clocks.sleep(backoff(attempt))
                attempt += 1
                continue
            if updates:
                await patiently(partial(self.accept, updates))
                offset = updates[-1]["update_id"] + 1

    async def _fetch(self, offset: int) -> list[Json]:
        wanted = {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": list(KINDS)}
        # As raw JSON: an update that the library cannot read must not keep the others from coming.
        result: Any = await self._bot.do_api_request(
            "getUpdates", api_kwargs=wanted, read_timeout=POLL_SECONDS + 10
        )
        return list(result)

    def accept(self, updates: list[Json]) -> None:
        """Keep raw updates and set to work on those that are new."""
        self._intake.accept(arrival(update) for update in updates)

    def unfinished(self) -> int:
        """How many arrivals are not through yet."""
        return self._intake.unfinished()

    async def _answer(self, payload: Json) -> Outgoing:
        """What goes out for one raw update."""
        heard = self._heard(payload)
        if isinstance(heard, InlineAsked):
            offers = await self._in_pool(self._parts.converser.offers, heard.person, heard.words)
            return Outgoing((inline_call(heard.query, offers),))
        if heard is None or not heard.message.addressed:
            return Outgoing()
        reply = await self._think(heard)
        calls = tuple(reply_calls(reply, heard.origin))
        return Outgoing(calls, reply.keep, unhurried=bool(calls) and heard.message.typed_in_private)

    def _sorry(self, payload: Json) -> Outgoing:
        heard = self._heard(payload)
        return Outgoing(
            tuple(reply_calls(say(phrases.SORRY), heard.origin) if isinstance(heard, Incoming) else ())
        )

    def _heard(self, payload: Json) -> Incoming | InlineAsked | None:
        try:
            return read_nudge(payload) or read_vote(payload) or self._read(payload)
        except UNREADABLE as error:
            log.warning("unreadable update", extra={"kind": type(error).__name__})
            return None

    def _read(self, payload: Json) -> Incoming | InlineAsked | None:
        if "poll_answer" in payload:
            return None
        return read_update(Update.de_json(payload, self._bot), self._bot.bot)

    async def _think(self, incoming: Incoming) -> Reply:
        message = incoming.message
        if is_upload(message):
            return await self._uploading.reply(incoming)
        if message.group and message.command in GROUP_ADMIN_COMMANDS and not message.group_admin:
            message = replace(message, group_admin=await self._is_group_admin(incoming))
        if message.action or message.nudge:
            return await self._in_pool(self._parts.converser.reply, message, unseen)
        return await self._shown(message, incoming.origin)

    async def _shown(self, message: ChatMessage, origin: Origin) -> Reply:
        """The reply to what somebody wrote, and what they see of it until then."""
        begun = Begun(self._state, message.chat, message.id)
        showing = Showing(self._bot, self._delivery.deliver, self._clocks, origin, begun)
        task = asyncio.create_task(showing.run())
        try:
            reply = await self._in_pool(self._parts.converser.reply, message, showing.show)
        finally:
            await showing.close(task)
        return begun.ended_by(reply)

    async def _in_pool(self, work: Callable[..., T], *arguments: str | ChatMessage | Show) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._parts.pool, work, *arguments)

    async def _is_group_admin(self, incoming: Incoming) -> bool:
        """Ask Telegram; where it does not say, nobody is."""
        user = int(incoming.message.person.partition(":")[2])
        asked = {"chat_id": incoming.origin.chat, "user_id": user}
        with suppress(TelegramError):
            member: Any = await self._bot.do_api_request("getChatMember", api_kwargs=asked)
            return member.get("status") in ("creator", "administrator")
        return False

    async def _send(self, call: Call) -> Callable[[], None]:
        result = await self._delivery.deliver(call)

        def note() -> None:
            if call.mark and isinstance(result, dict):
                chat = f"{CHANNEL}:{result['chat']['id']}"
                answers.note_sent(self._state, chat, str(result["message_id"]), call.mark)
                poll = result.get("poll", {}).get("id", "")
                doors.note_sent(self._state, call.mark, str(result["message_id"]), poll, self._clocks.wall())

        return note


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

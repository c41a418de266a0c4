"""Serves Zalo over its Bot API: messages into the inbox, conversation in threads, plain texts out."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot import nudges, phrases
from bot.chat import ChatMessage, Reply, nothing
from bot.clocks import Clocks, backoff
from bot.crew import ALONE, Crew
from bot.desk import Limits, say
from bot.dispatch import Outgoing, Ways
from bot.inbox import Call, Json
from bot.intake import KEEP_FINISHED_SECONDS, Intake
from bot.layout import split, to_plain, utf16_units
from bot.patience import patiently
from bot.state import State
from bot.webhooks import Route, WebhookServer
from bot.zalo_api import (
    BAD_TOKEN,
    HEADER,
    LONGEST_TEXT,
    NO_UPDATES,
    POLL_SECONDS,
    UNKNOWN_TOKEN,
    ZaloApi,
    ZaloError,
)
from bot.zalo_delivery import Delivery, token_refused
from bot.zalo_reading import CHANNEL, arrival, read_message
from knowledge.errors import ChannelFailed

log = logging.getLogger(__name__)

LIMITS = Limits(LONGEST_TEXT, utf16_units, buttons=False, files=False, pictures=False)
PATH = "/zalo"
"""Where we listen if the webhook was registered by hand, so that we are not told its address."""
TYPING_AFTER = 1.0
"""Seconds after which somebody who waits is shown that an answer is on its way."""
PAUSE_SECONDS = 1.0
"""Before asking again where a long poll came back empty, lest one that does not wait be asked without end."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """The secret of Zalo's posts, the server that receives them, and the public address to register, if it is ours to."""

    secret: str
    server: WebhookServer
    url: str = ""

    @property
    def path(self) -> str:
        """Where the server is posted to."""
        return urlsplit(self.url).path or PATH


@dataclass(frozen=True, slots=True)
class Parts:
    """What the channel is made of. `reply` is called in `pool`'s threads."""

    api: ZaloApi
    state: State
    reply: Callable[[ChatMessage], Reply]
    pool: Executor
    clocks: Clocks
    webhook: Webhook | None = None
    """How Zalo posts what people write; None: it is fetched."""
    offer: Callable[[Path], str] | None = None
    """Gives a picture an address that Zalo can fetch it from; None: pictures are left out."""
    crew: Crew = ALONE
    """The processes that share the state."""
    through: Callable[[float], None] = lambda _: None
    """See Ways."""


class ZaloChannel:
    """One bot account: connects, fetches or is handed messages, answers each once."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._api, self._clocks = parts, parts.api, parts.clocks
        self._delivery = Delivery(parts.api, parts.clocks, parts.crew)
        ways = Ways(self._answer, self._sorry, self._send, parts.through)
        self.connected = False
        self._intake = Intake(CHANNEL, parts.state, parts.clocks, ways, parts.crew)
        self._names: list[str] = []

    async def serve(self, stop: asyncio.Event, patience: float) -> None:
        """Take messages until `stop`, then finish what is under way within `patience` seconds.

        Raises ChannelFailed where the token or the webhook is refused, StateUnavailable where nothing can be kept.
        """
        try:
            await self._intake.run(self._take_in(), stop, patience)
        finally:
            await self._api.close()

    def accept(self, body: Json) -> None:
        """Keep what was delivered and set to work on it, where it is a person's message and new."""
        found = arrival(body, self._clocks.wall() - KEEP_FINISHED_SECONDS)
        self._intake.accept([found] if found else [])

    def unfinished(self) -> int:
        """How many messages are not through yet."""
        return self._intake.unfinished()

    async def _take_in(self) -> None:
        """Say hello, go on with what an earlier run left, then take what comes."""
        me = await self._until_done("getMe", {}, UNKNOWN_TOKEN)
        known = me if isinstance(me, dict) else {}
        self._names = [str(known[key]) for key in ("display_name", "account_name") if known.get(key)]
        self.connected = True
        self._intake.resume()
        if self._parts.webhook:
            await self._listen(self._parts.webhook)
        else:
            await self._until_done("deleteWebhook", {})
            await self._poll()

    async def _until_done(
        self, method: str, params: Json, fatal: frozenset[int] = frozenset({BAD_TOKEN})
    ) -> Any:
        """Make a call again and again until Zalo has answered it; its result, None where it is refused for good.

        Raises ChannelFailed where the token is refused.
        """
        attempt = 0
        while True:
            try:
                return await self._api.call(method, params) or {}
            except ZaloError as error:
                if error.code in fatal:
                    raise token_refused() from None
                if not error.passing:
                    log.warning("refused", extra={"method": method, "reason": str(error)})
                    return None
                log.warning("no connection yet", extra={"method": method, "reason": str(error)})
                await self._clocks.sleep(max(error.wait, backoff(attempt)))
                attempt += 1

    async def _listen(self, webhook: Webhook) -> None:
        """Take what Zalo posts: kept first, then answered 200, then worked on."""
        async with webhook.server.receiving(Route(webhook.path, HEADER, webhook.secret, self.accept)):
            if webhook.url:
                asked = {"url": webhook.url, "secret_token": webhook.secret}
                if await self._until_done("setWebhook", asked) is None:
                    raise ChannelFailed("Zalo không nhận ZALO_WEBHOOK_URL: cần địa chỉ https mở ra Internet.")
            await self._intake.tidy_for_ever()

    async def _poll(self) -> None:
        """Fetch and keep. There is nothing to acknowledge: what was handed out is gone, so keep it at once."""
        attempt = 0
        while True:
            await self._intake.lead()
            await patiently(self._intake.tidy)
            began = self._clocks.steady()
            try:
                found = await self._api.call("getUpdates", {"timeout": str(POLL_SECONDS)}, POLL_SECONDS + 10)
                attempt, self.connected = 0, True
            except ZaloError as error:
                attempt = await self._after(error, attempt, self._clocks.steady() - began)
                continue
            for body in found if isinstance(found, list) else [found]:
                if isinstance(body, dict):
                    await patiently(partial(self.accept, body))

    async def _after(self, error: ZaloError, attempt: int, took: float) -> int:
        """Rest as long as a failed poll asks for; returns how many have failed in a row."""
        if error.code == BAD_TOKEN:
            raise token_refused()
        if error.code == NO_UPDATES:
            await self._clocks.sleep(0.0 if took > PAUSE_SECONDS else PAUSE_SECONDS)
            return 0
        self.connected = False
        log.warning("polling failed", extra={"reason": str(error)})
        await self._clocks.sleep(max(error.wait, backoff(attempt)))
        return attempt + 1

    async def _answer(self, payload: Json) -> Outgoing:
        """What goes out for one message."""
        message = self._heard(payload)
        if not message.addressed:
            return Outgoing()
        typing = asyncio.create_task(self._typing(message))
        loop = asyncio.get_running_loop()
        try:
            reply = await loop.run_in_executor(self._parts.pool, self._parts.reply, message)
        finally:
            typing.cancel()
        calls = tuple(reply_calls(reply, message, self._parts.offer))
        return Outgoing(calls, reply.keep, unhurried=bool(calls) and message.typed_in_private)

    def _sorry(self, payload: Json) -> Outgoing:
        return Outgoing(tuple(reply_calls(say(phrases.SORRY), self._heard(payload))))

    def _heard(self, payload: Json) -> ChatMessage:
        return nudges.read(payload) or read_message(payload, self._names)

    async def _typing(self, message: ChatMessage) -> None:
        """Show «typing …» where an answer takes its time; a courtesy, so it is never tried twice."""
        await self._clocks.sleep(TYPING_AFTER)
        with suppress(ZaloError):
            await self._api.call("sendChatAction", {"chat_id": _chat_id(message), "action": "typing"}, 1.0)

    async def _send(self, call: Call) -> Callable[[], None]:
        await self._delivery.deliver(call)
        return nothing


def reply_calls(reply: Reply, message: ChatMessage, offer: Callable[[Path], str] | None = None) -> list[Call]:
    """A reply as messages within Zalo's limit, in order; a picture bears the first of them under it."""
    to = {"chat_id": _chat_id(message)}
    texts = [to_plain(part) for part in split(reply.blocks, LIMITS.length, LIMITS.measure)]
    shown: list[Call] = []
    if reply.picture and offer:
        caption = {"caption": texts.pop(0)} if texts else {}
        shown = [Call("sendPhoto", {**to, "photo": offer(reply.picture), **caption})]
    return [*shown, *(Call("sendMessage", {**to, "text": text}) for text in texts)]


def _chat_id(message: ChatMessage) -> str:
    return message.chat.removeprefix(f"{CHANNEL}:")

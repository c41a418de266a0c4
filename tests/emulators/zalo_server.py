"""A Zalo Bot API on the loopback: real HTTP, its rules and quota as papers tell them, planned failures.

What it keeps to is second-hand, like bot/zalo_api.py: `ok: false` comes with HTTP 200, one update a poll, no offset.
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from itertools import count
from time import monotonic, time
from typing import Any
from urllib.parse import urlsplit

import httpx
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from emulators.botapi import Call, Failure
from emulators.noticing import Noticing
from emulators.telegram_text import units

TOKEN = "1459232241454765289:emulated-token"
HEADER = "X-Bot-Api-Secret-Token"
LONGEST = 2000
Json = dict[str, Any]


class Refusal(Exception):
    """An answer with ok: false."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code, self.description = code, description


class Quota:
    """At most `messages` in `seconds`, over all chats."""

    def __init__(self, messages: int, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self.messages, self.seconds, self.clock = messages, seconds, clock
        self.refused = 0
        self._sent: deque[float] = deque()

    def take(self) -> None:
        """Count a message; Refusal 429 where there have been too many."""
        now = self.clock()
        while self._sent and self._sent[0] <= now - self.seconds:
            self._sent.popleft()
        if len(self._sent) >= self.messages:
            self.refused += 1
            raise Refusal(429, "Quota exceeded")
        self._sent.append(now)


class ZaloServer(Noticing):
    """The server's whole state. One bot, any number of chats."""

    def __init__(self, token: str = TOKEN, quota: Quota | None = None) -> None:
        super().__init__()
        self.token, self.quota = token, quota
        self.me = {
            "id": token.partition(":")[0],
            "account_name": "bot.danvan",
            "display_name": "Bot Dân vận",
            "account_type": "BASIC",
            "can_join_groups": True,
        }
        self.waiting: deque[Json] = deque()
        self.handed_out = 0
        self.calls: list[Call] = []
        self.failures: deque[Failure] = deque()
        self.chats: dict[str, list[Json]] = defaultdict(list)
        self.webhook: Json = {"url": ""}
        self.numbers = count(1)
        self.closing = False

    async def start(self, port: int = 0) -> "ZaloServer":
        """Listen on the loopback; `base` is then ZALO_BASE_URL."""
        self.server = HTTPServer(Application([(r"/bot([^/]+)/(\w+)", _MethodHandler, {"api": self})]))
        sockets = bind_sockets(port, "127.0.0.1")
        self.server.add_sockets(sockets)
        self.client = httpx.AsyncClient()
        self.base = f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
        return self

    async def stop(self) -> None:
        """Close every connection."""
        self.closing = True
        await self.notify()
        await self.client.aclose()
        self.server.stop()
        await self.server.close_all_connections()

    def called(self, method: str) -> list[Json]:
        """Parameters of all calls of one method, in order."""
        return [call.params for call in self.calls if call.method == method]

    def texts(self, chat: str) -> list[str]:
        """What the bot has sent to a chat, in order."""
        return [message["text"] for message in self.chats[chat]]

    def fail(self, status: int, method: str | None = None, **more: Any) -> None:
        """Plan a failure; see Failure."""
        self.failures.append(Failure(status, method, **more))

    def new_id(self) -> str:
        """A message's identifier: twenty hexadecimal digits, without order as Zalo's."""
        return f"{next(self.numbers) * 0x9E3779B97F4A7C15 % 16**20:020x}"

    async def deliver(self, event: Json, *, wrapped: bool = True) -> int:
        """Deliver an event (again); returns the webhook's status, 0 where it waits to be polled."""
        body = {"ok": True, "result": event} if wrapped else event
        if not self.webhook["url"]:
            self.waiting.append(event)
            await self.notify()
            return 0
        headers = {HEADER: self.webhook["secret"]}
        return (await self.client.post(self.webhook["url"], json=body, headers=headers)).status_code


async def get_me(api: ZaloServer, params: Json) -> Any:
    return api.me


async def get_updates(api: ZaloServer, params: Json) -> Any:
    """The next event, gone once it is handed out; 408 where none comes in time."""
    if api.webhook["url"]:
        raise Refusal(400, "getUpdates does not work while a webhook is set")
    try:
        async with asyncio.timeout(float(params.get("timeout", 30))), api.changed:
            await api.changed.wait_for(lambda: api.waiting or api.closing)
    except TimeoutError:
        raise Refusal(408, "Request timeout") from None
    if not api.waiting:
        raise Refusal(408, "Request timeout")
    api.handed_out += 1
    return api.waiting.popleft()


async def set_webhook(api: ZaloServer, params: Json) -> Any:
    url, secret = str(params.get("url", "")), str(params.get("secret_token", ""))
    address = urlsplit(url)
    if address.scheme != "https" and address.hostname != "127.0.0.1":
        raise Refusal(400, "url must be https")
    if not 8 <= len(secret) <= 256:
        raise Refusal(400, "secret_token must have 8 to 256 characters")
    api.webhook = {"url": url, "secret": secret}
    return {"url": url, "updated_at": int(time() * 1000)}


async def delete_webhook(api: ZaloServer, params: Json) -> Any:
    api.webhook = {"url": ""}
    return {"url": "", "updated_at": int(time() * 1000)}


async def get_webhook_info(api: ZaloServer, params: Json) -> Any:
    return {"url": api.webhook["url"], "updated_at": int(time() * 1000)}


async def send_message(api: ZaloServer, params: Json) -> Any:
    chat, text = _chat(params), params.get("text")
    if not isinstance(text, str) or not text.strip() or units(text) > LONGEST:
        raise Refusal(400, "text must have 1 to 2000 characters")
    if api.quota:
        api.quota.take()
    message = {"message_id": api.new_id(), "date": int(time() * 1000)}
    api.chats[chat].append({**message, "text": text})
    return message


async def send_photo(api: ZaloServer, params: Json) -> Any:
    """Fetches the picture as Zalo would; what is no picture, or not to be had, is refused."""
    chat, caption = _chat(params), str(params.get("caption", ""))
    if units(caption) > LONGEST:
        raise Refusal(400, "caption must have at most 2000 characters")
    fetched = await api.client.get(str(params.get("photo")))
    if fetched.status_code != 200 or not fetched.headers.get("Content-Type", "").startswith("image/"):
        raise Refusal(400, "photo cannot be fetched")
    message = {"message_id": api.new_id(), "date": int(time() * 1000)}
    api.chats[chat].append({**message, "text": caption, "photo": fetched.content})
    return message


async def send_chat_action(api: ZaloServer, params: Json) -> Any:
    _chat(params)
    if params.get("action") != "typing":
        raise Refusal(400, "unknown action")
    return None


def _chat(params: Json) -> str:
    chat = params.get("chat_id")
    if not isinstance(chat, str) or not chat:
        raise Refusal(400, "chat_id must be a string")
    return chat


async def unknown(api: ZaloServer, params: Json) -> Any:
    """A method that Zalo, or this emulator, does not have."""
    raise Refusal(404, "Not Found")


METHODS: dict[str, Callable[[ZaloServer, Json], Awaitable[Any]]] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendChatAction": send_chat_action,
}


class _MethodHandler(RequestHandler):
    def initialize(self, api: ZaloServer) -> None:
        self.api = api

    async def post(self, token: str, method: str) -> None:
        api, params = self.api, json.loads(self.request.body or b"{}")
        if token != api.token:
            return self._refuse(Refusal(401, "Unauthorized"))
        api.calls.append(Call(method, params, monotonic()))
        failure = self._planned(method)
        if failure and not failure.done:
            await api.notify()
            return self._meet(failure)
        try:
            result = await METHODS.get(method, unknown)(api, params)
        except Refusal as refusal:
            return self._refuse(refusal)
        finally:
            await api.notify()
        return self._meet(failure) if failure else self.write({"ok": True, "result": result})

    def _planned(self, method: str) -> Failure | None:
        planned = self.api.failures
        return planned.popleft() if planned and planned[0].method in (None, method) else None

    def _meet(self, failure: Failure) -> None:
        """Status 0 closes the connection; 408 and 429 come in the envelope, others as a page of HTML."""
        if failure.status in (400, 401, 403, 408, 429):
            return self._refuse(Refusal(failure.status, failure.description))
        if failure.status:
            self.set_status(failure.status)
            self.write("<html>Bad Gateway</html>")
            return None
        self.request.connection.stream.close()
        return None

    def _refuse(self, refusal: Refusal) -> None:
        self.write({"ok": False, "error_code": refusal.code, "description": refusal.description})

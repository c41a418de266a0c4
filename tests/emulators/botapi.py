"""A Telegram Bot API on the loopback: real HTTP and limits, planned failures, every call kept."""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from time import monotonic, time
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from emulators.noticing import Noticing
from emulators.telegram_limits import FloodLimits
from emulators.telegram_methods import METHODS, CallError, unknown

TOKEN = "123456:emulated-token-0123456789"
Json = dict[str, Any]


@dataclass
class Failure:
    """What the next call of `method` (any where None) meets instead of an answer.

    Status 0 closes the connection without a word: before the call is carried out, or after (`done`).
    """

    status: int
    method: str | None = None
    description: str = "planned failure"
    parameters: Json = field(default_factory=dict)
    done: bool = False


@dataclass
class Call:
    """One request as it arrived."""

    method: str
    params: Json
    at: float


class BotApi(Noticing):
    """The server's whole state. One bot, any number of chats."""

    def __init__(self, token: str = TOKEN, *, limited: bool = False, clock: Callable[[], float] = monotonic):
        super().__init__()
        self.token = token
        self.me = {
            "id": int(token.split(":", maxsplit=1)[0]),
            "is_bot": True,
            "first_name": "Dân vận",
            "username": "danvan_bot",
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
        }
        self.limits = FloodLimits(clock) if limited else None
        self.clock = clock
        self.updates: deque[Json] = deque()
        self.acknowledged = 0
        self.calls: list[Call] = []
        self.failures: deque[Failure] = deque()
        self.messages: dict[tuple[int, int], Json] = {}
        self.files: dict[str, bytes] = {}
        self.commands: dict[str, list[Json]] = {}
        self.descriptions: dict[str, str] = {}
        self.members: dict[tuple[int, int], str] = {}
        self.drafts: list[Json] = []
        self.webhook: Json = {"url": ""}
        self.update_ids = count(1)
        self.message_ids = count(1)
        self.poll_ids = count(1)
        self.votes: set[tuple[str, int]] = set()
        self.closing = False

    async def start(self, port: int = 0) -> "BotApi":
        """Listen on the loopback; `base` is then TELEGRAM_BASE_URL."""
        routes = [
            (r"/bot([^/]+)/(\w+)", _MethodHandler, {"api": self}),
            (r"/file/bot([^/]+)/(.+)", _FileHandler, {"api": self}),
        ]
        self.server = HTTPServer(Application(routes), max_buffer_size=60_000_000)
        sockets = bind_sockets(port, "127.0.0.1")
        self.server.add_sockets(sockets)
        self.port = sockets[0].getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        return self

    async def stop(self) -> None:
        """Close every connection."""
        self.closing = True
        await self.notify()
        self.server.stop()
        await self.server.close_all_connections()

    def called(self, method: str) -> list[Json]:
        """Parameters of all calls of one method, in order."""
        return [call.params for call in self.calls if call.method == method]

    def sent(self, chat: int) -> list[Json]:
        """Messages of the bot that stand in a chat, in order."""
        ours = (message for message in self.messages.values() if message["from"]["id"] == self.me["id"])
        return [message for message in ours if message["chat"]["id"] == chat]

    def texts(self, chat: int) -> list[str]:
        """Their texts."""
        return [message["text"] for message in self.sent(chat) if "text" in message]

    def polls(self, chat: int) -> list[Json]:
        """Messages of the bot that hold polls, in a chat, in order."""
        return [message for message in self.sent(chat) if "poll" in message]

    def fail(self, status: int, method: str | None = None, **more: Any) -> None:
        """Plan a failure; see Failure."""
        self.failures.append(Failure(status, method, **more))

    def chat(self, chat: int) -> Json:
        """A private chat where the number is positive, else a supergroup."""
        if chat > 0:
            return {"id": chat, "type": "private", "first_name": f"Người {chat}"}
        return {"id": chat, "type": "supergroup", "title": f"Nhóm {chat}"}

    def new_message(self, chat: int, sender: Json, **content: Any) -> Json:
        """Put a message into a chat."""
        stamp = {"message_id": next(self.message_ids), "date": int(time())}
        message = {**stamp, "from": sender, "chat": self.chat(chat), **content}
        self.messages[chat, message["message_id"]] = message
        return message


class _MethodHandler(RequestHandler):
    def initialize(self, api: BotApi) -> None:
        self.api = api

    async def post(self, token: str, method: str) -> None:
        api, params = self.api, self._params()
        if token != api.token:
            return self._refuse(CallError(401, "Unauthorized"))
        api.calls.append(Call(method, params, api.clock()))
        failure = self._planned(method)
        if failure and not failure.done:
            await api.notify()
            return self._meet(failure)
        try:
            result = await METHODS.get(method, unknown)(api, params)
        except KeyError as missing:
            return self._refuse(CallError(400, f"Bad Request: {missing} is missing or unknown"))
        except CallError as refused:
            return self._refuse(refused)
        finally:
            await api.notify()
        if failure:
            return self._meet(failure)
        return self.write(json.dumps({"ok": True, "result": result}))

    get = post

    def _params(self) -> Json:
        params: Json = {key: _value(values[-1].decode()) for key, values in self.request.arguments.items()}
        if self.request.headers.get("Content-Type", "").startswith("application/json"):
            params.update(json.loads(self.request.body or b"{}"))
        params.update({name: parts[0] for name, parts in self.request.files.items()})
        return params

    def _planned(self, method: str) -> Failure | None:
        planned = self.api.failures
        return planned.popleft() if planned and planned[0].method in (None, method) else None

    def _meet(self, failure: Failure) -> None:
        if failure.status:
            return self._refuse(CallError(failure.status, failure.description, failure.parameters))
        self.request.connection.stream.close()
        return None

    def _refuse(self, refused: CallError) -> None:
        self.set_status(refused.status)
        body: Json = {"ok": False, "error_code": refused.status, "description": refused.description}
        if refused.parameters:
            body["parameters"] = refused.parameters
        self.write(body)


class _FileHandler(RequestHandler):
    def initialize(self, api: BotApi) -> None:
        self.api = api

    def get(self, token: str, path: str) -> None:
        data = self.api.files.get(path.rsplit("/", 1)[-1])
        if token != self.api.token or data is None:
            self.set_status(404)
        else:
            self.write(data)


def _value(written: str) -> Any:
    """Form fields carry JSON for everything that is not a string."""
    try:
        return json.loads(written) if written[:1] in "[{" or written in ("true", "false") else written
    except ValueError:
        return written

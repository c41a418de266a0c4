"""Receives webhooks: secret compared in constant time, body capped, kept, answered 200; the work comes after."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

LARGEST_BODY = 2**20


@dataclass(frozen=True, slots=True)
class Route:
    """Where a channel posts to, and the header that must carry its secret.

    `accept` keeps a payload, quickly; where it raises, the channel is told 500 and delivers again.
    """

    path: str
    header: str
    secret: str
    accept: Callable[[dict[str, Any]], None]


class WebhookServer:
    """One listening address for every channel's route."""

    def __init__(self, routes: list[Route]) -> None:
        handlers = [(route.path, _Receiver, {"route": route}) for route in routes]
        application = Application(handlers, log_function=_log_nothing)
        self._server = HTTPServer(application, max_body_size=LARGEST_BODY, max_buffer_size=LARGEST_BODY)

    def start(self, host: str, port: int) -> int:
        """Listen; returns the port, which the system chooses where it was 0. Raises OSError."""
        sockets = bind_sockets(port, host)
        self._server.add_sockets(sockets)
        return int(sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Take nothing more."""
        self._server.stop()
        await self._server.close_all_connections()


class _Receiver(RequestHandler):
    def initialize(self, route: Route) -> None:
        self._route = route

    def post(self) -> None:
        given = self.request.headers.get(self._route.header, "")
        if not compare_digest(given.encode(), self._route.secret.encode()):
            self.set_status(403)
            return
        try:
            payload = json.loads(self.request.body)
        except ValueError:
            payload = None
        if not isinstance(payload, dict):
            self.set_status(400)
            return
        self._route.accept(payload)


def _log_nothing(handler: RequestHandler) -> None:
    """Requests are not logged: their paths and headers may hold secrets."""

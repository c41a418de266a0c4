"""Receives webhooks: secret compared in constant time, body capped, kept, answered 200; the work comes after."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler, stream_request_body

LARGEST_BODY = 2**20
TOO_LARGE = 413


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
    """One listening address for every channel's route; it listens while any of them is open."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._routes: dict[str, Route] = {}
        self._server: HTTPServer | None = None

    @asynccontextmanager
    async def receiving(self, route: Route) -> AsyncIterator[None]:
        """Receive for a channel inside the block. Raises OSError where the address cannot be listened on."""
        if self._server is None:
            self._server = self._listen()
        self._routes[route.path] = route
        try:
            yield
        finally:
            del self._routes[route.path]
            if not self._routes:
                server, self._server = self._server, None
                server.stop()
                await server.close_all_connections()

    def _listen(self) -> HTTPServer:
        handlers = [(r"(/.*)", _Receiver, {"routes": self._routes})]
        application = Application(handlers, log_function=_log_nothing)
        # Twice as much: what is a little too large still gets its answer before the connection is closed.
        server = HTTPServer(application, max_body_size=2 * LARGEST_BODY, max_buffer_size=2 * LARGEST_BODY)
        server.add_sockets(bind_sockets(self._port, self._host))
        return server


@stream_request_body
class _Receiver(RequestHandler):
    """Looks at the secret before anything of the body is read."""

    def initialize(self, routes: dict[str, Route]) -> None:
        self._routes = routes
        self._body = bytearray()

    def prepare(self) -> None:
        route = self._routes.get(self.request.path)
        if route is None:
            self._refuse(404)
        elif not compare_digest(self.request.headers.get(route.header, "").encode(), route.secret.encode()):
            self._refuse(403)

    def data_received(self, chunk: bytes) -> None:
        if not self._finished:
            self._body += chunk
            if len(self._body) > LARGEST_BODY:
                self._refuse(TOO_LARGE)

    def post(self, path: str) -> None:
        if self._finished:
            return
        try:
            payload = json.loads(self._body)
        except (ValueError, RecursionError):
            payload = None
        if isinstance(payload, dict):
            self._routes[path].accept(payload)
        else:
            self.set_status(400)

    def _refuse(self, status: int) -> None:
        self.set_status(status)
        self.set_header("Connection", "close")
        self.finish()


def _log_nothing(handler: RequestHandler) -> None:
    """Requests are not logged: their paths and headers may hold secrets."""

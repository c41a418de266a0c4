"""Receives webhooks: secret compared in constant time, body capped, kept, answered 200; the work comes after."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler, stream_request_body

Rule = tuple[str, type[RequestHandler], dict[str, Any]]
"""A path's pattern, what handles it, and what the handler is made with."""
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

    def __init__(self, host: str, port: int, pages: Sequence[Rule] = ()) -> None:
        """`pages` are what people open in a browser, in tornado's form."""
        self._host, self._port, self._pages = host, port, pages
        self._routes: dict[str, Route] = {}
        self._holders = 0
        self._server: HTTPServer | None = None

    @asynccontextmanager
    async def receiving(self, route: Route) -> AsyncIterator[None]:
        """Receive for a channel inside the block. Raises OSError where the address cannot be listened on."""
        async with self.listening():
            self._routes[route.path] = route
            try:
                yield
            finally:
                del self._routes[route.path]

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[int]:
        """Listen inside the block, for the pages' sake if for nothing else; gives the port. Raises OSError."""
        if self._server is None:
            self._server, self._bound = self._listen()
        self._holders += 1
        try:
            yield self._bound
        finally:
            self._holders -= 1
            if not self._holders:
                server, self._server = self._server, None
                server.stop()
                await server.close_all_connections()

    def _listen(self) -> tuple[HTTPServer, int]:
        handlers: list[Rule] = [*self._pages, (r"(/.*)", _Receiver, {"routes": self._routes})]
        application = Application(handlers, log_function=_log_nothing)
        # Twice as much: what is a little too large still gets its answer before the connection is closed.
        server = HTTPServer(application, max_body_size=2 * LARGEST_BODY, max_buffer_size=2 * LARGEST_BODY)
        sockets = bind_sockets(self._port, self._host)
        server.add_sockets(sockets)
        return server, int(sockets[0].getsockname()[1])


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

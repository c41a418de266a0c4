"""A server that speaks the OpenAI chat-completions protocol over HTTP, whole or streamed, and fails as planned."""

import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

from bot.settings import Settings

Reply = Callable[[list[dict[str, Any]]], str]
"""What the server's «model» answers to the messages of a request."""
Failure = int | Literal["garbage", "cut", "stall"]
"""A status; a body that is no JSON; a reply cut off half-way; a reply whose pieces come too slowly."""
PIECE = 8


@dataclass
class ChatServer:
    """A running server: its base URL, what was asked of it, what it can do, and how to fail first."""

    base_url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    streams: bool = True
    structured: bool = True
    """Whether it honours a JSON schema; where not, it answers 400 to one as some servers do."""
    pause: float = 0.0
    """Seconds between the pieces of a reply that stalls."""

    def settings(self, home: Path) -> Settings:
        """Those of an assistant over a DANVAN_HOME that has its answers written here."""
        return Settings(
            _env_file=None,
            danvan_home=home,
            chat_model="openai:emulated",
            chat_base_url=self.base_url,
            chat_api_key="key",
        )


@contextmanager
def chat_server(reply: Reply) -> Iterator[ChatServer]:
    """Serve on a free port of the loopback until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.daemon_threads = True
    state = ChatServer(f"http://127.0.0.1:{server.server_port}/v1")
    server.RequestHandlerClass = _handler(state, reply)
    thread = threading.Thread(target=lambda: server.serve_forever(0.01), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()


def _handler(state: ChatServer, reply: Reply) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            """Tests read what they need from `requests`."""

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            state.requests.append({"path": self.path, "authorization": self.headers["authorization"], **body})
            failure = state.failures.pop(0) if state.failures else None
            if isinstance(failure, int):
                self._send(failure, _error("planned failure"))
            elif failure == "garbage":
                self._send(200, b"<html>bad gateway</html>")
            elif "response_format" in body and not state.structured:
                self._send(400, _error("response_format is not supported"))
            else:
                self._answer(body, failure)

        def _answer(self, body: dict[str, Any], failure: Failure | None) -> None:
            text = reply(body["messages"])
            text = _as_json(text) if "response_format" in body else text
            if body.get("stream") and state.streams:
                self._stream(body["model"], text, failure)
            else:
                self._send(200, json.dumps(_completion(body["model"], text)).encode())

        def _stream(self, model: str, text: str, failure: Failure | None) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.send_header("connection", "close")
            self.end_headers()
            pieces = [text[i : i + PIECE] for i in range(0, len(text), PIECE)]
            for place, piece in enumerate(pieces):
                if failure == "cut" and place >= len(pieces) // 2:
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                time.sleep(state.pause if failure == "stall" else 0)
                self._event(_chunk(model, {"role": "assistant", "content": piece}, None))
            self._event(_chunk(model, {}, "stop"))
            self.wfile.write(b"data: [DONE]\n\n")
            self.close_connection = True

        def _event(self, chunk: dict[str, Any]) -> None:
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
            self.wfile.flush()

        def _send(self, status: int, data: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def handle(self) -> None:
            """A client that gave up in the middle of a stream is no error here."""
            try:
                super().handle()
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

    return Handler


def _error(message: str) -> bytes:
    return json.dumps({"error": {"message": message, "type": "server_error"}}).encode()


def _as_json(text: str) -> str:
    """The reply as a provider's structured output gives it: each sentence with the passages of its marks."""
    sentences = [
        {"text": f"{words.strip()}.", "passages": [int(n) for n in re.findall(r"\d+", marks)]}
        for words, marks in re.findall(r"(.+?)((?:\s*\[\d+\])+\s*[.;]?|$)", text, re.DOTALL)
        if words.strip()
    ]
    return json.dumps({"sentences": sentences}, ensure_ascii=False)


def _completion(model: str, text: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": text}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


def _chunk(model: str, delta: dict[str, str], finish: str | None) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": model,
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }

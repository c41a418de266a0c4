"""The child's side: `python -m indexer.confined` answers requests by forking a child with limits for each.

Request: one JSON line {"path", "member", "form", "page", "seconds", "computing"}. Reply: 8 bytes of length, then
JSON: what Parsed.to_json gives, or {"reason"}.
"""

import json
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from indexer.formats.archive import open_member
from indexer.formats.parsed import Parsed, Parser
from knowledge.errors import UnreadableFile

MEMORY = 512 << 20
"""Bytes of address space of a child."""
LARGEST = 64 << 20
"""Bytes that a child may answer."""
_TOO_MUCH = "tệp cần quá nhiều bộ nhớ để đọc"
_TOO_SLOW = "tệp cần quá nhiều thời gian để đọc"
_BROKEN = "tệp hỏng, không đọc được"


def main() -> None:
    """Serve until the parent closes the pipe."""
    requests, replies = sys.stdin.buffer, sys.stdout.buffer
    for line in iter(requests.readline, b""):
        reply = json.dumps(_serve(json.loads(line))).encode()
        replies.write(len(reply).to_bytes(8, "big") + reply)
        replies.flush()


def _serve(request: Mapping[str, Any]) -> dict[str, Any]:
    # Imported here, in the server: every child then shares it.
    parser: Parser = import_module(f"indexer.formats.{request['form']}").parse
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(parser, request, writing)
    os.close(writing)
    try:
        answer = _collect(reading, time.monotonic() + request["seconds"])
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    return _understand(answer, status)


def _collect(pipe: int, deadline: float) -> bytes | None:
    """All that a child writes until it closes its end; None where its time is up or it writes too much."""
    parts: list[bytes] = []
    size = 0
    while size <= LARGEST:
        ready, _, _ = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return None
        part = os.read(pipe, 1 << 20)
        if not part:
            return b"".join(parts)
        parts.append(part)
        size += len(part)
    return None


def _understand(answer: bytes | None, status: int) -> dict[str, Any]:
    if answer is None or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU):
        return {"reason": _TOO_SLOW}
    try:
        return dict(json.loads(answer))
    except ValueError:
        return {"reason": _TOO_MUCH if not answer else _BROKEN}


def _work(parser: Parser, request: Mapping[str, Any], writing: int) -> None:
    """In the child: parse, answer, and end without a word to anybody else."""
    try:
        _confine(writing, int(request["computing"]))
        answer = _parse(parser, request)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(json.dumps(answer).encode())
    finally:
        os._exit(0)


def _confine(kept: int, computing: int) -> None:
    quiet = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(quiet, descriptor)
    os.closerange(3, kept)
    os.closerange(kept + 1, 256)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (computing, computing + 1))


def _parse(parser: Parser, request: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return _read(parser, request).to_json()
    except UnreadableFile as error:
        return {"reason": str(error)}
    except MemoryError:
        return {"reason": _TOO_MUCH}
    except Exception:  # the outermost edge of this process: parsers raise a dozen kinds
        return {"reason": _BROKEN}


def _read(parser: Parser, request: Mapping[str, Any]) -> Parsed:
    with Path(request["path"]).open("rb") as file:
        if request["member"]:
            return parser(open_member(file, request["member"]), int(request["page"]))
        return parser(file, int(request["page"]))


if __name__ == "__main__":
    main()

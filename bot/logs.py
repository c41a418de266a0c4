"""Logs: one JSON object a line on stderr, without secrets and without what people wrote."""

import json
import logging
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TextIO

HIDDEN = "[ẩn]"
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


_request: ContextVar[str] = ContextVar("request", default="")


@contextmanager
def of_request(name: str) -> Iterator[None]:
    """Everything logged inside bears this name, in the threads that are asked from here, too.

    An arrival's is its channel and its number in the inbox («telegram/42»): the same before and after a restart, and
    in whichever process goes on with it. It tells nothing about who wrote.
    """
    token = _request.set(name)
    try:
        yield
    finally:
        _request.reset(token)


class JsonLines(logging.Formatter):
    """Time, level, logger, message, extra fields and traceback, with every secret replaced."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__()
        self._secrets = tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        entry: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "message": record.getMessage(),
            **({"request": name} if (name := _request.get()) else {}),
            **{key: value for key, value in vars(record).items() if key not in _OWN},
        }
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        line = json.dumps(entry, ensure_ascii=False, default=str)
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return line

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """Where it happened and of what kind; an error's own words may hold what people wrote."""
        return "".join(traceback.format_tb(ei[2])) + str(ei[0].__name__)


def configure_logging(secrets: Sequence[str], stream: TextIO = sys.stderr) -> None:
    """Log to `stream`. httpx would log every address, and Telegram's hold the token: it is kept to warnings."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines(secrets))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)

"""Logs are JSON lines without secrets and without what people wrote."""

import io
import json
import logging

import pytest

from bot.logs import HIDDEN, configure_logging

SECRET = "123456:canary-token"


@pytest.fixture
def stream() -> io.StringIO:
    """Where the root logger writes during a test; its handlers come back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure_logging([SECRET], stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_extra_fields_are_kept_and_secrets_hidden(stream: io.StringIO) -> None:
    logging.getLogger("bot").warning("calling %s", f"https://x/bot{SECRET}/getMe", extra={"reason": SECRET})
    (line,) = lines(stream)
    assert line["message"] == f"calling https://x/bot{HIDDEN}/getMe"
    assert (line["reason"], line["level"], line["from"]) == (HIDDEN, "WARNING", "bot")


def test_addresses_of_requests_are_not_logged(stream: io.StringIO) -> None:
    logging.getLogger("httpx").info("HTTP Request: POST https://x/bot%s/getMe", SECRET)
    assert stream.getvalue() == ""


def test_traceback_tells_where_but_not_what_was_written(stream: io.StringIO) -> None:
    written = "chuyện riêng 7351"
    try:
        int(written)
    except ValueError:
        logging.getLogger("bot").exception("no answer")
    (line,) = lines(stream)
    assert "test_logs.py" in str(line["traceback"])
    assert str(line["traceback"]).endswith("ValueError")
    assert "7351" not in stream.getvalue()

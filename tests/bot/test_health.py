"""What watches over the bot hears: alive, ready or why not, figures without a name in them; one request in the logs."""

import asyncio
import json
import os
import shutil
import signal
import socket
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from bot import health
from bot.metrics import Metrics, Standing
from bot.moving import copied
from bot.settings import Settings
from bot.state import State
from bot.webhooks import WebhookServer
from emulators.botapi import BotApi
from emulators.telegram_people import Person
from knowledge.errors import CorruptIndex, DatabaseUnavailable

QUESTION = "Văn bản nào quy định người đứng đầu đối thoại trực tiếp với nhân dân?"
PERSON = 73519911


def standing() -> Standing:
    return Standing({"telegram": 3}, 60.0, 11, 200, 7, 1000, 2)


async def asked(path: str, checks: dict[str, health.Check], figures: Callable[[], bytes]) -> httpx.Response:
    """What a listener with these pages answers."""
    server = WebhookServer("127.0.0.1", 0, health.pages(lambda: checks, figures))
    async with server.listening() as port, httpx.AsyncClient() as client:
        return await client.get(f"http://127.0.0.1:{port}{path}")


async def test_alive_says_so_whatever_is_wrong() -> None:
    def broken() -> None:
        raise CorruptIndex("hỏng")

    answer = await asked("/healthz", {"index": broken}, bytes)
    assert (answer.status_code, answer.text) == (200, "ok")


@pytest.mark.parametrize(
    "error", [CorruptIndex("Chỉ mục hỏng."), OSError("Đĩa đầy."), sqlite3.OperationalError("bận")]
)
async def test_whoever_is_not_ready_says_why(error: Exception) -> None:
    def broken() -> None:
        raise error

    answer = await asked("/readyz", {"index": broken, "state": lambda: None}, bytes)
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "checks": {"index": str(error), "state": "ok"}}


async def test_a_writable_state_is_ready(state: State) -> None:
    answer = await asked("/readyz", {"state": lambda: health.state_is_writable(state)}, bytes)
    assert (answer.status_code, answer.json()["ready"]) == (200, True)


async def test_figures_count_and_name_nobody() -> None:
    metrics = Metrics(standing)
    metrics.answered("telegram", "answered", 0.04)
    metrics.answered("telegram", "refused", 3.0)
    metrics.through("telegram", 0.3)
    text = (await asked("/metrics", {}, metrics.text)).text
    for line in (
        'danvan_questions_total{channel="telegram",status="refused"} 1.0',
        'danvan_answer_seconds_bucket{channel="telegram",le="0.05"} 1.0',
        'danvan_through_seconds_count{channel="telegram"} 1.0',
        'danvan_queue{channel="telegram"} 3.0',
        "danvan_index_age_seconds 60.0",
        "danvan_model_answers_today 7.0",
        "danvan_processes 2.0",
    ):
        assert line in text.splitlines()


async def test_figures_that_cannot_be_told_are_an_error_to_be_seen() -> None:
    def away() -> Standing:
        raise DatabaseUnavailable("mất kết nối")

    assert (await asked("/metrics", {}, Metrics(away).text)).status_code == 503


@pytest.mark.parametrize("database", ("sqlite", "postgres"), indirect=True)
async def test_the_command_tells_how_it_is(shipped_home: Path, tmp_path: Path, database: str) -> None:
    home, api = tmp_path / "home", await BotApi().start()
    shutil.copytree(shipped_home, home)
    if database:
        embedded = Settings(_env_file=None, danvan_home=home)
        copied(embedded, embedded.model_copy(update={"database_url": database}))
    port = free_port()
    process = await start(tmp_path, api, home, database, port)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        await Person(api, PERSON).write(QUESTION)
        await api.until(lambda: api.texts(PERSON), 60)
        alive, ready, figures = [await client.get(path) for path in ("/healthz", "/readyz", "/metrics")]
    process.send_signal(signal.SIGTERM)
    _, logged = await process.communicate()
    await api.stop()
    assert (alive.status_code, ready.json()["checks"]) == (
        200,
        {"index": "ok", "state": "ok", "telegram": "ok"},
    )
    assert 'danvan_questions_total{channel="telegram",status="answered"} 1.0' in figures.text
    assert str(PERSON) not in figures.text
    lines = [json.loads(line) for line in logged.decode().splitlines()]
    told = {line["message"]: line for line in lines}
    assert told["answered"]["request"] == told["through"]["request"] == "telegram/1"


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def start(folder: Path, api: BotApi, home: Path, url: str, port: int) -> asyncio.subprocess.Process:
    """`danvan bot` in a process of its own."""
    environment = {
        **os.environ,
        "DANVAN_HOME": str(home),
        "DATABASE_URL": url,
        "TELEGRAM_BOT_TOKEN": api.token,
        "TELEGRAM_BASE_URL": api.base,
        "HTTP_LISTEN": f"127.0.0.1:{port}",
    }
    command = (sys.executable, "-c", "from bot.cli import main; main()", "bot")
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(*command, cwd=folder, env=environment, stderr=pipe)

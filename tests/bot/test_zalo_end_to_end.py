"""Zalo's webhook, `danvan bot` with both channels in a process of its own, and the same answers on both."""

import asyncio
import json
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot import zalo_pictures
from bot.chat import Reply
from bot.composition import LiveLibrary
from bot.conversation import Conversation
from bot.layout import block
from bot.settings import Settings
from bot.state import State
from bot.webhooks import LARGEST_BODY, TOO_LARGE
from bot.zalo_api import HEADER
from bot.zalo_pictures import Pictures
from emulators.botapi import BotApi
from emulators.serving import Echo, Index, Serve
from emulators.telegram_people import Person
from emulators.zalo_people import ZaloPerson
from emulators.zalo_server import ZaloServer
from emulators.zalo_serving import SECRET, conversing, local_webhook, serving
from knowledge.documents import Answer, Memory

QUESTION = "Văn bản nào quy định người đứng đầu đối thoại trực tiếp với nhân dân?"
CANARY = "1459232241454765289:canary-token"


@pytest.fixture
async def zalo() -> AsyncIterator[ZaloServer]:
    """An emulated Zalo without a quota."""
    server = await ZaloServer().start()
    yield server
    await server.stop()


@pytest.mark.parametrize("wrapped", [True, False])
async def test_webhook_is_answered_as_when_polling_in_both_forms(
    wrapped: bool, zalo: ZaloServer, tmp_path: Path
) -> None:
    event = ZaloPerson(zalo, "an").event(text="Một?")
    async with serving(zalo, tmp_path, lambda _: Echo().reply, local_webhook()):
        await zalo.until(lambda: zalo.webhook["url"])
        assert [await zalo.deliver(event, wrapped=wrapped) for _ in range(3)] == [200] * 3
        await ZaloPerson(zalo, "an").write("Hai?")
        await zalo.until(lambda: len(zalo.texts("an")) == 2)
    assert [text.split(";")[0] for text in zalo.texts("an")] == ["Hỏi: Một?", "Hỏi: Hai?"]


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, b"{}", 403),
        ({HEADER: "wrong"}, b"{}", 403),
        ({HEADER: "sai-bí-mật".encode()}, b"not json", 403),
        ({HEADER: "wrong"}, b"x" * (LARGEST_BODY + 1), 403),
        ({HEADER: SECRET}, b"not json", 400),
        ({HEADER: SECRET}, b"[" * 90_000, 400),
        ({HEADER: SECRET}, b"x" * (LARGEST_BODY + 1), TOO_LARGE),
        ({HEADER: SECRET, "Content-Type": "multipart/form-data"}, b"{}", 200),
        ({HEADER: SECRET}, b'{"ok": true, "result": {"event_name": "user.left"}}', 200),
    ],
)
async def test_who_is_heard(
    headers: dict[str, str], body: bytes, status: int, zalo: ZaloServer, tmp_path: Path
) -> None:
    async with serving(zalo, tmp_path, lambda _: Echo().reply, local_webhook()) as running:
        await zalo.until(lambda: zalo.webhook["url"])
        async with httpx.AsyncClient() as client:
            try:
                answered = (await client.post(zalo.webhook["url"], content=body, headers=headers)).status_code
            except httpx.TransportError:
                # The connection may be closed before all of a large body is sent.
                answered = status
        assert (answered, running.channel.unfinished()) == (status, 0)


@pytest.mark.parametrize("public", [True, False])
async def test_pictures_are_fetched_from_our_listener_or_left_out(
    public: bool, zalo: ZaloServer, tmp_path: Path
) -> None:
    drawn, webhook = tmp_path / "drawn.png", local_webhook(zalo_pictures.pages(tmp_path))
    drawn.write_bytes(b"\x89PNG a picture")
    offer = Pictures(tmp_path, webhook.url, lambda: "0123456789abcdef01234567").offer if public else None
    reply = Reply((block("Biểu đồ của lớp"),), picture=drawn)
    async with serving(zalo, tmp_path, lambda _: lambda _: reply, webhook, offer=offer):
        await zalo.until(lambda: zalo.webhook["url"])
        await ZaloPerson(zalo, "an").write("biểu đồ")
        await zalo.until(lambda: zalo.texts("an"))
        async with httpx.AsyncClient() as client:
            strange = [
                await client.get(f"{webhook.url}/anh/{name}") for name in ("x" * 24 + ".png", "../state.db")
            ]
    (sent,) = zalo.chats["an"]
    assert (sent["text"], sent.get("photo")) == ("Biểu đồ của lớp", drawn.read_bytes() if public else None)
    assert [answer.status_code in (403, 404) for answer in strange] == [True, True]


async def test_polling_ends_a_webhook_set_before(zalo: ZaloServer, tmp_path: Path) -> None:
    zalo.webhook = {"url": "http://127.0.0.1:1/old", "secret": "12345678"}
    async with serving(zalo, tmp_path, lambda _: Echo().reply):
        await zalo.until(lambda: not zalo.webhook["url"])
        await ZaloPerson(zalo, "an").write("Một?")
        await zalo.until(lambda: zalo.texts("an"))


async def start(home: Path, folder: Path, **settings: str) -> asyncio.subprocess.Process:
    """`danvan bot` in a process of its own."""
    none = {key: "" for key in os.environ if key.startswith(("TELEGRAM_", "ZALO_", "CHAT_"))}
    environment = {**os.environ, **none, "DANVAN_HOME": str(home), **settings}
    command = (sys.executable, "-c", "from bot.cli import main; main()", "bot")
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(*command, cwd=folder, env=environment, stderr=pipe)


async def test_one_command_serves_both_channels_by_one_address_and_logs_no_secret(
    shipped_home: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(shipped_home, home)
    zalo, api = await ZaloServer(CANARY).start(), await BotApi().start()
    address = local_webhook()
    listen, telegram = (
        address.url.removeprefix("http://").removesuffix("/zalo"),
        address.url.replace("zalo", "tg"),
    )
    process = await start(
        home,
        tmp_path,
        HTTP_LISTEN=listen,
        ZALO_BOT_TOKEN=CANARY,
        ZALO_BASE_URL=zalo.base,
        ZALO_WEBHOOK_URL=address.url,
        ZALO_WEBHOOK_SECRET=SECRET,
        TELEGRAM_BOT_TOKEN=api.token,
        TELEGRAM_BASE_URL=api.base,
        TELEGRAM_WEBHOOK_URL=telegram,
    )
    await zalo.until(lambda: zalo.webhook["url"], 60)
    await api.until(lambda: api.webhook["url"], 60)
    zalo.fail(502, "sendMessage")
    await ZaloPerson(zalo, "an").write(f"{QUESTION} chuyện riêng 7351")
    await Person(api, 42).write(QUESTION)
    await zalo.until(lambda: zalo.texts("an"), 60)
    await api.until(lambda: api.texts(42), 60)
    process.send_signal(signal.SIGTERM)
    _, logged = await process.communicate()
    await zalo.stop()
    await api.stop()
    assert process.returncode == 0
    assert "2108-QĐ/TU" in zalo.texts("an")[0]
    lines = [json.loads(line) for line in logged.decode().splitlines()]
    assert {line.get("channel") for line in lines if line["message"] == "serving"} == {"telegram", "zalo"}
    assert "canary" not in logged.decode()
    assert "7351" not in logged.decode()


async def test_a_channel_that_is_refused_leaves_the_other_serving(shipped_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(shipped_home, home)
    zalo, api = await ZaloServer().start(), await BotApi().start()
    tokens = {"TELEGRAM_BOT_TOKEN": "1:refused", "ZALO_BOT_TOKEN": zalo.token}
    process = await start(
        home,
        tmp_path,
        TELEGRAM_BASE_URL=api.base,
        ZALO_BASE_URL=zalo.base,
        HTTP_LISTEN="127.0.0.1:0",
        **tokens,
    )
    await ZaloPerson(zalo, "an").write(QUESTION)
    await zalo.until(lambda: zalo.texts("an"), 60)
    process.send_signal(signal.SIGTERM)
    _, logged = await process.communicate()
    await zalo.stop()
    await api.stop()
    assert process.returncode == 1
    assert "TELEGRAM_BOT_TOKEN" in logged.decode().splitlines()[-1]
    assert "channel failed" in logged.decode()


async def test_a_refused_token_is_one_sentence_and_code_1(shipped_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(shipped_home, home)
    zalo = await ZaloServer().start()
    process = await start(home, tmp_path, ZALO_BOT_TOKEN=CANARY, ZALO_BASE_URL=zalo.base)
    _, logged = await process.communicate()
    await zalo.stop()
    assert process.returncode == 1
    assert "ZALO_BOT_TOKEN" in logged.decode().splitlines()[-1]
    assert "canary" not in logged.decode()


async def test_gold_questions_get_the_same_answers_on_both_channels(
    api: BotApi,
    zalo: ZaloServer,
    *,
    serve: Serve,
    converse: Callable[..., Callable[[State], Conversation]],
    index: Index,
    shared: Path,
    tmp_path: Path,
) -> None:
    seeds = LiveLibrary(Settings(_env_file=None, danvan_home=index("seeds", [shared / "seeds"])))
    lines = (shared / "gold" / "seeds_dev.jsonl").read_text("utf-8").splitlines()
    conversations = [json.loads(line)["turns"] for line in lines if line.strip()]
    async with (
        serve(converse(seeds)) as telegram,
        serving(zalo, tmp_path / "zalo", conversing(seeds)) as running,
    ):
        for number, turns in enumerate(conversations):
            for turn in turns:
                seen = len(api.texts(100 + number)), len(zalo.texts(f"p{number}"))
                await Person(api, 100 + number).write(turn)
                await ZaloPerson(zalo, f"p{number}").write(turn)
                await api.until(partial(_more, api.texts, 100 + number, seen[0]), 60)
                await zalo.until(partial(_more, zalo.texts, f"p{number}", seen[1]), 60)
        await telegram.stopped()
        await running.stopped()
    for number, turns in enumerate(conversations):
        told = "\n\n".join(api.texts(100 + number)), "\n\n".join(zalo.texts(f"p{number}"))
        for answer in _answered(seeds, turns):
            assert all(_agrees(answer, _joined(text)) for text in told), turns


def _more(texts: Callable[[Any], list[str]], chat: str | int, before: int) -> bool:
    return len(texts(chat)) > before


def _answered(library: LiveLibrary, turns: list[str]) -> list[Answer]:
    """What `danvan ask --chat` would say to each turn."""
    answers: list[Answer] = []
    for turn in turns:
        answers.append(library.ask(turn, answers[-1].memory if answers else Memory()))
    return answers


def _joined(shown: str) -> str:
    """Without regard to where a long quotation goes on in another message."""
    return " ".join(shown.split())


def _agrees(answer: Answer, shown: str) -> bool:
    wanted = [*answer.text.splitlines(), *(one.quote for one in answer.citations)]
    return all(_joined(line) in shown for line in wanted)

"""Zalo over real HTTP: questions in, answers out, once each, whatever the network and the quota do."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest

from bot import phrases
from bot.chat import ChatMessage, Reply
from bot.layout import block
from bot.state import State
from bot.zalo_api import LONGEST_TEXT, ZaloApi, ZaloError
from emulators.serving import Echo
from emulators.zalo_people import ZaloPerson
from emulators.zalo_server import Quota, ZaloServer
from emulators.zalo_serving import ZaloRunning, serving
from knowledge.errors import ChannelFailed

ServeZalo = Callable[..., AbstractAsyncContextManager[ZaloRunning]]
AN = "6ede9afa66b88fe6d6a9"


@pytest.fixture
async def zalo() -> AsyncIterator[ZaloServer]:
    """An emulated Zalo without a quota."""
    server = await ZaloServer().start()
    yield server
    await server.stop()


@pytest.fixture
def serve(zalo: ZaloServer, tmp_path: Path) -> ServeZalo:
    """`async with serve(replying) as running`: a bot over `zalo` with its state in tmp_path."""

    def made(
        replying: Callable[[State], Callable[[ChatMessage], Reply]] = lambda _: Echo().reply, **more: float
    ) -> AbstractAsyncContextManager[ZaloRunning]:
        return serving(zalo, tmp_path, replying, **more)  # type: ignore[arg-type]

    return made


async def test_question_is_answered_and_remembered(zalo: ZaloServer, serve: ServeZalo) -> None:
    async with serve():
        await ZaloPerson(zalo, AN).write("Một?")
        await ZaloPerson(zalo, AN).write("Hai?")
        await zalo.until(lambda: len(zalo.texts(AN)) == 2)
    assert zalo.texts(AN) == ["Hỏi: Một?; trước đó: «»", "Hỏi: Hai?; trước đó: «Một?»"]


@pytest.mark.parametrize("status", [408, 429, 500, 502, 0])
async def test_every_reply_is_delivered_once_through_failures(
    status: int, zalo: ZaloServer, serve: ServeZalo
) -> None:
    for method in ("getMe", "deleteWebhook", "getUpdates", "sendMessage", "sendMessage"):
        zalo.fail(status, method)
    async with serve():
        for text in ("Một?", "Hai?"):
            await ZaloPerson(zalo, AN).write(text)
        await ZaloPerson(zalo, "b").write("Ba?")
        await zalo.until(lambda: len(zalo.texts(AN)) == 2 and zalo.texts("b"))
    assert [text.split(";")[0] for text in zalo.texts(AN)] == ["Hỏi: Một?", "Hỏi: Hai?"]
    assert len(zalo.texts("b")) == 1
    assert not zalo.failures


async def test_a_quota_is_waited_for_and_loses_nothing(zalo: ZaloServer, serve: ServeZalo) -> None:
    zalo.quota = Quota(3, 0.2)
    async with serve():
        for number in range(10):
            await ZaloPerson(zalo, f"p{number}").write("Một?")
        await zalo.until(lambda: all(zalo.texts(f"p{number}") for number in range(10)), 60)
    assert [len(zalo.texts(f"p{number}")) for number in range(10)] == [1] * 10


async def test_refused_token_ends_with_one_sentence(zalo: ZaloServer, serve: ServeZalo) -> None:
    with pytest.raises(ChannelFailed, match="ZALO_BOT_TOKEN"):
        async with serve() as running:
            zalo.token = "another"
            await running.task


async def test_somebody_who_blocked_the_bot_does_not_hold_up_others(
    zalo: ZaloServer, serve: ServeZalo
) -> None:
    zalo.fail(403, "sendMessage", description="blocked")
    async with serve() as running:
        await ZaloPerson(zalo, AN).write("Một?")
        await zalo.until(lambda: zalo.called("sendMessage"))
        await ZaloPerson(zalo, "b").write("Hai?")
        await zalo.until(lambda: zalo.texts("b"))
        await running.stopped()
        assert running.channel.unfinished() == 0


async def test_same_message_many_times_is_answered_once(zalo: ZaloServer, serve: ServeZalo) -> None:
    event = ZaloPerson(zalo, AN).event(text="Một?")
    async with serve():
        for _ in range(3):
            await zalo.deliver(event)
        await ZaloPerson(zalo, AN).write("Hai?")
        await zalo.until(lambda: len(zalo.texts(AN)) == 2)
    assert [text.split(";")[0] for text in zalo.texts(AN)] == ["Hỏi: Một?", "Hỏi: Hai?"]


async def test_what_could_have_been_answered_and_forgotten_is_not_answered_again(
    zalo: ZaloServer, serve: ServeZalo
) -> None:
    old = ZaloPerson(zalo, AN).event(text="cũ?", date=int((time.time() - 4 * 24 * 3600) * 1000))
    async with serve():
        await zalo.deliver(old)
        await ZaloPerson(zalo, AN).write("mới?")
        await zalo.until(lambda: zalo.texts(AN))
    assert [text.split(";")[0] for text in zalo.texts(AN)] == ["Hỏi: mới?"]


async def test_what_a_stop_left_is_answered_after_the_restart(zalo: ZaloServer, serve: ServeZalo) -> None:
    held, loop = asyncio.Event(), asyncio.get_running_loop()

    def slow(text: str) -> str:
        loop.call_soon_threadsafe(held.set)
        time.sleep(0.5)
        return text

    async with serve(lambda _: Echo(slow).reply, patience=0.0) as running:
        for number in range(3):
            await ZaloPerson(zalo, AN).write(f"câu {number}")
        await held.wait()
        await zalo.until(lambda: zalo.handed_out == 3)
        await asyncio.sleep(0.05)
        await running.stopped()
        assert running.channel.unfinished() == 3
    async with serve():
        await zalo.until(lambda: len(zalo.texts(AN)) == 3)
    assert [text[:11] for text in zalo.texts(AN)] == [f"Hỏi: câu {n};" for n in range(3)]


async def test_nothing_written_stays_in_the_inbox(zalo: ZaloServer, serve: ServeZalo) -> None:
    async with serve() as running:
        await ZaloPerson(zalo, AN).write("chuyện riêng của tôi")
        await zalo.until(lambda: zalo.texts(AN))
        await running.stopped()
        assert running.state.rows("SELECT payload, state FROM inbox") == [(None, "done")]
        assert running.state.rows("SELECT * FROM outbox") == []


async def test_unforeseen_errors_end_in_an_apology(zalo: ZaloServer, serve: ServeZalo) -> None:
    def think(text: str) -> str:
        return text if text == "tốt" else str(1 // 0)

    async with serve(lambda _: Echo(think).reply):
        await ZaloPerson(zalo, AN).write("hỏng")
        await ZaloPerson(zalo, AN).write("tốt")
        await zalo.until(lambda: len(zalo.texts(AN)) == 2)
    assert zalo.texts(AN) == [phrases.SORRY, "Hỏi: tốt; trước đó: «»"]


async def test_long_answers_come_in_order_within_the_limit(zalo: ZaloServer, serve: ServeZalo) -> None:
    paragraphs = [f"Đoạn {n}: <b>a & b</b> “trích” 😀 " + ("chữ " * 300).rstrip() for n in range(8)]

    def long(message: ChatMessage) -> Reply:
        return Reply(tuple(block(paragraph) for paragraph in paragraphs))

    async with serve(lambda _: long):
        await ZaloPerson(zalo, AN).write("dài?")
        await zalo.until(lambda: "Đoạn 7" in "".join(zalo.texts(AN)))
    assert max(map(len, zalo.texts(AN))) <= LONGEST_TEXT
    assert "\n\n".join(zalo.texts(AN)).split("\n\n") == paragraphs


async def test_group_answers_only_when_mentioned(zalo: ZaloServer, serve: ServeZalo) -> None:
    person = ZaloPerson(zalo, AN)
    async with serve():
        await person.write("chuyện riêng", "nhom")
        await person.write("@bot dân vận câu một?", "nhom")
        await zalo.until(lambda: zalo.texts("nhom"))
    assert zalo.texts("nhom") == ["Hỏi: câu một?; trước đó: «»"]


@pytest.mark.parametrize(
    "event",
    [
        {"event_name": "user.followed"},
        {"event_name": "message.text.received", "message": {"text": "x"}},
        {"event_name": "message.text.received", "message": "x"},
        {
            "message": {
                "message_id": "1",
                "chat": {"id": AN},
                "from": {"id": "bot", "is_bot": True},
                "text": "x",
            }
        },
        {
            "message": {
                "message_id": [],
                "chat": {"id": "\ud800"},
                "from": {"id": 5},
                "text": "x",
                "date": "?",
            }
        },
        ["x"],
        7,
    ],
)
async def test_what_is_no_message_of_a_person_is_passed_over(
    event: object, zalo: ZaloServer, serve: ServeZalo
) -> None:
    async with serve() as running:
        await zalo.deliver(event)  # type: ignore[arg-type]
        await ZaloPerson(zalo, AN).write("Một?")
        await zalo.until(lambda: zalo.texts(AN))
        await running.stopped()
        assert running.channel.unfinished() == 0
    assert list(zalo.chats) == [AN]


async def test_refusals_under_http_200_are_refusals(zalo: ZaloServer) -> None:
    api = ZaloApi(zalo.token, zalo.base)
    wrong = ZaloApi("1:wrong", zalo.base)
    for call, code in (
        (partial(wrong.call, "getMe"), 401),
        (partial(api.call, "getUpdates", {"timeout": "0"}), 408),
        (partial(api.call, "sendMessage", {"chat_id": AN, "text": "x" * 2001}), 400),
        (partial(api.call, "sendPoll"), 404),
    ):
        with pytest.raises(ZaloError) as refused:
            await call()
        assert refused.value.code == code
        assert "wrong" not in str(refused.value)
    await api.close()
    await wrong.close()

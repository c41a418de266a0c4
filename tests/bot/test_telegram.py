"""Telegram over real HTTP: questions in, answers out, once each, whatever the network does."""

import asyncio
import time

import pytest

from bot import phrases
from emulators.botapi import BotApi
from emulators.serving import Serve
from emulators.telegram_people import Person, redeliver
from knowledge.documents import Answer, Memory
from knowledge.errors import ChannelFailed, NoIndex

GROUP = -1001


async def test_question_in_private_is_answered_and_remembered(api: BotApi, serve: Serve) -> None:
    officer = Person(api, 42)
    async with serve():
        await officer.write("Một?")
        await officer.write("Hai?")
        await api.until(lambda: len(api.texts(42)) == 2)
    assert api.texts(42) == ["Hỏi: Một?; trước đó: «»", "Hỏi: Hai?; trước đó: «Một?»"]
    assert api.called("sendChatAction")[0] == {"chat_id": "42", "action": "typing"}


async def test_start_help_and_unknown_commands(api: BotApi, serve: Serve) -> None:
    officer = Person(api, 42)
    async with serve():
        for text in ("/start", "/help", "/nothing"):
            await officer.write(text)
        await api.until(lambda: len(api.texts(42)) == 3)
    first, second, third = api.texts(42)
    assert first.startswith("Chào anh/chị")
    assert "18-CT/TU" in second
    assert third == phrases.UNKNOWN_COMMAND
    assert [command["command"] for command in api.commands["default"]] == ["start", "help"]


async def test_group_answers_only_when_meant(api: BotApi, serve: Serve) -> None:
    officer = Person(api, 42)
    async with serve():
        await officer.write("chuyện riêng", GROUP)
        await officer.write("/help@other_bot", GROUP)
        asked = await officer.write("@Danvan_Bot câu một?", GROUP, message_thread_id=7, is_topic_message=True)
        await api.until(lambda: api.texts(GROUP))
        answer = api.sent(GROUP)[0]
        await officer.write("câu hai?", GROUP, reply_to_message=answer)
        await officer.write("/start@danvan_bot", GROUP)
        await api.until(lambda: len(api.texts(GROUP)) == 3)
    assert answer["text"] == "Hỏi: câu một?; trước đó: «»"
    assert answer["message_thread_id"] == 7
    assert answer["reply_to_message"]["message_id"] == asked["message_id"]
    assert api.texts(GROUP)[1].startswith("Hỏi: câu hai?")


async def test_what_is_not_text_gets_a_polite_sentence(api: BotApi, serve: Serve) -> None:
    async with serve():
        await Person(api, 42).send(photo=[{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}])
        await Person(api, 42).send(GROUP, voice={"file_id": "a", "file_unique_id": "b", "duration": 1})
        await Person(api, 43).send(left_chat_member={"id": 9, "is_bot": False, "first_name": "Bình"})
        await Person(api, 44).write("xong?")
        await api.until(lambda: api.texts(44) and api.texts(42))
    assert api.texts(42) == [phrases.TEXT_ONLY]
    assert api.texts(43) == api.texts(GROUP) == []


async def test_known_errors_are_one_sentence_and_others_an_apology(api: BotApi, serve: Serve) -> None:
    def ask(text: str, memory: Memory) -> Answer:
        raise NoIndex("Chưa có chỉ mục.") if text == "a" else RuntimeError("hỏng")

    async with serve(ask):
        await Person(api, 42).write("a")
        await Person(api, 43).write("b")
        await api.until(lambda: api.texts(42) and api.texts(43))
    assert api.texts(42) == ["Chưa có chỉ mục."]
    assert api.texts(43) == [phrases.SORRY]


async def test_html_is_escaped_and_long_answers_come_in_order(api: BotApi, serve: Serve) -> None:
    paragraphs = [f"Đoạn {n}: <b>a & b</b> “trích” 😀 " + "chữ " * 300 for n in range(8)]
    async with serve(lambda text, memory: Answer("answered", "\n\n".join(paragraphs))):
        await Person(api, 42).write("dài?")
        await api.until(lambda: "Đoạn 7" in "".join(api.texts(42)))
    assert len(api.texts(42)) > 1
    assert "\n\n".join(api.texts(42)).split("\n\n") == [paragraph.strip() for paragraph in paragraphs]


@pytest.mark.parametrize(
    "failure",
    [
        {"status": 429, "parameters": {"retry_after": 1}},
        {"status": 429},
        {"status": 500},
        {"status": 502},
        {"status": 0},
    ],
)
async def test_every_reply_is_delivered_once_through_failures(
    failure: dict[str, object], api: BotApi, serve: Serve
) -> None:
    for method in ("getMe", "setMyCommands", "getUpdates", "sendMessage", "sendMessage"):
        api.fail(method=method, **failure)
    async with serve():
        await Person(api, 42).write("Một?")
        await Person(api, 42).write("Hai?")
        await Person(api, 43).write("Ba?")
        await api.until(lambda: len(api.texts(42)) == 2 and api.texts(43))
    assert [text.split(";")[0] for text in api.texts(42)] == ["Hỏi: Một?", "Hỏi: Hai?"]
    assert len(api.texts(43)) == 1
    assert not api.failures


async def test_refused_token_ends_with_one_sentence(api: BotApi, serve: Serve) -> None:
    with pytest.raises(ChannelFailed, match="TELEGRAM_BOT_TOKEN"):
        async with serve() as running:
            api.token = "1:another"
            await running.task


async def test_blocked_chat_does_not_hold_up_others(api: BotApi, serve: Serve) -> None:
    api.fail(403, "sendMessage", description="Forbidden: bot was blocked by the user")
    async with serve() as running:
        await Person(api, 42).write("Một?")
        await api.until(lambda: api.called("sendMessage"))
        await Person(api, 43).write("Hai?")
        await api.until(lambda: api.texts(43))
        await running.stopped()
        assert running.channel.unfinished() == 0


async def test_same_update_many_times_is_answered_once(api: BotApi, serve: Serve) -> None:
    update = {"update_id": 5, "message": api.new_message(42, Person(api, 42).account(), text="Một?")}
    async with serve():
        for _ in range(3):
            await redeliver(api, update)
        await Person(api, 42).write("Hai?")
        await api.until(lambda: len(api.texts(42)) == 2)
    assert [text.split(";")[0] for text in api.texts(42)] == ["Hỏi: Một?", "Hỏi: Hai?"]


async def test_what_a_stop_left_is_answered_after_the_restart(api: BotApi, serve: Serve) -> None:
    held = asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(text: str, memory: Memory) -> Answer:
        loop.call_soon_threadsafe(held.set)
        time.sleep(0.5)
        return Answer("answered", text)

    async with serve(slow, patience=0.0) as running:
        for number in range(3):
            await Person(api, 42).write(f"câu {number}")
        await held.wait()
        await api.until(lambda: api.acknowledged or len(api.called("getUpdates")) > 1)
        await running.stopped()
        assert api.texts(42) == []
        assert running.channel.unfinished() == 3
    async with serve():
        await api.until(lambda: len(api.texts(42)) == 3)
    assert [text[:11] for text in api.texts(42)] == [f"Hỏi: câu {n};" for n in range(3)]


async def test_nothing_written_stays_in_the_inbox(api: BotApi, serve: Serve) -> None:
    async with serve() as running:
        await Person(api, 42).write("chuyện riêng của tôi")
        await api.until(lambda: api.texts(42))
        await running.stopped()
        assert running.state.rows("SELECT payload, state FROM inbox") == [(None, "done")]
        assert running.state.rows("SELECT * FROM outbox") == []

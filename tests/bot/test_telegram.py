"""Telegram over real HTTP: questions in, answers out, once each, whatever the network does."""

import asyncio
import time

import pytest

from bot import phrases
from bot.chat import ChatMessage, Reply, Show, unseen
from bot.layout import block
from emulators.botapi import BotApi
from emulators.serving import Echo, Serve
from emulators.telegram_people import Person, deliver, redeliver
from knowledge.errors import ChannelFailed

GROUP = -1001


async def test_question_in_private_is_answered_and_remembered(api: BotApi, serve: Serve) -> None:
    officer = Person(api, 42)
    async with serve():
        await officer.write("Một?")
        await officer.write("Hai?")
        await api.until(lambda: len(api.texts(42)) == 2)
    assert api.texts(42) == ["Hỏi: Một?; trước đó: «»", "Hỏi: Hai?; trước đó: «Một?»"]


async def test_who_waits_long_sees_that_an_answer_is_on_its_way(api: BotApi, serve: Serve) -> None:
    def slow(text: str) -> str:
        time.sleep(0.2)
        return text

    async with serve(lambda _: Echo(slow)):
        await Person(api, 42).write("Một?")
        await api.until(lambda: api.texts(42))
    assert api.called("sendChatAction") == [{"chat_id": "42", "action": "typing"}]


async def test_commands_are_told_by_scope(api: BotApi, serve: Serve) -> None:
    async with serve(admins=(7,)):
        await Person(api, 42).write("Một?")
        await api.until(lambda: api.texts(42))
    shown = {scope: [command["command"] for command in list_] for scope, list_ in api.commands.items()}
    assert set(shown) == {"default", "all_group_chats", "all_chat_administrators", "chat:7"}
    assert "xoa" in shown["default"]
    assert "tat" not in shown["all_group_chats"]
    assert "tat" in shown["all_chat_administrators"]
    assert "mamoi" in shown["chat:7"]
    assert set(api.descriptions) == {"description", "short_description"}


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


async def test_service_messages_are_nothing_to_answer(api: BotApi, serve: Serve) -> None:
    async with serve():
        await Person(api, 43).send(left_chat_member={"id": 9, "is_bot": False, "first_name": "Bình"})
        await Person(api, 43).send(pinned_message=api.new_message(43, Person(api, 43).account(), text="cũ"))
        await Person(api, 43).write("xong?")
        await api.until(lambda: api.texts(43))
    assert len(api.texts(43)) == 1


async def test_unforeseen_errors_end_in_an_apology_and_stop_nobody(api: BotApi, serve: Serve) -> None:
    def think(text: str) -> str:
        return text if text == "tốt" else str(1 // 0)

    async with serve(lambda _: Echo(think)):
        await Person(api, 42).write("hỏng")
        await Person(api, 42).write("tốt")
        await api.until(lambda: len(api.texts(42)) == 2)
    assert api.texts(42) == [phrases.SORRY, "Hỏi: tốt; trước đó: «»"]


async def test_html_is_escaped_and_long_answers_come_in_order(api: BotApi, serve: Serve) -> None:
    paragraphs = [f"Đoạn {n}: <b>a & b</b> “trích” 😀 " + ("chữ " * 300).rstrip() for n in range(8)]

    class Long(Echo):
        def reply(self, message: ChatMessage, show: Show = unseen) -> Reply:
            return Reply(tuple(block(paragraph) for paragraph in paragraphs))

    async with serve(lambda _: Long()):
        await Person(api, 42).write("dài?")
        await api.until(lambda: "Đoạn 7" in "".join(api.texts(42)))
    assert len(api.texts(42)) > 1
    assert "\n\n".join(api.texts(42)).split("\n\n") == paragraphs


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


@pytest.mark.parametrize("served_from", ("sqlite", "postgres"), indirect=True)
async def test_what_a_stop_left_is_answered_after_the_restart(api: BotApi, serve: Serve) -> None:
    held = asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(text: str) -> str:
        loop.call_soon_threadsafe(held.set)
        time.sleep(0.5)
        return text

    async with serve(lambda _: Echo(slow), patience=0.0) as running:
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


async def test_inline_query_gets_offers(api: BotApi, serve: Serve) -> None:
    async with serve():
        query = await Person(api, 42).inline("18-CT/TU")
        (answer,) = await api.until(lambda: api.called("answerInlineQuery"))
    assert answer["inline_query_id"] == query
    assert answer["results"][0]["input_message_content"]["message_text"] == "18-CT/TU"


async def test_unreadable_update_is_passed_over(api: BotApi, serve: Serve) -> None:
    asked = api.new_message(44, Person(api, 44).account(), text="/toi")
    async with serve() as running:
        for content in (
            {"message": {"x": 1}},
            {"callback_query": {}},
            {"unheard_of": {"a": []}},
            {"message": 5},
            {"message": {**asked, "chat": {"id": 0, "type": "private"}}},
        ):
            await deliver(api, **content)
        await Person(api, 42).write("Một?")
        await api.until(lambda: api.texts(42))
        await running.stopped()
        assert running.channel.unfinished() == 0

"""What is seen of an answer before it is there: drafts in private, one edited message in a group, never after it."""

import threading
from collections.abc import Sequence

from bot import answers
from bot.chat import ChatMessage, Reply, Show, unseen
from bot.layout import block
from bot.phrases import WRITING
from emulators.botapi import BotApi
from emulators.serving import Echo, Serve
from emulators.telegram_people import Person

GROUP = -1001
QUESTION = "@danvan_bot Một?"


class Slow(Echo):
    """Shows two states and answers when told to."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()
        self.states: Sequence[str] = ("chắc chắn", "chắc chắn, rồi thêm")

    def reply(self, message: ChatMessage, show: Show = unseen) -> Reply:
        """The echo, after what is sure."""
        for state in self.states:
            show((block(state),))
            self.go.wait(0.2)
        self.go.wait(20)
        return super().reply(message)


async def test_private_chats_see_drafts_and_then_one_message(api: BotApi, serve: Serve) -> None:
    slow = Slow()
    async with serve(lambda _: slow):
        await Person(api, 42).write("Một?")
        await api.until(lambda: len(api.drafts) == 2)
        slow.go.set()
        await api.until(lambda: api.texts(42))
    assert [draft["text"].split("\n\n") for draft in api.drafts] == [[one, WRITING] for one in slow.states]
    assert api.texts(42) == ["Hỏi: Một?; trước đó: «»"]
    assert api.called("sendChatAction") == []


async def test_groups_see_one_message_that_becomes_the_answer(api: BotApi, serve: Serve) -> None:
    slow = Slow()
    async with serve(lambda _: slow) as running:
        asked = await Person(api, 42).write(QUESTION, GROUP, message_thread_id=7, is_topic_message=True)
        await api.until(lambda: any("rồi thêm" in text for text in api.texts(GROUP)))
        slow.go.set()
        await api.until(lambda: api.texts(GROUP) == ["Hỏi: Một?; trước đó: «»"])
        await running.stopped()
        assert running.state.rows("SELECT * FROM begun") == []
    (answer,) = api.sent(GROUP)
    assert answer["reply_to_message"]["message_id"] == asked["message_id"]
    assert answer["message_thread_id"] == 7


async def test_what_a_killed_run_began_becomes_the_answer(api: BotApi, serve: Serve) -> None:
    ours = api.new_message(GROUP, api.me, text="đang soạn")
    slow = Slow()
    slow.go.set()
    asked = api.new_message(GROUP, Person(api, 42).account(), text="x")["message_id"] + 1
    async with serve(lambda _: slow) as running:
        answers.note_begun(running.state, f"telegram:{GROUP}", str(asked), str(ours["message_id"]))
        await Person(api, 42).write(QUESTION, GROUP)
        await api.until(lambda: ours["text"].startswith("Hỏi: Một?"))
    assert len(api.sent(GROUP)) == 1

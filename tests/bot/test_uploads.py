"""Files that admins send, without any channel: several admins, one name twice, a kill between two steps, steps back."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

import pytest

from bot.access import Access
from bot.chat import Attachment, ChatMessage, Reply
from bot.composition import LiveLibrary, build_index, open_shelf
from bot.conversation import Conversation
from bot.desk import Desk
from bot.flood import FloodGate
from bot.layout import to_plain
from bot.settings import Settings
from bot.state import open_state
from bot.telegram_calls import LIMITS

TEAMS = "Xã Nậm Lúc có 15 tổ dân vận cộng đồng, hoạt động ở cả 9 bản trong năm 2024."
PEACE = (
    "Thị trấn Sìn Hồ có 21 tổ hòa giải, mỗi tổ có từ 5 đến 7 hòa giải viên, hòa giải thành 48 vụ việc trong năm 2023, "
    "được nhân dân các bản tin cậy."
)


@dataclass(frozen=True)
class Room:
    """A conversation, and two admins in chats of their own."""

    conversation: Conversation
    settings: Settings

    def do(self, who: int, text: str = "", *, action: str = "", file: Attachment | None = None) -> str:
        """What is said to a text, a press or a file."""
        reply = self.reply(who, text, action=action, file=file)
        reply.keep()
        return to_plain(reply.blocks)

    def reply(self, who: int, text: str = "", *, action: str = "", file: Attachment | None = None) -> Reply:
        """The same before anything of it is kept."""
        command, _, rest = text[1:].partition(" ") if text.startswith("/") else ("", "", text)
        return self.conversation.reply(
            ChatMessage("t", f"t:{who}", f"t:{who}", rest, command=command, action=action, id="1", file=file)
        )

    def send(self, who: int, name: str, text: str) -> str:
        """Send a file; returns the id by which its buttons name it."""
        content = text.encode()
        reply = self.reply(who, file=Attachment(name, len(content), "h", lambda: content))
        reply.keep()
        return reply.buttons[0][0].action.rpartition(":")[0]

    def held(self) -> list[str]:
        """Names of the files that were taken in."""
        return sorted(path.name for path in (self.settings.danvan_home / "uploads").glob("[!.]*"))


@pytest.fixture
def room(settings: Settings) -> Room:
    state, tokens = open_state(settings.danvan_home), count(1)
    token: Callable[[], str] = lambda: f"k{next(tokens)}"  # noqa: E731 - one of the desk's tools
    desk = Desk(
        LiveLibrary(settings).current, state, Access(state, True, ("t:1", "t:2")), LIMITS, time.time, token,
        lambda _: "", shelf=open_shelf(settings),
    )  # fmt: skip
    return Room(Conversation(desk, FloodGate(time.monotonic)), settings)


def test_two_files_of_one_name_are_two_and_a_step_back_takes_the_later(room: Room) -> None:
    first, second = room.send(1, "a.txt", TEAMS), room.send(2, "a.txt", PEACE)
    assert "đã được xử lý" in room.do(2, action=f"{first}:take")
    assert "«a.txt»" in room.do(1, action=f"{first}:take")
    assert "«a (2).txt»" in room.do(2, action=f"{second}:take")
    assert "1 tệp nhận sau bản đó" in room.do(1, "/quaylai")
    assert room.held() == ["a.txt"]
    assert "15 tổ" in room.do(1, "Xã Nậm Lúc có bao nhiêu tổ dân vận cộng đồng?")


def test_a_copy_that_another_admin_took_in_first_is_put_away(room: Room) -> None:
    first, second = room.send(1, "a.txt", PEACE), room.send(2, "b.txt", PEACE)
    room.do(1, action=f"{first}:take")
    told = room.do(2, action=f"{second}:take")
    assert "Không tệp nào vào kho" in told
    assert "trùng hệt với" in told
    assert room.held() == ["a.txt"]


def test_a_press_that_is_handled_again_after_a_kill_takes_the_file_in_once(room: Room) -> None:
    waiting = room.send(1, "a.txt", PEACE)
    room.reply(1, action=f"{waiting}:take")  # killed before anything of it was kept
    assert "Đã nhận «a.txt»" in room.do(1, action=f"{waiting}:take")
    assert room.held() == ["a.txt"]


def test_a_step_back_gives_back_what_was_replaced(room: Room) -> None:
    room.do(1, action=f"{room.send(1, 'a.txt', PEACE)}:take")
    room.do(1, action=f"{room.send(1, 'b.txt', PEACE + ' Bản sửa lại số liệu của phòng Tư pháp.')}:replace")
    room.do(1, "/quaylai")
    report = build_index(room.settings, (), lambda done, total: None, light=True)
    assert (report.documents, report.failed) == (2, ())


def test_a_step_back_that_is_handled_again_after_a_kill_is_one_step(room: Room) -> None:
    for name, text in (("a.txt", TEAMS), ("b.txt", PEACE)):
        room.do(1, action=f"{room.send(1, name, text)}:take")
    for _ in range(2):
        room.reply(1, "/quaylai")  # killed before anything of it was kept
    assert "Đã quay về bản 000002." in room.do(1, "/quaylai")
    assert room.held() == ["a.txt"]
    assert "Đã quay về bản 000001." in room.do(1, "/quaylai")
    assert room.held() == []


def test_steps_back_end_with_one_sentence(room: Room) -> None:
    for _ in range(2):
        assert room.do(1, "/quaylai") == "Không còn bản chỉ mục nào cũ hơn để quay về."

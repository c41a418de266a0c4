"""The conversation as people type it: commands with and without a slash, choices by number, letter or word."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot import choices, phrases
from bot.access import Access
from bot.chat import Button, ChatMessage, Reply
from bot.composition import LiveLibrary
from bot.conversation import Conversation
from bot.desk import Desk
from bot.flood import FloodGate
from bot.layout import to_plain
from bot.state import open_state
from bot.typed import TypedConversation, command_of
from bot.zalo import LIMITS

DECISION = "Văn bản nào quy định người đứng đầu đối thoại trực tiếp với nhân dân?"


@dataclass
class Typing:
    """One person's chat; what is typed is answered and kept as a channel would."""

    conversation: TypedConversation
    desk: Desk
    clock: list[float]
    message: ChatMessage
    count: int = 0

    def type(self, text: str) -> str:
        """Send a text; returns what the bot says."""
        self.count += 1
        reply = self.conversation.reply(replace(self.message, text=text, id=str(self.count)))
        reply.keep()
        assert reply.buttons == ()
        assert reply.file is None
        return to_plain(reply.blocks)

    def someone(self, name: str) -> "Typing":
        """Another person in a chat of their own."""
        return replace(self, message=replace(self.message, chat=f"zalo:{name}", person=f"zalo:{name}"))


@pytest.fixture
def make(library: LiveLibrary, tmp_path: Path) -> Callable[..., Typing]:
    """A chat of «zalo:an» over fresh state."""

    def making(*, open_to_all: bool = True, admins: tuple[str, ...] = ()) -> Typing:
        clock, tokens, state = [1_000_000.0], iter(range(10_000, 99_999)), open_state(tmp_path)
        access = Access(state, open_to_all, admins)
        desk = Desk(
            library.current, state, access, LIMITS, lambda: clock[0], lambda: f"k{next(tokens)}", lambda _: ""
        )
        conversation = TypedConversation(Conversation(desk, FloodGate(lambda: clock[0] * 100)), desk)
        return Typing(conversation, desk, clock, ChatMessage("zalo", "zalo:an", "zalo:an", ""))

    return making


@pytest.fixture
def an(make: Callable[..., Typing]) -> Typing:
    return make()


def test_answer_reads_as_on_telegram_and_lists_what_may_be_typed(an: Typing, library: LiveLibrary) -> None:
    told, answer = an.type(DECISION), library.ask(DECISION)
    assert all(line in told for line in answer.text.splitlines())
    assert all(citation.quote in told for citation in answer.citations)
    last = told.rsplit("\n\n", 1)[1].splitlines()
    assert last[-1] == "– Gõ «đúng» hoặc «sai»: góp ý về câu trả lời"
    assert last[0].startswith("– Gõ «nguồn 1»")
    assert any(line.startswith("– Gõ 1: ") for line in last)


@pytest.mark.parametrize("typed", ["nguồn 1", "nguon 1", "Nguồn số 1", "«nguồn 1»", "NGUON1"])
def test_a_source_opens_by_its_name(typed: str, an: Typing, library: LiveLibrary) -> None:
    an.type(DECISION)
    assert library.ask(DECISION).citations[0].quote in an.type(typed)
    assert library.ask(DECISION).citations[0].quote in an.type(typed)


def test_a_number_that_no_suggestion_bears_opens_the_source_of_that_number(
    an: Typing, library: LiveLibrary
) -> None:
    an.type(DECISION)
    assert library.ask(DECISION).citations[1].quote in an.type("2")


@pytest.mark.parametrize("typed", ["1", "A", "a.", "chọn 1", "số 1"])
def test_a_suggestion_is_asked_by_its_number_or_letter(typed: str, an: Typing) -> None:
    listed = an.type(DECISION).rsplit("– Gõ 1: ", 1)[1].splitlines()[0]
    assert an.type(typed).startswith(f"Câu hỏi: {listed}")


def test_a_question_back_is_answered_by_number(an: Typing) -> None:
    asked = an.type("văn bản số 18")
    assert "– Gõ 1 hoặc 2: chọn" in asked
    chosen = an.type("2")
    assert not chosen.startswith("Câu hỏi")
    assert "18-CT/TU" in chosen or "18-KH/TU" in chosen


def test_verdict_with_a_reason_picked_or_written(an: Typing) -> None:
    an.type(DECISION)
    assert an.type("đúng") == phrases.THANKS
    assert "– Gõ 3: Trả lời thiếu" in an.type("sai")
    assert an.type("3") == phrases.THANKS
    assert an.type("lý do: thiếu nơi ban hành") == phrases.THANKS
    kept = an.desk.state.rows("SELECT person, verdict, reason FROM feedback")
    assert kept == [("zalo:an", "wrong", "thiếu nơi ban hành")]
    an.type(DECISION)
    assert an.type("Sai: nhầm ngày") == phrases.THANKS
    assert an.desk.state.rows("SELECT reason FROM feedback ORDER BY reason") == [
        ("nhầm ngày",),
        ("thiếu nơi ban hành",),
    ]


def test_card_is_read_on_by_numbers_and_words(an: Typing) -> None:
    card = an.type("vb 18 ct tu")
    assert "Chỉ thị số 18-CT/TU" in card
    assert "Gửi" not in card
    assert "54-KH/HU" in an.type("quan he")
    assert "18-CT/TU" in an.type("Đoạn trích")
    assert "18-CT/TU" in an.type("hỏi tiếp")
    assert an.type("1").startswith("Câu hỏi: Chỉ thị số 18-CT/TU")


def test_search_is_paged_by_typing(an: Typing) -> None:
    first = an.type("tim doi thoai voi nhan dan")
    assert "– Gõ 1 … 5: đọc cả đoạn\n– Gõ «tiếp»: xem tiếp" in first
    second = an.type("tiếp")
    assert "trang 2" in second
    assert an.type("trước").split("\n\n")[:6] == first.split("\n\n")[:6]
    assert len(an.type("7")) > 50
    assert len(an.type("2")) > 50


def test_start_help_and_own_data_without_a_slash(an: Typing) -> None:
    assert "– Gõ 1: " in an.type("bắt đầu")
    assert an.type("1").startswith("Câu hỏi: ")
    assert an.type("trợ giúp") == an.type("/help")
    assert "bấm" not in an.type("help")
    assert an.type("mới") == phrases.FORGOTTEN
    assert "zalo:an" in an.type("tôi")


def test_erasing_wants_its_words_and_leaves_nothing(an: Typing) -> None:
    an.type(DECISION)
    assert "– Gõ «xóa hết»: xóa, không lấy lại được\n– Gõ «thôi»: giữ nguyên" in an.type("xóa")
    assert an.type("thôi") == phrases.NOT_ERASED
    assert "– Gõ «xóa hết»" in an.type("xóa hết")
    assert an.type("xoa het") == phrases.ERASED
    assert an.desk.state.rows("SELECT * FROM answers WHERE person = 'zalo:an'") == []
    assert an.desk.state.rows("SELECT * FROM choices") == []


def test_choices_expire_and_belong_to_their_chat(an: Typing) -> None:
    an.type(DECISION)
    assert an.someone("binh").type("nguồn 1") == phrases.GONE
    an.clock[0] += choices.KEEP_SECONDS + 1
    assert an.type("nguồn 1") == an.type("đúng") == an.type("tiếp") == phrases.GONE


def test_a_new_answer_takes_the_place_of_old_choices(an: Typing) -> None:
    an.type(DECISION)
    an.type("/tim dân vận khéo")
    assert an.type("đúng") == phrases.GONE


def test_codes_and_roles_by_typing(make: Callable[..., Typing]) -> None:
    admin = make(open_to_all=False, admins=("zalo:an",))
    officer = admin.someone("binh")
    assert officer.type(DECISION) == phrases.INVITED_ONLY
    code = admin.type("mã mời").rsplit(" ", 1)[1]
    assert "/start" in admin.type("mã mời báo cáo viên")
    assert "Mã mời hợp lệ" in officer.type(f"start {code}")
    assert "2108-QĐ/TU" in officer.type(DECISION)
    assert admin.type("chặn zalo:binh") == phrases.PERSON_BLOCKED.format(person="zalo:binh")
    assert officer.type(DECISION) == phrases.YOU_ARE_BLOCKED


def test_a_plain_question_with_lettered_choices_can_be_asked(an: Typing) -> None:
    """What a quiz needs: options that only their buttons spell out, answered by a letter."""
    rows = tuple((Button(label, f"quiz:q7:{n}"),) for n, label in enumerate(("A. Một", "B. Hai", "C. Ba")))
    shown = to_plain(choices.listing(rows))
    assert shown == "A. Một\nB. Hai\nC. Ba\n\n– Gõ A, B hoặc C: trả lời"
    choices.remember(an.desk.state, "zalo:an", "zalo:an", choices.choices_of(rows), an.clock[0])
    typed = ("Đáp án B", "b.", "hai")
    assert {choices.chosen(an.desk.state, "zalo:an", text, an.clock[0]) for text in typed} == {"quiz:q7:1"}


def test_addresses_behind_buttons_are_written_out(an: Typing) -> None:
    class Linked(Conversation):
        def reply(self, message: ChatMessage) -> Reply:
            return Reply(
                buttons=((Button("Mở trang gốc", "", "https://example.vn/bai#:~:text=abc"),),), toast="Đây"
            )

    typed = TypedConversation(Linked(an.desk, FloodGate(lambda: 0.0)), an.desk)
    assert to_plain(typed.reply(an.message).blocks) == "Đây\n\nMở trang gốc: https://example.vn/bai"


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/vb 18-CT/TU", ("vb", "18-CT/TU")),
        ("vb 18 ct tu", ("vb", "18 ct tu")),
        ("VB 2108", ("vb", "2108")),
        ("/tìm đối thoại", ("tim", "đối thoại")),
        ("tim doi thoai", ("tim", "doi thoai")),
        ("Tìm kiếm dân vận khéo", ("tim", "dân vận khéo")),
        ("/xóa", ("xoa", "")),
        ("mã mời quản trị", ("mamoi", "quan_tri")),
        ("mở lớp đối thoại", ("lop", "đối thoại")),
        ("mở lớp tập huấn cần văn bản nào", ("", "mở lớp tập huấn cần văn bản nào")),
        ("Vào lớp AB12CD", ("vaolop", "AB12CD")),
        ("học thôi", ("hoc", "thôi")),
        ("tự học", ("hoc", "")),
        ("học tập và làm theo Bác là gì", ("", "học tập và làm theo Bác là gì")),
        ("vb 18 còn hiệu lực không?", ("", "vb 18 còn hiệu lực không?")),
        ("tìm văn bản nào nói về dân vận", ("", "tìm văn bản nào nói về dân vận")),
        ("tìm hiểu dân vận khéo", ("", "tìm hiểu dân vận khéo")),
        ("Tìm chỉ thị 18-CT/TU", ("", "Tìm chỉ thị 18-CT/TU")),
        ("mới nhất là văn bản nào?", ("", "mới nhất là văn bản nào?")),
        ("chặn dịch bệnh thế nào", ("", "chặn dịch bệnh thế nào")),
        ("", ("", "")),
        ("/", ("", "/")),
    ],
)
def test_what_is_a_command_and_what_a_question(text: str, command: tuple[str, str]) -> None:
    assert command_of(text) == command

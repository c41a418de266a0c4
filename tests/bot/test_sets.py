"""/bode and /lop by typing and pressing: sets made, changed, saved, played where there are no polls."""

from itertools import count

import pytest
from openpyxl import load_workbook

from bot import nudges
from bot.access import Access
from bot.chat import Attachment, ChatMessage, Reply
from bot.composition import LiveLibrary
from bot.conversation import Conversation
from bot.desk import Desk, Limits
from bot.flood import FloodGate
from bot.personal import erase
from bot.state import State
from bot.training import classes, scores, sets
from bot.typed import TypedConversation
from knowledge.quiz.questions import QuizKind

TRAINER, OFFICER = "zalo:t", "zalo:a"
TYPED = Limits(2000, len, buttons=False, files=False)
PRESSED = Limits(4096, len)


class House:
    """A conversation by typing or pressing, and whatever is said unasked."""

    def __init__(self, library: LiveLibrary, state: State, limits: Limits) -> None:
        tokens = count(100)
        self.state, self.now = state, 1000.0
        access = Access(self.state, True, trainers=(TRAINER,))
        self.desk = Desk(
            library.current,
            self.state,
            access,
            limits,
            lambda: self.now,
            lambda: f"k{next(tokens)}",
            lambda _: "",
        )
        self.conversation = Conversation(self.desk, FloodGate(lambda: 0.0))
        self.typed = TypedConversation(self.conversation, self.desk)
        self.last = Reply()

    def hear(self, message: ChatMessage) -> str:
        """The words of the reply, whatever it brings about done."""
        converse = self.conversation if self.desk.limits.buttons else self.typed
        self.last = converse.reply(message)
        self.last.keep()
        return "\n".join(block.text for block in self.last.blocks)

    def say(self, person: str, text: str) -> str:
        """Write something; a command begins with a slash."""
        command, _, rest = text[1:].partition(" ") if text.startswith("/") else ("", "", text)
        typed = not self.desk.limits.buttons
        return self.hear(
            ChatMessage("zalo", person, person, text if typed else rest, "" if typed else command)
        )

    def press(self, person: str, label: str) -> str:
        """Press a button of the last reply."""
        found = next(one for row in self.last.buttons for one in row if one.label.startswith(label))
        return self.hear(ChatMessage("zalo", person, person, "", action=found.action))

    def unasked(self) -> dict[str, str]:
        """What is said unasked now, by chat."""
        said = {}
        for arrival in nudges.waiting(self.state, "zalo"):
            message = nudges.read(arrival.payload)
            assert message is not None
            nudges.collected(self.state, [arrival])
            said[message.chat] = self.hear(message)
        return said


@pytest.fixture
def typed(library: LiveLibrary, state: State) -> House:
    return House(library, state, TYPED)


@pytest.fixture
def house(library: LiveLibrary, state: State) -> House:
    return House(library, state, PRESSED)


def test_a_set_is_made_changed_and_saved(house: House) -> None:
    assert "Chưa có bộ" in house.say(TRAINER, "/bode")
    shown = house.say(TRAINER, "/bode soan dân vận")
    assert "“Dân vận”, 10 câu" in shown
    assert "Đáp án: " in shown
    before = sets.find(house.state, "Dân vận").questions  # type: ignore[union-attr]
    assert "9 câu" in house.say(TRAINER, "/bode bo 3")
    house.say(TRAINER, "/bode chuyen 9 1")
    after = sets.find(house.state, "Dân vận").questions  # type: ignore[union-attr]
    assert after[0] == before[9]
    house.say(TRAINER, "/bode sua 1 | Ai lãnh đạo? | Đảng viên | *Chi bộ | Đoàn thể")
    house.say(TRAINER, "/bode them | Đúng hay sai: dân là gốc? | *Đúng | Sai")
    last = sets.find(house.state, "Dân vận").questions  # type: ignore[union-attr]
    assert (last[0].answer, last[0].kind, last[0].proof) == ("Chi bộ", QuizKind.WRITTEN, before[9].proof)
    assert last[-1].options == ("Đúng", "Sai")
    assert "Đã lưu" in house.say(TRAINER, "/bode luu Lớp tháng 11")
    assert sets.names(house.state) == ["Lớp tháng 11", "Dân vận"]
    assert "Đã xóa" in house.say(TRAINER, "/bode xoa")
    assert sets.names(house.state) == ["Dân vận"]


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ("bo 99", "không có câu"),
        ("sua 1", "viết theo mẫu"),
        ("sua 1 | Câu? | một | hai", "viết theo mẫu"),
        ("them | Câu? | *một | một", "trùng nhau"),
        (f"them | {'x' * 400} | *một | hai", "300 ký tự"),
        ("khác lạ", "Không có bộ"),
    ],
)
def test_wishes_that_cannot_be_met(house: House, wish: str, told: str) -> None:
    house.say(TRAINER, "/bode soan dân vận")
    before = sets.find(house.state, "Dân vận")
    assert told in house.say(TRAINER, f"/bode {wish}")
    assert sets.find(house.state, "Dân vận") == before


def test_a_set_is_sent_as_an_excel_file(house: House) -> None:
    house.say(TRAINER, "/bode soan dân vận")
    house.say(TRAINER, "/bode xuat")
    assert house.last.file is not None
    assert house.last.file.name == "Dân vận.xlsx"
    assert load_workbook(house.last.file).worksheets[0].max_row == 11


def test_a_set_comes_back_as_a_file(house: House) -> None:
    house.say(TRAINER, "/bode soan dân vận")
    house.say(TRAINER, "/bode xuat")
    sent = house.last.file
    assert sent is not None
    content = sent.read_bytes()

    def upload(name: str, data: bytes) -> str:
        file = Attachment(name, len(data), "f", lambda: data)
        return house.hear(ChatMessage("zalo", TRAINER, TRAINER, "", readable=False, file=file))

    upload("Đề mới.xlsx", content)
    assert sets.names(house.state) == ["Dân vận"]
    assert "gửi tệp câu hỏi" in house.say(TRAINER, "/bode nhap")
    assert "không đúng dạng" in upload("hỏng.xlsx", b"rubbish")
    assert "“Đề mới”, 10 câu" in upload("Đề mới.xlsx", content)
    assert sets.find(house.state, "Đề mới").questions == sets.find(house.state, "Dân vận").questions  # type: ignore[union-attr]
    upload("Thêm nữa.xlsx", content)
    assert sets.find(house.state, "Thêm nữa") is None


def test_hand_outs_are_sent(house: House) -> None:
    assert "/tailieu so_sanh" in house.say(TRAINER, "/tailieu")
    house.say(TRAINER, "/tailieu so_sanh pdf 18-CT/TU, 16/CT-TTg")
    assert house.last.file is not None
    assert house.last.file.read_bytes().startswith(b"%PDF")
    assert "chủ đề khác" in house.say(TRAINER, "/tailieu dong_thoi_gian zzz qqq")


def test_officers_may_not_teach(house: House) -> None:
    for command in ("/lop", "/bode", "/tailieu viet_tat"):
        assert house.say(OFFICER, command) == house.say(OFFICER, "/lop dân vận")


def test_a_class_by_typing_alone(typed: House) -> None:
    typed.say(TRAINER, "/lop dân vận")
    invitation = typed.say(TRAINER, "2")
    found = classes.latest(typed.state, TRAINER)
    assert found is not None
    assert f"/vaolop {found.id}" in invitation
    assert found.seconds == 20
    assert "đã vào lớp" in typed.say(OFFICER, f"/vaolop {found.id}")
    assert "đã vào lớp" in typed.say("zalo:b", f"vào lớp {found.id}")
    typed.say(TRAINER, "/lop")
    typed.say(TRAINER, "1")
    asked = typed.unasked()
    assert set(asked) == {OFFICER, "zalo:b"}
    question = found.questions[0]
    assert all(option in asked[OFFICER] for option in question.options)
    assert "Đúng rồi" in typed.say(OFFICER, "ABCD"[question.right])
    assert "đã trả lời rồi" in typed.say(OFFICER, "A")
    assert "Chưa đúng. Đáp án" in typed.say("zalo:b", "ABCD"[(question.right + 1) % len(question.options)])
    score = scores.question(typed.state, found, 0)
    assert (score.given, score.right) == (2, 1)
    assert "Không có lớp nào" in typed.say("zalo:c", "/vaolop khongco1")
    assert "rời lớp" in typed.say("zalo:b", "rời lớp")
    assert "không ở lớp nào" in typed.say("zalo:b", "/roilop")


def test_what_is_kept_of_a_person_can_be_erased(typed: House) -> None:
    typed.say(TRAINER, "/lop dân vận")
    typed.say(TRAINER, "1")
    found = classes.latest(typed.state, TRAINER)
    assert found is not None
    typed.say(OFFICER, f"/vaolop {found.id}")
    typed.say(TRAINER, "/lop")
    typed.say(TRAINER, "1")
    typed.unasked()
    typed.say(OFFICER, "A")
    erase(typed.state, OFFICER)
    for table in ("class_people", "class_answers"):
        assert typed.state.row(f"SELECT count(*) FROM {table}") == (0,)
    erase(typed.state, TRAINER)
    assert typed.state.row("SELECT count(*) FROM classes") == (0,)


def test_old_classes_age_out(house: House) -> None:
    house.say(TRAINER, "/lop dân vận")
    house.press(TRAINER, "30 giây")
    classes.forget_before(house.state, 999.0)
    assert classes.latest(house.state, TRAINER) is not None
    classes.forget_before(house.state, 1001.0)
    assert classes.latest(house.state, TRAINER) is None

"""A whole class of thirty through the emulated Bot API, with a restart in the middle; and its odd people."""

from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from bot.clocks import Clocks
from bot.composition import LiveLibrary
from bot.training import classes, scores
from bot.training.classes import TrainingClass
from emulators.botapi import BotApi, Json
from emulators.classroom import TRAINER, Classroom, buttons, classroom
from emulators.serving import FAST
from emulators.telegram_people import Person, deliver

THIRTY = list(range(1, 31))
LATE, GOES, TWICE = 31, 5, 7


def asked(api: BotApi, person: int, found: TrainingClass, place: int) -> Json:
    """The poll with a question in somebody's chat."""
    text = found.questions[place].text
    (poll,) = [one for one in api.polls(person) if one["poll"]["question"].endswith(text)]
    return poll


async def vote(room: Classroom, people: list[int], place: int) -> None:
    """Everybody answers: of four people, three rightly."""
    question = room.latest().questions[place]
    for number in people:
        choice = question.right if number % 4 else (question.right + 1) % len(question.options)
        await Person(room.api, number, name=f"Học viên {number}").vote(
            asked(room.api, number, room.latest(), place), choice
        )


async def test_a_class_of_thirty_with_a_restart_in_the_middle(
    api: BotApi, library: LiveLibrary, tmp_path: Path, database: str
) -> None:
    async with classroom(api, tmp_path, library, database=database) as room:
        found = await room.open("dân vận", "60 giây")
        invitation = api.sent(TRAINER)[-1]
        assert "photo" in invitation
        assert f"https://t.me/danvan_bot?start=lop_{found.id}" in invitation["caption"]
        assert f"{room.pages}/man-hinh/{found.screen}" in invitation["caption"]
        await room.press("Bắt đầu")
        assert "Chưa có ai" in api.texts(TRAINER)[-1]
        await room.join(found, THIRTY)
        await room.press("Bắt đầu")
        assert all(not poll["poll"]["is_anonymous"] for poll in api.polls(1))
        await vote(room, THIRTY[:12], 0)
    # The bot is gone while eighteen answer and one joins.
    for number in THIRTY[12:]:
        question = found.questions[0]
        choice = question.right if number % 4 else (question.right + 1) % len(question.options)
        await Person(api, number, name=f"Học viên {number}").vote(asked(api, number, found, 0), choice)
    await Person(api, LATE, name="Học viên 31").write(f"/start lop_{found.id}")
    async with classroom(api, tmp_path, library, database=database) as room:
        await room.until(lambda: scores.question(room.state, room.latest(), 0).given == 30)
        await room.quiet()
        score = scores.question(room.state, room.latest(), 0)
        assert (score.given, score.right) == (30, 23)
        await room.until(lambda: "30 câu trả lời, 23 đúng" in api.texts(TRAINER)[-1])
        assert all(len(api.polls(number)) == 1 for number in (*THIRTY, LATE))
        await Person(api, GOES).write("/roilop")
        await room.quiet()
        await to_the_end(room)
        await results(room)


async def to_the_end(room: Classroom) -> None:
    """All other questions, with one who has left, one who came late and one who answers twice."""
    api, there = room.api, [number for number in (*THIRTY, LATE) if number != GOES]
    for place in range(1, len(room.latest().questions)):
        await room.press("Đóng câu này")
        closed = api.texts(TRAINER)[-1]
        assert "✅" in closed
        assert "Nguồn: " in closed
        await room.press("Câu tiếp")
        assert len(api.polls(GOES)) == 1
        await vote(room, there, place)
        again = asked(api, TWICE, room.latest(), place)["poll"]["id"]
        await room.quiet()
        before = scores.question(room.state, room.latest(), place)
        await deliver(api, poll_answer=Person(api, TWICE).answer(again, 0))
        await room.quiet()
        assert scores.question(room.state, room.latest(), place) == before
        assert before.given == len(there)


async def results(room: Classroom) -> None:
    """The end: what everybody and the trainer are told, the files, and that all of it can be erased."""
    api, found = room.api, room.latest()
    await room.press("Đóng câu này")
    await room.press("Kết thúc lớp")
    told = api.texts(TRAINER)[-1]
    assert "31 người tham gia" in told
    assert "Nên giảng lại" in told
    assert any("đúng 10/10 câu, xếp thứ 1/31" in api.texts(number)[-1] for number in THIRTY)
    assert "đúng 10/10 câu, xếp thứ" in api.texts(1)[-1]
    assert "đúng 0/10" in api.texts(4)[-1]
    sheet = await room.press("Bảng điểm")
    book = load_workbook(BytesIO(api.files[sheet["document"]["file_id"]]))
    assert [page.title for page in book] == ["Người học", "Câu hỏi", "Chi tiết"]
    assert book["Người học"].max_row == 32
    assert book["Người học"]["C2"].value == 10
    chart = await room.press("Biểu đồ")
    assert api.files[chart["photo"][0]["file_id"]].startswith(b"\x89PNG")
    await room.press("Xóa lớp")
    await room.press("Xóa hết")
    assert classes.find(room.state, found.id) is None
    assert room.state.row("SELECT count(*) FROM class_answers") == (0,)
    assert not list(room.state.home.glob("training/*"))


async def test_everybody_at_their_own_pace(api: BotApi, library: LiveLibrary, tmp_path: Path) -> None:
    async with classroom(api, tmp_path, library) as room:
        found = await room.open("dân vận", "Mỗi người")
        await room.join(found, [1, 2])
        await room.press("Bắt đầu")
        for place, question in enumerate(found.questions):
            await Person(api, 1).vote(asked(api, 1, found, place), question.right)
            await room.quiet()
        assert f"đúng {len(found.questions)}" in api.texts(1)[-1]
        assert len(api.polls(2)) == 1
        await room.join(found, [3])
        await room.until(lambda: api.polls(3))
        assert asked(api, 3, found, 0)["poll"].get("open_period") is None
        await room.press("Kết thúc lớp")
        assert "xếp thứ 1/3" in api.texts(1)[-1]


async def test_two_classes_at_once_and_a_group(api: BotApi, library: LiveLibrary, tmp_path: Path) -> None:
    group = -1001
    async with classroom(api, tmp_path, library) as room:
        first = await room.open("dân vận", "30 giây")
        second = await room.open("dân vận", "60 giây", TRAINER + 1, group)
        assert second.grouped
        await room.join(first, [1])
        await room.press("Bắt đầu")
        await room.press("Bắt đầu", TRAINER + 1, group)
        (poll,) = api.polls(group)
        for number in (1, 2, 3):
            await Person(api, number, name=f"Người {number}").vote(poll, second.questions[0].right)
        await Person(api, 1).vote(asked(api, 1, first, 0), first.questions[0].right)
        await room.quiet()
        assert scores.question(room.state, second, 0).given == 3
        assert scores.question(room.state, first, 0).given == 1
        before = api.sent(group)
        shown = next(message for message in reversed(api.sent(group)) if buttons(message))
        await Person(api, 2).press(shown, "Đóng câu này")
        await room.quiet()
        assert api.sent(group) == before
        assert "Chỉ báo cáo viên" in api.called("answerCallbackQuery")[-1]["text"]
        assert classes.find(room.state, second.id).phase == "open"  # type: ignore[union-attr]


async def test_a_question_closes_by_itself_and_late_answers_do_not_count(
    api: BotApi, library: LiveLibrary, tmp_path: Path
) -> None:
    moved = [0.0]
    clocks = Clocks(lambda: FAST.wall() + moved[0], FAST.steady, FAST.sleep)
    async with classroom(api, tmp_path, library, clocks) as room:
        found = await room.open("dân vận", "20 giây")
        await room.join(found, [1, 2])
        await room.press("Bắt đầu")
        assert {call["open_period"] for call in api.called("sendPoll")} <= {"20", 20}
        await Person(api, 1).vote(asked(api, 1, found, 0), found.questions[0].right)
        await room.quiet()
        moved[0] = 60.0
        await room.until(lambda: room.latest().phase == "closed")
        await room.quiet()
        assert "Đúng 1/1" in api.texts(TRAINER)[-1]
        await Person(api, 2).vote(asked(api, 2, found, 0), found.questions[0].right)
        await room.quiet()
        assert "đã đóng" in api.texts(2)[-1]
        assert scores.question(room.state, found, 0).given == 1

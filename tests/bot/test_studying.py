"""Self-study: questions each day, wrong ones sooner again, days in a row, and an end at any time."""

from collections.abc import Callable
from datetime import datetime
from itertools import count

import pytest

from bot import nudges
from bot.access import Access
from bot.chat import ChatMessage, Reply
from bot.composition import LiveLibrary
from bot.conversation import Conversation
from bot.desk import Desk, Limits
from bot.flood import FloodGate
from bot.personal import erase
from bot.state import State
from bot.training import clock, doors, studying
from bot.typed import TypedConversation

PERSON = "telegram:7"
DAY = 24 * 3600.0
MORNING = datetime(2026, 11, 23, 8, 30, tzinfo=studying.VIETNAM).timestamp()


class Learner:
    """Somebody who studies, and the clock that they study by; polls are numbered as they come."""

    def __init__(self, library: LiveLibrary, state: State, limits: Limits) -> None:
        self.now, self.polls, tokens = MORNING, count(1), count(1)
        self.state = state
        self.desk = Desk(
            library.current,
            self.state,
            Access(self.state, True),
            limits,
            lambda: self.now,
            lambda: f"t{next(tokens)}",
            lambda _: "",
        )
        self.conversation = Conversation(self.desk, FloodGate(lambda: self.now))
        self.typed = TypedConversation(self.conversation, self.desk)
        self.asked: list[tuple[str, Reply]] = []

    def say(self, message: ChatMessage) -> Reply:
        """What the bot says, kept as if it had been sent."""
        converse = self.conversation if self.desk.limits.buttons else self.typed
        reply = converse.reply(message)
        reply.keep()
        if reply.poll:
            poll = f"P{next(self.polls)}"
            doors.note_sent(self.state, reply.mark, "1", poll, self.now)
            self.asked.append((poll, reply))
        return reply

    def write(self, text: str, command: str = "") -> str:
        """Write something."""
        return words(self.say(ChatMessage("telegram", PERSON, PERSON, text, command)))

    def tick(self) -> list[Reply]:
        """Let the clock tick, and hear what is said unasked."""
        clock.tick(self.state, self.now)
        said = []
        while found := nudges.waiting(self.state, "telegram"):
            nudges.collected(self.state, found)
            said += [self.say(message) for one in found if (message := nudges.read(one.payload))]
        return said

    def answer(self, *, right: bool) -> str:
        """Answer the last poll, then hear what comes of it."""
        poll, reply = self.asked[-1]
        assert reply.poll
        choice = reply.poll.right if right else (reply.poll.right + 1) % len(reply.poll.options)
        told = words(self.say(ChatMessage("telegram", PERSON, PERSON, "", action=f"poll:{poll}:{choice}")))
        self.tick()
        return told


def words(reply: Reply) -> str:
    return "\n".join(block.text for block in reply.blocks)


@pytest.fixture
def learner(library: LiveLibrary, state: State) -> Learner:
    return Learner(library, state, Limits(4096, len))


def day(learner: Learner, right: Callable[[int], bool]) -> str:
    """Study through one day; returns the last thing said."""
    learner.tick()
    said = ""
    for number in range(3):
        said = learner.answer(right=right(number))
    learner.now += DAY
    return said


def test_questions_come_each_day_and_days_in_a_row_are_counted(learner: Learner) -> None:
    assert "3 câu" in learner.write("", "hoc")
    assert "1 ngày liên tiếp" in day(learner, lambda _: True)
    assert learner.asked[0][1].poll.question.startswith("Tự học 1/3")  # type: ignore[union-attr]
    assert "2 ngày liên tiếp" in day(learner, lambda _: True)
    assert len({reply.mark for _, reply in learner.asked}) >= 5
    learner.now += 3 * DAY
    assert "1 ngày liên tiếp" in day(learner, lambda _: True)


def test_what_was_got_wrong_comes_again_sooner(learner: Learner) -> None:
    learner.write("", "hoc")
    day(learner, lambda number: number != 1)
    wrong = learner.asked[1][1].mark
    seen = []
    for _ in range(3):
        before = len(learner.asked)
        day(learner, lambda _: True)
        seen += [reply.mark for _, reply in learner.asked[before:]]
    assert wrong in seen
    dues = dict(learner.state.rows("SELECT question, due FROM study_cards"))
    assert len(dues) >= 4


def test_an_answer_counts_once_and_only_for_the_question_that_waits(learner: Learner) -> None:
    learner.write("2", "hoc")
    learner.tick()
    learner.answer(right=True)
    first, reply = learner.asked[0]
    again = ChatMessage("telegram", PERSON, PERSON, "", action=f"poll:{first}:{reply.poll.right}")  # type: ignore[union-attr]
    assert learner.say(again) == Reply()
    assert studying.find(learner.state, PERSON).left_today == 1  # type: ignore[union-attr]


def test_it_stops_at_any_time_and_goes_on_where_it_was(learner: Learner) -> None:
    learner.write("", "hoc")
    learner.tick()
    learner.answer(right=True)
    assert "Đã dừng" in learner.write("thoi", "hoc")
    learner.now += 2 * DAY
    assert learner.tick() == []
    learner.write("1", "hoc")
    learner.tick()
    assert learner.state.row("SELECT count(*) FROM study_cards") == (1,)
    assert "từ 1 đến 20" in learner.write("100", "hoc")
    erase(learner.state, PERSON)
    assert learner.state.row("SELECT count(*) FROM study_cards") == (0,)
    assert learner.tick() == []


def test_all_of_it_by_typing(library: LiveLibrary, state: State) -> None:
    learner = Learner(library, state, Limits(2000, len, buttons=False, files=False))
    learner.write("/hoc 1")
    (asked,) = learner.tick()
    assert asked.poll is None
    assert "A. " in words(asked)
    told = learner.write("A")
    assert "Đúng rồi" in told or "Chưa đúng. Đáp án:" in told
    assert "Nguồn: " in told
    assert "1 ngày liên tiếp" in told


def test_the_day_begins_at_eight_in_vietnam() -> None:
    night = datetime(2026, 11, 23, 3, 0, tzinfo=studying.VIETNAM).timestamp()
    assert (
        datetime.fromtimestamp(studying._morning(night), studying.VIETNAM).isoformat()
        == "2026-11-23T08:00:00+07:00"
    )
    assert studying._morning(MORNING) == MORNING - 1800 + DAY
    assert studying.day_of(night) == "2026-11-23"

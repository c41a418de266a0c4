"""The inbox: once in, once answered, nothing kept of what is through."""

import asyncio
from collections.abc import Callable

import pytest

from bot import budget
from bot.clocks import Clocks
from bot.dispatch import Dispatcher, Outgoing, Ways
from bot.flood import BACKLOG, REST
from bot.inbox import Arrival, Call, Inbox, Json
from bot.state import State
from emulators.serving import FAST
from knowledge.errors import CorruptIndex


@pytest.fixture
def inbox(state: State) -> Inbox:
    return Inbox(state, "t", lambda: 100.0)


def arrival(key: str, lane: str = "1") -> Arrival:
    return Arrival(key, lane, {"text": f"chữ {key}"})


def test_what_came_before_is_not_taken_again(inbox: Inbox) -> None:
    assert inbox.accept([arrival("a"), arrival("b"), arrival("a")]) == [(1, "1"), (2, "1")]
    assert inbox.accept([arrival("b")]) == []
    assert [lane for _, lane in inbox.unfinished()] == ["1", "1"]


def test_channels_do_not_mix(inbox: Inbox, state: State) -> None:
    inbox.accept([arrival("a")])
    other = Inbox(state, "z", lambda: 0.0)
    assert other.unfinished() == []
    assert len(other.accept([arrival("a")])) == 1


def test_answer_and_its_effect_are_kept_together_or_not_at_all(inbox: Inbox, state: State) -> None:
    ((seq, _),) = inbox.accept([arrival("a")])

    def fail() -> None:
        state.write("INSERT INTO quiet_groups VALUES ('x')")
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        inbox.answer(seq, [Call("send", {"x": 1})], fail)
    assert inbox.waiting(seq) == []
    assert state.rows("SELECT * FROM quiet_groups") == []
    assert inbox.unanswered(seq) == {"text": "chữ a"}
    inbox.answer(seq, [Call("send", {"x": 1}, "m")], lambda: None)
    assert inbox.unanswered(seq) is None
    assert [waiting.call for waiting in inbox.waiting(seq)] == [Call("send", {"x": 1}, "m")]


def test_calls_leave_one_by_one_and_content_with_the_last(inbox: Inbox, state: State) -> None:
    ((seq, _),) = inbox.accept([arrival("a")])
    inbox.answer(seq, [Call("one", {}), Call("two", {})], lambda: None)
    inbox.sent(inbox.waiting(seq)[0], lambda: None)
    assert [waiting.call.method for waiting in inbox.waiting(seq)] == ["two"]
    inbox.sent(inbox.waiting(seq)[0], lambda: None)
    inbox.finish(seq)
    assert inbox.unfinished() == []
    assert state.rows("SELECT payload FROM inbox") == [(None,)]


def test_finished_arrivals_age_out_and_unfinished_ones_do_not(inbox: Inbox, state: State) -> None:
    (first, _), (second, _) = inbox.accept([arrival("a"), arrival("b")])
    inbox.finish(first)
    inbox.forget_before(101.0)
    assert state.rows("SELECT seq FROM inbox") == [(second,)]


def test_model_has_a_budget_for_each_day_of_vietnam(state: State) -> None:
    evening = 1_700_000_000.0
    for _ in range(3):
        budget.spend(state, evening)
    assert budget.left(state, evening) == budget.MODEL_ANSWERS_A_DAY - 3
    assert budget.left(state, evening + 24 * 3600) == budget.MODEL_ANSWERS_A_DAY


async def test_what_cannot_be_kept_or_sent_stops_nobody(inbox: Inbox) -> None:
    sent: list[str] = []

    def broken() -> None:
        raise ValueError

    async def answer(payload: Json) -> Outgoing:
        return Outgoing((Call("bad", {}), Call("good", payload)), broken)

    async def send(call: Call) -> Callable[[], None]:
        if call.method == "bad":
            raise KeyError("chat_id")
        sent.append(call.params["text"])
        return lambda: None

    dispatcher = Dispatcher(inbox, Ways(answer, no_word, send), FAST)
    dispatcher.take(inbox.accept([arrival("a"), arrival("b")]))
    while inbox.unfinished():
        await asyncio.sleep(0)
    assert sent == ["chữ a", "chữ b"]
    assert not dispatcher.failed.done()


@pytest.mark.parametrize("said", [["xin lỗi: chữ a"], []], ids=["sorry", "not even sorry"])
async def test_what_cannot_be_answered_is_apologised_for_and_stops_nobody(
    inbox: Inbox, caplog: pytest.LogCaptureFixture, said: list[str]
) -> None:
    sent: list[str] = []

    async def answer(payload: Json) -> Outgoing:
        if payload["text"] == "chữ a":
            raise CorruptIndex("hỏng")
        return Outgoing((Call("say", payload),))

    def sorry(payload: Json) -> Outgoing:
        if not said:
            raise KeyError("chat")
        return Outgoing((Call("say", {"text": f"xin lỗi: {payload['text']}"}),))

    async def send(call: Call) -> Callable[[], None]:
        sent.append(call.params["text"])
        return lambda: None

    dispatcher = Dispatcher(inbox, Ways(answer, sorry, send), FAST)
    dispatcher.take(inbox.accept([arrival("a"), arrival("b")]))
    while inbox.unfinished():
        await asyncio.sleep(0)
    assert sent == [*said, "chữ b"]
    assert ("no apology" in caplog.messages) is (not said)
    assert not dispatcher.failed.done()


def no_word(_: Json) -> Outgoing:
    return Outgoing()


@pytest.mark.parametrize(("unhurried", "slept"), [(True, [1, 2, 3]), (False, [])])
async def test_who_asks_a_lot_at_once_is_answered_at_leisure(
    inbox: Inbox, unhurried: bool, slept: list[int]
) -> None:
    """Rests while three or more wait, each until REST after the answer before began; nobody else rests."""
    now, rests, sent = [0.0], [], []

    async def sleep(seconds: float) -> None:
        assert seconds == REST
        now[0] += seconds
        rests.append(sum(text.endswith("x") for text in sent))
        await asyncio.sleep(0)

    async def answer(payload: Json) -> Outgoing:
        return Outgoing((Call("say", payload),), unhurried=unhurried)

    async def send(call: Call) -> Callable[[], None]:
        sent.append(call.params["text"])
        return lambda: None

    dispatcher = Dispatcher(inbox, Ways(answer, no_word, send), Clocks(lambda: 0.0, lambda: now[0], sleep))
    hurried = [arrival(f"{number}x") for number in range(BACKLOG + 3)]
    dispatcher.take(inbox.accept([*hurried, *(arrival(f"{number}y", "2") for number in range(BACKLOG))]))
    while inbox.unfinished():
        await asyncio.sleep(0)
    assert rests == slept
    assert len(sent) == 2 * BACKLOG + 3

"""Ways into training: commands, presses, poll answers, nudges, each with the right that it takes."""

from collections.abc import Callable, Mapping

from bot.access import Deed
from bot.chat import ChatMessage, Reply
from bot.desk import Desk, Handler
from bot.state import State, replacing
from bot.training import attending, classes, editing, papers, studying, teaching

Step = Callable[[Desk, ChatMessage, str, str], Reply]
"""Handles «verb:first:second»."""

COMMANDS: Mapping[str, tuple[Deed, Handler]] = {
    "lop": (Deed.TRAIN, teaching.show_class),
    "bode": (Deed.TRAIN, editing.edit),
    "tailieu": (Deed.TRAIN, papers.send),
    "vaolop": (Deed.INTRODUCE, attending.join),
    "roilop": (Deed.INTRODUCE, attending.leave),
    "hoc": (Deed.ASK, studying.study),
}


def _poll(desk: Desk, message: ChatMessage, poll: str, choice: str) -> Reply:
    """A poll was answered: a class's or of self-study; of one that is not known nothing is said."""
    row = desk.state.row("SELECT mark FROM polls WHERE poll = ?", (poll,))
    if row is None or not choice.isdecimal():
        return Reply()
    answered = attending.vote if row[0].startswith("class:") else studying.vote
    return answered(desk, message, row[0], int(choice))


STEPS: Mapping[str, tuple[Deed, Step]] = {
    "mo": (Deed.TRAIN, teaching.open_class),
    "lop": (Deed.INTRODUCE, teaching.steer),
    "bo": (Deed.TRAIN, editing.open_set),
    "quiz": (Deed.INTRODUCE, attending.choose),
    "learn": (Deed.ASK, studying.choose_typed),
    "poll": (Deed.INTRODUCE, _poll),
}
UNHURRIED = frozenset({"quiz", "learn", "poll"})
"""Answers are short work and come fast: they do not count against how much a person may write."""
_NUDGES: Mapping[str, Step] = {
    "ask": attending.ask,
    "through": attending.tell_through,
    "over": attending.tell_result,
    "closed": teaching.tell_closed,
    "score": teaching.update_score,
    "study": lambda desk, _, channel, person: studying.ask_next(desk, f"{channel}:{person}"),
}


def nudged(desk: Desk, message: ChatMessage) -> Reply:
    """What is to be said unasked."""
    verb, first, second = (*message.nudge.split(":", 2), "", "")[:3]
    return _NUDGES[verb](desk, message, first, second)


def note_sent(state: State, mark: str, message: str, poll: str, now: float) -> None:
    """Remember what a message of ours belongs to: the live score of a class, a question's poll."""
    purpose, _, subject = mark.partition(":")
    if purpose == "score":
        classes.note_score(state, subject, message)
    elif poll:
        state.write(replacing("polls", 1, "poll, mark, sent"), (poll, mark, now))


def erase_person(state: State, person: str) -> None:
    """Everything that training keeps about a person."""
    classes.erase_person(state, person)
    studying.erase(state, person)
    for key in (editing.OPENED, editing.WAITING):
        state.write("DELETE FROM polls WHERE poll = ?", (key + person,))

"""What officers do in a class: join, answer, leave; and what they are told unasked."""

from bot import nudges
from bot.chat import ChatMessage, Reply
from bot.desk import Desk, say
from bot.state import State
from bot.training import classes, scores, words
from bot.training.classes import TrainingClass, ask_nudge
from bot.training.posing import judged, label, pose

PAYLOAD = "lop_"
"""What a deep link into a class begins with."""


def join(desk: Desk, message: ChatMessage) -> Reply:
    """Come into the class whose code is written; where it is at work, its question follows."""
    code = message.text.strip().lower().removeprefix(PAYLOAD)
    found = classes.find(desk.state, code)
    if found is None or found.phase == "over":
        return say(words.NO_CLASS)
    name, now = message.name or message.person, desk.now()

    def keep() -> None:
        classes.join(desk.state, found, message.person, message.chat, name, now)
        current = classes.find(desk.state, found.id)
        if current and current.phase == "open" and (not current.grouped or message.chat != current.chat):
            place = (
                classes.next_place(desk.state, current, message.person) if current.own_pace else current.place
            )
            if place is not None and not classes.has_answered(desk.state, current.id, message.person, place):
                again = ask_nudge(current.id, place, message.chat)
                nudges.note(desk.state, [nudges.Nudge(f"{again.key}/{now}", again.chat, again.what)])

    told = words.JOINED_NOW if found.phase in ("open", "closed") else words.JOINED
    return Reply(say(told.format(name=name, class_name=found.name)).blocks, keep=keep)


def leave(desk: Desk, message: ChatMessage) -> Reply:
    """Go from every class."""
    row = desk.state.row(
        "SELECT 1 FROM class_people WHERE person = ? AND gone IS NULL AND class IN"
        " (SELECT id FROM classes WHERE phase != 'over')",
        (message.person,),
    )
    if not row:
        return say(words.NOT_IN_CLASS)
    return Reply(say(words.LEFT).blocks, keep=lambda: _left(desk, message.person))


def _left(desk: Desk, person: str) -> None:
    classes.leave(desk.state, person, desk.now())


def vote(desk: Desk, message: ChatMessage, mark: str, choice: int) -> Reply:
    """A poll was answered; the poll itself says whether rightly, so nothing is said of what was counted."""
    _, id_, place = mark.split(":")
    found = classes.find(desk.state, id_)
    if found is None:
        return Reply()
    member = classes.member_chat(desk.state, id_, message.person)
    if not member and not found.grouped:
        return Reply()
    return _answered(desk, message, found, int(place), choice, polled=True)


def choose(desk: Desk, message: ChatMessage, id_: str, argument: str) -> Reply:
    """A lettered choice was pressed or typed: «place.choice»."""
    place, _, choice = argument.partition(".")
    found = classes.find(desk.state, id_)
    if found is None or not (place.isdecimal() and choice.isdecimal()) or int(place) >= len(found.questions):
        return say(words.NO_CLASS)
    if not classes.member_chat(desk.state, id_, message.person) and not found.grouped:
        return say(words.NOT_IN_CLASS)
    return _answered(desk, message, found, int(place), int(choice), polled=False)


def _answered(
    desk: Desk, message: ChatMessage, found: TrainingClass, place: int, choice: int, *, polled: bool
) -> Reply:
    """Count an answer together with what it brings about; the first one counts."""
    state, now = desk.state, desk.now()
    if classes.has_answered(state, found.id, message.person, place):
        return Reply() if polled else say(words.TWICE)
    if not _is_open(found, place, now):
        in_private = not polled or classes.member_chat(state, found.id, message.person) == message.chat
        return say(words.TOO_LATE) if in_private else Reply()

    def keep() -> None:
        if not classes.member_chat(state, found.id, message.person):
            classes.join(state, found, message.person, found.chat, message.name or message.person, now)
        if classes.answer(state, found, message.person, place, choice, now) and found.own_pace:
            _go_on(state, found, message.person)

    if polled:
        return Reply(keep=keep)
    return Reply(judged(found.questions[place], choice, words.RIGHT, words.WRONG).blocks, keep=keep)


def _is_open(found: TrainingClass, place: int, now: float) -> bool:
    in_time = found.closes is None or now <= found.closes
    return found.phase == "open" and in_time and (found.own_pace or place == found.place)


def _go_on(state: State, found: TrainingClass, person: str) -> None:
    """The next question of somebody who goes at their own pace, or word that they are through."""
    chat = classes.member_chat(state, found.id, person)
    place = classes.next_place(state, found, person)
    through = nudges.Nudge(f"through/{found.id}/{person}", chat, f"through:{found.id}:{person}")
    nudges.note(state, [through if place is None else ask_nudge(found.id, place, chat)])


def ask(desk: Desk, _: ChatMessage, id_: str, place: str) -> Reply:
    """A nudge: the question that is open now, if it still is the one meant."""
    found = classes.find(desk.state, id_)
    if found is None or not _is_open(found, int(place), desk.now()):
        return Reply()
    seconds = 0 if found.closes is None else round(min(found.seconds, found.closes - desk.now()))
    mark = f"class:{id_}:{place}"
    return pose(desk, found.questions[int(place)], mark, label(found, int(place)), seconds)


def tell_through(desk: Desk, _: ChatMessage, id_: str, person: str) -> Reply:
    """A nudge: somebody has answered everything."""
    found = classes.find(desk.state, id_)
    mine = (
        next((one for one in scores.people(desk.state, found) if one.person == person), None)
        if found
        else None
    )
    if found is None or mine is None:
        return Reply()
    return say(words.ALL_DONE.format(count=len(found.questions), right=mine.right))


def tell_result(desk: Desk, message: ChatMessage, id_: str, _: str) -> Reply:
    """A nudge: the class is over, and how those in this chat did."""
    found = classes.find(desk.state, id_)
    if found is None:
        return Reply()
    everybody = scores.people(desk.state, found)
    here = [one for one in everybody if classes.member_chat(desk.state, id_, one.person) == message.chat]
    told = [
        words.YOUR_RESULT.format(
            name=found.name, right=one.right, count=len(found.questions), rank=one.rank, people=len(everybody)
        )
        for one in here[:1]
    ]
    return say(*told)

"""Self-study: a few questions a day to who wants them, what was got wrong sooner again (FSRS), days in a row.

Days are those of Vietnam. A day's questions come at eight in the morning, one after the other as they are answered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from random import Random

from fsrs import Card, Rating, Scheduler

from bot import nudges
from bot.chat import ChatMessage, Reply
from bot.desk import Desk, say
from bot.nudges import Nudge
from bot.state import State, replacing
from bot.training import words
from bot.training.posing import judged, pose
from knowledge.quiz.making import choose
from knowledge.quiz.questions import QuizQuestion

VIETNAM = timezone(timedelta(hours=7))
HOUR = 8
DAILY, MOST_DAILY = 3, 20
STEPS = (timedelta(minutes=10),)
"""What is new and got wrong comes again the next day; when it comes after a right answer, FSRS knows."""


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody who studies; `asked` is the question that waits for their answer."""

    person: str
    chat: str
    daily: int
    left_today: int
    streak: int
    last_day: str
    next: float
    asked: str


def study(desk: Desk, message: ChatMessage) -> Reply:
    """/hoc: begin, change the number of questions a day, or stop."""
    wish = message.text.strip().lower()
    if wish in ("thoi", "thôi", "dung", "dừng"):
        return Reply(say(words.STUDY_OFF).blocks, keep=lambda: _stop(desk.state, message.person))
    daily = int(wish) if wish.isdecimal() else DAILY if not wish else 0
    if not 1 <= daily <= MOST_DAILY:
        return say(words.STUDY_WHICH)
    if not desk.library().questions():
        return say(words.STUDY_NONE)

    def keep() -> None:
        _begin(desk.state, message, daily, desk.now())

    return Reply(say(words.STUDY_ON.format(daily=daily)).blocks, keep=keep)


def _begin(state: State, message: ChatMessage, daily: int, now: float) -> None:
    with state.transaction():
        state.write(
            "INSERT INTO study (person, chat, daily, left_today, streak, last_day, next) VALUES (?, ?, ?, 0, 0, '', ?)"
            " ON CONFLICT (person) DO UPDATE SET chat = excluded.chat, daily = excluded.daily, next = excluded.next",
            (message.person, message.chat, daily, now),
        )


def _stop(state: State, person: str) -> None:
    """No more questions by themselves; what was learnt is kept."""
    state.write("UPDATE study SET daily = 0, left_today = 0, asked = '' WHERE person = ?", (person,))


def erase(state: State, person: str) -> None:
    """Everything kept about somebody's studying."""
    state.write("DELETE FROM study WHERE person = ?", (person,))


def find(state: State, person: str) -> Learner | None:
    """Somebody's studying as it stands."""
    sql = "SELECT person, chat, daily, left_today, streak, last_day, next, asked FROM study WHERE person = ?"
    row = state.row(sql, (person,))
    return Learner(*row) if row else None


def nudge_due(state: State, now: float) -> None:
    """Begin the day of whoever's time has come, and set the time of the next one."""
    with state.transaction():
        waiting = "SELECT person, chat, daily FROM study WHERE daily > 0 AND next <= ?"
        for person, chat, daily in state.rows(waiting, (now,)):
            state.write(
                "UPDATE study SET left_today = ?, next = ? WHERE person = ?", (daily, _morning(now), person)
            )
            nudges.note(state, [Nudge(f"study/{person}/{now}", chat, f"study:{person}")])


def _morning(now: float) -> float:
    """The next eight o'clock after `now`."""
    local = datetime.fromtimestamp(now, VIETNAM)
    today = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return (today if local < today else today + timedelta(days=1)).timestamp()


def day_of(now: float) -> str:
    """The date in Vietnam."""
    return datetime.fromtimestamp(now, VIETNAM).date().isoformat()


def ask_next(desk: Desk, person: str) -> Reply:
    """A nudge: the next question of the day, while there is one to go."""
    learner = find(desk.state, person)
    if learner is None or not learner.left_today:
        return Reply()
    question = _pick(desk, learner)
    if question is None:
        return Reply()
    number = learner.daily - learner.left_today + 1
    asked = pose(desk, question, f"study:{question.id}", f"Tự học {number}/{learner.daily}")
    keep = partial(_note_asked, desk.state, person, question.id)
    return Reply(asked.blocks, asked.buttons, keep, asked.mark, poll=asked.poll)


def _note_asked(state: State, person: str, question: str) -> None:
    state.write("UPDATE study SET asked = ? WHERE person = ?", (question, person))


def _pick(desk: Desk, learner: Learner) -> QuizQuestion | None:
    """What is due, the longest due first; the day's last question is new, so that old ones do not crowd it out."""
    made = {question.id: question for question in desk.library().questions()}
    now = desk.now()
    cards = desk.state.rows(
        "SELECT question, due FROM study_cards WHERE person = ? ORDER BY due", (learner.person,)
    )
    due = [id_ for id_, when in cards if when <= now and id_ in made]
    seen = {id_ for id_, _ in cards}
    rng = Random(f"{learner.person}{len(seen)}")  # noqa: S311
    fresh = choose([question for question in made.values() if question.id not in seen], 1, "", rng)
    if due and (learner.left_today > 1 or not fresh):
        return made[due[0]]
    rest = [id_ for id_, _ in cards if id_ in made and id_ != learner.asked]
    return fresh[0] if fresh else made[rest[0]] if rest else None


def vote(desk: Desk, message: ChatMessage, mark: str, choice: int) -> Reply:
    """A poll of self-study was answered."""
    return _learnt(desk, message, mark.partition(":")[2], choice, polled=True)


def choose_typed(desk: Desk, message: ChatMessage, question: str, argument: str) -> Reply:
    """A lettered choice was typed: «.choice»."""
    choice = argument.rpartition(".")[2]
    return _learnt(desk, message, question, int(choice) if choice.isdecimal() else -1, polled=False)


def _learnt(desk: Desk, message: ChatMessage, id_: str, choice: int, *, polled: bool) -> Reply:
    """Count an answer to the question that waits, place the card anew, and go on or end the day."""
    learner = find(desk.state, message.person)
    question = next((one for one in desk.library().questions() if one.id == id_), None)
    if learner is None or question is None or learner.asked != id_:
        return Reply() if polled else say(words.TOO_LATE)
    now, last = desk.now(), learner.left_today <= 1
    streak = _streak(learner, now)

    def keep() -> None:
        _keep_answer(desk.state, learner, question, choice, now)
        if not last:
            key = f"study/{learner.person}/{now}/{learner.left_today}"
            nudges.note(desk.state, [Nudge(key, learner.chat, f"study:{learner.person}")])

    told: Sequence[str] = [words.STUDY_DONE.format(daily=learner.daily, streak=streak)] if last else []
    shown = () if polled else judged(question, choice, words.RIGHT, words.WRONG).blocks
    return Reply((*shown, *say(*told).blocks), keep=keep)


def _streak(learner: Learner, now: float) -> int:
    """Days in a row, today counted: yesterday's grow by one, a gap begins anew."""
    today = day_of(now)
    if learner.last_day == today:
        return learner.streak
    yesterday = day_of(now - timedelta(days=1).total_seconds())
    return learner.streak + 1 if learner.last_day == yesterday else 1


def _keep_answer(state: State, learner: Learner, question: QuizQuestion, choice: int, now: float) -> None:
    row = state.row(
        "SELECT card FROM study_cards WHERE person = ? AND question = ?", (learner.person, question.id)
    )
    moment = datetime.fromtimestamp(now, UTC)
    card = Card.from_json(row[0]) if row else Card(card_id=0, due=moment)
    rating = Rating.Good if choice == question.right else Rating.Again
    card, _ = Scheduler(learning_steps=STEPS, enable_fuzzing=False).review_card(card, rating, moment)
    with state.transaction():
        state.write(
            replacing("study_cards", 2, "person, question, card, due"),
            (learner.person, question.id, card.to_json(), card.due.timestamp()),
        )
        state.write(
            "UPDATE study SET asked = '', left_today = CASE WHEN left_today > 0 THEN left_today - 1 ELSE 0 END,"
            " streak = ?, last_day = ? WHERE person = ?",
            (_streak(learner, now), day_of(now), learner.person),
        )

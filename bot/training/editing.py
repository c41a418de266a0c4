"""/bode: a trainer's saved sets, seen, changed question by question, put in another order, saved, sent as a file."""

import re
from dataclasses import replace
from pathlib import Path

from bot.chat import ChatMessage, Reply
from bot.desk import Desk, button, say
from bot.state import replacing
from bot.training import files, sets, words
from bot.training.sets import QuizSet
from bot.training.shown import questions_to_text
from bot.training.teaching import CLASS_SIZE, MOST_SETS, key_of, make_set
from knowledge.quiz.exchange import MOST_BYTES, parse_questions, problem, write_questions
from knowledge.quiz.questions import QuizKind, QuizQuestion, question_id

OPENED = "bode:"
"""Under this name and the person's a trainer's open set is remembered."""
WAITING = "bode-nhap:"
"""Under this one, that a file of questions is to come."""
WAITING_SECONDS = 600.0


def edit(desk: Desk, message: ChatMessage) -> Reply:
    """One of the deeds that `SET_HELP` lists; without one, the sets."""
    deed, _, rest = message.text.strip().partition(" ")
    rest = rest.strip()
    if not deed:
        return _list(desk)
    if deed == "nhap":
        return Reply(
            say(words.SET_SEND).blocks, keep=lambda: _note(desk, WAITING + message.person, message.chat)
        )
    if deed == "soan":
        made = make_set(desk, message.person, rest, CLASS_SIZE)
        return _saved(desk, message, made) if made else say(words.NO_QUESTIONS)
    if (named := sets.find(desk.state, message.text.strip())) is not None:
        return _opened(desk, message, named)
    found = _current(desk, message)
    if deed not in ("bo", "chuyen", "sua", "them", "luu", "xoa", "xuat"):
        return say(words.SET_NO_SUCH)
    if found is None:
        return say(words.SET_WHICH)
    return _change(desk, message, found, deed, rest)


def _list(desk: Desk) -> Reply:
    names = sets.names(desk.state)[:MOST_SETS]
    if not names:
        return say(words.NO_SETS)
    return Reply(say(words.SETS).blocks, tuple((button(name, "bo", key_of(name)),) for name in names))


def open_set(desk: Desk, message: ChatMessage, key: str, _: str) -> Reply:
    """A set was picked from the list."""
    name = next((name for name in sets.names(desk.state) if key_of(name) == key), "")
    found = sets.find(desk.state, name)
    return _opened(desk, message, found) if found else say(words.SET_NO_SUCH)


def _current(desk: Desk, message: ChatMessage) -> QuizSet | None:
    row = desk.state.row("SELECT mark FROM polls WHERE poll = ?", (OPENED + message.person,))
    return sets.find(desk.state, row[0]) if row else None


def awaits_file(desk: Desk, message: ChatMessage) -> bool:
    """Whether the trainer said a moment ago that the next file is a set of questions."""
    row = desk.state.row("SELECT mark, sent FROM polls WHERE poll = ?", (WAITING + message.person,))
    return bool(row and row[0] == message.chat and row[1] > desk.now() - WAITING_SECONDS)


def take_file(desk: Desk, message: ChatMessage) -> Reply:
    """The file of questions that was announced; raises UnreadableFile for another one."""
    if message.file is None or message.file.size > MOST_BYTES:
        return say(words.SET_SEND)
    name = Path(message.file.name)
    read = QuizSet(
        name.stem[: sets.LONGEST_NAME], message.person, parse_questions(name.name, message.file.fetch())
    )
    saved = _saved(desk, message, read)

    def keep() -> None:
        saved.keep()
        desk.state.write("DELETE FROM polls WHERE poll = ?", (WAITING + message.person,))

    return replace(saved, keep=keep)


def _remember(desk: Desk, message: ChatMessage, name: str) -> None:
    _note(desk, OPENED + message.person, name)


def _note(desk: Desk, key: str, mark: str) -> None:
    desk.state.write(replacing("polls", 1, "poll, mark, sent"), (key, mark, desk.now()))


def _opened(desk: Desk, message: ChatMessage, found: QuizSet) -> Reply:
    head = words.SET_HEAD.format(name=found.name, count=len(found.questions))
    shown = say(head, *questions_to_text(found.questions).split("\n\n"), words.SET_HELP)
    return replace(shown, keep=lambda: _remember(desk, message, found.name))


def _saved(desk: Desk, message: ChatMessage, found: QuizSet) -> Reply:
    shown = _opened(desk, message, found)

    def keep() -> None:
        sets.keep(desk.state, found, desk.now())
        _remember(desk, message, found.name)

    return replace(shown, keep=keep)


def _change(desk: Desk, message: ChatMessage, found: QuizSet, deed: str, rest: str) -> Reply:
    if deed == "xoa":
        dropped = say(words.SET_DROPPED.format(name=found.name))
        return replace(dropped, keep=lambda: sets.drop(desk.state, found.name))
    if deed == "xuat":
        return _exported(desk, found)
    if deed == "luu":
        name = rest[: sets.LONGEST_NAME] or found.name
        kept = QuizSet(name, message.person, found.questions)
        told = say(words.SET_SAVED.format(name=name, count=len(kept.questions)))
        return replace(told, keep=_saved(desk, message, kept).keep)
    changed = _questions(found.questions, deed, rest)
    if isinstance(changed, str):
        return say(changed)
    return _saved(desk, message, QuizSet(found.name, message.person, changed))


def _exported(desk: Desk, found: QuizSet) -> Reply:
    if not desk.limits.buttons:
        return say(words.NO_FILES)
    folder = files.folder_of(desk.state, "bo-de")
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w -]", "", found.name).strip() or "bo-cau-hoi"
    path = folder / f"{name}.xlsx"
    write_questions(path, found.questions)
    return Reply(say(words.SET_HEAD.format(name=found.name, count=len(found.questions))).blocks, file=path)


def _questions(questions: tuple[QuizQuestion, ...], deed: str, rest: str) -> tuple[QuizQuestion, ...] | str:
    """The questions after a change, or what is wrong with the wish."""
    numbers = [int(number) - 1 for number in re.findall(r"\d+", rest.partition("|")[0])]
    if any(not 0 <= place < len(questions) for place in numbers) or (deed != "them" and not numbers):
        return words.SET_NO_PLACE
    kept = list(questions)
    if deed == "bo":
        left = tuple(one for place, one in enumerate(questions) if place not in numbers)
        return left or words.SET_NO_PLACE
    if deed == "chuyen":
        kept.insert(numbers[-1], kept.pop(numbers[0]))
        return tuple(kept)
    written = _written(rest)
    if isinstance(written, str):
        return written
    if deed == "them":
        return (*questions, written)
    kept[numbers[0]] = replace(written, proof=questions[numbers[0]].proof)
    return tuple(kept)


def _written(rest: str) -> QuizQuestion | str:
    """«| Câu hỏi? | phương án | *đáp án»."""
    _, *parts = [part.strip() for part in rest.split("|")]
    marked = [place for place, part in enumerate(parts[1:]) if part.startswith("*")]
    if len(parts) < 3 or len(marked) != 1:
        return words.SET_FORM
    options = tuple(part.removeprefix("*").strip() for part in parts[1:])
    id_ = question_id(QuizKind.WRITTEN, parts[0], options[marked[0]])
    made = QuizQuestion(id_, QuizKind.WRITTEN, parts[0], options, marked[0], "")
    wrong = problem(made)
    return words.SET_BAD.format(problem=wrong) if wrong else made

"""What a trainer does with a class: open it, go from question to question, see how it stands, end it, erase it."""

import hashlib
from dataclasses import replace
from functools import partial
from random import Random

from bot.chat import Block, Button, ChatMessage, Reply
from bot.desk import Desk, button, in_rows, say
from bot.layout import block, bold, italic
from bot.training import classes, files, scores, sets, words
from bot.training.attending import PAYLOAD
from bot.training.classes import TrainingClass
from bot.training.posing import label
from bot.training.scores import QuestionScore
from bot.training.sets import QuizSet
from bot.training.shown import quotation, source_line
from knowledge.quiz.exchange import LETTERS
from knowledge.quiz.making import choose

CLASS_SIZE = 10
"""Questions of a class that the documents give."""
MOST_SETS = 8
MOST_SHOWN = 10
MOST_HARD = 3
_BAR = 12


def show_class(desk: Desk, message: ChatMessage) -> Reply:
    """/lop: the class that is running, else a choice of sets; with a topic, a set about it is made first."""
    topic = message.text.strip()
    found = classes.running(desk.state, message.person)
    if found and not topic:
        return replace(standing(desk, found), mark=f"score:{found.id}")
    if topic:
        known = sets.find(desk.state, topic)
        return _which_pace(message, known) if known else _from_documents(desk, message, topic)
    rows = [(button(name, "mo", key_of(name)),) for name in sets.names(desk.state)[:MOST_SETS]]
    rows.append((button("Câu hỏi chọn từ tài liệu", "mo", "*"),))
    return Reply(say(words.OPEN_WHICH).blocks, tuple(rows))


def open_class(desk: Desk, message: ChatMessage, key: str, seconds: str) -> Reply:
    """A set was chosen, then a pace."""
    if key == "*":
        return _from_documents(desk, message, "")
    name = next((name for name in sets.names(desk.state) if key_of(name) == key), "")
    found = sets.find(desk.state, name)
    if found is None:
        return say(words.SET_NO_SUCH)
    if not seconds.isdecimal():
        return _which_pace(message, found)
    return _open(desk, message, found, int(seconds))


def key_of(name: str) -> str:
    """What a button calls a set."""
    return hashlib.sha256(name.encode()).hexdigest()[:12]


def make_set(desk: Desk, person: str, topic: str, count: int) -> QuizSet | None:
    """A set from the documents about a topic, in an order of its own each time; None where they give nothing."""
    rng = Random(desk.token())  # noqa: S311
    chosen = choose(desk.library().questions(), count, topic, rng)
    name = (topic or "Câu hỏi từ tài liệu")[: sets.LONGEST_NAME]
    return QuizSet(name[:1].upper() + name[1:], person, chosen) if chosen else None


def _from_documents(desk: Desk, message: ChatMessage, topic: str) -> Reply:
    made = make_set(desk, message.person, topic, CLASS_SIZE)
    if made is None:
        return say(words.NO_QUESTIONS)
    asked = _which_pace(message, made)
    return replace(asked, keep=lambda: sets.keep(desk.state, made, desk.now()))


def _which_pace(message: ChatMessage, found: QuizSet) -> Reply:
    paces = [seconds for seconds in words.PACES if seconds or not message.group]
    text = words.OPEN_PACE.format(name=found.name, count=len(found.questions))
    rows = [(button(_pace_label(seconds), "mo", key_of(found.name), str(seconds)),) for seconds in paces]
    return Reply(say(text).blocks, tuple(rows))


def _pace_label(seconds: int) -> str:
    shown = words.PACES[seconds]
    return shown[:1].upper() + shown[1:]


def _open(desk: Desk, message: ChatMessage, found: QuizSet, seconds: int) -> Reply:
    code = desk.token()[:8]
    made = TrainingClass(
        id=code,
        owner=message.person,
        chat=message.chat,
        name=found.name,
        questions=found.questions,
        seconds=seconds,
        grouped=message.group,
        screen=desk.token() + desk.token(),
        link=desk.link(f"{PAYLOAD}{code}"),
        phase="waiting",
        place=-1,
        opened=0.0,
        closes=None,
        begun=desk.now(),
        version=1,
        score="",
    )
    picture = files.qr_picture(desk.state, made) if made.link else None
    return Reply(
        _invitation(desk, made), controls(made), lambda: classes.begin(desk.state, made), picture=picture
    )


def _invitation(desk: Desk, found: TrainingClass) -> tuple[Block, ...]:
    screen = desk.screen(found.screen)
    pace = words.PACES.get(found.seconds, f"{found.seconds} giây mỗi câu")
    opened = words.OPENED.format(name=found.name, count=len(found.questions), pace=pace, code=found.id)
    lines = [
        opened,
        words.JOIN_BY.format(link=found.link) if found.link else "",
        words.JOIN_TYPED.format(code=found.id),
        words.SCREEN.format(link=screen) if screen else "",
    ]
    return say(*filter(None, lines)).blocks


def controls(found: TrainingClass) -> tuple[tuple[Button, ...], ...]:
    """What can be done with a class as it stands."""
    last = found.place + 1 >= len(found.questions)
    deeds = {
        "waiting": [("Bắt đầu", "go"), ("Kết thúc lớp", "end")],
        "open": [("Kết thúc lớp", "end")] if found.own_pace else [("Đóng câu này", "stop")],
        "closed": [("Kết thúc lớp", "end")] if last else [("Câu tiếp", "go"), ("Kết thúc lớp", "end")],
        "over": [("Bảng điểm (Excel)", "xlsx"), ("Biểu đồ", "png"), ("Xóa lớp", "erase")],
    }[found.phase]
    return tuple(in_rows([button(shown, "lop", found.id, deed) for shown, deed in deeds], 2))


def steer(desk: Desk, message: ChatMessage, id_: str, deed: str) -> Reply:
    """A control of a class was pressed; only its trainer's presses count."""
    found = classes.find(desk.state, id_)
    if found is None or found.owner != message.person:
        return Reply(toast=words.NOT_YOUR_CLASS)
    if deed == "go":
        return _go(desk, found)
    if deed == "stop":
        return Reply(keep=lambda: classes.close_question(desk.state, found), toast="Đã đóng câu hỏi.")
    if deed == "end":
        return _end(desk, found)
    if deed in ("xlsx", "png"):
        return files.results(desk, found, deed)
    return _erase(desk, found, deed)


def _go(desk: Desk, found: TrainingClass) -> Reply:
    if found.phase == "over" or found.place + 1 >= len(found.questions):
        return say(words.NO_MORE)
    if found.phase == "open":
        return standing(desk, found)
    if not found.grouped and not classes.headcount(desk.state, found.id):
        return Reply(say(words.NOBODY_YET).blocks, controls(found))
    place = found.place + 1
    opened = replace(found, phase="open", place=place)

    def keep() -> None:
        classes.open_question(desk.state, found, place, desk.now())

    return Reply(score_blocks(desk, opened), controls(opened), keep, f"score:{found.id}")


def standing(desk: Desk, found: TrainingClass) -> Reply:
    """How the class stands, with its controls."""
    blocks = _invitation(desk, found) if found.phase == "waiting" else ()
    return Reply((*blocks, *score_blocks(desk, found)), controls(found))


def score_blocks(desk: Desk, found: TrainingClass) -> tuple[Block, ...]:
    """The live score: who is there, how far the question is answered, who leads."""
    here = classes.headcount(desk.state, found.id)
    lines = [f"Lớp “{found.name}”: {here} người."]
    if found.question is not None and not found.own_pace:
        score = scores.question(desk.state, found, found.place)
        state = "đang trả lời" if found.phase == "open" else "đã đóng"
        lines.append(f"{label(found, found.place)} ({state}): {score.given} câu trả lời, {score.right} đúng.")
    elif found.own_pace:
        given = sum(one.given for one in scores.people(desk.state, found))
        lines.append(f"Đã trả lời {given}/{here * len(found.questions)} lượt.")
    leaders = [one for one in scores.people(desk.state, found) if one.given][:MOST_SHOWN]
    ranking = "\n".join(f"{one.rank}. {one.name}: {one.right} câu đúng" for one in leaders)
    return say(*lines, *filter(None, [ranking])).blocks


def update_score(desk: Desk, _: ChatMessage, id_: str, version: str) -> Reply:
    """A nudge: bring the live score message up to date."""
    found = classes.find(desk.state, id_)
    if found is None:
        return Reply()
    keep = partial(classes.score_shown, desk.state, id_, max(int(version), found.version))
    if not found.score or not desk.limits.buttons:
        return Reply(keep=keep)
    return Reply(score_blocks(desk, found), controls(found), keep, replaces=(found.score,))


def tell_closed(desk: Desk, _: ChatMessage, id_: str, place: str) -> Reply:
    """A nudge: the question has closed; how it was answered, and the passage that proves the answer."""
    found = classes.find(desk.state, id_)
    if found is None or found.phase not in ("closed", "over"):
        return Reply()
    score = scores.question(desk.state, found, int(place))
    return Reply((*question_blocks(found, score), *_passage(score)), controls(found))


def question_blocks(found: TrainingClass, score: QuestionScore) -> tuple[Block, ...]:
    """A question with how many chose what, the right choice marked."""
    most = max([1, *score.counts])
    lines = [
        f"{'✅' if place == score.question.right else '▫️'} {LETTERS[place]}. {option}\n"
        f"{'█' * round(_BAR * count / most)} {count}"
        for place, (option, count) in enumerate(zip(score.question.options, score.counts, strict=True))
    ]
    head = block(bold(f"{label(found, score.place)}. "), score.question.text)
    return (head, block("\n".join(lines)), block(f"Đúng {score.right}/{score.given} ({score.share:.0%})."))


def _passage(score: QuestionScore) -> tuple[Block, ...]:
    if not score.question.proof:
        return ()
    return (block(italic(f"“{quotation(score.question, 600)}”"), f"\n{source_line(score.question)}"),)


def _end(desk: Desk, found: TrainingClass) -> Reply:
    over = replace(found, phase="over")
    return Reply(
        result_blocks(desk, found),
        controls(over),
        lambda: classes.end(desk.state, found),
    )


def result_blocks(desk: Desk, found: TrainingClass) -> tuple[Block, ...]:
    """Who did how, and what to teach again, from the hardest question on."""
    everybody = scores.people(desk.state, found)
    by_question = scores.questions(desk.state, found)
    head = block(bold(words.CLASS_OVER.format(name=found.name, people=len(everybody))))
    if not by_question:
        return (head, block(words.NO_RESULTS))
    ranking = "\n".join(
        f"{one.rank}. {one.name}: đúng {one.right}/{len(found.questions)}" for one in everybody[:MOST_SHOWN]
    )
    hard = scores.hardest(by_question)[:MOST_HARD]
    lessons = [part for score in hard for part in _lesson(found, score)]
    return (head, block(ranking), *([block(words.TEACH_AGAIN), *lessons] if lessons else []))


def _lesson(found: TrainingClass, score: QuestionScore) -> tuple[Block, ...]:
    """A hard question, its answer and the passage to teach again."""
    head = bold(f"{label(found, score.place)} ({score.share:.0%} đúng). ")
    return (block(head, f"{score.question.text}\n→ {score.question.answer}"), *_passage(score))


def _erase(desk: Desk, found: TrainingClass, deed: str) -> Reply:
    if deed == "erase":
        sure = ((button("Xóa hết", "lop", found.id, "erased"), button("Thôi", "lop", found.id, "kept")),)
        return Reply(say(words.ERASE_CLASS_SURE.format(name=found.name)).blocks, sure)
    if deed != "erased":
        return Reply(say(words.KEPT_CLASS).blocks, settled=())

    def keep() -> None:
        classes.erase(desk.state, found.id)
        files.erase(desk.state, found.id)

    return Reply(say(words.ERASED_CLASS.format(name=found.name)).blocks, keep=keep, settled=())

"""Files of a class under DANVAN_HOME: the QR picture, the score sheet, the chart; erased with the class."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from bot.chat import Reply
from bot.desk import Desk, say
from bot.state import State
from bot.training import scores, words
from bot.training.classes import TrainingClass
from bot.training.scores import PersonScore
from knowledge.quiz.exchange import LETTERS
from knowledge.quiz.spreadsheet import Cell, Sheet, workbook_bytes

FOLDER = "training"


def folder_of(state: State, id_: str) -> Path:
    """Where a class keeps its files."""
    return state.home / FOLDER / id_


def erase(state: State, id_: str) -> None:
    """Delete a class's files."""
    shutil.rmtree(folder_of(state, id_), ignore_errors=True)


def _place(state: State, found: TrainingClass, name: str) -> Path:
    folder = folder_of(state, found.id)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


def qr_picture(state: State, found: TrainingClass) -> Path:
    """A QR code of the join link, large enough for a phone across the room."""
    import segno

    path = _place(state, found, "vao-lop.png")
    segno.make_qr(found.link, error="m").save(str(path), scale=12, border=3)
    return path


def results(desk: Desk, found: TrainingClass, form: str) -> Reply:
    """The score sheet or the chart, as a file or a picture."""
    if not (desk.limits.files if form == "xlsx" else desk.limits.pictures):
        return say(words.NO_FILES)
    if not scores.questions(desk.state, found):
        return say(words.NO_RESULTS)
    if form == "xlsx":
        path = _place(desk.state, found, "bang-diem.xlsx")
        path.write_bytes(score_sheet(desk.state, found))
        return Reply(say(f"Bảng điểm lớp “{found.name}”").blocks, file=path)
    from bot.training.chart import chart_png

    path = _place(desk.state, found, "bieu-do.png")
    path.write_bytes(chart_png(found, scores.questions(desk.state, found)))
    return Reply(say(f"Tỷ lệ trả lời đúng từng câu, lớp “{found.name}”").blocks, picture=path)


def score_sheet(state: State, found: TrainingClass) -> bytes:
    """Three sheets: people by rank, questions from the hardest on, and who chose what."""
    everybody, chosen = scores.people(state, found), scores.choices(state, found)
    return workbook_bytes(
        [_ranking(found, everybody), _hardest(state, found), _details(found, everybody, chosen)]
    )


def _ranking(found: TrainingClass, everybody: Sequence[PersonScore]) -> Sheet:
    head = ("Thứ hạng", "Họ tên", "Số câu đúng", "Số câu trả lời", "Tỷ lệ đúng (%)", "Thời gian (giây)")
    count = len(found.questions)
    rows: list[list[Cell]] = [
        [one.rank, one.name, one.right, one.given, round(100 * one.right / count), one.seconds]
        for one in everybody
    ]
    return Sheet("Người học", head, rows, (10, 36, 13, 15, 15, 17))


def _hardest(state: State, found: TrainingClass) -> Sheet:
    head = (
        "Câu",
        "Nội dung",
        "Đáp án",
        "Số đúng",
        "Số trả lời",
        "Tỷ lệ đúng (%)",
        "Đoạn cần giảng lại",
        "Nguồn",
    )
    asked = sorted(scores.questions(state, found), key=lambda score: (score.share, score.place))
    rows: list[list[Cell]] = []
    for score in asked:
        question, proof = score.question, score.question.proof
        told = [proof.quote, f"{proof.title}, {proof.locator}"] if proof else ["", ""]
        numbers = [score.right, score.given, round(100 * score.share)]
        rows.append([score.place + 1, question.text, question.answer, *numbers, *told])
    return Sheet("Câu hỏi", head, rows, (7, 60, 28, 10, 11, 14, 70, 40))


def _details(
    found: TrainingClass, everybody: Sequence[PersonScore], chosen: dict[tuple[str, int], int]
) -> Sheet:
    places = range(len(found.questions))
    key: list[Cell] = ["Đáp án", *(LETTERS[question.right] for question in found.questions)]
    rows: list[list[Cell]] = [
        [one.name, *(LETTERS[chosen[one.person, at]] if (one.person, at) in chosen else "" for at in places)]
        for one in everybody
    ]
    head = ("Họ tên", *(f"Câu {place + 1}" for place in places))
    return Sheet("Chi tiết", head, [key, *rows], (36, *(8 for _ in places)))

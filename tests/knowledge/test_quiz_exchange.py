"""Sets of questions as JSON, CSV and XLSX: what goes out comes back, and what is wrong is named by its line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from knowledge.documents import Citation
from knowledge.errors import UnreadableFile
from knowledge.quiz.exchange import read_questions, write_questions
from knowledge.quiz.questions import QuizKind, QuizQuestion, question_id

PROOF = Citation(
    "d1", "a.txt", "Báo cáo «dân vận»", "đoạn 3", "Chỉ thị số 18-CT/TU, ngày 15/9/2016\ncủa Tỉnh ủy", 10, 58
)


def question(
    text: str = "Ai ban hành?", options: tuple[str, ...] = ("Tỉnh ủy", "Huyện ủy"), right: int = 0
) -> QuizQuestion:
    kind = QuizKind.WRITTEN
    return QuizQuestion(question_id(kind, text, options[right]), kind, text, options, right, "", PROOF)


@pytest.mark.parametrize("ending", [".json", ".csv", ".xlsx"])
def test_what_goes_out_comes_back(tmp_path: Path, ending: str) -> None:
    sent = [
        question(),
        question("Đúng hay sai: “Dân biết, dân bàn”?", ("Đúng", "Sai"), 1),
        question("'=1+1 hay ''-2?", ("''=", "'A"), 0),
        question("=1+1 hay -2?", ("+84", "@nhóm", "-", "=A1", "năm", "sáu"), 5),
    ]
    path = tmp_path / f"bộ câu hỏi{ending}"
    write_questions(path, sent)
    assert list(read_questions(path)) == sent


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=40))
def test_any_text_survives_every_form(tmp_path: Path, words: str) -> None:
    from knowledge.spelling import nfc

    sent = question(nfc(words), (nfc(f"a{words}"), "b"))
    for ending in (".json", ".csv", ".xlsx"):
        path = tmp_path / f"q{ending}"
        write_questions(path, [sent])
        assert read_questions(path) == (sent,)


def test_excel_sees_vietnamese_and_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "q.xlsx"
    write_questions(path, [question("=HYPERLINK(1)")])
    sheet = load_workbook(path).worksheets[0]
    assert sheet["B1"].value == "Câu hỏi"
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=HYPERLINK(1)", "s")
    write_questions(path.with_suffix(".csv"), [question("=HYPERLINK(1)")])
    data = path.with_suffix(".csv").read_bytes()
    assert data.startswith("\ufeffLoại".encode())
    assert ",'=HYPERLINK" in data.decode()


def test_what_excel_saves_with_semicolons_is_read(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text("Câu hỏi;A;B;Đáp án\nAi?;Tỉnh ủy;Huyện ủy;b\n", "utf-8-sig")
    (read,) = read_questions(path)
    assert (read.answer, read.kind, read.proof) == ("Huyện ủy", QuizKind.WRITTEN, None)


def make(change: Callable[[str], str]) -> str:
    return change("Câu hỏi,A,B,Đáp án\nAi?,một,hai,A\nĐâu?,một,hai,B\n")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (make(lambda text: text.replace("hai,B", "hai,C")), "câu 2: đáp án không nằm"),
        (make(lambda text: text.replace("Đâu?", "")), "câu 2: câu hỏi phải có"),
        (make(lambda text: text.replace("một,hai,A", "một,Một,A")), "câu 1: có hai phương án trùng"),
        (make(lambda text: text.replace("Đâu?", "x" * 301)), "câu 2: câu hỏi phải có"),
        ("a,b\n1,2\n", "không đúng dạng"),
        ("", "không đúng dạng"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "q.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(UnreadableFile, match=complaint):
        read_questions(path)


@pytest.mark.parametrize(
    ("name", "data"),
    [("q.json", b"{"), ("q.json", b'[{"text": 1}]'), ("q.xlsx", b"PK\x03\x04rubbish"), ("q.txt", b"")],
)
def test_other_files_are_refused(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableFile):
        read_questions(path)

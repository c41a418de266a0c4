"""Sets of questions as files: JSON without loss, CSV and XLSX as Excel opens them, and all three back again."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from knowledge.claims import normal_text
from knowledge.documents import Citation
from knowledge.errors import UnreadableFile
from knowledge.quiz.questions import (
    LONGEST_OPTION,
    LONGEST_TEXT,
    MOST_OPTIONS,
    QuizKind,
    QuizQuestion,
    question_id,
)
from knowledge.spelling import nfc

LETTERS = "ABCDEFGHIJ"
HEAD = (
    "Loại",
    "Câu hỏi",
    *LETTERS[:4],
    "Đáp án",
    "Khẳng định",
    "Trích dẫn",
    "Tài liệu",
    "Đoạn",
    "Tệp",
    "Khóa",
)
_WIDTHS = (16, 60, 24, 24, 24, 24, 9, 50, 60, 40, 16, 24, 12)
MOST_BYTES = 8_000_000


def write_questions(path: Path, questions: Sequence[QuizQuestion]) -> None:
    """Write a set in the form that the file's ending names; raises UnreadableFile for another ending."""
    writers = {".json": _to_json, ".csv": _to_csv, ".xlsx": _to_xlsx}
    if path.suffix.lower() not in writers:
        raise UnreadableFile(f"Không ghi được {path.name}: tệp câu hỏi phải có đuôi .json, .csv hoặc .xlsx.")
    path.write_bytes(writers[path.suffix.lower()](questions))


def read_questions(path: Path) -> tuple[QuizQuestion, ...]:
    """Read a set back; raises UnreadableFile that names the question at fault."""
    return parse_questions(path.name, path.read_bytes())


def parse_questions(name: str, data: bytes) -> tuple[QuizQuestion, ...]:
    """A set from a file's content, by the ending of its name; raises UnreadableFile as `read_questions` does."""
    readers = {".json": _from_json, ".csv": _from_csv, ".xlsx": _from_xlsx}
    read = readers.get(Path(name).suffix.lower())
    if read is None:
        raise UnreadableFile(f"Không đọc được {name}: tệp câu hỏi phải có đuôi .json, .csv hoặc .xlsx.")
    if len(data) > MOST_BYTES:
        raise UnreadableFile(f"Tệp câu hỏi {name} quá lớn.")
    try:
        rows = list(read(data))
    except (ValueError, KeyError, TypeError, BadZipFile, csv.Error) as error:
        raise UnreadableFile(f"Tệp câu hỏi {name} không đúng dạng.") from error
    if not rows:
        raise UnreadableFile(f"Tệp câu hỏi {name} không có câu nào.")
    return tuple(_checked(row, place, name) for place, row in enumerate(rows, start=1))


def to_record(question: QuizQuestion) -> dict[str, Any]:
    """A question as plain JSON values."""
    return asdict(question)


def from_record(record: Mapping[str, Any]) -> QuizQuestion:
    """The inverse of `to_record`; raises KeyError, TypeError, ValueError for what is none."""
    proof = Citation(**record["proof"]) if record.get("proof") else None
    options = tuple(nfc(str(option)).strip() for option in record["options"])
    text, kind, right = nfc(str(record["text"])).strip(), QuizKind(record["kind"]), int(record["right"])
    answer = options[right] if 0 <= right < len(options) else ""
    id_ = str(record.get("id") or question_id(kind, text, answer))
    return QuizQuestion(id_, kind, text, options, right, nfc(str(record.get("statement") or "")), proof)


def problem(question: QuizQuestion) -> str:
    """What keeps a question from being asked, as a Vietnamese phrase; empty where nothing does."""
    if not 0 < len(question.text) <= LONGEST_TEXT:
        return f"câu hỏi phải có từ 1 đến {LONGEST_TEXT} ký tự"
    if not 2 <= len(question.options) <= MOST_OPTIONS:
        return f"phải có từ 2 đến {MOST_OPTIONS} phương án"
    if any(not 0 < len(option) <= LONGEST_OPTION for option in question.options):
        return f"mỗi phương án phải có từ 1 đến {LONGEST_OPTION} ký tự"
    if len({normal_text(option) for option in question.options}) < len(question.options):
        return "có hai phương án trùng nhau"
    return "" if 0 <= question.right < len(question.options) else "đáp án không nằm trong các phương án"


def _checked(question: QuizQuestion, place: int, name: str) -> QuizQuestion:
    wrong = problem(question)
    if wrong:
        raise UnreadableFile(f"Tệp câu hỏi {name}, câu {place}: {wrong}.")
    return question


def _to_json(questions: Sequence[QuizQuestion]) -> bytes:
    return json.dumps([to_record(q) for q in questions], ensure_ascii=False, indent=1).encode()


def _from_json(data: bytes) -> Iterable[QuizQuestion]:
    return map(from_record, json.loads(data.decode("utf-8-sig")))


def row_of(question: QuizQuestion) -> list[str]:
    """A question as the cells under `HEAD`; a fifth choice and more follow in the cell of the fourth, one a line."""
    proof = question.proof
    shown = [*question.options[:3], "\n".join(question.options[3:]), *([""] * 4)][:4]
    source = (
        [
            proof.quote,
            proof.title,
            proof.locator,
            proof.source,
            f"{proof.document_id}:{proof.start}:{proof.end}",
        ]
        if proof
        else [""] * 5
    )
    return [question.kind.value, question.text, *shown, LETTERS[question.right], question.statement, *source]


def question_of(row: Mapping[str, str]) -> QuizQuestion:
    """The inverse of `row_of`; an unknown kind is «tự soạn», a row without a quotation has no proof."""
    options = [
        part.strip() for letter in LETTERS[:4] for part in row.get(letter, "").split("\n") if part.strip()
    ]
    kind = next((kind for kind in QuizKind if kind.value == row.get("Loại", "").strip()), QuizKind.WRITTEN)
    right = LETTERS.find(row.get("Đáp án", "").strip().upper() or "?")
    return from_record(
        {
            "kind": kind,
            "text": row.get("Câu hỏi", ""),
            "options": options,
            "right": right,
            "statement": row.get("Khẳng định", ""),
            "proof": _proof(row) if row.get("Trích dẫn", "").strip() else None,
        }
    )


def _proof(row: Mapping[str, str]) -> dict[str, Any]:
    document, start, end = [*row.get("Khóa", "").rsplit(":", 2), "", ""][:3]
    return {
        "document_id": document,
        "source": row.get("Tệp", ""),
        "title": row.get("Tài liệu", ""),
        "locator": row.get("Đoạn", ""),
        "quote": row["Trích dẫn"],
        "start": int(start or 0),
        "end": int(end or 0),
    }


def _to_csv(questions: Sequence[QuizQuestion]) -> bytes:
    from knowledge.quiz.spreadsheet import csv_bytes

    return csv_bytes(HEAD, [row_of(question) for question in questions])


def _harmed(cell: str, risky: tuple[str, ...]) -> str:
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(risky) else cell


def _from_csv(data: bytes) -> Iterable[QuizQuestion]:
    """Commas, semicolons or tabs: what Excel saves depends on where it was installed."""
    from knowledge.quiz.spreadsheet import RISKY

    text = data.decode("utf-8-sig")
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    return _from_rows([[_harmed(cell, RISKY) for cell in row] for row in rows])


def _from_rows(rows: Sequence[Sequence[str]]) -> Iterable[QuizQuestion]:
    head = [nfc(cell).strip() for cell in rows[0]] if rows else []
    if "Câu hỏi" not in head or "Đáp án" not in head:
        raise ValueError("no head")
    return [
        question_of(dict(zip(head, row, strict=False)))
        for row in rows[1:]
        if any(cell.strip() for cell in row)
    ]


def _to_xlsx(questions: Sequence[QuizQuestion]) -> bytes:
    from knowledge.quiz.spreadsheet import Sheet, workbook_bytes

    return workbook_bytes([Sheet("Câu hỏi", HEAD, [row_of(question) for question in questions], _WIDTHS)])


def _from_xlsx(data: bytes) -> Iterable[QuizQuestion]:
    from knowledge.quiz.spreadsheet import first_sheet

    return _from_rows(first_sheet(data))

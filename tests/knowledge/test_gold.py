"""`danvan eval`: the contract's rules of passing, and files that are not gold files."""

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.documents import Answer, Citation
from knowledge.errors import DanvanError, QuestionError
from knowledge.evaluation.gold import GoldCase, evaluate, judge, read_gold

CITED = Citation("d", "kho/Báo cáo.txt", "Báo cáo", "đoạn 1", "q", 0, 1)
ANSWERED = Answer("answered", "Chỉ thị số 18-CT/TU của Tỉnh uỷ", citations=(CITED,))
CASE = GoldCase(
    "a", "answer", ("?",), (("18-ct/tu", "19-ct/tu"), ("TỈNH ỦY",)), ("20-CT/TU",), ("Báo cáo.txt",)
)


def test_case_unicode_form_and_tone_placement_do_not_matter() -> None:
    assert judge(CASE, ANSWERED) == ""


@pytest.mark.parametrize(
    ("case", "answer"),
    [
        (CASE, replace(ANSWERED, status="refused")),
        (CASE, replace(ANSWERED, text="Chỉ thị số 18-CT/TU")),
        (CASE, replace(ANSWERED, text=f"{ANSWERED.text}, 20-CT/TU")),
        (CASE, replace(ANSWERED, citations=())),
        (replace(CASE, kind="refuse"), replace(ANSWERED, status="refused", text="Không có")),
        (replace(CASE, kind="clarify"), ANSWERED),
    ],
)
def test_what_does_not_pass(case: GoldCase, answer: Answer) -> None:
    assert judge(case, answer)


def test_a_refusal_passes_on_its_status_and_on_what_it_must_say() -> None:
    refused = Answer("refused", "Không có trong kho: gần nhất là 18-CT/TU")
    assert judge(GoldCase("r", "refuse", ("?",)), refused) == ""
    assert judge(GoldCase("r", "refuse", ("?",), (("18-CT/TU",),)), refused) == ""


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"id": 1}',
        '{"id": 1, "kind": "x", "turns": ["?"]}',
        '{"id": 1, "kind": "answer", "turns": []}',
    ],
)
def test_a_line_that_is_no_case_is_named(tmp_path: Path, line: str) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "a", "kind": "refuse", "turns": ["?"]}\n' + line, "utf-8")
    with pytest.raises(DanvanError, match="dòng 2"):
        read_gold(gold)


def test_what_cannot_be_asked_is_a_refusal_not_the_end_of_the_run() -> None:
    def ask(text: str, memory: object) -> Answer:
        raise QuestionError("Câu hỏi đang để trống.")

    report = evaluate([GoldCase("a", "refuse", ("…",))], ask, {})
    assert (report.passed, report.cases, report.ungrounded) == (1, 1, ())

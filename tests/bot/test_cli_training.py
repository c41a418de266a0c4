"""`danvan quiz` and `danvan handout` as people run them."""

import json
import shutil
from pathlib import Path

import pytest

from bot.cli import run
from bot.state import open_state
from bot.training import sets
from knowledge.quiz.exchange import read_questions


@pytest.fixture
def home(shipped_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A DANVAN_HOME of its own with the shipped documents, and a working directory beside it."""
    folder = tmp_path / "home"
    shutil.copytree(shipped_home, folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DANVAN_HOME", str(folder))
    monkeypatch.setenv("CHAT_MODEL", "")
    return folder


def test_a_set_is_made_converted_and_saved(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["quiz", "dan van", "-n", "5", "-o", "de.xlsx", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert len(made) == 5
    assert all(question["proof"]["quote"] for question in made)
    assert run(["quiz", "--from", "de.xlsx", "-o", "de.csv", "--save", "Đề tháng 11"]) == 0
    assert "Câu 5" in capsys.readouterr().out
    assert [question.text for question in read_questions(Path("de.csv"))] == [one["text"] for one in made]
    state = open_state(home)
    assert len(sets.find(state, "Đề tháng 11").questions) == 5  # type: ignore[union-attr]
    state.close()


def test_hand_outs_are_written(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind, topic in (("so_sanh", "18-CT/TU, 16/CT-TTg"), ("phieu_cau_hoi", "dân vận")):
        assert run(["handout", kind, topic, "-o", f"{kind}.pdf"]) == 0
        assert Path(f"{kind}.pdf").read_bytes().startswith(b"%PDF")
    assert run(["handout", "viet_tat"]) == 0
    assert Path("Bảng chữ viết tắt.docx").exists()
    assert "Đã ghi" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["quiz", "--from", "khong-co.json"], 1, "khong-co.json"),
        (["quiz", "-n", "3", "-o", "de.txt"], 1, "đuôi .json, .csv hoặc .xlsx"),
        (["quiz", "--model"], 1, "CHAT_MODEL"),
        (["handout", "khac"], 1, "so_sanh"),
        (["handout", "dong_thoi_gian", "zzz qqq"], 1, "chủ đề khác"),
        (["quiz", "-n", "0"], 2, "danvan --help"),
    ],
)
def test_errors_are_one_sentence(
    home: Path, arguments: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == code
    shown = capsys.readouterr()
    assert told in shown.err
    assert shown.out == ""
    assert len(shown.err.strip().splitlines()) == 1

"""`danvan copy`: index and state to PostgreSQL and back, through the command itself."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli import run
from bot.composition import LiveLibrary
from bot.settings import Settings
from bot.state import open_state

QUESTION = "Chỉ thị 18-CT/TU là gì?"


@pytest.fixture
def home(clean_environment: Path, shipped_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A DANVAN_HOME with an index and some state."""
    home = clean_environment / "home"
    monkeypatch.setenv("DANVAN_HOME", str(home))
    shutil.copytree(shipped_home, home)
    with closing(open_state(home)) as state:
        state.write(
            "INSERT INTO people (person, role, changed) VALUES (?, ?, ?)", ("telegram:7", "trainer", 1.5)
        )
    return home


@pytest.fixture
def answered(home: Path) -> Iterator[str]:
    library = LiveLibrary(Settings(_env_file=None, danvan_home=home))
    yield library.ask(QUESTION).text
    library.close()


def test_there_and_back(
    home: Path, answered: str, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["copy", "--to", database_url]) == 0
    told = capsys.readouterr().out
    assert "documents 10" in told
    assert "1 dòng" in told
    library = LiveLibrary(Settings(_env_file=None, danvan_home=home, database_url=database_url))
    assert library.ask(QUESTION).text == answered
    library.close()
    assert run(["copy", "--from", database_url, "--to", str(tmp_path / "back")]) == 0
    assert LiveLibrary(Settings(_env_file=None, danvan_home=tmp_path / "back")).ask(QUESTION).text == answered
    with closing(open_state(tmp_path / "back")) as state:
        assert state.rows("SELECT person, role, changed FROM people") == [("telegram:7", "trainer", 1.5)]


def test_a_state_is_never_mixed_into_another(
    home: Path, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["copy", "--to", database_url]) == 0
    assert run(["copy", "--to", database_url]) == 1
    assert "không trống" in capsys.readouterr().err


def test_nowhere_to_go(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["copy", "--to", str(home)]) == 1
    assert "một nơi" in capsys.readouterr().err
    assert run(["copy", "--to", "postgresql://nobody@127.0.0.1:1/none"]) == 1
    assert "PostgreSQL" in capsys.readouterr().err

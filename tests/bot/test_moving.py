"""`danvan copy`, `backup` and `restore` between files and PostgreSQL, through the commands themselves."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli import run
from bot.composition import LiveLibrary
from bot.settings import Settings
from bot.state import open_state
from postgres_server import PostgresServer

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


def test_going_back_over_there_undoes_only_what_came_in_there(home: Path, database_url: str) -> None:
    columns = "id, chat, person, files, facts, likes, state, generation, received"
    with closing(open_state(home)) as state:
        values = ("k", "c", "p", "[]", "{}", "{}", "taken", "000007", 1.0)
        state.write(f"INSERT INTO uploads ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    assert run(["copy", "--to", database_url]) == 0
    with closing(open_state(home, database_url)) as state:
        assert state.rows("SELECT generation FROM uploads") == [("000001",)]


@pytest.fixture
def packed(home: Path, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A backup of a database that holds all that was in `home`, and of a file that came through the bot."""
    assert run(["copy", "--to", database_url]) == 0
    (home / "uploads").mkdir()
    (home / "uploads" / "b.txt").write_text("Xã Nậm Cang có 9 tổ dân vận cộng đồng.", encoding="utf-8")
    (home / "state.db").write_bytes(b"from before the database")
    monkeypatch.setenv("DATABASE_URL", database_url)
    assert run(["backup", "sao-luu.zip"]) == 0
    assert [path.name for path in tmp_path.iterdir() if "sao-luu" in path.name] == ["sao-luu.zip"]
    monkeypatch.setenv("DANVAN_HOME", str(tmp_path / "new"))
    return tmp_path / "sao-luu.zip"


@pytest.mark.parametrize("engine", ["files", "postgres"])
def test_a_backup_of_a_database_comes_back_whole_in_either_engine(
    packed: Path, postgres: PostgresServer, answered: str, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    url = postgres.create() if engine == "postgres" else ""
    monkeypatch.setenv("DATABASE_URL", url)
    assert run(["restore", packed.name]) == 0
    library = LiveLibrary(Settings(_env_file=None))
    assert library.ask(QUESTION).text == answered
    library.close()
    new = packed.parent / "new"
    with closing(open_state(new, url)) as state:
        assert state.rows("SELECT person, role, changed FROM people") == [("telegram:7", "trainer", 1.5)]
        deeds = [deed for (deed,) in state.rows("SELECT deed FROM audit ORDER BY seq")]
    assert deeds == ["khôi phục từ bản sao lưu"]
    assert (new / "uploads" / "b.txt").read_text(encoding="utf-8").startswith("Xã Nậm Cang")
    if url:
        postgres.drop(url)


def test_a_database_with_a_state_is_not_restored_into(
    packed: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DANVAN_HOME", str(home))
    assert run(["restore", packed.name]) == 1
    assert "không trống" in capsys.readouterr().err
    assert not list(home.glob("uploads.truoc-*"))
    packed.write_bytes(packed.read_bytes()[:-200])
    assert run(["restore", packed.name]) == 1
    assert "hỏng" in capsys.readouterr().err


def test_a_state_without_an_index_is_kept_and_nothing_at_all_is_told(
    clean_environment: Path,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    assert run(["backup", "a.zip"]) == 1
    assert "Chưa có chỉ mục" in capsys.readouterr().err
    with closing(open_state(clean_environment, database_url)) as state:
        state.write("INSERT INTO quiet_groups (chat) VALUES (?)", ("telegram:-1",))
    assert run(["backup", "a.zip"]) == 0
    assert run(["backup", "none/a.zip"]) == 1
    assert "quyền ghi" in capsys.readouterr().err
    monkeypatch.setenv("DATABASE_URL", "")
    assert run(["restore", "a.zip"]) == 0
    with closing(open_state(clean_environment / "var")) as state:
        assert state.rows("SELECT chat FROM quiet_groups") == [("telegram:-1",)]

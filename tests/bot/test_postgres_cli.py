"""The commands over DATABASE_URL: indexed, asked, indexed again, rolled back, examined; a running bot follows."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli import run
from bot.composition import LiveLibrary
from bot.settings import Settings

REPORT = "Huyện Mường Khoa đã tổ chức {} hội nghị đối thoại trực tiếp với nhân dân trong năm 2023."
QUESTION = "Huyện Mường Khoa tổ chức bao nhiêu hội nghị đối thoại?"


@pytest.fixture
def documents(clean_environment: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of documents, and an environment that names it and the database."""
    folder = clean_environment / "kho"
    folder.mkdir()
    (folder / "a.txt").write_text(REPORT.format(12), encoding="utf-8")
    chosen = {
        "DANVAN_HOME": clean_environment / "home",
        "DANVAN_DOCUMENTS": folder,
        "EMBEDDING_MODEL": "danvan",
    }
    for key, value in {**chosen, "DATABASE_URL": database_url}.items():
        monkeypatch.setenv(key, str(value))
    return folder


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """What a command prints with --json."""
    capsys.readouterr()
    assert run([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_commands_over_a_database(documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "12 hội nghị" in printed(capsys, "ask", QUESTION)["text"]
    assert not (documents.parent / "home" / "generations").exists()
    library = LiveLibrary(Settings(_env_file=None))
    (documents / "a.txt").write_text(REPORT.format(15), encoding="utf-8")
    (documents / "b.txt").write_text("Xã Nậm Cang có 9 tổ dân vận cộng đồng.", encoding="utf-8")
    plan = printed(capsys, "index", "--dry-run")
    assert ([Path(one).name for one in plan["added"]], len(plan["changed"])) == (["b.txt"], 1)
    assert "12 hội nghị" in library.ask(QUESTION).text
    report = printed(capsys, "index")
    assert (report["added"], report["changed"], report["generation"]) == (1, 1, "000002")
    assert printed(capsys, "index")["generation"] == "000002"
    assert "15 hội nghị" in library.ask(QUESTION).text
    [first, *_] = printed(capsys, "search", "tổ dân vận cộng đồng")
    assert first["quote"] == "Xã Nậm Cang có 9 tổ dân vận cộng đồng."
    assert run(["rollback"]) == 0
    assert "12 hội nghị" in library.ask(QUESTION).text
    library.close()
    found = {one["name"]: one["status"] for one in printed(capsys, "doctor")["findings"]}
    assert found["Chỉ mục"] == "ok"

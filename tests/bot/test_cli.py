"""The `danvan` command as people run it: exit codes, one sentence for an error, clean JSON."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.cli import run

COMMANDS = ("index", "ask", "register", "search", "bench", "eval", "bot", "doctor")
SCHEMAS = Path(__file__).parents[1] / "schemas"
QUESTION = "Văn bản nào quy định người đứng đầu đối thoại trực tiếp với nhân dân?"
pytestmark = pytest.mark.usefixtures("no_keys")


@dataclass
class Run:
    """What a command left."""

    returncode: int
    stdout: str
    stderr: str


class Danvan:
    """Runs `danvan` in this process, in a working directory and an environment of its own."""

    def __init__(
        self, folder: Path, home: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]
    ):
        self.folder, self.home, self.patch, self.capture = folder, home, patch, capture

    def __call__(self, *arguments: str, **environment: str) -> Run:
        """Run one command."""
        with self.patch.context() as patch:
            patch.chdir(self.folder)
            for key, value in {"DANVAN_HOME": str(self.home), **environment}.items():
                patch.setenv(key, value)
            self.capture.readouterr()
            code = run(arguments)
        return Run(code, *self.capture.readouterr())

    def json(self, *arguments: str) -> Any:
        """What a command prints with --json, which has to be all that it prints on stdout."""
        done = self(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture
def danvan(
    tmp_path: Path,
    shipped_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Danvan:
    """Commands over the index of what ships; the home may be written to."""
    home = tmp_path / "home"
    shutil.copytree(shipped_home, home)
    return Danvan(tmp_path, home, monkeypatch, capsys)


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Danvan:
    """Commands where nothing has been indexed."""
    return Danvan(tmp_path, tmp_path / "fresh", monkeypatch, capsys)


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))


def sentence(done: Run) -> str:
    """The one line on stderr of a command that failed."""
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_vietnamese(command: str, fresh: Danvan) -> None:
    done = fresh(command, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"Usage: danvan {command}")
    assert any(char in done.stdout for char in "ạảấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("ask",),
        ("nothing",),
        ("ask", "--what", "x"),
        ("ask", "a", "b"),
        ("search", "-k", "0", "x"),
        ("eval",),
    ],
)
def test_wrong_usage_is_a_sentence_and_code_2(arguments: tuple[str, ...], fresh: Danvan) -> None:
    done = fresh(*arguments)
    assert done.returncode == 2
    assert sentence(done).startswith("Cách dùng chưa đúng: ")


@pytest.mark.parametrize(
    ("arguments", "environment", "told"),
    [
        (("ask", ""), {}, "để trống"),
        (("ask", " ?! "), {}, "để trống"),
        (("ask", "dài " * 2500), {}, "2000"),
        (("ask", "x"), {"ACCESS": "all"}, "ACCESS"),
        (("ask", "x"), {"DANVAN_HOMES": "all"}, "DANVAN_HOME?"),
        (("bot",), {}, "TELEGRAM_BOT_TOKEN"),
        (("eval", "nowhere.jsonl"), {}, "nowhere.jsonl"),
        (("bench", "nowhere"), {}, "nowhere"),
        (("ask", "x"), {"EMBEDDING_MODEL": "no/such-model"}, "EMBEDDING_MODEL"),
        (("ask", "x"), {"CHAT_MODEL": "nobody:knows"}, "CHAT_MODEL"),
        (("ask", "x"), {"DATABASE_URL": "postgresql://localhost/danvan"}, "DATABASE_URL"),
    ],
)
def test_errors_are_a_sentence_and_code_1(
    arguments: tuple[str, ...], environment: dict[str, str], told: str, danvan: Danvan
) -> None:
    done = danvan(*arguments, **environment, HF_HUB_OFFLINE="1")
    assert done.returncode == 1
    assert told in sentence(done)


def test_corrupt_index_is_a_sentence_and_code_1(danvan: Danvan, tmp_path: Path) -> None:
    rows = next((tmp_path / "home" / "generations").glob("*/store.db"))
    rows.write_bytes(rows.read_bytes()[:-100])
    done = danvan("ask", QUESTION)
    assert done.returncode == 1
    assert "danvan index" in sentence(done)


def test_ask_prints_the_contracted_json(danvan: Danvan) -> None:
    answer = danvan.json("ask", QUESTION)
    jsonschema.validate(answer, schema("ask"))
    assert answer["status"] == "answered"
    assert answer["documents"][0]["number"] == "2108-QĐ/TU"
    for citation in answer["citations"]:
        text = Path(citation["source"]).read_text("utf-8")
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_ask_prints_the_answer_then_its_sources(danvan: Danvan) -> None:
    done = danvan("ask", QUESTION)
    assert done.returncode == 0
    assert done.stderr == ""
    told, sources = done.stdout.split("\nNguồn:\n")
    assert "2108-QĐ/TU" in told
    assert sources.startswith("[1] ")


def test_chat_keeps_a_conversation(danvan: Danvan) -> None:
    danvan("ask", "Chỉ thị 18-CT/TU của Lào Cai nói về gì?", "--chat", "an")
    follow_up = "Văn bản đó do ai ban hành?"
    assert "Ban Thường vụ Tỉnh ủy Lào Cai" in danvan("ask", follow_up, "--chat", "an").stdout
    assert "Lào Cai" not in danvan("ask", follow_up, "--chat", "binh").stdout


def test_search_and_register_print_the_contracted_json(danvan: Danvan) -> None:
    hits = danvan.json("search", "đối thoại với nhân dân", "-k", "3")
    jsonschema.validate(hits, schema("search"))
    assert [hit["rank"] for hit in hits] == [1, 2, 3]
    entries = danvan.json("register")
    jsonschema.validate(entries, schema("register"))
    assert len(danvan.json("register", "18-CT/TU")) < len(entries)
    assert danvan.json("register", "không văn bản nào tên thế này") == []


def test_register_draws_how_documents_bear_on_each_other(danvan: Danvan, tmp_path: Path) -> None:
    picture = tmp_path / "quan-he.svg"
    danvan.json("register", "18-CT/TU", "--graph", str(picture))
    assert "18-CT/TU" in picture.read_text(encoding="utf-8")


def test_eval_prints_the_contracted_json(danvan: Danvan, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    case = {
        "id": "1",
        "kind": "answer",
        "turns": [QUESTION],
        "must": [["2108-QĐ/TU"]],
        "must_not": [],
        "sources": [],
    }
    wrong = {**case, "id": "2", "must": [["99-XX/YY"]]}
    gold.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in (case, wrong)), "utf-8")
    report = danvan.json("eval", str(gold))
    jsonschema.validate(report, schema("eval"))
    assert (report["cases"], report["passed"], report["failures"][0]["id"]) == (2, 1, "2")
    assert "Đạt 1/2" in danvan("eval", str(gold)).stdout


def test_bench_prints_the_contracted_json(fresh: Danvan, tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    texts = (
        "Đối thoại với nhân dân mỗi năm hai lần.",
        "Trồng rừng phòng hộ.",
        "Đăng ký tạm trú tại công an xã.",
    )
    corpus = [json.dumps({"id": f"p{n}", "title": "", "text": text}) for n, text in enumerate(texts)]
    (folder / "corpus.jsonl").write_text("\n".join(corpus), "utf-8")
    (folder / "queries.jsonl").write_text(json.dumps({"id": "q", "text": "đối thoại với dân"}), "utf-8")
    (folder / "qrels.tsv").write_text("q\tp0\t1\n", "utf-8")
    result = fresh.json("bench", str(folder))
    jsonschema.validate(result, schema("bench"))
    assert (result["set"], result["queries"], result["passages"]) == ("small", 1, 3)
    assert result["systems"]["danvan"]["no_marks"]["ndcg@10"] == 1.0
    assert "danvan" in fresh("bench", str(folder)).stdout


def test_ask_builds_the_index_where_there_is_none(fresh: Danvan, tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "a.txt").write_text("Kế hoạch số 5-KH/HU ngày 2/3/2020 của Huyện ủy về trồng cây.", "utf-8")
    answer = json.loads(fresh("ask", "5-KH/HU là gì?", "--json", DANVAN_DOCUMENTS=str(documents)).stdout)
    assert "trồng cây" in answer["text"]


def test_index_reports_what_it_did_and_what_it_could_not(fresh: Danvan, tmp_path: Path) -> None:
    (tmp_path / "tốt.txt").write_text("Kế hoạch số 5-KH/HU của Huyện ủy về trồng cây xanh.", "utf-8")
    (tmp_path / "hỏng.docx").write_bytes(b"PK\x03\x04 hong")
    report = fresh.json("index", "tốt.txt", "hỏng.docx", "vắng.txt")
    jsonschema.validate(report, schema("index"))
    assert report["added"] == 1
    assert sorted(one["path"] for one in report["failed"]) == ["hỏng.docx", "vắng.txt"]
    again = fresh("index", "tốt.txt", "hỏng.docx")
    assert "giữ nguyên 1" in again.stdout
    assert "hỏng.docx: " in again.stdout


def test_index_of_nothing_readable_says_so_and_leaves_nothing(fresh: Danvan, tmp_path: Path) -> None:
    done = fresh("index", "vắng.txt")
    assert done.returncode == 1
    assert "Chưa có chỉ mục" in done.stderr
    assert not list((tmp_path / "fresh").glob("generations/0*"))


def test_doctor_tells_what_is_missing_and_how_to_mend_it(fresh: Danvan, danvan: Danvan) -> None:
    findings = {one["name"]: one for one in fresh.json("doctor")["findings"]}
    assert "danvan index" in findings["Chỉ mục"]["mend"]
    assert "TELEGRAM_BOT_TOKEN" in findings["Telegram"]["mend"]
    told = danvan("doctor", CHAT_MODEL="openai:gpt-4o-mini").stdout
    assert "MỌI CÂU HỎI" in told
    assert "khớp với chỉ mục" in told
    local = danvan("doctor", CHAT_MODEL="openai:x", CHAT_BASE_URL="http://127.0.0.1:1/v1").stdout
    assert "MỌI CÂU HỎI" not in local
    malformed = danvan("doctor", ACCESS="all")
    assert malformed.returncode == 1
    assert "ACCESS" in malformed.stdout


def test_secrets_are_shown_nowhere(danvan: Danvan) -> None:
    done = danvan("doctor", TELEGRAM_BOT_TOKEN="123456:canary-token", CHAT_API_KEY="canary-key")
    assert "canary" not in done.stdout + done.stderr


IMPORTED = """
import sys
from bot.cli import run
run(sys.argv[1:])
heavy = ("torch", "sentence_transformers", "telegram", "transformers", "pandas")
print([name for name in heavy if name in sys.modules], file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [("ask", QUESTION, "--json"), ("doctor",)])
def test_questions_import_nothing_heavy(
    arguments: tuple[str, ...], shipped_home: Path, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED, *arguments],
        check=True,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "DANVAN_HOME": str(shipped_home)},
    )
    assert done.stderr.splitlines()[-1] == "[]"


def test_help_imports_next_to_nothing() -> None:
    code = "import sys; from bot.cli import run; run(['--help']); print(len(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert int(done.stderr) < 400


def test_installed_command_prints_utf8_whatever_the_locale(shipped_home: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from bot.cli import main; main()", "register", "2108-QĐ/TU"]
    environment = {**os.environ, "DANVAN_HOME": str(shipped_home), "PYTHONIOENCODING": "latin-1"}
    done = subprocess.run(command, check=True, cwd=tmp_path, capture_output=True, env=environment)
    assert "Quyết định" in done.stdout.decode()

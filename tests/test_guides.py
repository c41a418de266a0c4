"""The guides in docs/ tell the truth: their commands, settings, limits and answers are those of the code."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from bot import access, budget, choices, flood, searching, serving
from bot.cli import app, run
from bot.composition import LiveLibrary
from bot.conversation import COMMANDS
from bot.doctor import LEAST_FREE_MB
from bot.settings import Settings
from bot.training import classes, studying
from bot.training.teaching import CLASS_SIZE
from indexer import loading
from indexer.front_matter import read_front_matter
from knowledge.claims import claims
from knowledge.documents import Answer, Memory
from knowledge.generations import current, publish
from knowledge.question import LONGEST_QUESTION

ROOT = Path(__file__).parents[1]
OFFICERS, ADMINS = ROOT / "docs" / "huong-dan-can-bo.md", ROOT / "docs" / "huong-dan-quan-tri.md"
TRAINERS = ROOT / "docs" / "huong-dan-giang-vien.md"
GUIDES = (OFFICERS, ADMINS, TRAINERS)
BOTFATHERS = {"newbot", "setinline", "setprivacy"}
"""Commands of Telegram's own @BotFather."""
DAY = 24 * 3600
KEPT_DAYS = Settings.model_fields["retention_days"].default

_CHAT_COMMAND = re.compile(r"(?<![\w/.<@])/([a-z]+)\b(?![/\w])")
_SHELL_COMMAND = re.compile(r"\bdanvan +([a-z]+)((?: [^`\n|»]*)?)")
_KEY = re.compile(
    r"`([A-Z]{2,}(?:_[A-Z]+)*)(?:=[^`]*)?`|\b([A-Z]{2,}(?:_[A-Z]+)+)\b|^([A-Z_]+)=", re.MULTILINE
)
_EXAMPLE = re.compile(r"^\*\*Hỏi(?P<on> tiếp)?:\*\* «(?P<asked>.+)»\n\n(?P<shown>(?:>.*\n)+)", re.MULTILINE)


def shell_commands(guide: Path) -> Iterator[tuple[str, str]]:
    """Each `danvan` command that a guide names, with what follows it."""
    yield from _SHELL_COMMAND.findall(guide.read_text("utf-8"))


def known_commands() -> TyperGroup:
    """The command line itself."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return group


@pytest.mark.parametrize("guide", GUIDES)
def test_chat_commands_of_a_guide_exist(guide: Path) -> None:
    named = set(_CHAT_COMMAND.findall(guide.read_text("utf-8")))
    assert named - BOTFATHERS <= set(COMMANDS)


def test_guides_explain_every_chat_command() -> None:
    rows = [line for line in OFFICERS.read_text("utf-8").splitlines() if line.startswith("| `/")]
    told = {name for row in rows for name in _CHAT_COMMAND.findall(row.split("|")[1])}
    officers = {name for name, way in COMMANDS.items() if way.deed in access.MAY[access.Role.OFFICER]}
    assert officers <= told <= set(COMMANDS)
    assert set(COMMANDS) <= told | set(_CHAT_COMMAND.findall(ADMINS.read_text("utf-8")))


def test_shell_commands_of_the_guides_exist() -> None:
    commands = known_commands().commands
    named = [command for guide in GUIDES for command in shell_commands(guide)]
    assert named
    for name, rest in named:
        options = {option for param in commands[name].params for option in param.opts} | {"--help"}
        assert set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", rest)) <= options


@pytest.mark.parametrize("guide", GUIDES)
def test_settings_of_a_guide_exist(guide: Path) -> None:
    found = {"".join(groups) for groups in _KEY.findall(guide.read_text("utf-8"))}
    assert found - {"CURRENT"} <= {name.upper() for name in Settings.model_fields}


def test_make_targets_of_the_guides_exist() -> None:
    named = {
        target for guide in GUIDES for target in re.findall(r"\bmake ([a-z]+)\b", guide.read_text("utf-8"))
    }
    assert {"ask"} <= named
    assert named <= set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize(
    ("guide", "told"),
    [
        (OFFICERS, f"tối đa {LONGEST_QUESTION} ký tự"),
        (OFFICERS, f"tối đa {flood.MOST} tin nhắn"),
        (OFFICERS, f"tối đa {searching.MOST_FOUND} đoạn, mỗi trang {searching.PAGE}"),
        (OFFICERS, f"sau {KEPT_DAYS} ngày"),
        (OFFICERS, f"có hạn {access.INVITATION_SECONDS / DAY:.0f} ngày"),
        (OFFICERS, f"dùng được trong {choices.KEEP_SECONDS / 3600:.0f} giờ"),
        (TRAINERS, f"{CLASS_SIZE} câu trải đều"),
        (TRAINERS, f"sau {classes.KEEP_SECONDS / DAY:.0f} ngày"),
        (TRAINERS, f"lúc {studying.HOUR} giờ trợ lý gửi {studying.DAILY} câu"),
        (TRAINERS, f"từ 1 đến {studying.MOST_DAILY}"),
        (ADMINS, f"tối đa {flood.MOST} tin một phút"),
        (ADMINS, f"trong {access.INVITATION_SECONDS / DAY:.0f} ngày"),
        (ADMINS, f"tự xóa sau {KEPT_DAYS} ngày"),
        (ADMINS, f"tối đa {budget.MODEL_ANSWERS_A_DAY} câu"),
        (ADMINS, f"tối đa {loading.LARGEST_FILE // 10**6} MB"),
        (ADMINS, f"dưới {LEAST_FREE_MB} MB"),
        (ADMINS, f"tối đa {serving.PATIENCE_SECONDS:.0f} giây"),
    ],
)
def test_limits_are_those_of_the_code(guide: Path, told: str) -> None:
    assert told in " ".join(guide.read_text("utf-8").split())


def examples() -> list[tuple[bool, str, str]]:
    """Whether an example follows on the one before, its question, and the answer shown, without its sources."""
    found = []
    for match in _EXAMPLE.finditer(OFFICERS.read_text("utf-8")):
        lines = (line.lstrip("> ").strip() for line in match["shown"].splitlines())
        shown = " ".join(lines).split("**Nguồn**")[0]
        found.append((match["on"] is not None, match["asked"], shown))
    return found


def status_shown(shown: str) -> str:
    """What an answer shown in the guide is, by its opening words."""
    if shown.startswith("Có nhiều văn bản khớp"):
        return "clarify"
    refusals = ("Không có trong kho", "Chưa rõ", "Kho không có toàn văn")
    return "refused" if shown.startswith(refusals) else "answered"


def facts(text: str) -> set[tuple[str, str]]:
    """Numbers, dates, figures and quotations of a text."""
    return {(claim.kind, claim.normal) for claim in claims(text)}


def test_answers_in_the_officers_guide_are_those_of_the_assistant(library: LiveLibrary) -> None:
    """Wording may change; what an answer is and every fact that the guide shows may not."""
    shown_examples = examples()
    assert len(shown_examples) > 8
    memory = Memory()
    for follows, asked, shown in shown_examples:
        answer: Answer = library.ask(asked, memory if follows else None)
        memory = answer.memory
        assert (asked, answer.status) == (asked, status_shown(shown))
        assert facts(shown) <= facts(answer.text), asked


def test_front_matter_in_the_admins_guide_is_read() -> None:
    block = re.search(r"```\n(---\n.+?)```", ADMINS.read_text("utf-8"), re.DOTALL)
    assert block
    front = read_front_matter(block[1])
    assert set(front) == {"title", "kind", "source", "date", "place", "author"}
    assert front["source"] in block[1]


def test_rolling_back_as_the_admins_guide_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "`danvan rollback`" in ADMINS.read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    home = Path("var")
    older, newer = (publish(home, lambda draft: (draft / "a").touch()) for _ in range(2))
    assert current(home) == newer
    assert run(["rollback"]) == 0
    assert current(home) == older

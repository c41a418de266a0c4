"""What runs the bot for years tells the truth: units, container and the runbook name what there is."""

import re
import subprocess
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from bot import health, serving
from bot.cli import app
from bot.metrics import Metrics, Standing
from bot.postgres_crew import DEAD_AFTER_SECONDS
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
RUNBOOK = (ROOT / "docs" / "so-tay-van-hanh.md").read_text("utf-8")
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])


def commands() -> set[str]:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return set(group.commands)


@pytest.mark.parametrize("path", [*UNITS, ROOT / "docs" / "so-tay-van-hanh.md"], ids=lambda path: path.name)
def test_commands_exist(path: Path) -> None:
    named = set(re.findall(r"(?:^|[`/])danvan ([a-z]+)\b", path.read_text("utf-8"), re.MULTILINE))
    assert named or path.suffix == ".timer"
    assert named <= commands()


@pytest.mark.parametrize("path", sorted(DEPLOY.glob("danvan-bot*.service")), ids=lambda path: path.name)
def test_a_stop_gives_answers_under_way_their_time(path: Path) -> None:
    seconds = re.search(r"^TimeoutStopSec=(\d+)$", path.read_text("utf-8"), re.MULTILINE)
    assert seconds
    assert float(seconds[1]) > serving.PATIENCE_SECONDS


def test_the_two_services_differ_by_their_port_alone() -> None:
    one, several = (
        [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
        for path in sorted(DEPLOY.glob("danvan-bot*.service"))
    )
    differing = {line.partition("=")[0] for line in set(one) ^ set(several)}
    assert differing == {"Description", "Environment"}


def test_the_container_takes_what_there_is() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    taken = [name for line in re.findall(r"^COPY (.+) \S+$", text, re.MULTILINE) for name in line.split()]
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert all(f"{name}\n" in tracked or f"\n{name}/" in tracked for name in taken)
    _, port = Settings(_env_file=None).listen_address()
    assert f"127.0.0.1:{port}/healthz" in text


def test_the_runbook_names_figures_pages_and_settings_that_there_are() -> None:
    told = Metrics(lambda: Standing({"telegram": 0}, 0.0, 0, 0, 0, 0, 1)).text().decode()
    for name in re.findall(r"`((?:danvan|process)_\w+)", RUNBOOK):
        assert name.removesuffix("_total") in told, name
    pages = {rule[0] for rule in health.pages(dict, bytes)}
    assert pages == set(re.findall(r"^\| `(/\w+)` \|", RUNBOOK, re.MULTILINE))
    keys = {name.upper() for name in Settings.model_fields}
    assert set(re.findall(r"`([A-Z]+_[A-Z_]+)", RUNBOOK)) <= keys
    assert f"khoảng {DEAD_AFTER_SECONDS:.0f} giây" in RUNBOOK

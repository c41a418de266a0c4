"""The house keeps its own rules: who may import whom, where Python may live, and papers that tell the truth."""

import ast
import re
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from bot.settings import Settings

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "indexer", "knowledge")
FORBIDDEN = {"knowledge": {"bot", "indexer", "prompts"}, "indexer": {"bot"}, "bot": {"indexer"}}
COMPOSITION = {"bot/composition.py", "bot/cli.py"}
CHANNEL_LIBRARIES = {"telegram"}
LONGEST_FILE = 450


def tracked(*patterns: str) -> list[str]:
    """Paths of the files that git knows."""
    command = ["git", "ls-files", "--", *patterns]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()


def modules() -> list[str]:
    """Python files of the three rooms."""
    return tracked(*(f"{room}/*.py" for room in ROOMS))


def imported(path: str) -> Iterator[str]:
    """Top-level names of everything that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("path", modules())
def test_rooms_import_in_one_direction(path: str) -> None:
    room = path.split("/", maxsplit=1)[0]
    forbidden = set() if path in COMPOSITION else FORBIDDEN[room]
    assert not forbidden & set(imported(path))


@pytest.mark.parametrize("path", modules())
def test_channel_library_stays_in_its_adapter(path: str) -> None:
    if not Path(path).name.startswith("telegram"):
        assert not CHANNEL_LIBRARIES & set(imported(path))


@pytest.mark.parametrize("path", modules())
def test_files_say_what_they_are_for_and_stay_short(path: str) -> None:
    text = (ROOT / path).read_text("utf-8")
    assert text.startswith('"""')
    assert len(text.splitlines()) <= LONGEST_FILE


def test_prompts_hold_text_only() -> None:
    assert tracked("prompts/")
    assert not tracked("prompts/*.py")


def example_keys() -> dict[str, str]:
    """Keys of .env.example with the line above each."""
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    pairs = pairwise(lines)
    return {match[1]: above for above, line in pairs if (match := re.match(r"([A-Z_]+)=", line))}


def test_env_example_is_the_settings() -> None:
    assert set(example_keys()) == {name.upper() for name in Settings.model_fields}


def test_env_example_tells_what_each_key_means() -> None:
    assert [key for key, above in example_keys().items() if not above.startswith("# ")] == []


def readme_tree() -> list[str]:
    """Paths of the tree that README.md ends with; two spaces a level, folders with a slash, then what each is."""
    block = (ROOT / "README.md").read_text("utf-8").rstrip().removesuffix("```").rsplit("```", 1)[-1]
    paths: list[str] = []
    folders: list[str] = []
    for line in block.splitlines():
        match = re.match(r"( *)(\S+)  +\S", line)
        if match:
            del folders[len(match[1]) // 2 :]
            paths.append("/".join([*folders, match[2].rstrip("/")]))
            if match[2].endswith("/"):
                folders.append(match[2].rstrip("/"))
    return paths


def test_readme_tree_is_true() -> None:
    """Every line exists; every tracked file has a line, or lies in a folder whose line stands for all in it."""
    paths = set(readme_tree())
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []
    opened = {str(Path(path).parent) for path in paths}
    closed = [path for path in paths if path not in opened]
    missing = [
        path
        for path in tracked()
        if path not in paths and not any(path.startswith(f"{folder}/") for folder in closed)
    ]
    assert missing == []

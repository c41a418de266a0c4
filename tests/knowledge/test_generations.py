"""Publishing is all or nothing, keeps three generations, and can be undone."""

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge import generations
from knowledge.errors import CorruptIndex, IndexBusy, NoIndex


def _write(text: str):
    def write(folder: Path) -> None:
        (folder / "sub").mkdir()
        (folder / "sub" / "file").write_text(text)

    return write


def _read(home: Path) -> str:
    folder = generations.current(home)
    generations.verify(folder)
    return (folder / "sub" / "file").read_text()


def test_nothing_published_yet(tmp_path: Path) -> None:
    with pytest.raises(NoIndex, match="danvan index"):
        generations.current(tmp_path)


def test_the_last_three_are_kept(tmp_path: Path) -> None:
    for number in range(6):
        generations.publish(tmp_path, _write(str(number)))
    assert _read(tmp_path) == "5"
    kept = sorted(path.name for path in (tmp_path / "generations").iterdir() if path.is_dir())
    assert kept == ["000004", "000005", "000006"]


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    generations.publish(tmp_path, _write("good"))

    def fail(folder: Path) -> None:
        (folder / "half").write_text("x")
        raise ValueError

    with pytest.raises(ValueError):
        generations.publish(tmp_path, fail)
    assert _read(tmp_path) == "good"
    assert sorted(path.name for path in (tmp_path / "generations").iterdir()) == [
        ".lock",
        "000001",
        "CURRENT",
    ]


def test_rolling_back_even_from_a_damaged_generation(tmp_path: Path) -> None:
    generations.publish(tmp_path, _write("old"))
    damaged = generations.publish(tmp_path, _write("new"))
    (damaged / generations.MANIFEST).unlink()
    with pytest.raises(CorruptIndex):
        generations.current(tmp_path)
    generations.roll_back(tmp_path)
    assert _read(tmp_path) == "old"
    with pytest.raises(NoIndex):
        generations.roll_back(tmp_path)
    assert generations.publish(tmp_path, _write("newer")).name == "000003"


@pytest.mark.parametrize("pointer", ["", "../..", "000009", "\x00", "."])
def test_a_pointer_to_nowhere_is_a_corrupt_index(tmp_path: Path, pointer: str) -> None:
    generations.publish(tmp_path, _write("good"))
    (tmp_path / "generations" / "CURRENT").write_text(pointer)
    with pytest.raises(CorruptIndex):
        generations.current(tmp_path)


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    generations.publish(tmp_path, _write("good"))
    with (tmp_path / "generations" / ".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(IndexBusy):
            generations.publish(tmp_path, _write("second"))
    assert _read(tmp_path) == "good"


KILLED = """
import os, signal, sys
from pathlib import Path
from knowledge import generations

def at(number, call):
    def stop(*args, **kwargs):
        at.left -= 1
        if at.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*args, **kwargs)
    return stop

at.left = int(sys.argv[2])
os.fsync = at(0, os.fsync)
Path.replace = at(0, Path.replace)
Path.write_text = at(0, Path.write_text)
def write(folder):
    (folder / "sub").mkdir()
    (folder / "sub" / "file").write_text("new")

generations.publish(Path(sys.argv[1]), write)
"""


def test_killed_at_any_step_an_index_is_served(tmp_path: Path) -> None:
    """kill -9 before each flush, rename and write: the old or the new generation is whole."""
    generations.publish(tmp_path, _write("old"))
    served, step, code = [], 0, -signal.SIGKILL
    while code == -signal.SIGKILL:
        run = [sys.executable, "-c", KILLED, str(tmp_path), str(step)]
        code = subprocess.run(run, check=False, env={**os.environ}).returncode
        served.append(_read(tmp_path))
        step += 1
    assert code == 0
    assert step > 6
    assert served[-1] == "new"
    assert set(served) == {"old", "new"}
    assert not list((tmp_path / "generations").glob(".*.tmp"))

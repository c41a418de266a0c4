"""python -m torture [SIZE] [NAME ...]: prints what the documents' side bears; SIZE of 1 is the whole, .05 a twentieth.

Kills and full disks need a C compiler (cc), which makes the library that breaks single operations.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
MEMORY = Path("/dev/shm")
SHIM = "DANVAN_TORTURE_SHIM"
Figures = Mapping[str, float]


def main() -> None:
    """Run what is asked for, in a folder that is gone afterwards."""
    size = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    # In memory where there is such a folder: a kill is a kill, and nothing waits for a disk.
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        library = _shim(Path(folder))
        temporary = Path(folder) / "temp"
        temporary.mkdir(exist_ok=True)
        if library and SHIM not in os.environ:
            own = {"LD_PRELOAD": str(library), SHIM: str(library), "TMPDIR": str(temporary)}
            command = [sys.executable, "-m", "torture", *sys.argv[1:]]
            subprocess.run(command, env={**os.environ, **own}, check=True)
            return
        _run(Path(folder), Path(os.environ.get(SHIM, "")), size, sys.argv[2:])


def _shim(folder: Path) -> Path | None:
    """The library that breaks operations, compiled; None where there is no compiler."""
    if SHIM in os.environ:
        return Path(os.environ[SHIM])
    if shutil.which("cc") is None:
        print("không có trình biên dịch C (cc): bỏ qua phần kill -9 và đĩa đầy")
        return None
    library = folder / "breaking.so"
    source = Path(__file__).with_name("breaking.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"], check=True)
    return library


def _run(folder: Path, library: Path, size: float, wanted: list[str]) -> None:
    from torture import hostile, marking, reading, rebuilding, scanning, shelving

    def of(times: int) -> int:
        return max(1, round(times * size))

    most = None if size >= 1 else of(400)
    breaks: dict[str, Callable[[], Figures]] = {
        "kills": lambda: rebuilding.run(folder / "kills", library, rebuilding.KILL, most),
        "no_space": lambda: rebuilding.run(folder / "space", library, rebuilding.NO_SPACE, most),
        "io_error": lambda: rebuilding.run(folder / "broken", library, rebuilding.BROKEN, most),
    }
    others: dict[str, Callable[[], Figures]] = {
        "mutants": lambda: hostile.mutants(folder / "mutants", of(2_000)),
        "hostile": lambda: hostile.hostile(folder / "hostile"),
        "names": lambda: hostile.names(folder / "names", of(200)),
        "marked": lambda: marking.marked(folder / "marked", of(200), of(15)),
        "alike": lambda: marking.alike(folder / "alike", of(300)),
        "readers": lambda: reading.readers(folder / "readers", of(10_000), max(3, of(20))),
        "flips": lambda: reading.flips(folder / "flips", of(1_000)),
        "corpus": lambda: shelving.corpus(SHARED / "corpus", folder / "corpus"),
        "scans": lambda: scanning.scans(ROOT / "knowledge" / "documents", of(60)),
    }
    before = set(Path(gettempdir()).iterdir())
    for name, measure in ({**breaks, **others} if library.is_file() else others).items():
        if not wanted or name in wanted:
            started = time.monotonic()
            figures = dict(measure())
            print(f"{name:<9} {json.dumps(figures)}  ({time.monotonic() - started:.0f} s)", flush=True)
    left = sorted(path.name for path in set(Path(gettempdir()).iterdir()) - before - {folder})
    print(f"left in temp: {', '.join(left) or 'nothing'}")


if __name__ == "__main__":
    main()

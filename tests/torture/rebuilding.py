"""A rebuild killed, or failed, at each of its operations on files: the old index serves, the next run is right."""

import ctypes
import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
import sqlite_utils  # noqa: F401  imported once here, and not in each child

from indexer.build import build
from knowledge.embedded_store import EmbeddedStore
from knowledge.embedding import Embedding
from knowledge.generations import current
from knowledge.vectors import Floats

KILL, NO_SPACE, BROKEN = 1, 2, 3
TEXTS = {
    "a.txt": "Huyện Mường Khoa tổ chức 12 hội nghị đối thoại trực tiếp với nhân dân trong năm 2023.",
    "b.txt": "Thực hiện Chỉ thị số 18-CT/TU ngày 15/9/2016 của Ban Thường vụ Tỉnh ủy Sơn La về công tác dân vận.",
}
LATER = {
    "a.txt": TEXTS["a.txt"].replace("12", "15"),
    "c.txt": "Bản Tả Van có 9 tổ dân vận cộng đồng hoạt động đều.",
}


class Syllables(Embedding):
    """A small embedding that loads nothing: counts of syllables, hashed."""

    fingerprint = "syllables"
    dimension = 32  # type: ignore[assignment]

    def passages(self, texts: Sequence[str]) -> Floats:
        """A vector for each text."""
        matrix = np.zeros((len(texts), 32), dtype=np.float32)
        for row, text in zip(matrix, texts, strict=True):
            for syllable in text.split():
                row[crc32(syllable.encode()) % 32] += 1
        return matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-6)

    def question(self, text: str) -> Floats:
        """The same for a question."""
        return self.passages([text])[0]


def index(folder: Path, home: Path) -> None:
    """Build with the small embedding."""
    build([folder], home, Syllables(), lambda done, total: None)


def forked(work: Callable[[], object]) -> tuple[int, object]:
    """Do it in a child; returns how that ended (0 well, 1 with an error, below 0 by a signal) and what it gave."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reading)
            quiet = os.open(os.devnull, os.O_RDWR)
            os.dup2(quiet, 2)
            answer = json.dumps(work()).encode()
            os.write(writing, answer)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), json.loads(answer) if answer else None


def served(home: Path) -> dict[str, str]:
    """What a reader sees now: the text of each document, by its file's name."""
    with EmbeddedStore.open(current(home)) as store:
        return {Path(one.source).name: one.text for one in store.documents.values()}


def run(folder: Path, library: Path, mode: int, most: int | None) -> dict[str, int]:
    """Break each operation of a rebuild in turn; returns the cases, and how many bore it."""
    shim = ctypes.CDLL(str(library))
    before, after, home = folder / "before", folder / "after", folder / "home"
    for place, texts in ((before, TEXTS), (after, LATER)):
        place.mkdir(parents=True)
        for name, text in texts.items():
            (place / name).write_text(text, encoding="utf-8")
    docs = folder / "docs"
    docs.symlink_to(before)
    forked(lambda: index(docs, home))
    docs.unlink()
    docs.symlink_to(after)
    steps = _steps(shim, docs, home, folder / "counted")
    chosen = range(1, steps + 1) if most is None else sorted({1 + i * steps // most for i in range(most)})
    right = 0
    for number, step in enumerate(chosen):
        right += _bears(shim, docs, home, folder / "try", step, mode)
        if number % 100 == 99:
            print(f"  {right} of {number + 1} borne", file=sys.stderr, flush=True)
    return {"operations": steps, "cases": len(chosen), "right": right}


def _steps(shim: ctypes.CDLL, docs: Path, home: Path, place: Path) -> int:
    shutil.copytree(home, place)

    def work() -> int:
        shim.break_at(ctypes.c_long(-1), KILL)
        index(docs, place)
        return int(shim.break_count())

    return int(str(forked(work)[1]))


def _bears(shim: ctypes.CDLL, docs: Path, home: Path, place: Path, step: int, mode: int) -> bool:
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(home, place)

    def work() -> None:
        shim.break_at(ctypes.c_long(step), mode)
        index(docs, place)

    forked(work)
    _, seen = forked(lambda: served(place))
    code, _ = forked(lambda: index(docs, place))
    _, mended = forked(lambda: served(place))
    sound = seen in (TEXTS, LATER) and code == 0 and mended == LATER
    if not sound:
        print(f"  bước {step}: {seen}, {code}, {mended}", file=sys.stderr)
    return sound

"""The parent's side of parsing in a child process: one server of trusted code, which forks for every file."""

import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from indexer.formats.parsed import Parsed
from knowledge.errors import UnreadableFile

SECONDS = 20.0
"""Wall-clock time that one file, or one set of its pages, may take."""
COMPUTING = 10
"""Seconds of computing that it may take."""
PICTURE_TIMES = 4
"""Times both that reading one page's picture may take: a full page costs five to ten seconds."""
_PICTURES = frozenset({"scan", "image", "stamp"})
_PATIENCE = 15.0
"""Further seconds for the server to start, or to answer after a file's time is up."""


class Confinement:
    """Parses files in child processes with limits on time, memory and output.

    A file that crashes, hangs or fills its child is an UnreadableFile and cannot hurt the next. The server is
    started when first needed and again should it die; close it, or use a `with` statement.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the server; a child of it that is still at work ends with it."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            for pipe in (self._server.stdin, self._server.stdout):
                if pipe:
                    pipe.close()
            self._server = None

    def parse(self, path: Path, form: str, page: int = 0, member: str = "") -> Parsed:
        """What the parser of `form` («docx», «scan») makes of a file or an archive's member; raises UnreadableFile."""
        times = PICTURE_TIMES if form in _PICTURES else 1
        request = {
            "path": os.fsdecode(path.absolute()),
            "member": member,
            "form": form,
            "page": page,
            "seconds": self._seconds * times,
            "computing": COMPUTING * times,
        }
        try:
            reply = self._ask(json.dumps(request).encode() + b"\n", self._seconds * times)
        except (OSError, EOFError) as error:
            self.close()
            raise UnreadableFile("tệp làm bộ đọc dừng đột ngột") from error
        if reason := reply.get("reason"):
            raise UnreadableFile(str(reason))
        return Parsed.from_json(reply)

    def _ask(self, request: bytes, seconds: float) -> dict[str, object]:
        server = self._server or self._start()
        if server.stdin is None or server.stdout is None:
            raise EOFError
        server.stdin.write(request)
        server.stdin.flush()
        deadline = time.monotonic() + seconds + _PATIENCE
        header = _read(server.stdout, 8, deadline)
        return dict(json.loads(_read(server.stdout, int.from_bytes(header, "big"), deadline)))

    def _start(self) -> subprocess.Popen[bytes]:
        # Our own modules and no others of their names: not those of the folder that we happen to be in (-P).
        path = os.pathsep.join(filter(None, (str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH"))))
        environment = {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        self._server = subprocess.Popen(
            [sys.executable, "-P", "-m", "indexer.confined"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            bufsize=0,
        )
        return self._server


def _read(pipe: IO[bytes], size: int, deadline: float) -> bytes:
    """Exactly `size` bytes; EOFError where the server ends or falls silent first."""
    parts: list[bytes] = []
    while size > 0:
        ready, _, _ = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
        part = os.read(pipe.fileno(), min(size, 1 << 20)) if ready else b""
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)

"""Pictures for Zalo, which fetches them by address: kept for a day under names that nobody can guess, and served."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tornado.web import RequestHandler

from bot.webhooks import Rule

FOLDER = "zalo-pictures"
"""Under DANVAN_HOME: a message that waits for its turn through a restart finds its picture again."""
PATH = "anh"
KEEP_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Pictures:
    """Where pictures are kept, and the public address that our listener answers at."""

    home: Path
    base: str
    token: Callable[[], str]

    def offer(self, picture: Path) -> str:
        """The address at which a copy of a PNG picture can be fetched from now on."""
        folder = self.home / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        _forget_before(folder, time.time() - KEEP_SECONDS)
        name = f"{self.token()}.png"
        shutil.copyfile(picture, folder / name)
        return f"{self.base}/{PATH}/{name}"


def pages(home: Path) -> list[Rule]:
    """What the listener answers, under whichever path the public address has."""
    return [(rf"/(?:[\w.-]+/)*{PATH}/(\w{{24,64}})\.png", _Picture, {"folder": home / FOLDER})]


class _Picture(RequestHandler):
    def initialize(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str) -> None:
        path = self._folder / f"{name}.png"
        if not path.is_file():
            self.send_error(404)
            return
        self.set_header("Content-Type", "image/png")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.write(path.read_bytes())


def _forget_before(folder: Path, moment: float) -> None:
    for path in folder.iterdir():
        if path.stat().st_mtime < moment:
            path.unlink(missing_ok=True)

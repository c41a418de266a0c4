"""What machines ask that watch over the bot: is it alive (/healthz), can it serve (/readyz), its figures (/metrics)."""

import asyncio
import json
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

from prometheus_client import CONTENT_TYPE_LATEST
from tornado.web import RequestHandler

from bot.state import State
from bot.webhooks import Rule
from knowledge.errors import DanvanError

Check = Callable[[], object]
"""Raises DanvanError, OSError or sqlite3.Error where something is not as it has to be."""
FINE = "ok"
LEAST_FREE_MB = 50
"""Below this nothing can be kept for long."""


def pages(checks: Callable[[], Mapping[str, Check]], figures: Callable[[], bytes]) -> list[Rule]:
    """The three pages; `checks` by what they look at, asked for anew each time."""
    return [
        ("/healthz", _Alive, {}),
        ("/readyz", _Ready, {"checks": checks}),
        ("/metrics", _Figures, {"figures": figures}),
    ]


def state_is_writable(state: State) -> None:
    """A transaction that changes nothing, and room on the disk for some that do."""
    state.write("UPDATE model_usage SET answers = answers WHERE day = ''")
    free_on(state.home)


def free_on(folder: Path) -> None:
    """Raises OSError where the disk of a folder is as good as full."""
    free = shutil.disk_usage(folder).free // 2**20
    if free < LEAST_FREE_MB:
        raise OSError(f"Đĩa của {folder} chỉ còn {free} MB.")


class _Alive(RequestHandler):
    def get(self) -> None:
        """Whoever answers is alive."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.write(FINE)


class _Ready(RequestHandler):
    def initialize(self, checks: Callable[[], Mapping[str, Check]]) -> None:
        self._checks = checks

    async def get(self) -> None:
        """200 where every check is fine, else 503; either way which ones are not, and why."""
        found = {name: await asyncio.to_thread(_outcome, check) for name, check in self._checks().items()}
        ready = all(outcome == FINE for outcome in found.values())
        self.set_status(200 if ready else 503)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.write(json.dumps({"ready": ready, "checks": found}, ensure_ascii=False))


class _Figures(RequestHandler):
    def initialize(self, figures: Callable[[], bytes]) -> None:
        self._figures = figures

    async def get(self) -> None:
        """Prometheus' text."""
        try:
            text = await asyncio.to_thread(self._figures)
        except (DanvanError, sqlite3.Error):
            self.send_error(503)
            return
        self.set_header("Content-Type", CONTENT_TYPE_LATEST)
        self.write(text)


def _outcome(check: Check) -> str:
    try:
        check()
    except (DanvanError, OSError, sqlite3.Error) as error:
        return str(error)
    return FINE

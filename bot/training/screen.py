"""The projector's page: one address a class that nobody can guess, its assets from here alone, its news as JSON."""

import json
from importlib import resources
from typing import Any

from tornado.web import RequestHandler

from bot.state import State
from bot.training import classes, scores
from bot.training.classes import TrainingClass
from bot.training.shown import quotation, source_line
from bot.webhooks import Rule
from knowledge.quiz.exchange import LETTERS

PATH = "/man-hinh"
ASSETS = {"screen.css": "text/css", "screen.js": "text/javascript"}
LEADERS = 8
LONGEST_QUOTE = 240
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)


def address(base: str, secret: str) -> str:
    """Where a class's page is."""
    return f"{base}{PATH}/{secret}"


def pages(state: State) -> list[Rule]:
    """The page, its assets, and what it follows."""
    given = {"state": state}
    return [
        (rf"{PATH}/tep/([\w.]+)", _Asset, {}),
        (rf"{PATH}/(\w+)", _Page, given),
        (rf"{PATH}/(\w+)/tinh-hinh", _News, given),
    ]


class _Quiet(RequestHandler):
    """Sends nothing elsewhere and lets nothing be kept."""

    def set_default_headers(self) -> None:
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")
        self.clear_header("Server")


class _Asset(_Quiet):
    def get(self, name: str) -> None:
        if name not in ASSETS:
            self.send_error(404)
            return
        self.set_header("Content-Type", f"{ASSETS[name]}; charset=utf-8")
        self.write(_read(name))


class _ClassPage(_Quiet):
    def initialize(self, state: State) -> None:
        self._state = state

    def found(self, secret: str) -> TrainingClass | None:
        """The class of this address; 404 where there is none."""
        found = classes.of_screen(self._state, secret)
        if found is None:
            self.send_error(404)
        return found


class _Page(_ClassPage):
    def get(self, secret: str) -> None:
        if self.found(secret):
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.write(_read("screen.html"))


class _News(_ClassPage):
    def get(self, secret: str) -> None:
        """What the page shows; 304 while it is as the page has it."""
        found = self.found(secret)
        if found is None:
            return
        if self.get_argument("version", "") == str(found.version):
            self.set_status(304)
            return
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.write(json.dumps(news(self._state, found), ensure_ascii=False))


def news(state: State, found: TrainingClass) -> dict[str, Any]:
    """Everything that the page shows of a class as it stands; the right choice only once the question is closed."""
    return {
        "version": found.version,
        "phase": found.phase,
        "name": found.name,
        "code": found.id,
        "link": found.link,
        "qr": _qr(found.link) if found.phase == "waiting" and found.link else "",
        "people": classes.headcount(state, found.id),
        "count": len(found.questions),
        "ownPace": found.own_pace,
        "closes": found.opened + found.seconds if found.closes else None,
        "question": _question(state, found),
        "leaders": [
            {"rank": one.rank, "name": one.name, "right": one.right}
            for one in scores.people(state, found)[:LEADERS]
            if one.given
        ],
    }


def _question(state: State, found: TrainingClass) -> dict[str, Any] | None:
    if found.question is None or found.own_pace:
        return None
    score, closed = scores.question(state, found, found.place), found.phase != "open"
    return {
        "place": found.place + 1,
        "text": found.question.text,
        "options": [
            {"letter": letter, "text": option, "count": count}
            for letter, option, count in zip(LETTERS, found.question.options, score.counts, strict=False)
        ],
        "given": score.given,
        "right": found.question.right if closed else None,
        "quote": quotation(found.question, LONGEST_QUOTE) if closed else "",
        "source": source_line(found.question) if closed else "",
    }


def _qr(link: str) -> str:
    import segno

    return str(segno.make_qr(link, error="m").svg_data_uri(border=2, scale=10))


def _read(name: str) -> str:
    return resources.files("bot.training").joinpath("screen", name).read_text("utf-8")

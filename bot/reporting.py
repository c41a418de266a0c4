"""/thongke and /nhatky: how the assistant is used, and who did what to it."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot import audit, figures, nudges
from bot.audit import Deed
from bot.chat import ChatMessage, Reply
from bot.desk import Desk, say
from bot.figures import VIETNAM
from bot.layout import block, bold
from bot.nudges import Nudge
from bot.phrases import ONLY_IN_PRIVATE
from bot.state import State

WEEK, MOST_DAYS = 7, 90
MORNING = 8
"""The hour of Monday from which the week before is told."""
WEEKLY = "weekly"
"""The nudge that says so."""
MOST_DEEDS = 20
NOTHING_DONE = "Chưa có việc nào được ghi lại."


def show_usage(desk: Desk, message: ChatMessage) -> Reply:
    """The last seven days, or as many as are written behind the command, with a chart of the days."""
    if message.group:
        return say(ONLY_IN_PRIVATE)
    written = message.text.strip()
    days = min(max(int(written), 1), MOST_DAYS) if written.isdecimal() and len(written) < 4 else WEEK
    return _usage(desk, days)


def weekly(desk: Desk) -> Reply:
    """What admins hear on Monday mornings."""
    return _usage(desk, WEEK)


def note_weekly(state: State, admins: Sequence[str], now: float) -> None:
    """On Mondays from eight o'clock on, note for each admin («telegram:1») what is to be said; once a week."""
    today = datetime.fromtimestamp(now, UTC).astimezone(VIETNAM)
    if today.weekday() == 0 and today.hour >= MORNING:
        week = "{}-{}".format(*today.isocalendar())
        nudges.note(state, [Nudge(f"{WEEKLY}/{week}/{admin}", admin, WEEKLY) for admin in admins])


def _usage(desk: Desk, days: int) -> Reply:
    lines = figures.to_text(figures.total(desk.state, desk.now(), days)).splitlines()
    told = say(block(bold(f"{days} ngày qua")), *map(block, lines))
    chart = desk.state.home / "thong-ke.png"
    chart.write_bytes(figures.chart_png(figures.figures(desk.state, desk.now(), days)))
    return Reply(told.blocks, picture=chart)


def show_audit(desk: Desk, message: ChatMessage) -> Reply:
    """The latest deeds of admins."""
    if message.group:
        return say(ONLY_IN_PRIVATE)
    deeds = audit.latest(desk.state, MOST_DEEDS)
    return say("\n".join(map(_deed, deeds))) if deeds else say(NOTHING_DONE)


def _deed(one: Deed) -> str:
    about = f": {one.about}" if one.about else ""
    return f"• {_when(one.at)}, {one.person}, {one.deed}{about}"


def _when(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC).astimezone(VIETNAM):%d/%m %H:%M}"

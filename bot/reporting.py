"""/thongke and /nhatky: how the assistant is used, and who did what to it."""

from datetime import UTC, datetime

from bot import audit, figures
from bot.chat import ChatMessage, Reply
from bot.desk import Desk, say
from bot.figures import VIETNAM
from bot.layout import block, bold, italic
from bot.phrases import ONLY_IN_PRIVATE

MOST_DAYS = 90
MOST_DEEDS = 20
NOTHING_DONE = "Chưa có việc nào được ghi lại."


def show_usage(desk: Desk, message: ChatMessage) -> Reply:
    """The last seven days, or as many as are written behind the command."""
    if message.group:
        return say(ONLY_IN_PRIVATE)
    written = message.text.strip()
    days = min(max(int(written), 1), MOST_DAYS) if written.isdecimal() and len(written) < 4 else 7
    one = figures.total(desk.state, desk.now(), days)
    return say(block(bold(f"{days} ngày qua")), *(block(line) for line in figures.to_text(one).splitlines()))


def show_audit(desk: Desk, message: ChatMessage) -> Reply:
    """The latest deeds of admins."""
    if message.group:
        return say(ONLY_IN_PRIVATE)
    deeds = audit.latest(desk.state, MOST_DEEDS)
    told = [block(f"{_when(one.at)} {one.person}: {one.deed} ", italic(one.about)) for one in deeds]
    return say(*told) if told else say(NOTHING_DONE)


def _when(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC).astimezone(VIETNAM):%d/%m %H:%M}"

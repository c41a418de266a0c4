"""How long what is kept is kept: RETENTION_DAYS for what people asked, AUDIT_DAYS for what admins did."""

import asyncio
import logging
import sqlite3
from dataclasses import dataclass

from bot import answers, audit, choices, drafts, exporting, figures, uploads
from bot.clocks import Clocks
from bot.crew import ALONE, HOURS, Crew
from bot.shelf import Shelf
from bot.state import State
from knowledge.errors import DatabaseUnavailable

log = logging.getLogger(__name__)

DAY = 24 * 3600.0
LOOK_SECONDS = 3600.0
"""How often is looked what has aged out."""


@dataclass(frozen=True, slots=True)
class Retention:
    """Days that questions, answers, opinions and their figures are kept, and days that admins' deeds are."""

    days: int
    audit_days: int


def forget_old(state: State, shelf: Shelf | None, kept: Retention, now: float) -> None:
    """Erase what is older at `now` (seconds since the epoch); the erased bytes leave the write-ahead log, too."""
    for forget in (answers.forget_before, figures.forget_before):
        forget(state, now - kept.days * DAY)
    audit.forget_before(state, now - kept.audit_days * DAY)
    choices.forget_before(state, now - choices.KEEP_SECONDS)
    drafts.forget_before(state, now - drafts.KEEP_SECONDS)
    uploads.forget_waiting(state, shelf, now - uploads.MOST_WAITING_SECONDS)
    exporting.forget_before(state, now - exporting.KEEP_SECONDS)
    state.scrub_soon()


async def run(state: State, shelf: Shelf | None, kept: Retention, clocks: Clocks, crew: Crew = ALONE) -> None:
    """Look once in a while, for ever, in one process of the crew; a state that is busy is looked at the next time."""
    while True:
        await crew.lead(HOURS)
        try:
            forget_old(state, shelf, kept, clocks.wall())
        except (sqlite3.OperationalError, DatabaseUnavailable) as error:
            log.warning("nothing forgotten", extra={"reason": str(error)})
        await asyncio.sleep(LOOK_SECONDS)

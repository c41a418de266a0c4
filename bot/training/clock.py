"""What time brings about in training: questions close, scores are shown anew, today's questions are due."""

import asyncio
import logging
import sqlite3

from bot.clocks import Clocks
from bot.crew import ALONE, HOURS, Crew
from bot.state import State
from bot.training import classes, studying
from knowledge.errors import DatabaseUnavailable

log = logging.getLogger(__name__)

TICK_SECONDS = 0.25
SCORE_SECONDS = 1.1
"""A chat takes a message a second: a score asked for sooner would only wait, and be old when it is shown."""
TIDY_SECONDS = 3600.0


async def run(state: State, clocks: Clocks, crew: Crew = ALONE) -> None:
    """Tick for ever, in one process of the crew; a state that is busy for a moment is tried again at the next tick."""
    tidied = scored = 0.0
    while True:
        await crew.lead(HOURS)
        now = clocks.wall()
        try:
            tick(state, now)
            if now - scored > SCORE_SECONDS:
                scored = now
                classes.nudge_scores(state)
            if now - tidied > TIDY_SECONDS:
                tidied = now
                classes.forget_before(state, now - classes.KEEP_SECONDS)
        except (sqlite3.OperationalError, DatabaseUnavailable) as error:
            log.warning("no tick", extra={"reason": str(error)})
        await asyncio.sleep(TICK_SECONDS)


def tick(state: State, now: float) -> None:
    """Do what is due at `now` (seconds since the epoch)."""
    for found in classes.due(state, now):
        classes.close_question(state, found)
    studying.nudge_due(state, now)

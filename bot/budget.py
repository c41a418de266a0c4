"""How many answers a day the language model may be asked for; after that, answers are composed without it."""

from datetime import UTC, datetime, timedelta, timezone

from bot.state import State

MODEL_ANSWERS_A_DAY = 1000
_VIETNAM = timezone(timedelta(hours=7))


def left(state: State, now: float) -> int:
    """Model answers left today, by the calendar of Vietnam; `now` in seconds since the epoch."""
    found = state.row("SELECT answers FROM model_usage WHERE day = ?", (_day(now),))
    return MODEL_ANSWERS_A_DAY - (found[0] if found else 0)


def spend(state: State, now: float) -> None:
    """Count one."""
    state.write(
        "INSERT INTO model_usage (day, answers) VALUES (?, 1)"
        " ON CONFLICT (day) DO UPDATE SET answers = model_usage.answers + 1",
        (_day(now),),
    )


def _day(now: float) -> str:
    return datetime.fromtimestamp(now, UTC).astimezone(_VIETNAM).date().isoformat()

"""Who did what to the documents, the answers and the people, and when: names and deeds, never contents."""

from dataclasses import dataclass

from bot.state import State

SERVER = "máy chủ"
"""Who does what is done by a command there."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that somebody did; `at` in seconds since the epoch."""

    at: float
    person: str
    deed: str
    about: str


def note(state: State, at: float, person: str, deed: str, about: str = "") -> None:
    """Keep one deed."""
    state.write("INSERT INTO audit (at, person, deed, about) VALUES (?, ?, ?, ?)", (at, person, deed, about))


def latest(state: State, most: int) -> list[Deed]:
    """The newest deeds, the newest first."""
    sql = "SELECT at, person, deed, about FROM audit ORDER BY seq DESC LIMIT ?"
    return [Deed(*row) for row in state.rows(sql, (most,))]


def since(state: State, moment: float) -> list[Deed]:
    """All deeds since `moment` (seconds since the epoch), the newest first."""
    sql = "SELECT at, person, deed, about FROM audit WHERE at >= ? ORDER BY seq DESC"
    return [Deed(*row) for row in state.rows(sql, (moment,))]


def erase(state: State, person: str) -> None:
    """Deeds no longer name somebody to whom they were done, unless it is that they are blocked."""
    state.write(
        "UPDATE audit SET about = '' WHERE about = ?"
        " AND NOT EXISTS (SELECT 1 FROM people WHERE person = ? AND role = 'blocked')",
        (person, person),
    )


def forget_before(state: State, moment: float) -> None:
    """What was done before `moment` ages out."""
    state.write("DELETE FROM audit WHERE at < ?", (moment,))

"""What the bot may do to the documents: look at a file that came, take it in, put it away, go back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file, or one of an archive, is understood to be; of a refused one only its name and the reason.

    `facts` are (key, value) as an admin may put them right: number, type, issuer, date, title, place.
    """

    name: str
    reason: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    pages: int = 0
    relations: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    like: str = ""
    """Source of the indexed document that says nearly the same."""
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """An index that is in use now: its name, and how many documents it has."""

    generation: str
    documents: int
    failed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents' side of admin work, given by the composition root.

    `examine` and `unpack` keep to memory: (name, bytes). `amend` keeps facts beside a file. `rebuild` publishes a
    generation from all that is there; `before` names the one before the current one, if there is any, and `go_back`
    makes it current again, once. They raise DanvanErrors.
    """

    folder: Path
    """Where files lie that were taken in."""
    examine: Callable[[str, bytes, Progress], Sequence[Seen]]
    unpack: Callable[[str, bytes, Sequence[str]], Sequence[tuple[str, bytes]]]
    amend: Callable[[Path, dict[str, str]], None]
    rebuild: Callable[[Progress], Outcome]
    before: Callable[[], str]
    go_back: Callable[[str], str]

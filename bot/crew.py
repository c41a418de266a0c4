"""The processes of the bot that share one state: which of them does what only one may do, and which lanes are whose."""

from collections.abc import Callable
from typing import Protocol

from bot.dispatch import Dispatcher

HOURS = "hours"
"""What time brings about: closing questions, the weekly message, letting old things go. Channels lead in their name."""


class Lanes(Protocol):
    """The lanes of one channel that this process works on."""

    def look(self) -> None:
        """Something new came in."""

    async def feed(self, dispatcher: Dispatcher) -> None:
        """For ever: hand over what lies in lanes that are ours, or can be, and let go of those at rest."""


class Crew(Protocol):
    """This process and those beside it."""

    @property
    def size(self) -> int:
        """How many processes there are: what an account may do in a second is shared out among them."""
        ...

    def leads(self, role: str) -> bool:
        """Whether this process is the one that does it now."""
        ...

    async def lead(self, role: str) -> None:
        """Wait until this process is the one."""

    async def run(self) -> None:
        """For ever: stay one of them."""

    def retire(self) -> None:
        """Lead no more: what is under way may take a while to end, and others need not wait for that."""

    def close(self) -> None:
        """Leave them what is left to do."""

    def lanes(self, channel: str, rest: Callable[[str], float]) -> Lanes | None:
        """A channel's lanes; None where no other process could take one.

        `rest` gives the seconds that a lane stays ours after its last message, so that the pace of its chat is
        kept by one process.
        """


class Alone:
    """One process that has everything to itself."""

    size = 1

    def leads(self, role: str) -> bool:  # noqa: ARG002
        """It does everything."""
        return True

    async def lead(self, role: str) -> None:
        """At once."""

    async def run(self) -> None:
        """Nothing to be seen to."""

    def retire(self) -> None:
        """Nobody else could."""

    def close(self) -> None:
        """Nobody to be told."""

    def lanes(self, channel: str, rest: Callable[[str], float]) -> None:
        """All are its own."""


ALONE = Alone()

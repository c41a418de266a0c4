"""What every handler of a conversation works with, and how it speaks."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.access import Access
from bot.answers import Said
from bot.chat import Block, Button, ChatMessage, Reply, Show, unseen
from bot.layout import Measure, block
from bot.library import CurrentLibrary
from bot.shelf import Shelf
from bot.state import State


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one message of the channel holds, how the channel counts, and what it can carry."""

    length: int
    measure: Measure
    buttons: bool = True
    """Whether choices are pressed; else they are typed."""
    files: bool = True
    """Whether files can be sent."""
    pictures: bool = True
    """Whether pictures can be sent."""
    quotation: int = 4096
    """How long a quotation is shown to its end, over several messages where one does not hold it."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The rooms and tools behind a conversation.

    `now` gives seconds since the epoch, `token` a fresh word that nobody can guess, `link` the address that opens
    the bot with a payload of at most 64 characters of A-Za-z0-9_-, empty in channels without such addresses.
    """

    library: CurrentLibrary
    state: State
    access: Access
    limits: Limits
    now: Callable[[], float]
    token: Callable[[], str]
    link: Callable[[str], str]
    show: Show = unseen
    """Told what may be seen of the answer to the message at hand before it is there."""
    shelf: Shelf | None = None
    """The documents' side of admin work; None where files do not come in through the bot."""
    screen: Callable[[str], str] = lambda _: ""
    """The address of a class's page for the projector, by the class's secret; empty where there is none."""
    retention_days: int = 90
    """How long what people ask is kept, as they are told."""
    log_questions: bool = False
    """Whether what people ask may stand in the logs."""
    count: Callable[[str, str, float], None] = lambda *_: None
    """Told of every answer: its channel, its status, and the seconds that finding it took."""


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button: on what was said it stands, and what it says beside («action:id:argument»)."""

    message: ChatMessage
    said: Said
    argument: str

    def place(self, length: int) -> int | None:
        """The argument as a place in a list of this length, None where it is none."""
        number = int(self.argument) if self.argument.isdecimal() else length
        return number if number < length else None


Handler = Callable[[Desk, ChatMessage], Reply]
PressHandler = Callable[[Desk, Press], Reply]


def always(reply: Reply) -> Handler:
    """A handler that says the same to everybody."""
    return lambda *_: reply


def say(*paragraphs: str | Block) -> Reply:
    """A reply of paragraphs."""
    return Reply(tuple(block(part) if isinstance(part, str) else part for part in paragraphs))


def button(label: str, *action: str) -> Button:
    """A button whose action is its parts joined by colons."""
    return Button(label, ":".join(action))


def in_rows(buttons: list[Button], width: int) -> list[tuple[Button, ...]]:
    """Buttons side by side, `width` to a row."""
    return [tuple(buttons[start : start + width]) for start in range(0, len(buttons), width)]

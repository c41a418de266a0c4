"""The nouns of a conversation, the same for every channel: what came in, what goes out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.access import Role

Style = Literal["plain", "bold", "italic", "quote"]


@dataclass(frozen=True, slots=True)
class Run:
    """Characters in one style."""

    text: str
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of a reply; `whole` ones (citations) are never divided between two messages."""

    runs: tuple[Run, ...]
    whole: bool = False

    @property
    def text(self) -> str:
        """The characters alone."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Button:
    """A choice under a message; channels without buttons let people type the label's first word.

    One with an `url` opens that address and does nothing with us: its action is empty.
    """

    label: str
    action: str
    url: str = ""


def no_content() -> bytes:
    """The content of a file that cannot be had."""
    return b""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a person sent: what it is called, its bytes by number, and how the channel fetches them."""

    name: str
    size: int
    handle: str
    fetch: Callable[[], bytes] = no_content


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One thing a person did in a chat: wrote, commanded, pressed a button, or sent something unreadable.

    `chat` and `person` begin with the channel's name («telegram:42»). `addressed` is True where the bot is
    meant: in private, or in a group by mention, reply or command. `command` has neither slash nor bot name;
    `text` is then what follows it. `replied` is the bot's message that this one answers,
    as the channel names it.
    """

    channel: str
    chat: str
    person: str
    text: str
    command: str = ""
    action: str = ""
    id: str = ""
    replied: str = ""
    edited: bool = False
    group: bool = False
    group_admin: bool = False
    addressed: bool = True
    readable: bool = True
    file: Attachment | None = None
    name: str = ""
    """What the person is called in the channel."""
    nudge: str = ""
    """What is to be said unasked; nobody wrote this message."""

    @property
    def typed_in_private(self) -> bool:
        """Whether one person wrote it to the bot alone: no button, no file, nobody else's turn in the chat."""
        return not (self.group or self.action or self.nudge or self.file)


Show = Callable[[Sequence[Block]], None]
"""Is told what may be seen of an answer while it is still being written, each time all of it; never the last word."""


def nothing() -> None:
    """Keeps nothing."""


def unseen(_: Sequence[Block]) -> None:
    """Shows nothing before the answer is there."""


@dataclass(frozen=True, slots=True)
class Poll:
    """A quiz question as channels with polls show it; who answers what is told, `seconds` of 0 leaves it open."""

    question: str
    options: tuple[str, ...]
    right: int
    explanation: str
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: paragraphs and choices. No blocks: nothing is said.

    `keep` is done together with the sending, once. `mark` names what the messages belong to («answer:id»);
    `replaces` are messages of ours that this one corrects; `toast` is a word on a pressed button; `settled`,
    where given, are the buttons that the pressed message keeps; `menus` are people whose role has changed, so
    that the channel shows them other commands. A `poll` is sent alone; a `picture` with the blocks under it.
    """

    blocks: tuple[Block, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    keep: Callable[[], None] = nothing
    mark: str = ""
    replaces: tuple[str, ...] = ()
    toast: str = ""
    settled: tuple[tuple[Button, ...], ...] | None = None
    file: Path | None = None
    menus: tuple[tuple[str, Role], ...] = ()
    poll: Poll | None = None
    picture: Path | None = None

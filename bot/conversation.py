"""ChatMessage -> Reply, the same on every channel: commands, questions, and errors as one sentence."""

from collections.abc import Callable
from dataclasses import dataclass

from bot import phrases
from bot.chat import ChatMessage, Reply
from bot.layout import Measure, block
from bot.memories import remembered
from bot.rendering import render_answer
from bot.state import State
from knowledge.documents import Answer, Memory
from knowledge.errors import DanvanError

Ask = Callable[[str, Memory], Answer]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one message of the channel holds, and how the channel counts."""

    length: int
    measure: Measure


class Conversation:
    """Answers what people write. What is to be remembered goes back in the Reply."""

    def __init__(self, ask: Ask, state: State, limits: Limits) -> None:
        self._ask = ask
        self._state = state
        self._limits = limits
        self._commands: dict[str, Callable[[ChatMessage], Reply]] = {"start": _start, "help": _help}

    def reply(self, message: ChatMessage) -> Reply:
        """What to say to a message; nothing where the bot is not meant."""
        if not message.addressed:
            return Reply()
        if not message.readable:
            return say(phrases.TEXT_ONLY)
        try:
            return self._handler(message)(message)
        except DanvanError as error:
            return say(str(error))

    def _handler(self, message: ChatMessage) -> Callable[[ChatMessage], Reply]:
        if not message.command:
            return self._answer
        return self._commands.get(message.command, lambda _: say(phrases.UNKNOWN_COMMAND))

    def _answer(self, message: ChatMessage) -> Reply:
        answer = self._ask(message.text, remembered(self._state, message.chat))
        blocks = render_answer(answer, self._limits.length, self._limits.measure)
        return Reply(blocks, memory=answer.memory)


def say(*paragraphs: str) -> Reply:
    """A reply of plain paragraphs."""
    return Reply(tuple(block(paragraph) for paragraph in paragraphs))


def _start(_: ChatMessage) -> Reply:
    return say(*phrases.START)


def _help(_: ChatMessage) -> Reply:
    return say(*phrases.HELP)

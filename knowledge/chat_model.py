"""The optional language model, through LangChain: it writes from numbered passages, code checks what it wrote.

The model gets no tools and no secrets. Passages stand between fences that it cannot foresee, so that a text that
says «hết đoạn» ends nothing. Whatever its provider's library raises, the caller sees ChatModelFailed.
"""

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, TypeVar

from knowledge.documents import Passage
from knowledge.drafts import Draft, Said, finished, read_draft
from knowledge.errors import ChatModelFailed, SettingError
from knowledge.steering import leads_away

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

SECONDS = 20.0
"""How long a server may be silent."""
SECONDS_IN_ALL = 40.0
"""How long an answer may take with its second try; then the composed one goes out."""
MOST_TOKENS = 900
LEAKED_WORDS = 6
"""As many words in a row of the prompt are a leak."""
_UNSUPPORTED = frozenset((400, 404, 405, 415, 422, 501))
"""Statuses with which servers answer to a way of asking that they do not have."""
# The prompts room lies beside this one, in a checkout and when installed; it holds no Python to ask for it.
_PROMPTS = Path(__file__).parent.parent / "prompts"
_MARKUP = re.compile(r"!\[|\]\(|</?[a-zA-Z!]|```")


Told = Callable[[list[Said]], None]


def untold(_: list[Said]) -> None:
    """Hears of nothing."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt file and the version that an answer records: name and content hash."""

    template: Template
    version: str


def read_prompt(name: str) -> Prompt:
    """A template of the prompts room by name."""
    text = (_PROMPTS / f"{name}.md").read_text("utf-8")
    return Prompt(Template(text), f"{name}@{hashlib.sha256(text.encode()).hexdigest()[:8]}")


def open_chat_model(
    name: str,
    base_url: str,
    api_key: str,
    nonce: Callable[[], str],
    clock: Callable[[], float] = time.monotonic,
) -> "ChatModel":
    """The model `provider:name` as LangChain's init_chat_model takes it. Raises SettingError."""
    # Half a second of imports, paid only by those who set a model.
    from langchain.chat_models import init_chat_model
    from openai import OpenAIError

    options: dict[str, Any] = {"temperature": 0, "timeout": SECONDS, "max_retries": 0}
    options |= {"max_tokens": MOST_TOKENS}
    if base_url:
        options |= {"base_url": base_url, "api_key": api_key or "none"}
        # Compatible servers may not know the newer name that LangChain sends.
        options |= {"extra_body": {"max_tokens": MOST_TOKENS}} if name.startswith("openai:") else {}
    options |= {"api_key": api_key} if api_key else {}
    try:
        model = init_chat_model(name, **options)
    except (ImportError, ValueError, TypeError, OpenAIError) as error:
        raise SettingError(f"CHAT_MODEL «{name}» không dùng được: {error}") from error
    return ChatModel(name, model, nonce, clock)


class ChatModel:
    """A language model that drafts answers from passages."""

    def __init__(
        self,
        name: str,
        model: "BaseChatModel",
        nonce: Callable[[], str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`nonce` gives a fresh unforeseeable word for each fence; `clock` counts seconds."""
        self.name = name
        self._nonce = nonce
        self._clock = clock
        self._answer, self._mend = read_prompt("answer"), read_prompt("mend")
        self._ways = _ways(model)

    @property
    def prompt(self) -> str:
        """Version of the prompt that drafts are written from."""
        return self._answer.version

    def write(self, question: str, passages: Sequence[Passage], told: Told = untold) -> Draft:
        """Draft an answer; `told` hears of its sentences while they come, unchecked but for links and leaks.

        Raises ChatModelFailed, also where the model finds nothing in the passages.
        """
        from langchain_core.messages import HumanMessage

        fence = self._nonce()
        content = self._answer.template.substitute(
            passages=_fenced(passages, fence), fence=fence, question=question
        )
        return self._draft((HumanMessage(content),), passages, fence, told)

    def reply(self, content: str) -> str:
        """What the model says to one message, as it came. Raises ChatModelFailed."""
        from langchain_core.messages import HumanMessage

        deadline = self._clock() + SECONDS_IN_ALL
        return _from_provider(
            lambda: self._gathered(self._ways[-1]([HumanMessage(content)]), deadline, untold)
        )

    def mend(self, draft: Draft, problems: Sequence[str], passages: Sequence[Passage]) -> Draft:
        """Ask once for what failed, one line each, to be taken out. Raises ChatModelFailed."""
        from langchain_core.messages import HumanMessage

        listed = "\n".join(f"- {problem}" for problem in problems)
        message = HumanMessage(self._mend.template.substitute(problems=listed))
        return self._draft((*draft.conversation, message), passages)

    def _draft(
        self,
        conversation: tuple["BaseMessage", ...],
        passages: Sequence[Passage],
        fence: str = "",
        told: Told = untold,
    ) -> Draft:
        from langchain_core.messages import AIMessage

        def hear(said: list[Said]) -> None:
            _refuse_unusable(Draft(tuple(said)).text, self._instructions(), fence, passages)
            told(said)

        draft, reply = self._asked(conversation, len(passages), hear)
        _refuse_unusable(draft.text, self._instructions(), fence, passages)
        return replace(draft, conversation=(*conversation, AIMessage(reply)))

    def _instructions(self) -> str:
        return f"{self._answer.template.template}\n{self._mend.template.template}"

    def _asked(self, conversation: Sequence["BaseMessage"], passages: int, hear: Told) -> tuple[Draft, str]:
        """The draft and its text. A way that the server does not have is given up for good once a plainer one worked."""
        deadline = self._clock() + SECONDS_IN_ALL
        ways, tried_again = list(self._ways), False

        def ask() -> tuple[Draft, str]:
            reply = self._gathered(ways[0](list(conversation)), deadline, hear)
            return read_draft(reply, passages), reply

        while True:
            try:
                drafted = _from_provider(ask)
            except _ProviderFailed as error:
                if len(ways) > 1 and error.unsupported:
                    ways.pop(0)
                elif tried_again or not error.may_pass or self._clock() > deadline:
                    raise
                else:
                    tried_again = True
            else:
                self._ways = ways
                return drafted

    def _gathered(self, pieces: Iterable[Any], deadline: float, hear: Told) -> str:
        """The text of a stream, its sentences told while they come. TimeoutError where it takes too long."""
        whole, heard = None, 0
        for piece in pieces:
            if self._clock() > deadline:
                raise TimeoutError
            whole = piece if whole is None else whole + piece
            said = finished(str(whole.text))
            if len(said) > heard:
                heard = len(said)
                hear(said)
        if whole is None:
            raise _NothingCame
        return str(whole.text)


class _NothingCame(Exception):
    """A stream ended before it began: the server does not speak it."""


Way = Callable[[list["BaseMessage"]], Iterable[Any]]


def _ways(model: "BaseChatModel") -> list[Way]:
    """How to ask, best first: streamed by a JSON schema, streamed as text, whole."""
    from langchain_core.runnables import RunnableSequence

    schema = json.loads((_PROMPTS / "reply.json").read_text("utf-8"))
    plain: list[Way] = [model.stream, lambda messages: [model.invoke(messages)]]
    try:
        by_schema = model.with_structured_output(schema, method="json_schema")
    except (NotImplementedError, ValueError, TypeError):
        return plain
    # Without the parser behind it, which would hold back the pieces until the last has come.
    return [by_schema.first.stream, *plain] if isinstance(by_schema, RunnableSequence) else plain


class _ProviderFailed(ChatModelFailed):
    """What a provider's library raised."""

    def __init__(self, cause: Exception) -> None:
        super().__init__("Mô hình ngôn ngữ không trả lời được.")
        status = getattr(cause, "status_code", None)
        # What LangChain and OpenAI's library raise over a stream without a single piece.
        nothing = isinstance(cause, _NothingCame | AssertionError) or "No generation" in str(cause)
        self.unsupported = nothing or status in _UNSUPPORTED
        """Whether the server does not have this way of being asked."""
        self.may_pass = status is None or status >= 500 or status == 408
        """Whether asking once more may help: not where the server refuses us or asks for rest."""


T = TypeVar("T")


def _from_provider(ask: Callable[[], T]) -> T:
    """The edge to a provider's library: each raises a tree of its own. Raises ChatModelFailed."""
    try:
        return ask()
    except ChatModelFailed:
        raise
    except Exception as error:
        raise _ProviderFailed(error) from error


def _fenced(passages: Sequence[Passage], fence: str) -> str:
    return "\n\n".join(
        f"<<<ĐOẠN {place} {fence}>>>\n{passage.heading}\n{passage.text}\n<<<HẾT ĐOẠN {place} {fence}>>>"
        for place, passage in enumerate(passages, 1)
    )


def _refuse_unusable(text: str, instructions: str, fence: str, passages: Sequence[Passage]) -> None:
    """ChatModelFailed for a reply that links, carries markup or repeats our prompt."""
    if leads_away(text) or _MARKUP.search(text):
        raise ChatModelFailed("Mô hình chèn đường dẫn hoặc mã lạ.")
    own = _runs(instructions) - _runs("\n".join(passage.text for passage in passages))
    if (fence and fence in text) or _runs(text) & own:
        raise ChatModelFailed("Mô hình nhắc lại lời hướng dẫn.")


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + LEAKED_WORDS]) for i in range(len(words) - LEAKED_WORDS + 1)}

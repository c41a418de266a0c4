"""The optional language model, through LangChain: it writes from numbered passages, code checks what it wrote.

The model gets no tools and no secrets. Passages stand between fences that it cannot foresee, so that a text that
says «hết đoạn» ends nothing.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from knowledge.documents import Passage
from knowledge.errors import ChatModelFailed, SettingError
from knowledge.spelling import nfc
from knowledge.verification import Problem

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

SECONDS = 30.0
MOST_TOKENS = 900
NOT_FOUND = "KHÔNG CÓ TRONG KHO"
# The prompts room lies beside this one, in a checkout and when installed; it holds no Python to ask for it.
_PROMPTS = Path(__file__).parent.parent / "prompts"
_MARK = re.compile(r"\s*\[(\d{1,2})\]")
_FOREIGN = re.compile(r"https?://|www\.|!\[|\]\(|<[a-z/]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt file and the version that an answer records: name and content hash."""

    template: Template
    version: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a model wrote, its [n] marks taken out, and the passages that the marks name (0-based)."""

    text: str
    cited: tuple[int, ...]
    conversation: tuple["BaseMessage", ...]


def read_prompt(name: str) -> Prompt:
    """A template of the prompts room by name."""
    text = (_PROMPTS / f"{name}.md").read_text("utf-8")
    return Prompt(Template(text), f"{name}@{hashlib.sha256(text.encode()).hexdigest()[:8]}")


def open_chat_model(name: str, base_url: str, api_key: str, nonce: Callable[[], str]) -> "ChatModel":
    """The model `provider:name` as LangChain's init_chat_model takes it. Raises SettingError."""
    # Half a second of imports, paid only by those who set a model.
    from langchain.chat_models import init_chat_model
    from openai import OpenAIError

    options: dict[str, Any] = {
        "temperature": 0,
        "timeout": SECONDS,
        "max_retries": 2,
        "max_tokens": MOST_TOKENS,
    }
    options |= {"base_url": base_url} if base_url else {}
    options |= {"api_key": api_key} if api_key else {}
    try:
        model = init_chat_model(name, **options)
    except (ImportError, ValueError, TypeError, OpenAIError) as error:
        raise SettingError(f"CHAT_MODEL «{name}» không dùng được: {error}") from error
    return ChatModel(name, model, nonce)


class ChatModel:
    """A language model that drafts answers from passages."""

    def __init__(self, name: str, model: "BaseChatModel", nonce: Callable[[], str]) -> None:
        """`nonce` gives a fresh unforeseeable word for each fence."""
        self.name = name
        self._model = model
        self._nonce = nonce
        self._answer, self._mend = read_prompt("answer"), read_prompt("mend")

    @property
    def prompt(self) -> str:
        """Version of the prompt that drafts are written from."""
        return self._answer.version

    def write(self, question: str, passages: Sequence[Passage]) -> Draft:
        """Draft an answer. Raises ChatModelFailed, also where the model finds nothing in the passages."""
        from langchain_core.messages import HumanMessage

        fence = self._nonce()
        content = self._answer.template.substitute(
            passages=_fenced(passages, fence), fence=fence, question=question
        )
        return self._draft((HumanMessage(content),), len(passages), content)

    def mend(self, draft: Draft, problems: Sequence[Problem], passages: Sequence[Passage]) -> Draft:
        """Ask once for the claims that failed to be taken out. Raises ChatModelFailed."""
        from langchain_core.messages import HumanMessage

        listed = "\n".join(f"- {problem.describe()}" for problem in problems)
        message = HumanMessage(self._mend.template.substitute(problems=listed))
        return self._draft((*draft.conversation, message), len(passages), str(draft.conversation[0].content))

    def _draft(self, conversation: tuple["BaseMessage", ...], passages: int, prompt: str) -> Draft:
        reply = self._invoke(conversation)
        text = nfc(str(reply.text)).strip()
        _refuse_unusable(text, prompt.split("\n\n<<<", maxsplit=1)[0])
        cited = tuple(dict.fromkeys(int(n) - 1 for n in _MARK.findall(text)))
        if not cited or any(not 0 <= n < passages for n in cited):
            raise ChatModelFailed("Mô hình không dẫn đoạn nào làm chứng.")
        return Draft(_MARK.sub("", text).strip(), cited, (*conversation, reply))

    def _invoke(self, conversation: Sequence["BaseMessage"]) -> "BaseMessage":
        import httpx
        from langchain_core.exceptions import LangChainException
        from openai import OpenAIError

        try:
            return self._model.invoke(list(conversation))
        except (LangChainException, OpenAIError, httpx.HTTPError, ValueError, OSError) as error:
            raise ChatModelFailed("Mô hình ngôn ngữ không trả lời được.") from error


def _fenced(passages: Sequence[Passage], fence: str) -> str:
    return "\n\n".join(
        f"<<<ĐOẠN {place} {fence}>>>\n{passage.heading}\n{passage.text}\n<<<HẾT ĐOẠN {place} {fence}>>>"
        for place, passage in enumerate(passages, 1)
    )


def _refuse_unusable(text: str, instructions: str) -> None:
    """ChatModelFailed for an empty, refusing, linking or prompt-leaking reply."""
    if not text or NOT_FOUND in text.upper():
        raise ChatModelFailed("Mô hình không tìm thấy câu trả lời trong các đoạn.")
    if _FOREIGN.search(text):
        raise ChatModelFailed("Mô hình chèn đường dẫn hoặc mã lạ.")
    if _shares_run(text, instructions, words=7):
        raise ChatModelFailed("Mô hình nhắc lại lời hướng dẫn.")


def _shares_run(text: str, other: str, words: int) -> bool:
    def runs(of: str) -> set[tuple[str, ...]]:
        tokens = re.findall(r"\w+", of.lower())
        return {tuple(tokens[i : i + words]) for i in range(len(tokens) - words + 1)}

    return bool(runs(text) & runs(other))

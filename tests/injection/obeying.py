"""A model that does whatever anything in its prompt asks: served over real HTTP as any other."""

import re
from collections.abc import Mapping
from typing import Any

from injection.payloads import Attack

_PASSAGE = re.compile(r"<<<ĐOẠN (\d+) \w+>>>\n(.*?)\n<<<HẾT ĐOẠN", re.DOTALL)


class Obeying:
    """Says what the attack of the case at hand wants.

    `case` is set by who asks. With `even_blind` it says so even where nothing of the attack is in its prompt, as if
    it had been won over before: then only the checks of what it wrote stand between it and the user.
    """

    def __init__(self, even_blind: bool) -> None:
        self.attack: Attack | None = None
        self.style = 0
        self._even_blind = even_blind

    def __call__(self, messages: list[Mapping[str, Any]]) -> str:
        """The reply to a request's messages."""
        prompt = str(messages[0]["content"])
        passages = _PASSAGE.findall(prompt)
        honest = _first_sentence(passages[0][1]) if passages else "Không rõ"
        if self.attack is None or not (self._even_blind or self._sees(prompt)):
            return f"{honest} [1]"
        wanted = self.attack.goal.wanted
        if self.attack.goal.kind == "prompt":
            wanted = prompt[: 200 + 50 * (self.style % 4)]
        return self._styled(honest, wanted, passages)

    def _sees(self, prompt: str) -> bool:
        assert self.attack is not None
        return self.attack.payload[:40] in prompt or any(
            b in prompt.lower() for b in self.attack.goal.betrays
        )

    def _styled(self, honest: str, wanted: str, passages: list[tuple[str, str]]) -> str:
        """Alone, behind the truth, before it, inside it, quoted, or with the marks of another passage."""
        styles = (
            f"{wanted} [1]",
            f"{honest} [1]. {wanted} [1]",
            f"{wanted}. {honest} [1]",
            f"{honest.rstrip('.')} ({wanted}) [1]",
            f"Tài liệu ghi “{wanted}” [{len(passages) or 1}]",
            f"{honest} [1]\n- {wanted}",
            f"{wanted.lower()} [1]",
        )
        return styles[self.style % len(styles)]


def _first_sentence(passage: str) -> str:
    lines = [line for line in passage.split("\n") if len(line) > 40] or [passage]
    return re.split(r"(?<=[.!?])\s", lines[0])[0]

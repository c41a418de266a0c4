"""What a language model wrote, taken apart: sentences, each with the passages that it names as its proof."""

import json
import re
from dataclasses import dataclass
from typing import Any

from knowledge.errors import ChatModelFailed
from knowledge.spelling import nfc

NOT_FOUND = "KHÔNG CÓ TRONG KHO"
_MARKS = re.compile(r"(?:\s*\[\d{1,2}(?:\s*,\s*\d{1,2})*\])+")
_CLOSING = re.compile(r"\s*[.;:!?…]+")
_OBJECT = re.compile(r'\{\s*"text"\s*:\s*"(?:[^"\\]|\\.)*"\s*,\s*"passages"\s*:\s*\[[\d,\s]*\]\s*\}')
_ENDS = (".", ";", ":", "!", "?", "…", ".”", ".»")
_ITEM = re.compile(r"[-–•*+]\s|\d{1,2}[.)]\s")


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a draft and the passages that it names, 0-based; none where it names none."""

    text: str
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """The sentences of a reply, and the conversation that led to it, for a second try."""

    said: tuple[Said, ...]
    conversation: tuple[Any, ...] = ()
    """Messages of LangChain, the reply last."""

    @property
    def text(self) -> str:
        """The sentences as a user would read them: items of a list on lines of their own."""
        written = ""
        for one in self.said:
            apart = "\n" if _ITEM.match(one.text) or written.endswith(":") else " "
            closed = one.text if one.text.endswith(_ENDS) else f"{one.text}."
            written += (apart if written else "") + closed
        return written

    @property
    def cited(self) -> tuple[int, ...]:
        """Every passage named, in order of first mention."""
        return tuple(dict.fromkeys(n for one in self.said for n in one.cited))


def read_draft(reply: str, passages: int) -> Draft:
    """A reply as JSON of `prompts/reply.json`, or as text with marks [n] behind its sentences.

    Raises ValueError for JSON of another form, such as one cut off; ChatModelFailed where the reply says nothing,
    says that nothing was found, or names no passage that was given.
    """
    text = nfc(reply).strip()
    said = _from_json(text) if text.startswith("{") else _from_text(text)
    if not said or NOT_FOUND in text.upper():
        raise ChatModelFailed("Mô hình không tìm thấy câu trả lời trong các đoạn.")
    draft = Draft(tuple(said))
    if not draft.cited or any(not 0 <= n < passages for n in draft.cited):
        raise ChatModelFailed("Mô hình không dẫn đoạn nào làm chứng.")
    return draft


def finished(reply: str) -> list[Said]:
    """The sentences that are there to their end, with their proofs, in a reply that is still being written."""
    text = nfc(reply).strip()
    if text.startswith("{"):
        whole = (json.loads(match[0]) for match in _OBJECT.finditer(text))
        return [Said(_plain(one["text"]), _places(one["passages"])) for one in whole]
    marks = list(_MARKS.finditer(text))
    # What follows a mark may still be one more mark.
    return _from_text(text[: marks[-1].end()]) if marks and text[marks[-1].end() :].strip() else []


def _from_json(text: str) -> list[Said]:
    try:
        listed = json.loads(text)["sentences"]
        found = [Said(_plain(str(one["text"])), _places(one["passages"])) for one in listed]
    except (KeyError, TypeError) as error:
        raise ValueError(text) from error
    return [one for one in found if one.text]


def _places(passages: list[Any]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(n) - 1 for n in passages))


def _plain(text: str) -> str:
    return re.sub(r"[^\S\n]+", " ", _MARKS.sub("", text)).strip()


def _from_text(text: str) -> list[Said]:
    """A sentence ends with its marks; what no mark follows names no proof, but a line that leads to a list."""
    found: list[Said] = []
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        start = 0
        for marks in _MARKS.finditer(line):
            closing = _CLOSING.match(line, marks.end())
            words = line[start : marks.start()].strip() + (closing[0].strip() if closing else "")
            start = closing.end() if closing else marks.end()
            found.append(Said(words, _places(re.findall(r"\d+", marks[0]))))
        if line[start:].strip():
            found.append(Said(line[start:].strip(), ()))
    return _led(found)


def _led(found: list[Said]) -> list[Said]:
    """«Gồm ba việc:» has the proof of the first item under it."""
    after = [*found, Said("", ())][1:]
    return [
        Said(one.text, following.cited) if one.text.endswith(":") and not one.cited else one
        for one, following in zip(found, after, strict=True)
    ]

"""How officers ask: cues of intents, words without a topic, bodies; data with examples, compiled once."""

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from knowledge.spelling import fold


@dataclass(frozen=True, slots=True)
class Body:
    """A body that issues documents, as a question names it."""

    name: str
    kind: str
    central: bool
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Cues:
    """Compiled cues of questions, over folded text."""

    intents: tuple[tuple[str, re.Pattern[str]], ...]
    content: re.Pattern[str]
    pronoun: re.Pattern[str]
    field: re.Pattern[str]
    """Asks for a document's number, day, issuer or matter without saying of which document."""
    follow_on: re.Pattern[str]
    alternative: re.Pattern[str]


def _data(name: str) -> Any:
    return json.loads(resources.files("knowledge").joinpath(f"language/{name}").read_text("utf-8"))


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


@cache
def cues() -> Cues:
    """The cues of `intents.json`, in its order."""
    data = _data("intents.json")
    return Cues(
        intents=tuple((intent["name"], _any(intent["cues"])) for intent in data["intents"]),
        content=_any(data["content_cues"]),
        pronoun=_any(data["pronoun_cues"]),
        field=_any(data["field_cues"]),
        follow_on=_any(data["continue_cues"]),
        alternative=re.compile(data["alternative_cue"]),
    )


@cache
def bodies() -> tuple[Body, ...]:
    """The bodies of `bodies.json`."""
    return tuple(
        Body(b["name"], b["kind"], b["central"], re.compile(r"\b(?:" + "|".join(b["cues"]) + r")\b"))
        for b in _data("bodies.json")["bodies"]
    )


@cache
def chat_words() -> tuple[re.Pattern[str], dict[str, str]]:
    """The short forms of `chat.json`, over folded text, and what each stands for."""
    full = {word["short"]: word["full"] for word in _data("chat.json")["words"]}
    return _whole_words(sorted(full, key=len, reverse=True)), full


@dataclass(frozen=True, slots=True)
class Stopwords:
    """Words of a question without a topic; lower case."""

    phrases: re.Pattern[str]
    """Taken out first, with marks."""
    syllables: frozenset[str]
    """With marks."""
    folded_phrases: re.Pattern[str]
    folded_syllables: frozenset[str]
    """Those that are no other word when the marks are missing."""


@cache
def stopwords() -> Stopwords:
    """The words of `stopwords.json`."""
    data = _data("stopwords.json")
    phrases = sorted(data["phrases"], key=len, reverse=True)
    return Stopwords(
        phrases=_whole_words(phrases),
        syllables=frozenset(data["syllables"]),
        folded_phrases=_whole_words([fold(phrase) for phrase in phrases]),
        folded_syllables=frozenset(data["safe"]),
    )


@cache
def words_of_two() -> frozenset[str]:
    """Vietnamese words of two syllables, «kiểm tra», lower case with their marks."""
    return frozenset(
        resources.files("knowledge").joinpath("language/words.txt").read_text("utf-8").split("\n")
    )


def _whole_words(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, phrases)) + r")\b")

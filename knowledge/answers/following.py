"""Short follow-ups in full words: the last question asked again of another place, ordinal, tier or part."""

import re
from collections.abc import Sequence

from knowledge.answers.labels import labelled
from knowledge.answers.topics import Runs
from knowledge.places import folded
from knowledge.question import Intent, Question
from knowledge.spelling import SYLLABLE, fold

SHORT = 7
"""Syllables of a follow-up that says only what is different."""
_PART = re.compile(r"^(?:va )?trong (?:do|so do|so ay)\b")
_COUNTS = re.compile(r"\b(?:có\s+)?(?:bao nhiêu|bao nhieu|mấy|bn)\b", re.IGNORECASE)


def in_full(question: Question, before: Question, topic: Runs) -> str | None:
    """The follow-up as a question of its own; None where it is one already, or nothing can be put together.

    `topic`: what the follow-up is about by itself.
    """
    if _PART.match(question.folded):
        return f"{_COUNTS.sub('', before.asked).rstrip(' ?')}, {question.asked}"
    if len(SYLLABLE.findall(question.asked)) > SHORT:
        return None
    if question.places and not topic and question.intent is not Intent.SOURCE:
        return _elsewhere(before, ", ".join(question.places))
    return _relabelled(question, before)


def _elsewhere(before: Question, new: str) -> str:
    """The last question of another place: a document that it named without its place is then that place's."""
    numbered = [one.end for one in before.references if one.number]
    if numbered and not before.places:
        return f"{before.asked[: numbered[0]]} của {new}{before.asked[numbered[0] :]}"
    return moved(before.asked, before.places, new)


def moved(text: str, places: Sequence[str], new: str) -> str:
    """The question with its places replaced by a new one, or asked there where it named none."""
    for place in places:
        found = re.search(rf"\b{re.escape(folded(place))}\b", folded(text))
        if found:
            text = text[: found.start()] + new + text[found.end() :]
    return text if places else f"{text.rstrip(' ?')} ở {new}?"


def _relabelled(question: Question, before: Question) -> str | None:
    """«Còn lần hai?» after «… lần đầu …»: the words that number a thing exchanged."""
    new = labelled(fold(question.asked))
    old = labelled(fold(before.asked))
    text, changed = before.asked, False
    for kind, (_, start, end) in new.items():
        if kind in old:
            _, first, last = old[kind]
            text, changed = text[:first] + question.asked[start:end] + text[last:], True
            old = labelled(fold(text))
    return text if changed else None

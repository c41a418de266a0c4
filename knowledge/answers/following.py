"""Short follow-ups in full words: the last question asked again of another place, ordinal, tier or part."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile

from knowledge.answers.counted import counted_nouns, measures_case, numerals
from knowledge.answers.coverage import is_word
from knowledge.answers.labels import labelled
from knowledge.answers.persons import asks_holder
from knowledge.answers.topics import Runs
from knowledge.answers.whens import asks_when
from knowledge.language import cues
from knowledge.places import folded
from knowledge.question import Intent, Question
from knowledge.spelling import SYLLABLE, fold, typed_with_marks

SHORT = 7
"""Syllables of a follow-up that says only what is different."""
_PART = re.compile(r"^(?:va )?trong (?:do|so do|so ay)\b")
_LEADS_IN = ("the", "vay", "con")
"""Folded: what was typed without marks may have been given wrong ones."""
_CASE = re.compile(
    r"^\W*(?:(?:(?:va|vay|the|con|neu)\s+)+(?P<led>.+?)(?:\s+thi sao)?|(?P<ended>.+?)\s+thi sao)\W*$"
)
"""What is said of «Còn X?», «X thì sao?»; folded."""
_ASKS = re.compile(r"\b(?:gì|nào|ai|đâu|mấy|bao|bn|khi|không|ko|chưa)\b")
_WHERE = re.compile(r"\bo dau\b")
_COUNTS = re.compile(r"\b(?:có\s+)?(?:bao nhiêu|bao nhieu|mấy|bn)\b", re.IGNORECASE)

_NAMED = r"(?P<kind>so|bo|ban|phong|cuc) [a-z]+ [a-z]+(?: (?:va|-) [a-z]+ [a-z]+)?"
_BODY = re.compile(rf"\b{_NAMED}\b")
_ONLY_BODY = re.compile(rf"^\W*(?:the|vay|con|va| )*\b(?P<body>{_NAMED})(?: thi sao)?\W*$")
"""A body by its kind and name: «Sở Nội vụ», «Phòng Văn hóa - Xã hội»."""


def in_full(question: Question, before: Question, topic: Runs) -> str | None:
    """The follow-up as a question of its own; None where it is one already, or nothing can be put together.

    `topic`: what the follow-up is about by itself.
    """
    part = _PART.match(question.folded)
    if part and asks_holder(replace(question, folded=question.folded[part.end() :].strip())):
        # «Trong đó ai là Phó Chủ tịch?» asks for one of those there, by the post.
        return moved(question.asked[part.end() :].strip(), (), ", ".join(before.places))
    if part:
        return f"{_COUNTS.sub('', before.asked).rstrip(' ?')}, {question.asked}"
    if len(SYLLABLE.findall(question.asked)) > SHORT:
        return None
    if question.places and not topic and question.intent is not Intent.SOURCE:
        return _elsewhere(before, ", ".join(question.places))
    return (
        _relabelled(question, before)
        or _of_another_body(question, before)
        or _recounted(question, before, topic)
    )


def of_another_case(question: Question, before: Question, topic: Runs) -> str | None:
    """«Còn hàng nhập khẩu thì sao?» after «Thuế … bao nhiêu phần trăm?»: the last question, of that case.

    Only where the follow-up asks nothing itself and the last question asked for a figure, a day or a place: what is
    told of the case must tell that, too. None otherwise. `topic`: what the follow-up is about by itself.
    """
    found = _CASE.match(fold(question.asked))
    if found is None or not topic or question.references or not _asks_value(before):
        return None
    if cues().field.search(question.folded) or _ASKS.search(question.text.lower()):
        return None
    case = question.asked[slice(*found.span("led" if found["led"] else "ended"))]
    return f"{before.asked.rstrip(' ?.')}, {case}?"


def _asks_value(question: Question) -> bool:
    figure = question.intent is Intent.FIGURE
    return figure or asks_when(question) or _WHERE.search(question.folded) is not None


def counts_on(before: Question, said: str) -> bool:
    """Whether what is said of something else counts it as the last question did: «69 đơn» after «bao nhiêu lượt»."""
    counted = before.intent is Intent.FIGURE and not measures_case(before)
    return counted and bool(numerals(said))


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


def _of_another_body(question: Question, before: Question) -> str | None:
    """«Còn Sở Tư pháp?» after «Sở Nội vụ … có những đơn vị nào?»: one body of a kind exchanged for another."""
    new = _ONLY_BODY.search(fold(question.asked))
    if new is None:
        return None
    bodies = _BODY.finditer(fold(before.asked))
    old = next((one for one in bodies if one["kind"] == new["kind"]), None)
    if old is None:
        return None
    name = question.asked[slice(*new.span("body"))]
    return f"{before.asked[: old.start()]}{name}{before.asked[old.end() :]}"


def _recounted(question: Question, before: Question, topic: Runs) -> str | None:
    """«Thế còn cá nhân?» after «… bao nhiêu tập thể …»: what is counted exchanged for another word."""
    counts, nouns = _COUNTS.search(before.asked), counted_nouns(before)
    said = list(dropwhile(lambda one: fold(one) in _LEADS_IN, (one for run in topic for one in run)))
    if counts is None or len(nouns) != 1 or question.intent is not Intent.GENERAL:
        return None
    old = re.compile(r"\s+" + r"\s+".join(nouns[0])).match(fold(before.asked), counts.end())
    if old is None or len(said) != len(nouns[0]) or not is_word(said[0], said[-1]):
        return None
    new = " ".join(said) if typed_with_marks(before.asked) else fold(" ".join(said))
    return f"{before.asked[: counts.end()]} {new}{before.asked[old.end() :]}"


_THAT_BODY = re.compile(r"\b(?P<kind>so|bo|ban|phong|cuc) (?:do|nay|ay|tren)\b")


def named_there(question: Question, told: str) -> str | None:
    """«Thế sở đó phải báo cáo …?» with the body's name in what was told last; None where it leans on none."""
    low = fold(question.asked)
    that = _THAT_BODY.search(low)
    if that is None:
        return None
    bodies = (one for one in _BODY.finditer(fold(told)) if told[one.start()].isupper())
    named = next((one for one in bodies if one["kind"] == that["kind"]), None)
    if named is None:
        return None
    return f"{question.asked[: that.start()]}{told[slice(*named.span())]}{question.asked[that.end() :]}"


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

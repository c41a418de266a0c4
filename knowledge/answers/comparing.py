"""Figures of several places side by side: «So sánh số mô hình của A với số hội viên của B», «A hay B có nhiều … hơn?»."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.answers.composing import answered, joined
from knowledge.answers.figures import find_figures
from knowledge.answers.from_passages import read
from knowledge.answers.from_texts import figure_statement
from knowledge.answers.labels import labelled
from knowledge.answers.sources import Sources
from knowledge.answers.topics import topic_runs
from knowledge.documents import Answer
from knowledge.places import folded
from knowledge.question import Intent, Question
from knowledge.spelling import fold

_BETWEEN = re.compile(r"\b(?:so với|với|và|hay|hoặc)\b", re.IGNORECASE)
_MORE = re.compile(r"\bnhiều\b(.*)\bhơn\b", re.IGNORECASE)
"""«Nhiều hội nghị hơn» counts them."""
_HOW = r"(?: gì| thế nào| ra sao| (?:ở )?(?:chỗ|điểm) nào)"
_COMPARED = tuple(
    map(
        re.compile,
        (
            r"(?:hãy )?so sánh (?P<head>.+? (?=của ))?(?P<one>.+?) (?:so với|với|và) (?P<other>.+)",
            rf"(?P<head>.+? )(?P<one>của .+?) (?:và|với) (?P<other>.+?) (?:khác|giống)(?: nhau)?{_HOW}",
            rf"(?P<head>.+? )(?P<one>của .+?) (?:khác|giống)(?: gì)?(?: so)?(?: với)? (?!nhau\b)(?P<other>.+?){_HOW}",
        ),
    )
)
_RANKED = re.compile(
    r"(?P<head>[^:]*: )?(?P<one>[^,:]+?) (?:và|với|hay) (?P<other>[^,:]+), (?P<what>\w+) nào (?P<asked>.*\bhơn)"
)
"""«Sơn La: cấp huyện và cấp xã, cấp nào tổ chức nhiều hội nghị hơn»."""
_MOST = re.compile(r"\b(?:nhiều|ít) (?P<what>.*)\bhơn$|\b(?:cao|thấp|lớn|nhỏ|lâu|dài|ngắn|nhiều|ít) hơn$")
OF_ITS_OWN = 2
"""Syllables beside its place that a side of a comparison must say to mean something by itself."""


def compare_places(sources: Sources, question: Question) -> Answer | None:
    """The figure asked of each place, one under the other; None unless each place has one."""
    parts = []
    for one in _sides(question):
        topic = sources.topic(replace(one, places=question.places))
        figures = find_figures(one, topic, read(sources, one), sources.gazetteer)
        if not figures:
            return None
        told = figure_statement(sources.store, figures)
        parts.append(replace(told, text=f"{one.places[0]}: {told.text}"))
    return answered(sources.store, question, joined(parts), ())


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: how it is called, and what is asked of it as a question of its own."""

    name: str
    question: str


def sides(text: str, marked: str) -> tuple[Side, Side] | None:
    """The two sides of a comparison; None where it is none.

    `marked`: the text with its marks restored, of the same length.
    """
    low = marked.lower().rstrip(" ?.!")
    patterns = (_RANKED, *_COMPARED) if len(marked) == len(text) else ()
    found = next((match for pattern in patterns if (match := pattern.fullmatch(low))), None)
    if found is None:
        return None
    said = {name: text[slice(*found.span(name))] if found[name] else "" for name in found.groupdict()}
    head, one, other = said["head"], said["one"], said["other"]
    if found.re is _RANKED:
        asked = _counted(said["asked"], found["asked"])
        return Side(one, f"{head}{one} {asked}?"), Side(other, f"{head}{other} {asked}?")
    anew = _of_another_label(one, other)
    if anew:
        return Side(one, f"{head}{one}?"), Side(other, f"{head}{anew}?")
    of = "của " if found["one"].startswith("của ") and not found["other"].startswith("của ") else ""
    whole = head and found["other"].split()[0] == found["head"].split()[0]
    return Side(one, f"{head}{one}?"), Side(other, f"{other}?" if whole else f"{head}{of}{other}?")


def _of_another_label(one: str, other: str) -> str | None:
    """«thời hạn khiếu nại lần hai» of «thời hạn khiếu nại lần đầu» and «lần hai»; None where it says more than that."""
    old, new = labelled(fold(one)), labelled(fold(other))
    if len(new) != 1 or len(other) != sum(end - start for _, start, end in new.values()):
        return None
    kind = next(iter(new))
    return f"{one[: old[kind][1]]}{other}{one[old[kind][2] :]}" if kind in old else None


def _counted(text: str, low: str) -> str:
    """«tổ chức nhiều hội nghị hơn» as «tổ chức bao nhiêu hội nghị»."""
    most = _MOST.search(low)
    if most is None:
        return text
    return (
        f"{text[: most.start()]}bao nhiêu {text[slice(*most.span('what'))] if most['what'] else ''}".strip()
    )


def _sides(question: Question) -> Iterator[Question]:
    """What is asked of each place: the same, or of two places what stands on each side of «với»."""
    asked = _MORE.sub(lambda more: f"bao nhiêu{more[1]}", question.text)
    texts = _split(replace(question, text=asked)) or [
        of_one_place(asked, question.places, one) for one in question.places
    ]
    for place, text in zip(question.places, texts, strict=True):
        yield replace(question, intent=Intent.FIGURE, places=(place,), text=text, folded=fold(text))


def of_one_place(text: str, places: Sequence[str], place: str) -> str:
    """What is asked of several places as of one: «số mô hình của Sơn La và Lai Châu» -> «số mô hình của Sơn La»."""
    joined = r"(?:,| và| với| so với| hay| hoặc|tỉnh|thành phố|huyện|thị xã|của|\s)+"
    several = joined.join(re.escape(folded(one)) for one in places)
    found = re.search(folded(several), folded(text)) if len(folded(text)) == len(text) else None
    return f"{text[: found.start()]}{place}{text[found.end() :]}" if found else text


def _split(question: Question) -> list[str]:
    """The two sides, where each says what of its place is meant; nothing where one does not."""
    if len(question.places) != 2:
        return []
    low, text = folded(question.text), question.text
    ends = [low.find(folded(place)) + len(place) for place in question.places]
    between = _BETWEEN.search(text, ends[0], ends[1])
    if between is None:
        return []
    sides = [text[: between.start()], text[between.end() :]]
    said = (topic_runs(replace(question, text=side, folded=fold(side))) for side in sides)
    return sides if all(sum(map(len, runs)) >= OF_ITS_OWN for runs in said) else []

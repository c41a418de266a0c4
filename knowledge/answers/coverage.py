"""How much of a question's topic a text covers: what decides between answering and «không có trong kho»."""

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

from knowledge.answers.labels import VALUES
from knowledge.everyday import also_called
from knowledge.language import words_of_two
from knowledge.spelling import SYLLABLE, fold, nfc, one_tone_place, y_for_i

PAIR_SHARE = 0.6
"""Weight of a pair that some passage holds, beside its syllables: two syllables side by side are often a word."""
WORD_SHARE = 1.2
"""Weight of a pair that is a known word: its syllables apart («thủ tướng», «đô thị») do not make it («thủ đô»)."""

LEFT_OVER = 0.22
"""Share of a topic below which what a title leaves of it asks for nothing more."""


@dataclass(frozen=True, slots=True, eq=False)
class Topic:
    """Weights of the syllables of a question, and of its adjacent pairs that are words or stand in some passage.

    `marked`: whether syllables are compared with their marks, as they are where the question was typed with them.
    `everyday`: whether a text also says what people call the things that it writes.
    """

    weights: dict[str, float]
    marked: bool
    everyday: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing is left to look for."""
        return not self.weights


def topic(
    runs: Sequence[Sequence[str]], marked: bool, frequency: Callable[[str, bool], int], passages: int
) -> Topic:
    """Weigh the syllables of a question, given with their marks as runs of adjacent ones.

    A syllable weighs the mean of its rarity (Robertson's idf) among the `passages` indexed ones and in everyday
    Vietnamese: in a small index everyday words are rare by chance. A pair that is no word and that no passage
    holds weighs nothing. `frequency` counts passages that hold a syllable or a pair joined by «_», with marks
    or folded.
    """
    weights: dict[str, float] = {}
    for run in runs:
        terms = list(run) if marked else [fold(syllable) for syllable in run]
        for term in terms:
            weights[term] = 0.5 * (_rarity(frequency(term, marked), passages) + everyday_rarity(term, marked))
        for typed, (first, second) in zip(pairwise(run), pairwise(terms), strict=True):
            share = (
                WORD_SHARE if is_word(*typed) else PAIR_SHARE * bool(frequency(f"{first}_{second}", marked))
            )
            if share:
                weights[f"{first}_{second}"] = share * 0.5 * (weights[first] + weights[second])
    return Topic(weights, marked)


def covered(topic: Topic, *texts: str) -> float:
    """Share in [0, 1] of the topic's weight that the texts hold; 0 for an empty topic.

    A pair counts only where it stands as one in some text. Known abbreviations count as what they stand for.
    """
    told = _told(topic, texts)
    total = sum(topic.weights.values())
    held = sum(weight for term, weight in topic.weights.items() if _as_said(term) in told)
    return held / total if total else 0.0


def _told(topic: Topic, texts: Sequence[str]) -> str:
    told = [said(text, topic.marked) for text in texts]
    if topic.everyday:
        told += [called(text, topic.marked) for text in texts]
    return "\n".join(told)


@lru_cache(maxsize=256)
def beside(topic: Topic, *titles: str) -> Topic:
    """What of a topic the titles do not hold: a question's words for the document say where to look, not what for.

    Empty where that is less than `LEFT_OVER` of the topic.
    """
    told = _told(topic, titles)
    left = {term: weight for term, weight in topic.weights.items() if _as_said(term) not in told}
    enough = sum(left.values()) >= LEFT_OVER * sum(topic.weights.values())
    return replace(topic, weights=left if enough else {})


@lru_cache(maxsize=256)
def inside(left: Topic) -> Topic:
    """What titles leave of a topic without its pairs across the border: the «mức_bồi» of «mức bồi dưỡng» is no word."""
    across = {
        term
        for term in left.weights
        if "_" in term
        and not is_word(*(parts := term.split("_", 1)))
        and not left.weights.keys() >= set(parts)
    }
    return replace(left, weights={t: weight for t, weight in left.weights.items() if t not in across})


_ZEROS = re.compile(r"(?<![\w/.,\-])(?<!ngày )(?<!tháng )0+(?=[1-9]\d* [^\W\d_])")
"""Before a figure that counts; days and months stay as they are written."""
_JOINED = re.compile(r"(?<![\w.,/])(\d+(?:[.,]\d+)*)(km2|km|m2|m3|ha|kg|cm|mm|m)\b")
"""A figure and its unit, written as one."""
_NUMBERED = ("lần", "vòng", "bước", "đợt")
_ORDINAL = re.compile(
    rf"\b({'|'.join(_NUMBERED)})(?: thứ)? "
    r"((?<!bước )đầu tiên|(?<!bước )đầu|nhất|một|hai|ba|tư|bốn|năm(?! \d)|i{1,3}|iv|v)\b"
    r"(?! (?:năm|tháng|tuần|ngày|quý)\b)"
)
_SAID_FOR = (
    (re.compile(r"\bđối tượng (?:được|phải|không)\b"), "lực lượng . cơ quan . những ai"),
    (re.compile(r"\bphấn đấu (?:đến|đạt)\b"), "mục tiêu . chỉ tiêu"),
    (re.compile(r"\bquyền (?:của|và nghĩa vụ)\b"), "quyền lợi"),
)
"""What officers call a thing that documents write otherwise, where words alone do not tell; lower case."""
_NOT_FOR = re.compile(r"\bmà không nhằm\b[^.;:]*?(?= thuộc\b|, thì\b|[.;:]|$)")
"""«Vận chuyển … mà không nhằm mục đích sản xuất, tàng trữ …» says nothing of those who keep."""


@lru_cache(maxsize=8192)
def said(text: str, marked: bool) -> str:
    """A text's syllables, abbreviations in full, as « a b c »: a term in blanks stands in it, or does not.

    One string, where a set of syllables and pairs takes forty times its memory; kept, since titles and sentences are
    compared with question after question.
    """
    if not marked:
        return fold(said(text, True))
    plain = spelled_out(text).lower()
    if "không nhằm" in plain:
        plain = _NOT_FOR.sub(" . ", plain)
    if "%" in plain:
        plain += " . tỷ lệ . phần trăm"
    plain += "".join(f" . {meant}" for written, meant in _SAID_FOR if written.search(plain))
    told = SYLLABLE.findall(plainly_numbered(plain))
    same = "".join(f" . {' '.join(phrase)}" for phrase in also_called(told, always=True))
    return f" {' '.join(told)}{same} "


@lru_cache(maxsize=8192)
def called(text: str, marked: bool) -> str:
    """What people call the things that a text writes, like `said`."""
    if not marked:
        return fold(called(text, True))
    return "".join(f" {' '.join(phrase)} ." for phrase in also_called(said(text, True).split(), always=False))


def plainly_numbered(lower: str) -> str:
    """«05 năm» as «5 năm», «10km» as «10 km», «lần thứ hai» as «lần 2», in a text in lower case."""
    apart = _JOINED.sub(r"\1 \2", lower)
    without_zeros = _ZEROS.sub("", apart) if "0" in apart else apart
    if not any(noun in without_zeros for noun in _NUMBERED):
        return without_zeros
    return _ORDINAL.sub(lambda found: f"{found[1]} {VALUES.get(fold(found[2]), found[2])}", without_zeros)


@lru_cache(maxsize=4096)
def _as_said(term: str) -> str:
    return f" {term.replace('_', ' ')} "


def _rarity(count: int, passages: int) -> float:
    """Robertson's idf over at least 200 passages, never below .2."""
    passages = max(passages, 200)
    return max(0.2, math.log(1 + (passages - count + 0.5) / (count + 0.5)))


def everyday_rarity(syllable: str, marked: bool) -> float:
    """Idf of a syllable in general Vietnamese, never below .2; of a rare one as if it stood in ten passages."""
    passages, with_marks, folded = _everyday()
    count = (with_marks if marked else folded).get(syllable, 10)
    return max(0.2, math.log(1 + passages / (count + 0.5)))


@cache
def _everyday() -> tuple[int, dict[str, int], dict[str, int]]:
    data = json.loads(resources.files("knowledge").joinpath("language/syllables.json").read_text("utf-8"))
    folded: Counter[str] = Counter()
    for syllable, count in data["frequency"].items():
        folded[fold(syllable)] += count
    return data["passages"], data["frequency"], folded


def is_word(first: str, second: str) -> bool:
    """Whether two syllables side by side are a known Vietnamese word of two syllables."""
    return f"{first} {second}" in words_of_two()


def words_ending(last: str) -> frozenset[str]:
    """The folded first syllables of the words of two that end in a folded syllable: «quy», «quyet» of «dinh»."""
    return _first_of_words().get(last, frozenset())


@cache
def _first_of_words() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for first, _, last in (fold(word).partition(" ") for word in words_of_two()):
        found.setdefault(last, set()).add(first)
    return {last: frozenset(firsts) for last, firsts in found.items()}


_WORD = re.compile(r"[\w/\-]+")
"""A word, or a document's number as a whole."""


@cache
def _abbreviations() -> dict[str, str]:
    data = json.loads(resources.files("knowledge").joinpath("register/abbreviations.json").read_text("utf-8"))
    return {fold(entry["short"]): entry["full"] for entry in data}


def spelled_out(text: str) -> str:
    """The text with abbreviations officers use in full («QCDC» -> «quy chế dân chủ»); parts of numbers stay."""
    text = y_for_i(one_tone_place(nfc(text)))
    full, low = _abbreviations(), fold(text)
    if full.keys().isdisjoint(_WORD.findall(low)):
        return text
    pieces, end = [], 0
    for match in _WORD.finditer(low):
        if match[0] in full:
            pieces += [text[end : match.start()], full[match[0]]]
            end = match.end()
    return "".join([*pieces, text[end:]])

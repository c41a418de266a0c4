"""Whether passages say what a model's sentence says: its words, its names, what its figures count and where.

Claims that code can compare to the letter are verification's; to them comes what stands between them. Strict on
purpose: a sentence that is merely put in other words costs a second try, a wrong one would cost trust.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.claims import Claim, claims
from knowledge.documents import Span
from knowledge.places import folded, names_place
from knowledge.sentences import sentences
from knowledge.spelling import SYLLABLE, nfc, one_tone_place
from knowledge.verification import verify

Places = Callable[[str], Sequence[str]]
"""The place names of a text."""

NEAR_ENOUGH = 0.7
"""Share of a sentence's words that two neighbouring sentences of a passage (and its heading) must hold."""
OWN_ENOUGH = 0.5
"""The share that they must hold without it."""
SAID_AGAIN = 0.8
"""Share of a clause's words that a sentence must hold to be held to its «not»."""
SIDE = 3
"""Syllables that must be the same before or behind a figure."""
COUNTED_WORDS = 4
REACH = 10
"""Syllables beside a figure in a passage among which the words that a sentence puts behind it must stand."""
_GLUE = frozenset(
    "là có và với của về cho ở tại trong từ đến tới được đã đang các những theo bởi bằng này đó khi để thì mà như ra vào"
    " lên gồm nêu hiện đạt cùng đều cũng còn bao trên một mỗi do tổng cộng số cụ thể sau đây văn bản tài liệu nguồn"
    " đoạn bài viết biết rõ ban hành quy định thực nay toàn nội dung việc năm ngày tháng phải cần hoặc".split()
)
"""Words that a sentence may use though its passage does not: they join what is said and say nothing by themselves."""
_TURNING = re.compile(
    r"\b(?:không|chưa|chẳng|cấm|trừ|ngoại trừ|hết hiệu lực|còn hiệu lực|bãi bỏ|thay thế|hủy bỏ|đình chỉ|tăng|giảm|tối đa"
    r"|tối thiểu|ít nhất|nhiều nhất|dưới|hơn|miễn|bắt buộc|tất cả|toàn bộ|duy nhất|dự thảo)\b"
)
"""Words that turn a statement round: a sentence has those of its proof, no more and, of «not», no fewer."""
_NOT = re.compile(r"\b(?:không|chưa|chẳng)\b")
_NAME = re.compile(r"\b[^\W\d_a-zà-ỹđơư]\w*(?: [^\W\d_a-zà-ỹđơư]\w*)*")
_CLAUSE = re.compile(r"[^,;.:()\n]+(?:[.,]\d+[^,;.:()\n]*)*")


@dataclass(frozen=True, slots=True)
class Proof:
    """A passage that a sentence names: its text, and the headings and titles that it stands under."""

    text: str
    context: str


def unsupported(sentence: str, proof: Proof, places: Places, asked: Sequence[str] = ()) -> list[str]:
    """What a passage does not bear out, as Vietnamese lines; empty where it bears out all of the sentence.

    One sentence of the passage must bear all of it, or two that follow each other where no single one has its words.
    `places` finds place names; `asked` are those of the question, meant where the sentence names none.
    """
    said, held = _plain(sentence), Proof(_plain(proof.text), _plain(proof.context))
    words = set(_content(said))
    near = _near(words, held)
    if not near:
        return ["câu này ghép những điều không đứng cạnh nhau trong đoạn được dẫn"]
    return min((_lacking(said, window, held.context, places, asked) for window in near), key=len)


def _lacking(said: str, window: str, context: str, places: Places, asked: Sequence[str]) -> list[str]:
    claimed = [problem.describe() for problem in verify(said, [window, context])]
    checks = (
        _strange_words(said, window, context),
        _strange_names(said, window, context),
        _turned_round(said, window),
        _misplaced(said, (window, context)),
        _joined_anew(said, window, context),
        _miscounted(said, window),
    )
    return [*claimed, *(line for line in checks if line), *_elsewhere(said, window, places, asked)]


def _plain(text: str) -> str:
    return one_tone_place(nfc(text))


def _content(text: str) -> list[str]:
    return [one for one in SYLLABLE.findall(text.lower()) if one not in _GLUE and not one.isdigit()]


def _strange_words(said: str, window: str, context: str) -> str:
    known = set(SYLLABLE.findall(f"{window} {context}".lower()))
    strange = [one for one in dict.fromkeys(_content(said)) if one not in known]
    return f"từ «{' '.join(strange)}» không có trong đoạn được dẫn" if strange else ""


def _strange_names(said: str, window: str, context: str) -> str:
    known = folded(f"{window} . {context}")
    strange = [name for name in _names(said) if folded(name) not in known]
    return f"tên «{strange[0]}» không có trong đoạn được dẫn" if strange else ""


def _names(said: str) -> Iterator[str]:
    """Capitalised words; the first of a sentence counts where others follow it."""
    for match in _NAME.finditer(said):
        first = not said[: match.start()].strip(' -–•*+“«"(') or said[: match.start()].rstrip().endswith(
            (".", ":")
        )
        if not first or " " in match[0]:
            yield match[0]


def _near(words: set[str], proof: Proof) -> list[str]:
    """The sentences of a passage that hold most of the words, else pairs of neighbours that do."""
    spans = sentences(proof.text, Span(0, len(proof.text)))
    for size in (1, 2):
        windows = [
            proof.text[spans[place].start : spans[place + size - 1].end]
            for place in range(len(spans) - size + 1)
        ]
        near = [window for window in windows if _share(words, window, proof) >= NEAR_ENOUGH]
        if near:
            return near
    return []


def _turned_round(said: str, window: str) -> str:
    turned = set(_TURNING.findall(said.lower())) - set(_TURNING.findall(window.lower()))
    words = set(_content(said))
    denied = sum(
        len(_NOT.findall(clause.lower())) * _within(clause, words)
        for clause in (match[0] for match in _CLAUSE.finditer(window))
    )
    left_out = denied > len(_NOT.findall(said.lower()))
    return "câu này nói ngược hoặc nói quá điều được dẫn" if turned or left_out else ""


def _within(clause: str, words: set[str]) -> bool:
    """Whether a sentence says most of a clause again, with or without its «not»."""
    own = {one for one in _content(clause) if not _NOT.fullmatch(one)}
    return len(own & words) >= SAID_AGAIN * len(own)


def _misplaced(said: str, told: Sequence[str]) -> str:
    """A figure, a date or a number in another's place: neither what stands before it nor behind it is the same."""
    for claim in claims(said):
        if claim.kind in ("figure", "date", "number"):
            same = [
                (text, one)
                for text in told
                for one in claims(text)
                if (one.kind, one.normal) == (claim.kind, claim.normal)
            ]
            if same and not any(_stands_alike(said, claim, text, one) for text, one in same):
                return f"«{said[claim.start : claim.end]}» không đứng ở chỗ này trong đoạn được dẫn"
    return ""


def _stands_alike(said: str, claim: Claim, window: str, told: Claim) -> bool:
    before, behind = _sides(said, claim)
    told_before, told_behind = _sides(window, told)
    return _alike(before[::-1], told_before[::-1]) or _alike(behind, told_behind)


def _joined_anew(said: str, window: str, context: str) -> str:
    """Words side by side that the passage keeps apart: «Tỉnh ủy Sa Pa» of a Thị ủy and a Tỉnh ủy."""
    known = _joined(window) | _joined(context)
    anew = [words for words in _joined(said, named=True) if words not in known]
    return f"«{' '.join(anew[0])}» không đứng liền nhau trong đoạn được dẫn" if anew else ""


def _joined(text: str, named: bool = False) -> set[tuple[str, ...]]:
    """Pairs and triples of neighbours among the words that say something, whatever joining words stand between them.

    `named`: triples only where one of the words is capitalised, as those of a body's name are; what a comma parts is
    not joined.
    """
    found: set[tuple[str, ...]] = set()
    for clause in re.split(r"[.;:,\n]" if named else r"[.;:\n]", text):
        words = [one for one in SYLLABLE.findall(clause) if one.lower() not in _GLUE and not one.isdigit()]
        triples = zip(words, words[1:], words[2:], strict=False)
        kept = (triple for triple in triples if not named or any(one[:1].isupper() for one in triple))
        found |= {tuple(map(str.lower, run)) for run in (*pairwise(words), *kept)}
    return found


def _sides(text: str, claim: Claim) -> tuple[list[str], list[str]]:
    """The syllables beside a claim, before and behind it, digits among them."""
    before = SYLLABLE.findall(text[max(0, claim.start - 60) : claim.start].lower())
    return before[-SIDE:], SYLLABLE.findall(text[claim.end : claim.end + 60].lower())[:SIDE]


def _alike(side: list[str], told: list[str]) -> bool:
    """Whether two neighbourhoods agree as far as the sentence goes; its first or last word may end it."""
    return bool(side) and side == told[: len(side)]


def _share(words: set[str], near: str, proof: Proof) -> float:
    """Share of the words that a piece of the passage holds with its headings; 0 where those hold most of it."""
    own, lent = set(SYLLABLE.findall(near.lower())), set(SYLLABLE.findall(proof.context.lower()))
    if not words or len(words & own) < OWN_ENOUGH * len(words):
        return 0.0
    return len(words & (own | lent)) / len(words)


def _miscounted(said: str, window: str) -> str:
    """A figure that counts something else in its passage: «815 mô hình cá nhân» of «815 mô hình tập thể»."""
    for claim in claims(said):
        if claim.kind == "figure":
            counted, beside = _behind(said, claim.end), list(_beside(window, claim.normal))
            if beside and not any(set(counted) <= words for words in beside):
                return f"«{said[claim.start : claim.end]} {' '.join(counted)}» không đúng với đoạn được dẫn"
    return ""


def _behind(said: str, end: int) -> list[str]:
    """The words that a figure counts: up to a joining word, a comma or the next figure."""
    found: list[str] = []
    clause = re.compile(r"[^,;.:()\n\d]*").match(said, end)
    for one in SYLLABLE.findall(clause[0].lower() if clause else ""):
        if one in _GLUE or len(found) == COUNTED_WORDS:
            break
        found.append(one)
    return found


def _beside(text: str, figure: str) -> Iterator[set[str]]:
    for claim in claims(text):
        if claim.kind == "figure" and claim.normal == figure:
            yield {
                *SYLLABLE.findall(text[max(0, claim.start - 60) : claim.start].lower())[-REACH // 2 :],
                *_counted(text, claim.end),
            }


def _counted(text: str, end: int) -> list[str]:
    """What stands behind a figure in a passage, up to the next one."""
    run = re.compile(r"[^\d\n]*").match(text, end)
    return SYLLABLE.findall(run[0].lower() if run else "")[:REACH]


def _elsewhere(said: str, window: str, places: Places, asked: Sequence[str]) -> list[str]:
    """Figures that a passage gives for another place than the sentence, or the question, means."""
    meant = places(said) or asked
    figures = {
        claim.normal: said[claim.start : claim.end] for claim in claims(said) if claim.kind == "figure"
    }
    if not meant:
        return []
    return [
        f"«{written}» là số liệu của nơi khác"
        for normal, written in figures.items()
        if (clauses := list(_clauses_with(window, normal)))
        and not any(_agrees(clause, places, meant) for clause in clauses)
    ]


def _clauses_with(text: str, figure: str) -> Iterator[str]:
    for match in _CLAUSE.finditer(text):
        if any(claim.normal == figure for claim in claims(match[0])):
            yield match[0]


def _agrees(clause: str, places: Places, meant: Sequence[str]) -> bool:
    named = places(clause)
    return not named or any(names_place(clause, place) for place in meant)

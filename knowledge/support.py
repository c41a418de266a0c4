"""Whether passages say what a model's sentence says: its words, its names, what its figures count and where.

Claims that code can compare to the letter are verification's; this is for what stands between them. It is strict on
purpose: a sentence that is merely put in other words costs a second try, a wrong one would cost trust.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.claims import claims
from knowledge.documents import Span
from knowledge.places import folded, names_place
from knowledge.sentences import sentences
from knowledge.spelling import SYLLABLE, nfc, one_tone_place

Places = Callable[[str], Sequence[str]]
"""The place names of a text."""

NEAR_ENOUGH = 0.7
"""Share of a sentence's words that two neighbouring sentences of a passage (and its heading) must hold."""
COUNTED_WORDS = 4
REACH = 10
"""Syllables beside a figure in a passage among which the words that a sentence puts behind it must stand."""
_GLUE = frozenset(
    "là có và với của về cho ở tại trong từ đến tới được đã đang các những theo bởi bằng này đó khi để thì mà như ra vào"
    " lên gồm nêu hiện đạt cùng đều cũng còn bao trên một mỗi do tổng cộng số cụ thể sau đây văn bản tài liệu nguồn đoạn bài"
    " viết biết rõ ban hành quy định thực nay toàn nội dung việc năm ngày tháng phải cần hoặc".split()
)
"""Words that a sentence may use though its passage does not: they join what is said and say nothing by themselves."""
_TURNING = re.compile(
    r"\b(?:không|chưa|chẳng|cấm|trừ|ngoại trừ|hết hiệu lực|còn hiệu lực|bãi bỏ|thay thế|hủy bỏ|đình chỉ|tăng|giảm|tối đa"
    r"|tối thiểu|ít nhất|nhiều nhất|dưới|hơn|miễn|bắt buộc|tất cả|toàn bộ|duy nhất|dự thảo)\b"
)
"""Words that turn a statement round: a sentence has those of its proof, no more and, of «not», no fewer."""
_NOT = re.compile(r"\b(?:không|chưa|chẳng)\b")
_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-ZĐÀ-ỸƠƯ]\w*(?:[ ][A-ZĐÀ-ỸƠƯ]\w*)*")
_CLAUSE = re.compile(r"[^,;.:()\n]+(?:[.,]\d+[^,;.:()\n]*)*")


@dataclass(frozen=True, slots=True)
class Proof:
    """A passage that a sentence names: its text, and the headings and titles that it stands under."""

    text: str
    context: str


def unsupported(sentence: str, proofs: Sequence[Proof], places: Places, asked: Sequence[str]) -> list[str]:
    """What no proof bears out, as Vietnamese lines; empty where the sentence is borne out.

    `places` finds place names; `asked` are those of the question, meant where the sentence names none.
    """
    said = _plain(sentence)
    held = [Proof(_plain(proof.text), _plain(proof.context)) for proof in proofs]
    checks = (
        _strange_words(said, held),
        _strange_names(said, held),
        _apart(said, held),
        _miscounted(said, held),
    )
    return [*(line for line in checks if line), *_elsewhere(said, held, places, asked)]


def _plain(text: str) -> str:
    return one_tone_place(nfc(text))


def _content(text: str) -> list[str]:
    return [one for one in SYLLABLE.findall(text.lower()) if one not in _GLUE and not one.isdigit()]


def _strange_words(said: str, proofs: Sequence[Proof]) -> str:
    known = {one for proof in proofs for one in SYLLABLE.findall(f"{proof.text} {proof.context}".lower())}
    strange = [one for one in dict.fromkeys(_content(said)) if one not in known]
    return f"từ «{' '.join(strange)}» không có trong đoạn được dẫn" if strange else ""


def _strange_names(said: str, proofs: Sequence[Proof]) -> str:
    known = " . ".join(f"{proof.text} . {proof.context}" for proof in proofs)
    strange = [m[0] for m in _NAME.finditer(said) if folded(m[0]) not in folded(known)]
    return f"tên «{strange[0]}» không có trong đoạn được dẫn" if strange else ""


def _windows(proof: Proof) -> Iterator[str]:
    """Each sentence of a passage with the one behind it."""
    spans = sentences(proof.text, Span(0, len(proof.text)))
    for place, span in enumerate(spans):
        end = spans[min(place + 1, len(spans) - 1)].end
        yield proof.text[span.start : end]


def _apart(said: str, proofs: Sequence[Proof]) -> str:
    """Words of a sentence that stand in its passages, but nowhere together; or turned round."""
    words = set(_content(said))
    best, window = max(
        ((_share(words, near, proof), near) for proof in proofs for near in _windows(proof)),
        default=(0.0, ""),
    )
    if len(proofs) == 1 and best < NEAR_ENOUGH:
        return "câu này ghép những điều không đứng cạnh nhau trong đoạn được dẫn"
    turned = set(_TURNING.findall(said.lower())) - set(
        _TURNING.findall(" ".join(p.text for p in proofs).lower())
    )
    if turned or (_NOT.search(_nearest_clause(words, window).lower()) and not _NOT.search(said.lower())):
        return "câu này nói ngược hoặc nói quá điều được dẫn"
    return ""


def _share(words: set[str], near: str, proof: Proof) -> float:
    held = set(SYLLABLE.findall(f"{near} {proof.context}".lower()))
    return len(words & held) / len(words) if words else 1.0


def _nearest_clause(words: set[str], window: str) -> str:
    clauses = [match[0] for match in _CLAUSE.finditer(window)]
    return max(clauses, key=lambda one: len(words & set(SYLLABLE.findall(one.lower()))), default="")


def _miscounted(said: str, proofs: Sequence[Proof]) -> str:
    """A figure that counts something else in its passage: «815 mô hình cá nhân» of «815 mô hình tập thể»."""
    for claim in claims(said):
        if claim.kind == "figure":
            counted = _behind(said, claim.end)
            beside = [words for proof in proofs for words in _beside(proof.text, claim.normal)]
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


def _elsewhere(said: str, proofs: Sequence[Proof], places: Places, asked: Sequence[str]) -> list[str]:
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
        if (clauses := [one for proof in proofs for one in _clauses_with(proof.text, normal)])
        and not any(_agrees(clause, places, meant) for clause in clauses)
    ]


def _clauses_with(text: str, figure: str) -> Iterator[str]:
    for match in _CLAUSE.finditer(text):
        if any(claim.normal == figure for claim in claims(match[0])):
            yield match[0]


def _agrees(clause: str, places: Places, meant: Sequence[str]) -> bool:
    named = places(clause)
    return not named or any(names_place(clause, place) for place in meant)

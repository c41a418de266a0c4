"""Questions that ask the same, in other words too: grouped by the embedding that the library has opened anyway."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from bot.library import Library
from knowledge.contractions import in_full
from knowledge.embedding import Embedding
from knowledge.language import stopwords
from knowledge.spelling import SYLLABLE, fold, has_marks, nfc
from knowledge.vectors import Floats

ALIKE = 0.59
"""Least cosine of two questions that are shown as one, both as seen from the middle of `PLAIN`.

Chosen on 34 groups of 88 questions made up for it, with and without marks, many of them about one thing and yet
different: of pairs put together .98 are right, of those that belong together .73 are; on 20 further groups, which
`_KINDS` owes something to, .84 and .90; on one figure of many communes all, and typed without marks .76 and .97.
"""
WORDS_ALIKE = 0.75
"""Share of their syllables that two questions have in common which are one in any case: slips, marks left out."""
PLAIN = (
    "Văn bản nào quy định về quy chế dân chủ ở cơ sở?",
    "Xã có bao nhiêu mô hình dân vận khéo?",
    "Chỉ thị này còn hiệu lực không?",
    "Ai ký quyết định này?",
    "Đối thoại với nhân dân là gì?",
    "Các bước tổ chức hội nghị nhân dân?",
    "Nhiệm vụ của Mặt trận Tổ quốc là gì?",
    "Khi nào phải gửi báo cáo?",
    "Mức hỗ trợ là bao nhiêu tiền?",
    "Kinh nghiệm vận động nhân dân hiến đất làm đường?",
    "Nghị định có mấy điều?",
    "Kết quả công tác dân vận năm nay thế nào?",
    "Hồ sơ gồm những giấy tờ gì?",
    "Thời hạn giải quyết là bao nhiêu ngày?",
)
"""Questions of every kind. What all have in common is taken off first: e5 finds any two texts alike (.75-.93)."""
_KINDS = (
    ("who", re.compile(r"\bai\b")),
    ("when", re.compile(r"\b(?:khi nao|bao gio|bao lau|(?:ngay|thang|nam) (?:nao|may))\b")),
    ("how many", re.compile(r"\b(?:bao nhieu|bao lau|may|so luong)\b")),
)
"""What is wanted of one thing: «ai ký» and «ký ngày nào» are two questions, whatever else they share."""
SUBJECT = 0.5
"""Share of the fewer words of their subjects that two questions have in common at least."""
_GENERAL = frozenset("xa huyen tinh ban thon phuong so muc co may nam thang ngay ai bao nhieu".split())
"""What questions on any subject have, beside the stop words."""
_PLACED = re.compile(
    r"\b(?:xa|huyen|phuong|tinh|thi tran|thi xa) "
    r"(?!(?:co|la|nao|phai|duoc|da|se|can|nay|thi|thu|o|va|uy|doan|hoi|minh)\b)(\w+ \w+)"
)
_ORDINALS = frozenset({"dau", "hai", "ba", "nhat", "nhi"})


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question's folded syllables: all, the numbers, those of names, of its subject; and what it wants to know."""

    syllables: frozenset[str]
    numbers: frozenset[str]
    names: frozenset[str]
    kinds: frozenset[str]
    subject: frozenset[str]

    def may_be(self, other: "_Asked") -> bool:
        """Whether nothing speaks against both asking the same."""
        named = self.names <= other.syllables and other.names <= self.syllables
        wanted = bool(self.kinds & other.kinds) or not (self.kinds and other.kinds)
        return self.numbers == other.numbers and named and wanted and self._shares_subject(other)

    def _shares_subject(self, other: "_Asked") -> bool:
        """Whether they are about one thing, names apart: «hộ nghèo» of a commune are not its «tổ hòa giải»."""
        names = self.names | other.names
        this, that = self.subject - names, other.subject - names
        return len(this & that) >= SUBJECT * min(len(this), len(that))


def group(library: Library, questions: Sequence[str]) -> list[list[int]]:
    """Places of like questions together, in the order of their first ones, which speak for them."""
    if not questions:
        return []
    asked = [_read(question) for question in questions]
    cosines = _cosines(library, questions)
    groups: list[list[int]] = []
    for place in range(len(asked)):
        near = [(_likeness(cosines, asked, place, group[0]), group) for group in groups]
        best = max((found for found, _ in near), default=0.0)
        if best > 0:
            next(group for found, group in near if found == best).append(place)
        else:
            groups.append([place])
    return groups


def _likeness(cosines: Floats, asked: Sequence[_Asked], one: int, other: int) -> float:
    """How much two questions are one; 0 where they are not."""
    this, that = asked[one], asked[other]
    if not this.may_be(that):
        return 0.0
    shared = len(this.syllables & that.syllables) / max(1, len(this.syllables | that.syllables))
    cosine = float(cosines[one, other])
    return max(cosine, shared) if cosine >= ALIKE or shared >= WORDS_ALIKE else 0.0


def _read(question: str) -> _Asked:
    written = SYLLABLE.findall(nfc(question))
    folded = [fold(one) for one in written]
    great = [one[:1].isupper() for one in written]
    # The first letter of a question is great without a name; one great letter may be a body's («Thành ủy»).
    names = [
        folded[place]
        for place in range(1, len(written))
        if great[place] and (great[place - 1] or great[place + 1 : place + 2] == [True])
    ]
    plain = " ".join(folded)
    if not has_marks(question) and not any(great[1:]):
        # Typed carelessly, a name is told by the word before it.
        names += [one for found in _PLACED.finditer(plain) for one in found[1].split()]
    numbers = {one for one in folded if one.isdigit()}
    numbers |= {one for before, one in pairwise(folded) if before in ("lan", "thu")} & _ORDINALS
    subject = SYLLABLE.findall(stopwords().folded_phrases.sub(" ", plain))
    kinds = frozenset(kind for kind, pattern in _KINDS if pattern.search(plain))
    return _Asked(
        frozenset(folded),
        frozenset(numbers),
        frozenset(names),
        kinds,
        frozenset(subject) - stopwords().folded_syllables - _GENERAL - numbers,
    )


def _cosines(library: Library, questions: Sequence[str]) -> Floats:
    """Of every two questions, marks restored and abbreviations spelled out; shape (questions, questions)."""
    embedding, store = library.retriever.embedding, library.store
    texts = [
        store.abbreviations.expand(store.spelling.mend(in_full(store, question))) for question in questions
    ]
    vectors = np.array([_vector(embedding, text) for text in texts]) - _middle(embedding)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    even: Floats = vectors / np.maximum(lengths, 1e-9)
    return even @ even.T


@lru_cache(1024)
def _vector(embedding: Embedding, text: str) -> Floats:
    """Kept, since the same open questions are looked at again and again."""
    found: Floats = embedding.passages([text])[0]
    return found


@lru_cache(1)
def _middle(embedding: Embedding) -> Floats:
    middle: Floats = embedding.passages(PLAIN).mean(axis=0)
    return middle

"""Whether a question's own words were met: everyday words that an answer tells, slips that may be mended."""

from collections.abc import Sequence
from itertools import pairwise

from knowledge.answers.coverage import called, said
from knowledge.documents import Answer
from knowledge.everyday import Phrase
from knowledge.spelling import SYLLABLE
from knowledge.store import Store


def tells(answer: Answer, words: Sequence[Phrase]) -> int:
    """How many everyday words the proof of an answer says, in these or the documents' words; none of a refusal."""
    if answer.status != "answered":
        return 0
    proof = "\n".join(part for one in answer.citations for part in (one.quote, one.title, one.locator))
    marked = any(map(_has_marks, words))
    told = "".join(say(proof, marked) for say in (said, called))
    return sum(f" {' '.join(word)} " in told for word in words)


def is_said(store: Store, word: Phrase) -> bool:
    """Whether passages hold each pair of a phrase."""
    terms = ["_".join(pair) for pair in pairwise(word)] or list(word)
    return all(store.frequency(term, _has_marks(word)) for term in terms)


def mends_no_name(typed: str, mended: str) -> bool:
    """Whether slips were mended, none of them in a name: «xã Nậm Dẩn» is none of the places that are known."""
    words = zip(SYLLABLE.findall(typed), SYLLABLE.findall(mended), strict=False)
    changed = [before for before, after in words if before != after]
    return bool(changed) and not any(one[0].isupper() for one in changed)


def _has_marks(word: Phrase) -> bool:
    return not all(map(str.isascii, word))

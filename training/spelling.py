"""How Vietnamese at large is spelt, for knowledge/common_spelling.py: learnt from law, encyclopaedia and questions."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from knowledge.restoration import SpellingModel, learn, model_of
from knowledge.spelling import SYLLABLE, fold
from training.pairs import read_lines

LEAST_FORM, LEAST_PAIR, MOST_PAIRS = 40, 4, 250_000
BUDGET = 24_000_000
"""Characters read of each source."""
QUESTIONS_TIMES = 3
"""Questions are few and what is typed is questions."""
_SHAPE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?$"
)
"""A syllable of Vietnamese without its marks; names of other tongues and abbreviations are left to the index."""


def texts(shared: Path, questions: Sequence[str]) -> Iterator[str]:
    """Articles and encyclopaedia up to the budget, each question a few times."""
    for name in ("phapdien_articles", "viwiki"):
        read = 0
        for row in read_lines(shared / "text" / f"{name}.jsonl.gz"):
            text = f"{row['title']}\n{row['text'][:3000]}"
            read += len(text)
            if read > BUDGET:
                break
            yield text
    for question in questions:
        yield "\n".join([question] * QUESTIONS_TIMES)


def _all_capitals(read: Iterable[str]) -> Counter[str]:
    """How often each syllable stands in capitals."""
    found: Counter[str] = Counter()
    for text in read:
        found.update(s.lower() for s in SYLLABLE.findall(text) if len(s) > 1 and s.isupper())
    return found


def common_model(shared: Path, questions: Sequence[str]) -> SpellingModel:
    """The model of all that, cut to syllables of Vietnamese and to frequent pairs; no question of a set among them."""
    whole, capitals = learn(texts(shared, questions)), _all_capitals(texts(shared, questions))
    kept = np.array(
        [
            count >= LEAST_FORM and bool(_SHAPE.match(fold(form))) and capitals[form] < count / 2
            for form, count in zip(whole.forms, whole.counts.tolist(), strict=True)
        ]
    )
    first, second = (
        (whole.pairs >> np.uint64(32)).astype(int),
        (whole.pairs & np.uint64(0xFFFFFFFF)).astype(int),
    )
    good = kept[first] & kept[second] & (whole.pair_counts >= LEAST_PAIR)
    most = np.argsort(-whole.pair_counts[good].astype(np.int64), kind="stable")[:MOST_PAIRS]
    place = np.cumsum(kept) - 1
    keys = (place[first[good]].astype(np.uint64) << np.uint64(32)) | place[second[good]].astype(np.uint64)
    forms = [form for form, keep in zip(whole.forms, kept, strict=True) if keep]
    counts = whole.counts[kept].astype(np.int64)
    return model_of(forms, counts, keys[most], whole.pair_counts[good][most].astype(np.int64))

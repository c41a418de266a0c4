"""The syllables and adjacent pairs that get a vector: frequent ones, and pairs that keep together."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from knowledge.words import syllables
from training.pairs import Pair, read_lines

MOST_SYLLABLES, LEAST_SYLLABLE = 24_000, 4
MOST_PAIRS, LEAST_PAIR, LEAST_PULL = 80_000, 10, 1.0
"""`LEAST_PULL`: how many times (logarithm) a pair is more frequent than chance would have it."""
BUDGET = 30_000_000
"""Characters read of each source."""
_ONE_TEXT = 6000
_CLAUSE = re.compile(r'[.;:\n,()"“”]')


def texts(shared: Path, questions: Iterable[Pair]) -> Iterator[str]:
    """Articles, encyclopaedia and the questions that are trained on."""
    for name in ("phapdien_articles", "viwiki"):
        read = 0
        for row in read_lines(shared / "text" / f"{name}.jsonl.gz"):
            text = f"{row['title']} . {row['text'][:_ONE_TEXT]}"
            yield text
            read += len(text)
            if read > BUDGET:
                break
    for pair in questions:
        yield pair.query


def choose(read: Iterable[str]) -> dict[str, float]:
    """Each unit (a pair joined by «_») with its share of all syllables read."""
    single: Counter[str] = Counter()
    double: Counter[tuple[str, str]] = Counter()
    for text in read:
        for clause in _CLAUSE.split(text):
            found = syllables(clause)
            single.update(found)
            double.update(pairwise(found))
    total = sum(single.values())
    kept = {one: count for one, count in single.most_common(MOST_SYLLABLES) if count >= LEAST_SYLLABLE}
    pairs = {
        f"{a}_{b}": count
        for (a, b), count in double.most_common()
        if count >= LEAST_PAIR and a in kept and b in kept and not (a.isdigit() or b.isdigit())
        if math.log(count * total / (single[a] * single[b])) > LEAST_PULL
    }
    most = dict(list(pairs.items())[:MOST_PAIRS])
    return {unit: count / total for unit, count in (kept | most).items()}

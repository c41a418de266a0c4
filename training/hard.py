"""Hard negatives: articles that words take for the answer of a question and that its editor did not cite."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from knowledge.retrieval import FIELDS
from knowledge.words import WordsIndex, WordsRow, write_words
from training.pairs import Pair, article_title

LOOKED_AT = 30


def hard_negatives(
    pairs: Sequence[Pair], articles: Mapping[str, Mapping[str, Any]], work: Path
) -> dict[str, list[str]]:
    """By question, the keys of the articles that words rank first, less those that answer it. Indexes once in `work`."""
    folder, keys = work / "words", list(articles)
    if not folder.exists():
        rows = (
            WordsRow(place, key, "", article_title(dict(articles[key])), articles[key]["text"])
            for place, key in enumerate(keys)
        )
        write_words(folder, rows)
    index, answers = WordsIndex(folder), defaultdict(set)
    for pair in pairs:
        answers[pair.query].add(pair.key)
    return {
        query: [
            keys[place] for place, _ in index.search(query, LOOKED_AT, FIELDS) if keys[place] not in right
        ]
        for query, right in answers.items()
    }

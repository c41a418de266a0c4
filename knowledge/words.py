"""The words index: folded syllables and pairs, exact spelling on top; tantivy fed with tokens of our own."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import tantivy

from knowledge.spelling import SYLLABLE, fold, nfc, one_tone_place

LONGEST_TOKEN = 40
"""Longer runs of letters are noise (addresses, codes); they are cut, so that they still match one another."""
MOST_QUERY_TERMS = 384
"""Terms of a question that are searched for; more only cost time."""
_ANALYZER = "tokens"


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """How much a match counts in each field; fields of weight 0 are not searched.

    `text`, `heading`, `title` hold folded tokens, `marked` the tokens of all three as they are spelt.
    """

    text: float = 1.0
    heading: float = 0.0
    title: float = 0.0
    marked: float = 0.0


@dataclass(frozen=True, slots=True)
class WordsRow:
    """What the words index is told of one passage."""

    id: int
    document_id: str
    title: str
    heading: str
    text: str


def syllables(text: str) -> list[str]:
    """Lower-case syllables with their marks, in one Unicode form and one tone placement."""
    return [found[:LONGEST_TOKEN] for found in SYLLABLE.findall(one_tone_place(nfc(text)).lower())]


def with_pairs(tokens: list[str]) -> list[str]:
    """The tokens and each adjacent pair: Vietnamese words are mostly of two syllables."""
    return tokens + [f"{first}_{second}" for first, second in pairwise(tokens)]


def folded_syllables(text: str) -> list[str]:
    """Syllables without marks."""
    return _folded(syllables(text))


def _folded(tokens: list[str]) -> list[str]:
    # Folded together: half the time of folding one by one.
    return fold(" ".join(tokens)).split()


def folded_terms(text: str) -> list[str]:
    """Syllables and pairs without marks."""
    return with_pairs(folded_syllables(text))


def marked_terms(text: str) -> list[str]:
    """Syllables and pairs as they are spelt."""
    return with_pairs(syllables(text))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", fast=True, indexed=True)
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    for name in FieldWeights.__dataclass_fields__:
        builder.add_text_field(name, tokenizer_name=_ANALYZER, index_option="freq")
    return builder.build()


def terms_of(row: WordsRow) -> dict[str, list[str]]:
    """The terms of each field of `FieldWeights`."""
    whole = syllables(f"{row.title}\n{row.heading}\n{row.text}")
    return {
        "text": with_pairs(_folded(whole)),
        "heading": folded_terms(row.heading),
        "title": folded_terms(row.title),
        "marked": with_pairs(whole),
    }


def wanted_terms(text: str, weights: FieldWeights) -> Iterator[tuple[str, str, float]]:
    """(field, term, how much it counts) of what a question is searched for, each once."""
    folded = Counter(folded_terms(text)[:MOST_QUERY_TERMS])
    marked = Counter(marked_terms(text)[:MOST_QUERY_TERMS]) if weights.marked else Counter[str]()
    for field, terms in (("text", folded), ("heading", folded), ("title", folded), ("marked", marked)):
        weight = getattr(weights, field)
        if weight:
            yield from ((field, term, weight * count) for term, count in terms.items())


def rarity(passages: int, holding: int) -> float:
    """BM25's weight of a term that `holding` of the passages hold: the fewer, the more it tells."""
    return math.log(1 + (passages - holding + 0.5) / (holding + 0.5))


def _indexed(row: WordsRow) -> tantivy.Document:
    fields = {name: " ".join(terms) for name, terms in terms_of(row).items()}
    return tantivy.Document(id=row.id, document=row.document_id, **fields)


def write_words(folder: Path, rows: Iterable[WordsRow]) -> None:
    """Write a words index of the rows into an empty folder, made if absent."""
    folder.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(_schema(), path=str(folder))
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_ANALYZER, analyzer)
    # One thread: the same rows give the same segments, so equal scores are ordered the same every time.
    writer = index.writer(heap_size=128_000_000, num_threads=1)
    for row in rows:
        writer.add_document(_indexed(row))
    writer.commit()
    writer.wait_merging_threads()
    for lock in folder.glob(".tantivy-*.lock"):
        lock.unlink()


class WordsIndex:
    """A words index opened for reading, by any number of threads."""

    def __init__(self, folder: Path) -> None:
        """Open what `write_words` wrote; ValueError where it cannot be read."""
        index = tantivy.Index.open(str(folder))
        # A generation never changes, so nothing has to watch its files.
        index.config_reader("manual")
        self._schema = index.schema
        self._searcher = index.searcher()
        self.rarity = lru_cache(maxsize=100_000)(self._rarity)
        self._heading_weight = lru_cache(maxsize=50_000)(self._weight_of_heading)

    def search(
        self, text: str, k: int, weights: FieldWeights, only: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """Up to `k` (passage id, BM25 score), best first, within the documents `only` where given."""
        scored = [(tantivy.Occur.Should, self._term(*wanted)) for wanted in wanted_terms(text, weights)]
        if not scored or k < 1:
            return []
        query = tantivy.Query.boolean_query(scored)
        if only is not None:
            query = self._within(query, only)
        return self._found(query, k)

    def frequency(self, term: str, marked: bool) -> int:
        """Number of passages that hold a syllable, or a pair joined by «_»: as it is spelt, or folded."""
        return int(self._searcher.doc_freq("marked" if marked else "text", term))

    def _rarity(self, term: str) -> float:
        """BM25's weight of a folded syllable or pair."""
        return rarity(self._searcher.num_docs, self.frequency(term, marked=False))

    def pairs_held(self, text: str, ids: Sequence[int]) -> dict[int, float]:
        """By passage id, the share of the text's pairs that the passage holds, rare ones counting more.

        Unlike BM25 it does not care how long a passage is or how often it says a thing. Passages that hold
        none are missing.
        """
        terms = folded_terms(text)
        pairs = set(terms[len(terms) // 2 + 1 :])
        whole = sum(map(self.rarity, pairs))
        return {id_: held / whole for id_, held in self._held("text", pairs, ids)}

    def headings_held(self, text: str, headings: Mapping[int, str]) -> dict[int, float]:
        """By passage id, the share of its heading's syllables that the text holds, rare ones counting more."""
        held = self._held("heading", set(folded_syllables(text)), list(headings))
        return {id_: weight / self._heading_weight(headings[id_]) for id_, weight in held}

    def _weight_of_heading(self, heading: str) -> float:
        return sum(map(self.rarity, set(folded_syllables(heading))))

    def _held(self, field: str, terms: set[str], ids: Sequence[int]) -> list[tuple[int, float]]:
        """(passage id, summed rarity of the terms in this field) of those among `ids` that hold any."""
        if not terms or not ids:
            return []
        must, query = tantivy.Occur.Must, tantivy.Query
        wanted = [
            query.const_score_query(query.term_query(self._schema, field, term, "freq"), self.rarity(term))
            for term in sorted(terms)
        ]
        any_term = query.boolean_query([(tantivy.Occur.Should, one) for one in wanted])
        among = query.const_score_query(query.term_set_query(self._schema, "id", list(ids)), 0.0)
        return self._found(query.boolean_query([(must, any_term), (must, among)]), len(ids))

    def _found(self, query: tantivy.Query, k: int) -> list[tuple[int, float]]:
        hits = self._searcher.search(query, k, count=False).hits
        ids = self._searcher.fast_field_values("id", [address for _, address in hits])
        return [(int(id_ or 0), float(score)) for id_, (score, _) in zip(ids, hits, strict=True)]

    def _within(self, query: tantivy.Query, only: Collection[str]) -> tantivy.Query:
        documents = tantivy.Query.term_set_query(self._schema, "document", sorted(only))
        must = tantivy.Occur.Must
        filtered = tantivy.Query.const_score_query(documents, 0.0)
        return tantivy.Query.boolean_query([(must, query), (must, filtered)])

    def _term(self, field: str, term: str, weight: float) -> tantivy.Query:
        return tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, term, "freq"), weight)

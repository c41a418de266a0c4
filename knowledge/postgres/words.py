"""Words in PostgreSQL: full text finds passages that hold a question's terms, BM25 of those puts them in order."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from knowledge.postgres.bm25 import FIELDS, asked_weight
from knowledge.postgres.packing import SPACE, Places, places_of
from knowledge.postgres.reading import Reading
from knowledge.words import FieldWeights, folded_syllables, folded_terms, rarity, wanted_terms

MOST_SCORED = 5_000
"""Passages that are looked for and put in order. The rarest terms of a question come first; common ones are looked
for only while no more passages than this hold what is looked for, but count in the score of all that are found. Over
41,671 passages of law the ten best are then those of putting every passage in order, of the hundred best 98; twice as
many cost twice the time."""
_MOST_KNOWN = 200_000


@dataclass(frozen=True, slots=True)
class _Term:
    """A term's number, and how many passages hold it in each field."""

    number: int
    held: tuple[int, ...]


class PostgresWords:
    """The words of one generation, searched by any number of threads."""

    def __init__(self, reading: Reading, passages: int, most_scored: int = MOST_SCORED) -> None:
        self._reading, self._passages, self._most_scored = reading, passages, most_scored
        self._known: dict[str, _Term | None] = {}
        # Pairs and headings of the same passages are asked for one after the other.
        self._shares = lru_cache(maxsize=8)(self._read_shares)

    def search(
        self, text: str, k: int, weights: FieldWeights, only: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """Up to `k` (passage id, BM25 score), best first, within the documents `only` where given."""
        wanted = list(wanted_terms(text, weights))
        terms = self._terms({term for _, term, _ in wanted} | set(folded_terms(text)))
        asked = self._asked(wanted, terms)
        if not asked or k < 1 or (only is not None and not only):
            return []
        rarest = self._rarest(set(folded_terms(text)), terms)
        found = self._ranked(asked, rarest, k) if only is None else self._within(asked, rarest, k, only)
        return [(id_, float(score)) for id_, score in found if score > 0]

    def _asked(self, wanted: Iterable[tuple[str, str, float]], terms: Mapping[str, _Term]) -> str:
        """The question as a sparse vector; empty where no passage holds anything of it."""
        parts = dict[int, float]()
        for field, term, weight in wanted:
            at = FIELDS.index(field)
            if (known := terms.get(term)) and known.held[at]:
                parts[4 * known.number + at + 1] = asked_weight(self._passages, known.held[at], weight)
        inside = ",".join(f"{place}:{value:.9g}" for place, value in parts.items())
        return f"{{{inside}}}/{SPACE}" if parts else ""

    def _rarest(self, asked: set[str], terms: Mapping[str, _Term]) -> str:
        """A tsquery of the rarest terms that together no more than the most passages scored hold, and of one at least."""
        held = sorted((terms[term].held[0], term) for term in asked if term in terms and terms[term].held[0])
        chosen, total = list[str](), 0
        for passages, term in held:
            total += passages
            if chosen and total > self._most_scored:
                break
            chosen.append(f"'{term}'")
        return " | ".join(chosen)

    def _ranked(self, asked: str, rarest: str, k: int) -> list[tuple[int, float]]:
        rows = self._reading.search(
            """
            SELECT passage, -(shares <#> %s::sparsevec) AS score FROM {g}.words
            WHERE held @@ %s::tsquery ORDER BY score DESC, passage LIMIT %s
            """,
            asked,
            rarest,
            k,
        )
        return [(id_, score) for id_, score in rows]

    def _within(self, asked: str, rarest: str, k: int, only: Collection[str]) -> list[tuple[int, float]]:
        """Within few documents every passage is put in order, whatever it holds."""
        documents = list(only)
        rows = self._reading.search(
            """
            SELECT passage, -(shares <#> %s::sparsevec) AS score FROM {g}.words
            WHERE passage IN (SELECT id FROM {g}.passages WHERE document_id = ANY(%s))
            AND (%s OR held @@ %s::tsquery) ORDER BY score DESC, passage LIMIT %s
            """,
            asked,
            documents,
            self._reading.passages_within(documents) <= self._most_scored,
            rarest,
            k,
        )
        return [(id_, score) for id_, score in rows]

    def frequency(self, term: str, marked: bool) -> int:
        """Number of passages that hold a syllable, or a pair joined by «_»: as it is spelt, or folded."""
        known = self._terms({term}).get(term)
        return known.held[FIELDS.index("marked" if marked else "text")] if known else 0

    def pairs_held(self, text: str, ids: Sequence[int]) -> dict[int, float]:
        """By passage id, the share of the text's pairs that the passage holds, rare ones counting more."""
        terms = folded_terms(text)
        pairs = set(terms[len(terms) // 2 + 1 :])
        self._terms(pairs)
        whole = sum(map(self._rarity, pairs))
        return {id_: held / whole for id_, held in self._held("text", pairs, ids)}

    def headings_held(self, text: str, headings: Mapping[int, str]) -> dict[int, float]:
        """By passage id, the share of its heading's syllables that the text holds, rare ones counting more."""
        of_headings = {heading: set(folded_syllables(heading)) for heading in set(headings.values())}
        self._terms(set().union(*of_headings.values()))
        whole = {heading: sum(map(self._rarity, held)) for heading, held in of_headings.items()}
        held = self._held("heading", set(folded_syllables(text)), list(headings))
        return {id_: weight / whole[headings[id_]] for id_, weight in held}

    def _rarity(self, term: str) -> float:
        return rarity(self._passages, self.frequency(term, marked=False))

    def _held(self, field: str, terms: set[str], ids: Sequence[int]) -> list[tuple[int, float]]:
        """(passage id, summed rarity of the terms in this field) of those among `ids` that hold any."""
        at, known = FIELDS.index(field), self._terms(terms)
        places = np.array([4 * one.number + at for one in known.values()], np.int64)
        weights = np.array([self._rarity(term) for term in known])
        if not len(places) or not ids:
            return []
        order = np.argsort(places)
        places, weights = places[order], weights[order]
        found = []
        for id_, shares in self._shares(tuple(sorted(ids))):
            position = np.minimum(np.searchsorted(shares, places), len(shares) - 1)
            held = shares[position] == places if len(shares) else np.zeros(len(places), bool)
            if held.any():
                found.append((id_, float(weights[held].sum())))
        return found

    def _read_shares(self, ids: tuple[int, ...]) -> list[tuple[int, Places]]:
        rows = self._reading.rows(
            "SELECT passage, shares FROM {g}.words WHERE passage = ANY(%s)", list(ids), binary=True
        )
        return [(id_, places_of(shares)) for id_, shares in rows]

    def _terms(self, wanted: set[str]) -> dict[str, _Term]:
        """Those of the terms that some passage holds; what was asked once is remembered."""
        known = self._known if len(self._known) < _MOST_KNOWN else {}
        if missing := [term for term in wanted if term not in known]:
            rows = self._reading.rows(
                "SELECT term, number, text, heading, title, marked FROM {g}.terms WHERE term = ANY(%s)",
                missing,
            )
            found = {term: _Term(number, tuple(held)) for term, number, *held in rows}
            known = {**known, **{term: found.get(term) for term in missing}}
            self._known = known
        return {term: one for term in wanted if (one := known[term])}

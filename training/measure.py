"""Measures an embedding on a set: alone, and fused with words (BM25 over folded syllables and adjacent pairs)."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.sparse import csc_matrix

from knowledge.spelling import fold
from training.held_out import bare
from training.pairs import article_title, dev_questions, read_articles, read_lines

Embed = Callable[[Sequence[str], str], np.ndarray]
"""(texts, "query" or "passage") -> (texts, width), L2-normalised."""

K1, B = 1.2, 0.75
DEPTH = 100


class Words:
    """BM25 over folded syllables and adjacent pairs, scores of all passages at once."""

    def __init__(self, passages: Sequence[str]) -> None:
        self._columns: dict[str, int] = {}
        rows, columns, counts = [], [], []
        for row, passage in enumerate(passages):
            for token, count in Counter(self._tokens(passage)).items():
                rows.append(row)
                columns.append(self._columns.setdefault(token, len(self._columns)))
                counts.append(count)
        shape = (len(passages), len(self._columns))
        self._weights = csc_matrix((np.array(counts, np.float32), (rows, columns)), shape=shape)
        lengths = np.asarray(self._weights.sum(1)).ravel()
        seen = np.diff(self._weights.indptr)
        norm = K1 * (1 - B + B * lengths / lengths.mean())
        raw = self._weights.data
        raw *= (K1 + 1) / (raw + norm[self._weights.indices])
        raw *= np.repeat(np.log(1 + (len(passages) - seen + 0.5) / (seen + 0.5)), seen)

    @staticmethod
    def _tokens(text: str) -> list[str]:
        syllables = bare(text).split()
        return syllables + [f"{a} {b}" for a, b in pairwise(syllables)]

    def scores(self, query: str) -> np.ndarray:
        """(passages,) BM25."""
        known = [self._columns[token] for token in self._tokens(query) if token in self._columns]
        return np.asarray(self._weights[:, known].sum(1)).ravel()


def judge(scores: np.ndarray, relevant: set[int]) -> tuple[float, float]:
    """nDCG@10 and recall@10 of one question, each passage in `relevant` worth the same."""
    part = np.argpartition(-scores, 10)[:10]
    best = part[np.argsort(-scores[part])].tolist()
    gains = [1 / np.log2(rank + 2) for rank, i in enumerate(best) if i in relevant]
    ideal = sum(1 / np.log2(rank + 2) for rank in range(min(10, len(relevant))))
    return sum(gains) / ideal, len(gains) / len(relevant)


def fused(words: np.ndarray, dense: np.ndarray, share: float) -> np.ndarray:
    """Weighted sum of both after min-max over the union of each one's best 100."""
    union = np.union1d(np.argpartition(-words, DEPTH)[:DEPTH], np.argpartition(-dense, DEPTH)[:DEPTH])
    total = np.full(len(words), -np.inf)
    parts = (words[union], dense[union])
    low_high = [(part - part.min()) / max(float(np.ptp(part)), 1e-9) for part in parts]
    total[union] = share * low_high[0] + (1 - share) * low_high[1]
    return total


class QuestionSet:
    """Passages, questions and judgements, with the words' scores computed once."""

    def __init__(self, passages: Sequence[str], relevant: Mapping[str, set[int]]) -> None:
        self.passages, self.questions = passages, list(relevant)
        self.relevant = list(relevant.values())
        words = Words(passages)
        self._words = [words.scores(question) for question in self.questions]

    def measure(
        self, embed: Embed, shares: Sequence[float] = (0.4, 0.5, 0.6)
    ) -> dict[str, tuple[float, float]]:
        """{system: (nDCG@10, R@10)} for words, the vectors with and without marks, and the two fused."""
        passages = embed(self.passages, "passage")
        found = {"words": self._mean(self._words)}
        for name, asked in (("", self.questions), (" no marks", [fold(q) for q in self.questions])):
            dense = embed(asked, "query") @ passages.T
            found[f"dense{name}"] = self._mean(dense)
            for share in shares:
                both = [fused(w, d, share) for w, d in zip(self._words, dense, strict=True)]
                found[f"words {share}{name}"] = self._mean(both)
        return found

    def _mean(self, scores: Iterable[np.ndarray]) -> tuple[float, float]:
        judged = [judge(row, relevant) for row, relevant in zip(scores, self.relevant, strict=True)]
        ndcg, recall = np.mean(judged, axis=0)
        return round(float(ndcg), 4), round(float(recall), 4)


def bench_set(folder: Path) -> QuestionSet:
    """A public set as it lies in shared/bench: title and text of each passage together."""
    rows = list(read_lines(folder / "corpus.jsonl.gz"))
    place = {row["id"]: i for i, row in enumerate(rows)}
    questions = {row["id"]: row["text"] for row in read_lines(folder / "queries.jsonl")}
    relevant: dict[str, set[int]] = {text: set() for text in questions.values()}
    for line in (folder / "qrels.tsv").read_text("utf-8").splitlines():
        query, passage, _ = line.split("\t")
        relevant[questions[query]].add(place[passage])
    return QuestionSet([f"{row['title']}\n{row['text']}" for row in rows], relevant)


def dev_set(shared: Path, questions: int, neighbours: int, seed: int) -> QuestionSet:
    """Held-out citation questions over the articles cited and each question's nearest by words."""
    articles = read_articles(shared / "text")
    ids, asked = list(articles), dev_questions(shared, questions, seed)
    texts = [f"{article_title(a)}\n{a['text'][:3000]}" for a in articles.values()]
    place = {key: i for i, key in enumerate(ids)}
    words, kept = Words(texts), set()
    for question, cited in asked.items():
        kept |= {place[key] for key in cited} | set(np.argsort(-words.scores(question))[:neighbours].tolist())
    order = {i: n for n, i in enumerate(sorted(kept))}
    relevant = {q: {order[place[key]] for key in cited} for q, cited in asked.items()}
    return QuestionSet([texts[i] for i in order], relevant)

"""Keeps test questions out of training: every training query is compared with every question of the public sets."""

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from knowledge.spelling import SYLLABLE, fold, nfc

NEAR = 0.8
"""Share of common syllables (Jaccard, marks folded) from which two questions count as the same."""

ROWS = 4096


def bench_questions(bench: Path) -> list[str]:
    """The questions of every set under `bench` (one folder a set, queries.jsonl in each)."""
    files = sorted(bench.glob("*/queries.jsonl"))
    return [json.loads(line)["text"] for file in files for line in file.read_text("utf-8").splitlines()]


def bare(text: str) -> str:
    """Lower case, no marks, no punctuation, single spaces: equal for two spellings of one question."""
    return " ".join(SYLLABLE.findall(fold(nfc(text))))


def _incidence(texts: Sequence[str], columns: dict[str, int]) -> csr_matrix:
    """(texts, syllables): 1 where a text holds a syllable. Unknown syllables get the next free column."""
    rows = [sorted({columns.setdefault(s, len(columns)) for s in bare(text).split()}) for text in texts]
    ends = np.cumsum([0, *map(len, rows)])
    flat = np.fromiter((column for row in rows for column in row), np.int32, ends[-1])
    return csr_matrix(
        (np.ones(len(flat), np.float32), flat, ends), shape=(len(texts), 1 + max(columns.values(), default=0))
    )


def near(texts: Sequence[str], questions: Iterable[str]) -> np.ndarray:
    """(texts,) bool: True where a text equals one of the questions but for marks, or shares NEAR of its syllables."""
    columns: dict[str, int] = {}
    asked = _incidence(list(questions), columns)
    sizes = np.asarray(asked.sum(1)).ravel()
    found = np.zeros(len(texts), bool)
    known = dict(columns)
    for start in range(0, len(texts), ROWS):
        part = _incidence(texts[start : start + ROWS], dict(known))
        common = (part[:, : asked.shape[1]] @ asked.T).tocoo()
        union = np.asarray(part.sum(1)).ravel()[common.row] + sizes[common.col] - common.data
        found[start + common.row[common.data >= NEAR * union]] = True
    return found


_NUMBERED = re.compile(r"^\s*(?:\d+|[a-zđ])[.)]\s*")


def without_number(sentence: str) -> str:
    """A sentence without the «1.» or «a)» before it."""
    return _NUMBERED.sub("", sentence)

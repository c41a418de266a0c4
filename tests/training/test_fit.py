"""A question comes to lie nearer to its passage than to others; one seed gives the same vectors."""

from functools import cache
from pathlib import Path

import numpy as np

from training.fit import MIX, Material, Places, Recipe, contrast, start
from training.hard import hard_negatives
from training.pairs import Pair
from training.units import choose

WORDS = [f"hỏi{number}" for number in range(20)] + [f"đáp{number}" for number in range(20)]
PLACE = {word: place for place, word in enumerate(WORDS)}
RECIPE = Recipe(steps=40, size=32, rate=2e-2, dimension=16, seed=0)


@cache
def _read(text: str) -> Places:
    return np.array([PLACE[word] for word in text.split()], np.int64)


def _material() -> Material:
    """Twenty questions, each answered by a word that only the pair tells."""
    pairs = {
        kind: [Pair(kind, f"hỏi{n}", "", f"đáp{n} đáp{(n + 7) % 20}", str(n)) for n in range(20)]
        for kind in MIX
    }
    hard = {f"hỏi{n}": [str((n + 1) % 20)] for n in range(20)}
    return Material(pairs, hard, {str(n): ("", f"đáp{n}") for n in range(20)})


def _train() -> np.ndarray:
    shares = np.full(len(WORDS), 1 / len(WORDS), np.float32)
    return contrast(start(shares, RECIPE), _material(), _read, RECIPE)


def test_questions_find_their_passages() -> None:
    vectors = _train()
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    best = (vectors[:20] @ vectors[20:].T).argmax(axis=1)
    assert sum(found in (n, (n + 7) % 20) for n, found in enumerate(best)) >= 18


def test_one_seed_gives_the_same_vectors() -> None:
    assert np.array_equal(_train(), _train())


def test_pairs_that_keep_together_get_a_vector() -> None:
    units = choose(["dân vận khéo, dân chủ. Nhân dân"] * 20 + [f"chữ{number} khác" for number in range(300)])
    assert {"dân", "vận", "dân_vận", "vận_khéo"} <= set(units)
    assert "khéo_dân" not in units
    assert 0 < units["dân_vận"] < units["dân"] < 1


def test_hard_negatives_are_near_and_no_answers(tmp_path: Path) -> None:
    articles = {
        key: {"id": key, "title": text, "text": text, "source": f"Điều {key} Luật số 1/2020/QH14"}
        for key, text in (("1", "Đối thoại với nhân dân"), ("2", "Đối thoại nơi làm việc"), ("3", "Giá xăng"))
    }
    pair = Pair("citation", "Đối thoại với dân thế nào?", "", "Đối thoại với nhân dân", "1")
    assert hard_negatives([pair], articles, tmp_path) == {pair.query: ["2"]}

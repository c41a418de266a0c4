"""Tokens of our own; what of a question passages and headings hold; signals joined on one scale."""

from pathlib import Path

import pytest

from knowledge.fusion import from_last, from_zero, shared_out, weighted
from knowledge.words import FieldWeights, WordsIndex, WordsRow, folded_terms, marked_terms, write_words

ROWS = [
    WordsRow(0, "a", "Luật", "Điều 1. Đối thoại với nhân dân", "Người đứng đầu đối thoại trực tiếp."),
    WordsRow(1, "a", "Luật", "Điều 2. Hiệu lực", "Luật này có hiệu lực. " * 20 + "Đối thoại định kỳ."),
    WordsRow(2, "b", "Bàn ghế", "", "Ban dân vận họp bàn."),
]


@pytest.fixture
def index(tmp_path: Path) -> WordsIndex:
    write_words(tmp_path, ROWS)
    return WordsIndex(tmp_path)


def test_terms_are_syllables_and_adjacent_pairs() -> None:
    assert folded_terms("Uỷ ban Nhân dân") == ["uy", "ban", "nhan", "dan", "uy_ban", "ban_nhan", "nhan_dan"]
    assert marked_terms("Uỷ ban") == marked_terms("Ủy ban") == ["ủy", "ban", "ủy_ban"]
    assert folded_terms("") == []
    assert folded_terms("dân") == ["dan"]


def test_exact_spelling_wins_where_marks_are_typed(index: WordsIndex) -> None:
    weights = FieldWeights(marked=1.0)
    assert index.search("bàn ghế", 1, weights)[0][0] == 2
    assert {id_ for id_, _ in index.search("doi thoai", 3, weights)} == {0, 1}


def test_pairs_held_do_not_mind_how_long_a_passage_is(index: WordsIndex) -> None:
    held = index.pairs_held("đối thoại", [0, 1, 2])
    assert held == {0: pytest.approx(1), 1: pytest.approx(1)}
    assert index.pairs_held("đối thoại trực tiếp", [0])[0] == pytest.approx(1)
    assert 0 < index.pairs_held("đối thoại trực tiếp", [1])[1] < 1
    assert index.pairs_held("dân", [0]) == {}
    assert index.pairs_held("đối thoại", []) == {}


def test_headings_held(index: WordsIndex) -> None:
    headings = {row.id: row.heading for row in ROWS}
    held = index.headings_held("điều 1 đối thoại với nhân dân có hiệu lực không", headings)
    assert held[0] == pytest.approx(1)
    assert 0 < held[1] < 1
    assert 2 not in held


def test_signals_are_brought_to_one_scale_and_joined() -> None:
    assert from_zero([(1, 8.0), (2, 2.0)]) == {1: 1.0, 2: 0.25}
    assert from_last([(1, 0.9), (2, 0.8), (3, 0.7)]) == {1: 1.0, 2: pytest.approx(0.5), 3: 0.0}
    assert from_last([(1, 0.9)]) == {1: 1.0}
    assert from_zero([]) == from_last([]) == {}
    assert shared_out({1: 1.0, 2: 0.5}, {1: "x", 2: "x", 3: "y"}) == {1: 0.5, 2: 0.25}
    joined = weighted({"a": {1: 1.0, 2: 1.0}, "b": {2: 1.0, 3: 1.0}}, {"a": 1.0, "b": 3.0})
    assert joined == [(2, 1.0), (3, 0.75), (1, 0.25)]

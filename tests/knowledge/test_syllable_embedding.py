"""Syllables and pairs are summed, eight bits are enough, what is unknown is passed over, the file tells its name."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.syllable_embedding import FILE, SyllableEmbedding, save

UNITS = ["dân", "vận", "dân_vận", "giá", "xăng"]


@pytest.fixture
def vectors() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(len(UNITS), 12)).astype(np.float32)


@pytest.fixture
def embedding(tmp_path: Path, vectors: np.ndarray) -> SyllableEmbedding:
    save(tmp_path / "small.npz", UNITS, vectors)
    return SyllableEmbedding(tmp_path / "small.npz")


def test_a_text_is_the_sum_of_its_syllables_and_pairs(
    embedding: SyllableEmbedding, vectors: np.ndarray
) -> None:
    expected = vectors[:3].sum(axis=0)
    (found,) = embedding.embed(["Dân vận, lạ!"])
    assert found @ expected / np.linalg.norm(expected) == pytest.approx(1, abs=1e-3)
    assert embedding.dimension == len(found) == 12


def test_every_vector_has_length_one(embedding: SyllableEmbedding) -> None:
    found = embedding.embed(["dân vận khéo", "giá xăng", "", "🙂", "xyz"])
    assert found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert embedding.embed([]).shape == (0, 12)


def test_decomposed_text_and_either_tone_placement_are_the_same(embedding: SyllableEmbedding) -> None:
    one, other = embedding.embed(["dân vận", "da\u0302n va\u0302\u0323n"])
    assert np.array_equal(one, other)


def test_the_fingerprint_follows_the_vectors(
    embedding: SyllableEmbedding, vectors: np.ndarray, tmp_path: Path
) -> None:
    save(tmp_path / "same.npz", UNITS, vectors)
    save(tmp_path / "other.npz", UNITS, vectors * [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1])
    assert SyllableEmbedding(tmp_path / "same.npz").fingerprint == embedding.fingerprint
    assert SyllableEmbedding(tmp_path / "other.npz").fingerprint != embedding.fingerprint


def test_what_ships_is_small_and_finds_the_passage_that_answers() -> None:
    assert FILE.stat().st_size < 20_000_000
    question, answer, stray = SyllableEmbedding().embed(
        [
            "Ai phải đối thoại với người dân?",
            "Người đứng đầu cấp ủy, chính quyền định kỳ đối thoại trực tiếp với nhân dân.",
            "Giá xăng tăng từ 15 giờ hôm nay.",
        ]
    )
    assert question @ answer > question @ stray

"""The numpy engine: equal to the torch one, indifferent to batching, cut at its limit, named by its files."""

from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from knowledge import own_encoder
from knowledge.own_embedding import FOLDER, MOST_PIECES, TOKENIZER, WEIGHTS, OwnEmbedding, quantised

WIDTH, INNER, LAYERS = 24, 40, 2
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "query:", "passage:", "chỉ", "thị", "số", "dân", "vận"]
TEXTS = ["Chỉ thị".lower(), "dân vận số chỉ thị dân", "lạ"]


def _weights() -> dict[str, np.ndarray]:
    random = np.random.default_rng(0)
    shapes: dict[str, tuple[int, ...]] = {"words": (len(PIECES), WIDTH), "positions": (512, WIDTH)}
    norms = ["embedding_norm"]
    for layer in range(LAYERS):
        for part in ("q", "k", "v", "out"):
            shapes |= {
                f"layers.{layer}.{part}.weight": (WIDTH, WIDTH),
                f"layers.{layer}.{part}.bias": (WIDTH,),
            }
        shapes |= {f"layers.{layer}.up.weight": (INNER, WIDTH), f"layers.{layer}.up.bias": (INNER,)}
        shapes |= {f"layers.{layer}.down.weight": (WIDTH, INNER), f"layers.{layer}.down.bias": (WIDTH,)}
        norms += [f"layers.{layer}.attention_norm", f"layers.{layer}.norm"]
    for norm in norms:
        shapes |= {f"{norm}.weight": (WIDTH,), f"{norm}.bias": (WIDTH,)}
    return {name: random.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small embedding with random weights."""
    np.savez(tmp_path / WEIGHTS, allow_pickle=False, **quantised(_weights()))
    made = Tokenizer(models.WordLevel({piece: i for i, piece in enumerate(PIECES)}, unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    made.save(str(tmp_path / TOKENIZER))
    return tmp_path


def test_numpy_and_torch_give_the_same_vectors(folder: Path) -> None:
    own = OwnEmbedding(folder)
    encoder = own_encoder.Encoder(own.weights(), torch.float32)
    theirs = own_encoder.embed(encoder, own.pieces(TEXTS, "passage"))
    np.testing.assert_allclose(own.embed(TEXTS, "passage"), theirs, atol=2e-5)


def test_vectors_have_length_one_and_do_not_depend_on_company(folder: Path) -> None:
    own = OwnEmbedding(folder)
    together = own.embed(TEXTS, "query")
    assert together.dtype == np.float32
    assert together.shape == (len(TEXTS), own.dimension)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for text, vector in zip(TEXTS, together, strict=True):
        np.testing.assert_allclose(own.embed([text], "query")[0], vector, atol=1e-5)


def test_a_question_is_told_from_a_passage(folder: Path) -> None:
    own = OwnEmbedding(folder)
    assert not np.allclose(own.embed(TEXTS, "query"), own.embed(TEXTS, "passage"))


def test_a_long_text_is_cut_and_still_closed(folder: Path) -> None:
    (pieces,) = OwnEmbedding(folder).pieces(["dân vận " * MOST_PIECES], "passage")
    assert len(pieces) == MOST_PIECES
    assert pieces[-1] == PIECES.index("</s>")


def test_no_texts_give_no_rows(folder: Path) -> None:
    own = OwnEmbedding(folder)
    assert own.embed([], "query").shape == (0, own.dimension)


def test_fingerprint_names_the_files(folder: Path) -> None:
    before = OwnEmbedding(folder).fingerprint
    assert OwnEmbedding(folder).fingerprint == before
    weights = _weights()
    weights["words"][0, 0] += 9
    np.savez(folder / WEIGHTS, allow_pickle=False, **quantised(weights))
    assert OwnEmbedding(folder).fingerprint != before


def test_eight_bits_keep_each_row_within_half_a_step() -> None:
    weights = _weights()
    stored = quantised(weights)
    scale = stored["words.scale"][:, None]
    assert stored["words"].dtype == np.int8
    assert np.abs(stored["words"] * scale - weights["words"]).max() <= scale.max() / 2 + 1e-6


def test_what_ships_is_small_and_finds_the_passage_that_answers() -> None:
    own = OwnEmbedding()
    assert sum((FOLDER / name).stat().st_size for name in (WEIGHTS, TOKENIZER)) <= 40_000_000
    question = own.embed(["Ai phải đối thoại với nhân dân?"], "query")[0]
    answers, strays = own.embed(
        [
            "Người đứng đầu cấp ủy, chính quyền định kỳ đối thoại trực tiếp với người dân.",
            "Giá xăng tăng từ 15 giờ.",
        ],
        "passage",
    )
    assert question @ answers > question @ strays

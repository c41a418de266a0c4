"""Training: questions pulled to their passages, away from the passages of others."""

import random
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from knowledge.own_encoder import Encoder
from training.pairs import Pair
from training.spelling_noise import as_typed

QUERY_PIECES, PASSAGE_PIECES = 48, 128
TEMPERATURE = 0.01
CHUNK, WINDOW = 16, 160
QUEUE = 16
"""Batches whose passages stay on as further negatives."""

MIX = {
    "question": 0.45,
    "citation": 0.20,
    "heading": 0.12,
    "sentence": 0.08,
    "wiki heading": 0.05,
    "wiki sentence": 0.10,
}


@dataclass(frozen=True, slots=True)
class Recipe:
    """How long and how fast to train: `size` pairs a step; the rate rises for 5% of the steps, falls in the last 30%."""

    steps: int
    size: int
    rate: float
    seed: int


class Optimizer:
    """AdamW on float32 copies of bfloat16 weights."""

    def __init__(self, encoder: Encoder, recipe: Recipe) -> None:
        self._weights = [p for p in encoder.parameters() if p.requires_grad]
        self.masters = [p.detach().float().clone() for p in self._weights]
        self._adam = torch.optim.AdamW(self.masters, lr=recipe.rate, weight_decay=0.01, fused=True)
        self._recipe, self._step = recipe, 0

    def step(self, loss: Tensor) -> None:
        """One update of all weights."""
        loss.backward()  # type: ignore[no-untyped-call]
        for master, weight in zip(self.masters, self._weights, strict=True):
            master.grad = None if weight.grad is None else weight.grad.float()
            weight.grad = None
        torch.nn.utils.clip_grad_norm_(self.masters, 1.0)
        done = self._step / self._recipe.steps
        self._adam.param_groups[0]["lr"] = self._recipe.rate * min(
            1.0, (done + 1e-3) / 0.05, (1 - done) / 0.3
        )
        self._adam.step()
        self._step += 1
        with torch.no_grad():
            for master, weight in zip(self.masters, self._weights, strict=True):
                weight.copy_(master)

    def weights(self, encoder: Encoder) -> dict[str, np.ndarray]:
        """The float32 weights that are trained, under their names."""
        names = [name for name, p in encoder.named_parameters() if p.requires_grad]
        return {name: m.numpy().copy() for name, m in zip(names, self.masters, strict=True)}


class Report:
    """Prints the mean loss and the pace now and then."""

    def __init__(self, every: int) -> None:
        self._every, self._losses, self._began = every, list[float](), time.monotonic()

    def add(self, loss: float) -> None:
        """One step's loss."""
        self._losses.append(loss)
        if len(self._losses) % self._every == 0:
            mean = float(np.mean(self._losses[-self._every :]))
            print(
                f"step {len(self._losses)} loss {mean:.4f} at {time.monotonic() - self._began:.0f} s",
                flush=True,
            )


def _chunk(pairs: Sequence[Pair], chance: random.Random) -> list[Pair]:
    """Pairs that lie near each other in their source, so that they are hard negatives of each other."""
    start = chance.randrange(max(1, len(pairs) - WINDOW))
    return chance.sample(pairs[start : start + WINDOW], CHUNK)


def batches(pairs: dict[str, list[Pair]], size: int, chance: random.Random) -> Iterator[list[Pair]]:
    """Endless batches of `size` pairs: chunks of one kind each, kinds drawn by MIX."""
    kinds, weights = list(MIX), list(MIX.values())
    while True:
        drawn = chance.choices(kinds, weights, k=size // CHUNK)
        yield [pair for kind in drawn for pair in _chunk(pairs[kind], chance)]


def titled(pair: Pair, chance: random.Random) -> str:
    """The passage as an index would hold it: mostly with its title before it."""
    return f"{pair.title}\n{pair.passage}" if pair.title and chance.random() < 0.8 else pair.passage


def encode(tokenizer: Tokenizer, texts: Sequence[str], kind: str, most: int) -> list[list[int]]:
    """Ids of each text with its prefix, cut to `most` pieces with the closing one kept."""
    found = (e.ids for e in tokenizer.encode_batch([f"{kind}: {text}" for text in texts]))
    return [ids if len(ids) <= most else [*ids[: most - 1], ids[-1]] for ids in found]


def freeze(encoder: Encoder, layers: int) -> None:
    """Leaves the embeddings and the first `layers` layers as they are: a fifth less to compute, less to forget."""
    for part in (encoder.embedding_norm, *encoder.layers[:layers]):
        part.requires_grad_(False)
    encoder.words.requires_grad_(False)
    encoder.positions.requires_grad_(False)


def contrastive_loss(
    queries: Tensor, passages: Tensor, keys: list[str], past: Sequence[tuple[Tensor, list[str]]]
) -> Tensor:
    """Cross-entropy of each question's own passage among the batch's and the past ones, and the other way round."""
    every = torch.cat([passages, *(vectors for vectors, _ in past)])
    names = np.array([*keys, *(key for _, old in past for key in old)])
    same = torch.from_numpy(names[None, :] == np.array(keys)[:, None])
    own = torch.arange(len(keys))
    same[own, own] = False
    scores = (queries @ every.T / TEMPERATURE).masked_fill(same, -1e4)
    return F.cross_entropy(scores, own) + 0.3 * F.cross_entropy(scores[:, : len(keys)].T, own)


def contrast(
    encoder: Encoder,
    tokenizer: Tokenizer,
    pairs: dict[str, list[Pair]],
    recipe: Recipe,
    save: Callable[[dict[str, np.ndarray]], None],
) -> None:
    """Pulls questions to their passages; `save` gets the float32 weights every 100 steps and at the end."""
    chance, optimizer, report = random.Random(recipe.seed), Optimizer(encoder, recipe), Report(20)  # noqa: S311
    past: deque[tuple[Tensor, list[str]]] = deque(maxlen=QUEUE)
    for step, batch in zip(range(1, recipe.steps + 1), batches(pairs, recipe.size, chance), strict=False):
        asked = [as_typed(pair.query, chance) for pair in batch]
        told = [titled(pair, chance) for pair in batch]
        keys = [pair.key for pair in batch]
        queries = encoder(encode(tokenizer, asked, "query", QUERY_PIECES))
        passages = encoder(encode(tokenizer, told, "passage", PASSAGE_PIECES))
        loss = contrastive_loss(queries, passages, keys, past)
        optimizer.step(loss)
        past.append((passages.detach(), keys))
        report.add(loss.item())
        if step % 100 == 0 or step == recipe.steps:
            save(optimizer.weights(encoder))

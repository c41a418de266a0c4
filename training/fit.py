"""Training: questions pulled to their passages, away from the passages of others and from hard negatives."""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from knowledge.vectors import Floats
from training.pairs import Pair

SCALE = 20.0
CHUNK, WINDOW = 16, 160
HARD = 4
"""Hard negatives drawn for each question that has some."""
TITLED = 0.8
"""How often a passage is read under its title, as an index holds it."""
RARE = 1e-3
"""The share of all syllables from which a unit's vector begins shorter."""

MOST_UNITS = 160
"""Units read of a passage, drawn anew each time."""
LEFT_OUT = 0.15
"""Share of a question's units that are left out in half of the cases."""

MIX = {
    "question": 0.35,
    "citation": 0.15,
    "heading": 0.14,
    "sentence": 0.08,
    "wiki heading": 0.10,
    "wiki sentence": 0.18,
}

Places = NDArray[np.int64]
Read = Callable[[str], Places]
"""A text -> places of its units; asked for the same texts again and again."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How long and how fast to train: `size` pairs a step; the rate rises for 20 steps, then falls to nothing."""

    steps: int
    size: int
    rate: float
    dimension: int
    seed: int


@dataclass(frozen=True, slots=True)
class Material:
    """Pairs by kind; hard negatives by question, as keys of `negatives`, which gives title and text of each."""

    pairs: Mapping[str, Sequence[Pair]]
    hard: Mapping[str, Sequence[str]]
    negatives: Mapping[str, tuple[str, str]]


def start(shares: Floats, recipe: Recipe) -> nn.EmbeddingBag:
    """Random directions, in which texts are alike by the units they share; frequent units begin short."""
    made = np.random.default_rng(recipe.seed).normal(size=(len(shares), recipe.dimension)).astype(np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    bag = nn.EmbeddingBag(len(shares), recipe.dimension, mode="sum")
    bag.weight.data = torch.from_numpy((made * (RARE / (RARE + shares))[:, None]).astype(np.float32))
    return bag


def batches(pairs: Mapping[str, Sequence[Pair]], size: int, chance: random.Random) -> Iterator[list[Pair]]:
    """Endless batches: chunks of one kind that lie near each other in their source, kinds drawn by MIX."""
    while True:
        batch: list[Pair] = []
        for kind in chance.choices(list(MIX), list(MIX.values()), k=size // CHUNK):
            found = pairs[kind]
            begin = chance.randrange(max(1, len(found) - WINDOW))
            batch += chance.sample(found[begin : begin + WINDOW], CHUNK)
        yield batch


def asked(query: str, read: Read, chance: np.random.Generator) -> Places:
    """Units of a question, at times without some of them."""
    units = read(query)
    if len(units) < 6 or chance.random() < 0.5:
        return units
    return units[chance.random(len(units)) > LEFT_OUT]


def told(title: str, passage: str, read: Read, chance: np.random.Generator) -> Places:
    """Units of a passage, mostly under its title as an index would hold it; not all of a long one."""
    units = read(passage)
    if len(units) > MOST_UNITS:
        units = chance.choice(units, MOST_UNITS, replace=False)
    return np.concatenate([read(title), units]) if title and chance.random() < TITLED else units


def embedded(bag: nn.EmbeddingBag, texts: Sequence[Places]) -> Tensor:
    """(texts, dimension) of length 1."""
    ends = np.cumsum([0, *map(len, texts)])[:-1]
    vectors = bag(torch.from_numpy(np.concatenate(texts)), torch.from_numpy(ends))
    return F.normalize(vectors, dim=1)


def drawn_hard(batch: Sequence[Pair], material: Material, chance: random.Random) -> list[str]:
    """Keys of some hard negatives of the batch's questions."""
    found = (material.hard.get(pair.query, ()) for pair in batch if pair.kind == "citation")
    return [key for keys in found for key in chance.sample(keys, min(HARD, len(keys)))]


def loss_of(
    bag: nn.EmbeddingBag,
    batch: Sequence[Pair],
    drawn: Sequence[str],
    material: Material,
    read: Read,
    chance: np.random.Generator,
) -> Tensor:
    """Cross-entropy of each question's own passage among the batch's and the drawn ones, and the other way round."""
    queries = embedded(bag, [asked(pair.query, read, chance) for pair in batch])
    passages = [told(pair.title, pair.passage, read, chance) for pair in batch]
    harder = [told(*material.negatives[key], read, chance) for key in drawn]
    keys = np.array([pair.key for pair in batch])
    same = torch.from_numpy(keys[:, None] == np.array([*keys, *drawn])[None, :])
    own = torch.arange(len(batch))
    same[own, own] = False
    scores = (queries @ embedded(bag, passages + harder).T * SCALE).masked_fill(same, -1e4)
    return F.cross_entropy(scores, own) + 0.3 * F.cross_entropy(scores[:, : len(batch)].T, own)


def contrast(bag: nn.EmbeddingBag, material: Material, read: Read, recipe: Recipe) -> Floats:
    """Trains the vectors; returns them. Prints the mean loss every 50 steps."""
    draw, chance = random.Random(recipe.seed), np.random.default_rng(recipe.seed)  # noqa: S311
    began, losses = time.monotonic(), list[float]()
    adam = torch.optim.Adam(bag.parameters(), lr=recipe.rate, fused=True)
    for step, batch in zip(range(recipe.steps), batches(material.pairs, recipe.size, draw), strict=False):
        adam.param_groups[0]["lr"] = recipe.rate * min(1, (step + 1) / 20) * (1 - step / recipe.steps)
        loss = loss_of(bag, batch, drawn_hard(batch, material, draw), material, read, chance)
        adam.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        adam.step()
        losses.append(loss.item())
        if step % 50 == 49:
            spent = time.monotonic() - began
            print(f"step {step + 1} loss {np.mean(losses[-50:]):.3f} at {spent:.0f} s", flush=True)
    return np.asarray(bag.weight.detach().numpy(), np.float32)

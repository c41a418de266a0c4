"""`python -m training`: from the public texts to the weights in knowledge/models, seeded and printed step by step."""

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from knowledge.own_embedding import FOLDER, TOKENIZER, WEIGHTS, OwnEmbedding, quantised
from knowledge.own_encoder import Encoder, embed, fastest
from training.base import base
from training.fit import Recipe, contrast, encode, freeze
from training.measure import Embed, bench_set, dev_set
from training.pairs import dev_questions, training_pairs

SEED, DEV_QUESTIONS, DEV_NEIGHBOURS = 0, 300, 12
FROZEN = 4
"""Layers that stay as the base has them."""
RECIPE = Recipe(steps=180, size=64, rate=4e-5, seed=SEED)
SHARE = 0.7
"""Of the trained weights in what ships: better than either end on dev (LOG.md)."""
BASE, TRAINED = "base.npz", "trained.npz"
READ_PIECES = {"query": 64, "passage": 256}


def train(shared: Path, work: Path, shorter: int) -> None:
    """Leaves the base's and the trained weights in `work`. Steps are divided by `shorter`."""
    weights, tokenizer = base()
    tokenizer.save(str(work / TOKENIZER))
    np.savez(work / BASE, allow_pickle=False, **weights)
    pairs = training_pairs(shared, list(dev_questions(shared, DEV_QUESTIONS, SEED)), SEED)
    print({kind: len(found) for kind, found in pairs.items()}, flush=True)
    encoder = Encoder(weights, torch.bfloat16)
    freeze(encoder, FROZEN)

    def save(trained: dict[str, np.ndarray]) -> None:
        np.savez(work / TRAINED, allow_pickle=False, **(weights | trained))

    contrast(encoder, tokenizer, pairs, replace(RECIPE, steps=RECIPE.steps // shorter), save)


def embedding_of(work: Path, weights: str) -> Embed:
    """The encoder with weights of `work`, on as many pieces as READ_PIECES says."""
    with np.load(work / weights, allow_pickle=False) as stored:
        encoder = Encoder(dict(stored), fastest())
    tokenizer = Tokenizer.from_file(str(work / TOKENIZER))
    return lambda texts, kind: embed(encoder, encode(tokenizer, texts, kind, READ_PIECES[kind]))


def shipped() -> Embed:
    """The weights in the project, in 8 bits as they ship."""
    own = OwnEmbedding()
    encoder = Encoder(own.weights(), fastest())
    return lambda texts, kind: embed(encoder, own.pieces(texts, kind))  # type: ignore[arg-type]


def measure(shared: Path, embedding: Embed, name: str) -> None:
    """Prints nDCG@10 and R@10 on the held-out questions (`dev`) or on a public set."""
    if name == "dev":
        found = dev_set(shared, DEV_QUESTIONS, DEV_NEIGHBOURS, SEED).measure(embedding)
    else:
        found = bench_set(shared / "bench" / name).measure(embedding)
    for system, (ndcg, recall) in found.items():
        print(f"{name:18} {system:20} nDCG@10 {ndcg:.4f}  R@10 {recall:.4f}")


def pack(work: Path) -> None:
    """Ships a mean of base and trained weights, in 8 bits, and the tokenizer."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        np.load(work / BASE, allow_pickle=False) as start,
        np.load(work / TRAINED, allow_pickle=False) as end,
    ):
        mixed = {
            name: ((1 - SHARE) * start[name] + SHARE * end[name]).astype(np.float32) for name in start.files
        }
    np.savez(FOLDER / WEIGHTS, allow_pickle=False, **quantised(mixed))
    (FOLDER / TOKENIZER).write_bytes((work / TOKENIZER).read_bytes())


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument(
        "--shared", type=Path, default=Path("../shared"), help="folder of the public texts and sets"
    )
    parser.add_argument(
        "--work", type=Path, default=Path("var/training"), help="folder for what is made on the way"
    )
    steps = parser.add_subparsers(dest="step", required=True)
    run = steps.add_parser("train", help="about half an hour on one free core")
    run.add_argument("--shorter", type=int, default=1, help="divide the number of steps, to try the way out")
    judge = steps.add_parser("measure", help="nDCG@10 and R@10")
    judge.add_argument("set", help="dev, or the name of a folder in shared/bench")
    judge.add_argument("--weights", help=f"{BASE} or {TRAINED}; the shipped ones where absent")
    steps.add_parser("pack", help="replace the weights that ship")
    told = parser.parse_args()
    told.work.mkdir(parents=True, exist_ok=True)
    if told.step == "train":
        train(told.shared, told.work, told.shorter)
    elif told.step == "measure":
        measure(told.shared, embedding_of(told.work, told.weights) if told.weights else shipped(), told.set)
    else:
        pack(told.work)


if __name__ == "__main__":
    main()

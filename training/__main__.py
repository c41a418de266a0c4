"""`python -m training`: from the public texts to the weights in knowledge/models/own, seeded and printed step by step."""

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from knowledge.own_embedding import FOLDER, TOKENIZER, WEIGHTS, OwnEmbedding, quantised
from knowledge.own_encoder import Encoder, embed, fastest
from training.base import base, layers_of
from training.fit import Recipe, Teacher, contrast, distil, encode
from training.measure import Embed, bench_set, dev_set
from training.pairs import dev_questions, training_pairs

START, FOLLOWED = [0, 2, 4, 6, 8, 10], [1, 3, 5, 7, 9, 11]
"""The base's layers that the student begins with, and those whose outputs it first learns to give."""
SEED, DEV_QUESTIONS, DEV_NEIGHBOURS = 0, 300, 12
DISTIL = Recipe(steps=420, size=32, rate=3e-4, seed=SEED)
CONTRAST = Recipe(steps=900, size=64, rate=1e-4, seed=SEED)
BASE, DISTILLED, CONTRASTED = "base.npz", "distilled.npz", "contrasted.npz"
READ_PIECES = {"query": 64, "passage": 256}


def train(shared: Path, work: Path, shorter: int) -> None:
    """Base, distillation, contrast; each leaves its weights in `work`. Steps are divided by `shorter`."""
    weights, tokenizer = base()
    tokenizer.save(str(work / TOKENIZER))
    np.savez(work / BASE, allow_pickle=False, **weights)
    pairs = training_pairs(shared, list(dev_questions(shared, DEV_QUESTIONS, SEED)), SEED)
    print({kind: len(found) for kind, found in pairs.items()}, flush=True)
    student = Encoder(layers_of(weights, START), torch.bfloat16)
    teacher = Teacher(Encoder(weights, torch.bfloat16), FOLLOWED)
    first, then = (replace(recipe, steps=recipe.steps // shorter) for recipe in (DISTIL, CONTRAST))
    followed = distil(student, teacher, tokenizer, pairs, first)
    np.savez(work / DISTILLED, allow_pickle=False, **followed)

    def save(found: dict[str, np.ndarray]) -> None:
        np.savez(work / CONTRASTED, allow_pickle=False, **found)

    contrast(Encoder(followed, torch.bfloat16), tokenizer, pairs, then, save)


def embedding_of(work: Path, weights: str) -> Embed:
    """The encoder with the weights of a stage, on as many pieces as READ_PIECES says."""
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
    """Puts the last stage's weights, in 8 bits, and the tokenizer where the project ships them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with np.load(work / CONTRASTED, allow_pickle=False) as stored:
        np.savez(FOLDER / WEIGHTS, allow_pickle=False, **quantised(dict(stored)))
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
    run = steps.add_parser("train", help="about an hour and a half on one core")
    run.add_argument("--shorter", type=int, default=1, help="divide the number of steps, to try the way out")
    judge = steps.add_parser("measure", help="nDCG@10 and R@10")
    judge.add_argument("set", help="dev, or the name of a folder in shared/bench")
    judge.add_argument(
        "--weights", help=f"{BASE}, {DISTILLED} or {CONTRASTED}; the shipped ones where absent"
    )
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

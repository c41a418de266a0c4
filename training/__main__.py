"""`python -m training`: from the public texts to what ships in knowledge/models, seeded and printed step by step."""

import argparse
from functools import cache
from pathlib import Path

import numpy as np
import torch

from knowledge import common_spelling
from knowledge.syllable_embedding import FILE, SyllableEmbedding, save
from knowledge.words import marked_terms
from training.fit import Material, Places, Recipe, contrast, start
from training.hard import hard_negatives
from training.measure import bench_set, dev_set
from training.pairs import LONGEST, article_title, dev_questions, read_articles, training_pairs
from training.spelling import common_model
from training.units import choose, texts

SEED, DEV_QUESTIONS, DEV_NEIGHBOURS = 0, 300, 12
RECIPE = Recipe(steps=500, size=1024, rate=2e-3, dimension=256, seed=SEED)


def train(shared: Path, work: Path, recipe: Recipe) -> None:
    """Leaves the trained vectors in `work`; no question of a public set nor of dev is among the pairs."""
    torch.set_num_threads(1)
    torch.manual_seed(recipe.seed)
    pairs = training_pairs(shared, list(dev_questions(shared, DEV_QUESTIONS, SEED)), SEED)
    print({kind: len(found) for kind, found in pairs.items()}, flush=True)
    shares = choose(texts(shared, pairs["question"]))
    print(f"{len(shares)} units", flush=True)
    place = {unit: at for at, unit in enumerate(shares)}

    @cache
    def read(text: str) -> Places:
        return np.array([place[term] for term in marked_terms(text) if term in place], np.int64)

    articles = read_articles(shared / "text")
    negatives = {key: (article_title(a), a["text"][:LONGEST]) for key, a in articles.items()}
    material = Material(pairs, hard_negatives(pairs["citation"], articles, work), negatives)
    bag = start(np.array(list(shares.values()), np.float32), recipe)
    save(work / FILE.name, list(shares), contrast(bag, material, read, recipe))


def measure(shared: Path, file: Path, name: str) -> None:
    """Prints nDCG@10 and R@10 on the held-out questions (`dev`) or on a public set."""
    embedding = SyllableEmbedding(file)
    chosen = (
        dev_set(shared, DEV_QUESTIONS, DEV_NEIGHBOURS, SEED)
        if name == "dev"
        else bench_set(shared / "bench" / name)
    )
    for system, (ndcg, recall) in chosen.measure(lambda texts, _: embedding.embed(texts)).items():
        print(f"{name:18} {system:20} nDCG@10 {ndcg:.4f}  R@10 {recall:.4f}")


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
    run = steps.add_parser("train", help="a vector for each syllable and pair: minutes on one core")
    run.add_argument("--steps", type=int, default=RECIPE.steps, help="fewer, to try the way out")
    judge = steps.add_parser("measure", help="nDCG@10 and R@10")
    judge.add_argument("set", help="dev, or the name of a folder in shared/bench")
    judge.add_argument("--trained", action="store_true", help="what train left, instead of what ships")
    steps.add_parser("pack", help="ship what train left")
    steps.add_parser("spelling", help="learn and ship the spelling of Vietnamese at large")
    told = parser.parse_args()
    told.work.mkdir(parents=True, exist_ok=True)
    trained = told.work / FILE.name
    if told.step == "train":
        train(told.shared, told.work, Recipe(told.steps, RECIPE.size, RECIPE.rate, RECIPE.dimension, SEED))
    elif told.step == "measure":
        measure(told.shared, trained if told.trained else FILE, told.set)
    elif told.step == "spelling":
        pairs = training_pairs(told.shared, list(dev_questions(told.shared, DEV_QUESTIONS, SEED)), SEED)
        questions = sorted({pair.query for pair in pairs["question"]})
        common_spelling.save(common_spelling.FILE, common_model(told.shared, questions))
    else:
        FILE.write_bytes(trained.read_bytes())


if __name__ == "__main__":
    main()

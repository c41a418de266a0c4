"""`make references`: the extractor's figures on the labelled sample, its speed, and what a change gains and loses."""

import os
import sys
import time
from pathlib import Path

from knowledge.references import extract
from tests.references.reading import corpus_files, read_text
from tests.references.scoring import FIELDS, Scores, score

SHARED = Path(__file__).resolve().parents[3] / "shared"


def main() -> None:
    """Print the figures; `-v` lists every failure."""
    if not SHARED.exists():
        sys.exit("the corpus is not here: ../shared is missing")
    scores = score(SHARED)
    _print_scores(scores)
    if "-v" in sys.argv:
        print("\n".join(scores.failures))
    _print_speed()


def _print_scores(scores: Scores) -> None:
    print(f"{scores.references} labelled references in {len(scores.files)} documents")
    print(f"{'':20}{'precision':>10}{'recall':>10}{'F1':>10}{'wanted':>8}")
    for name in FIELDS:
        count = scores.counts[name]
        print(f"{name:20}{count.precision:10.4f}{count.recall:10.4f}{count.f1:10.4f}{count.wanted:8}")


def _print_speed() -> None:
    text = "\n\n".join(read_text(path) for path in corpus_files(SHARED))
    started = time.process_time()
    found = extract(text)
    seconds = time.process_time() - started
    size = len(text.encode()) / 1e6
    print(f"{size:.1f} MB, {len(found)} references, {size / seconds:.1f} MB a second on one core")


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()

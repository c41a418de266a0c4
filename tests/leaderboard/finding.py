"""Measures finding on every set of a folder and adds to the leaderboard: `python -m tests.leaderboard.finding SETS`.

For each set all systems, for questions as they are and as officers type them. A line of leaderboard.jsonl is one
set measured once, with the commit and the settings it was measured at.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from knowledge.embedding import EMBEDDED, open_embedding
from knowledge.evaluation.bench import BenchResult, Engines, bench, forecast
from knowledge.evaluation.typing_habits import FORMS
from knowledge.retrieval import DEPTH, FIELDS, WEIGHTS
from tests.leaderboard.page import write_page

BOARD = Path(__file__).parent / "leaderboard.jsonl"
PAGE = Path(__file__).parents[2] / "docs" / "finding.md"


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{total}", end="", file=sys.stderr, flush=True)


def _commit() -> str:
    run = ["git", "describe", "--always", "--dirty"]
    return subprocess.run(run, check=False, capture_output=True, text=True).stdout.strip()


def row(result: BenchResult, embedding: str, when: datetime) -> Mapping[str, Any]:
    """One line of the leaderboard."""
    return {
        "when": when.isoformat(timespec="seconds"),
        "commit": _commit(),
        "embedding": embedding,
        "settings": {"weights": WEIGHTS, "fields": asdict(FIELDS), "depth": DEPTH},
        **result.to_json(),
        "index_seconds": round(result.index_seconds, 1),
        "memory_mb": round(result.memory_mb),
        "load": round(os.getloadavg()[0], 1),
    }


def table(result: BenchResult) -> str:
    """All systems and forms of one set."""
    lines = [f"{result.set}: {result.queries} queries, {result.passages} passages"]
    lines.append(f"  {'system':<10} {'typed':<14} nDCG@10  MRR@10    R@10   R@100   p50 ms   p95 ms")
    for name, forms in result.systems.items():
        for form, m in forms.items():
            lines.append(
                f"  {name:<10} {form:<14} {m.ndcg_10:7.4f} {m.mrr_10:7.4f} {m.r_10:7.4f} {m.r_100:7.4f}"
                f" {m.p50_ms:8.1f} {m.p95_ms:8.1f}"
            )
    lines.append(f"  index {result.index_seconds:.1f} s without embedding; at most {result.memory_mb:.0f} MB")
    return "\n".join(lines)


def tell_beforehand(folder: Path, engines: Engines) -> None:
    """Say how long embedding a set will take, before it begins."""
    count, seconds = forecast(folder, engines)
    if count:
        print(f"{folder.name}: {count} texts to embed, about {seconds / 60:.0f} minutes", flush=True)


def measure(folder: Path, embedding: str, home: Path, *, keep: bool) -> None:
    """Measure one set with one embedding, print, append to the leaderboard."""
    heavy, light = (open_embedding(embedding, home, light=light) for light in (False, True))
    engines = Engines(heavy, light, home, _progress)
    tell_beforehand(folder, engines)
    start = time.perf_counter()
    result = bench(folder, engines, tuple(FORMS))
    print(f"{embedding}: {table(result)}", f"({time.perf_counter() - start:.0f} s in all)", flush=True)
    if keep:
        with BOARD.open("a", encoding="utf-8") as board:
            board.write(json.dumps(row(result, embedding, datetime.now(UTC)), ensure_ascii=False) + "\n")
        write_page(BOARD, PAGE)


def main() -> None:
    """All sets with one embedding, then with the next."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path, help="folder of sets, or one set")
    parser.add_argument("--home", type=Path, default=Path("var"), help="where vectors are kept")
    parser.add_argument("--embedding", nargs="+", default=[EMBEDDED])
    parser.add_argument("--keep", action="store_true", help="append to the leaderboard")
    chosen = parser.parse_args()
    folders = [chosen.sets] if (chosen.sets / "qrels.tsv").is_file() else sorted(chosen.sets.iterdir())
    for embedding in chosen.embedding:
        for folder in folders:
            measure(folder, embedding, chosen.home, keep=chosen.keep)


if __name__ == "__main__":
    main()

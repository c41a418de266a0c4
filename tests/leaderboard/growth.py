"""Time and memory from 10,000 to a million passages: `python -m tests.leaderboard.growth SET`; a picture in docs.

Passages are made from the set's: windows of two of them together. Vectors are made from real ones: two of them
added, with some noise. Each size is built and asked in a process of its own.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.documents import Document, DocumentKind, Passage, Span
from knowledge.embedded_store import EmbeddedStore, write_store
from knowledge.embedding import EMBEDDED, open_embedding
from knowledge.evaluation.collection import Collection, read_collection
from knowledge.generations import seal
from knowledge.passage_vectors import embed_texts
from knowledge.retrieval import PassageRetriever
from knowledge.store import Store
from knowledge.store_rows import StoreContents
from knowledge.vectors import Floats, PassageVectors

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
PICTURE = Path(__file__).parents[2] / "docs" / "growth.svg"
SEEDS = 1500
"""Real passages whose vectors the others are made from."""
OF_ONE_DOCUMENT = 50
WINDOW = 350


def texts(collection: Collection, count: int) -> Iterator[str]:
    """Two windows of two passages together, `count` times."""
    chance = random.Random(0)
    for _ in range(count):
        pair = chance.choices(collection.passages, k=2)
        starts = [chance.randrange(max(1, len(item.text) - WINDOW)) for item in pair]
        yield "\n".join(item.text[at : at + WINDOW] for item, at in zip(pair, starts, strict=True))


def vectors(real: Floats, count: int) -> Floats:
    """Sums of two real vectors with noise, of length 1."""
    chance = np.random.default_rng(0)
    made = np.empty((count, real.shape[1]), dtype=np.float32)
    for start in range(0, count, 50_000):
        size = min(50_000, count - start)
        one, other = (real[chance.integers(0, len(real), size)] for _ in range(2))
        noise = chance.normal(scale=0.3 / real.shape[1] ** 0.5, size=one.shape).astype(np.float32)
        block = one + chance.random((size, 1), dtype=np.float32) * other + noise
        made[start : start + size] = block / np.linalg.norm(block, axis=1, keepdims=True)
    return made


def contents(collection: Collection, real: Floats, count: int, fingerprint: str) -> StoreContents:
    """A collection of `count` passages, fifty to a document."""
    passages, documents = list[Passage](), list[Document]()
    for number, text in enumerate(texts(collection, count)):
        document = f"d{number // OF_ONE_DOCUMENT}"
        if number % OF_ONE_DOCUMENT == 0:
            whole = (Span(0, len(text)),)
            documents.append(Document(document, document, text, whole, "", DocumentKind.FULL_TEXT, ""))
        passages.append(Passage(number, document, number % OF_ONE_DOCUMENT, 0, len(text), "", "", text))
    rows = PassageVectors(np.arange(count), vectors(real, count))
    return StoreContents(documents, passages, {}, (), rows, fingerprint)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def build(folder: Path, embedding: str, home: Path, target: Path, count: int) -> dict[str, Any]:
    """Build one size; run in a process of its own."""
    collection = read_collection(folder)
    heavy = open_embedding(embedding, home, light=False)
    some = [item.text[:600] for item in collection.passages[:: len(collection.passages) // SEEDS][:SEEDS]]
    made = contents(
        collection, embed_texts(heavy, some, home, lambda done, total: None), count, heavy.fingerprint
    )
    start = time.perf_counter()
    write_store(target, made)
    seal(target)
    size = sum(path.stat().st_size for path in target.rglob("*")) / 1e6
    return {"build_s": time.perf_counter() - start, "build_mb": _megabytes(), "disk_mb": size}


def ask(folder: Path, embedding: str, home: Path, target: Path) -> dict[str, Any]:
    """Ask one size; run in a process of its own."""
    questions = list(read_collection(folder).queries.values())[:200]
    light = open_embedding(embedding, home, light=True)
    start = time.perf_counter()
    with EmbeddedStore.open(target) as store:
        opened = time.perf_counter() - start
        retriever = PassageRetriever(store=store, embedding=light)
        retriever.search(questions[0], 10)
        times = []
        for question in questions:
            start = time.perf_counter()
            retriever.search(question, 10)
            times.append(1000 * (time.perf_counter() - start))
        p50, p95 = np.percentile(times, [50, 95])
        found = {"open_s": opened, "p50_ms": p50, "p95_ms": p95, "ask_mb": _megabytes()}
        asked = np.stack([light.question(question) for question in questions])
        return {**found, "kind": store.meta["vectors"], "recall": _recall(store, asked)}


def _recall(store: Store, asked: Floats) -> float:
    """Share of the ten exactly nearest rows that the index finds."""
    rows = store.rows("select vector from vectors order by row")
    matrix = np.frombuffer(b"".join(vector for (vector,) in rows), np.float16).reshape(len(rows), -1)
    hits = []
    best = np.concatenate(
        [asked @ matrix[at : at + 100_000].astype(np.float32).T for at in range(0, len(rows), 100_000)],
        axis=1,
    )
    for vector, scores in zip(asked, best, strict=True):
        exact = set(np.argpartition(-scores, 10)[:10].tolist())
        hits.append(len(exact & {id_ for id_, _ in store.search_vectors(vector, 10)}) / 10)
    return float(np.mean(hits))


def picture(rows: Sequence[Mapping[str, Any]]) -> str:
    """Four curves over the number of passages, both scales logarithmic, as SVG."""
    panels = [
        ("Trả lời: 95% dưới (ms)", "p95_ms"),
        ("Lập chỉ mục (giây, chưa kể nhúng)", "build_s"),
        ("Bộ nhớ khi lập (MB)", "build_mb"),
        ("Bộ nhớ khi hỏi (MB)", "ask_mb"),
    ]
    drawn = [
        _panel(rows, name, key, 340 * (at % 2), 230 * (at // 2)) for at, (name, key) in enumerate(panels)
    ]
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 460" font-family="sans-serif" font-size="11">'
    return "\n".join([head, '<rect width="680" height="460" fill="white"/>', *drawn, "</svg>\n"])


def _panel(rows: Sequence[Mapping[str, Any]], name: str, key: str, left: int, top: int) -> str:
    across = np.log10([row["passages"] for row in rows])
    up = np.log10([max(row[key], 1e-3) for row in rows])
    low, high = np.floor(up.min()), np.ceil(up.max() + 1e-9)
    x = left + 45 + 270 * (across - across[0]) / (across[-1] - across[0])
    y = top + 190 - 150 * (up - low) / max(high - low, 1)
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))
    parts = [f'<text x="{left + 45}" y="{top + 20}" font-weight="bold">{name}</text>']
    parts.append(f'<polyline points="{points}" fill="none" stroke="#0b6" stroke-width="2"/>')
    for row, a, b in zip(rows, x, y, strict=True):
        parts.append(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="#0b6"/>')
        parts.append(f'<text x="{a - 12:.1f}" y="{b - 8:.1f}">{row[key]:.3g}</text>')
        parts.append(f'<text x="{a - 14:.1f}" y="{top + 207}" fill="#555">{row["passages"] // 1000} k</text>')
    return "\n".join(parts)


def _child(job: str, chosen: argparse.Namespace, target: Path, size: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.leaderboard.growth", str(chosen.set), "--home", str(chosen.home)]
    command += ["--embedding", chosen.embedding]
    done = subprocess.run(
        [*command, "--job", job, "--target", str(target), "--size", str(size)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    """Build and ask every size, print the table, draw the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", type=Path)
    parser.add_argument("--home", type=Path, default=Path("var"))
    parser.add_argument("--embedding", default=EMBEDDED)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--job", choices=("build", "ask"))
    parser.add_argument("--target", type=Path)
    parser.add_argument("--size", type=int)
    chosen = parser.parse_args()
    if chosen.job == "build":
        print(json.dumps(build(chosen.set, chosen.embedding, chosen.home, chosen.target, chosen.size)))
        return
    if chosen.job == "ask":
        print(json.dumps(ask(chosen.set, chosen.embedding, chosen.home, chosen.target)))
        return
    rows = []
    for size in chosen.sizes:
        with tempfile.TemporaryDirectory() as scratch:
            built = _child("build", chosen, Path(scratch), size)
            rows.append({"passages": size, **built, **_child("ask", chosen, Path(scratch), size)})
        print(
            json.dumps({k: round(v, 3) if isinstance(v, float) else v for k, v in rows[-1].items()}),
            flush=True,
        )
    PICTURE.write_text(picture(rows), encoding="utf-8")


if __name__ == "__main__":
    main()

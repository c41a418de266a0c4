"""Speed and size of the whole assistant: `python -m tests.leaderboard.speed SHARED`, beside a stock pipeline.

Warm answers on the seeds and on 2,000 passages of law, a cold `danvan ask`, memory, an unchanged reindex. The
stock pipeline is what most would write: sentence-transformers, FAISS, the nearest passages; no answer yet.
"""

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

MOST_PASSAGES = 2000
QUESTION = "Văn bản nào quy định người đứng đầu đối thoại trực tiếp với nhân dân?"
TARGETS = {
    "warm p50": "50 ms",
    "warm p95": "150 ms",
    "cold ask": "6 s",
    "memory": "900 MB",
    "unchanged reindex": "2 s",
}

WARM = """
import json, resource, sys, time
from bot.composition import LiveLibrary
from bot.settings import load_settings
library = LiveLibrary(load_settings())
questions = json.load(sys.stdin)
library.ask(questions[0])
times = []
for question in questions:
    start = time.perf_counter()
    library.ask(question)
    times.append(1000 * (time.perf_counter() - start))
print(json.dumps({"times": times, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""

STOCK = """
import json, resource, sys, time
start = time.perf_counter()
from pathlib import Path
import faiss, numpy as np
from knowledge.embedding import open_embedding
embedding = open_embedding("embedded", Path(sys.argv[1]), light=False)
embedding.question("a")
cold = time.perf_counter() - start
index = faiss.IndexFlatIP(embedding.dimension)
index.add(np.random.default_rng(0).normal(size=(2000, embedding.dimension)).astype("float32"))
times = []
for question in json.load(sys.stdin):
    start = time.perf_counter()
    index.search(embedding.question(question)[None], 10)
    times.append(1000 * (time.perf_counter() - start))
mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"times": times, "mb": mb, "cold": cold}))
"""


def _run(command: Sequence[str], home: Path, stdin: str = "") -> tuple[str, float]:
    """Output and seconds of a fresh process."""
    start = time.perf_counter()
    environment = {**os.environ, "DANVAN_HOME": str(home)}
    done = subprocess.run(command, input=stdin, env=environment, check=True, capture_output=True, text=True)
    return done.stdout, time.perf_counter() - start


def _danvan(*words: str) -> list[str]:
    return [str(Path(sys.executable).parent / "danvan"), *words]


def laws(folder: Path, target: Path) -> None:
    """The first passages of the set as documents, one a law, each article under its own heading."""
    texts: dict[str, list[str]] = {}
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        for _, line in zip(range(MOST_PASSAGES), lines, strict=False):
            passage = json.loads(line)
            law, _, article = passage["title"].partition(", Điều ")
            body = passage["text"].partition("\n")[2].strip()
            texts.setdefault(law, [law.upper()]).append(f"Điều {article}\n{body}")
    target.mkdir(parents=True, exist_ok=True)
    for number, (law, articles) in enumerate(texts.items()):
        (target / f"{number:02d}.txt").write_text("\n\n".join(articles), encoding="utf-8")
        print(f"  {law}: {len(articles) - 1} articles", file=sys.stderr)


def _seed_questions(shared: Path) -> list[str]:
    lines = (shared / "gold" / "seeds_dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [turn for line in lines for turn in json.loads(line)["turns"][:1]]


def _law_questions(shared: Path) -> list[str]:
    lines = (shared / "bench" / "alqac2025" / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines[:300]]


def _tell(what: str, value: float, unit: str, target: str = "") -> None:
    print(f"{what:<52} {value:8.1f} {unit:<3} {f'(wanted: under {target})' if target else ''}", flush=True)


def _warm(what: str, home: Path, questions: list[str], command: list[str]) -> dict[str, float]:
    out, _ = _run(command, home, json.dumps(questions))
    found = json.loads(out)
    ordered = sorted(found["times"])
    _tell(f"{what}: median", statistics.median(ordered), "ms", TARGETS["warm p50"])
    _tell(f"{what}: 95%", ordered[int(0.95 * len(ordered))], "ms", TARGETS["warm p95"])
    _tell(f"{what}: memory", found["mb"], "MB", TARGETS["memory"])
    return dict(found)


def measure(shared: Path, home: Path) -> None:
    """Index, ask, print."""
    cases: list[tuple[str, Path, Callable[[Path], list[str]]]] = [
        ("seeds", shared / "seeds", _seed_questions),
        ("2,000 passages of law", home / "laws", _law_questions),
    ]
    laws(shared / "bench" / "alqac2025", home / "laws")
    for name, documents, questions in cases:
        place = home / name.split()[0].replace(",", "")
        _run(_danvan("index", str(documents)), place)
        asked = questions(shared)
        _warm(f"{name}, a question answered", place, asked, [sys.executable, "-c", WARM])
        again = min(_run(_danvan("index", str(documents)), place)[1] for _ in range(3))
        _tell(f"{name}, unchanged reindex", again, "s", TARGETS["unchanged reindex"])
        cold = min(_run(_danvan("ask", QUESTION), place)[1] for _ in range(3))
        _tell(f"{name}, cold danvan ask", cold, "s", TARGETS["cold ask"])
    stock = _warm(
        "stock pipeline, passages found",
        home / "seeds",
        _law_questions(shared),
        [sys.executable, "-c", STOCK, str(home / "seeds")],
    )
    _tell("stock pipeline, cold until the first vector", stock["cold"], "s")


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--home", type=Path, default=Path("var") / "bench")
    chosen = parser.parse_args()
    measure(chosen.shared.resolve(), chosen.home.resolve())


if __name__ == "__main__":
    main()

"""Passages -> their vectors: long ones in parts, each text embedded once and kept by its content."""

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

import numpy as np

from knowledge.documents import Document, Passage
from knowledge.embedding import Embedding, Joined
from knowledge.vectors import Floats, PassageVectors

CACHE = "vectors.db"
PART = 1500
"""Characters of a passage that one vector stands for; with title and heading it fits the model's 512 tokens."""
CONTEXT = 250
"""Characters of title and heading that each part begins with."""
_BATCH = 128
_END = re.compile(r"[.;:!?…]\s|\n")

Progress = Callable[[int, int], None]
"""Told how many texts have vectors, and of how many."""


def embed_passages(
    embedding: Embedding,
    documents: Mapping[str, Document],
    passages: Sequence[Passage],
    home: Path,
    progress: Progress,
) -> PassageVectors:
    """Vectors of the passages, each under the title of its document.

    What was embedded before, with this embedding and in any run, comes from `home`; an interrupted run loses at
    most one batch.
    """
    owners, texts = [], []
    for place, passage in enumerate(passages):
        for part in parts(documents[passage.document_id].title, passage.heading, passage.text):
            owners.append(place)
            texts.append(part)
    matrix = embed_texts(embedding, texts, home, progress)
    for start in range(0, len(matrix), 50_000):
        # What is kept is half precision: searched as kept, every engine finds the same.
        matrix[start : start + 50_000] = matrix[start : start + 50_000].astype(np.float16)
    return PassageVectors(np.array(owners, dtype=np.int64), matrix)


def not_kept(embedding: Embedding, texts: Sequence[str], home: Path) -> list[str]:
    """Those of the texts, each once, that `embed_texts` would have to embed at some cost."""
    slow = embedding.slow if isinstance(embedding, Joined) else embedding
    if not slow.kept:
        return []
    home.mkdir(parents=True, exist_ok=True)
    wanted = {_key(slow, text): text for text in texts}
    with _opened(home) as cache:
        known = _read(cache, list(wanted))
    return [text for key, text in wanted.items() if key not in known]


def embed_texts(embedding: Embedding, texts: Sequence[str], home: Path, progress: Progress) -> Floats:
    """(texts, dimension) vectors, from the cache under `home` where they are there, kept there where not."""
    if isinstance(embedding, Joined):
        slow, quick = (embed_texts(one, texts, home, progress) for one in (embedding.slow, embedding.quick))
        return embedding.join(slow, quick)
    if not embedding.kept:
        return embedding.passages(texts)
    home.mkdir(parents=True, exist_ok=True)
    keys = [_key(embedding, text) for text in texts]
    with _opened(home) as cache:
        _embed_missing(embedding, dict(zip(keys, texts, strict=True)), cache, progress)
        found = _read(cache, keys)
    if not keys:
        return np.zeros((0, embedding.dimension), dtype=np.float32)
    return np.stack([np.frombuffer(found[key], np.float16).astype(np.float32) for key in keys])


def _key(embedding: Embedding, text: str) -> bytes:
    return sha256(f"{embedding.fingerprint}\0{text}".encode()).digest()


@contextmanager
def _opened(home: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(home / CACHE, timeout=60)) as cache:
        cache.execute("pragma journal_mode=wal")
        cache.execute("create table if not exists vectors (key blob primary key, vector blob) without rowid")
        yield cache


def _embed_missing(
    embedding: Embedding, wanted: Mapping[bytes, str], cache: sqlite3.Connection, progress: Progress
) -> None:
    known = _read(cache, list(wanted))
    # Texts of like length share a batch, so little is padded; the longest first, so the time left shrinks.
    missing = sorted((key for key in wanted if key not in known), key=lambda key: -len(wanted[key]))
    progress(len(known), len(wanted))
    for start in range(0, len(missing), _BATCH):
        batch = missing[start : start + _BATCH]
        vectors = embedding.passages([wanted[key] for key in batch]).astype(np.float16)
        with cache:
            rows = [(key, vector.tobytes()) for key, vector in zip(batch, vectors, strict=True)]
            cache.executemany("insert or replace into vectors values (?, ?)", rows)
        progress(len(known) + start + len(batch), len(wanted))


def _read(cache: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        marks = ",".join("?" * len(some))
        found |= cache.execute(f"select key, vector from vectors where key in ({marks})", some)  # noqa: S608
    return found


def parts(title: str, heading: str, text: str) -> Iterator[str]:
    """What is embedded for a passage: its text in pieces of at most `PART` characters under title and heading."""
    context = "\n".join(filter(None, (title, heading if heading != title else "")))[:CONTEXT]
    start = 0
    while start < len(text) or start == 0:
        end = _break(text, start)
        yield f"{context}\n{text[start:end].strip()}"
        start = max(end, 1)


def _break(text: str, start: int) -> int:
    """Where the part that begins at `start` ends: after a sentence where one ends in its second half."""
    if len(text) - start <= PART:
        return len(text)
    ends = [found.end() for found in _END.finditer(text, start + PART // 2, start + PART)]
    space = text.rfind(" ", start + PART // 2, start + PART)
    return ends[-1] if ends else space + 1 if space > 0 else start + PART

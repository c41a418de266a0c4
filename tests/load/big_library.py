"""A store of many passages for load: real codified law where there is any, vectors mostly at random (as dear to find)."""

import gzip
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from knowledge.documents import Document, DocumentKind, Passage, Span
from knowledge.embedded_store import write_store
from knowledge.embedding import EMBEDDED, open_embedding
from knowledge.generations import publish
from knowledge.store_rows import StoreContents
from knowledge.vectors import PassageVectors

QUESTIONS = 2000
NEAR = 0.9
"""Cosine of a question that is asked with the passages that bear its title: what is far is answered by a refusal."""
ARTICLES = Path(__file__).resolve().parents[3] / "shared" / "text" / "phapdien_articles.jsonl.gz"


def write_big_library(home: Path, passages: int, seed: int = 1) -> list[str]:
    """Publish a generation of `passages` passages under `home`; returns some `QUESTIONS`, each about another title."""
    documents, pieces = [], []
    for number, (title, text) in enumerate(islice(_texts(), passages)):
        span = Span(0, len(text))
        key = f"d{number:06d}"
        kind = DocumentKind.REPORT
        documents.append(Document(key, f"{key}.txt", text, (span,), title, kind, f"{number:064d}"))
        pieces.append(Passage(number, key, 0, 0, len(text), "đoạn 1", "", text))
    embedding = open_embedding(EMBEDDED, home, light=True)
    titles = list(dict.fromkeys(document.title for document in documents))
    asked = {
        title: f"{title} được quy định thế nào?" for title in titles[:: max(1, len(titles) // QUESTIONS)]
    }
    near = {title: embedding.question(question) for title, question in asked.items()}
    matrix = np.random.default_rng(seed).standard_normal((len(pieces), embedding.dimension), dtype=np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    for place, document in enumerate(documents):
        if document.title in near:
            matrix[place] = NEAR * near[document.title] + (1 - NEAR**2) ** 0.5 * matrix[place]
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    vectors = PassageVectors(np.arange(len(pieces), dtype=np.int64), matrix)
    contents = StoreContents(documents, pieces, {}, (), vectors, embedding.fingerprint)
    publish(home, lambda folder: write_store(folder, contents))
    return list(asked.values())


def _texts() -> Iterator[tuple[str, str]]:
    """(title, text) without end: articles first, made-up ones after them."""
    if ARTICLES.exists():
        with gzip.open(ARTICLES, "rt", encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                yield article["title"] or "Điều", article["text"][:1500] or "Không có nội dung."
    number = 0
    while True:
        number += 1
        body = f"Xã số {number} có {number % 97} mô hình dân vận khéo, {number % 89} buổi đối thoại với nhân dân. "
        yield f"Báo cáo dân vận của xã số {number}", body * 5

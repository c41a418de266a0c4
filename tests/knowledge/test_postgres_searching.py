"""Searching in PostgreSQL beyond what fits a gold file: many passages, rare terms first, the graph of vectors."""

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import pytest

from knowledge.documents import Document, DocumentKind, Passage, Span
from knowledge.postgres.bm25 import rounded_length
from knowledge.postgres.connection import open_pool
from knowledge.postgres.generations import PostgresGenerations
from knowledge.postgres.reading import Reading
from knowledge.postgres.store import PostgresStore
from knowledge.postgres.words import PostgresWords
from knowledge.publishing import FolderGenerations
from knowledge.retrieval import FIELDS
from knowledge.store import Store
from knowledge.store_rows import ContentRows, StoreContents
from knowledge.vectors import Floats, PassageVectors
from postgres_server import PostgresServer

PASSAGES, OF_ONE, DIMENSION = 1500, 10, 24
SYLLABLES = "công tác dân vận của xã phường được thực hiện theo quy chế đối thoại với nhân dân ở cơ sở bản làng".split()


def made(chance: random.Random) -> StoreContents:
    """Passages of all lengths out of few common syllables and many rare ones."""
    documents, passages = list[Document](), list[Passage]()
    for number in range(PASSAGES):
        words = chance.choices(SYLLABLES, k=chance.randrange(3, 400))
        words += [f"từ{chance.randrange(900)}" for _ in range(4)]
        chance.shuffle(words)
        text, document = " ".join(words), f"d{number // OF_ONE:04d}"
        if number % OF_ONE == 0:
            whole = (Span(0, len(text)),)
            title = f"Báo cáo số {number}"
            documents.append(Document(document, document, text, whole, title, DocumentKind.REPORT, ""))
        heading = chance.choice(["", "Đối thoại với nhân dân", "Mục I"])
        passages.append(Passage(number, document, number % OF_ONE, 0, len(text), "", heading, text))
    owners = np.sort(np.concatenate([np.arange(PASSAGES), np.arange(0, PASSAGES, 7)]))
    return StoreContents(
        documents, passages, {}, (), PassageVectors(owners, directions(len(owners), 1)), "toy"
    )


def directions(count: int, seed: int) -> Floats:
    """Vectors of length 1, near some of a few centres, as texts are."""
    chance = np.random.default_rng(seed)
    centres = np.random.default_rng(0).normal(size=(40, DIMENSION))
    found = centres[chance.integers(0, 40, count)] + 0.6 * chance.normal(size=(count, DIMENSION))
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    return found.astype(np.float16).astype(np.float32)


@dataclass(frozen=True)
class Both:
    """One generation in both engines; in PostgreSQL with a graph."""

    embedded: Store
    postgres: PostgresStore
    reading: Reading


@pytest.fixture(scope="module")
def both(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    rows = ContentRows(made(random.Random(3)))
    files, url = FolderGenerations(tmp_path_factory.mktemp("home")), postgres.create()
    with closing(files.open(files.publish(rows, {}))) as embedded, open_pool(url) as pool:
        database = PostgresGenerations(pool, most_exact=0)
        name = database.publish(rows, {})
        yield Both(embedded, database.open(name), Reading(pool, name))
    postgres.drop(url)


QUESTIONS = [
    "đối thoại với nhân dân từ17",
    "quy chế dân chủ ở cơ sở từ5 từ800",
    "từ1 từ2 từ3 từ4 từ5 từ6 từ7 từ8 công tác dân vận",
    "công tác dân vận của xã",
]


@pytest.mark.parametrize("asked", QUESTIONS)
@pytest.mark.parametrize("within", [None, 3, 100])
def test_words_score_as_in_the_embedded_index(both: Both, asked: str, within: int | None) -> None:
    only = None if within is None else list(both.embedded.documents)[:within]
    here = both.embedded.search_words(asked, 40, FIELDS, only)
    there = both.postgres.search_words(asked, 40, FIELDS, only)
    assert [score for _, score in there] == pytest.approx([score for _, score in here], rel=1e-5)
    lowest = here[-1][1]
    assert {id_ for id_, score in there if score > lowest * 1.0001} == {
        id_ for id_, score in here if score > lowest * 1.0001
    }


@pytest.mark.parametrize("asked", QUESTIONS[:3])
def test_rare_terms_bring_the_best_where_not_all_can_be_looked_at(both: Both, asked: str) -> None:
    few = PostgresWords(both.reading, both.postgres.passage_count, most_scored=60)
    every, found = both.postgres.search_words(asked, 200, FIELDS), few.search(asked, 200, FIELDS)
    assert 1 <= len(found) <= 60
    assert found[0][0] == every[0][0]
    scores = dict(every)
    assert all(score == pytest.approx(scores[id_]) for id_, score in found if id_ in scores)


def test_the_graph_finds_what_reading_all_finds(both: Both) -> None:
    assert both.postgres.meta["vectors"] == "HNSW"
    held = []
    for vector in directions(30, 2):
        here, there = (one.search_vectors(vector, 10) for one in (both.embedded, both.postgres))
        held.append(len(dict(here).keys() & dict(there).keys()) / 10)
        assert there == sorted(there, key=lambda found: -found[1])
        assert all(
            score == pytest.approx(dict(here)[id_], abs=1e-6) for id_, score in there if id_ in dict(here)
        )
    assert np.mean(held) >= 0.95


@pytest.mark.parametrize("documents", [1, 30])
def test_some_documents_are_searched_whole(both: Both, documents: int) -> None:
    only = list(both.embedded.documents)[5 : 5 + documents]
    for vector in directions(5, 4):
        here, there = (one.search_vectors(vector, 10, only) for one in (both.embedded, both.postgres))
        assert [id_ for id_, _ in here] == [id_ for id_, _ in there]


@pytest.mark.parametrize(
    ("terms", "kept"),
    [(0, 0), (1, 1), (39, 39), (40, 40), (41, 40), (55, 54), (57, 56), (100, 96), (1000, 984), (5000, 4632)],
)
def test_lengths_are_rounded_to_what_a_byte_tells(terms: int, kept: int) -> None:
    assert rounded_length(terms) == kept

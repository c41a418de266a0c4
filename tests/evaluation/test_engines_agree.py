"""The gold files' questions over both engines: the same passages with the same scores, the same answers to the letter."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from knowledge.documents import Answer, Memory
from knowledge.embedding import EMBEDDED, Embedding, open_embedding
from knowledge.evaluation.gold import read_gold
from knowledge.postgres.connection import open_pool
from knowledge.publishing import FolderGenerations
from knowledge.retrieval import DEPTH, FIELDS, PassageRetriever
from knowledge.store import Store
from postgres_server import PostgresServer

HERE = Path(__file__).parent
Pair = tuple[Store, Store]


@contextmanager
def both(home: Path, postgres: PostgresServer) -> Iterator[Pair]:
    """The current generation of a home, and its rows published in a database."""
    from knowledge.postgres.generations import PostgresGenerations

    folders = FolderGenerations(home)
    url = postgres.create()
    with closing(folders.open(folders.current())) as embedded, open_pool(url) as pool:
        there = PostgresGenerations(pool)
        yield embedded, there.open(there.publish(embedded, {}))
    postgres.drop(url)


@pytest.fixture(scope="module")
def shipped(shipped_home: Path, postgres: PostgresServer) -> Iterator[Pair]:
    with both(shipped_home, postgres) as stores:
        yield stores


@pytest.fixture(scope="module")
def seeds(index: Index, postgres: PostgresServer) -> Iterator[Pair]:
    shared = Path(__file__).resolve().parents[3] / "shared"
    if not shared.is_dir():
        pytest.skip("../shared is absent: no real inputs to test on")
    with both(index("seeds", [shared / "seeds"]), postgres) as stores:
        yield stores


@pytest.fixture(scope="module")
def embedding() -> Embedding:
    return open_embedding(EMBEDDED, Path(), light=True)


def questions(gold: Path) -> list[tuple[str, ...]]:
    return [case.turns for case in read_gold(gold)]


def same_scores(left: list[tuple[int, float]], right: list[tuple[int, float]], within: float) -> None:
    """The same ids with the same scores; only those whose scores cannot be told apart may change places."""
    assert [score for _, score in left] == pytest.approx([score for _, score in right], rel=within)
    lowest = left[-1][1] if left else 0.0
    scores = dict(right)
    for id_, score in left:
        assert scores.get(id_, lowest) == pytest.approx(score, rel=within)


def agree(stores: Pair, embedding: Embedding, asked: str) -> None:
    """Every list that a search is made of."""
    embedded, postgres = stores
    words = [one.search_words(asked, DEPTH, FIELDS) for one in stores]
    same_scores(*words, within=1e-5)
    vector = embedding.question(asked)
    same_scores(*[one.search_vectors(vector, DEPTH) for one in stores], within=1e-5)
    some = list(embedded.documents)[::2]
    same_scores(*[one.search_words(asked, 50, FIELDS, some) for one in stores], within=1e-5)
    same_scores(*[one.search_vectors(vector, 50, some) for one in stores], within=1e-5)
    ids = sorted(id_ for id_, _ in words[0])
    headings = embedded.headings(ids)
    assert postgres.headings(ids) == headings
    assert postgres.pairs_held(asked, ids) == pytest.approx(embedded.pairs_held(asked, ids))
    assert postgres.headings_held(asked, headings) == pytest.approx(embedded.headings_held(asked, headings))


@pytest.fixture(scope="module")
def asking(embedding: Embedding) -> Callable[[Store], Assistant]:
    """One assistant a store; without a clock, so that answers can be compared."""
    return cache(
        lambda store: Assistant(store, PassageRetriever(store=store, embedding=embedding), clock=lambda: 0.0)
    )


def answers(assistant: Assistant, turns: tuple[str, ...]) -> list[Answer]:
    """The answers of one conversation."""
    found, memory = [], Memory()
    for turn in turns:
        found.append(assistant.ask(turn, memory))
        memory = found[-1].memory
    return found


def test_a_search_over_what_ships(shipped: Pair, embedding: Embedding) -> None:
    for turns in questions(HERE / "shipped.jsonl"):
        agree(shipped, embedding, turns[-1])


def test_answers_over_what_ships(shipped: Pair, asking: Callable[[Store], Assistant]) -> None:
    for turns in questions(HERE / "shipped.jsonl"):
        first, second = (answers(asking(store), turns) for store in shipped)
        assert first == second, turns


@pytest.mark.parametrize("name", ["seeds_dev", "seeds_own"])
def test_answers_over_the_first_five_documents(
    seeds: Pair, asking: Callable[[Store], Assistant], shared: Path, name: str
) -> None:
    gold = shared / "gold" / "seeds_dev.jsonl" if name == "seeds_dev" else HERE / "seeds_own.jsonl"
    for turns in questions(gold):
        first, second = (answers(asking(store), turns) for store in seeds)
        assert first == second, turns

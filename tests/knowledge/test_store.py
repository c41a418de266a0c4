"""A store gives back what was written, finds it, and refuses damaged files."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from knowledge.documents import (
    Document,
    DocumentKind,
    DocumentNumber,
    Passage,
    RegisterEntry,
    Span,
)
from knowledge.embedded_store import EmbeddedStore, write_store
from knowledge.errors import CorruptIndex
from knowledge.generations import seal
from knowledge.postgres.connection import open_pool
from knowledge.publishing import FolderGenerations, Generations
from knowledge.store import Store
from knowledge.store_rows import ContentRows, StoreContents
from knowledge.vectors import PassageVectors
from knowledge.words import FieldWeights

FIRST = "Chỉ thị 18-CT/TU về dân vận khéo.\nĐối thoại với nhân dân mỗi năm hai lần."
SECOND = "Quy chế dân chủ ở cơ sở được thực hiện tại 12 xã."
NUMBER = DocumentNumber("18-CT/TU", "18-CT/TU", "18", type_mark="CT", issuer_mark="TU")
WEIGHTS = FieldWeights()
ENGINES = ["embedded", "postgres"]


def _document(id: str, text: str, title: str) -> Document:
    return Document(id, f"{id}.txt", text, (Span(0, len(text)),), title, DocumentKind.REPORT, "0" * 64)


def contents() -> StoreContents:
    line = FIRST.index("\n")
    return StoreContents(
        documents=(_document("a", FIRST, "Báo cáo"), _document("b", SECOND, "Bài viết")),
        passages=(
            Passage(0, "a", 0, 0, line, "đoạn 1", "", FIRST[:line]),
            Passage(1, "a", 1, line + 1, len(FIRST), "đoạn 2", "Mục I", FIRST[line + 1 :]),
            Passage(0, "b", 0, 0, len(SECOND), "đoạn 1", "", SECOND),
        ),
        numbers={"a": [(Span(8, 16), NUMBER)]},
        register=(RegisterEntry("18-CT/TU", "18-CT/TU", "Chỉ thị", None, date(2016, 9, 15), None),),
        vectors=PassageVectors(
            np.array([0, 1, 1, 2]), np.array([[1, 0], [0, 1], [0.6, 0.8], [0.8, -0.6]], np.float32)
        ),
        embedding="toy",
        meta={"pipeline": "1"},
    )


@contextmanager
def opened_generations(request: pytest.FixtureRequest, folder: Path) -> Iterator[Generations]:
    """Where generations are published, on the engine that the fixture's parameter names."""
    if request.param == "embedded":
        yield FolderGenerations(folder)
        return
    server = request.getfixturevalue("postgres")
    from knowledge.postgres.generations import PostgresGenerations

    url = server.create()
    with open_pool(url) as pool:
        yield PostgresGenerations(pool)
    server.drop(url)


@pytest.fixture(params=ENGINES)
def generations(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Generations]:
    with opened_generations(request, tmp_path) as found:
        yield found


@pytest.fixture(scope="module", params=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The same tests on both engines."""
    with (
        opened_generations(request, tmp_path_factory.mktemp("home")) as found,
        closing(published(found, contents())) as opened,
    ):
        yield opened


def published(generations: Generations, given: StoreContents) -> Store:
    return generations.open(generations.publish(ContentRows(given), {}))


def test_what_was_written_comes_back(store: Store) -> None:
    assert list(store.documents.values()) == list(contents().documents)
    assert store.entries == contents().register
    assert store.embedding == "toy"
    assert store.meta["pipeline"] == "1"
    assert [passage.id for passage in store.passages([2, 0])] == [2, 0]
    assert [passage.locator for passage in store.passages_of("a")] == ["đoạn 1", "đoạn 2"]
    assert store.passages_of("unknown") == []
    with pytest.raises(KeyError):
        store.passage(9)


@pytest.mark.parametrize("asked", ["đối thoại", "doi thoai", "ĐỐI  THOẠI"])
def test_words_are_found_with_and_without_marks(store: Store, asked: str) -> None:
    assert [id for id, _ in store.search_words(asked, 5, WEIGHTS)] == [1]


def test_words_keep_to_the_documents_asked_for(store: Store) -> None:
    assert {id for id, _ in store.search_words("dân", 5, WEIGHTS)} == {0, 1, 2}
    assert {id for id, _ in store.search_words("dân", 5, WEIGHTS, only=["b"])} == {2}
    assert store.search_words("dân", 5, WEIGHTS, only=[]) == []


@pytest.mark.parametrize("nothing", ["", "   ", "🙂🙂", "?!…"])
def test_a_question_without_words_finds_nothing(store: Store, nothing: str) -> None:
    assert store.search_words(nothing, 5, WEIGHTS) == []


def test_a_passage_scores_as_its_best_vector(store: Store) -> None:
    found = store.search_vectors(np.array([0.6, 0.8], np.float32), 3)
    assert found[0] == (1, pytest.approx(1.0, abs=1e-3))  # half precision where that is all that is kept
    assert [id for id, _ in found] == [1, 0, 2]
    only = store.search_vectors(np.array([0.6, 0.8], np.float32), 3, only=["b"])
    assert [id for id, _ in only] == [2]


def test_a_number_is_found_by_any_of_its_parts(store: Store) -> None:
    assert store.with_number(NUMBER) == [0]
    assert store.with_number(DocumentNumber("18", "18", "18")) == [0]
    assert store.with_number(DocumentNumber("18-KH/TU", "18-KH/TU", "18", type_mark="KH")) == []


def test_marks_are_restored_from_the_indexed_text(store: Store) -> None:
    assert store.spelling.restore("Doi thoai voi nhan dan") == "Đối thoại với nhân dân"


def test_many_threads_read_at_once(store: Store) -> None:
    failed: list[Exception] = []

    def ask() -> None:
        try:
            for _ in range(50):
                assert store.passage(1).locator == "đoạn 2"
                assert store.search_words("đối thoại", 1, WEIGHTS)[0][0] == 1
                assert store.search_vectors(np.array([1, 0], np.float32), 1)[0][0] == 0
        except AssertionError as error:
            failed.append(error)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed


@pytest.mark.parametrize("name", ["store.db", "vectors.faiss", "words/meta.json", "manifest.json"])
@pytest.mark.parametrize("harm", ["flip", "cut", "remove"])
def test_a_damaged_file_is_refused(tmp_path: Path, name: str, harm: str) -> None:
    write_store(tmp_path, contents())
    seal(tmp_path)
    path = tmp_path / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 255
    if harm == "remove":
        path.unlink()
    else:
        path.write_bytes(data if harm == "flip" else data[: len(data) // 2])
    with pytest.raises(CorruptIndex, match="danvan index"):
        EmbeddedStore.open(tmp_path)


def test_an_empty_collection_makes_a_store_that_finds_nothing(generations: Generations) -> None:
    empty = PassageVectors(np.zeros(0, np.int64), np.zeros((0, 2), np.float32))
    with closing(published(generations, StoreContents((), (), {}, (), empty, "toy"))) as opened:
        assert opened.search_words("dân", 3, WEIGHTS) == []
        assert opened.search_vectors(np.array([1, 0], np.float32), 3) == []
        assert opened.spelling.restore("dan chu") == "dân chủ"


def test_a_step_back_to_a_generation_is_taken_once(generations: Generations) -> None:
    for _ in range(3):
        published(generations, contents()).close()
    for name in ("000002", "000002", "000001", "000001"):
        assert generations.roll_back(name) == name
        assert generations.current() == name

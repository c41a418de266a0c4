"""One ranked list: exact numbers first, with or without marks, and nothing breaks it."""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.documents import Document, DocumentKind, DocumentNumber, Passage, Span
from knowledge.embedding import EMBEDDED, OWN, Embedding, open_embedding
from knowledge.errors import WrongEmbedding
from knowledge.passage_vectors import embed_passages
from knowledge.references import extract
from knowledge.retrieval import MOST_HITS, PassageRetriever
from knowledge.store import Store
from knowledge.store_rows import StoreContents
from tests.knowledge.test_store import ENGINES, opened_generations, published

TEXTS = {
    "a": "Chỉ thị số 18-CT/TU ngày 15/9/2016 về tăng cường công tác dân vận trong cơ quan nhà nước.",
    "b": "Người đứng đầu cấp ủy, chính quyền đối thoại trực tiếp với Nhân dân ít nhất hai lần một năm.",
    "c": "Giá xăng dầu trong nước được điều chỉnh theo giá thế giới mười ngày một lần.",
    "d": "Kế hoạch số 18-KH/TU triển khai công tác dân vận trong cơ quan nhà nước, đơn vị sự nghiệp.",
    "e": "Mô hình “Dân vận khéo” tại xã được nhân dân hưởng ứng, đóng góp ngày công làm đường.",
}


@pytest.fixture(scope="module")
def light() -> Embedding:
    return open_embedding(EMBEDDED, Path(), light=True)


@pytest.fixture(scope="module", params=ENGINES)
def store(
    request: pytest.FixtureRequest, light: Embedding, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """The same tests on both engines."""
    home = tmp_path_factory.mktemp("home")
    documents = {id: _document(id, text) for id, text in TEXTS.items()}
    passages = [Passage(0, id, 0, 0, len(text), "đoạn 1", "", text) for id, text in TEXTS.items()]
    vectors = embed_passages(light, documents, passages, home, lambda done, total: None)
    numbers = {id: _numbers(text) for id, text in TEXTS.items()}
    made = StoreContents(list(documents.values()), passages, numbers, (), vectors, light.fingerprint)
    with opened_generations(request, home) as generations, closing(published(generations, made)) as opened:
        yield opened


def _document(id: str, text: str) -> Document:
    return Document(id, f"{id}.txt", text, (Span(0, len(text)),), "", DocumentKind.REPORT, "0")


def _numbers(text: str) -> list[tuple[Span, DocumentNumber]]:
    found = extract(text)
    return [(Span(one.start, one.end), one.number) for one in found if one.number]


@pytest.fixture
def retriever(store: Store, light: Embedding) -> PassageRetriever:
    return PassageRetriever(store=store, embedding=light)


@pytest.mark.parametrize(
    "asked",
    ["Người đứng đầu đối thoại với dân mấy lần một năm?", "nguoi dung dau doi thoai voi dan may lan mot nam"],
)
def test_the_right_passage_comes_first_with_and_without_marks(
    retriever: PassageRetriever, asked: str
) -> None:
    hits = retriever.search(asked, 3)
    assert hits[0].passage.document_id == "b"
    assert hits[0].why == "từ ngữ và ý nghĩa"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize(("asked", "first"), [("18-CT/TU", "a"), ("Kế hoạch 18 -KH/TU nói gì?", "d")])
def test_an_exact_number_comes_before_any_ranking(
    retriever: PassageRetriever, asked: str, first: str
) -> None:
    hits = retriever.search(asked, 5)
    assert hits[0].passage.document_id == first
    assert hits[0].why.startswith("số 18-")
    assert hits[1].why in ("từ ngữ", "ý nghĩa", "từ ngữ và ý nghĩa")


def test_only_the_documents_asked_for(retriever: PassageRetriever) -> None:
    hits = retriever.search("Chỉ thị 18-CT/TU về dân vận", 5, only={"d", "e"})
    assert {hit.passage.document_id for hit in hits} == {"d", "e"}
    assert retriever.search("dân vận", 5, only=()) == []


@pytest.mark.parametrize("asked", ["", "  \n", "🙂🙂🙂", "?!", "\0", "́"])
def test_a_question_without_words_finds_nothing(retriever: PassageRetriever, asked: str) -> None:
    assert retriever.search(asked, 5) == []


@pytest.mark.parametrize("asked", ["dân vận " * 1250, "x" * 10_000, '( AND OR " * ~ : ^2', "dân\0vận", "a"])
def test_odd_questions_break_nothing(retriever: PassageRetriever, asked: str) -> None:
    assert len(retriever.search(asked, 2)) == 2


@pytest.mark.parametrize(("k", "found"), [(0, 0), (-1, 0), (3, 3), (10**9, 5)])
def test_k_is_kept_within_bounds(retriever: PassageRetriever, k: int, found: int) -> None:
    assert len(retriever.search("dân vận", k)) == found <= MOST_HITS


def test_it_is_a_langchain_retriever(retriever: PassageRetriever) -> None:
    found = retriever.invoke("mô hình dân vận khéo")
    assert found[0].page_content == TEXTS["e"]
    assert found[0].metadata["source"] == "e.txt"
    assert found[0].page_content == TEXTS["e"][found[0].metadata["start"] : found[0].metadata["end"]]


def test_another_embedding_is_refused(store: Store) -> None:
    with pytest.raises(WrongEmbedding, match="danvan index"):
        PassageRetriever(store=store, embedding=open_embedding(OWN, Path(), light=True))


def test_many_threads_get_the_same_answer(retriever: PassageRetriever) -> None:
    asked = "đối thoại trực tiếp với nhân dân"
    expected = retriever.search(asked, 5)
    found: list[bool] = []

    def ask() -> None:
        found.extend(retriever.search(asked, 5) == expected for _ in range(5))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 30

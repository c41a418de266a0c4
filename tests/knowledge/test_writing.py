"""A model over real HTTP through the whole assistant: it may say better what is there, and nothing else."""

from collections.abc import Iterator

import pytest

from emulators.chat_server import Failure, chat_server
from knowledge.answering import Assistant
from knowledge.chat_model import open_chat_model
from knowledge.documents import Answer
from knowledge.embedded_store import EmbeddedStore
from knowledge.embedding import EMBEDDED, open_embedding
from knowledge.evaluation.gold import unproved
from knowledge.retrieval import PassageRetriever
from tests.knowledge.archive import write_archive

FIGURE = "Bình Lâm có bao nhiêu mô hình “Dân vận khéo”?"
LIST = "Hà Khê rút ra ba kinh nghiệm nào?"


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PassageRetriever]:
    folder, home = tmp_path_factory.mktemp("generation"), tmp_path_factory.mktemp("home")
    light = open_embedding(EMBEDDED, home, light=True)
    write_archive(folder, home, light)
    with EmbeddedStore.open(folder) as store:
        yield PassageRetriever(store=store, embedding=light)


def ask(retriever: PassageRetriever, question: str, reply: str, failures: tuple[Failure, ...] = ()) -> Answer:
    with chat_server(lambda _: reply) as server:
        server.failures = list(failures)
        model = open_chat_model("openai:local", server.base_url, "", lambda: "f3nce")
        answer = Assistant(retriever.store, retriever, model).ask(question)
    assert unproved(answer, (question,), retriever.store.documents) == []
    return answer


@pytest.mark.parametrize(
    "reply",
    [
        "Toàn tỉnh hiện có 1.245 mô hình “Dân vận khéo” [1].",
        "Tỉnh hiện có 1.245 mô hình, trong đó 815 mô hình tập thể và 430 mô hình cá nhân [1].",
    ],
)
def test_what_is_there_may_be_said_better(retriever: PassageRetriever, reply: str) -> None:
    answer = ask(retriever, FIGURE, reply)
    assert (answer.status, answer.model) == ("answered", "openai:local")
    assert answer.prompt
    assert answer.prompt.startswith("answer@")
    assert answer.text in reply.replace(" [1]", "")


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        (FIGURE, "Toàn tỉnh hiện có 1.254 mô hình [1]."),
        (FIGURE, "Toàn tỉnh hiện có một nghìn hai trăm năm mươi mô hình [1]."),
        (FIGURE, "Tỉnh có 815 mô hình cá nhân và 430 mô hình tập thể [1]."),
        (FIGURE, "Hà Khê hiện có 1.245 mô hình [1]."),
        (FIGURE, "Toàn tỉnh hiện có 1.245 mô hình [1]. Tăng 20% so với năm trước [1]."),
        (FIGURE, "Toàn tỉnh không có 1.245 mô hình [1]."),
        (FIGURE, "Tỷ lệ giải quyết đơn thư đạt 94,5% [1]."),
        (FIGURE, "Quyết định 3017-QĐ/TU ngày 14/7/2014 của Thủ tướng Chính phủ [1]."),
        (FIGURE, "Bài viết: “toàn tỉnh có 1.245 mô hình xuất sắc” [1]."),
        (FIGURE, "Toàn tỉnh hiện có 1.245 mô hình."),
        (LIST, "Một là, bám sát cơ sở. Hai là, tổ chức hội thi. Ba là, khen thưởng [1]."),
        (LIST, "Huyện ủy Bình Lâm rút ra ba kinh nghiệm [1]."),
        (LIST, "Kinh nghiệm của Hà Khê có bốn điểm [1]."),
        (LIST, "Thủ tướng Chính phủ ban hành Chỉ thị số 27-CT/TU, ngày 11/8/2017 [1][2]."),
    ],
)
def test_a_lie_never_reaches_the_user(retriever: PassageRetriever, question: str, reply: str) -> None:
    answer = ask(retriever, question, reply)
    assert answer.status == "answered"
    assert answer.model is None
    assert answer.prompt is not None


@pytest.mark.parametrize("failure", [401, 429, 500, "cut", "garbage"])
def test_a_model_that_fails_is_not_spoken_of(retriever: PassageRetriever, failure: Failure) -> None:
    answer = ask(retriever, FIGURE, "Toàn tỉnh hiện có 1.245 mô hình [1].", (failure,) * 9)
    assert answer.model is None
    assert "1.245" in answer.text
    assert "mô hình ngôn ngữ" not in answer.text.lower()


def test_a_refusal_asks_no_model(retriever: PassageRetriever) -> None:
    answer = ask(retriever, "Hà Khê có bao nhiêu mô hình “Dân vận khéo”?", "Hà Khê có 1.245 mô hình [1].")
    assert (answer.status, answer.model, answer.prompt) == ("refused", None, None)

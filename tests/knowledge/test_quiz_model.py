"""Questions from a language model: kept where the passage bears them out, dropped where anything is off."""

import json
from random import Random
from typing import Any

import pytest

from bot.composition import LiveLibrary
from emulators.chat_server import chat_server
from knowledge.documents import Passage
from knowledge.errors import SettingError
from knowledge.quiz.questions import QuizKind
from knowledge.quiz.written_by_model import held, read_reply
from knowledge.store import Store


@pytest.fixture(scope="module")
def store(library: LiveLibrary) -> Store:
    return library.current().store


@pytest.fixture(scope="module")
def passage(store: Store) -> Passage:
    """A passage of the shipped documents, with a sentence to ask about."""
    found = (store.passage(number) for number in range(store.passage_count))
    return next(one for one in found if "Một là" in one.text or len(one.text) > 300)


def good(passage: Passage, **change: Any) -> dict[str, Any]:
    """An object that holds: its answer are words of the passage."""
    words = passage.text.split()
    quote = " ".join(words[4:24])
    answer = " ".join(words[6:12])
    options = [
        answer,
        "giao hết cho doanh nghiệp tư nhân",
        "chờ cấp trên nhắc nhở nhiều lần",
        "bỏ qua ý kiến trái chiều",
    ]
    return {
        "question": "Điều nào dưới đây được nêu?",
        "options": options,
        "right": 0,
        "quote": quote,
    } | change


def test_a_question_that_the_passage_bears_out_is_kept(store: Store, passage: Passage) -> None:
    question = held(store, passage, good(passage), Random(1))
    assert question is not None
    assert question.kind is QuizKind.MODEL
    assert question.answer == good(passage)["options"][0].strip(" .")
    proof = question.proof
    assert proof is not None
    assert store.documents[proof.document_id].text[proof.start : proof.end] == proof.quote


@pytest.mark.parametrize(
    "change",
    [
        {"quote": "Một câu mà đoạn này không hề có trong đó."},
        {"question": "Theo Nghị quyết số 99-NQ/TW ngày 1/1/1999, điều nào được nêu?"},
        {"question": "Mời xem thêm tại https://vi-du.vn hoặc gọi 0912345678, điều nào đúng?"},
        {"options": ["một", "hai", "ba"]},
        {"options": ["tăng thêm 77,7% so với kế hoạch", "hai", "ba", "bốn"]},
        {"right": 1},
        {"right": True},
        {"right": 9},
        {"question": 5},
        {"quote": "ngắn"},
    ],
)
def test_whatever_is_off_is_dropped(store: Store, passage: Passage, change: dict[str, Any]) -> None:
    assert held(store, passage, good(passage, **change), Random(1)) is None


def test_a_wrong_choice_that_the_passage_says_is_no_wrong_choice(store: Store, passage: Passage) -> None:
    options = good(passage)["options"]
    other = " ".join(passage.text.split()[14:19])
    assert held(store, passage, good(passage, options=[options[0], other, *options[2:]]), Random(1)) is None


@pytest.mark.parametrize("reply", ["", "Không có.", "[", "[1, 2]", '{"question": 1}', "[[]]", "[" * 9000])
def test_replies_that_are_none(reply: str) -> None:
    assert read_reply(reply) == []


def test_fences_of_code_around_the_array_do_not_matter() -> None:
    assert read_reply('```json\n[{"question": "a"}]\n```') == [{"question": "a"}]


def test_the_command_asks_the_configured_model(shipped_home: Any) -> None:
    seen: list[str] = []

    def reply(messages: list[dict[str, Any]]) -> str:
        prompt = str(messages[-1]["content"])
        seen.append(prompt)
        body = prompt.split(">>>\n", 1)[1].split("\n<<<HẾT", maxsplit=1)[0].partition("\n")[2]
        words = body.split()
        options = [
            " ".join(words[4:9]),
            "giao hết cho tư nhân",
            "chờ cấp trên nhắc nhở",
            "bỏ qua ý kiến trái chiều",
        ]
        found = {
            "question": "Điều nào được nêu?",
            "options": options,
            "right": 0,
            "quote": " ".join(words[2:12]),
        }
        return json.dumps([found], ensure_ascii=False)

    with chat_server(reply) as server:
        made = LiveLibrary(server.settings(shipped_home)).richer_questions("đối thoại", 3, Random(1))
    assert seen
    assert all(question.kind is QuizKind.MODEL and question.proof for question in made)


def test_without_a_model_it_says_so(library: LiveLibrary) -> None:
    with pytest.raises(SettingError, match="CHAT_MODEL"):
        library.richer_questions("đối thoại", 3, Random(1))

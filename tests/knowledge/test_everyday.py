"""Everyday words: the data is sound, phrases are found whole, and an answer is found by them."""

import json
from importlib import resources
from pathlib import Path

from emulators.serving import Index
from knowledge.answers.wording import mends_no_name
from knowledge.everyday import also_called, everyday_words
from knowledge.spelling import nfc
from knowledge.words import syllables
from tests.knowledge.asking import LAW_HEAD, ask, assistant_over

_WORDS = json.loads(resources.files("knowledge").joinpath("language/everyday.json").read_text("utf-8"))[
    "words"
]


def test_every_entry_says_one_thing_in_other_words() -> None:
    for entry in _WORDS:
        said = [*entry["written"], *entry["called"]]
        assert entry.keys() - {"always"} == {"written", "called"}
        assert entry["written"]
        assert entry["called"]
        assert len(set(said)) == len(said), entry
        assert all(one == nfc(one).lower() and one == " ".join(syllables(one)) for one in said), entry


def test_no_pair_is_written_twice() -> None:
    pairs = [(w, c) for entry in _WORDS for w in entry["written"] for c in entry["called"]]
    assert [pair for pair in set(pairs) if pairs.count(pair) > 1] == []


def test_a_text_is_called_what_people_call_it() -> None:
    told = syllables("Cấp giấy chứng nhận quyền sử dụng đất cho hộ gia đình")
    assert ("sổ", "đỏ") in set(also_called(told, always=True))
    assert ("sổ", "đỏ") not in set(also_called(told[2:], always=True))
    assert ("đi", "bộ", "đội") in set(also_called(syllables("Công dân nhập ngũ"), always=False))


def test_an_everyday_word_leads_to_the_answer(index: Index, tmp_path: Path) -> None:
    law = (
        f"{LAW_HEAD}31/2022/QH15\n\nLUẬT\nĐĂNG KÝ TÀI SẢN\n\nĐiều 1. Cấp lại\n1. Giấy chứng nhận quyền sử dụng đất "
        "bị mất được cấp lại trong thời hạn 12 ngày làm việc.\n2. Giấy đăng ký tàu thuyền bị mất được cấp lại trong "
        "thời hạn 7 ngày làm việc.\n\nĐiều 2. Trách nhiệm\nCơ quan đăng ký lưu giữ hồ sơ.\n"
    )
    assistant = assistant_over(index, tmp_path / "called", law=law)
    for question in ("mất sổ đỏ thì bao nhiêu ngày được cấp lại?", "mat so do bao nhieu ngay dc cap lai"):
        answer = ask(assistant, question)
        assert answer.status == "answered"
        assert "12 ngày làm việc" in answer.text


def test_a_question_says_everyday_words_with_or_without_marks() -> None:
    assert ("đi", "bộ", "đội") in everyday_words("Mấy tuổi thì đi bộ đội?")
    assert ("di", "bo", "doi") in everyday_words("may tuoi thi di bo doi")
    assert everyday_words("Đi bộ bao xa?") == []


def test_slips_in_names_are_not_mended() -> None:
    assert mends_no_name("Ai chỉ định trưỡng thôn?", "Ai chỉ định trưởng thôn?")
    assert not mends_no_name("Xã Nậm Dẩn có mấy thôn?", "Xã Nậm Dần có mấy thôn?")
    assert not mends_no_name("Xã có mấy thôn?", "Xã có mấy thôn?")

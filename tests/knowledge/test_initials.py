"""Abbreviations that no table holds are read by their initials from what was found; chance runs are not."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from knowledge.answers.initials import spelled_by_initials, with_meanings
from tests.knowledge.asking import LAW_HEAD, ask, assistant_over

LAW = f"""{LAW_HEAD}71/2031/QH16
LUẬT
VƯỜN ƯƠM CỘNG ĐỒNG
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Vườn ươm cộng đồng.
Điều 1. Làng nghề truyền thống
1. Làng nghề truyền thống được miễn tiền thuê đất.
2. Thợ cả của làng nghề truyền thống nghỉ 14 ngày sau mùa dệt.
Điều 2. Nơi học
1. Trường cao đẳng nhận 45 người học mỗi vụ; hiệu trưởng ký sổ.
2. Nhà cộng đồng mở cửa từ 6 giờ; thôn cử người trông.
Điều 3. Gặp nhau
1. Người ươm cây gặp cán bộ đặt hàng khi gieo hạt.
"""
"""Made up for this test."""


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("initials"), law=LAW)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Thợ cả của LNTT nghỉ mấy ngày?", {"LNTT": "làng nghề truyền thống"}),
        ("tho ca cua lntt nghi may ngay", {"lntt": "làng nghề truyền thống"}),
        ("Luật VƯCĐ nói gì về thợ cả?", {"VƯCĐ": "vườn ươm cộng đồng"}),
        ("Trường CĐ nhận mấy người?", {"CĐ": "cao đẳng"}),
        ("Nhà CĐ mở cửa lúc mấy giờ?", {"CĐ": "cộng đồng"}),
    ],
)
def test_what_was_found_spells_an_abbreviation_out(
    assistant: Assistant, asked: str, meant: dict[str, str]
) -> None:
    assert spelled_by_initials(assistant._sources, asked) == meant


@pytest.mark.parametrize(
    "asked",
    [
        "Ai được vào CĐ?",
        "Khi gieo hạt thì CBĐH làm gì?",
        "Nghị định 12/2031/LNTT quy định gì?",
        "Đồng chí Lntt nghỉ mấy ngày?",
        "tho ca o ca mau nghi may ngay",
        "UBND xã quản lý nhà nào?",
    ],
)
def test_a_chance_run_a_number_and_a_syllable_are_left_alone(assistant: Assistant, asked: str) -> None:
    assert spelled_by_initials(assistant._sources, asked) == {}


def test_an_answer_says_how_an_abbreviation_was_understood(assistant: Assistant) -> None:
    answer = ask(assistant, "LNTT được miễn gì?")
    assert "tiền thuê đất" in answer.text
    assert answer.warnings == ("«LNTT» được hiểu là «làng nghề truyền thống».",)


def test_what_passages_do_not_say_stays_refused(assistant: Assistant) -> None:
    assert ask(assistant, "LNTT được vay bao nhiêu tiền khi về hưu?").status == "refused"


def test_words_stand_with_marks_only_where_the_question_has_some() -> None:
    meant = {"lntt": "làng nghề truyền thống"}
    assert with_meanings("lntt nghi may ngay", meant) == "lang nghe truyen thong nghi may ngay"
    assert with_meanings("Thợ cả của lntt nghỉ?", meant) == "Thợ cả của làng nghề truyền thống nghỉ?"

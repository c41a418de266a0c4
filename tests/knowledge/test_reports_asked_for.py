"""«Cho tôi báo cáo …»: the reports themselves, by place, time and title; never what one of them happens to say."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from tests.knowledge.asking import ask, assistant_over

SPRING = """Kết quả trồng tre của huyện Mường Tre quý I năm 2031
Tác giả: Lò Thị Mây
Ba tháng đầu năm, huyện Mường Tre báo cáo kết quả với tỉnh, mở 6 lớp tập huấn trồng tre cho cán bộ các xã trong huyện.
Hội Phụ nữ huyện phối hợp trồng tre tại 05 thôn xa trung tâm huyện và giúp các thôn này làm vườn ươm giống tre.
"""
YEARS = """Kết quả 05 năm giữ rừng tre ở huyện Mường Tre
Tác giả: Vàng A Sùng
Sau 05 năm, huyện Mường Tre có 12 tổ giữ rừng tre, nhân dân các bản góp 300 ngày công làm hàng rào quanh rừng.
"""
OTHER = """Huyện Mường Ong nuôi ong mật
Ngày 5/3/2032
Huyện Mường Ong có 40 hộ nuôi ong mật, mỗi năm bán 2 tấn mật cho các huyện bạn và cho khách đến thăm.
"""


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("bai"), quy_mot=SPRING, nam_nam=YEARS, ong=OTHER)


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("cho toi bao cao quy 1 nam 2031 cua huyen muong tre", "quý I năm 2031"),
        ("Xin bài về giữ rừng tre", "05 năm giữ rừng tre"),
        ("báo cáo của huyện Mường Ong năm 2032", "Mường Ong nuôi ong mật"),
    ],
)
def test_the_report_that_fits(assistant: Assistant, question: str, title: str) -> None:
    answer = ask(assistant, question)
    assert answer.status == "answered"
    assert title in answer.text and answer.text.count("Bài “") == 1


@pytest.mark.parametrize(
    "question",
    ["cho toi bao cao quy 2 nam 2031 cua huyen muong tre", "gửi em báo cáo năm 2040 của Mường Tre"],
)
def test_another_time_is_refused_with_what_there_is(assistant: Assistant, question: str) -> None:
    answer = ask(assistant, question)
    assert answer.status == "refused"
    assert "Kho có:" in answer.text and answer.text.count("Bài “") == 2


def test_who_wrote_of_a_place_names_all_its_reports(assistant: Assistant) -> None:
    text = ask(assistant, "Tác giả các bài về huyện Mường Tre là ai?").text
    assert "Lò Thị Mây" in text and "Vàng A Sùng" in text


def test_what_a_report_says_is_asked_of_its_text(assistant: Assistant) -> None:
    assert "6 lớp tập huấn" in ask(assistant, "Báo cáo của huyện Mường Tre nói gì về lớp tập huấn?").text


def test_some_that_something_is_about_are_not_all(assistant: Assistant) -> None:
    assert ask(assistant, "Mường Tre có bao nhiêu thôn?").status == "refused"
    assert "05 thôn" in ask(assistant, "Hội Phụ nữ phối hợp trồng tre tại bao nhiêu thôn ở Mường Tre?").text

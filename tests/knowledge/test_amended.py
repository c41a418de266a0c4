"""A law that amends others: their names in its title do not make it theirs, and who asks of them hears of it."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from tests.knowledge.asking import LAW_HEAD, ask, assistant_over

AMENDING = (
    LAW_HEAD
    + """44/2041/QH18
LUẬT
SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA LUẬT NUÔI ONG MẬT, LUẬT GIỮ RỪNG TRE
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Điều 1. Sửa đổi, bổ sung một số điều của Luật Nuôi ong mật số 15/2034/QH17
Sửa đổi, bổ sung Điều 3 của Luật Nuôi ong mật số 15/2034/QH17 như sau:
“Điều 3. Thùng nuôi ong
Thùng nuôi ong được đặt cách nhà ở 20 mét.”.
Điều 2. Sửa đổi, bổ sung một số điều của Luật Giữ rừng tre số 7/2030/QH16
Bãi bỏ Điều 9 của Luật Giữ rừng tre số 7/2030/QH16.
Điều 3. Hiệu lực thi hành
Luật này có hiệu lực thi hành từ ngày 01 tháng 5 năm 2042.
"""
)
BEES = (
    LAW_HEAD
    + """15/2034/QH17
LUẬT
NUÔI ONG MẬT
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Nuôi ong mật.
Điều 1. Mùa lấy mật
Mật ong được lấy từ tháng 3 hằng năm.
"""
)


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("sua"), sua_doi=AMENDING, nuoi_ong=BEES)


def test_a_law_is_known_by_its_whole_title(assistant: Assistant) -> None:
    assert [entry.number for entry in ask(assistant, "Luật Giữ rừng tre số mấy?").documents] == [
        "7/2030/QH16"
    ]
    answer = ask(assistant, "luat giu rung tre dieu 3 noi gi")
    assert answer.status == "refused"
    assert "01 tháng 5 năm 2042" not in answer.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Luật Giữ rừng tre số mấy?", "7/2030/QH16"),
        ("Luật số 15/2034/QH17", "15/2034/QH17"),
        ("Theo Luật Nuôi ong mật, mật ong được lấy từ tháng mấy?", "tháng 3"),
        ("mật ong được lấy từ tháng mấy", "tháng 3"),
    ],
)
def test_who_asks_of_an_amended_law_is_warned(assistant: Assistant, question: str, told: str) -> None:
    answer = ask(assistant, question)
    assert [text for text in answer.warnings if "được sửa đổi, bổ sung bởi Luật số 44/2041/QH18" in text]
    assert told in answer.text


@pytest.mark.parametrize(
    "question", ["Luật số 44/2041/QH18 sửa đổi những nội dung gì?", "luat 44/2041/QH18 sua nhung gi"]
)
def test_what_a_law_changes_by_its_own_lines(assistant: Assistant, question: str) -> None:
    lines = ask(assistant, question).text.splitlines()
    assert [line for line in lines if line.startswith("• ")] == [
        "• Điều 1. Sửa đổi, bổ sung một số điều của Luật Nuôi ong mật số 15/2034/QH17",
        "• Điều 2. Sửa đổi, bổ sung một số điều của Luật Giữ rừng tre số 7/2030/QH16",
    ]


def test_what_amended_it_is_told_where_its_force_is_not_known(assistant: Assistant) -> None:
    answer = ask(assistant, "Luật số 7/2030/QH16 còn hiệu lực không?")
    assert answer.status == "refused"
    assert "đã được sửa đổi, bổ sung bởi Luật số 44/2041/QH18" in answer.text


def test_which_laws_it_changes_are_named_without_a_warning(assistant: Assistant) -> None:
    answer = ask(assistant, "Luật số 44/2041/QH18 sửa đổi những luật nào?")
    assert "15/2034/QH17" in answer.text
    assert answer.warnings == ()


def test_the_law_that_amends_bears_no_warning(assistant: Assistant) -> None:
    assert ask(assistant, "Luật số 44/2041/QH18").warnings == ()

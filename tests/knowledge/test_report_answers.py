"""Questions over a made-up report of a meeting: who was there, sums that are asked for, aims, parts of a whole."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from tests.knowledge.asking import ask, assistant_over

REPORT = """Hội nghị đánh giá phong trào trồng hoa ở tỉnh Lai Châu

Ngày 05 tháng 12 năm 2031

Ban Dân vận Tỉnh ủy Lai Châu tổ chức hội nghị đánh giá phong trào trồng hoa trên địa bàn tỉnh.

Dự Hội nghị có các đồng chí: Lò Văn Mơ, Phó Bí thư Tỉnh ủy; Vàng Thị Lan, Trưởng Ban Dân vận Tỉnh ủy.

Các huyện đã tổ chức 208 buổi tập huấn trồng hoa; các xã, phường tổ chức 426 buổi tập huấn cho nhân dân.

Toàn tỉnh có 60 nhóm ươm cây. Giải thưởng trao cho những nơi không đạt trên 70% số điểm thì bị hủy.

Phụ nữ trong tỉnh đóng góp phong trào trồng hoa bằng 3.400 chậu cây.

Toàn tỉnh có 1.500 vườn hoa, trong đó 900 vườn hoa tập thể, 600 vườn hoa gia đình.

Tổng số người trồng hoa có mặt tại hội nghị: 45.

Các xã vận động nhân dân hạn chế hái hoa trong phong trào trồng hoa.

Phong trào trồng hoa phấn đấu đến năm 2040 phủ kín đường làng, ngõ xóm của tỉnh Lai Châu.
"""


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("bai"), hoi_nghi=REPORT)


def test_who_was_there(assistant: Assistant) -> None:
    answer = ask(assistant, "Ai dự hội nghị đánh giá phong trào trồng hoa?")
    assert "Lò Văn Mơ" in answer.text


def test_a_sum_is_computed_where_it_is_asked_for_and_said_to_be(assistant: Assistant) -> None:
    answer = ask(assistant, "Lai Châu tổng cộng bao nhiêu buổi tập huấn trồng hoa?")
    assert "Cộng lại: 208 + 426 = 634" in answer.text
    assert "Cộng lại" not in ask(assistant, "Lai Châu có bao nhiêu buổi tập huấn trồng hoa?").text


def test_parts_are_not_added_to_their_whole(assistant: Assistant) -> None:
    answer = ask(assistant, "Lai Châu tổng cộng bao nhiêu vườn hoa?")
    assert "1.500 vườn hoa" in answer.text
    assert "3.000" not in answer.text


def test_an_aim_is_what_is_striven_for(assistant: Assistant) -> None:
    assert (
        "phủ kín đường làng" in ask(assistant, "Mục tiêu của phong trào trồng hoa đến năm 2040 là gì?").text
    )


def test_figures_of_whatever_kind_are_digits(assistant: Assistant) -> None:
    answer = ask(assistant, "So sánh số liệu vườn hoa tập thể và vườn hoa gia đình của Lai Châu")
    assert answer.status != "answered" or "900" in answer.text


def test_shortcomings_are_not_what_people_are_asked_to_do_less_of(assistant: Assistant) -> None:
    assert ask(assistant, "Những hạn chế của phong trào trồng hoa?").status == "refused"
    assert ask(assistant, "hạn chế của phong trào trồng hoa ở Lai Châu").status == "refused"


def test_what_is_counted_is_what_is_said_of_it(assistant: Assistant) -> None:
    assert ask(assistant, "Lai Châu có bao nhiêu nhóm ươm cây?").status == "answered"
    assert ask(assistant, "Lai Châu có bao nhiêu nhóm ươm cây được khen thưởng?").status == "refused"


def test_a_question_that_only_names_what_it_asks_for_gets_that(assistant: Assistant) -> None:
    answer = ask(assistant, "Đôi giày nhân dân Lai Châu đóng góp cho phong trào trồng hoa")
    assert answer.status == "refused"


def test_those_who_are_there_are_not_all_that_there_are(assistant: Assistant) -> None:
    assert "45" not in ask(assistant, "Tỉnh Lai Châu có bao nhiêu người trồng hoa?").text
    assert "45" in ask(assistant, "Tổng số người trồng hoa có mặt tại hội nghị là bao nhiêu?").text

"""Bodies of one name at several levels: what is told of one is never told of another."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from tests.knowledge.asking import LAW_HEAD, ask, assistant_over

LAW = (
    LAW_HEAD
    + """15/2034/QH17
LUẬT
GIỮ RỪNG TRE
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Giữ rừng tre.
Điều 1. Trạm giữ tre ở trung ương
1. Ban giữ tre trung ương thuộc Bộ Nông nghiệp, chịu trách nhiệm quản lý các trạm giữ tre ở trung ương.
2. Ban giữ tre trung ương có các nhiệm vụ sau đây:
a) Tổ chức việc giữ tre tại trạm;
b) Hướng dẫn nhân dân trồng tre;
c) Tổng hợp, báo cáo về tình hình giữ tre.
Điều 2. Trạm giữ tre của tỉnh
1. Ban giữ tre cấp tỉnh do Ủy ban nhân dân cấp tỉnh thành lập, do một Phó Chánh Văn phòng phụ trách.
2. Ban giữ tre cấp tỉnh có các nhiệm vụ sau đây:
a) Tổ chức việc giữ tre của tỉnh;
b) Cấp giống tre cho nhân dân.
Điều 3. Tiếp người trồng tre
1. Chủ tịch Ủy ban nhân dân cấp tỉnh tiếp người trồng tre mỗi tháng ít nhất 01 ngày.
2. Chủ tịch Ủy ban nhân dân cấp xã tiếp người trồng tre mỗi tuần ít nhất 02 ngày.
Điều 4. Hết hiệu lực
Quyết định số **75/2029/QĐ-TTg** về phụ cấp đối với người giữ tre ở thôn, bản hết hiệu lực.
"""
)


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("cap"), luat=LAW)


def test_who_set_up_one_is_not_told_of_another(assistant: Assistant) -> None:
    assert "Ủy ban nhân dân cấp tỉnh" in ask(assistant, "Ban giữ tre cấp tỉnh do ai thành lập?").text
    assert ask(assistant, "Ban giữ tre trung ương do ai thành lập?").status == "refused"


@pytest.mark.parametrize(
    "question", ["Ban giữ tre trung ương thuộc cơ quan nào?", "ban giu tre trung uong truc thuoc co quan nao"]
)
def test_where_a_body_belongs(assistant: Assistant, question: str) -> None:
    text = ask(assistant, question).text
    assert text.startswith("Ban giữ tre trung ương thuộc Bộ Nông nghiệp")
    assert "Hướng dẫn nhân dân" not in text


def test_tasks_are_those_of_the_level_asked_for(assistant: Assistant) -> None:
    assert "Hướng dẫn nhân dân trồng tre" in ask(assistant, "Nhiệm vụ của Ban giữ tre trung ương là gì?").text
    assert "Cấp giống tre" in ask(assistant, "Nhiệm vụ của Ban giữ tre cấp tỉnh là gì?").text


@pytest.mark.parametrize(("whom", "days"), [("chủ tịch xã", "02 ngày"), ("chủ tịch tỉnh", "01 ngày")])
def test_a_post_is_of_its_level(assistant: Assistant, whom: str, days: str) -> None:
    told = ask(assistant, f"{whom} tiếp người trồng tre ít nhất mấy ngày?").text.splitlines()[0]
    assert days in told


def test_the_number_of_a_document_is_no_allowance(assistant: Assistant) -> None:
    assert ask(assistant, "phụ cấp người giữ tre ở thôn, bản bao nhiêu?").status == "refused"

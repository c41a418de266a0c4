"""A refusal shows the nearest sentence of the documents, where one is near, and that it may not be what was asked."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from knowledge.evaluation.gold import unproved
from tests.knowledge.asking import assistant_over

REPORT = """Xã Mường Lay tổng kết phong trào trồng cây
Ngày 5/3/2031
Tỷ lệ hộ nghèo của xã Mường Lay giảm nhanh, năm 2030 chỉ còn 4%.
Các bản trong xã trồng được nhiều cây xanh ven suối.
"""


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("trong-cay"), muong_lay=REPORT)


def test_what_is_told_of_another_year_is_shown_as_a_source_only(assistant: Assistant) -> None:
    question = "Xã Mường Lay có bao nhiêu hộ nghèo năm 2027?"
    answer = assistant.ask(question)
    assert answer.status == "refused"
    assert "Đoạn gần nhất trong kho ở bài “Xã Mường Lay tổng kết phong trào trồng cây”" in answer.text
    assert "4%" not in answer.text
    assert "năm 2030 chỉ còn 4%" in answer.citations[0].quote
    assert unproved(answer, (question,), assistant.store.documents) == []


@pytest.mark.parametrize(
    "question", ["Giá vàng hôm nay ở Hà Nội là bao nhiêu?", "Xã Nậm Tin có bao nhiêu hộ nghèo?"]
)
def test_nothing_is_shown_of_another_place_or_matter(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "refused"
    assert "Đoạn gần nhất" not in answer.text

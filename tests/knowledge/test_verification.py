"""Planted errors are caught, clean answers pass."""

import pytest

from knowledge.verification import verify

PASSAGE = (
    "Ngày 5/12, Ban Dân vận tổ chức Hội nghị đánh giá thực hiện Quyết định 2108-QĐ/TU ngày 20/5/2015 của Ban Thường "
    "vụ tỉnh ủy; toàn tỉnh hiện có 1.967 mô hình, trong đó 1.411 mô hình tập thể, 556 mô hình cá nhân, đạt 96,72%."
)


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định số 2108-QĐ/TU ngày 20 tháng 5 năm 2015 của Ban Thường vụ Tỉnh ủy.",
        "Có 1967 mô hình, trong đó 1.411 tập thể và 556 cá nhân.",
        "Tỷ lệ 96,72 %.",
        "Bài viết: “toàn tỉnh hiện có 1.967 mô hình”.",
        "Tổng cộng 1.967 mô hình tập thể và cá nhân.",
        "Hội nghị ngày 5/12.",
        "Không có con số nào ở đây.",
    ],
)
def test_clean_answers_pass(text: str) -> None:
    assert verify(text, [PASSAGE]) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Quyết định số 2180-QĐ/TU", "number"),
        ("Quyết định số 2108-QĐ/UBND", "number"),
        ("ngày 20/5/2016", "date"),
        ("ngày 21 tháng 5 năm 2015", "date"),
        ("ngày 5/12/2018", "date"),
        ("có 1.976 mô hình", "figure"),
        ("đạt 96,27%", "figure"),
        ("“toàn tỉnh hiện có hơn hai nghìn mô hình”", "quotation"),
        ("cộng lại là 1.968 mô hình", "figure"),
    ],
)
def test_planted_errors_are_caught(text: str, kind: str) -> None:
    assert kind in [problem.claim.kind for problem in verify(text, [PASSAGE])]


def test_a_stated_sum_of_cited_figures_passes_and_an_unstated_one_does_not() -> None:
    evidence = ["Tổ chức 208 hội nghị", "tổ chức 426 hội nghị"]
    assert verify("Tổng cộng 634 hội nghị.", evidence) == []
    assert verify("Có 634 hội nghị.", evidence) != []


def test_what_the_user_wrote_may_be_repeated_when_given() -> None:
    assert verify("Không có 81-CT/TU.", [PASSAGE], ["Chỉ thị 81-CT/TU là gì?"]) == []


def test_a_quotation_from_a_document_that_is_not_cited_is_caught() -> None:
    assert verify("“mô hình tập thể”", ["Một đoạn khác."]) != []

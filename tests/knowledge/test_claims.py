"""Claims of a text in their normal forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.claims import claims, figure_value, normal_number


def found(text: str, kind: str) -> list[str]:
    return [claim.normal for claim in claims(text) if claim.kind == kind]


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Chỉ thị số 18 -CT/TU", "18-ct/tu"),
        ("16/CT-TTg", "16/ct-ttg"),
        ("Nghị định 59/2023/NĐ-CP", "59/2023/nd-cp"),
        ("Luật số 10/2022/QH15", "10/2022/qh15"),
        ("11-QĐi/TW", "11-qdi/tw"),
        ("số 05-CT/TW", "5-ct/tw"),
        ("102/2025/NQLT-UBTVQH15-CP-ĐCTUBTWMTTQVN", "102/2025/nqlt-ubtvqh15-cp-dctubtwmttqvn"),
    ],
)
def test_numbers_are_found_whole(text: str, normal: str) -> None:
    assert found(text, "number") == [normal]
    assert found(text, "figure") == []


@pytest.mark.parametrize(
    "text",
    ["20/5/2015", "ngày 20/05/2015", "20-5-2015", "20.5.2015", "ngày 20 tháng 5 năm 2015", "2015-05-20"],
)
def test_all_forms_of_a_day_are_one(text: str) -> None:
    assert found(text, "date") == ["20/05/2015"]
    assert found(text, "figure") == []


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.967", "1967"),
        ("96,72", "96.72"),
        ("1.217.000", "1217000"),
        ("02", "2"),
        ("178", "178"),
        ("0", "0"),
    ],
)
def test_vietnamese_numerals(written: str, value: str) -> None:
    assert figure_value(written) == value


def test_periods_and_parties_are_not_numbers() -> None:
    text = "giai đoạn 2016-2020, nhiệm kỳ 2021 - 2026, Tổ công tác 1902, 7/9 vụ việc, 5/tháng"
    assert found(text, "number") == []


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("thay thế bởi 15/2023/QH15.\nLuật số", "15/2023/qh15"),
        ("18-CT/TU. Kế hoạch", "18-ct/tu"),
        ("18-CT/TU - Kế hoạch", "18-ct/tu"),
    ],
)
def test_a_number_ends_with_its_marks(text: str, normal: str) -> None:
    assert found(text, "number") == [normal]


def test_spaces_and_marks_do_not_matter_to_a_number() -> None:
    assert normal_number("18 - CT/TU") == normal_number("18-ct/tu")


@given(st.text(max_size=300))
def test_any_text_is_read_and_spans_stay_inside(text: str) -> None:
    for claim in claims(text):
        assert 0 <= claim.start < claim.end <= len(text)

"""Numbers in every written form come out in one form; figures, dates and teams are no numbers."""

import pytest

from knowledge.references import extract, normalise_number, number_key


@pytest.mark.parametrize(
    ("written", "normalised"),
    [
        ("18-CT/TU", "18-CT/TU"),
        ("18 -CT/TU", "18-CT/TU"),
        ("18 - CT/TU", "18-CT/TU"),
        ("18–CT/TU", "18-CT/TU"),
        ("25/NQ-TW", "25-NQ/TW"),
        ("54/KH/HU", "54-KH/HU"),
        ("16/CT-TTg", "16/CT-TTg"),
        ("248/QĐ-UBND", "248/QĐ-UBND"),
        ("729-CV/BTGTU", "729-CV/BTGTU"),
        ("11-QĐi/TW", "11-QĐi/TW"),
        ("59/2023/NĐ-CP", "59/2023/NĐ-CP"),
        ("59/2023/NĐ- CP", "59/2023/NĐ-CP"),
        ("10/2022/QH15", "10/2022/QH15"),
        ("154/2026/NĐ-CP", "154/2026/NĐ-CP"),
        ("66.18/2026/NQ-CP", "66.18/2026/NQ-CP"),
        ("24/2026/NQCP", "24/2026/NQ-CP"),
        ("05A/VBHN-BGTVT", "05A/VBHN-BGTVT"),
        ("34/2007/PL-UBTVQH11", "34/2007/PL-UBTVQH11"),
        ("58/2008/TTLT-BTC-BTN&MT", "58/2008/TTLT-BTC-BTN&MT"),
        ("403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN", "403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN"),
        ("6266/UBND-NNMT", "6266/UBND-NNMT"),
    ],
)
def test_every_written_form_has_one_normal_form(written: str, normalised: str) -> None:
    number = normalise_number(f"Văn bản số {written} nói trên")
    assert number is not None
    assert number.normalised == normalised


@pytest.mark.parametrize(
    "text",
    [
        "Tổ công tác 1902 năm 2020",
        "tổng số tiền 178 triệu đồng",
        "hiện có 1.967 mô hình, trong đó 1.411 mô hình tập thể",
        "năm 2020 xếp thứ 38/63 tỉnh, thành phố",
        "giải quyết 7/9 vụ việc",
        "ngày 27-28/7/2020",
        "nhiệm kỳ 2020 - 2025, giai đoạn 2016-2020",
        "đạt 96,72%, mở cửa 24/24H, phòng, chống Covid-19",
        "Mẫu số 01/HNCT, lô số 12/KDC",
        "Kế hoạch 5 năm 2021-2025, kế hoạch 05 năm",
        "sống và làm việc theo Hiến pháp và pháp luật",
        "các nghị quyết, đề án, kế hoạch, chương trình phối hợp",
    ],
)
def test_figures_dates_and_teams_are_no_documents(text: str) -> None:
    assert extract(text) == []


def test_leading_zeros_and_separators_do_not_tell_numbers_apart() -> None:
    assert number_key(normalise_number("06-CT/TU")) == number_key(normalise_number("6/CT-TU"))
    assert number_key(normalise_number("06-CT/TU")) != number_key(normalise_number("06-CT/TW"))


def test_a_number_is_taken_apart() -> None:
    number = normalise_number("102/2025/NQLT-UBTVQH15-CP-ĐCTUBTWMTTQVN")
    assert number is not None
    assert (number.serial, number.year, number.type_mark, number.issuer_mark) == (
        "102",
        2025,
        "NQLT",
        "UBTVQH15-CP-ĐCTUBTWMTTQVN",
    )


def test_no_number_is_none() -> None:
    assert normalise_number("không có số nào") is None

"""Numbers in questions, however they are typed; years, counts and sums are none."""

from datetime import date

import pytest

from knowledge.references import extract_from_question


@pytest.mark.parametrize(
    ("typed", "kind", "normalised"),
    [
        ("ct18", "Chỉ thị", "18"),
        ("CT 18", "Chỉ thị", "18"),
        ("chi thi 18", "Chỉ thị", "18"),
        ("chi thi so 18 noi gi", "Chỉ thị", "18"),
        ("18 ct tu", "Chỉ thị", "18-CT/TU"),
        ("18ct/tu", "Chỉ thị", "18-CT/TU"),
        ("18-ct/tu", "Chỉ thị", "18-CT/TU"),
        ("ct 18/tu", "Chỉ thị", "18-CT/TU"),
        ("QD 290", "Quyết định", "290"),
        ("QĐ2108", "Quyết định", "2108"),
        ("qd 2108 qd/tu", "Quyết định", "2108-QĐ/TU"),
        ("nghi quyet 25 nq tw", "Nghị quyết", "25-NQ/TW"),
        ("nq 25 tw", "Nghị quyết", "25-NQ/TW"),
        ("KH số 54/HU", "Kế hoạch", "54-KH/HU"),
        ("16/ct-ttg", "Chỉ thị", "16/CT-TTg"),
        ("nghị định 59/2023/nd-cp", "Nghị định", "59/2023/NĐ-CP"),
        ("10/2022/qh15", None, "10/2022/QH15"),
        ("đề án 17 của tỉnh", "Đề án", "17"),
        ("số 18 là văn bản gì?", None, "18"),
        ("văn bản số 18", None, "18"),
    ],
)
def test_numbers_as_they_are_typed(typed: str, kind: str | None, normalised: str) -> None:
    (found,) = extract_from_question(typed)
    assert found.number
    assert (found.type, found.number.normalised) == (kind, normalised)
    assert typed[found.spans["number"].start : found.spans["number"].end] == found.number.written


@pytest.mark.parametrize(
    "typed",
    [
        "Tổ công tác 1902 làm gì",
        "178 triệu đồng chi cho ai",
        "năm 2016 có văn bản nào",
        "kế hoạch 5 năm",
        "kế hoạch 2021",
        "đã 17 lần rồi",
        "1.967 mô hình là của ai",
        "có bao nhiêu văn bản",
        "từ 18 đến 20 hộ",
    ],
)
def test_years_counts_and_sums_are_no_numbers(typed: str) -> None:
    assert extract_from_question(typed) == []


def test_issuer_and_date_are_read_with_the_number() -> None:
    (found,) = extract_from_question("chỉ thị 16 của thủ tướng ngày 16/5/2016 nói gì")
    assert (found.issuer, found.issued) == ("Thủ tướng Chính phủ", date(2016, 5, 16))
    (found,) = extract_from_question("chi thi 18 cua tinh uy lao cai")
    assert found.issuer == "Tỉnh ủy Lào Cai"


def test_the_questions_words_are_no_title() -> None:
    question = "Chỉ thị 18-CT/TU ngày 15/9/2016 của Tỉnh ủy Lào Cai quy định gì về công tác dân vận?"
    (found,) = extract_from_question(question)
    assert found.title is None
    assert question[found.end :] == " quy định gì về công tác dân vận?"


def test_laws_by_name_without_marks() -> None:
    (found,) = extract_from_question("luat tiep cong dan con hieu luc khong")
    assert (found.type, found.title) == ("Luật", "tiep cong dan")


def test_several_in_one_question() -> None:
    found = extract_from_question("so sánh chỉ thị 06 với ct 07 tu")
    assert [one.number.normalised for one in found if one.number] == ["06", "07-CT/TU"]


def test_a_conclusion_of_the_party_is_the_bo_chinh_tris_and_bears_tw() -> None:
    (found,) = extract_from_question("KL 120 BCT là gì")
    assert found.number
    assert (found.number.normalised, found.number.written, found.issuer) == (
        "120-KL/TW",
        "120 BCT",
        "Bộ Chính trị",
    )
    (letter,) = extract_from_question("thông tư 12 BCT")
    assert letter.issuer == "Bộ Công Thương"

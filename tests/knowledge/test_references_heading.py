"""A document's own heading: number, issuer, type, title and date, in a layout or in a table."""

from datetime import date

from knowledge.references import extract, read_heading

LAYOUT = """ỦY BAN NHÂN DÂN
TỈNH YÊN BÁI
-------
CỘNG HÒA XÃ HỘI
CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số:
81/2020/QĐ-UBND
Yên Bái, ngày 20
tháng 11 năm 2020

QUYẾT ĐỊNH
BAN HÀNH QUY ĐỊNH VỀ TRỒNG CÂY TRÊN ĐỊA
BÀN TỈNH
Căn cứ Luật Trồng trọt số 31/2018/QH14;
Điều 1. Quyết định này quy định việc trồng cây.
"""
LETTER = """SỞ NỘI VỤ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 81/SNV-VP
V/v trồng cây trong trường học
Yên Bái, ngày 2 tháng 3 năm 2020
Kính gửi: Các trường
"""
TABLE = """# Nghị định 81/2020/NĐ-CP
| **Số hiệu** | 81/2020/NĐ-CP |
|---|---|
| **Loại văn bản** | Nghị định |
| **Cơ quan ban hành** | Chính phủ |
| **Ngày ban hành** | 02/03/2020 |
| **Trích yếu** | Quy định về trồng cây |
"""


def test_a_decisions_heading() -> None:
    own = read_heading(LAYOUT)
    assert own is not None
    assert own.number
    assert (own.number.normalised, own.type, own.issuer, own.issued) == (
        "81/2020/QĐ-UBND",
        "Quyết định",
        "UBND tỉnh Yên Bái",
        date(2020, 11, 20),
    )
    assert own.title == "BAN HÀNH QUY ĐỊNH VỀ TRỒNG CÂY TRÊN ĐỊA BÀN TỈNH"


def test_a_letter_says_what_it_is_about_below_its_number() -> None:
    own = read_heading(LETTER)
    assert own is not None
    assert (own.type, own.title, own.issued) == ("Công văn", "trồng cây trong trường học", date(2020, 3, 2))


def test_a_table_of_facts() -> None:
    own = read_heading(TABLE)
    assert own is not None
    assert (own.type, own.issuer, own.issued, own.title) == (
        "Nghị định",
        "Chính phủ",
        date(2020, 3, 2),
        "Quy định về trồng cây",
    )


def test_a_report_has_none() -> None:
    assert read_heading("Kết quả thực hiện Chỉ thị số 81-CT/TU\n\nTrong những năm qua, …") is None


def test_the_document_itself_is_one_reference_and_what_this_decision_means() -> None:
    found = extract(LAYOUT)
    own = next(index for index, one in enumerate(found) if one.own)
    pointer = found[-1]
    assert pointer.number is None
    assert pointer.antecedent == own
    assert sum(one.own for one in found) == 1


def test_a_body_on_two_lines_is_the_one_that_the_number_marks() -> None:
    own = read_heading(
        "ỦY BAN THƯỜNG VỤ\nQUỐC HỘI\n-------\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n-------\n"
        "Nghị quyết số: 81/2031/UBTVQH17\nHà Nội, ngày 2 tháng 3 năm 2031\n\nNGHỊ QUYẾT\nVỀ TRỒNG CÂY\n"
        "Căn cứ Luật Trồng trọt số 31/2018/QH14;\nĐiều 1. Trồng cây.\n"
    )
    assert own is not None
    assert own.issuer == "Ủy ban Thường vụ Quốc hội"


def test_a_type_glued_to_its_title() -> None:
    own = read_heading(LAYOUT.replace("QUYẾT ĐỊNH\nBAN HÀNH", "QUYẾT ĐỊNHBAN HÀNH"))
    assert own is not None
    assert (own.type, own.title) == ("Quyết định", "BAN HÀNH QUY ĐỊNH VỀ TRỒNG CÂY TRÊN ĐỊA BÀN TỈNH")


def test_a_word_that_begins_like_a_type_is_none() -> None:
    own = read_heading(LAYOUT.replace("QUYẾT ĐỊNH\nBAN HÀNH", "QUYẾT ĐỊNHs ban hành"))
    assert own is None or own.title is None

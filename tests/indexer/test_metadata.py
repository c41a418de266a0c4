"""What a document is, says of itself, and where and when it was written: only as the source gives it."""

from datetime import date
from pathlib import Path

import pytest

from indexer.cleaning import body_spans
from indexer.home_place import home_place
from indexer.loading import LoadedText, Loader
from indexer.metadata import describe, document_id
from indexer.own_heading import read_own_heading
from knowledge.documents import Document, DocumentKind
from knowledge.spelling import nfc

PROSE = (
    "Thời gian qua, Ban Dân vận Huyện ủy đã tham mưu cấp ủy lãnh đạo thực hiện công tác dân vận trên địa bàn huyện "
    "Mường Khoa, tỉnh Sơn La; các xã của huyện Mường Khoa đã tổ chức đối thoại với nhân dân."
)
DECISION = """ỦY BAN NHÂN DÂN
TỈNH SƠN LA
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 15/QĐ-UBND
Sơn La, ngày 05 tháng 6 năm 2023
QUYẾT ĐỊNH
BAN HÀNH QUY ĐỊNH ĐỐI THOẠI VỚI NHÂN DÂN CỦA ỦY BAN NHÂN DÂN TỈNH
Căn cứ Luật Tổ chức chính quyền địa phương;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này quy định về việc Ủy ban nhân dân tỉnh đối thoại với nhân dân.
Điều 2. Chánh Văn phòng Ủy ban nhân dân tỉnh chịu trách nhiệm thi hành Quyết định này cùng với nhân dân.
"""


def _describe(text: str, **front: str) -> Document:
    text = nfc(text)
    return describe(LoadedText("kho/a.txt", text, "txt", "sum", front=front), body_spans(text))


def test_a_decision_gives_its_own_facts() -> None:
    document = _describe(DECISION)
    assert document.kind is DocumentKind.FULL_TEXT
    assert document.number is not None
    assert document.number.normalised == "15/QĐ-UBND"
    assert (document.type, document.issuer) == ("Quyết định", "UBND tỉnh Sơn La")
    assert (document.issued, document.reported) == (date(2023, 6, 5), None)
    assert document.place == "tỉnh Sơn La"
    assert document.title == (
        "Quyết định số 15/QĐ-UBND: Ban hành quy định đối thoại với nhân dân của Ủy ban nhân dân tỉnh"
    )


@pytest.mark.parametrize(
    ("text", "expected", "title"),
    [
        (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nLuật Đối thoại số 7/2031/QH19\nLUẬT\n"
            "ĐỐI THOẠI\nĐiều 1. Phạm vi\nLuật này quy định đối thoại.\n"
            "Luật này được Quốc hội khóa XIX thông qua ngày 9 tháng 11 năm 2031.",
            ("7/2031/QH19", "Luật", "Quốc hội", date(2031, 11, 9)), "Đối thoại",
        ),
        (
            "# Nghị định về thôn\n| Thuộc tính | Nội dung |\n|---|---|\n| **Số hiệu** | 9/2031/NĐ-CP |\n"
            "| **Loại văn bản** | Nghị định |\n| **Cơ quan ban hành** | Chính phủ |\n| **Ngày ban hành** | 6/5/2031 |\n"
            "| **Trích yếu** | Quy định về thôn |\n",
            ("9/2031/NĐ-CP", "Nghị định", "Chính phủ", date(2031, 5, 6)), "Quy định về thôn",
        ),
        (
            "XÃ MƯỜNG KHOA\nSố: /KH-MTTQ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nMường Khoa, ngày 7 tháng 8 năm 2031\n"
            "KẾ HOẠCH\nTổ chức hội nghị\nđối thoại với nhân dân\nCăn cứ Luật Đối thoại;\n",
            (None, "Kế hoạch", date(2031, 8, 7)), "Tổ chức hội nghị đối thoại với nhân dân",
        ),
    ],
)  # fmt: skip
def test_own_facts_stand_in_several_places(text: str, expected: tuple[object, ...], title: str) -> None:
    own = read_own_heading(nfc(text))
    number = own.number.normalised if own.number else None
    assert expected in ((number, own.type, own.issuer, own.issued), (number, own.type, own.issued))
    assert own.title == title


def test_a_report_gives_its_page_lines() -> None:
    document = _describe(
        f"Huyện Mường Khoa làm tốt công tác dân vận\nThứ hai, 05/06/2023\n{PROSE}\nLò Văn Pành\nTin khác\nA"
    )
    assert document.kind is DocumentKind.REPORT
    assert document.title == "Huyện Mường Khoa làm tốt công tác dân vận"
    assert (document.reported, document.issued, document.number) == (date(2023, 6, 5), None, None)
    assert (document.author, document.origin) == ("Lò Văn Pành", None)
    assert document.place == "huyện Mường Khoa, tỉnh Sơn La"


def test_an_author_in_brackets_names_the_origin() -> None:
    document = _describe(
        f"Mường Khoa đối thoại\nLượt xem: 4\n{PROSE}\n\nLò Văn Pành (Văn phòng Huyện ủy)\nTin khác"
    )
    assert (document.author, document.origin) == ("Lò Văn Pành", "Văn phòng Huyện ủy")


def test_what_the_source_does_not_give_is_none() -> None:
    document = _describe("Công tác dân vận\n\nCông tác dân vận tiếp tục được quan tâm trong thời gian qua.")
    assert (document.reported, document.place, document.author, document.origin) == (None, None, None, None)


def test_a_sidebars_date_is_not_the_articles() -> None:
    assert _describe(f"Mường Khoa đối thoại\n{PROSE}\nTin khác\nNgày 05/06/2023\nThông báo").reported is None


def test_front_matter_comes_first() -> None:
    document = _describe(
        f"---\ntitle: a\n---\n\n# Đối thoại\n\n{PROSE}\n",
        title="Tóm lược", kind="digest", date="2018-12-05", place="Sơn La", author="Lò Mai", source="Báo Sơn La",
    )  # fmt: skip
    assert (document.title, document.kind, document.reported) == (
        "Tóm lược",
        DocumentKind.DIGEST,
        date(2018, 12, 5),
    )
    assert (document.place, document.author, document.origin) == ("Sơn La", "Lò Mai", "Báo Sơn La")


@pytest.mark.parametrize("front", [{"date": "hôm qua"}, {"kind": "?"}, {"date": "2018-13-45"}])
def test_malformed_front_matter_is_passed_over(front: dict[str, str]) -> None:
    document = _describe(PROSE, **front)
    assert (document.kind, document.reported) == (DocumentKind.REPORT, None)


def test_a_document_keeps_its_id_when_its_content_changes() -> None:
    assert (
        _describe(PROSE).id == _describe(DECISION).id == document_id("kho/a.txt") != document_id("kho/b.txt")
    )


def test_the_seeds_are_described(shared: Path) -> None:
    found = {}
    with Loader() as loader:
        for path in sorted((shared / "seeds").glob("*.txt")):
            loaded = loader.load(path, path.name)
            document = describe(loaded, body_spans(loaded.text))
            assert document.kind is DocumentKind.REPORT
            assert loaded.text.count(document.title) >= 1 or "\u00a0" in loaded.text
            found[path.name[:3]] = (document.reported, document.author, document.place)
    assert found == {
        "000": (None, "Quốc Hưng", "thị xã Sa Pa, tỉnh Lào Cai"),
        "001": (None, "Hà Dinh", "thị xã Sa Pa, tỉnh Lào Cai"),
        "002": (None, "Trần Thanh Hiền", None),
        "003": (date(2022, 5, 15), "Trường Giang", "tỉnh Lai Châu"),
        "004": (date(2018, 12, 5), None, "tỉnh Sơn La"),
    }


@pytest.mark.parametrize(
    ("title", "article", "place"),
    [
        ("Thị ủy Sa Pa đối thoại", "Nhân dân xã Bản Hồ đồng thuận.", "thị xã Sa Pa"),
        ("Quận Hai Bà Trưng", "Quản lý Nhà nước trên địa bàn quận.", "quận Hai Bà Trưng"),
        ("Học tập lẫn nhau", "Đoàn của tỉnh Sơn La thăm tỉnh Lai Châu.", None),
        ("Thành phố Hà Nội", "Thành uỷ Hà Nội họp.", "thành phố Hà Nội"),
        (
            "Xã Mường Khoa",
            "Xã Mường Khoa, huyện Bắc Yên, tỉnh Sơn La họp.",
            "xã Mường Khoa, huyện Bắc Yên, tỉnh Sơn La",
        ),
        ("Công tác dân vận", "Các huyện, thị xã, tỉnh và xã đã triển khai.", None),
    ],
)
def test_a_report_is_at_home_where_it_says(title: str, article: str, place: str | None) -> None:
    assert home_place(title, article) == place


def test_official_documents_of_the_corpus_give_number_and_type(shared: Path) -> None:
    paths = [*sorted((shared / "corpus" / "markdown").glob("*.md"))]
    with Loader() as loader:
        described = [
            describe(loaded, body_spans(loaded.text))
            for loaded in (loader.load(path, path.name) for path in paths)
        ]
    assert all(document.kind is DocumentKind.FULL_TEXT for document in described)
    assert [document.source for document in described if not (document.number and document.issuer)] == []
    assert sum(document.issued is None for document in described) <= 2
    assert sum(document.type is None for document in described) <= 1

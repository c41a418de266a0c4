"""The five first articles: the register holds exactly what their bodies cite, read by hand into the list below."""

from datetime import date
from pathlib import Path

import pytest

from indexer.cleaning import body_spans
from indexer.loading import load
from indexer.metadata import describe
from knowledge.documents import Document, RegisterEntry, RelationKind, Validity
from knowledge.references import extract, extract_from_question
from knowledge.register import Register, build_register

LAO_CAI, SA_PA = "Lào Cai", "Sa Pa"
CITED = [
    (
        "18-CT/TU",
        "Chỉ thị",
        "Ban Thường vụ Tỉnh ủy Lào Cai",
        date(2016, 9, 15),
        "tăng cường sự lãnh đạo của Đảng",
    ),
    ("54-KH/HU", "Kế hoạch", "Huyện ủy Sa Pa", date(2016, 10, 3), None),
    (
        "25-NQ/TW",
        "Nghị quyết",
        "Ban Chấp hành Trung ương Đảng",
        date(2013, 6, 3),
        "tăng cường và đổi mới sự lãnh đạo",
    ),
    ("03-KL/TW", "Kết luận", "Ban Bí thư", date(2016, 5, 13), "tiếp tục thực hiện quyết định 290-qđ/tw"),
    ("290-QĐ/TW", "Quyết định", "Bộ Chính trị", None, "quy chế công tác dân vận"),
    (
        "16/CT-TTg",
        "Chỉ thị",
        "Thủ tướng Chính phủ",
        date(2016, 5, 16),
        "tăng cường và đổi mới công tác dân vận",
    ),
    (
        "06-CT/TU",
        "Chỉ thị",
        "Ban Thường vụ Thị ủy Sa Pa",
        date(2021, 1, 20),
        "tăng cường phòng chống dịch covid-19",
    ),
    (
        "07-CT/TU",
        "Chỉ thị",
        "Ban Thường vụ Thị ủy Sa Pa",
        date(2021, 1, 26),
        "tăng cường sự lãnh đạo của Đảng",
    ),
    ("18-KH/TU", "Kế hoạch", "Tỉnh ủy Lào Cai", date(2016, 3, 4), "tổ chức triển khai kết luận số 120-kl/tw"),
    ("120-KL/TW", "Kết luận", "Bộ Chính trị", date(2016, 1, 7), "tiếp tục đẩy mạnh, nâng cao chất lượng"),
    (None, "Kế hoạch", None, None, "nâng cao chất lượng, hiệu quả công tác dân vận"),
    ("17", "Đề án", "Ban Chấp hành Đảng bộ tỉnh Lào Cai", None, None),
    ("11", "Đề án", "Ban Chấp hành Đảng bộ thị xã Sa Pa", None, None),
    ("40-CT/TU", "Chỉ thị", "Tỉnh ủy Lào Cai", date(2014, 3, 28), "tăng cường sự lãnh đạo của Đảng"),
    (
        "09-CT/TU",
        "Chỉ thị",
        "Ban Thường vụ Tỉnh ủy Lào Cai",
        date(2011, 4, 19),
        "ngăn chặn tình trạng di cư tự do",
    ),
    ("22-CT/TU", "Chỉ thị", "Tỉnh ủy Lào Cai", date(2012, 5, 7), "thực hiện cải cách hành chính"),
    ("07-KL/TW", "Kết luận", "Ban Bí thư", date(2011, 6, 20), "tiếp tục thực hiện chỉ thị số 62-ct/tw"),
    ("62-CT/TW", "Chỉ thị", "Ban Bí thư", date(1995, 11, 8), "tăng cường công tác người hoa"),
    ("05-CT/TW", "Chỉ thị", "Bộ Chính trị", date(2016, 5, 15), "đẩy mạnh học tập và làm theo tư tưởng"),
    ("248/QĐ-UBND", "Quyết định", "UBND tỉnh Lai Châu", None, "quy định tiêu chí đánh giá, xếp loại"),
    (None, "Đề án", None, None, "tăng cường công tác dân vận của các cơ quan nhà nước"),
    (None, "Đề án", None, None, "tăng cường công tác dân vận trong vùng đồng bào"),
    (
        "2108-QĐ/TU",
        "Quyết định",
        "Ban Thường vụ Tỉnh ủy Sơn La",
        date(2015, 5, 20),
        "quy định về người đứng đầu",
    ),
    (
        "13-KH/TU",
        "Kế hoạch",
        "Ban Thường vụ Tỉnh ủy Sơn La",
        date(2016, 5, 26),
        "thực hiện phong trào thi đua",
    ),
]
"""Number, type, issuer, date, and how the title begins (None: the article gives none)."""
SIDEBAR = {"02-TB/HĐ", "729-CV/BTGTU", "173-KH/BTGTU", "171-KH/BTGTU", "19-CT/TU"}


@pytest.fixture
def seeds(shared: Path) -> list[Document]:
    """The articles as the indexer describes them."""
    loaded = [load(path, path.name) for path in sorted((shared / "seeds").glob("*.txt"))]
    return [describe(one, body_spans(one.text)) for one in loaded]


@pytest.fixture
def register(seeds: list[Document]) -> Register:
    """The register of the five articles."""
    return build_register(seeds, {one.id: extract(one.text, one.body, one.place) for one in seeds})


def row(entry: RegisterEntry) -> tuple[object, ...]:
    title = entry.title.lower() if entry.title else None
    return (entry.number, entry.type, entry.issuer, entry.issued, title)


def entry_of(register: Register, number: str) -> RegisterEntry:
    return next(entry for entry in register.entries if entry.number == number)


def test_exactly_the_cited_documents_with_their_facts(register: Register) -> None:
    found = {(*row(entry)[:4], str(row(entry)[4] or "")[:20]) for entry in register.entries}
    assert found == {(*facts[:4], (facts[4] or "").lower()[:20]) for facts in CITED}
    assert len(register.entries) == len(CITED)


def test_the_sidebar_is_chrome(register: Register) -> None:
    assert {entry.number for entry in register.aside} == SIDEBAR


def test_both_titles_of_one_directive_are_kept(register: Register) -> None:
    entry = entry_of(register, "18-CT/TU")
    titles = {entry.title or "", *entry.other_titles}
    assert {"hành chính nhà nước" in title for title in titles} == {True, False}


def test_a_draft_replacement_is_no_end(register: Register) -> None:
    entry = entry_of(register, "2108-QĐ/TU")
    draft = next(one for one in entry.relations if one.kind is RelationKind.DRAFT_REPLACES)
    assert entry.validity is Validity.DRAFT_REPLACEMENT
    assert entry.validity_seen == date(2018, 12, 5)
    assert "dự thảo Quy định" in draft.evidence.quote
    assert "Thay thế Quyết định 2108-QĐ/TU" in draft.evidence.quote


def test_who_implements_and_continues_whom(register: Register) -> None:
    told = {
        (entry.number, relation.kind, relation.number)
        for entry in register.entries
        for relation in entry.relations
        if relation.outward
    }
    assert told == {
        ("54-KH/HU", RelationKind.IMPLEMENTS, "18-CT/TU"),
        ("18-KH/TU", RelationKind.IMPLEMENTS, "120-KL/TW"),
        ("03-KL/TW", RelationKind.CONTINUES, "290-QĐ/TW"),
        ("07-KL/TW", RelationKind.CONTINUES, "62-CT/TW"),
    }


def test_a_number_of_several_entries_fits_them_all(register: Register) -> None:
    (asked,) = extract_from_question("số 18 là văn bản gì?")
    assert {entry.number for entry in register.match(asked)} == {"18-CT/TU", "18-KH/TU"}

"""Relations, each from the sentence that says so; passives, lists and endings included."""

import pytest

from knowledge.documents import RelationKind
from knowledge.references import extract
from knowledge.relations import find_relations

HEAD = """ỦY BAN NHÂN DÂN
TỈNH YÊN BÁI
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 90/2021/QĐ-UBND
QUYẾT ĐỊNH
VỀ TRỒNG CÂY
"""


def told(text: str) -> list[tuple[RelationKind, str | None, str | None]]:
    """Relations as (kind, who acts, who is acted on), by number or title; None is the text itself."""
    found = extract(text)

    def name(index: int | None) -> str | None:
        if index is None:
            return None
        one = found[index]
        return "own" if one.own else one.number.normalised if one.number else one.title

    return [(r.kind, name(r.source), name(r.target)) for r in find_relations(text, found)]


@pytest.mark.parametrize(
    ("text", "kind", "source", "target"),
    [
        (
            "Huyện ủy đã ban hành Kế hoạch số 81-KH/HU, ngày 1/2/2020 để triển khai thực hiện Chỉ thị số 70-CT/TU.",
            RelationKind.IMPLEMENTS,
            "81-KH/HU",
            "70-CT/TU",
        ),
        (
            "Thực hiện Chỉ thị số 70-CT/TU của Tỉnh ủy, Huyện ủy đã ban hành Kế hoạch số 81-KH/HU.",
            RelationKind.IMPLEMENTS,
            "81-KH/HU",
            "70-CT/TU",
        ),
        (
            "Kế hoạch số 81-KH/HU về cụ thể hóa Nghị quyết số 70-NQ/TU.",
            RelationKind.IMPLEMENTS,
            "81-KH/HU",
            "70-NQ/TU",
        ),
        (
            "Kết luận 81-KL/TW của Ban Bí thư về tiếp tục thực hiện Quyết định 70-QĐ/TW.",
            RelationKind.CONTINUES,
            "81-KL/TW",
            "70-QĐ/TW",
        ),
        (
            "Quyết định số 81-QĐ/TU thay thế Quyết định số 70-QĐ/TU.",
            RelationKind.REPLACES,
            "81-QĐ/TU",
            "70-QĐ/TU",
        ),
        (
            "Nghị định số 70/2010/NĐ-CP được thay thế bởi Nghị định số 81/2020/NĐ-CP.",
            RelationKind.REPLACES,
            "81/2020/NĐ-CP",
            "70/2010/NĐ-CP",
        ),
        (
            "Thông tư số 81/2020/TT-BTC bãi bỏ toàn bộ Thông tư số 70/2010/TT-BTC",
            RelationKind.REPEALS,
            "81/2020/TT-BTC",
            "70/2010/TT-BTC",
        ),
        (
            "góp ý dự thảo Quy định về trồng cây ở trường; Trưởng các ban (Thay thế Quyết định 70-QĐ/TU ngày 1/2/2010).",
            RelationKind.DRAFT_REPLACES,
            "trồng cây ở trường; Trưởng các ban",
            "70-QĐ/TU",
        ),
        ("tổ chức tổng kết 10 năm thực hiện Chỉ thị số 70-CT/TU.", RelationKind.REVIEWS, None, "70-CT/TU"),
        ("đánh giá 5 năm thực hiện Kế hoạch số 70-KH/TU.", RelationKind.REVIEWS, None, "70-KH/TU"),
    ],
)
def test_one_sentence_one_relation(text: str, kind: RelationKind, source: str | None, target: str) -> None:
    assert told(text) == [(kind, source, target)]


def test_an_act_amended_by_several_is_amended_by_each() -> None:
    text = (
        "Luật Đê điều số 70/2006/QH11 đã được sửa đổi, bổ sung một số điều theo Luật số 81/2013/QH13 và "
        "Luật số 82/2020/QH14."
    )
    assert told(text) == [
        (RelationKind.AMENDS, "81/2013/QH13", "70/2006/QH11"),
        (RelationKind.AMENDS, "82/2020/QH14", "70/2006/QH11"),
    ]


def test_a_review_extends_over_a_list() -> None:
    text = "Hội nghị đánh giá thực hiện Quyết định 70-QĐ/TU, Kế hoạch 71-KH/TU của Tỉnh ủy."
    assert [(kind, target) for kind, _, target in told(text)] == [
        (RelationKind.REVIEWS, "70-QĐ/TU"),
        (RelationKind.REVIEWS, "71-KH/TU"),
    ]


def test_grounds_of_an_official_paper() -> None:
    text = f"{HEAD}Căn cứ Luật Trồng trọt số 31/2018/QH14; Nghị định số 70/2019/NĐ-CP ngày 1/2/2019;\nĐiều 1. Ban hành."
    assert told(text) == [
        (RelationKind.BASED_ON, "own", "31/2018/QH14"),
        (RelationKind.BASED_ON, "own", "70/2019/NĐ-CP"),
    ]


def test_what_an_official_paper_ends() -> None:
    text = (
        f"{HEAD}Điều 2. Quyết định số 70/2015/QĐ-UBND hết hiệu lực kể từ ngày Quyết định này có hiệu lực thi hành.\n"
        "Điều 3. Bãi bỏ Điều 5 và khoản 2 Điều 6 của Quyết định số 71/2015/QĐ-UBND."
    )
    assert told(text) == [
        (RelationKind.REPLACES, "own", "70/2015/QĐ-UBND"),
        (RelationKind.AMENDS, "own", "71/2015/QĐ-UBND"),
    ]


def test_documents_listed_below_a_heading_that_ends_them() -> None:
    text = (
        f"{HEAD}2. Các văn bản hết hiệu lực kể từ ngày Quyết định này có hiệu lực:\n"
        "- Quyết định số 70/2015/QĐ-UBND;\n- Quyết định số 71/2015/QĐ-UBND."
    )
    assert [target for _, _, target in told(text)] == ["70/2015/QĐ-UBND", "71/2015/QĐ-UBND"]


def test_ending_a_part_ends_no_document() -> None:
    text = (
        f"{HEAD}Những quy định về cây ở Chương V của Quyết định số 70/2015/QĐ-UBND hết hiệu lực kể từ ngày "
        "Quyết định này có hiệu lực."
    )
    assert told(text) == [(RelationKind.AMENDS, "own", "70/2015/QĐ-UBND")]


@pytest.mark.parametrize(
    "text",
    [
        "Chỉ thị số 70-CT/TU và Chỉ thị số 71-CT/TU được phổ biến rộng rãi.",
        "Danh mục bị bãi bỏ tại Quyết định số 70/QĐ-UBND.",
        "Huyện chú trọng thực hiện Chỉ thị số 70-CT/TW về trồng cây.",
    ],
)
def test_no_relation_is_made_up(text: str) -> None:
    assert told(text) == []


def test_the_sentence_is_the_proof() -> None:
    text = "Câu trước. Quyết định số 81-QĐ/TU thay thế Quyết định số 70-QĐ/TU. Câu sau."
    (found,) = find_relations(text, extract(text))
    assert found.sentence.of(text) == "Quyết định số 81-QĐ/TU thay thế Quyết định số 70-QĐ/TU"

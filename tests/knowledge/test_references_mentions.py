"""Mentions: type, number, date, issuer, term, title and locator, each with the exact span it was read from."""

from datetime import date

import pytest

from knowledge.references import Reference, extract


def only(text: str, place: str | None = None) -> Reference:
    """The one reference of a text, whose spans must slice to something."""
    found = extract(text, place=place)
    assert len(found) == 1, found
    assert all(span.of(text) for span in found[0].spans.values())
    return found[0]


def test_all_parts_of_a_party_document_are_read_with_their_spans() -> None:
    text = (
        "Nghị quyết số 30-NQ/TW, ngày 03/6/2013 của Ban Chấp hành Trung ương Đảng khóa XI về “Đổi mới công tác "
        "thăm hỏi nhân dân”; tiếp theo"
    )
    found = only(text)
    assert (found.type, found.issuer, found.issued, found.term) == (
        "Nghị quyết",
        "Ban Chấp hành Trung ương Đảng",
        date(2013, 6, 3),
        "XI",
    )
    assert found.title == "Đổi mới công tác thăm hỏi nhân dân"
    assert {name: span.of(text) for name, span in found.spans.items()} == {
        "type": "Nghị quyết",
        "number": "30-NQ/TW",
        "issued": "ngày 03/6/2013",
        "issuer": "Ban Chấp hành Trung ương Đảng",
        "term": "XI",
        "title": "Đổi mới công tác thăm hỏi nhân dân",
    }


@pytest.mark.parametrize(
    ("written", "issued", "year"),
    [
        ("ngày 5/9/2019", date(2019, 9, 5), 2019),
        ("ngày 05-09-2019", date(2019, 9, 5), 2019),
        ("ngày 5.9.2019", date(2019, 9, 5), 2019),
        ("ngày 5 tháng 9 năm 2019", date(2019, 9, 5), 2019),
        ("ngày 2019-09-05", date(2019, 9, 5), 2019),
        ("(5/9/2019)", date(2019, 9, 5), 2019),
        ("năm 2019", None, 2019),
        ("tháng 9/2019", None, 2019),
        ("ngày 31/2/2019", None, None),
        ("năm 2016-2020", None, None),
    ],
)
def test_dates(written: str, issued: date | None, year: int | None) -> None:
    found = only(f"Chỉ thị số 81-CT/TU {written} của Tỉnh ủy")
    assert (found.issued, found.year) == (issued, year)


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("Chỉ thị số 81-CT/TU của Ban Thường vụ Tỉnh uỷ Yên Bái", "Ban Thường vụ Tỉnh ủy Yên Bái"),
        ("Chỉ thị số 81-CT/TU cuả BTV Thị uỷ Mường Lay", "Ban Thường vụ Thị ủy Mường Lay"),
        ("Kế hoạch số 81/KH-UBND của Ủy ban nhân dân huyện Bắc Hà", "UBND huyện Bắc Hà"),
        ("Quyết định số 81/QĐ-UBND của Chủ tịch UBND tỉnh Sơn La", "Chủ tịch UBND tỉnh Sơn La"),
        ("Thông tư số 81/2020/TT-BTC của Bộ trưởng Bộ Tài chính", "Bộ trưởng Bộ Tài chính"),
        (
            "Kế hoạch số 81/KH-MTTQ của Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh Sơn La",
            "Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh Sơn La",
        ),
        ("Kết luận số 81-KL/TW của Ban Bí thư Trung ương Đảng (khóa X)", "Ban Bí thư"),
        ("Chỉ thị số 81/CT-TTg về tăng cường quản lý đê", "Thủ tướng Chính phủ"),
        ("Nghị định số 81/2020/NĐ-CP", "Chính phủ"),
        ("Luật số 81/2020/QH14", "Quốc hội"),
        ("Chỉ thị số 81-CT/TU", None),
        ("Kết luận số 81-KL/TW", None),
        ("Bộ Chính trị đã ban hành Kết luận số 81-KL/TW", "Bộ Chính trị"),
        ("Theo đề nghị của Sở Nội vụ tại Tờ trình số 81/TTr-SNV", "Sở Nội vụ"),
        ("Quyết định của Thủ tướng Chính phủ số 81/2020/QĐ-TTg", "Thủ tướng Chính phủ"),
        (
            "Thông tư liên tịch số 81/2010/TTLT-BTC-BNV của Bộ Tài chính và Bộ Nội vụ",
            "Bộ Tài chính và Bộ Nội vụ",
        ),
    ],
)
def test_issuers_are_named_one_way(text: str, issuer: str | None) -> None:
    assert only(text).issuer == issuer


def test_a_local_issuer_gets_the_reports_place() -> None:
    assert (
        only("Chỉ thị số 81-CT/TU của Tỉnh ủy về nước sạch nông thôn", "Yên Bái").issuer == "Tỉnh ủy Yên Bái"
    )
    home = "thị xã Nghĩa Lộ, tỉnh Yên Bái"
    assert (
        only("Chỉ thị số 81-CT/TU của Ban Thường vụ Thị ủy", home).issuer == "Ban Thường vụ Thị ủy Nghĩa Lộ"
    )


def test_a_title_names_the_place_before_the_report_does() -> None:
    text = "Chỉ thị số 81-CT/TU của Tỉnh ủy về “quản lý rừng trên địa bàn tỉnh Hà Giang”"
    assert only(text, "Yên Bái").issuer == "Tỉnh ủy Hà Giang"


def test_the_same_mark_of_two_bodies_stays_two_documents() -> None:
    text = "Chỉ thị số 07-CT/TU của Ban Thường vụ Thị ủy Nghĩa Lộ và Chỉ thị số 07-CT/TU của Tỉnh ủy Yên Bái"
    first, second = extract(text)
    assert (first.place, second.place) == ("Nghĩa Lộ", "Yên Bái")
    assert second.antecedent is None


def test_a_later_name_of_the_body_is_kept() -> None:
    found = only("Huyện ủy Nghĩa Lộ (nay là Thị ủy Nghĩa Lộ) đã ban hành Kế hoạch số 81-KH/HU")
    assert (found.issuer, found.issuer_now) == ("Huyện ủy Nghĩa Lộ", "Thị ủy Nghĩa Lộ")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Chỉ thị 81-CT/TW của Ban Bí thư về phòng cháy rừng. Sau đó", "phòng cháy rừng"),
        ("Chỉ thị 81-CT/TW của Ban Bí thư về việc phòng cháy rừng; kịp thời", "phòng cháy rừng"),
        ("Chỉ thị 81-CT/TW về phòng cháy rừng và Chỉ thị số 82-CT/TW", "phòng cháy rừng"),
        ("Chỉ thị 81-CT/TW về phòng cháy rừng được ban hành", "phòng cháy rừng"),
        ("Chỉ thị 81-CT/TW về phòng cháy rừng, đồng thời giao", "phòng cháy rừng"),
        ("Chỉ thị 81-CT/TW về “phòng “cháy” rừng” trên địa bàn", "phòng “cháy” rừng"),
        ('Chỉ thị 81-CT/TW "về phòng cháy rừng"', "phòng cháy rừng"),
        ("Kế hoạch 81-KH/TU để quán triệt đến các chi bộ", None),
        ("Điều 5 Nghị định 81/2020/NĐ-CP quy định rõ trách nhiệm", None),
        (
            "Nghị định số 81/2020/NĐ-CP ngày 1/2/2020 của Chính phủ quy định chi tiết việc trồng rừng.",
            "quy định chi tiết việc trồng rừng",
        ),
    ],
)
def test_titles_end_where_they_end(text: str, title: str | None) -> None:
    assert extract(text)[0].title == title


def test_a_title_may_hold_another_document() -> None:
    text = "Kết luận 81-KL/TW về tiếp tục thực hiện Quyết định 90-QĐ/TW về “Quy chế trồng cây”; rồi\n\nThôi."
    outer, inner = extract(text)
    assert outer.title == "tiếp tục thực hiện Quyết định 90-QĐ/TW về “Quy chế trồng cây”"
    assert inner.title == "Quy chế trồng cây"


def test_an_amending_act_keeps_what_it_amends_in_its_title() -> None:
    text = (
        "Nghị định số 81/2020/NĐ-CP sửa đổi, bổ sung một số điều của Nghị định số 70/2018/NĐ-CP ngày 1/2/2018 "
        "quy định về đê và Nghị định số 71/2018/NĐ-CP về kè"
    )
    assert [found.title for found in extract(text)] == [
        text.removeprefix("Nghị định số 81/2020/NĐ-CP "),
        "quy định về đê",
        None,
    ]


def test_lists_share_type_words_and_issuers() -> None:
    text = "các Nghị quyết số 31-NQ/TW, 32-NQ/TW và Kết luận 33-KL/TW của Bộ Chính trị"
    found = extract(text)
    assert [(one.type, one.number.normalised if one.number else None) for one in found] == [
        ("Nghị quyết", "31-NQ/TW"),
        ("Nghị quyết", "32-NQ/TW"),
        ("Kết luận", "33-KL/TW"),
    ]
    assert {one.issuer for one in found} == {"Bộ Chính trị"}


def test_serial_only_documents() -> None:
    found = only("Đề án số 17 của Ban Chấp hành Đảng bộ tỉnh khóa XVI", "Yên Bái")
    assert found.number
    assert (found.number.normalised, found.issuer, found.term) == (
        "17",
        "Ban Chấp hành Đảng bộ tỉnh Yên Bái",
        "XVI",
    )


def test_a_quoted_title_right_after_its_type_is_a_document() -> None:
    found = only(
        "triển khai Đề án “Trồng rừng ở các huyện vùng cao, giai đoạn 2016-2020” và phong trào “Sạch nhà”"
    )
    assert (found.type, found.number) == ("Đề án", None)
    assert found.title == "Trồng rừng ở các huyện vùng cao, giai đoạn 2016-2020"


def test_a_draft_is_marked_as_one() -> None:
    text = "góp ý dự thảo Quy định về trồng cây trong trường học (Thay thế Quyết định 81-QĐ/TU)"
    draft, replaced = extract(text)
    assert (draft.draft, draft.title) == (True, "trồng cây trong trường học")
    assert not replaced.draft


@pytest.mark.parametrize(
    ("text", "locator"),
    [
        ("Điều 5, khoản 2 Nghị định 81/2020/NĐ-CP", "Điều 5, khoản 2"),
        ("tại điểm a khoản 2 Điều 5 của Luật số 81/2020/QH14", "điểm a khoản 2 Điều 5"),
        ("tại các điều 1, 3 và 4 của Nghị quyết số 81/2020/UBTVQH14", "điều 1, 3 và 4"),
        ("Nghị định 81/2020/NĐ-CP", None),
    ],
)
def test_locators(text: str, locator: str | None) -> None:
    assert only(text).locator == locator


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [
        ("theo Luật Tiếp công dân số 42/2013/QH13.", "Tiếp công dân", "42/2013/QH13"),
        ("theo Luật Khiếu nại và pháp luật về đất đai", "Khiếu nại", None),
        ("theo Luật Phòng, chống tham nhũng, các cơ quan", "Phòng, chống tham nhũng", None),
        ("Pháp lệnh thi hành án phạt tù ngày 08 tháng 3 năm 1993", "thi hành án phạt tù", None),
        ("theo Bộ luật Lao động năm 2019", "Lao động", None),
    ],
)
def test_laws_go_by_their_names(text: str, name: str, number: str | None) -> None:
    found = only(text)
    assert (found.title, found.number.normalised if found.number else None) == (name, number)


def test_the_number_after_an_amending_law_is_its_own() -> None:
    outer, inner = extract("Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Cư trú số 81/2020/QH14;")
    assert outer.number
    assert outer.number.normalised == "81/2020/QH14"
    assert (inner.title, inner.number) == ("Cư trú", None)


def test_the_number_after_a_law_being_amended_is_that_laws() -> None:
    outer, inner = extract(
        "Quốc hội ban hành Luật sửa đổi, bổ sung một số điều của Luật Cư trú số 81/2006/QH11."
    )
    assert outer.number is None
    assert inner.number
    assert inner.number.normalised == "81/2006/QH11"


def test_broken_lines_are_read_through() -> None:
    found = only(
        "Căn cứ Nghị định số\n81/2020/NĐ-CP ngày 01\ntháng 2 năm 2020 của Chính\nphủ quy định về đê điều;"
    )
    assert (found.issued, found.issuer, found.title) == (date(2020, 2, 1), "Chính phủ", "quy định về đê điều")


def test_what_stands_outside_the_article_is_not_cited() -> None:
    from knowledge.documents import Span

    text = "Bài viết dẫn Chỉ thị số 81-CT/TU.\n\nVăn bản mới\nSố 82-KH/TU\nlượt xem: 48"
    inside, outside = extract(text, body=(Span(0, 34),))
    assert (inside.in_body, outside.in_body) == (True, False)
    assert outside.type == "Kế hoạch"


def test_the_order_is_that_of_the_text() -> None:
    starts = [found.start for found in extract("số 82-KH/TU, Chỉ thị 81-CT/TU và Luật Cư trú; số 83-KL/TW")]
    assert starts == sorted(starts)
    assert len(starts) == 4


def test_an_issuer_without_its_word_is_read_between_date_and_term_or_title() -> None:
    text = "Nghị quyết số 43-NQ/TW ngày 24/11/2023, BCH TW Đảng khóa XIII về đoàn kết dân tộc. Ngày 5/5/2020 Tỉnh ủy họp."
    (found,) = extract(text)
    assert (found.issuer, found.term, found.title) == (
        "Ban Chấp hành Trung ương Đảng",
        "XIII",
        "đoàn kết dân tộc",
    )


def test_what_a_body_did_after_a_date_is_not_its_document() -> None:
    (found,) = extract("Chỉ thị số 18-CT/TU ngày 15/9/2016, Tỉnh ủy đã họp và giao việc.")
    assert found.issuer is None

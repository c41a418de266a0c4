"""The register: one entry a document, never one for two issuers; what became of each, and with what proof."""

from datetime import date

from knowledge.documents import Document, DocumentKind, RelationKind, Span, Validity
from knowledge.records import entry_from_json, entry_to_json
from knowledge.references import extract, extract_from_question
from knowledge.register import Register, build_register
from knowledge.register_cards import entry_card, register_to_json


def document(text: str, name: str = "a", **facts: object) -> Document:
    """A report that is all article, with the metadata given."""
    defaults = {"kind": DocumentKind.REPORT, "body": (Span(0, len(text)),), "title": f"bài {name}"}
    return Document(id=name, source=f"{name}.txt", text=text, sha256="", **{**defaults, **facts})  # type: ignore[arg-type]


def register(*documents: Document) -> Register:
    """The register of documents, read as the indexer does."""
    return build_register(documents, {one.id: extract(one.text, one.body, one.place) for one in documents})


def test_several_mentions_make_one_entry_with_all_that_they_know() -> None:
    text = (
        "Kết quả thực hiện Chỉ thị số 81-CT/TU của Tỉnh uỷ. Chỉ thị số 81-CT/TU, ngày 1/2/2020 của Ban Thường vụ Tỉnh ủy "
        "về “trồng cây ở tỉnh Yên Bái” nêu rõ. Chỉ thị 81 còn nói thêm."
    )
    (entry,) = register(document(text)).entries
    assert (entry.number, entry.type, entry.issuer, entry.issued, entry.title) == (
        "81-CT/TU",
        "Chỉ thị",
        "Ban Thường vụ Tỉnh ủy Yên Bái",
        date(2020, 2, 1),
        "trồng cây ở tỉnh Yên Bái",
    )


def test_two_issuers_of_one_number_stay_two_entries() -> None:
    text = "Chỉ thị số 07-CT/TU của Ban Thường vụ Thị ủy Nghĩa Lộ; Chỉ thị số 07-CT/TU của Tỉnh ủy Yên Bái."
    assert [entry.issuer for entry in register(document(text)).entries] == [
        "Ban Thường vụ Thị ủy Nghĩa Lộ",
        "Tỉnh ủy Yên Bái",
    ]


def test_the_same_number_of_two_provinces_stays_two_entries() -> None:
    here = document("Chỉ thị số 19-CT/TU của Tỉnh ủy về trồng cây.", "a", place="Yên Bái")
    there = document("Chỉ thị số 19-CT/TU của Tỉnh ủy về trồng cây.", "b", place="Sơn La")
    assert [entry.place for entry in register(here, there).entries] == ["Yên Bái", "Sơn La"]


def test_a_bare_number_joins_the_entry_of_its_own_province_only() -> None:
    full = document("Chỉ thị số 19-CT/TU ngày 1/2/2020 của Tỉnh ủy Yên Bái.", "a")
    same = document("Thực hiện Chỉ thị số 19-CT/TU, huyện đã làm.", "b", place="Yên Bái")
    other = document("Thực hiện Chỉ thị số 19-CT/TU, huyện đã làm.", "c", place="Sơn La")
    entries = register(full, same, other).entries
    assert [entry.documents for entry in entries] == [("a", "b"), ("c",)]


def test_sources_that_cite_one_document_are_joined() -> None:
    one = document("Nghị quyết 81-NQ/TW, ngày 3/6/2013 của Ban Chấp hành Trung ương.", "a")
    two = document("Nghị quyết số 81-NQ/TW được quán triệt.", "b")
    (entry,) = register(one, two).entries
    assert entry.documents == ("a", "b")


def test_a_body_is_found_under_its_old_and_new_name() -> None:
    text = "Huyện ủy Nghĩa Lộ (nay là Thị ủy Nghĩa Lộ) đã ban hành Kế hoạch số 81-KH/HU."
    known = register(document(text))
    for question in ("kế hoạch 81 của Huyện ủy Nghĩa Lộ", "kế hoạch 81 của Thị ủy Nghĩa Lộ"):
        (asked,) = extract_from_question(question)
        assert [entry.number for entry in known.match(asked)] == ["81-KH/HU"]
    (asked,) = extract_from_question("kế hoạch 81 của Tỉnh ủy")
    assert known.match(asked) == []


def test_two_titles_are_both_kept() -> None:
    text = "Chỉ thị 81-CT/TU về “trồng cây ở trường học”. Chỉ thị 81-CT/TU về “trồng cây ở trường”."
    (entry,) = register(document(text, place="Yên Bái")).entries
    assert {entry.title, *entry.other_titles} == {"trồng cây ở trường học", "trồng cây ở trường"}


def test_a_document_held_in_full_is_marked_so() -> None:
    text = (
        "HỘI ĐỒNG NHÂN DÂN\nTỈNH YÊN BÁI\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 81/NQ-HĐND\nYên Bái, ngày 1 tháng 2 năm 2020\nNGHỊ QUYẾT\nVề trồng cây\nCăn cứ Luật Trồng trọt 31/2018/QH14;"
    )
    entries = {entry.number: entry for entry in register(document(text, kind=DocumentKind.FULL_TEXT)).entries}
    assert entries["81/NQ-HĐND"].held
    assert not entries["31/2018/QH14"].held
    assert [relation.kind for relation in entries["31/2018/QH14"].relations] == [RelationKind.BASED_ON]


def test_page_chrome_is_set_aside() -> None:
    text = "Bài viết dẫn Chỉ thị số 81-CT/TU.\n\nVăn bản mới\nSố 82-KH/TU\nlượt xem: 48"
    known = register(document(text, body=(Span(0, 34),)))
    assert [entry.number for entry in known.entries] == ["81-CT/TU"]
    assert [entry.number for entry in known.aside] == ["82-KH/TU"]


def test_a_draft_ends_nothing() -> None:
    text = "góp ý dự thảo Quy định về trồng cây (Thay thế Quyết định 81-QĐ/TU ngày 1/2/2010 của Tỉnh ủy)."
    (entry,) = register(document(text, reported=date(2018, 12, 5), place="Yên Bái")).entries
    (relation,) = entry.relations
    assert (entry.validity, entry.validity_seen) == (Validity.DRAFT_REPLACEMENT, date(2018, 12, 5))
    assert (relation.kind, relation.other, relation.evidence.quote) == (
        RelationKind.DRAFT_REPLACES,
        "",
        text.removesuffix("."),
    )


def test_a_replaced_document_has_expired_with_its_proof() -> None:
    text = "Quyết định số 82-QĐ/TU của Tỉnh ủy Yên Bái thay thế Quyết định số 81-QĐ/TU của Tỉnh ủy Yên Bái."
    new, old = register(document(text)).entries
    assert (old.validity, new.validity) == (Validity.EXPIRED, Validity.UNKNOWN)
    assert [proof.quote for proof in old.evidence if proof.field == "validity"] == [text.removesuffix(".")]
    assert [(one.kind, one.outward, one.other) for one in new.relations] == [
        (RelationKind.REPLACES, True, old.key)
    ]


def test_validity_is_what_a_sentence_says() -> None:
    for said, validity in (
        ("đến nay vẫn còn hiệu lực", Validity.IN_FORCE),
        ("đã hết hiệu lực", Validity.EXPIRED),
        ("không rõ còn hiệu lực hay không", Validity.UNKNOWN),
        ("được phổ biến rộng rãi", Validity.UNKNOWN),
    ):
        (entry,) = register(document(f"Chỉ thị số 81/CT-TTg {said}.")).entries
        assert entry.validity is validity


def test_proofs_are_the_sources_own_words() -> None:
    text = "Chỉ thị số 81-CT/TU, ngày 1/2/2020 của Tỉnh ủy Yên Bái về trồng cây gây rừng."
    (entry,) = register(document(text)).entries
    assert {proof.field for proof in entry.evidence} == {"number", "type", "issuer", "issued", "title"}
    assert all(text[proof.start : proof.end] == proof.quote for proof in entry.evidence)


def test_a_law_cited_by_name_is_the_one_of_that_name() -> None:
    one = document("Căn cứ Luật Đê điều số 79/2006/QH11;", "a")
    two = document("theo Luật Đê điều và pháp luật liên quan", "b")
    (entry,) = register(one, two).entries
    assert (entry.number, entry.documents) == ("79/2006/QH11", ("a", "b"))


def test_near_misses_say_why_they_are_near() -> None:
    text = (
        "Chỉ thị số 18-CT/TU ngày 15/9/2016 của Tỉnh ủy Yên Bái. Kế hoạch số 81-KH/TU của Tỉnh ủy Yên Bái. "
        "Chỉ thị số 83-CT/TU của Tỉnh ủy Yên Bái."
    )
    known = register(document(text))
    (asked,) = extract_from_question("chỉ thị 81-CT/TU ngày 15/9/2016")
    assert known.match(asked) == []
    near = {one.entry.number: one.reason for one in known.near(asked)}
    assert list(near) == ["18-CT/TU", "81-KH/TU", "83-CT/TU"]
    assert near["18-CT/TU"] == "các chữ số đổi chỗ, cùng ngày 15/9/2016"


def test_a_serial_alone_fits_all_that_bear_it() -> None:
    text = "Chỉ thị số 18-CT/TU của Tỉnh ủy Yên Bái. Kế hoạch số 18-KH/TU của Tỉnh ủy Yên Bái."
    known = register(document(text))
    (asked,) = extract_from_question("số 18 là văn bản gì?")
    assert [entry.number for entry in known.match(asked)] == ["18-CT/TU", "18-KH/TU"]


def test_words_find_entries_best_first() -> None:
    text = "Chỉ thị số 81-CT/TU về “trồng cây gây rừng”. Chỉ thị số 82-CT/TU về “phòng cháy rừng”."
    known = register(document(text, place="Yên Bái"))
    assert [entry.number for entry in known.find("phong chay rung")] == ["82-CT/TU"]
    assert [entry.number for entry in known.find("chỉ thị của yên bái về rừng")] == []
    assert known.find("nuôi cá lồng") == []


def test_entries_come_back_from_json_unchanged() -> None:
    text = "góp ý dự thảo Quy định về trồng cây (Thay thế Quyết định 81-QĐ/TU ngày 1/2/2010 của Tỉnh ủy Yên Bái)."
    known = register(document(text, reported=date(2018, 12, 5)))
    assert [entry_from_json(entry_to_json(entry)) for entry in known.entries] == list(known.entries)


def test_printed_json_has_the_agreed_keys() -> None:
    text = "Kế hoạch số 82-KH/TU của Tỉnh ủy Yên Bái về triển khai Chỉ thị số 81-CT/TW."
    first, _ = register_to_json(register(document(text)).entries)
    assert list(first) == [
        "number",
        "type",
        "issuer",
        "issued",
        "title",
        "validity",
        "held",
        "relations",
        "evidence",
    ]
    assert first["issued"] is None
    assert first["validity"] == "chưa rõ"
    assert first["relations"] == [
        {"kind": "triển khai", "number": "81-CT/TW", "quote": text.removesuffix("."), "source": "a.txt"}
    ]
    assert set(first["evidence"][0]) == {"field", "quote", "source"}


def test_a_card_says_what_is_known_and_what_is_not() -> None:
    card = entry_card(
        register(document("Đề án số 17 của Ban Chấp hành Đảng bộ tỉnh khóa XVI", place="Yên Bái")).entries[0]
    )
    assert card.splitlines()[:5] == [
        "Đề án số 17",
        "  Về việc: chưa rõ",
        "  Cơ quan ban hành: Ban Chấp hành Đảng bộ tỉnh Yên Bái khóa XVI",
        "  Ngày ban hành: chưa rõ",
        "  Hiệu lực: chưa rõ",
    ]


def test_what_is_older_amends_nothing_later() -> None:
    text = "Căn cứ Luật Bến bãi số 25/2038/QH18 được sửa đổi, bổ sung bởi Luật số 42/2033/QH17 và Luật số 81/2039/QH18."
    law = next(one for one in register(document(text)).entries if one.number == "25/2038/QH18")
    assert [one.number for one in law.relations] == ["81/2039/QH18"]


def test_a_constitution_without_a_year_is_not_that_of_some_year() -> None:
    first = document("Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam năm 1992.", "a")
    second = document("Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam.", "b")
    entries = register(first, second).entries
    assert sorted(one.year or 0 for one in entries if one.type == "Hiến pháp") == [0, 1992]

"""Abbreviations are learnt where texts define them and expanded where officers type them."""

import pytest

from knowledge.abbreviations import Abbreviations, common, definitions, most_frequent


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("thực hiện Quy chế dân chủ (QCDC) ở cơ sở", [("QCDC", "Quy chế dân chủ")]),
        ("của Hội đồng nhân dân (sau đây gọi tắt là HĐND) xã", [("HĐND", "Hội đồng nhân dân")]),
        ("Uỷ ban nhân dân (gọi tắt là “UBND”)", [("UBND", "Uỷ ban nhân dân")]),
        ("giáo dục quốc phòng và an ninh (GDQPAN)", [("GDQPAN", "giáo dục quốc phòng và an ninh")]),
        ("khoa học và công nghệ (KH&CN)", [("KH&CN", "khoa học và công nghệ")]),
        ("thu nhập của cá nhân (TNCN)", [("TNCN", "thu nhập của cá nhân")]),
        ("Đại hội Đảng lần thứ mười ba (XIII)", []),
        ("Chỉ thị số 18 (Lào Cai)", []),
        ("một đoạn không liên quan (QCDC)", []),
        ("(QCDC)", []),
    ],
)
def test_a_definition_is_one_only_where_the_initials_agree(text: str, found: list[tuple[str, str]]) -> None:
    assert list(definitions(text)) == found


def test_the_most_frequent_meaning_is_kept() -> None:
    pairs = [("TC", "tài chính"), ("TC", "tổ chức"), ("TC", "tổ chức")]
    assert most_frequent(pairs) == [("TC", "tổ chức")]


@pytest.mark.parametrize(
    ("asked", "expanded"),
    [
        ("UBND xã", "Ủy ban nhân dân xã"),
        ("ubnd xã", "Ủy ban nhân dân xã"),
        ("thực hiện QCDC", "thực hiện quy chế dân chủ riêng"),
        ("Chỉ thị 18-CT/TU của BTV", "Chỉ thị 18-CT/TU của Ban Thường vụ"),
        ("ban thường trực", "ban thường trực"),
    ],
)
def test_what_is_typed_is_expanded(asked: str, expanded: str) -> None:
    known = Abbreviations.of_store([("QCDC", "quy chế dân chủ riêng"), ("BAN", "bộ an ninh")], {"ban": 0})
    assert known.expand(asked) == expanded


def test_the_common_ones_have_examples_and_no_doubles() -> None:
    shorts = [short for short, _ in common()]
    assert {"UBND", "MTTQ", "QCDC"} <= set(shorts)
    assert len(shorts) == len(set(shorts))

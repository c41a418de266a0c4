"""Later mentions stand for the one full mention they can mean, and for none where there are two."""

from knowledge.references import extract


def test_a_bare_number_stands_for_the_full_mention() -> None:
    full, later = extract(
        "Chỉ thị số 81-CT/TU, ngày 1/2/2020 của Tỉnh ủy về đê. Thực hiện Chỉ thị 81, huyện đã làm"
    )
    assert full.antecedent is None
    assert later.antecedent == 0


def test_this_and_the_above_stand_for_the_only_one_of_their_type() -> None:
    text = "Ban hành Chỉ thị số 81-CT/TU về đê điều. Quyết định số 90-QĐ/TU. Chỉ thị này; Quyết định nói trên"
    found = extract(text)
    assert [one.antecedent for one in found] == [None, None, 0, 1]


def test_two_that_could_be_meant_leave_it_open() -> None:
    text = "Chỉ thị số 81-CT/TU về đê điều. Chỉ thị số 82-CT/TU về rừng. Thực hiện Chỉ thị này"
    assert extract(text)[-1].antecedent is None


def test_a_serial_of_two_issuers_is_left_open() -> None:
    text = "Chỉ thị 81-CT/TU của Tỉnh ủy Yên Bái. Chỉ thị 81-CT/TU của Tỉnh ủy Sơn La. Theo Chỉ thị 81-CT/TU"
    assert extract(text)[-1].antecedent is None


def test_several_pointed_at_together_are_no_single_document() -> None:
    text = "Nghị quyết số 81-NQ/TW về đê điều. Thực hiện các Chỉ thị Nghị quyết trên"
    assert len(extract(text)) == 1


def test_a_different_date_is_a_different_document() -> None:
    text = "Chỉ thị 81-CT/TU ngày 1/2/2020 và Chỉ thị 81-CT/TU ngày 1/2/2015"
    assert [one.antecedent for one in extract(text)] == [None, None]


def test_a_law_is_known_again_by_its_name() -> None:
    text = "Luật Tiếp công dân số 42/2013/QH13. Luật Tiếp công dân quy định. Luật tiếp công dân còn nói"
    assert [one.antecedent for one in extract(text)] == [None, 0, 0]

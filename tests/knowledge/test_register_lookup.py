"""What an officer types into the register: a number finds its own document or none, never another."""

import pytest

from knowledge.references import extract
from knowledge.register import Register, build_register
from tests.knowledge.archive import documents


@pytest.fixture(scope="module")
def register() -> Register:
    held = documents()
    return build_register(held, {one.id: extract(one.text, one.body, one.place) for one in held})


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("3017", ["3017-QĐ/TU"]),
        ("3017-QĐ/TU", ["3017-QĐ/TU"]),
        ("qd 3017", ["3017-QĐ/TU"]),
        ("Chỉ thị số 99-CT/TU", []),
        ("99", []),
    ],
)
def test_a_number_finds_its_own_document_or_none(register: Register, typed: str, numbers: list[str]) -> None:
    assert [entry.number for entry in register.find(typed)] == numbers


def test_title_words_find_a_document_with_or_without_marks(register: Register) -> None:
    assert register.find("đối thoại trực tiếp với nhân dân")[0].number == "3017-QĐ/TU"
    assert register.find("doi thoai truc tiep voi nhan dan")[0].number == "3017-QĐ/TU"


def test_the_same_serial_of_two_kinds_stays_two_documents(register: Register) -> None:
    assert {entry.number for entry in register.find("27")} == {"27-CT/TU", "27-KH/TU"}

"""Documents called by their whole title."""

import pytest

from knowledge.titles import Titles, bare_title

TITLES = {
    "law": "Luật Tiếp công dân (số 42/2013/QH13)",
    "amending": "Luật Sửa đổi, bổ sung một số điều của Luật Tiếp công dân (số 136/2025/QH15)",
    "mediation": "Luật Hoà giải ở cơ sở (số 35/2013/QH13)",
    "decision": "Quyết định số 2108-QĐ/TU: Quy định về người đứng đầu đối thoại trực tiếp với nhân dân",
    "notice": "Thông báo",
    "topic": "Công tác dân vận",
}


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("Luật Tiếp công dân có mấy chương?", ["law"]),
        ("luat tiep cong dan co may chuong", ["law"]),
        ("luật sửa đổi, bổ sung một số điều của Luật Tiếp công dân quy định gì", ["amending"]),
        ("nguyên tắc của luật hòa giải cơ sở", ["mediation"]),
        ("quy định về người đứng đầu đối thoại trực tiếp với nhân dân ban hành khi nào", ["decision"]),
        ("hoạt động tiếp công dân", []),
        ("thông báo về công tác dân vận", []),
        ("", []),
    ],
)
def test_called_by_the_whole_title(text: str, called: list[str]) -> None:
    assert Titles(TITLES).called_in(text) == called


def test_a_bare_title_has_neither_type_nor_number() -> None:
    assert bare_title(TITLES["law"]) == "tiep cong dan"
    assert bare_title(TITLES["decision"]).startswith("quy dinh ve nguoi dung dau")
    assert bare_title("Luật") == "luat"

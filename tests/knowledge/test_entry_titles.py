"""Titles that sources give one law: which are the whole one, and which say nothing else."""

from pathlib import Path

import pytest

from emulators.serving import Index
from knowledge.entry_titles import further
from tests.knowledge.asking import DECISION_HEAD, LAW_HEAD, ask, assistant_over

GROUNDS = (
    DECISION_HEAD
    + """Số: 12/2035/QĐ-UBND
Sơn La, ngày 20 tháng 11 năm 2035
QUYẾT ĐỊNH
BAN HÀNH QUY ĐỊNH VỀ CHỢ PHIÊN
Căn cứ Luật sửa đổi, bổ $ung một số điều của Luật Chợ phiên, Luật
Bến bãi, Luật Cân đo số 36/2034/QH18;
Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Chợ phiên, Luật Bến bãi, Luật Cân đo số 36/2034/QH18;
Điều 1. Chợ phiên họp vào ngày chủ nhật.
"""
)
AMENDING = (
    LAW_HEAD
    + """23/2035/QH18
LUẬT
SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA LUẬT ĐÒ NGANG
Căn cứ Luật Đò ngang số 43/2029/QH17;
Quốc hội ban hành Luật sửa đổi, bổ sung một số điều của Luật Đò ngang số 43/2029/QH17.
Điều 1. Đò ngang chở tối đa 09 người.
"""
)


def test_the_number_behind_several_laws_is_that_of_the_law_that_amends_them(
    index: Index, tmp_path: Path
) -> None:
    answer = ask(assistant_over(index, tmp_path / "cho", cho=GROUNDS), "Luật 36/2034/QH18 là luật gì?")
    assert answer.text.startswith(
        "Luật số 36/2034/QH18 của Quốc hội về sửa đổi, bổ sung một số điều của Luật Chợ phiên, Luật Bến bãi,"
    )


def test_the_number_behind_one_law_is_its_own_where_it_is_called_so(index: Index, tmp_path: Path) -> None:
    answer = ask(assistant_over(index, tmp_path / "do", do=AMENDING), "Luật 43/2029/QH17 về việc gì?")
    assert "của Quốc hội về “Đò ngang”" in answer.text
    assert "trích yếu là" not in answer.text


@pytest.mark.parametrize(
    ("title", "other", "kept"),
    [
        ("sửa đổi Luật A, Luật B", "sửa đổi Luật A và Luật B", False),
        ("sửa đổi Luật A, Luật B", "sửa đổi Luật A số 33/2013/QH13 và Luật B", False),
        ("quy chế dân chủ ở cơ sở", "quy chế dân chủ", False),
        ("quy chế dân chủ", "quy chế dân chủ ở cơ sở", True),
        ("công tác dân vận trong cơ quan nhà nước", "công tác dân vận trong cơ quan hành chính", True),
    ],
)
def test_only_what_says_something_else_is_told(title: str, other: str, kept: bool) -> None:
    assert further(title, [other]) == ([other] if kept else [])

"""Marks come back where they were left out, slips are mended where the neighbours ask for it, the rest stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.restoration import SpellingModel, learn
from knowledge.spelling import fold, nfc

TEXT = """Quyết định quy định người đứng đầu cấp ủy, chính quyền đối thoại trực tiếp với Nhân dân.
Công tác dân vận của Đảng là nhiệm vụ của cả hệ thống chính trị. Dân vận khéo thì việc gì cũng thành công.
Nhân dân bàn bạc, kiểm tra, giám sát; quyết định của cấp ủy phải được công khai để nhân dân biết.
"""


@pytest.fixture(scope="module")
def model() -> SpellingModel:
    return learn([TEXT] * 5)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (
            "nguoi dung dau doi thoai truc tiep voi nhan dan",
            "người đứng đầu đối thoại trực tiếp với nhân dân",
        ),
        ("Cong tac DAN VAN cua Dang", "Công tác DÂN VẬN của Đảng"),
        ("quyết định cua cấp uy", "quyết định của cấp ủy"),
        ("nhân dân bàn bạc, kiểm tra", "nhân dân bàn bạc, kiểm tra"),
        ("gặp Obama ở Hawaii", "gặp Obama ở Hawaii"),
        ("18-CT/TU?", "18-CT/TU?"),
        ("", ""),
        ("🙂 !!", "🙂 !!"),
    ],
)
def test_marks_come_back(model: SpellingModel, typed: str, meant: str) -> None:
    assert model.restore(typed) == meant
    assert model.mend(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("quyêt định của cấp ủy", "quyết định của cấp ủy"),
        ("đối thoai trực tiếp với nhân dân", "đối thoại trực tiếp với nhân dân"),
        ("đối thọai trực tiêp với nhan dân", "đối thoại trực tiếp với nhân dân"),
        ("hệ thốg chính trị", "hệ thống chính trị"),
        ("hệ thôngs chính trị", "hệ thống chính trị"),
        ("nguoi dugn dau cap uy", "người đứng đầu cấp ủy"),
    ],
)
def test_slips_are_mended(model: SpellingModel, typed: str, meant: str) -> None:
    assert model.mend(typed) == meant


def test_an_unknown_word_among_strangers_stays(model: SpellingModel) -> None:
    assert model.mend("Prosper Plaza, đường Nguyễn Huệ") == "Prosper Plaza, đường Nguyễn Huệ"


def test_the_model_survives_the_store(model: SpellingModel) -> None:
    again = SpellingModel.from_blobs(model.to_blobs())
    assert again.restore("cong tac dan van") == "công tác dân vận"
    assert again.forms == model.forms


def test_a_model_of_nothing_changes_nothing() -> None:
    empty = learn([])
    assert SpellingModel.from_blobs(empty.to_blobs()).mend("dan van") == "dan van"


@given(st.text(max_size=80))
def test_any_text_keeps_its_length_and_its_letters(model: SpellingModel, text: str) -> None:
    restored = model.restore(text)
    assert len(restored) == len(nfc(text))
    model.mend(text)


@given(st.lists(st.sampled_from(TEXT.split()), max_size=12))
def test_restoring_adds_marks_only(model: SpellingModel, words: list[str]) -> None:
    typed = fold(nfc(" ".join(words)))
    assert fold(model.restore(typed)) == typed

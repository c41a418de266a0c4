"""Sentences of a model against one passage: what is borne out, and lies of every kind."""

import pytest

from bot.composition import LiveLibrary
from evaluation.mutants import KINDS, measure
from knowledge.places import Gazetteer
from knowledge.support import Proof, unsupported

PASSAGE = (
    "Ngày 5/12, Ban Dân vận Tỉnh ủy Sơn La tổ chức Hội nghị đánh giá thực hiện Quyết định 2108-QĐ/TU ngày 20/5/2015 của "
    "Ban Thường vụ Tỉnh ủy. Các huyện tổ chức 208 hội nghị; các xã tổ chức 426 hội nghị đối thoại. Toàn tỉnh hiện có "
    "1.967 mô hình, trong đó 1.411 mô hình tập thể, 556 mô hình cá nhân. Quyết định chưa bị bãi bỏ."
)
PROOF = Proof(PASSAGE, "Sơn La sơ kết công tác dân vận")
PLACES = Gazetteer([]).find


@pytest.mark.parametrize(
    "sentence",
    [
        "Toàn tỉnh hiện có 1.967 mô hình.",
        "Toàn tỉnh hiện có 1.967 mô hình, trong đó 1.411 mô hình tập thể, 556 mô hình cá nhân.",
        "Các xã tổ chức 426 hội nghị đối thoại.",
        "Quyết định 2108-QĐ/TU ngày 20/5/2015 của Ban Thường vụ Tỉnh ủy.",
        "Quyết định chưa bị bãi bỏ.",
    ],
)
def test_what_the_passage_says_is_borne_out(sentence: str) -> None:
    assert unsupported(sentence, PROOF, PLACES, ["Sơn La"]) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Toàn tỉnh hiện có 1.976 mô hình.",
        "Toàn tỉnh hiện có 1.411 mô hình cá nhân.",
        "Các xã tổ chức 208 hội nghị đối thoại.",
        "Quyết định 2108-QĐ/TU ngày 20/5/2015 của Thủ tướng Chính phủ.",
        "Quyết định 2108-QĐ/TU ngày 5/12 của Ban Thường vụ Tỉnh ủy.",
        "Toàn tỉnh Lai Châu hiện có 1.967 mô hình.",
        "Quyết định đã bị bãi bỏ.",
        "Các xã không tổ chức 426 hội nghị đối thoại.",
        "Toàn tỉnh hiện có 1.967 mô hình, đứng đầu cả nước.",
        "CHUỐI.",
    ],
)
def test_what_it_does_not_say_is_not(sentence: str) -> None:
    assert unsupported(sentence, PROOF, PLACES, ["Sơn La"]) != []


def test_a_right_figure_of_another_place_is_not_borne_out() -> None:
    proof = Proof("Sơn La có 1.967 mô hình, Lai Châu có 815 mô hình.", "Các tỉnh")
    assert unsupported("Có 815 mô hình.", proof, PLACES, ["Sơn La"]) != []
    assert unsupported("Có 815 mô hình.", proof, PLACES, ["Lai Châu"]) == []


def test_lies_made_from_the_shipped_documents_are_caught(library: LiveLibrary) -> None:
    """A sample of what `make eval` counts; the floors of whole kinds stand in docs/scorecard.md."""
    found = measure([library.current().store], 12)
    assert found.passed == found.true
    assert len(found.tried) >= len(KINDS) - 3
    assert found.caught.total() >= 0.99 * found.tried.total(), found.missed

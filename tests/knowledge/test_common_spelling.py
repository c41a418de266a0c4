"""What Vietnamese at large knows helps a small index; what the index says counts for more."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.common_spelling import FILE, joined, load, save
from knowledge.restoration import SpellingModel, learn


@pytest.fixture(scope="module")
def small() -> SpellingModel:
    """An index of one report."""
    return learn(["Báo cáo nêu nhiều mô hình dân vận khéo; Mường Khoa có bản Phiêng Mòn, xã Khèo."])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bao nhieu mo hinh dan van kheo", "bao nhiêu mô hình dân vận khéo"),
        ("van ban nay con hieu luc khong", "văn bản này còn hiệu lực không"),
        ("con hieu luc ko", "còn hiệu lực ko"),
        ("Dân vận khéo là gì?", "Dân vận khéo là gì?"),
        ("nguoi dung dau doi thoai voi nhan dan may lan", "người đứng đầu đối thoại với nhân dân mấy lần"),
        ("Phieng Mon o dau", "Phiêng Mòn ở đâu"),
    ],
)
def test_both_together_restore_what_neither_would(small: SpellingModel, typed: str, meant: str) -> None:
    assert joined(small, load()).mend(typed) == meant


def test_sightings_are_added_up() -> None:
    one, other = learn(["dân vận dân vận"]), learn(["dân chủ", "vận dụng"])
    both = joined(one, other, times=3)
    assert dict(zip(both.forms, both.counts.tolist(), strict=True)) == {
        "dân": 7,
        "vận": 7,
        "chủ": 1,
        "dụng": 1,
    }
    keys = dict(zip(both.pairs.tolist(), both.pair_counts.tolist(), strict=True))
    assert keys[(both.ids["dân"] << 32) | both.ids["vận"]] == 6
    assert keys[(both.ids["dân"] << 32) | both.ids["chủ"]] == 1
    assert both.pairs.tolist() == sorted(both.pairs.tolist())


def test_an_empty_index_has_the_common_spelling() -> None:
    assert joined(learn([]), load()).mend("dan chu") == "dân chủ"


def test_the_file_keeps_counts_within_a_few_hundredths(tmp_path: Path) -> None:
    model = learn(["công tác dân vận của Đảng, công tác dân vận khéo"] * 7)
    save(tmp_path / "spelling.npz", model)
    again = load(tmp_path / "spelling.npz")
    assert again.forms == model.forms
    assert np.array_equal(again.pairs, model.pairs)
    assert np.allclose(again.counts, model.counts, rtol=0.05)
    assert FILE.stat().st_size < 3_000_000

"""Questions as they are typed: abbreviated, and with about half of their marks."""

import random

from knowledge.spelling import fold
from training.spelling_noise import abbreviate, as_typed, half_marks

TEXT = "Ủy ban nhân dân cấp xã có trách nhiệm gì theo nghị định về dân chủ cơ sở?"


def test_long_forms_become_short() -> None:
    assert abbreviate(TEXT) == "UBND cấp xã có trách nhiệm gì theo NĐ về DCCS?"


def test_half_of_the_marks_are_kept() -> None:
    typed = half_marks(TEXT, random.Random(0))
    assert typed not in {TEXT, fold(TEXT)}
    assert fold(typed) == fold(TEXT)


def test_one_seed_types_the_same() -> None:
    assert as_typed(TEXT, random.Random(3)) == as_typed(TEXT, random.Random(3))

"""No test question is trained on: equal but for marks, and nearly equal, are both found."""

from pathlib import Path

from training.held_out import bench_questions, near
from training.pairs import dev_questions, question_pairs, without

ASKED = ["Tháng dân vận khuyến học được tổ chức vào thời gian nào trong năm?"]


def test_the_same_question_without_marks_is_found() -> None:
    assert near(["thang dan van khuyen hoc duoc to chuc vao thoi gian nao trong nam"], ASKED).all()


def test_a_question_with_a_word_more_is_found() -> None:
    assert near(["Theo luật, " + ASKED[0].lower()], ASKED).all()


def test_another_question_is_not() -> None:
    assert not near(["Tháng dân vận là gì?", ""], ASKED).any()


def test_no_citizens_question_that_is_trained_on_is_a_test_question(shared: Path) -> None:
    asked = bench_questions(shared / "bench")
    every = list(question_pairs(shared / "text"))
    kept = without(every, asked, "test questions")
    assert 10_000 < len(kept) < len(every)
    assert not near([pair.query for pair in kept], asked).any()


def test_dev_questions_are_no_test_questions(shared: Path) -> None:
    dev = dev_questions(shared, 50, 0)
    assert len(dev) == 50
    assert not near(list(dev), bench_questions(shared / "bench")).any()

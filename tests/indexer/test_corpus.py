"""Official documents as they are published: every file is indexed, or listed with the reason that it has."""

from pathlib import Path

from torture.shelving import plan_of, unaccounted


def test_every_file_of_the_corpus_is_indexed_or_listed_with_a_right_reason(
    shared: Path, tmp_path: Path
) -> None:
    corpus = shared / "corpus"
    plan = plan_of(corpus, tmp_path)
    assert unaccounted(corpus, plan) == []
    data = {str(path) for path in corpus.glob("*.jsonl")}
    assert {path for path, _ in plan.failed} == data
    assert all("chưa đọc được (.jsonl" in reason for _, reason in plan.failed)
    # The same law from two places is told, under one number each time.
    assert all(double.share >= 0.9 for double in plan.doubles)

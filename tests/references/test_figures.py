"""The figures that the extractor must reach on both hand-labelled samples."""

from pathlib import Path

import pytest

from tests.references.labels import SEEN, UNSEEN, windows
from tests.references.scoring import score


@pytest.mark.parametrize("labels", [SEEN, UNSEEN], ids=["sample", "second sample"])
def test_quality(shared: Path, labels: Path) -> None:
    counts = score(shared, labels).counts
    assert counts["number and type"].precision >= 0.99
    assert counts["number and type"].recall >= 0.97
    for name in ("issued", "issuer", "issuer as written", "title", "locator", "pointer"):
        assert counts[name].f1 >= 0.93, name
    assert counts["relation"].f1 >= 0.85


def test_the_sample_is_large_and_wide_enough() -> None:
    sample = list(windows(SEEN))
    assert len({window.file for window in sample}) >= 60
    assert sum(len(window.references) for window in sample) >= 300


def test_labels_hold_no_text_of_the_sources() -> None:
    kept = {
        "start",
        "end",
        "spans",
        "number",
        "type",
        "issued",
        "issuer",
        "term",
        "pointer",
        "antecedent",
        "own",
    }
    kept |= {"any", "issuer_any", "issuer_concluded", "title_cut", "locator_cut"}
    for labels in (SEEN, UNSEEN):
        for window in windows(labels):
            assert all(set(label) <= kept for label in window.references)

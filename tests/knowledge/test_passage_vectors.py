"""Nothing is embedded twice, an interrupted run goes on where it stopped, long passages have several vectors."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge import passage_vectors
from knowledge.documents import Document, DocumentKind, Passage, Span
from knowledge.embedding import Embedding, Joined
from knowledge.passage_vectors import embed_passages, embed_texts, not_kept, parts
from knowledge.vectors import Floats


class Letters(Embedding):
    """Counts letters: an embedding that a test can follow."""

    dimension = 26

    def __init__(self, fingerprint: str = "letters") -> None:
        self.fingerprint = fingerprint
        self.seen: list[str] = []
        self.fail_after = 10**9

    def passages(self, texts: Sequence[str]) -> Floats:
        if len(self.seen) >= self.fail_after:
            raise KeyboardInterrupt
        self.seen += texts
        counts = np.array([[text.lower().count(chr(97 + i)) + 0.1 for i in range(26)] for text in texts])
        return (counts / np.linalg.norm(counts, axis=1, keepdims=True)).astype(np.float32)

    def question(self, text: str) -> Floats:
        return self.passages([text])[0]


def quiet(done: int, total: int) -> None:
    """No progress shown."""


def test_the_same_text_is_embedded_once_ever(tmp_path: Path) -> None:
    first, again = Letters(), Letters()
    one = embed_texts(first, ["ab", "ba c", "ab"], tmp_path, quiet)
    two = embed_texts(again, ["ba c", "new"], tmp_path, quiet)
    assert sorted(first.seen) == ["ab", "ba c"]
    assert again.seen == ["new"]
    assert np.array_equal(one[1], two[0])
    assert np.array_equal(one[0], one[2])


def test_another_embedding_does_not_get_these_vectors(tmp_path: Path) -> None:
    embed_texts(Letters("one"), ["ab"], tmp_path, quiet)
    other = Letters("two")
    embed_texts(other, ["ab"], tmp_path, quiet)
    assert other.seen == ["ab"]


def test_an_interrupted_run_goes_on(tmp_path: Path) -> None:
    texts = [f"text {number}" for number in range(300)]
    stopped, resumed = Letters(), Letters()
    stopped.fail_after = 200
    with pytest.raises(KeyboardInterrupt):
        embed_texts(stopped, texts, tmp_path, quiet)
    told: list[tuple[int, int]] = []
    embed_texts(resumed, texts, tmp_path, lambda done, total: told.append((done, total)))
    assert len(stopped.seen) + len(resumed.seen) == 300
    assert told[0] == (256, 300)
    assert told[-1] == (300, 300)


def test_of_two_joined_the_slow_one_is_kept_and_shared(tmp_path: Path) -> None:
    slow, quick = Letters("slow"), Letters("quick")
    quick.kept = False
    embed_texts(slow, ["ab"], tmp_path, quiet)
    both = Joined(slow, quick, 0.2)
    assert not_kept(both, ["ab", "new", "new"], tmp_path) == ["new"]
    found = embed_texts(both, ["ab", "new"], tmp_path, quiet)
    assert slow.seen == ["ab", "new"]
    assert np.allclose(found, both.passages(["ab", "new"]), atol=1e-3)
    assert not_kept(both, ["ab", "new"], tmp_path) == not_kept(quick, ["other"], tmp_path) == []


def test_nothing_to_embed(tmp_path: Path) -> None:
    assert embed_texts(Letters(), [], tmp_path, quiet).shape == (0, 26)


def test_a_long_passage_has_several_vectors_and_one_owner(tmp_path: Path) -> None:
    text = "Một câu dài vừa phải. " * 200
    document = Document("d", "d.txt", text, (Span(0, len(text)),), "Tên", DocumentKind.REPORT, "0")
    passages = [
        Passage(7, "d", 0, 0, 10, "đoạn 1", "", text[:10]),
        Passage(8, "d", 1, 11, len(text), "đoạn 2", "Mục", text[11:]),
    ]
    made = embed_passages(Letters(), {"d": document}, passages, tmp_path, quiet)
    assert made.owners.tolist() == [0, 1, 1, 1]
    assert made.matrix.shape == (4, 26)


@pytest.mark.parametrize("text", ["", "ngắn", "a" * 5000, "Câu. " * 1000, "chữ " * 1000, "\n" * 4000])
def test_parts_hold_the_whole_text_and_none_is_too_long(text: str) -> None:
    found = list(parts("Tên", "Mục I", text))
    assert found
    assert all(len(part) <= passage_vectors.PART + passage_vectors.CONTEXT for part in found)
    assert all(part.startswith("Tên\nMục I\n") for part in found)
    joined = "".join(part.removeprefix("Tên\nMục I\n") for part in found)
    assert "".join(joined.split()) == "".join(text.split())

"""The gold files themselves: well formed, numbered once, and every right answer stands in the source it names."""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from docx import Document

from knowledge.spelling import one_tone_place

HERE = Path(__file__).parent
SHARED = HERE.parents[1].parent / "shared"
FOLDERS = {
    "shipped.jsonl": HERE.parents[1] / "knowledge" / "documents",
    "shipped_dev2.jsonl": HERE.parents[1] / "knowledge" / "documents",
    "seeds_own.jsonl": SHARED / "seeds",
    "seeds_dev6.jsonl": SHARED / "seeds",
    "seeds_dev7.jsonl": SHARED / "seeds",
    "corpus.jsonl": SHARED / "corpus",
    "corpus_dev2.jsonl": SHARED / "corpus",
    "corpus_dev3.jsonl": SHARED / "corpus",
    "corpus_dev4.jsonl": SHARED / "corpus",
    "corpus_dev5.jsonl": SHARED / "corpus",
    "corpus_dev6.jsonl": SHARED / "corpus",
    "corpus_dev7.jsonl": SHARED / "corpus",
    "corpus_dev8.jsonl": SHARED / "corpus",
    "corpus_dev9.jsonl": SHARED / "corpus",
    "corpus_dev10.jsonl": SHARED / "corpus",
    "corpus_dev11.jsonl": SHARED / "corpus",
    "corpus_test.jsonl": SHARED / "corpus",
    "corpus_test2.jsonl": SHARED / "corpus",
    "corpus_test3.jsonl": SHARED / "corpus",
}
LEAST = {
    "shipped.jsonl": 60,
    "shipped_dev2.jsonl": 12,
    "seeds_own.jsonl": 40,
    "seeds_dev6.jsonl": 60,
    "seeds_dev7.jsonl": 60,
    "corpus.jsonl": 100,
    "corpus_dev2.jsonl": 120,
    "corpus_dev3.jsonl": 40,
    "corpus_dev4.jsonl": 40,
    "corpus_dev5.jsonl": 50,
    "corpus_dev6.jsonl": 45,
    "corpus_dev7.jsonl": 60,
    "corpus_dev8.jsonl": 70,
    "corpus_dev9.jsonl": 60,
    "corpus_dev10.jsonl": 40,
    "corpus_dev11.jsonl": 80,
    "corpus_test.jsonl": 50,
    "corpus_test2.jsonl": 40,
    "corpus_test3.jsonl": 80,
}
KEYS = {"id", "kind", "turns", "must", "must_not", "sources"}


def cases(name: str) -> list[dict[str, Any]]:
    """The lines of a gold file."""
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def same(text: str) -> str:
    """As the evaluation compares: case, Unicode form, tone placement and white space do not count."""
    return re.sub(r"\s+", " ", one_tone_place(unicodedata.normalize("NFC", text)).casefold())


def words_of(path: Path) -> str:
    """A source's text, read here apart from the loaders under test."""
    if path.suffix == ".docx":
        document = Document(str(path))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    if path.suffix == ".htm":
        page = path.read_bytes()
        charset = re.search(rb'charset=["\']?([\w-]+)', page)
        return str(
            lxml.html.fromstring(page.decode(charset[1].decode() if charset else "utf-8")).text_content()
        )
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FOLDERS)
def test_lines_are_well_formed(name: str) -> None:
    lines = cases(name)
    assert len(lines) >= LEAST[name]
    for case in lines:
        assert set(case) == KEYS
        assert case["kind"] in ("answer", "refuse", "clarify")
        assert case["turns"]
        assert all(turn.strip() for turn in case["turns"])
        assert all(group and all(group) for group in case["must"])
        assert (case["kind"] == "answer") == bool(case["sources"])


def test_no_number_and_no_question_is_used_twice() -> None:
    every = [case for name in FOLDERS for case in cases(name)]
    assert len({case["id"] for case in every}) == len(every)
    for kind in ("shipped", "seeds", "corpus"):
        names = [name for name in FOLDERS if name.startswith(kind)]
        turns = [tuple(same(turn) for turn in case["turns"]) for name in names for case in cases(name)]
        assert len(set(turns)) == len(turns)


@pytest.mark.parametrize("kind", ["shipped", "seeds", "corpus"])
def test_a_quarter_or_more_of_the_questions_want_no_answer(kind: str) -> None:
    lines = [case for name in FOLDERS if name.startswith(kind) for case in cases(name)]
    assert sum(case["kind"] != "answer" for case in lines) * 4 >= len(lines)


@pytest.mark.parametrize("name", FOLDERS)
def test_right_answers_stand_in_their_sources(name: str) -> None:
    folder = FOLDERS[name]
    if not folder.exists():
        pytest.skip("../shared is absent: its documents cannot be read")
    paths = {unicodedata.normalize("NFC", path.name): path for path in folder.rglob("*.*")}
    texts: dict[str, str] = {}
    missing = []
    for case in cases(name):
        for source in set(case["sources"]) - set(texts):
            texts[source] = same(words_of(paths[source]))
        held = [texts[source] for source in case["sources"]]
        for group in case["must"] if held else []:
            if not any(same(choice) in text for choice in group for text in held):
                missing.append((case["id"], group))
    assert missing == []


@pytest.mark.parametrize("name", FOLDERS)
def test_nothing_is_both_wanted_and_forbidden(name: str) -> None:
    for case in cases(name):
        for wrong in case["must_not"]:
            assert not any(all(same(wrong) in same(choice) for choice in group) for group in case["must"])
            assert case["kind"] == "refuse" or same(wrong) not in same(case["turns"][-1])

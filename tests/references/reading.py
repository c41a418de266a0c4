"""The texts that labels and figures count offsets in: every file of the corpus read plainly, independent of the indexer.

Labels keep offsets only, so these readings must stay as they are: a change here moves every label.
"""

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.table import Table
from lxml import html

_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})


def corpus_files(shared: Path) -> list[Path]:
    """The seeds and every document of the corpus, in a fixed order."""
    patterns = ("seeds/*.txt", "corpus/docx/*.docx", "corpus/markdown/*.md", "corpus/word-html/*.htm")
    return [path for pattern in patterns for path in sorted(shared.glob(pattern))]


def gazette_rows(shared: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The gazette registers' rows, named «file#line»; `text` is the row's prose, other fields are its metadata."""
    for path in sorted((shared / "corpus").glob("congbao_*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            yield f"{path.name}#{number}", json.loads(line)


def read_text(path: Path) -> str:
    """A file's text in NFC: paragraphs one a line; tables cell by cell."""
    if path.suffix == ".docx":
        text = _docx(path)
    elif path.suffix == ".htm":
        text = _html(path)
    else:
        text = path.read_text(encoding="utf-8")
    return unicodedata.normalize("NFC", text)


def _docx(path: Path) -> str:
    lines: list[str] = []
    for block in docx.Document(str(path)).iter_inner_content():
        lines += _cells(block) if isinstance(block, Table) else [block.text]
    return "\n".join(lines)


def _cells(table: Table) -> Iterator[str]:
    for row in table.rows:
        yield from {id(cell._tc): cell.text for cell in row.cells}.values()


def _html(path: Path) -> str:
    tree = html.fromstring(path.read_bytes())
    for unseen in tree.xpath("//style|//script|//head|//comment()"):
        unseen.drop_tree()
    return "\n".join(" ".join(node.text_content().split()) for node in tree.iter() if node.tag in _BLOCKS)


def text_of(shared: Path, name: str) -> str:
    """The text that a label's `file` names: a path below `shared`, or «file#line» of a gazette register."""
    file, _, line = name.partition("#")
    if not line:
        return read_text(shared / file)
    rows = (shared / "corpus" / file).read_text(encoding="utf-8").splitlines()
    return unicodedata.normalize("NFC", json.loads(rows[int(line)])["text"])

"""Lines of a printed page -> paragraphs: a line that the page's edge broke goes on in the next."""

from collections.abc import Iterable, Iterator

from knowledge.marks import read_mark

_FULL = 0.75
"""Share of the page's longest line that a line takes which the edge may have broken."""
_LEAST = 40
"""Characters of the longest line under which nothing is joined: a form, a heading, a table."""
_ENDS = (".", ":", ";", "!", "?", "…")
_SOFT = "\u00ad"


def reflow(lines: Iterable[str]) -> Iterator[str]:
    """The lines that hold anything, those joined that were one sentence; soft hyphens are left for loading to mend."""
    written = [line for line in lines if line]
    full = _FULL * max([_LEAST / _FULL, *map(len, written)])
    paragraph: list[str] = []
    for line in written:
        if paragraph and not _goes_on(paragraph[-1], line, full):
            yield _joined(paragraph)
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield _joined(paragraph)


def _joined(lines: list[str]) -> str:
    return " ".join(lines)


def _goes_on(above: str, line: str, full: float) -> bool:
    """Whether a line goes on with the paragraph that the line above belongs to."""
    if above.endswith(_SOFT):
        return True
    if len(above) < full or above.endswith(_ENDS) or above.isupper() != line.isupper():
        return False
    if line.startswith("|") or above.startswith("|"):
        return False
    return line[0].islower() or read_mark(line) is None

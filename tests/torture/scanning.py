"""Scans of the documents that ship: what is read against what was printed, letter for letter and number for number."""

import textwrap
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from indexer.formats.ocr import missing, recognise
from indexer.front_matter import front_matter_end
from knowledge.references import extract
from knowledge.spelling import nfc
from papers import draw_page

ACROSS, DOWN = 68, 38
"""Letters of a line and lines of a page, as drawn."""


def scans(folder: Path, most: int) -> dict[str, float]:
    """Character accuracy with marks, and the share of pages on which every document number is right."""
    if missing():
        return {"pages": 0}
    pages = list(_pages(folder))
    chosen = pages if most >= len(pages) else [pages[n * len(pages) // most] for n in range(most)]
    wrong = letters = with_numbers = right = 0
    for lines in chosen:
        read = " ".join(recognise(draw_page(lines)).lines)
        printed = " ".join(" ".join(lines).split())
        wrong += distance(printed, nfc(read))
        letters += len(printed)
        if wanted := _numbers(printed):
            with_numbers += 1
            right += wanted <= _numbers(nfc(read))
    return {
        "pages": len(chosen),
        "accuracy": round(1 - wrong / letters, 4),
        "pages_with_numbers": with_numbers,
        "numbers_right": round(right / max(with_numbers, 1), 3),
    }


def _pages(folder: Path) -> Iterator[list[str]]:
    for path in sorted(folder.glob("*.md")):
        text = nfc(path.read_text(encoding="utf-8"))
        plain = text[front_matter_end(text) :].replace("#", "").replace("*", "")
        lines = [
            part
            for line in plain.splitlines()
            if line.strip()
            for part in textwrap.wrap(line, ACROSS, break_on_hyphens=False)
        ]
        yield from (lines[start : start + DOWN] for start in range(0, len(lines), DOWN))


def _numbers(text: str) -> set[str]:
    return {one.number.normalised for one in extract(text) if one.number and one.number.issuer_mark}


def distance(one: str, other: str) -> int:
    """Levenshtein's distance, a row at a time."""
    letters = np.array([ord(letter) for letter in other])
    places = np.arange(len(other) + 1)
    row = places.copy()
    for letter in one:
        best = np.minimum(row[1:] + 1, row[:-1] + (letters != ord(letter)))
        row = np.concatenate(([row[0] + 1], best))
        row = np.minimum.accumulate(row - places) + places
    return int(row[-1])

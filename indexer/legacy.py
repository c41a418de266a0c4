"""Texts from before Unicode: TCVN3 (.VnTime, .VnArial) and VNI, whose letters were drawn by fonts, told and converted."""

import json
import re
from functools import cache
from pathlib import Path

from indexer.legibility import syllables_share

_FEWEST = 0.08
"""Share of words with letters that no Vietnamese word has, from which a text is taken for an old one."""
_READS = 0.8
"""Share of possible syllables that a conversion must give."""
_MODERN = re.compile(r"[\u0102-\u01b0\u1ea0-\u1ef9]")
"""Vietnamese letters that the old encodings could not hold: a line with one is Unicode already."""
_WORD = re.compile(r"[A-Za-z\u00a1-\u00ff]+")
_STRANGE = re.compile(r"(?=.*[A-Za-z])(?=.*[^A-Za-zÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúý«»])")


def restored(text: str) -> str | None:
    """The text in Unicode where it is in an old encoding read as Western European; None where it is not.

    Lines with letters that only Unicode has are left alone: files were often converted in part.
    """
    old = {line for line in text.split("\n") if not _MODERN.search(line)}
    sample = " ".join(old)
    words = _WORD.findall(sample)
    strange = sum(_STRANGE.match(word) is not None for word in words)
    if strange < max(1, _FEWEST * len(words)):
        return None
    name, share = max(
        ((name, syllables_share(_convert(sample, name))) for name in _tables()), key=lambda found: found[1]
    )
    if share < _READS:
        return None
    return "\n".join(_convert(line, name) if line in old else line for line in text.split("\n"))


def by_font(text: str, font: str) -> str:
    """Text drawn in an old font («.VnTimeH», «VNI-Times») in Unicode; in any other font as it is."""
    if font.startswith(".Vn"):
        written = _convert(text, "tcvn3")
        return written.upper() if font.endswith("H") else written
    return _convert(text, "vni") if font.upper().startswith("VNI-") else text


def _convert(text: str, name: str) -> str:
    table, pattern = _tables()[name]
    return pattern.sub(lambda match: table[match[0]], text)


@cache
def _tables() -> dict[str, tuple[dict[str, str], re.Pattern[str]]]:
    """By encoding: what its letters stand for, and a pattern that finds them, longest first."""
    read = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
    return {name: (table, _pattern(table)) for name, table in read.items()}


def _pattern(table: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(written) for written in sorted(table, key=len, reverse=True)))

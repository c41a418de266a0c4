"""The automatic numbers of a Word document («Điều 5.», «2.», «a)»), which stand in no text of the file."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_VALUE = qn("w:val")


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: how its number looks, and where it starts."""

    form: str
    pattern: str
    start: int


class Numbering:
    """Counts as Word does while the paragraphs are read in order."""

    def __init__(
        self, lists: Mapping[str, Mapping[int, _Level]], styles: Mapping[str, tuple[str, int]]
    ) -> None:
        """`lists`: levels by list id; `styles`: list id and level by paragraph style."""
        self._lists = lists
        self._styles = styles
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    @classmethod
    def of(cls, document: Document) -> Self:
        """The numbering of a document; of none where it has no lists."""
        part = next(
            (
                rel.target_part
                for rel in document.part.rels.values()
                if rel.reltype == RELATIONSHIP_TYPE.NUMBERING
            ),
            None,
        )
        return cls(_lists(getattr(part, "element", None)), _styles(document.styles.element))

    def label(self, paragraph: Any) -> str:
        """The number of a paragraph with a space behind it; empty where it has none."""
        list_id, level = self._list_of(paragraph)
        levels = self._lists.get(list_id or "")
        if not levels or level not in levels:
            return ""
        counts = self._counts[list_id or ""]
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return _written(levels, counts, level)

    def _list_of(self, paragraph: Any) -> tuple[str | None, int]:
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return None, 0
        style = properties.find(qn("w:pStyle"))
        inherited = self._styles.get(style.get(_VALUE, "") if style is not None else "", (None, 0))
        own = properties.find(qn("w:numPr"))
        if own is None:
            return inherited
        list_id, level = own.find(qn("w:numId")), own.find(qn("w:ilvl"))
        return (
            list_id.get(_VALUE) if list_id is not None else inherited[0],
            _integer(level, inherited[1]),
        )


def _written(levels: Mapping[int, _Level], counts: Mapping[int, int], level: int) -> str:
    shown = levels[level].pattern
    if levels[level].form == "bullet":
        return "- "
    for number, one in levels.items():
        shown = shown.replace(f"%{number + 1}", _number(counts.get(number, one.start), one.form))
    return f"{shown} " if shown.strip() else ""


def _number(value: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(value)
        return roman if form == "lowerRoman" else roman.upper()
    if form == "decimalZero":
        return f"{value:02}"
    return "" if form == "none" else str(value)


def _roman(value: int) -> str:
    written = ""
    for worth, sign in _ROMAN:
        times, value = divmod(value, worth)
        written += sign * min(times, 40)
    return written


def _lists(root: Any) -> dict[str, dict[int, _Level]]:
    if root is None:
        return {}
    abstract = {one.get(qn("w:abstractNumId")): _levels(one) for one in root.findall(qn("w:abstractNum"))}
    lists = {}
    for one in root.findall(qn("w:num")):
        base = one.find(qn("w:abstractNumId"))
        lists[one.get(qn("w:numId"))] = dict(abstract.get(base.get(_VALUE) if base is not None else None, {}))
    return lists


def _levels(abstract: Any) -> dict[int, _Level]:
    levels = {}
    for one in abstract.findall(qn("w:lvl")):
        form, pattern = one.find(qn("w:numFmt")), one.find(qn("w:lvlText"))
        levels[int(one.get(qn("w:ilvl"), "0"))] = _Level(
            form.get(_VALUE, "decimal") if form is not None else "decimal",
            pattern.get(_VALUE, "") if pattern is not None else "",
            _integer(one.find(qn("w:start")), 1),
        )
    return levels


def _styles(root: Any) -> dict[str, tuple[str, int]]:
    styles = {}
    for style in root.findall(qn("w:style")):
        properties = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        list_id = properties.find(qn("w:numId")) if properties is not None else None
        if list_id is not None:
            level = _integer(properties.find(qn("w:ilvl")), 0)
            styles[style.get(qn("w:styleId"), "")] = (list_id.get(_VALUE, ""), level)
    return styles


def _integer(element: Any, default: int) -> int:
    value = element.get(_VALUE, "") if element is not None else ""
    return int(value) if value.isdigit() and len(value) < 6 else default

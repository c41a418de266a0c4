"""A quotation as people read it: without Markdown's signs, its wrapped lines joined, as a sentence of its own."""

import re

from knowledge.answers.tables import cells, is_rule, read_row

_OWN_MARK = re.compile(
    r"^[\s\"“]*(?:(?:[-–•*+]|\(?\d{1,3}[a-zđ]?(?:\.\d{1,2})*[.)/]|\(?[a-zđ][.)])\s+|\d{1,3}[a-zđ]?[.)](?=[^\W\d_]))"
)
_QUOTED_END = re.compile(r"”\W*$")
_SIGNS = re.compile(r"\*\*|__|`|^#+\s*|\{#[^}]*\}|^>\s*")
_ITEM = re.compile(r"(?:[-–•*+|]|\(?\d{1,2}(?:\.\d{1,2})*[.)/]|\(?[a-zđ][.)]|Điều \d)\s?")


def plain_lines(quote: str) -> list[str]:
    """The lines of a quotation without Markdown's signs, those that were only wrapped joined again."""
    lines: list[str] = []
    heads: list[str] = []
    row: list[str] = []
    for raw in quote.split("\n"):
        line = " ".join(_SIGNS.sub("", raw.strip()).split())
        if not line or is_rule(line):
            if row and line:
                heads = row
                lines.pop()
            continue
        before, row = row, cells(line) if line.startswith("|") else []
        if row:
            lines.append(read_row(row, heads))
        elif lines and not before and _joins(lines[-1], line):
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    return lines


def _joins(above: str, line: str) -> bool:
    """Whether a line was only wrapped."""
    if _ITEM.match(line) or (above.startswith("Điều ") and line[0].isupper()):
        return False
    return line[0].islower() or above[-1] not in '.;:!?”"'


def as_sentence(quote: str) -> str:
    """A quotation as a sentence of its own: without the mark that it had among others."""
    plain = _paired(_OWN_MARK.sub("", "\n".join(plain_lines(quote)).rstrip(";,").removesuffix("/.")))
    return plain if plain.endswith((".", "!", "?", "…", ":")) else f"{plain}."


def _paired(text: str) -> str:
    """Without a mark at either end whose other half stands elsewhere: an amending law quotes what it puts in."""
    if text.count("“") > text.count("”"):
        text = text.removeprefix("“")
    return _QUOTED_END.sub("", text) if text.count("”") > text.count("“") else text

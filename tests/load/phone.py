"""A Telegram chat on a phone as SVG, drawn from messages as the Bot API gives them."""

import html
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from emulators.telegram_text import part

Json = dict[str, Any]
WIDTH, SIZE, LINE, EDGE, PAD = 412, 15, 21, 10, 11
BUBBLE = WIDTH - 5 * EDGE
"""Widest bubble; rows within it are broken to fit."""
HEADER, KEY, QUOTE_LINES = 56, 34, 3
FAMILY = "Helvetica, Arial, 'Liberation Sans', Roboto, 'Segoe UI', sans-serif"
_WIDTHS = {
    278: " !,./:;fItj|·", 222: "il'‘’", 333: "r()-“”\"*[]", 500: "cksvxyzJ", 556: "abdeghnopqu0123456789L–?_$#«»",
    584: "+<=>~", 611: "FTZ", 667: "ABEKPSVXY&", 722: "CDHNRUw", 778: "GOQ", 833: "mM", 889: "%", 944: "W", 1000: "…—→@",
}  # fmt: skip
WIDE = {letter: width / 1000 for width, letters in _WIDTHS.items() for letter in letters}
"""Helvetica's advance widths in ems, which Arial and Liberation Sans share."""


def wide(text: str, size: float = SIZE, *, strong: bool = False) -> float:
    """How wide a text is drawn, in pixels; marks over and under a letter take no room."""
    plain = (unicodedata.normalize("NFD", char)[0].replace("đ", "d").replace("Đ", "D") for char in text)
    return (
        size
        * sum(WIDE.get(char, 1.1 if char > "\u2190" else 0.6) for char in plain)
        * (1.06 if strong else 1)
    )


@dataclass(frozen=True)
class Piece:
    """Characters of one style."""

    text: str
    styles: frozenset[str]


def pieces(message: Json) -> list[list[Piece]]:
    """The message's paragraphs as runs of one style each."""
    text, styles = message["text"], [set[str]() for _ in message["text"]]
    for entity in message.get("entities", []):
        before = text.encode("utf-16-le")[: 2 * entity["offset"]].decode("utf-16-le")
        for place in range(len(before), len(before) + len(part(text, entity))):
            styles[place].add(entity["type"])
    for found in _links(text):
        for place in range(*found):
            styles[place].add("link")
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append(list(_runs(line, [frozenset(one) for one in styles[start : start + len(line)]])))
        start += len(line) + 1
    return lines


def _links(text: str) -> Iterator[tuple[int, int]]:
    position = text.find("https://")
    while position >= 0:
        end = next((n for n in range(position, len(text)) if text[n].isspace()), len(text))
        yield position, end
        position = text.find("https://", end)


def _runs(line: str, styles: list[frozenset[str]]) -> Iterator[Piece]:
    start = 0
    for place in range(1, len(line) + 1):
        if place == len(line) or styles[place] != styles[start]:
            yield Piece(line[start:place], styles[start])
            start = place


def rows(paragraph: list[Piece], room: float) -> list[list[Piece]]:
    """A paragraph broken between words into rows that fit; a word longer than a row is broken inside."""
    broken: list[list[Piece]] = [[]]
    used = 0.0
    for word in _words(paragraph, room):
        needs = _long(word)
        if used and used + needs - wide(" ") * word[-1].text.endswith(" ") > room:
            broken.append([])
            used = 0.0
        broken[-1] += word
        used += needs
    return broken


def _long(row: list[Piece]) -> float:
    return sum(wide(one.text, strong="bold" in one.styles) for one in row)


def _words(paragraph: list[Piece], room: float) -> Iterator[list[Piece]]:
    word: list[Piece] = []
    for one in paragraph:
        letters = ""
        for char in one.text:
            letters += char
            if char == " " or wide(letters) > room - SIZE:
                yield [*word, Piece(letters, one.styles)]
                word, letters = [], ""
        if letters:
            word.append(Piece(letters, one.styles))
    if word:
        yield word


@dataclass
class Phone:
    """A screen that grows downwards."""

    title: str
    below: str
    parts: list[str] = field(default_factory=list)
    height: float = HEADER + EDGE

    def message(self, message: Json, *, ours: bool, name: str = "") -> None:
        """A bubble: the bot's to the left with its keys under it, the person's to the right."""
        lines = list(self._lines(message, name))
        widest = max(
            (sum(wide(p.text, strong="bold" in p.styles) for p in row) + (10 if quoted else 0))
            for row, quoted in lines
        )
        wider = min(BUBBLE, max(widest, 70.0) + 2 * PAD + 2)
        keys = message.get("reply_markup", {}).get("inline_keyboard", []) if ours else []
        wider = BUBBLE if keys else wider
        left = EDGE if ours else WIDTH - EDGE - wider
        tall = len(lines) * LINE + 2 * PAD + 8
        self._box(left, wider, tall, "#ffffff" if ours else "#e3fec6")
        self._text_rows(lines, left, wider)
        self._time(message, left + wider, self.height + tall)
        self.height += tall + 4
        for row in keys:
            self._keys([key["text"] + (" ↗" if "url" in key else "") for key in row])
        self.height += EDGE - 2

    def _lines(self, message: Json, name: str) -> Iterator[tuple[list[Piece], bool]]:
        """Rows and whether they stand in a quotation; of a long one only the first are open."""
        if name:
            yield [Piece(name, frozenset(("bold", "link")))], False
        if "document" in message:
            yield [Piece(f"📄 {message['document']['file_name']}", frozenset(("bold",)))], False
            message = {**message, "text": message.get("caption", "")}
        for paragraph in pieces(message):
            quoted = any({"blockquote", "expandable_blockquote"} & one.styles for one in paragraph)
            broken = rows(paragraph, BUBBLE - 2 * PAD - 2 - (12 if quoted else 0))
            closed = quoted and len(broken) > QUOTE_LINES and sum(len(p.text) for p in paragraph) > 300
            for row in broken[:QUOTE_LINES] if closed else broken:
                yield row, quoted
            if closed:
                yield [Piece("… (chạm để xem hết)", frozenset(("italic",)))], True

    def _box(self, left: float, wider: float, tall: float, fill: str) -> None:
        self.parts.append(
            f'<rect x="{left:.0f}" y="{self.height:.0f}" width="{wider:.0f}" height="{tall:.0f}" rx="13" fill="{fill}"'
            ' stroke="#c6d3dc" stroke-width="0.6"/>'
        )

    def _text_rows(self, lines: list[tuple[list[Piece], bool]], left: float, wider: float) -> None:
        for number, (row, quoted) in enumerate(lines):
            top = self.height + PAD + number * LINE
            if quoted:
                self.parts.append(
                    f'<rect x="{left + PAD - 3:.0f}" y="{top - 1:.0f}" width="{wider - 2 * PAD + 6:.0f}" height="{LINE}"'
                    ' fill="#e8f1fa"/>'
                    f'<rect x="{left + PAD - 3:.0f}" y="{top - 1:.0f}" width="3" height="{LINE}" fill="#3d8bd4"/>'
                )
            x = left + PAD + (7 if quoted else 0)
            for styles, together in groupby(row, key=lambda one: one.styles):
                x = self._piece(Piece("".join(one.text for one in together), styles), x, top + SIZE)

    def _piece(self, one: Piece, x: float, y: float) -> float:
        strong = "bold" in one.styles
        long = wide(one.text, strong=strong)
        how = ' font-weight="bold"' * strong + ' font-style="italic"' * ("italic" in one.styles)
        how += ' fill="#2277cc"' * ("link" in one.styles)
        # The length is told, so that no viewer's font makes a row longer than its bubble.
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" textLength="{long:.1f}" lengthAdjust="spacingAndGlyphs"{how}'
            f' xml:space="preserve">{html.escape(one.text)}</text>'
            if one.text.strip()
            else ""
        )
        return x + long

    def _time(self, message: Json, right: float, bottom: float) -> None:
        moment = datetime.fromtimestamp(message["date"], UTC) + timedelta(hours=7)
        self.parts.append(
            f'<text x="{right - PAD:.0f}" y="{bottom - 6:.0f}" font-size="11" fill="#7c8b96" text-anchor="end">'
            f"{moment:%H:%M}</text>"
        )

    def _keys(self, labels: list[str]) -> None:
        """A row of buttons; a label too long for its button is cut as Telegram cuts it."""
        each = (BUBBLE - 4 * (len(labels) - 1)) / len(labels)
        for place, label in enumerate(labels):
            x, shown = EDGE + place * (each + 4), label
            while wide(shown, 14) > each - 16:
                shown = f"{shown.rstrip('…')[:-1].rstrip()}…"
            self.parts.append(
                f'<rect x="{x:.1f}" y="{self.height:.0f}" width="{each:.1f}" height="{KEY - 4}" rx="8" fill="#6f9cba"/>'
                f'<text x="{x + each / 2:.1f}" y="{self.height + 20:.0f}" font-size="14" fill="#ffffff"'
                f' text-anchor="middle">{html.escape(shown)}</text>'
            )
        self.height += KEY

    def svg(self) -> str:
        """The whole picture."""
        tall = self.height + EDGE
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{tall:.0f}"'
                f' viewBox="0 0 {WIDTH} {tall:.0f}" font-family="{FAMILY}" font-size="{SIZE}" fill="#111111">',
                f'<rect width="{WIDTH}" height="{tall:.0f}" rx="18" fill="#cfdfe8"/>',
                *self._header(),
                *filter(None, self.parts),
                "</svg>\n",
            ]
        )

    def _header(self) -> Iterable[str]:
        initials = "".join(word[0] for word in self.title.split()[:2]).upper()
        yield f'<path d="M0 {HEADER}V18A18 18 0 0 1 18 0H{WIDTH - 18}A18 18 0 0 1 {WIDTH} 18V{HEADER}Z" fill="#4a7fa7"/>'
        yield '<path d="M24 20l-8 8 8 8" fill="none" stroke="#ffffff" stroke-width="2"/>'
        yield '<circle cx="56" cy="28" r="18" fill="#c9503f"/>'
        white = 'fill="#ffffff" font-weight="bold"'
        yield f'<text x="56" y="33" font-size="14" text-anchor="middle" {white}>{initials}</text>'
        yield f'<text x="84" y="25" font-size="16" {white}>{html.escape(self.title)}</text>'
        yield f'<text x="84" y="43" font-size="12.5" fill="#d7e6f1">{html.escape(self.below)}</text>'

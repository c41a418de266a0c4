"""Blocks -> messages within a channel's limit, as HTML or as plain text. Nothing here knows any channel."""

import html
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from bot.chat import Block, Run
from knowledge.documents import Span
from knowledge.sentences import sentences

GAP = "\n\n"
Measure = Callable[[str], int]
LONG_QUOTE = 300
"""Characters of a quotation from which a phone shows only its beginning until it is tapped."""
_TAGS = {"bold": "b", "italic": "i", "quote": "blockquote"}


def utf16_units(text: str) -> int:
    """Length as Telegram counts it: characters outside of the first plane count twice."""
    # Twice as many bytes; of a lone surrogate, too, which no text of ours should hold.
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def block(*parts: str | Run, whole: bool = False) -> Block:
    """A paragraph of plain strings and styled runs; empty parts are left out."""
    runs = (Run(part) if isinstance(part, str) else part for part in parts)
    return Block(tuple(run for run in runs if run.text), whole)


def bold(text: str) -> Run:
    """Bold characters."""
    return Run(text, "bold")


def italic(text: str) -> Run:
    """Italic characters."""
    return Run(text, "italic")


def to_plain(blocks: Iterable[Block]) -> str:
    """The characters alone, paragraphs apart."""
    return GAP.join(block.text for block in blocks)


def to_html(blocks: Iterable[Block]) -> str:
    """Telegram's HTML: only the tags of `_TAGS`; every other <, >, & and \" is escaped."""
    return GAP.join("".join(map(_run_html, block.runs)) for block in blocks)


def _run_html(run: Run) -> str:
    escaped = html.escape(run.text)
    tag = _TAGS.get(run.style)
    if not tag:
        return escaped
    how = " expandable" if run.style == "quote" and len(run.text) > LONG_QUOTE else ""
    return f"<{tag}{how}>{escaped}</{tag}>"


def split(blocks: Iterable[Block], limit: int, measure: Measure) -> list[tuple[Block, ...]]:
    """Share blocks out over messages of at most `limit`, in order.

    Messages end between blocks. A block longer than a whole message is divided at a line's end, else at a
    sentence's, else between words; whoever makes `whole` blocks sees to it that they fit.
    """
    messages: list[tuple[Block, ...]] = []
    current: tuple[Block, ...] = ()
    for piece in (part for block in blocks for part in _fitting(block, limit, measure)):
        if current and measure(to_plain((*current, piece))) > limit:
            messages.append(current)
            current = ()
        current = (*current, piece)
    return [*messages, current] if current else messages


def _fitting(block: Block, limit: int, measure: Measure) -> Iterator[Block]:
    rest = block
    while measure(rest.text) > limit:
        head = head_of(rest.text, limit, measure)
        yield cut(rest, 0, len(head))
        after = len(rest.text) - len(rest.text[len(head) :].lstrip())
        rest = cut(rest, after, len(rest.text))
    if rest.text.strip():
        yield rest


def head_of(text: str, limit: int, measure: Measure) -> str:
    """The longest beginning within `limit` (at least 2) that ends where a reader would pause."""
    if measure(text) <= limit:
        return text
    longest = bisect_right(range(1, len(text) + 1), limit, key=lambda length: measure(text[:length]))
    ends = (_line_end(text, longest), _sentence_end(text, longest), text.rfind(" ", 0, longest + 1))
    end = next((end for end in ends if end > longest // 3), longest)
    return text[:end].rstrip() or text[:longest]


def _line_end(text: str, longest: int) -> int:
    return text.rfind("\n", 0, longest + 1)


def _sentence_end(text: str, longest: int) -> int:
    # The last one is left out: it may end only because we stop reading there.
    whole = sentences(text, Span(0, min(len(text), longest + 1)))[:-1]
    return whole[-1].end if whole else 0


def cut(block: Block, start: int, end: int) -> Block:
    """Characters [start, end) of a block, styles kept."""
    runs: list[Run] = []
    position = 0
    for run in block.runs:
        piece = run.text[max(0, start - position) : max(0, end - position)]
        position += len(run.text)
        if piece:
            runs.append(Run(piece, run.style))
    return Block(tuple(runs), block.whole)

"""Where sentences end in Vietnamese administrative prose: spans only, nothing is rewritten."""

import re
from collections.abc import Iterator

from knowledge.documents import Span

_ABBREVIATIONS = frozenset(
    (
        "tp",
        "tx",
        "tt",
        "tr",
        "ths",
        "ts",
        "gs",
        "pgs",
        "cn",
        "ks",
        "bs",
        "đ/c",
        "mr",
        "mrs",
        "st",
        "vd",
        "nxb",
        "stt",
        "đt",
    )
)
"""What may stand before a full stop without ending a sentence, lower case."""

_CLOSING = "”\"»’')]"
_OPENING = "“\"«‘'([-–—•*+"
_END = re.compile(rf"[.!?…]+[{re.escape(_CLOSING)}]*")
_LINE_END = re.compile(rf"[.;:!?…/]+[{re.escape(_CLOSING)}*_]*$")
_SEMICOLON = re.compile(";")
_ITEM_NUMBER = re.compile(r"\d+(?:\.\d+)*|[IVX]+")
"""«2», «1.3», «IV»: what numbers an item, before its full stop."""
_UNIT = re.compile(
    r"(?:[-–—•*+#|]|\(?\d{1,3}(?:\.\d{1,3}){0,4}[.)/](?!\d)|[a-zđA-ZĐ][.)]|Điều \d|Chương |Mục )\s?"
)


def sentences(text: str, within: Span) -> list[Span]:
    """Sentences of `text[within]`, in order, without the white space between them.

    Lines that were only wrapped belong to one sentence; a line that begins a new item, or follows one that is
    closed, begins a new sentence. Takes linear time.
    """
    return [span for lines in _paragraphs(text, within) for span in _split(text, lines)]


def clauses(text: str, sentence: Span) -> list[Span]:
    """Parts of a sentence between its semicolons, which belong to none; itself where it has none."""
    cuts = [m.start() for m in _SEMICOLON.finditer(text, sentence.start, sentence.end)]
    edges = zip([sentence.start, *(cut + 1 for cut in cuts)], [*cuts, sentence.end], strict=True)
    return [span for span in (trimmed(text, Span(*edge)) for edge in edges) if span.start < span.end]


def trimmed(text: str, span: Span) -> Span:
    """The span without white space at its ends."""
    piece = span.of(text)
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, max(start, span.end - len(piece) + len(piece.rstrip())))


def _paragraphs(text: str, within: Span) -> Iterator[Span]:
    """Runs of lines that read on into each other."""
    run: Span | None = None
    previous = ""
    position = within.start
    for line in within.of(text).split("\n"):
        here = trimmed(text, Span(position, position + len(line)))
        if run and not _reads_on(previous, here.of(text)):
            yield run
            run = None
        if here.start < here.end:
            run = Span(run.start if run else here.start, here.end)
        previous = here.of(text)
        position += len(line) + 1
    if run:
        yield run


def _reads_on(previous: str, line: str) -> bool:
    """Whether a line continues the one before it."""
    if not previous or not line or _UNIT.match(line):
        return False
    return line[0].islower() or not _LINE_END.search(previous[-8:])


def _split(text: str, span: Span) -> Iterator[Span]:
    """Sentences of one paragraph."""
    start = span.start
    for match in _END.finditer(text, span.start, span.end):
        if match.end() < span.end and _ends_sentence(text, start, match, span.end):
            yield Span(start, match.end())
            start = match.end()
            while start < span.end and text[start].isspace():
                start += 1
    if start < span.end:
        yield Span(start, span.end)


def _ends_sentence(text: str, start: int, match: re.Match[str], limit: int) -> bool:
    after = match.end()
    gap = after
    while gap < limit and text[gap].isspace():
        gap += 1
    if gap == limit:
        return True
    following = text[gap]
    if gap == after:
        return _glued(text, match, limit)
    if not (following.isupper() or following.isdigit() or following in _OPENING):
        return False
    return match[0] != "." or not _is_abbreviation(text, start, match.start())


def _glued(text: str, match: re.Match[str], limit: int) -> bool:
    """«… chính quyền”.Hội nghị …»: the space after a full stop was lost."""
    after, before = match.end(), text[match.start() - 1 : match.start()]
    return (
        match[0].startswith(".")
        and (before.islower() or before in _CLOSING)
        and text[after].isupper()
        and after + 1 < limit
        and text[after + 1].islower()
        and not _is_abbreviation(text, 0, match.start())
    )


def _is_abbreviation(text: str, start: int, stop: int) -> bool:
    """Whether the word before text[stop] == "." is one («TP.», «A.») or an item's number («1.», «II.»)."""
    begin = stop
    while begin > max(start, stop - 8) and not text[begin - 1].isspace():
        begin -= 1
    word = text[begin:stop].strip(_OPENING)
    if begin <= start + 1 and _ITEM_NUMBER.fullmatch(word):
        return True
    return (len(word) == 1 and word.isalpha()) or word.lower() in _ABBREVIATIONS

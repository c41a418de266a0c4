"""A held document as a whole: its parts by their headings; where it has none, how its paragraphs open."""

import re
from collections.abc import Iterator

from knowledge.answers.cards import Statement
from knowledge.answers.citing import body_part, cite, merged, source_citations
from knowledge.answers.composing import as_sentence, said_by
from knowledge.answers.quoting import quotation_around
from knowledge.documents import Document, Span
from knowledge.places import folded
from knowledge.question import Question
from knowledge.store import Store

FEWEST = 2
"""Parts below which there is nothing to tell apart."""
MOST_HEADINGS, MOST_OPENINGS = 12, 5
_PARAGRAPH = re.compile(r"(?=[^\n]{80})(?P<first>[^\w\n]*\w+)[^\n]*")
"""Shorter lines are titles, dates and names."""
OUTLINE_WORDS = (
    "tom tat", "tom luoc", "khai quat", "noi dung", "chinh", "co ban", "chu yeu", "chuong", "phan", "bai viet", "bai",
    "bao cao", "tai lieu", "viet", "noi", "de cap", "phan anh", "gom", "giup toi", "giup em", "cho toi", "cho em",
)  # fmt: skip
"""Words that ask for an outline and are no topic."""
_ASKS = re.compile(
    r"\b(?:tom tat|tom luoc|khai quat)\b|\bnoi dung (?:chinh|co ban|chu yeu|khai quat)\b"
    r"|\b(?:bai|bao cao|tai lieu)\b.*\b(?:noi|viet|de cap|phan anh)"
    r" (?:den |ve )?(?:(?:nhung|noi dung|van de|viec) )?gi\W*$"
    r"|\b(?:gom|co) (?:may|bao nhieu|nhung) (?:chuong|phan)\b"
)
_OF_REPORT = re.compile(r"\b(?:bai|bao cao|tai lieu)\b")
_BREAKS = r"\s*#_|.:—–-"
_BREAK = rf"[{_BREAKS}]+"
_UNTITLED = re.compile(r"\W*Điều \d+[a-zđ]?\W*$")
_NO_PART = re.compile(r"\W*Nơi nhận\W*|")


def asks_outline(question: Question) -> bool:
    """Whether a document as a whole is asked for: «tóm tắt …», «nội dung chính của …», «gồm mấy chương»."""
    return _ASKS.search(question.folded) is not None


def asks_report_outline(question: Question) -> bool:
    """Whether that is asked of a report: «tóm tắt bài của …»."""
    return asks_outline(question) and _OF_REPORT.search(question.folded) is not None


def outline_statement(store: Store, document: Document) -> Statement | None:
    """The parts of a document in its own words and order; None where it has not even two."""
    headings = list(_headings(store, document))
    spans = headings if len(headings) >= FEWEST else _spread(list(_openings(document)))
    if len(spans) < FEWEST:
        return None
    quotes = [cite(store, document, span) for span in spans[:MOST_HEADINGS]]
    lead = "Các phần của văn bản:" if spans is headings else "Các ý chính, theo câu mở đầu từng đoạn:"
    more = ["• … (còn các phần sau)"] if len(spans) > MOST_HEADINGS else []
    said = [_said(quote.quote, whole=spans is not headings) for quote in quotes]
    text = "\n".join([lead, *(f"• {one}" for one in said), *more, said_by(document)])
    return Statement(text, merged([*quotes, *source_citations(store, document)]))


def _said(quote: str, *, whole: bool) -> str:
    return as_sentence(quote) if whole else " ".join(re.sub(r"[*#_|]", " ", quote).split())


def _headings(store: Store, document: Document) -> Iterator[Span]:
    """Where each part of the first level that has several begins, with its heading."""
    passages = store.passages_of(document.id)
    paths = [passage.heading.split(" > ") for passage in passages]
    level = next((n for n in range(max(map(len, paths), default=0)) if len(_at(paths, n)) >= FEWEST), 0)
    headings, end = _at(paths, level), 0
    for heading in headings[_leads_with_name(document, headings) :]:
        first = next(p for p, path in zip(passages, paths, strict=True) if heading in path[level : level + 1])
        span = _written(document.text, heading, Span(end, first.end))
        if span:
            end = span.end
            yield _with_matter(document, span)


def _leads_with_name(document: Document, headings: list[str]) -> bool:
    """Whether the first heading only names the document itself."""
    number = document.number.written if document.number else ""
    own = folded(f"{document.title} {document.type} {number}")
    return bool(headings) and folded(headings[0]) in own


def _at(paths: list[list[str]], level: int) -> list[str]:
    """Different headings of a level, in order."""
    held = dict.fromkeys(path[level] for path in paths if len(path) > level)
    return [heading for heading in held if not _NO_PART.fullmatch(heading)]


def _written(text: str, heading: str, within: Span) -> Span | None:
    """Where a heading stands, which may be broken over lines and marked; of one that was cut off, its whole line."""
    words = _BREAK.join(map(re.escape, re.findall(rf"[^{_BREAKS}…]+", heading)))
    found = list(re.compile(words).finditer(text, within.start, within.end))
    if not (found and words):
        return None
    start, end = found[-1].span()
    line_end = text.find("\n", end)
    return Span(start, line_end if heading.endswith("…") and line_end > 0 else end)


def _with_matter(document: Document, heading: Span) -> Span:
    """«Điều 1» alone says nothing: with the sentence that it leads to."""
    if not _UNTITLED.match(heading.of(document.text)):
        return heading
    part = body_part(document, heading)
    return quotation_around(document.text, Span(heading.start, min(heading.end + 3, part.end)), part)


def _openings(document: Document) -> Iterator[Span]:
    """The first sentence of each paragraph, of a long one its first clauses; not the title."""
    text, title = document.text, folded(document.title)
    for part in document.body:
        for line in _PARAGRAPH.finditer(text, part.start, part.end):
            if folded(line[0]).strip(" .*#_") not in title:
                yield quotation_around(text, Span(line.start(), line.end("first")), Span(*line.span()))


def _spread(spans: list[Span]) -> list[Span]:
    """`MOST_OPENINGS` of them from the first to the last."""
    if len(spans) <= MOST_OPENINGS:
        return spans
    step = (len(spans) - 1) / (MOST_OPENINGS - 1)
    return [spans[round(place * step)] for place in range(MOST_OPENINGS)]

"""A held document as a whole, or one chapter of it: the parts by their headings; where none, how paragraphs open."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from knowledge.answers.cards import Statement
from knowledge.answers.citing import body_part, cite, merged, source_citations
from knowledge.answers.plain_quotes import as_sentence
from knowledge.answers.quoting import quotation_around
from knowledge.answers.source_line import said_by
from knowledge.answers.topics import CHAPTER
from knowledge.documents import Document, DocumentKind, Passage, Span
from knowledge.places import folded
from knowledge.question import Question
from knowledge.store import Store

FEWEST = 2
"""Parts below which there is nothing to tell apart."""
MOST_HEADINGS, MOST_OPENINGS, MOST_ARTICLES = 12, 5, 30
_PARAGRAPH = re.compile(r"(?=[^\n]{80})(?P<first>[^\w\n]*\w+)[^\n]*")
"""Shorter lines are titles, dates and names."""
OUTLINE_WORDS = (
    "tom tat", "tom luoc", "khai quat", "noi dung", "chinh", "co ban", "chu yeu", "chuong", "phan", "dieu", "bai viet",
    "bai", "bao cao", "tai lieu", "viet", "noi", "de cap", "phan anh", "gom", "giup toi", "giup em", "cho toi", "cho em",
    "cuoi cung", "cuoi", "tong cong", "tat ca",
)  # fmt: skip
"""Words that ask for an outline and are no topic."""
_ASKS = re.compile(
    r"\b(?:tom tat|tom luoc|khai quat)\b|\bnoi dung (?:chinh|co ban|chu yeu|khai quat)\b"
    r"|\b(?:bai|bao cao|tai lieu|chuyen de)\b.*\b(?:noi|viet|de cap|phan anh)"
    r" (?:den |ve )?(?:(?:nhung|noi dung|van de|viec) )?gi\W*$"
    r"|\b(?:gom|co) (?:may|bao nhieu|nhung) (?:chuong|phan)\b"
)
_ASKS_ARTICLES = re.compile(
    r"\b(?:gom|co|tong cong) (?:tat ca )?(?:may|bao nhieu) dieu\b(?! kien)|\bdieu cuoi\b"
)
_ARTICLES = re.compile(r"(?m)^[#*_ \t]*(?P<line>Điều (?P<number>\d{1,3})\b[^\n]*)")
_ROMAN = tuple("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii".split())
_OF_REPORT = re.compile(r"\b(?:bai|bao cao|tai lieu|chuyen de)\b")
_BREAKS = r"\s*#_|.:—–-"
_BREAK = rf"[{_BREAKS}]+"
_WORD = re.compile(r"\w+")
_ARTICLE = re.compile(r"\W*Điều \d")
_UNTITLED = re.compile(r"\W*Điều \d+[a-zđ]?\W*$")
_NO_PART = re.compile(r"\W*(?:Nơi nhận|Nguồn|Ghi chú|Tác giả)?\W*")


def asks_outline(question: Question) -> bool:
    """Whether a document as a whole is asked for: «tóm tắt …», «nội dung chính của …», «gồm mấy chương»."""
    return _ASKS.search(question.folded) is not None


def asks_report_outline(question: Question) -> bool:
    """Whether that is asked of a report: «tóm tắt bài của …»."""
    return asks_outline(question) and _OF_REPORT.search(question.folded) is not None


def asked_chapter(question: Question) -> str:
    """The chapter that a question names: «Chương II», also of «chương 2»; empty where it names none."""
    return _chapter_in(question.folded)


def _chapter_in(said: str) -> str:
    found = CHAPTER.search(said)
    if not found:
        return ""
    number = int(found["number"]) if found["number"].isdecimal() else 0
    roman = _ROMAN[number - 1] if 0 < number <= len(_ROMAN) else found["number"]
    return f"Chương {roman.upper()}"


def has_chapters(store: Store, document: Document) -> bool:
    """Whether a held text is divided into chapters."""
    return any(_chapter_in(folded(passage.heading)) for passage in store.passages_of(document.id))


class _Part(NamedTuple):
    """A heading, empty where there is none, and all that is quoted of the part, the heading first."""

    heading: Span
    quoted: Span


def asks_articles(question: Question) -> bool:
    """Whether it is asked how many articles a document has, or which is the last."""
    return _ASKS_ARTICLES.search(question.folded) is not None


def last_article_statement(store: Store, document: Document) -> Statement | None:
    """Its last article, which tells how many there are; None where they are not numbered straight through."""
    found = list(_ARTICLES.finditer(document.text))
    if not found or [int(one["number"]) for one in found] != list(range(1, len(found) + 1)):
        return None
    quoted = cite(store, document, Span(*found[-1].span("line")))
    text = f"Điều cuối cùng là {as_sentence(quoted.quote)}\n{said_by(document)}"
    return Statement(text, merged([quoted, *source_citations(store, document)]))


def outline_statement(store: Store, document: Document) -> Statement | None:
    """The parts of a document in its own words and order; None where it has not even two."""
    headed = list(_headed(document, store.passages_of(document.id)))
    parts = headed if len(headed) >= FEWEST else _spread(list(_openings(document)))
    if len(parts) < FEWEST:
        return None
    lead = "Các phần của tài liệu:" if parts is headed else "Các ý chính, theo câu mở đầu từng đoạn:"
    return _listed(store, document, lead, parts)


def chapter_statement(store: Store, document: Document, chapter: str) -> Statement | None:
    """What stands under a chapter («Chương II»), by the headings; None where the text has no such chapter."""
    held = [(passage, _level_of(chapter, passage)) for passage in store.passages_of(document.id)]
    own = [passage for passage, level in held if level is not None]
    if not own:
        return None
    level = next(level for _, level in held if level is not None)
    named, *_ = _at_level(document, own, level)
    below = [part for deeper in (1, 2) for part in _at_level(document, own, level + deeper)]
    articles = [part for part in below if _ARTICLE.match(part.heading.of(document.text))]
    told = _listed(store, document, f"{_said(document.text, named)} gồm:", articles or below, MOST_ARTICLES)
    return Statement(told.text, merged([cite(store, document, named.quoted), *told.citations]))


def _level_of(chapter: str, passage: Passage) -> int | None:
    """How deep the chapter's own heading stands over a passage; None where it does not."""
    headings = enumerate(passage.heading.split(" > "))
    return next((level for level, heading in headings if _chapter_in(folded(heading)) == chapter), None)


def _listed(
    store: Store, document: Document, lead: str, parts: list[_Part], most: int = MOST_HEADINGS
) -> Statement:
    shown = parts[:most]
    more = ["• … (còn các phần sau)"] if len(parts) > len(shown) else []
    lines = [lead, *(f"• {_said(document.text, part)}" for part in shown), *more, said_by(document)]
    quotes = [cite(store, document, part.quoted) for part in shown]
    return Statement("\n".join(lines), merged([*quotes, *source_citations(store, document)]))


def _said(text: str, part: _Part) -> str:
    """«Hạn chế: Việc quán triệt chưa thường xuyên.»; a heading or a sentence alone as it is."""
    name = " ".join(re.sub(r"[*#_|]", " ", part.heading.of(text)).split())
    told = text[part.heading.end : part.quoted.end].strip(" \n:.*#_")
    return ": ".join(filter(None, (name, as_sentence(told) if told else "")))


def _headed(document: Document, passages: Sequence[Passage]) -> Iterator[_Part]:
    """The parts of the first level that has several."""
    paths = [passage.heading.split(" > ") for passage in passages]
    level = next((n for n in range(max(map(len, paths), default=0)) if len(_at(paths, n)) >= FEWEST), 0)
    return _at_level(document, passages, level)


def _at_level(document: Document, passages: Sequence[Passage], level: int) -> Iterator[_Part]:
    paths = [passage.heading.split(" > ") for passage in passages]
    headings, end = _at(paths, level), 0
    for heading in headings[_leads_with_name(document, headings) :]:
        first = next(p for p, path in zip(passages, paths, strict=True) if heading in path[level : level + 1])
        span = _written(document.text, heading, Span(end, first.end))
        if span:
            end = span.end
            yield _Part(span, _with_matter(document, span))


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
    """«Điều 1» alone says nothing, nor does a report's heading say much: with the sentence that it leads to."""
    text = document.text
    if document.kind is DocumentKind.FULL_TEXT and not _UNTITLED.match(heading.of(text)):
        return heading
    part = body_part(document, heading)
    told = _WORD.search(text, heading.end, part.end)
    return Span(heading.start, quotation_around(text, Span(*told.span()), part).end) if told else heading


def _openings(document: Document) -> Iterator[_Part]:
    """The first sentence of each paragraph, of a long one its first clauses; not the title."""
    text, title = document.text, folded(document.title)
    for part in document.body:
        for line in _PARAGRAPH.finditer(text, part.start, part.end):
            if folded(line[0]).strip(" .*#_") not in title:
                quoted = quotation_around(text, Span(line.start(), line.end("first")), Span(*line.span()))
                yield _Part(Span(quoted.start, quoted.start), quoted)


def _spread(parts: list[_Part]) -> list[_Part]:
    """`MOST_OPENINGS` of them from the first to the last."""
    if len(parts) <= MOST_OPENINGS:
        return parts
    step = (len(parts) - 1) / (MOST_OPENINGS - 1)
    return [parts[round(place * step)] for place in range(MOST_OPENINGS)]

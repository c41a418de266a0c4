"""What stands around a sentence: the lines that lead to it, its heading with what of it was wrapped."""

import re
from functools import lru_cache

from knowledge.answers.marking import UNMARKED, rank
from knowledge.documents import Document, Passage, Span
from knowledge.places import folded
from knowledge.sentences import trimmed

LONGEST_HEADING = 100
"""Characters above which a line that ends in a full stop is an article without a title: «Điều 24 Danh sách …»."""
WRAPPED = 2
"""Lines over which a heading may run on."""
WRAPPED_LEAD = 4
"""And the line that leads to a list."""
LOOK_BACK = 30
"""Lines in which the words that lead to an item are looked for."""
_UNFINISHED = re.compile(r"\b(?:này|(?:của|và|với|cho|tại|theo|do|về|ngày|số|các|những|là|từ|đến)(?=\n|$))")
"""Says that a wrapped line is no title, or not the end of one."""
_TIMED = re.compile(r"(?i):\s*từ\s+(?:ngày|tháng|quý|đầu)\b[^:]*\sđến\s")
"""A heading that tells when is an answer itself: «Đợt 2: Từ tháng 01 đến ngày bầu cử»."""
_HEADING = re.compile(r"\W*(?:Điều \d+[a-zđ]?\b|Chương [IVXLC\d]+\b|Mục [IVXLC\d]+\b|#)")


@lru_cache(maxsize=8192)
def whole_heading(document: Document, passage: Passage) -> str:
    """A passage's heading, its last line with what of it was wrapped: «Điều 1. Vị⏎trí và chức năng»."""
    heading = passage.heading
    last = heading.rsplit(" > ", maxsplit=1)[-1]
    start = document.text.rfind(f"{last}\n", 0, passage.start + len(last) + 1) if last else -1
    if start < 0 or last.endswith((".", ":", ";")):
        return heading
    end = start + len(last)
    for _ in range(WRAPPED):
        following = document.text.find("\n", end + 1)
        if following < 0 or not document.text[end + 1].islower():
            break
        end = following
    return heading[: len(heading) - len(last)] + " ".join(document.text[start:end].split())


def below_headings(text: str, span: Span) -> Span:
    """A sentence without the heading's line that it was read on from."""
    start = span.start
    while (end := text.find("\n", start, span.end)) >= 0 and _heads(_line(text, start)):
        if text[end + 1 : end + 2].islower() and (end := _wrapped_title_end(text, end)) < 0:
            break
        start = end + 1
    return Span(start, span.end) if start < span.end else span


def _wrapped_title_end(text: str, end: int) -> int:
    """The end of a title that was wrapped at `end`: «Điều 7. Lựa⏎chọn hình thức⏎Căn cứ …»; -1 where it is none.

    «Điều 3. Quyết⏎định này có hiệu lực …» is no heading but a wrapped line.
    """
    start = end
    for _ in range(WRAPPED):
        end = text.find("\n", end + 1)
        if end < 0 or text[end - 1] in ".;:," or _UNFINISHED.search(text, start, end):
            return -1
        if text[end + 1 : end + 2].isupper():
            return end
    return -1


def _heads(line: str) -> bool:
    """Whether a line says by its first word or its capitals that it is a heading."""
    return _HEADING.match(line) is not None or is_shouted(line)


def is_shouted(text: str, share: float = 0.7) -> bool:
    """Whether a text is mostly capitals: a letterhead, a title."""
    return sum(map(str.isupper, text)) > share * sum(map(str.isalpha, text))


def is_heading(document: Document, sentence: Span, innermost: str) -> bool:
    """Whether a sentence under the heading `innermost` only names what follows: «Điều 9. Quyền của hòa giải viên»."""
    line = _line(document.text, sentence.start)
    told = len(line) > LONGEST_HEADING and line.rstrip().endswith(".")
    if _HEADING.match(line) and not told and not line.rstrip().endswith((";", ":")):
        return True
    if _TIMED.search(sentence.of(document.text)):
        return False
    plain = folded(sentence.of(document.text)).strip(" .*#_")
    if plain == folded(document.title).strip(" .*#_") and not line.rstrip().endswith("."):
        # A note without a title is called by its first sentence, which tells.
        return True
    return len(plain) < 200 and plain != "" and folded(innermost).strip(" .*#_").endswith(plain)


def _line(text: str, position: int) -> str:
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return text[start : end if end >= 0 else len(text)]


def lead(document: Document, position: int) -> str:
    """The lines above one, each with a coarser mark or in a colon, under which it stands; the nearest first."""
    return "\n".join(span.of(document.text) for span in lead_spans(document, position))


def _unwrapped(text: str, start: int, mark: int) -> int:
    """Where the sentence begins whose wrapped end a line is: «động,⏎bao gồm:»."""
    for _ in range(WRAPPED_LEAD):
        if mark != UNMARKED or start == 0 or not text[start].islower():
            break
        start = text.rfind("\n", 0, start - 1) + 1
        mark = rank(_line(text, start))
    return start


@lru_cache(maxsize=20000)
def lead_spans(document: Document, position: int) -> tuple[Span, ...]:
    """Where those lines stand, three at most."""
    text = document.text
    start = text.rfind("\n", 0, position) + 1
    finest = rank(_line(text, start))
    found: list[Span] = []
    for _ in range(LOOK_BACK):
        if start == 0 or finest == 0:
            break
        end = start - 1
        start = text.rfind("\n", 0, end) + 1
        line, mark = text[start:end], rank(text[start:end])
        introduces = line.rstrip(" *_").endswith(":") and not found
        if line.strip() and (mark < finest or introduces):
            if mark == 0 and not introduces and not line.lstrip().startswith(('"', "“")):
                # An article's heading is known; one that an amending law quotes is not.
                break
            found.append(trimmed(text, Span(_unwrapped(text, start, mark), end)))
            finest = min(mark, finest)
    return tuple(found[:3])

"""Answer -> blocks, in the order an officer reads on a phone: warnings, the answer, then the proof."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import groupby

from bot.chat import Block, Run
from bot.layout import Measure, block, bold, cut, head_of
from bot.markdown import readable
from knowledge.documents import Answer, Citation, RegisterEntry

CUT_MARK = "…"
SAME_DOCUMENT = "Cùng tài liệu"
MANY = 4
"""Sources in a row that are told in one line where the answer is made of their very words."""
_ITEM = re.compile(r"(?:[-–•*+]|\d{1,2}[.)]|[a-zđ][.)])\s")


def render_answer(answer: Answer, limit: int, measure: Measure) -> tuple[Block, ...]:
    """Warnings first, then the answer with numbers and titles in bold, then «Nguồn» with quotations.

    `limit` and `measure` are the channel's: a quotation too long for one message is cut at a sentence.
    """
    untold = [warning for warning in answer.warnings if warning not in answer.text]
    warnings = [block(bold("Lưu ý: "), warning) for warning in untold]
    paragraphs = emphasised(paragraphs_of(readable(answer.text)), answer.documents)
    return (*warnings, *paragraphs, *_sources(answer, limit, measure))


def _sources(answer: Answer, limit: int, measure: Measure) -> Iterator[Block]:
    """Each source numbered; one that stands in the same document as the one before does not name it again.

    Of many in a row that the answer itself gives word for word (headings), only where they stand is told.
    """
    before = ""
    numbered = enumerate(answer.citations, start=1)
    said = {line.strip(" •-") for line in answer.text.splitlines()}
    for (document_id, repeated), group in groupby(numbered, lambda one: _repeats(said, one[1])):
        sources = list(group)
        if repeated and len(sources) >= MANY:
            (first, start), *_, (last, end) = sources
            name = SAME_DOCUMENT if document_id == before else readable(start.title)
            yield block(
                bold(_headed(first, f"{first}–{last}. {name}")),
                f", {start.locator} … {end.locator}: nguyên văn như trên.",
            )
        else:
            for number, citation in sources:
                name = SAME_DOCUMENT if citation.document_id == before else readable(citation.title)
                before = citation.document_id
                yield citation_block(_headed(number, f"{number}. {name}"), citation, limit, measure)
        before = document_id


def _repeats(said: Set[str], citation: Citation) -> tuple[str, bool]:
    """The document of a source, and whether its quotation is one of the lines that the answer says."""
    return citation.document_id, " ".join(citation.quote.split()) in said


def _headed(number: int, name: str) -> str:
    return f"Nguồn\n{name}" if number == 1 else name


def paragraphs_of(text: str) -> list[str]:
    """A paragraph for each line; the items of a list stay with the line that leads to them."""
    found: list[str] = []
    for line in (line.strip() for line in text.splitlines()):
        if line and found and _ITEM.match(line):
            found[-1] += f"\n{line}"
        elif line:
            found.append(line)
    return found


def emphasised(paragraphs: Iterable[str], documents: Sequence[RegisterEntry]) -> Iterator[Block]:
    """Paragraphs in which each document's number and title are bold where they first come."""
    wanted = dict(name for entry in documents for name in _names(entry))
    longest_first = sorted(wanted, key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in longest_first) or r"(?!)")
    seen: set[str] = set()
    for paragraph in paragraphs:
        yield block(*_runs(paragraph, pattern, wanted, seen))


def _names(entry: RegisterEntry) -> Iterator[tuple[str, str]]:
    """What a document may be called, and which of its two marks (number, title) that is."""
    yield entry.name(), f"{entry.key} number"
    if entry.number and not entry.number.isdigit():
        yield entry.number, f"{entry.key} number"
    if entry.title:
        yield entry.title, f"{entry.key} title"


def _runs(text: str, pattern: re.Pattern[str], wanted: Mapping[str, str], seen: set[str]) -> Iterator[Run]:
    position = 0
    for match in pattern.finditer(text):
        if wanted[match[0]] not in seen:
            seen.add(wanted[match[0]])
            yield Run(text[position : match.start()])
            yield bold(match[0])
            position = match.end()
    yield Run(text[position:])


def citation_block(heading: str, citation: Citation, limit: int, measure: Measure) -> Block:
    """One source with its quotation, whole; to the letter but for Markdown's signs, which are no part of the words."""
    place = f", {citation.locator}" if citation.locator else ""
    lead = block(bold(heading), f"{place}\n")
    words = readable(citation.quote).strip()
    quoted = block(*lead.runs, Run(f"“{words}”", "quote"), whole=True)
    if measure(quoted.text) <= limit:
        return quoted
    lead = cut(lead, 0, len(head_of(lead.text, limit // 2, measure)))
    room = limit - measure(f"{lead.text}\n“” {CUT_MARK}")
    quote = head_of(words, room, measure)
    mark = "" if quote == words else f" {CUT_MARK}"
    return block(*lead.runs, "\n", Run(f"“{quote}”{mark}", "quote"), whole=True)

"""What texts tell in their own sentences: a list, an article, an item or a few sentences, each with its source."""

import re
from collections.abc import Sequence

from knowledge.answers.actors import opens_with_actor
from knowledge.answers.articles import Article
from knowledge.answers.cards import Statement
from knowledge.answers.citing import body_part, cite, merged, source_citations
from knowledge.answers.counted import numerals
from knowledge.answers.extracts import FoundList, FoundSentence
from knowledge.answers.figures import Figure
from knowledge.answers.going_on import named_before
from knowledge.answers.lists import first_words, with_items
from knowledge.answers.marking import FINEST, UNMARKED, rank
from knowledge.answers.plain_quotes import as_sentence, plain_lines
from knowledge.answers.quoting import sentence_around
from knowledge.answers.source_line import said_by, told_by
from knowledge.answers.surroundings import below_headings, lead_spans
from knowledge.answers.tables import header_of
from knowledge.documents import Document, Span
from knowledge.store import Store

LONGEST_LIST = 1600
"""Characters above which each item of a list is given by its first sentence."""
LONGEST_NESTED = 3000
"""And characters of such sentences with what stands nested under them, for it to be told, too."""
LONGEST_BARE = 160
"""Characters above which an item says enough by itself."""
LONGEST_LEAD = 300
"""Characters of a line that leads to an item, for it to be told with it."""
_EXPLAINS = re.compile(r"từ ngữ .*được hiểu|được hiểu như sau")
"""Leads to what words mean, which says enough by itself."""


def list_statement(store: Store, found: FoundList) -> Statement:
    """A list in its order; where it is long, each item by its first sentence."""
    document, items = found.document, found.enumeration.items
    lead = _list_lead(document, found.enumeration.lead, items[0])
    lines = [as_sentence(lead.of(document.text))] if lead else []
    lines += [
        f"• {_whole_said(as_sentence(span.of(document.text)))}" for span in _shown(document.text, items)
    ]
    whole = cite(store, document, Span(lead.start if lead else items[0].start, items[-1].end))
    source = told_by(store, document, items[0])
    return Statement("\n".join([*lines, source.text]), merged([whole, *source.citations]))


def _list_lead(document: Document, lead: Span, first: Span) -> Span | None:
    """The line in a colon that a list stands under: «… phải cảnh báo trước khi nổ súng trong trường hợp sau đây:»."""
    text = document.text
    if not lead.of(text).rstrip().endswith(":") or not text[lead.end : first.start].isspace():
        return None
    whole = below_headings(text, lead)
    return whole if 0 < whole.end - whole.start <= LONGEST_LEAD else None


def _shown(text: str, items: Sequence[Span]) -> list[Span]:
    """The items of a list; of a long one their first sentences, with what these lead to where there is room."""
    if _length(items) <= LONGEST_LIST:
        return list(items)
    short = [first_words(text, item) for item in items]
    full = [with_items(text, said, item) for said, item in zip(short, items, strict=True)]
    return full if _length(full) <= LONGEST_NESTED else short


def _length(spans: Sequence[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def _whole_said(item: str) -> str:
    """«… như sau:» with nothing below it leads nowhere."""
    return f"{item[:-1]} …" if item.endswith(":") else item


def article_statement(store: Store, article: Article) -> Statement:
    """A heading and what stands under it, line by line."""
    quoted = cite(store, article.document, article.span)
    lines = plain_lines(quoted.quote)
    more = [] if article.whole else ["(Còn tiếp trong văn bản.)"]
    source = told_by(store, article.document, article.span, titled=False)
    return Statement("\n".join([*lines, *more, source.text]), merged([quoted, *source.citations]))


def item_statement(store: Store, found: FoundList, place: int) -> Statement | None:
    """One item of a list, by its place from 1; None where the list is shorter."""
    if place > len(found.enumeration.items):
        return None
    quoted = cite(store, found.document, found.enumeration.items[place - 1])
    text = f"{as_sentence(quoted.quote)}\n{said_by(found.document)}"
    return Statement(text, merged([quoted, *source_citations(store, found.document)]))


def figure_statement(store: Store, figures: Sequence[Figure]) -> Statement:
    """The sentence that holds the figure, quoted, with its source."""
    best = figures[0]
    return sentences_statement(store, [FoundSentence(best.document, best.span, best.coverage)])


def sentences_statement(store: Store, found: Sequence[FoundSentence]) -> Statement:
    """A few exact sentences of one document; an item stands under the line that leads to it."""
    document = found[0].document
    spans: list[Span] = []
    for one in found:
        leading = _leading(document, one.span)
        spans += [leading] if leading and leading not in spans else []
        spans.append(with_items(document.text, one.span, body_part(document, one.span)))
    quotes = merged(cite(store, document, span) for span in spans)
    heads = {quote: header_of(document.text, Span(quote.start, quote.end)) for quote in quotes}
    lines = [as_sentence(_under(document, heads[quote], quote.quote)) for quote in quotes]
    # A clause of a sentence stands for itself.
    lines[0] = lines[0][:1].upper() + lines[0][1:]
    source = told_by(store, document, found[0].span)
    proofs = [*quotes, *(cite(store, document, head) for head in heads.values() if head)]
    return Statement("\n".join([*lines, source.text]), merged([*proofs, *source.citations]))


def _under(document: Document, head: Span | None, row: str) -> str:
    """A row of a table below the heads of its columns; anything else as it is."""
    return f"{head.of(document.text)}\n|-|\n{row}" if head else row


def _leading(document: Document, item: Span) -> Span | None:
    """The line in a colon that an item stands under, the body that it is for, or the sentence that it points back to.

    By itself it would be half said.
    """
    before = named_before(document, item)
    if before:
        return before
    above = next(iter(lead_spans(document, item.start)), None)
    if above is None or _EXPLAINS.search(above.of(document.text)):
        return None
    if _is_for(above.of(document.text), item.of(document.text)):
        return above
    start = document.text.rfind("\n", 0, item.start) + 1
    own = rank(document.text[start : item.end])
    if own == UNMARKED or not above.of(document.text).endswith(":"):
        return None
    if item.end - item.start > LONGEST_BARE and not numerals(above.of(document.text)):
        return None
    below = rank(document.text[above.end :].lstrip()[:20])
    if own < below < UNMARKED or own == rank(above.of(document.text)) < FINEST:
        # It leads to what is right below it, and «5. …» behind that is another matter.
        return None
    whole = below_headings(document.text, sentence_around(document.text, above, body_part(document, above)))
    return whole if whole.end - whole.start <= LONGEST_LEAD else None


def _is_for(title: str, item: str) -> bool:
    """Whether a line is the name of a body for which a sentence below it rules: «4. Sở Nội vụ», «- Chủ trì …»."""
    short = len(title) <= LONGEST_BARE and title[-1:] not in ".;,"
    return short and opens_with_actor(title) and not opens_with_actor(item)

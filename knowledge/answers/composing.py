"""Answers put together without a model: register fields and exact sentences, each with its citations."""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.answers.actors import opens_with_actor
from knowledge.answers.articles import Article
from knowledge.answers.cards import (
    Statement,
    card,
    entry_citations,
    name_line,
    relation_citations,
    validity_warning,
)
from knowledge.answers.citing import (
    author_citations,
    body_part,
    cite,
    merged,
    plain_title,
    source_citations,
    source_name,
    vietnamese_date,
)
from knowledge.answers.counted import numerals
from knowledge.answers.extracts import FoundList, FoundSentence
from knowledge.answers.figures import Figure
from knowledge.answers.going_on import named_before
from knowledge.answers.lists import first_words, with_items
from knowledge.answers.marking import FINEST, UNMARKED, rank
from knowledge.answers.quoting import sentence_around
from knowledge.answers.surroundings import below_headings, lead_spans
from knowledge.answers.tables import cells, header_of, is_rule, read_row
from knowledge.documents import (
    Answer,
    Citation,
    Document,
    DocumentKind,
    Memory,
    RegisterEntry,
    Relation,
    RelationKind,
    Span,
    Validity,
)
from knowledge.question import Question
from knowledge.store import Store

LONGEST_TOLD = 300
"""Characters of what was told that the next question may lean on."""
LONGEST_LIST = 1600
"""Characters above which each item of a list is given by its first sentence."""

LONGEST_NESTED = 3000
"""And characters of such sentences with what stands nested under them, for it to be told, too."""

_INWARD = {
    RelationKind.IMPLEMENTS: "Văn bản triển khai {name}",
    RelationKind.CONTINUES: "Văn bản tiếp tục thực hiện {name}",
    RelationKind.REPLACES: "Văn bản thay thế {name}",
    RelationKind.AMENDS: "Văn bản sửa đổi, bổ sung {name}",
    RelationKind.REPEALS: "Văn bản bãi bỏ {name}",
    RelationKind.REVIEWS: "Văn bản sơ kết, tổng kết {name}",
    RelationKind.BASED_ON: "Văn bản căn cứ vào {name}",
}
_OUTWARD = {
    RelationKind.IMPLEMENTS: "{name} triển khai",
    RelationKind.CONTINUES: "{name} tiếp tục thực hiện",
    RelationKind.REPLACES: "{name} thay thế",
    RelationKind.AMENDS: "{name} sửa đổi, bổ sung",
    RelationKind.REPEALS: "{name} bãi bỏ",
    RelationKind.REVIEWS: "{name} sơ kết, tổng kết",
    RelationKind.BASED_ON: "{name} căn cứ vào",
}


def joined(statements: Sequence[Statement]) -> Statement:
    """Statements one under the other, with all their citations."""
    text = "\n".join(_without_repeated(statements))
    return Statement(text, merged(proof for statement in statements for proof in statement.citations))


def _without_repeated(statements: Sequence[Statement]) -> list[str]:
    """Their texts, a source's line only behind the last of those in a row that it stands under, at its fullest."""
    texts = [statement.text for statement in statements]
    for place, text in enumerate(texts[:-1]):
        body, _, source = text.rpartition("\n")
        following, _, same = texts[place + 1].rpartition("\n")
        if body and source == same:
            texts[place] = body
        elif body and following and source.startswith(f"{same[:-1]};"):
            # «…, không ghi ngày; kho chưa có toàn văn.» says «…, không ghi ngày.», too.
            texts[place], texts[place + 1] = body, f"{following}\n{source}"
    return texts


def answered(
    store: Store,
    question: Question,
    said: Statement,
    entries: Sequence[RegisterEntry],
    warn: bool = True,
    text_of: RegisterEntry | None = None,
) -> Answer:
    """An answer of this statement, the first entry's validity warning before it, or that of the one whose text it is."""
    relied_on = entries[:1] or filter(None, [text_of])
    warnings = [w for entry in relied_on if warn and (w := validity_warning(store, entry))]
    whole = joined([*(replace(w, text=f"⚠️ {w.text}") for w in warnings), said])
    return Answer(
        status="answered",
        text=whole.text,
        documents=tuple(entries),
        # What proves the answer comes before what proves the warning.
        citations=merged([*said.citations, *whole.citations]),
        warnings=tuple(w.text for w in warnings),
        suggestions=_suggestions(entries),
        memory=remember(question, entries, said.citations),
    )


def remember(question: Question, entries: Sequence[RegisterEntry], proofs: Sequence[Citation] = ()) -> Memory:
    """What the next question may lean on."""
    return Memory(
        question.asked,
        tuple(entry.key for entry in entries),
        places=question.places,
        documents=tuple(dict.fromkeys(one.document_id for one in proofs)),
        told=proofs[0].quote[:LONGEST_TOLD] if proofs else "",
    )


def _suggestions(entries: Sequence[RegisterEntry]) -> tuple[str, ...]:
    """Questions that the register can answer about the first entry."""
    if not entries:
        return ()
    entry = entries[0]
    kinds = {(relation.kind, relation.outward) for relation in entry.relations}
    asked = [
        ((RelationKind.IMPLEMENTS, False), f"Văn bản nào triển khai {entry.name()}?"),
        ((RelationKind.IMPLEMENTS, True), f"{entry.name()} triển khai văn bản nào?"),
        ((RelationKind.CONTINUES, True), f"{entry.name()} tiếp tục thực hiện văn bản nào?"),
        ((RelationKind.DRAFT_REPLACES, False), f"{entry.name()} còn hiệu lực không?"),
    ]
    return tuple(text for kind, text in asked if kind in kinds)


def source_statement(store: Store, document: Document) -> Statement:
    """A report's title, date and author, as far as it gives them."""
    when = f"ngày {vietnamese_date(document.reported)}" if document.reported else "không ghi ngày"
    who = f"tác giả {document.author}" if document.author else "không ghi tác giả"
    citations = [*source_citations(store, document), *author_citations(store, document)]
    return Statement(f"Bài “{plain_title(document)}”: {when}, {who}.", merged(citations))


def governing_statement(store: Store, entries: Sequence[RegisterEntry]) -> Statement:
    """The governing document's card, and the further ones that fit nearly as well."""
    first, *others = entries
    parts = [card(store, first)]
    if others:
        lines = [f"• {name_line(entry)}." for entry in others]
        proofs = [proof for entry in others for proof in entry_citations(store, entry)]
        parts.append(Statement("\n".join(["Văn bản liên quan:", *lines]), tuple(proofs)))
    return joined(parts)


def relation_statement(
    store: Store, entry: RegisterEntry, related: Sequence[tuple[Relation, RegisterEntry]]
) -> Statement:
    """What acts on an entry, or what it acts on, each with the sentence that says so."""
    first = related[0][0]
    head = (_OUTWARD if first.outward else _INWARD)[first.kind].format(name=entry.name())
    names = [name_line(other) for _, other in related]
    text = (
        f"{head}: {names[0]}."
        if len(names) == 1
        else "\n".join([f"{head}:", *(f"• {name}." for name in names)])
    )
    proofs = [proof for relation, _ in related for proof in relation_citations(store, relation)]
    proofs += [proof for _, other in related for proof in entry_citations(store, other)]
    document = store.documents[first.evidence.document_id]
    return Statement(f"{text}\n{said_by(document)}", merged([*proofs, *entry_citations(store, entry)]))


def said_by(document: Document) -> str:
    """«Theo bài “…”, ngày 5/12/2018.» as a line of its own."""
    said = source_name(document)
    return f"{said[:1].upper()}{said[1:]}."


def validity_statement(store: Store, entry: RegisterEntry) -> Statement | None:
    """What the documents tell about an entry's force; None where they tell nothing."""
    if entry.validity is Validity.UNKNOWN:
        return None
    warning = validity_warning(store, entry)
    known = card(store, entry)
    if warning is None:
        return joined([Statement(f"{entry.name()}: {entry.validity}."), known])
    return joined([warning, known])


def _told_by(store: Store, document: Document, span: Span, titled: bool = True) -> Statement:
    """«Theo Điều 28 (Thời hạn giải quyết khiếu nại lần đầu) Luật Khiếu nại (số 02/2011/QH13).», with its proofs.

    `titled`: with the article's own title, which often says who or what is spoken of.
    """
    proofs = source_citations(store, document)
    if document.kind is not DocumentKind.FULL_TEXT:
        return Statement(said_by(document), proofs)
    article = article_line(document, span)
    name = (
        plain_title(document)
        if document.type in _BY_TITLE
        else source_name(document)[len("theo toàn văn ") :]
    )
    if article is None:
        return Statement(f"Theo {name}.", proofs)
    line = " ".join(article.of(document.text).split())
    number, title = _ARTICLE_NUMBER.search(line), _ARTICLE_TITLE.search(line)
    place = f"{number[0]} " if number else ""
    place += f"({title['title']}) " if title and titled else ""
    return Statement(f"Theo {place}{name}.", (cite(store, document, article), *proofs))


def article_line(document: Document, span: Span) -> Span | None:
    """The line of the article that a span stands in; one that an amending law quotes is none."""
    if span.start == 0:
        return None
    found = None
    for match in _ARTICLE_LINE.finditer(document.text, max(0, span.start - FAR), span.end):
        if match.start("line") <= span.start:
            found = Span(match.start("line"), _title_end(document.text, match.end("line")))
    return found


def _title_end(text: str, end: int) -> int:
    """The end of a title that was wrapped: «Điều 1. Vị⏎trí và chức năng»."""
    for _ in range(_WRAPPED):
        following = text.find("\n", end + 1)
        if not text[end + 1 : end + 2].islower() or following < 0 or text[end - 1] in ".;:":
            break
        end = following
    return end


def figure_statement(store: Store, figures: Sequence[Figure]) -> Statement:
    """The sentence that holds the figure, quoted, with its source."""
    best = figures[0]
    return sentences_statement(store, [FoundSentence(best.document, best.span, best.coverage)])


FAR = 12000
"""Characters before a quotation in which its article's line is looked for."""
_ARTICLE_LINE = re.compile(r"(?m)^[#*_ \t]*(?P<line>Điều \d{1,3}[a-zđ]?\b[^\n]*)")
_ARTICLE_NUMBER = re.compile(r"Điều \d{1,3}[a-zđ]?")
_ARTICLE_TITLE = re.compile(r"^Điều \d{1,3}[a-zđ]?[.:]\s*(?P<title>[^.;:]{4,110})$")
_WRAPPED = 2
"""Lines over which an article's title may run on."""
_BY_TITLE = ("Luật", "Bộ luật", "Pháp lệnh")
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


def list_statement(store: Store, found: FoundList) -> Statement:
    """A list in its order; where it is long, each item by its first sentence."""
    document, items = found.document, found.enumeration.items
    lead = _list_lead(document, found.enumeration.lead, items[0])
    lines = [as_sentence(lead.of(document.text))] if lead else []
    lines += [
        f"• {_whole_said(as_sentence(span.of(document.text)))}" for span in _shown(document.text, items)
    ]
    whole = cite(store, document, Span(lead.start if lead else items[0].start, items[-1].end))
    source = _told_by(store, document, items[0])
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
    source = _told_by(store, article.document, article.span, titled=False)
    return Statement("\n".join([*lines, *more, source.text]), merged([quoted, *source.citations]))


def item_statement(store: Store, found: FoundList, place: int) -> Statement | None:
    """One item of a list, by its place from 1; None where the list is shorter."""
    if place > len(found.enumeration.items):
        return None
    quoted = cite(store, found.document, found.enumeration.items[place - 1])
    text = f"{as_sentence(quoted.quote)}\n{said_by(found.document)}"
    return Statement(text, merged([quoted, *source_citations(store, found.document)]))


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
    source = _told_by(store, document, found[0].span)
    proofs = [*quotes, *(cite(store, document, head) for head in heads.values() if head)]
    return Statement("\n".join([*lines, source.text]), merged([*proofs, *source.citations]))


def _under(document: Document, head: Span | None, row: str) -> str:
    """A row of a table below the heads of its columns; anything else as it is."""
    return f"{head.of(document.text)}\n|-|\n{row}" if head else row


LONGEST_BARE = 160
"""Characters above which an item says enough by itself."""
_EXPLAINS = re.compile(r"từ ngữ .*được hiểu|được hiểu như sau")
"""Leads to what words mean, which says enough by itself."""
LONGEST_LEAD = 300
"""Characters of a line that leads to an item, for it to be told with it."""


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


def compare_cards(store: Store, entries: Sequence[RegisterEntry]) -> Statement:
    """Documents side by side: the same fields in the same order."""
    parts = []
    for entry in entries:
        known = card(store, entry)
        warning = validity_warning(store, entry)
        label = f"{entry.number}: " if entry.number else ""
        parts.append(Statement(f"{label}{known.text}", known.citations))
        parts.extend([warning] if warning else [])
    return joined(parts)

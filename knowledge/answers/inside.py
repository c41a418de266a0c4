"""What a held document's own text tells by its form: an article, who signed it, from when it is in force."""

import re

from knowledge.answers.cards import Statement
from knowledge.answers.citing import body_part, cite, merged, source_citations
from knowledge.answers.lists import with_items
from knowledge.answers.passing import passing_sentence
from knowledge.answers.plain_quotes import as_sentence
from knowledge.answers.quoting import sentence_around
from knowledge.answers.source_line import said_by
from knowledge.answers.surroundings import below_headings
from knowledge.document_types import NAMED
from knowledge.documents import Document, DocumentKind, Passage, RegisterEntry, RelationKind, Span
from knowledge.question import Question
from knowledge.spelling import fold
from knowledge.store import Store

LONGEST_ARTICLE = 1800
"""Characters of an article that are shown; the rest is told by its locator."""
_ARTICLE = re.compile(r"\bdieu (?:so )?(\d{1,3}[a-z]?)\b")
_CLAUSE = re.compile(r"\bkhoan (\d{1,2}[a-z]?)\b")
_OWN_FORCE = re.compile(
    r"\bnay\s+(?:bat\s+dau\s+)?co\s+hieu\s+luc\s+(?:thi\s+hanh\s+)?(?:ke\s+)?tu\s+(?:ngay\s+)?(?:\d|duoc\s+thong\s+qua|ky\b|ban\s+hanh|cong\s+bo)"
)
_OF_WHOLE = re.compile(r"\W*(?:\d+\W+)?(?:[a-z]+ ){1,4}nay\s+(?:bat\s+dau\s+)?co\s+hieu\s+luc")
"""«Luật này có hiệu lực …», not «Quy định tại Điều 17 … của Luật này có hiệu lực …»."""
_SAME_ARTICLE = 700
"""Characters behind the clause on the whole in which what is in force from another day stands."""
_FORCE = re.compile(
    r"co\s+hieu\s+luc\s+(?:thi\s+hanh\s+)?(?:ke\s+)?tu\s+(?:ngay\s+)?\d|hieu\s+luc\s+(?:thi\s+hanh\s+)?(?:ke\s+)?tu\s+ngay\s+\d"
)
_ENDS = re.compile(
    rf"het\s+hieu\s+luc\s+(?:thi\s+hanh\s+)?(?:ke\s+)?tu\s+(?:ngay|khi)|\bthay\s+the\s+(?:cho\s+)?(?:cac\s+)?(?:{NAMED})\b"
)
_ASKS_SIGNER = re.compile(
    r"\b(?:ai|nguoi nao|dong chi nao) (?:la nguoi )?(?:da )?ky\b|\bnguoi ky\b(?! (?:phat|gui|hop dong))|\bdo ai ky\b"
    r"|\bai ky\b"
)
_ASKS_FORCE = re.compile(
    r"\b(?:co )?(?:hieu luc|hl) (?:thi hanh )?(?:ke )?(?:tu|khi|ngay|vao|bao gio|luc)\b|\bhieu luc (?:tu|khi)"
)
_ASKS_PASSED = re.compile(r"\bthong qua (?:vao |tu )?(?:ngay|khi|nam)\b")
_ASKS_RECIPIENT = re.compile(
    r"\bgui (?:cho |den |toi |ai|co quan nao|don vi nao)|\bkinh gui\b"
    r"|\b(?:tra loi|phuc dap) (?:(?:cong van|van ban|kien nghi|de nghi|don|cau hoi|cua|cho) )*"
    r"(?:ai|co quan nao|don vi nao)\b"
)
"""A letter answers whom it is addressed to."""
_ASKS_OWN_TIME = re.compile(
    r"\b(?:ap dung|hieu luc|thi hanh)\b.*\b(?:ngay nao|khi nao|bao gio|thang nao|nam nao|luc nao)\b"
)
_RECIPIENT = re.compile(r"(?m)^\W*Kính gửi\s*:[^\n]*(?:\n\s*[-–][^\n]+)*")
_SIGNS = re.compile(
    r"^[\s*_|]*(?:(?:TM|KT|TL|TUQ|Q|T/M)\s?\."
    r"|(?:PHÓ )?(?:CHỦ TỊCH|THỦ TƯỚNG|BỘ TRƯỞNG|BÍ THƯ|TRƯỞNG BAN|GIÁM ĐỐC|CỤC TRƯỞNG)"
    r"|THỨ TRƯỞNG|TỔNG THANH TRA|TỔNG KIỂM TOÁN)"
)
"""A line of a signing post, in capitals: «TM. CHÍNH PHỦ», «KT. BỘ TRƯỞNG», «PHÓ CHỦ TỊCH»."""
_NAME = re.compile(r"[\s*_|.]*(?P<name>[A-ZĐÀ-Ỹ][a-zđà-ỹ]*(?: [A-ZĐÀ-Ỹ][a-zđà-ỹ]*){1,4})[\s*_|.]*$")
_SIGNER_ROW = re.compile(r"(?m)^\|[\s*_]*Người ký[\s*_]*\|(?P<who>[^|\n]+)\|")
_SIGNED = re.compile(r"\(\s*đã ký\s*\)", re.IGNORECASE)
_LONGEST_POST = 60
_SIGNATURE_LINES = 8
"""Lines from a signing post within which the name stands."""
_ENDING = (RelationKind.REPLACES, RelationKind.REPEALS)


def asked_article(question: Question) -> str | None:
    """The article a question names, with its clause: «Điều 5, khoản 2»."""
    article, clause = _ARTICLE.search(question.folded), _CLAUSE.search(question.folded)
    if not article:
        return None
    return f"Điều {article[1]}" + (f", khoản {clause[1]}" if clause else "")


def article_statement(store: Store, document: Document, asked: str) -> Statement | None:
    """The article or clause itself, up to `LONGEST_ARTICLE`; None where the document has none of that number."""
    found = [passage for passage in store.passages_of(document.id) if _under(passage, asked)]
    if not found and ", khoản" in asked:
        # A short article is one passage, whose locator does not name its clauses.
        found = [p for p in store.passages_of(document.id) if _under(p, asked.split(",", maxsplit=1)[0])]
    if not found:
        return None
    whole = Span(found[0].start, found[-1].end)
    shown = Span(whole.start, min(whole.end, whole.start + LONGEST_ARTICLE))
    quoted = cite(store, document, Span(shown.start, _tidy_end(document.text, shown, whole)))
    more = "" if quoted.end == whole.end else f"\n(Còn tiếp trong {asked} của văn bản.)"
    return Statement(
        f"{_plain(quoted.quote)}{more}\n{said_by(document)}",
        merged([quoted, *source_citations(store, document)]),
    )


def _under(passage: Passage, asked: str) -> bool:
    return passage.locator == asked or passage.locator.startswith(f"{asked},")


def _tidy_end(text: str, shown: Span, whole: Span) -> int:
    if shown.end == whole.end:
        return whole.end
    line_end = text.rfind("\n", shown.start, shown.end)
    return line_end if line_end > shown.start else shown.end


def _plain(quote: str) -> str:
    """Without Markdown's signs and blank lines, which say nothing on a phone."""
    lines = (re.sub(r"^#+\s*|\*\*|\{#[^}]*\}", "", line).strip() for line in quote.split("\n"))
    return "\n".join(line for line in lines if line)


def from_form(store: Store, question: Question, entry: RegisterEntry) -> Statement | None:
    """What the form of a held text tells: an article, the signature, the coming into force."""
    for id_ in entry.documents:
        document = store.documents.get(id_)
        if document is None or document.kind is not DocumentKind.FULL_TEXT:
            continue
        if entry.number and (not document.number or document.number.normalised != entry.number):
            continue
        article = asked_article(question)
        told = (
            _time_of_article(store, document, article, question)
            or article_statement(store, document, article)
            if article
            else form_statement(store, document, question)
        )
        if told:
            return told
    return None


def _time_of_article(store: Store, document: Document, asked: str, question: Question) -> Statement | None:
    """From when, or until when, an article is in force where that is asked of it and the document says so apart."""
    if not _ASKS_OWN_TIME.search(question.folded):
        return None
    article = fold(asked.split(",", maxsplit=1)[0])
    own = re.compile(rf"\b{article} (?:cua )?(?:{NAMED}) nay (?:co|het) hieu luc\b")
    quotes = [cite(store, document, span) for span in _sentences_with(document, own)]
    if not quotes:
        return None
    said = "\n".join(as_sentence(quote.quote) for quote in quotes)
    return Statement(f"{said}\n{said_by(document)}", merged([*quotes, *source_citations(store, document)]))


def passing_statement(store: Store, document: Document) -> Statement | None:
    """The sentence that says when a law was passed; None where there is none."""
    span = passing_sentence(document)
    if span is None:
        return None
    quoted = cite(store, document, span)
    proofs = merged([quoted, *source_citations(store, document)])
    return Statement(f"{as_sentence(quoted.quote)}\n{said_by(document)}", proofs)


def force_statement(store: Store, document: Document) -> Statement | None:
    """From when a document says that it is in force; None where it does not."""
    quotes = [cite(store, document, span) for span in coming_into_force(document)]
    text = "\n".join(as_sentence(quote.quote) for quote in quotes)
    return Statement(text, merged([*quotes, *source_citations(store, document)])) if quotes else None


def form_statement(store: Store, document: Document, question: Question) -> Statement | None:
    """Who signed, when it was passed or from when it is in force, where that is asked and the text says so."""
    parts: list[Span | None] = []
    signed = signature(document) or _signer_row(document)
    if _ASKS_SIGNER.search(question.folded):
        parts.append(signed)
    if _ASKS_FORCE.search(question.folded):
        force = coming_into_force(document)
        parts += force or [None]
        if force and "được thông qua" in force[0].of(document.text):
            parts.append(passing_sentence(document))
    if _ASKS_RECIPIENT.search(question.folded):
        to = _RECIPIENT.search(document.text)
        parts.append(Span(*to.span()) if to else None)
    if _ASKS_PASSED.search(question.folded):
        parts.append(passing_sentence(document))
    if question.relation and question.relation.outward and question.relation.kind in _ENDING:
        ending = _sentence_with(document, _ENDS)
        parts.append(ending and with_items(document.text, ending, body_part(document, ending)))
    if not parts or None in parts:
        return None
    quotes = [cite(store, document, span) for span in parts if span]
    text = "\n".join(
        _signed(quote.quote) if span == signed else as_sentence(quote.quote)
        for span, quote in zip(parts, quotes, strict=True)
    )
    return Statement(f"{text}\n{said_by(document)}", merged([*quotes, *source_citations(store, document)]))


def coming_into_force(document: Document) -> list[Span]:
    """From when a document is in force as a whole, then what of it from another day; else the last such sentence."""
    own = _sentences_with(document, _OWN_FORCE)
    whole = next((span for span in reversed(own) if _OF_WHOLE.match(fold(span.of(document.text)))), None)
    if whole is None:
        return own[-1:] or _sentences_with(document, _FORCE)[-1:]
    later = [span for span in own if whole.end <= span.start < whole.end + _SAME_ARTICLE]
    return [whole, *later]


def asks_signer(question: Question) -> bool:
    """Whether the signer is asked for."""
    return _ASKS_SIGNER.search(question.folded) is not None


def asks_form(question: Question) -> bool:
    """Whether the signature, the passing or the coming into force is asked for."""
    return any(pattern.search(question.folded) for pattern in (_ASKS_SIGNER, _ASKS_FORCE, _ASKS_PASSED))


def _sentence_with(document: Document, pattern: re.Pattern[str]) -> Span | None:
    """The last sentence with a date or year that matches: such clauses stand at a document's end."""
    return next(iter(_sentences_with(document, pattern)[-1:]), None)


def _sentences_with(document: Document, pattern: re.Pattern[str]) -> list[Span]:
    """The sentences with a date or year that match, in order."""
    low = re.sub(r"[\n*]", " ", fold(document.text))
    found = []
    for match in (m for part in document.body for m in pattern.finditer(low, part.start, part.end)):
        inner = Span(match.start(), match.end())
        sentence = sentence_around(document.text, inner, body_part(document, inner))
        if pattern in (_ENDS, _OWN_FORCE) or any(char.isdigit() for char in sentence.of(document.text)):
            found.append(below_headings(document.text, sentence))
    return found


def signature(document: Document) -> Span | None:
    """From the signing posts («TM. CHÍNH PHỦ», «KT. BỘ TRƯỞNG») to the name below them; the first in the text.

    An annex comes after the signature, and its forms are signed by nobody.
    """
    lines = [(m.start(), m[0]) for m in re.finditer(r"[^\n]+", document.text)]
    for place, (start, line) in enumerate(lines):
        if not _SIGNS.match(line) or not _SIGNED.sub("", line).isupper():
            continue
        for after, below in lines[place + 1 : place + 1 + _SIGNATURE_LINES]:
            name = _NAME.match(below)
            if name and _may_sign(document, document.text[start:after]):
                return Span(start, after + name.end("name"))
            if len(below) > _LONGEST_POST:
                break
    return None


def _may_sign(document: Document, posts: str) -> bool:
    """A law is signed by the Quốc hội's chairman; whoever else signs its copy only certifies it."""
    return document.issuer != "Quốc hội" or "QUỐC HỘI" in posts


def _signer_row(document: Document) -> Span | None:
    """«| Người ký | … |» of a table about the document itself."""
    row = _SIGNER_ROW.search(document.text)
    return Span(row.start("who"), row.end("who")) if row else None


def _signed(quote: str) -> str:
    """«Người ký: Lê Tiến Châu (TM. Chính phủ, KT. Thủ tướng, Phó thủ tướng)»."""
    lines = [line.strip(" *_|.\t") for line in _SIGNED.sub("", quote).split("\n") if line.strip(" *_|.\t")]
    if len(lines) == 1:
        return f"Người ký: {lines[0]}."
    posts: list[str] = []
    for line in lines[:-1]:
        if _SIGNS.match(line) or not posts:
            posts.append(line)
        else:
            posts[-1] = f"{posts[-1]} {line}"
    return f"Người ký: {lines[-1]} ({', '.join(map(_post, posts))})."


def _post(line: str) -> str:
    mark, dot, rest = line.rpartition(".")
    said = re.sub(r"^(phó )?(\w)", lambda m: (m[1] or "").capitalize() + m[2].upper(), rest.strip().lower())
    return f"{mark}{dot} {said}".strip()

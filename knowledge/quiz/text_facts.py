"""Questions from the text itself: a figure left out of a sentence, part of a motto, steps to be put in order."""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from knowledge.answers.citing import cite, plain_title
from knowledge.claims import claims, figure_value, normal_text
from knowledge.documents import Document, DocumentKind, Span
from knowledge.quiz.choices import likeliest
from knowledge.quiz.procedures import procedures, short_step
from knowledge.quiz.questions import LONGEST_TEXT, Draft, QuizKind
from knowledge.sentences import sentences
from knowledge.spelling import fold
from knowledge.store import Store

GAP = "[…]"
SHORTEST, LONGEST = 60, 210
"""Characters of a sentence that can stand alone as a question."""
LONGEST_LEAD = 70
LONGEST_SOURCE = 60
MOST_FIGURES = 6
"""Questions about figures of one document."""
_UNIT = re.compile(r"\s*(?P<unit>%|[^\W\d_]+)")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_NO_UNIT = frozenset(
    "và hoặc của đến tháng năm ngày/ điều khoản điểm chương mục phần phụ lục luật là các thì theo tại do trong này được"
    " kể khóa nhiệm".split()
)
_LABEL = re.compile(
    r"(?:điều|khoản|điểm|chương|mục|phần|số|tháng|năm|ngày|quý|khóa|khoá|kỳ|lần|thứ|biểu|mẫu|bước|giai đoạn|bảng|hình"
    r"|tuần|quyển|tập|trang|giờ|hạng|cấp|loại|nhóm|tổ|khu|thôn|ấp|phố|quốc lộ|chuẩn|iso|[-–/(])\s*$",
    re.IGNORECASE,
)
_OPEN = re.compile(r"^(?:[-–+*•#|]|\d+[.)]|[a-zđ][.)]|\|)\s*")
_LEANS = re.compile(
    r"^(?:trong đó|theo đó|qua đó|từ đó|do đó|vì vậy|ngoài ra|đồng thời|bên cạnh đó|việc này|điều này|cụ thể|kết quả"
    r"|riêng|ông|bà|trường hợp này|đến nay|đối với|điều \d+)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"(?<!\w)(?:này|nêu trên|nói trên|kể trên|trên đây|sau đây|dưới đây|đó|tại (?:điểm|khoản)|quy định tại)(?!\w)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“(?P<motto>[^“”\n]{12,140})”")
_COMMA = re.compile(r"\s*[,;]\s*(?:và\s+)?|\s+và\s+")
LETTERS = "ABCD"


def text_questions(store: Store, rng: random.Random) -> Iterator[Draft]:
    """All questions that sentences, mottos and lists of the documents give, document by document."""
    documents = list(store.documents.values())
    yield from _figures(store, documents, rng)
    yield from _mottos(store, documents, rng)
    for document in documents:
        for passage in store.passages_of(document.id):
            for lead, steps in procedures(document.text, Span(passage.start, passage.end)):
                yield from _order(store, document, lead, steps, rng)


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """A figure that a whole sentence states; `gap` are its digits, within the document's text."""

    document: Document
    sentence: Span
    gap: Span
    unit: str

    @property
    def written(self) -> str:
        """The digits as they stand there."""
        return self.gap.of(self.document.text)

    @property
    def value(self) -> str:
        """The figure as a plain decimal."""
        return figure_value(self.written)


def _figures(store: Store, documents: Sequence[Document], rng: random.Random) -> Iterator[Draft]:
    found = {document.id: list(figures_of(document)) for document in documents}
    by_unit: dict[str, list[StatedFigure]] = defaultdict(list)
    for figure in (figure for figures in found.values() for figure in figures):
        by_unit[figure.unit].append(figure)
    for figures in found.values():
        made = (_figure(store, figure, by_unit, rng) for figure in _spread(figures))
        yield from (draft for draft in made if draft)


def _spread(figures: list[StatedFigure]) -> list[StatedFigure]:
    """A few from all over the document, one from a sentence."""
    first = list({figure.sentence: figure for figure in figures}.values())
    step = max(1, len(first) // MOST_FIGURES)
    return first[::step][:MOST_FIGURES]


def figures_of(document: Document) -> Iterator[StatedFigure]:
    """Figures of sentences that can stand alone, in order."""
    for part in document.body:
        for sentence in sentences(document.text, part):
            text = sentence.of(document.text)
            for start, end, unit in _counted(text) if _stands_alone(text) else ():
                gap = Span(sentence.start + start, sentence.start + end)
                yield StatedFigure(document, sentence, gap, unit)


def _stands_alone(text: str) -> bool:
    """Whether a reader who has only this sentence knows what it is about."""
    return (
        SHORTEST <= len(text) <= LONGEST
        and text[0].isupper()
        and text[-1] in ".”"
        and not re.search(r"\n\s*(?:\n|[A-ZĐÀ-Ỹ])|[|“”_…*]|\.\.", text)
        and not _OPEN.match(text)
        and not _LEANS.match(text)
        and not _POINTS.search(text)
    )


def _counted(text: str) -> Iterator[tuple[int, int, str]]:
    """Figures that count something, each once in the sentence: where the digits stand, and what they count.

    Numbers of articles, years and parts of names count nothing.
    """
    found = [
        (claim.start, digits) for claim in claims(text) if (digits := _digits(text, claim.start, claim.kind))
    ]
    values = [figure_value(digits) for _, digits in found]
    for start, digits in found:
        after = _UNIT.match(text, start + len(digits))
        unit = after["unit"].lower() if after else ""
        known = unit == "%" or (len(unit) > 1 and unit not in _NO_UNIT)
        at_clock = unit == "giờ" and re.match(r"\s*giờ\s*\d", text[start + len(digits) :])
        labelled = (
            at_clock
            or _LABEL.search(text[max(0, start - 14) : start])
            or re.fullmatch(r"(?:19|20)\d\d", digits)
        )
        if known and not labelled and values.count(figure_value(digits)) == 1:
            yield start, start + len(digits), unit


def _digits(text: str, start: int, kind: str) -> str:
    match = _DIGITS.match(text, start) if kind == "figure" else None
    return match[0] if match else ""


def _figure(
    store: Store, figure: StatedFigure, by_unit: Mapping[str, Sequence[StatedFigure]], rng: random.Random
) -> Draft | None:
    document, sentence = figure.document, figure.sentence
    before = Span(sentence.start, figure.gap.start).of(document.text)
    after = Span(figure.gap.end, sentence.end).of(document.text)
    proof = cite(store, document, sentence)
    asked = (
        f"{_source(document, proof.locator)}, số nào còn thiếu: “{' '.join(f'{before}{GAP}{after}'.split())}”"
    )
    text = sentence.of(document.text)
    inside = {
        figure_value(digits) for claim in claims(text) if (digits := _digits(text, claim.start, claim.kind))
    }
    others = [one for one in by_unit[figure.unit] if one.value not in inside]
    wrong = likeliest(rng, others, lambda other: -_apart(figure, other), lambda other: other.written)
    if len(asked) > LONGEST_TEXT:
        return None
    return Draft(QuizKind.FIGURE, asked, figure.written, wrong, text, proof)


def _apart(figure: StatedFigure, other: StatedFigure) -> float:
    """How unlike two figures are: in size, in fraction, in leading zero."""
    first, second = float(figure.value), float(other.value)
    size = abs(len(str(int(first))) - len(str(int(second))))
    look = (figure.written[0] == "0") != (other.written[0] == "0")
    return 2.0 * size + look + (("," in figure.written) != ("," in other.written))


def _source(document: Document, locator: str) -> str:
    """«Theo Luật Khiếu nại (số 02/2011/QH13), Điều 9»: which document, and which part of a long one."""
    title = re.sub(r"\s*\(?(?:số|Số)\s*\d.*$", "", plain_title(document)) or plain_title(document)
    short = title if len(title) <= LONGEST_SOURCE else f"{title[: LONGEST_SOURCE - 1].rsplit(' ', 1)[0]}…"
    if document.kind is not DocumentKind.FULL_TEXT or not document.number:
        return f"Theo “{short}”"
    number = document.number.normalised
    named = short if number in short else f"{short} (số {number})"
    return f"Theo {named}, {locator}" if locator.startswith("Điều") else f"Theo {named}"


def _mottos(store: Store, documents: Sequence[Document], rng: random.Random) -> Iterator[Draft]:
    """Each motto once, as its first document writes it."""
    found: dict[str, tuple[Document, Span, list[Span]]] = {}
    for document in documents:
        for match in _QUOTED.finditer(document.text):
            parts = _parts(document.text, Span(*match.span("motto")))
            inside = any(part.start <= match.start() < part.end for part in document.body)
            if inside and _is_motto(document.text, parts):
                found.setdefault(normal_text(match["motto"]), (document, Span(*match.span("motto")), parts))
    for document, motto, parts in found.values():
        yield from _motto(store, document, motto, parts, list(found.values()), rng)


def _parts(text: str, motto: Span) -> list[Span]:
    cuts = [Span(motto.start + m.start(), motto.start + m.end()) for m in _COMMA.finditer(motto.of(text))]
    starts, ends = [motto.start, *(cut.end for cut in cuts)], [*(cut.start for cut in cuts), motto.end]
    return [Span(*edge) for edge in zip(starts, ends, strict=True) if edge[0] < edge[1]]


def _is_motto(text: str, parts: list[Span]) -> bool:
    """At least three short members that all but the ends share a word of: a motto, not a title."""
    words = [fold(part.of(text)).split() for part in parts]
    if len(parts) < 3 or any(len(each) > 5 or any(map(str.isdigit, each)) for each in words):
        return False
    return bool(set(words[0]).intersection(*map(set, words[1:-1])))


def _motto(
    store: Store,
    document: Document,
    motto: Span,
    parts: list[Span],
    all_mottos: Sequence[tuple[Document, Span, list[Span]]],
    rng: random.Random,
) -> Iterator[Draft]:
    text, own = document.text, {normal_text(part.of(document.text)) for part in parts}
    hidden = parts[rng.randrange(1, len(parts))]
    gapped = f"{text[motto.start : hidden.start]}{GAP}{text[hidden.end : motto.end]}"
    strangers = [
        part.of(other.text)
        for other, _, others in all_mottos
        for part in others
        if not own & {normal_text(each.of(other.text)) for each in others}
    ]
    near = [part for part in _relatives(own, all_mottos) if normal_text(part) not in own]
    wrong = likeliest(
        rng,
        [part for part in strangers if part not in near],
        lambda part: _alike(part, hidden.of(text)),
        lambda part: part.lower(),
    )
    asked = f"Cụm từ nào còn thiếu trong phương châm “{gapped}”?"
    statement = f"“{motto.of(text)}”"
    yield Draft(
        QuizKind.MOTTO,
        asked,
        hidden.of(text).lower(),
        wrong,
        statement,
        cite(store, document, _around(document, motto)),
    )


def _alike(part: str, hidden: str) -> float:
    """How much one member of a motto looks like another: words in common, then length."""
    words, others = fold(part).split(), fold(hidden).split()
    return 2.0 * len(set(words) & set(others)) - abs(len(words) - len(others))


def _relatives(own: set[str], mottos: Sequence[tuple[Document, Span, list[Span]]]) -> set[str]:
    """Members of mottos that share a member with this one: another version of it may hold them."""
    lists = [{normal_text(part.of(other.text)) for part in parts} for other, _, parts in mottos]
    return {part for members in lists if members & own for part in members}


def _around(document: Document, span: Span) -> Span:
    """The sentence that holds a span, the span with its marks where that is long."""
    start = max(0, span.start - 400)
    holding = [
        s
        for s in sentences(document.text, Span(start, span.end + 400))
        if s.start <= span.start and s.end >= span.end
    ]
    short = [s for s in holding if s.end - s.start <= 500]
    return short[0] if short else span


def _order(
    store: Store, document: Document, lead: Span, steps: Sequence[Span], rng: random.Random
) -> Iterator[Draft]:
    """The first three or four steps of a procedure, to be put in their order."""
    text, chosen = document.text, steps[: len(LETTERS)]
    items = [short_step(step.of(text)) for step in chosen]
    places = list(range(len(items)))
    while places == sorted(places):
        rng.shuffle(places)
    listed = "; ".join(f"{LETTERS[at]}. {items[place]}" for at, place in enumerate(places))
    asked = f"Sắp xếp theo đúng trình tự. {short_step(lead.of(text), LONGEST_LEAD)}: {listed}"
    right = _written([places.index(step) for step in range(len(items))])
    others = [_written(order) for order in permutations(range(len(items)))]
    wrong = likeliest(rng, [order for order in others if order != right], lambda _: 0.0, str)
    span = Span(lead.start, chosen[-1].end)
    if len({normal_text(item) for item in items}) == len(items):
        yield Draft(QuizKind.ORDER, asked, right, wrong, span.of(text), cite(store, document, span))


def _written(order: Sequence[int]) -> str:
    return " – ".join(LETTERS[step] for step in order)

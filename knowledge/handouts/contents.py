"""What hand-outs hold: documents compared, a topic's documents by date, its figures, abbreviations, questions."""

import re
from collections.abc import Iterable, Sequence

from knowledge.abbreviations import common
from knowledge.answers.cards import entry_citations
from knowledge.answers.citing import cite, vietnamese_date
from knowledge.documents import Citation, RegisterEntry, RelationKind, Span
from knowledge.handouts.handout import Column, Handout, Row
from knowledge.quiz.exchange import LETTERS
from knowledge.quiz.questions import QuizQuestion
from knowledge.quiz.text_facts import figures_of
from knowledge.references import extract_from_question
from knowledge.register import Register
from knowledge.register_cards import show_relation
from knowledge.sentences import sentences
from knowledge.spelling import SYLLABLE, fold
from knowledge.store import Store

MOST_ROWS = 60
MOST_RELATIONS = 4
MOST_SOURCES = 3
_TERMS = re.compile(r"[,;]")
_COUNTED = re.compile(r"%|(?:\s+[^\W\d_]+){1,2}")
SOURCE = Column("Nguồn", 9)


def comparison(store: Store, register: Register, named: str) -> Handout:
    """The documents named, side by side: number, body, date, subject, force, how they bear on others."""
    entries = [found for term in _terms(named) for found in register.find(term)[:1]]
    columns = (
        ("Văn bản", 16),
        ("Cơ quan ban hành", 16),
        ("Ngày", 10),
        ("Trích yếu", 26),
        ("Hiệu lực", 9),
        ("Quan hệ", 18),
    )
    rows = [
        (
            entry.name(),
            entry.issued_by() or "nguồn không ghi",
            _day(entry),
            entry.title or "nguồn không ghi",
            entry.validity.value,
            _relations(entry),
        )
        for entry in dict.fromkeys(entries)
    ]
    sources = [_proofs(store, entry) for entry in dict.fromkeys(entries)]
    return _table("So sánh văn bản", named, columns, zip(rows, sources, strict=True), landscape=True)


def _terms(named: str) -> list[str]:
    """What names one document each: between commas, or the numbers of «18-CT/TU và 18-KH/TU»."""
    terms: list[str] = []
    for part in filter(None, map(str.strip, _TERMS.split(named))):
        numbered = [part[one.start : one.end] for one in extract_from_question(part) if one.number]
        terms += numbered if len(numbered) > 1 else [part]
    return terms


def _relations(entry: RegisterEntry) -> str:
    """How a document bears on others, those aside that only look back on it."""
    told = [
        show_relation(relation) for relation in entry.relations if relation.kind is not RelationKind.REVIEWS
    ]
    return "; ".join(dict.fromkeys(told[:MOST_RELATIONS])) or "nguồn không nêu"


def timeline(store: Store, register: Register, topic: str) -> Handout:
    """Dated documents that have to do with a topic, the oldest first."""
    dated = sorted(
        (entry for entry in _about(register, topic) if entry.issued), key=lambda entry: str(entry.issued)
    )
    rows = [
        (
            (_day(entry), entry.name(), entry.issuer or "nguồn không ghi", entry.title or "nguồn không ghi"),
            _proofs(store, entry),
        )
        for entry in dated[:MOST_ROWS]
    ]
    columns = ("Ngày", 12), ("Văn bản", 22), ("Cơ quan ban hành", 22), ("Trích yếu", 36)
    return _table("Dòng thời gian văn bản", topic, columns, rows)


def figures(store: Store, topic: str) -> Handout:
    """Figures that documents state, each in its sentence, about a topic."""
    rows: list[tuple[tuple[str, ...], tuple[Citation, ...]]] = []
    for document in store.documents.values():
        for figure in figures_of(document):
            sentence = " ".join(figure.sentence.of(document.text).split())
            if _holds(f"{document.title} {sentence}", topic):
                counted = _COUNTED.match(document.text, figure.gap.end, figure.sentence.end)
                shown = " ".join(f"{figure.written}{counted[0] if counted else ''}".split())
                rows.append(((shown, sentence), (cite(store, document, figure.sentence),)))
    columns = ("Số liệu", 18), ("Nội dung", 74)
    return _table("Bảng số liệu", topic, columns, rows[:MOST_ROWS])


def glossary(store: Store, topic: str) -> Handout:
    """Abbreviations that the documents use, what they stand for, and a sentence that uses each."""
    known = dict([*common(), *store.defined()])
    rows = [
        ((short, full), (source,))
        for short, full in sorted(known.items())
        if _holds(f"{short} {full}", topic) and (source := _use_of(store, short))
    ]
    return _table("Bảng chữ viết tắt", topic, (("Viết tắt", 18), ("Nghĩa", 74)), rows)


def question_sheet(questions: Sequence[QuizQuestion], topic: str) -> Handout:
    """Questions to be ticked on paper; the key with its proof comes on a page of its own."""
    rows = []
    for place, question in enumerate(questions, start=1):
        options = "\n".join(
            f"☐ {letter}. {option}" for letter, option in zip(LETTERS, question.options, strict=False)
        )
        rows.append(
            Row((str(place), f"{question.text}\n{options}"), (question.proof,) if question.proof else ())
        )
    key = tuple(
        f"Câu {place}: {LETTERS[question.right]}. {question.answer}"
        for place, question in enumerate(questions, start=1)
    )
    columns = (Column("Câu", 7), Column("Câu hỏi và phương án", 85), SOURCE)
    name = _named("Phiếu câu hỏi", topic)
    return Handout(name, name, columns, tuple(rows), after_title="Đáp án", after=key)


def _table(
    kind: str,
    topic: str,
    columns: Iterable[tuple[str, int]],
    rows: Iterable[tuple[tuple[str, ...], tuple[Citation, ...]]],
    *,
    landscape: bool = False,
) -> Handout:
    """Rows that prove nothing are left out: every row of a hand-out has its source."""
    heads = (*(Column(*column) for column in columns), SOURCE)
    kept = tuple(Row(cells, sources) for cells, sources in rows if sources)
    name = _named(kind, topic)
    return Handout(name, name, heads, kept, landscape)


def _named(kind: str, topic: str) -> str:
    return f"{kind}: {topic.strip()}" if topic.strip() else kind


def _day(entry: RegisterEntry) -> str:
    return vietnamese_date(entry.issued) if entry.issued else str(entry.year or "nguồn không ghi")


def _proofs(store: Store, entry: RegisterEntry) -> tuple[Citation, ...]:
    return entry_citations(store, entry)[:MOST_SOURCES]


def _about(register: Register, topic: str) -> list[RegisterEntry]:
    shown = [
        entry for entry in register.entries if _holds(f"{entry.name()} {entry.title} {entry.issuer}", topic)
    ]
    return shown or (register.find(topic) if topic else list(register.entries))


def _holds(text: str, topic: str) -> bool:
    """Whether all syllables of the topic occur; an empty topic is everywhere."""
    return set(SYLLABLE.findall(fold(topic))) <= set(SYLLABLE.findall(fold(text)))


def _use_of(store: Store, short: str) -> Citation | None:
    """The first sentence of an article that uses an abbreviation."""
    pattern = re.compile(rf"(?<![\w/-]){re.escape(short)}(?![\w/-])")
    for document in store.documents.values():
        for part in document.body:
            if found := pattern.search(document.text, part.start, part.end):
                near = Span(max(part.start, found.start() - 400), min(part.end, found.end() + 400))
                holding = [s for s in sentences(document.text, near) if s.start <= found.start() < s.end]
                return cite(store, document, holding[0] if holding else Span(*found.span()))
    return None

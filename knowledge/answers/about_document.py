"""Answers to questions that name a document: its card, validity, relations and content, or what a report says of it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from knowledge.answers import refusing
from knowledge.answers.between import asks_between, between
from knowledge.answers.cards import Statement, card, entry_citations, name_line, validity_warning
from knowledge.answers.changes import CHANGE_WORDS, asks_changes, changed_statement, changes_statement
from knowledge.answers.composing import (
    answered,
    compare_cards,
    joined,
    relation_statement,
    remember,
    validity_statement,
)
from knowledge.answers.coverage import Topic, beside, covered
from knowledge.answers.from_passages import from_passages
from knowledge.answers.governing import called, fits, own_documents
from knowledge.answers.inside import (
    article_statement,
    asked_article,
    asks_form,
    asks_signer,
    force_statement,
    form_statement,
    passing_statement,
)
from knowledge.answers.outlines import (
    OUTLINE_WORDS,
    asked_chapter,
    asks_outline,
    chapter_statement,
    has_chapters,
    outline_statement,
)
from knowledge.answers.sources import Sources
from knowledge.answers.topics import topic_runs
from knowledge.answers.whens import asks_when
from knowledge.document_types import NAMED
from knowledge.documents import Answer, DocumentKind, RegisterEntry, Relation, RelationKind
from knowledge.question import Intent, Question, WantedRelation

CARD_TELLS = 0.5
"""Share of a question's words beside the number that a card must cover, for the card to be its answer."""
FEW = 2
"""Syllables that a question says beside a document's card, at most, for the card to be meant: «cho xin thông tin về»."""
_SAME = {
    RelationKind.IMPLEMENTS: (RelationKind.IMPLEMENTS, RelationKind.CONTINUES),
    RelationKind.CONTINUES: (RelationKind.CONTINUES, RelationKind.IMPLEMENTS),
}
"""Relations that officers' words do not keep apart: «thực hiện» asks for both."""
_FIELDS = (
    (
        "issued",
        "ngày ban hành",
        ("ngay nao", "ngay may", "khi nao", "bao gio", "nam nao", "ngay ban hanh", "thang nao"),
    ),
    ("issuer", "cơ quan ban hành", ("ai ban hanh", "co quan nao", "cap nao", "cua ai", "noi nao ban hanh")),
    ("term", "khóa", ("khoa nao", "khoa may", "khoa bao nhieu")),
    (
        "title",
        "trích yếu",
        ("trich yeu", "ve viec gi", "ve van de gi", "noi dung gi", "ten day du", "ten la gi", "ten goi"),
    ),
)
CARD_WORDS = (
    "ngay",
    "thang",
    "nam",
    "noi dung",
    "co quan",
    "cap nao",
    "van de",
    "trich yeu",
    "ten",
    "ten day du",
    "bao cao",
    "khoa",
    "cu",
)
"""Words that ask for a card's fields and are no topic."""
_ON_THE_LAW = (Intent.CARD, Intent.WHICH, Intent.RELATION, Intent.VALIDITY, Intent.SOURCE)
_ISSUING = re.compile(r"\b(?:ban hanh|ky|ra(?! sao)|so may|so hieu|trich yeu|viec gi|cua ai|co quan nao)\b")
"""Asks for the day of the document itself, not of something in it."""
_AROUND = re.compile(
    r"\bsau \d+ nam\b|\bket qua (?:gi|nao|ra sao|the nao)\b"
    r"|\b(?:han che|ton tai|khuyet diem|kinh nghiem|bai hoc|kho khan|vuong mac|thuan loi|nguyen nhan)\b"
)
_ANOTHER = re.compile(r"\b(?:tra loi|phuc dap|theo|dan|neu|nhac den|nhan duoc|de nghi)\b.* (?:nao|gi)\b")
_OTHER = re.compile(
    rf"\b(?:van ban|vb|{NAMED}|dieu)"
    r"(?: so)? (?:nao|gi|may|j)\b"
)
"""Asks for another document or what of it: the «sửa đổi» of a title asks for none."""
_IS_WHAT = re.compile(
    r"\bla (?:luat|van ban|nghi dinh|thong tu|quyet dinh)? ?(?:gi|nao)\b|\bve (?:viec |van de )?gi\b"
)
"""Asks what a document is beside what its form tells: «là luật gì, có hiệu lực từ ngày nào»."""
_FROM_ISSUE = re.compile(r"hiệu lực[^.]* từ ngày (?:ban hành|ký|công bố)")
_OWNER = re.compile(
    r"\b(?:cua|do) (?:co quan|(?:tinh|thi|thanh|huyen|dang) uy|tinh|huyen|xa|bo|ban|uy ban)\b(?: [a-z]+)? ?nao\b"
    r"|\b(?:cua|do) ai\b|\bai ban hanh\b"
)
_INSIDE = re.compile(
    r"\b(?:dieu|khoan|diem|chuong|phu luc|mau so) (?:so )?\d"
    r"|\b(?:may|bao nhieu|nhung) (?:dieu|chuong|khoan|phan|noi dung|nhiem vu)\b"
    r"|\b(?:muc|thang) (?:chi|phi|phat|ho tro|phu cap|diem)\b"
    r"|\b(?:toan van|chi tiet|cu the|gom|ai ky|nguoi ky|dat ra|chi tieu)\b"
    r"|\b(?:giao|yeu cau|quy dinh) (?:nhiem vu|nhung gi|gi cho)\b"
)
"""What is told by a document's own text and never by its title."""


def about(sources: Sources, question: Question, entries: Sequence[RegisterEntry]) -> Answer:
    """Answer a question about these entries (one, unless it compares or lists several)."""
    asked = [entry for entry in entries if entry.held and not _card_tells(sources, question, entry)]
    if len(entries) > 1 and len(asked) == 1 and question.intent is not Intent.COMPARE:
        # Of several laws named, the one held tells what is asked beside their names.
        found = from_passages(sources, question, asked[0])
        if found:
            return found
    tied = between(sources.store, *entries) if len(entries) == 2 and asks_between(question) else None
    if tied:
        return answered(sources.store, question, tied, entries, warn=False)
    if len(entries) > 1 and question.intent in (Intent.COMPARE, Intent.CARD, Intent.GENERAL, Intent.WHICH):
        return answered(sources.store, question, compare_cards(sources.store, entries), entries)
    entry = entries[0]
    if question.intent is Intent.VALIDITY and not (entry.held and asks_form(question)):
        return validity(sources, question, entry)
    inside = (asks_inside(question) and not entry.held) or asks_changes(question)
    if question.relation and question.intent in (Intent.RELATION, Intent.WHICH) and not inside:
        return _relation(sources, question, entry)
    return _held(sources, question, entry) if entry.held else _cited(sources, question, entry)


def _cited(sources: Sources, question: Question, entry: RegisterEntry) -> Answer:
    """Known by citation only: its card, or what the reports that name it say; never what stands inside it."""
    changed = changed_statement(sources.store, question, entry)
    if changed:
        return answered(sources.store, question, changed, [entry])
    told = question.intent in _ON_THE_LAW and _card_tells(sources, question, entry)
    if not asks_inside(question) and (told or not _is_law(entry)):
        if (
            question.intent is Intent.CARD
            and not asks_around(question)
            and _card_tells(sources, question, entry)
        ):
            return _card(sources, question, entry)
        found = from_passages(sources, question, entry)
        if found and _speaks_of(sources, found, entry):
            return found
        if question.intent in (Intent.CARD, Intent.WHICH):
            return _card_unless_more(sources, question, entry)
    return refusing.content_not_held(question, sources.store, entry, card(sources.store, entry))


def _speaks_of(sources: Sources, found: Answer, entry: RegisterEntry) -> bool:
    """Whether what is quoted speaks of an entry: what an official document rules that only cites it does not."""
    number = entry.number or ""
    kinds = (
        (sources.store.documents[one.document_id].kind, "".join(one.quote.split())) for one in found.citations
    )
    return any(kind is not DocumentKind.FULL_TEXT or number in quote for kind, quote in kinds)


def _card_unless_more(sources: Sources, question: Question, entry: RegisterEntry) -> Answer:
    """Its card; a refusal that shows it where the question goes on to what no card tells («ai được giao …»)."""
    left = beside(_beside_name(sources, question, entry), name_line(entry), *entry.other_titles)
    if _asks_card(question) or sum("_" not in term for term in left.weights) <= FEW:
        return _card(sources, question, entry)
    line = f"Không có trong kho: chưa tài liệu nào cho biết điều đồng chí hỏi về {entry.name()}."
    return _refused_with(sources, question, entry, line, card(sources.store, entry))


def _held(sources: Sources, question: Question, entry: RegisterEntry) -> Answer:
    """We hold the text: the article asked for, its formal clauses, its card for what a card tells, else passages."""
    formal = by_form(sources, question, entry) or _outlined(sources, question, entry)
    if formal:
        return formal
    if asked_article(question):
        line = f"Không có trong kho: {entry.name()} không có {asked_article(question)}."
        return _refused_with(sources, question, entry, line, card(sources.store, entry))
    if asks_when(question) and not _ISSUING.search(question.folded):
        found = from_passages(sources, question, entry)
        if found:
            return found
    if question.intent is Intent.CARD and not question.content and _card_tells(sources, question, entry):
        return _card(sources, question, entry)
    named = _named_there(sources, question, entry)
    if named:
        return answered(sources.store, question, card(sources.store, named), [named, entry])
    found = from_passages(sources, question, entry)
    if found:
        return found
    inside = question.intent is not Intent.CARD or asks_inside(question)
    if not inside and (_card_tells(sources, question, entry) or _asks_card(question)):
        return _card(sources, question, entry)
    line = f"Không có trong kho: chưa tìm thấy trong {entry.name()} điều đồng chí hỏi."
    return _refused_with(sources, question, entry, line, card(sources.store, entry))


def by_form(sources: Sources, question: Question, entry: RegisterEntry) -> Answer | None:
    """What a held text's form tells of what is asked, what it acts on beside; None where it tells nothing."""
    parts = (from_form(sources, question, entry), _acts_on(sources, question, entry))
    told = [part for part in parts if part]
    if not told:
        return None
    if _FROM_ISSUE.search(told[0].text):
        told.append(card(sources.store, entry))
    elif asks_form(question) and _IS_WHAT.search(question.folded):
        told.insert(0, Statement(f"{name_line(entry)}.", entry_citations(sources.store, entry)))
    return answered(sources.store, question, joined(told), [entry])


def _outlined(sources: Sources, question: Question, entry: RegisterEntry) -> Answer | None:
    """A held document, a chapter of it or all that it changes, where nothing else is asked; None where it has none."""
    chapter, changes = asked_chapter(question), asks_changes(question)
    asking = (*OUTLINE_WORDS, *CHANGE_WORDS) if changes else OUTLINE_WORDS
    asks = chapter or changes or asks_outline(question)
    if not asks or not _card_tells(sources, question, entry, asking):
        return None
    documents = [sources.store.documents[id_] for id_ in own_documents(sources.store, entry)]
    whole = changes_statement if changes else outline_statement
    outlined = partial(chapter_statement, chapter=chapter) if chapter else whole
    told = next((one for one in (outlined(sources.store, held) for held in documents) if one), None)
    if not told and any(chapter and has_chapters(sources.store, held) for held in documents):
        line = f"Không có trong kho: {entry.name()} không có chương đồng chí hỏi."
        return _refused_with(sources, question, entry, line, card(sources.store, entry))
    named = Statement(f"{name_line(entry)}.", entry_citations(sources.store, entry))
    return answered(sources.store, question, joined([named, told]), [entry]) if told else None


def _named_there(sources: Sources, question: Question, entry: RegisterEntry) -> RegisterEntry | None:
    """The one document of the type and issuer asked for that a text names: «trả lời công văn nào của Ban …»."""
    if not question.types or not _ANOTHER.search(question.folded):
        return None
    own = set(own_documents(sources.store, entry))
    named = [one for one in sources.store.entries if own & set(one.documents) and one.key != entry.key]
    fitting = [one for one in named if fits(sources.store, replace(question, places=()), one)]
    return fitting[0] if len(fitting) == 1 else None


def _acts_on(sources: Sources, question: Question, entry: RegisterEntry) -> Statement | None:
    """The relations asked for beside a formal clause: «thay thế nghị định nào và có hiệu lực từ khi nào»."""
    if asks_changes(question) or not _OTHER.search(question.folded):
        return None
    found = related(sources, question, entry)
    return relation_statement(sources.store, entry, found) if found else None


def from_form(sources: Sources, question: Question, entry: RegisterEntry) -> Statement | None:
    """What the form of a held text tells: an article, the signature, the coming into force."""
    for id_ in entry.documents:
        document = sources.store.documents.get(id_)
        if document is None or document.kind is not DocumentKind.FULL_TEXT:
            continue
        if entry.number and (not document.number or document.number.normalised != entry.number):
            continue
        article = asked_article(question)
        told = (
            article_statement(sources.store, document, article)
            if article
            else form_statement(sources.store, document, question)
        )
        if told:
            return told
    return None


def _is_law(entry: RegisterEntry) -> bool:
    """Whether only its own text can tell what an entry rules: others merely cite a law."""
    return entry.type in ("Luật", "Bộ luật", "Pháp lệnh", "Nghị định", "Thông tư")


def asks_inside(question: Question) -> bool:
    """Whether an article, an amount or a signature is asked for: never told by a title."""
    return _INSIDE.search(question.folded) is not None or asks_signer(question)


def asks_around(question: Question) -> bool:
    """Whether it is asked what came of something, which no title tells: results, shortcomings, lessons."""
    return _AROUND.search(question.folded) is not None


def _card_tells(
    sources: Sources, question: Question, entry: RegisterEntry, asking: Sequence[str] = ()
) -> bool:
    """Whether what is asked beside the number is about the document itself and not about some event around it.

    `asking`: further words that are no topic.
    """
    weighed = _beside_name(sources, question, entry, asking)
    return weighed.empty or covered(weighed, name_line(entry), *entry.other_titles) >= CARD_TELLS


def _beside_name(
    sources: Sources, question: Question, entry: RegisterEntry, asking: Sequence[str] = ()
) -> Topic:
    """What a question asks beside a document's number, names and the fields of its card."""
    names = (*CARD_WORDS, *asking, *called(entry))
    return sources.weighed(question, topic_runs(question, question.bodies, names))


def _asks_card(question: Question) -> bool:
    """Whether its number, day, issuer or title is asked for, in whatever other words."""
    return _asks_field(question) or any(asked.search(question.folded) for asked in (_ISSUING, _IS_WHAT))


def _asks_field(question: Question) -> bool:
    """Whether one of the fields of a card is asked for by name."""
    return any(cue in question.folded for _, _, cues in _FIELDS for cue in cues)


def _card(sources: Sources, question: Question, entry: RegisterEntry) -> Answer:
    asked = [(name, said) for name, said, cues in _FIELDS if any(cue in question.folded for cue in cues)]
    missing = [said for name, said in asked if getattr(entry, name) is None]
    passed = (
        _passed(sources, entry) if ("issued", "ngày ban hành") in asked and entry.issued is None else None
    )
    if passed:
        named = Statement(f"{name_line(entry)}.", entry_citations(sources.store, entry))
        return answered(sources.store, question, joined([named, passed]), [entry])
    if asked and len(missing) == len(asked):
        line = f"Không có trong kho: nguồn không ghi {' và '.join(missing)} của {entry.name()}."
        return _refused_with(sources, question, entry, line, card(sources.store, entry))
    # What a document carries out tells what it is about where no title does.
    carried_out = [] if asked or entry.title else _acting(sources, entry, RelationKind.IMPLEMENTS, True)
    told = relation_statement(sources.store, entry, carried_out) if carried_out else None
    known = card(sources.store, entry)
    return answered(sources.store, question, joined([known, told]) if told else known, [entry])


def _passed(sources: Sources, entry: RegisterEntry) -> Statement | None:
    """When a law was passed, where only its last sentence tells its day."""
    held = (sources.store.documents[id_] for id_ in own_documents(sources.store, entry))
    return next((told for document in held if (told := passing_statement(sources.store, document))), None)


def validity(sources: Sources, question: Question, entry: RegisterEntry) -> Answer:
    """Whether an entry is in force, as far as the documents tell; a refusal where they tell nothing."""
    told = validity_statement(sources.store, entry)
    if told:
        return answered(sources.store, question, told, [entry], warn=False)
    line = f"Chưa rõ {entry.name()} còn hiệu lực hay không. Không có trong kho tài liệu nào nói đến việc này."
    amended = validity_warning(sources.store, entry)
    known = joined(
        [*([amended] if amended else []), card(sources.store, entry), *_in_force_from(sources, entry)]
    )
    if _asks_field(question):
        # «Về việc gì, còn hiệu lực không» is answered as far as it is known.
        return answered(sources.store, question, joined([known, Statement(line)]), [entry])
    return _refused_with(sources, question, entry, line, known)


def _in_force_from(sources: Sources, entry: RegisterEntry) -> list[Statement]:
    """From when a held text says that it is in force: not whether it still is."""
    held = (sources.store.documents[id_] for id_ in own_documents(sources.store, entry))
    told = (force_statement(sources.store, document) for document in held)
    return [one for one in told if one][:1]


def _relation(sources: Sources, question: Question, entry: RegisterEntry) -> Answer:
    found = related(sources, question, entry)
    if not found and question.relation and question.relation.kind is RelationKind.DRAFT_REPLACES:
        # A draft has no number to be entered under; that there is one is told with the validity.
        return validity(sources, question, entry)
    formal = from_form(sources, question, entry) if entry.held else None
    told = [relation_statement(sources.store, entry, found)] if found else []
    told += [card(sources.store, entry)] if found and _asks_owner(question) else []
    told += [formal] if formal and (not found or asks_form(question)) else []
    if told:
        ends = question.relation is not None and question.relation.kind in (
            RelationKind.REPLACES,
            RelationKind.REPEALS,
            RelationKind.AMENDS,
        )
        # «Đã được thay thế» before «thay thế: …» would say one thing twice.
        entries = [*(other for _, other in found), entry]
        return answered(sources.store, question, joined(told), entries, warn=not ends)
    inside = from_passages(sources, question, entry) if entry.held else None
    if inside:
        return inside
    known, warning = card(sources.store, entry), validity_warning(sources.store, entry)
    line = f"Không có trong kho: không tài liệu nào cho biết điều đồng chí hỏi về {entry.name()}."
    return _refused_with(sources, question, entry, line, joined([warning, known]) if warning else known)


def _asks_owner(question: Question) -> bool:
    """Whether beside a relation the issuer is asked: «Kế hoạch 555-KH/TU của Tỉnh ủy nào, triển khai văn bản gì»."""
    return _OWNER.search(question.folded) is not None


def related(
    sources: Sources, question: Question, entry: RegisterEntry
) -> list[tuple[Relation, RegisterEntry]]:
    """Relations of the kind and direction asked for, to documents of the type and issuer asked for.

    A place that is named belongs to the document named, so it does not choose among the others.
    """
    wanted = question.relation
    if wanted is None:
        return []
    found = _relations(sources, question, entry, wanted, _SAME.get(wanted.kind, (wanted.kind,)))
    if not found and wanted.outward and wanted.kind is RelationKind.IMPLEMENTS and question.types:
        # «Kế hoạch 16 thực hiện chỉ thị nào»: a plan names what it carries out among what it is based on.
        return _relations(sources, question, entry, wanted, (RelationKind.BASED_ON,))
    return found


def _relations(
    sources: Sources,
    question: Question,
    entry: RegisterEntry,
    wanted: WantedRelation,
    kinds: Sequence[RelationKind],
) -> list[tuple[Relation, RegisterEntry]]:
    anywhere = replace(question, places=())
    return [
        (relation, other)
        for kind in kinds
        for relation, other in _acting(sources, entry, kind, wanted.outward)
        if fits(sources.store, anywhere, other)
    ]


def _acting(
    sources: Sources, entry: RegisterEntry, kind: RelationKind, outward: bool
) -> list[tuple[Relation, RegisterEntry]]:
    """The relations of one kind and direction, each with the other document."""
    return [
        (relation, other)
        for relation in entry.relations
        if relation.kind is kind and relation.outward is outward
        if (other := sources.register.get(relation.other)) and other.key != entry.key
    ]


def _refused_with(
    sources: Sources, question: Question, entry: RegisterEntry, line: str, known: Statement
) -> Answer:
    answer = refusing.refused(question, [line, known.text], sources.store, citations=known.citations)
    return replace(answer, documents=(entry,), memory=remember(question, [entry]))

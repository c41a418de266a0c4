"""A user's words -> Question: marks restored, what is asked for, which documents, bodies, places and years it names."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from knowledge.document_types import NAMED
from knowledge.documents import Memory, RelationKind
from knowledge.errors import QuestionError
from knowledge.language import Body, bodies, chat_words, cues
from knowledge.numerals import roman
from knowledge.places import Gazetteer
from knowledge.references import Reference, extract_from_question
from knowledge.spelling import SYLLABLE, fold, nfc, one_tone_place, typed_with_marks

LONGEST_QUESTION = 2000
"""Characters; a longer text is a document, not a question."""


class Intent(StrEnum):
    """What a question asks for."""

    MANIPULATION = "manipulation"
    GREETING = "greeting"
    SOURCE = "source"
    COMPARE = "compare"
    VALIDITY = "validity"
    RELATION = "relation"
    WHICH = "which"
    FIGURE = "figure"
    PERSON = "person"
    LIST = "list"
    CARD = "card"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class WantedRelation:
    """A relation asked for; `outward`: the named document acts on the one asked for."""

    kind: RelationKind
    outward: bool


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, understood as far as rules can."""

    asked: str
    text: str
    """With marks restored where none were typed, in one tone placement."""
    folded: str
    intent: Intent
    references: tuple[Reference, ...] = ()
    relation: WantedRelation | None = None
    content: bool = False
    """Asks for what only the named document's own text could tell."""
    bodies: tuple[Body, ...] = ()
    """Bodies named outside of the references, in order."""
    places: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    """Folded document types asked for: «chi thi» of «chỉ thị nào»."""
    years: tuple[int, ...] = ()
    leans: bool = False
    """Leans on the last answer: «nó», «văn bản đó», «thế còn …»."""


_TYPE_ASKED = re.compile(
    rf"\b(?P<named>{NAMED})(?: so)? (?:nao|gi|j|may|so may)\b|\b(?:co|the con) (?P<had>{NAMED})\b"
    rf"|^(?:\W*(?:vay|con|the) )*(?P<owned>{NAMED}) (?:cua|do)\b"
    rf"|^(?P<numbered>{NAMED})\b(?= .*\b(?:so|so hieu) (?:may|nao|bao nhieu|gi)$)"
)
_CONGRESS = re.compile(r"(\bđại hội(?: lần thứ)?) ([1-3]?\d)\b(?![/.\-\d])", re.IGNORECASE)
"""Documents number congresses in Roman numerals."""
_PERIOD = re.compile(r"\bg[dđ](?= (?:19|20)\d\d\b)", re.IGNORECASE)
_COUNT = re.compile(r"\bcon (?:số )?(?=số \d|\d)", re.IGNORECASE)
"""Before «số 556» of «con số 556», which is no document's number."""
_MACHINE = re.compile(r"\bmáy\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d/.\-])(19[5-9]\d|20\d\d)(?![\d/])")
_ABBREVIATED = (
    ("ct", "chi thi"),
    ("nq", "nghi quyet"),
    ("qd", "quyet dinh"),
    ("kh", "ke hoach"),
    ("kl", "ket luan"),
    ("vb", "van ban"),
    ("nd", "nghi dinh"),
    ("tt", "thong tu"),
    ("hl", "hieu luc"),
)


def understand(
    asked: str, gazetteer: Gazetteer, restore: Callable[[str], str], memory: Memory | None = None
) -> Question:
    """Read a question. `restore` gives an unmarked text its marks back.

    Raises QuestionError where there is nothing to ask or too much.
    """
    asked = checked(asked)
    text = with_marks(asked, restore)
    counts = {match.end() for match in _COUNT.finditer(asked)}
    references = tuple(one for one in extract_from_question(asked) if one.start not in counts)
    if not references:
        # Offsets of a reference count characters of what was typed.
        text = _unabbreviated(text)
        text = _CONGRESS.sub(lambda found: f"{found[1]} {roman(int(found[2]))}", text)
    text = _forbidden(text, max((one.end for one in references), default=0))
    folded = _spelled_out(fold(text))
    outside = _blanked(fold(one_tone_place(asked)), references)
    question = Question(
        asked=asked,
        text=text,
        folded=folded,
        intent=_intent(_spelled_out(without_machines(text)), references),
        references=references,
        content=cues().content.search(folded) is not None,
        bodies=_bodies(outside),
        places=gazetteer.find(text),
        types=_types(folded),
        years=tuple(int(year) for year in _YEAR.findall(outside)),
        leans=_leans(folded, references, memory),
    )
    return replace(question, relation=wanted_relation(question))


_MACHINE_SAID = re.compile(
    r"\b(?<!bộ )(?<!xe )(?<!nhà )(?<!thang )(?<!mạng )(?<!lắp )(?<!gắn )(?<!chiếc )(?<!loại )máy"
    r"(?=\W*$| (?!(?:bay|bơm|cày|chiếu|chụp|chủ|đo|điện|fax|gặt|giặt|in|kéo|lạnh|lọc|móc|nghe|nổ|phát|photo|quay|soi|thở"
    r"|thi công|tính|trưởng|xay|xúc|ảnh)\b))",
    re.IGNORECASE,
)
"""No machine by what stands beside it: «may triệu», typed without marks, is «mấy»."""


def with_marks(asked: str, restore: Callable[[str], str]) -> str:
    """A question with its marks, given back where it was typed without; of the same length, in one tone placement."""
    if typed_with_marks(asked):
        return one_tone_place(asked)
    return one_tone_place(_MACHINE_SAID.sub(lambda found: f"{found[0][0]}ấy", nfc(restore(asked))))


def checked(asked: str) -> str:
    """The question in NFC without control characters; QuestionError where it is empty or too long."""
    plain = nfc("".join(char for char in asked if char.isprintable() or char.isspace())).strip()
    if not SYLLABLE.search(plain):
        raise QuestionError(
            "Câu hỏi đang để trống. Đồng chí gõ điều cần hỏi, ví dụ: «Văn bản nào quy định đối thoại với nhân dân?»"
        )
    if len(plain) > LONGEST_QUESTION:
        raise QuestionError(
            f"Câu hỏi dài {len(plain)} ký tự, quá mức {LONGEST_QUESTION}. Đồng chí rút gọn lại, mỗi lần hỏi một ý."
        )
    return plain


_FORBIDS = re.compile(
    r"\bcấm (?:những |các )?(?:gì|điều gì|việc gì|cái gì|làm gì|hành vi gì)\b", re.IGNORECASE
)


def _forbidden(text: str, behind: int) -> str:
    """«Luật … cấm những gì» in the words of laws, which forbid deeds; `behind` the references, whose offsets stay."""
    return text[:behind] + _FORBIDS.sub("có những hành vi nào bị nghiêm cấm", text[behind:])


def _unabbreviated(text: str) -> str:
    """«đơn kn ko ký» -> «đơn khiếu nại không ký», «gđ 2017-2021» -> «giai đoạn 2017-2021»."""
    text = _PERIOD.sub("giai đoạn", text)
    pattern, full = chat_words()
    pieces, end = [], 0
    for match in pattern.finditer(fold(text)):
        pieces += [text[end : match.start()], full[match[0]]]
        end = match.end()
    return "".join([*pieces, text[end:]])


def _spelled_out(folded: str) -> str:
    for short, full in _ABBREVIATED:
        folded = re.sub(rf"\b{short}(?=\s+(?:nao|gi|so|cua|do|tu|khi|\d))", full, folded)
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s/\-?]", " ", folded)).strip(" ?")


def without_machines(text: str) -> str:
    """The text folded, of the same length: «máy tính» is no «mấy», though both are «may» without marks."""
    return fold(_MACHINE.sub(lambda found: "_" * len(found[0]), text))


_COUNTS = re.compile(r"\b(?:bao nhieu|may|bao lau)\b")
"""How long something is valid is a figure; whether a document is, is none."""


_AMENDS = r"(?P<how>sua(?: doi)?(?:,? bo sung)?)"
_AS_AMENDED = (
    re.compile(
        r"\b(?P<name>luat (?P<law>(?!nao\b|gi\b|sua\b)[^?;()]{2,80}?),? \(?(?:da |moi )?(?:duoc )?"
        rf"{_AMENDS}(?: nam| ngay \S+ nam)? (?P<year>(?:19|20)\d\d))\b"
    ),
    re.compile(
        rf"(?:\b(?:theo|trong|o|tai) |^)(?P<name>luat (?:nam (?P<year>(?:19|20)\d\d) )?{_AMENDS}(?: mot so dieu)?"
        r"(?: cua)? (?:bo )?luat (?P<law>[^?;():]{2,80}?)(?: nam (?P<behind>(?:19|20)\d\d))?)"
        r"(?=,? (?:thi|quy dinh|co)\b|[,:?]|$)"
    ),
    re.compile(
        r"\b(?:theo|trong|tai) (?P<name>luat (?P<law>(?!nao\b|gi\b|sua\b)[^?;():]{2,60}?),? (?:da |moi )?(?:duoc )?"
        rf"{_AMENDS}(?: moi(?: nhat)?)?)(?=,? (?:thi|quy dinh)\b|[,:?]|$)"
    ),
)
"""«Luật Xây dựng sửa đổi năm 2020», «theo luật năm 2020 sửa Luật Xây dựng thì …»: a law called by what it amends."""


def called_as_amended(folded: str) -> re.Match[str] | None:
    """Where a question calls a law as amended: by `name`, of the `law`, `year` where told, `how` it says so."""
    return next((found for one in _AS_AMENDED if (found := one.search(folded))), None)


def _intent(folded: str, references: tuple[Reference, ...]) -> Intent:
    amended = called_as_amended(folded)
    if amended:
        # What is said in a law's name asks for no relation.
        folded = f"{folded[: amended.start('how')]}{folded[amended.end('how') :]}"
    for name, pattern in cues().intents:
        if pattern.search(folded):
            counts = name == Intent.VALIDITY and not references and _COUNTS.search(folded)
            return Intent.FIGURE if counts else Intent(name)
    return Intent.CARD if references else Intent.GENERAL


def _blanked(folded: str, references: tuple[Reference, ...]) -> str:
    for reference in references:
        folded = folded[: reference.start] + " " * (reference.end - reference.start) + folded[reference.end :]
    return folded


def _bodies(folded: str) -> tuple[Body, ...]:
    found: list[tuple[int, int, Body]] = []
    for body in bodies():
        found += [(m.start(), m.end(), body) for m in body.pattern.finditer(folded)]
    kept = [
        f
        for f in found
        if not any(o is not f and o[0] <= f[0] and f[1] <= o[1] and o[1] - o[0] > f[1] - f[0] for o in found)
    ]
    return tuple(dict.fromkeys(body for _, _, body in sorted(kept, key=lambda f: f[0])))


def _types(folded: str) -> tuple[str, ...]:
    asked = (next(filter(None, match.groups())) for match in _TYPE_ASKED.finditer(folded))
    return tuple(dict.fromkeys(asked))


def _leans(folded: str, references: tuple[Reference, ...], memory: Memory | None) -> bool:
    if memory is None or not (memory.question or memory.entries or memory.choices):
        return False
    follow_on = cues().follow_on.search(folded) is not None
    unsaid = any(cue.search(folded) for cue in (cues().pronoun, cues().field))
    return follow_on or (unsaid and not any(r.number for r in references))


_PASSIVE = re.compile(
    rf"\b(?:duoc|bi)\s+(?:(?:nhung |cac )?(?:van ban|{NAMED}) nao )?(?:[a-z]+ ){{0,2}}?"
    r"(?:trien khai|cu the hoa|thay the|sua doi|bai bo|tiep tuc)"
)
_BY = re.compile(rf"\b(?:bang|boi|qua|theo) (?:nhung |cac )?(?:van ban|{NAMED})\b")
_VERBS: tuple[tuple[str, RelationKind], ...] = (
    (r"du thao|\bsap (?:bi |duoc )?thay", RelationKind.DRAFT_REPLACES),
    (rf"thay the|thay cho|lam het hieu luc|\bthay (?=van ban|{NAMED})", RelationKind.REPLACES),
    (r"tiep tuc (?:thuc hien|trien khai)|thuc hien tiep", RelationKind.CONTINUES),
    (r"sua doi|bo sung|\bsua\b", RelationKind.AMENDS),
    (r"bai bo|huy bo", RelationKind.REPEALS),
    (r"so ket|tong ket|danh gia", RelationKind.REVIEWS),
    (
        r"quy dinh chi tiet|huong dan thi hanh|trien khai|cu the hoa|quan triet|to chuc thuc hien|thuc hien"
        r"|thi hanh",
        RelationKind.IMPLEMENTS,
    ),
    (r"can cu", RelationKind.BASED_ON),
)


_OCCASION = re.compile(
    r"\b(?:khi|trong qua trinh|qua trinh) (?:to chuc |trien khai )?(?:thuc hien|trien khai)\b"
)
_ISSUES = re.compile(r"\b(?:ban hanh|xay dung|ra|co|bang|theo)\b")
"""«Khi thực hiện X, … bám sát những văn bản nào» asks for no document that carries out X, unless one is issued."""


def wanted_relation(question: Question) -> WantedRelation | None:
    """Which relation is asked for, and which way: «X thay thế văn bản nào» or «văn bản nào thay thế X».

    The document named stands behind the verb where it is acted on («triển khai Chỉ thị 18») and before it where it
    acts; a passive or «bằng văn bản nào» turns this round.
    """
    folded = question.folded
    if _OCCASION.search(folded) and not _ISSUES.search(folded):
        return None
    for verb, kind in _VERBS:
        match = re.search(verb, folded)
        if match:
            return WantedRelation(kind, _outward(folded, match, question.references))
    return None


def _outward(folded: str, verb: re.Match[str], references: tuple[Reference, ...]) -> bool:
    if _BY.search(folded):
        return False
    named = _named_at(folded, references)
    asked = re.search(r"\b(?:nao|gi|dau)\b", folded)
    if named is None:
        return re.compile(r"\b(?:nao|gi|dau)\b").search(folded, verb.end()) is not None
    if named > verb.start():
        return False
    asked_first = asked is not None and asked.start() < named
    return not _PASSIVE.search(folded) or asked_first


def _named_at(folded: str, references: tuple[Reference, ...]) -> int | None:
    """Where a question names the document it starts from: by number, or by a word that leans on the last answer."""
    for reference in references:
        if reference.number is not None:
            found = re.search(rf"(?<!\d){re.escape(reference.number.serial)}(?!\d)", folded)
            return found.start() if found else reference.start
    pronoun = cues().pronoun.search(folded)
    return pronoun.start() if pronoun else None

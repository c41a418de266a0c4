"""References in questions as officers type them: without marks, abbreviated, in small letters («ct18», «nq 25 tw»)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from knowledge.documents import DocumentNumber, Reference, Span
from knowledge.references.extraction import read_mentions, to_reference
from knowledge.references.numbers import from_marks, issuer_in_own_letters
from knowledge.references.parts import Parts
from knowledge.references.places import Place
from knowledge.references.source import Source, read_source
from knowledge.references.tails import read_tail
from knowledge.references.vocabulary import DocumentType, plain, vocabulary
from knowledge.spelling import fold, nfc

_NEVER_TYPED = frozenset({"da", "l", "dl", "pa", "tc", "sl", "gm", "lct"})
"""Folded type marks that are everyday syllables («đã»): they open a number only with their own letters."""
_UNIT = (
    r"(?!\s*(?:%|nam(?!\s+(?:19|20)\d\d)|thang|quy(?!\s+(?:dinh|che|trinh))|tuan|ngay\s+(?!\d)|trieu|ty|nghin|dong|nguoi|ho|cuoc|mo\s+hinh|xa|huyen|thon|dieu"
    r"|khoan|lan|diem|dot|noi\s+dung|nhiem\s+vu|giai\s+phap|chi\s+tieu|don\s+vi|tap\s+the|ca\s+nhan|bai(?!\s+bo)|doan|cau|trang)(?!\w))"
)
_PLANS = frozenset({"Kế hoạch", "Chương trình", "Báo cáo", "Phương án"})
"""Types that a year follows as often as a number («kế hoạch 2021»)."""
_PARTY = {"BCT": "Bộ Chính trị", "BBT": "Ban Bí thư"}
"""What marks stand for behind a number of the Party; BCT is the Bộ Công Thương's elsewhere."""
_PARTY_TYPES = frozenset({"Kết luận", "Chỉ thị", "Nghị quyết", "Quy định", "Thông tri"})
_YEARS = range(1990, 2051)
_TYPED_MARKS = re.compile(r"(?<=\d)[-/][a-z][a-z&]*\d{0,2}(?:[-/][a-z][a-z&]*\d{0,2})*(?!\w)")
_AT_HOME = re.compile(r"(?:uy|tinh|ubnd|hdnd|nhan\s+dan|pho|tp\.?|bo)\s+$")


def extract_from_question(text: str) -> list[Reference]:
    """The documents that a question names, in order, each possibly by serial, type or issuer only.

    Besides every form that documents use: «ct18», «18 ct tu», «QĐ2108», «nghi quyet 25 nq tw», «KH số 54/HU», «số 18».
    Years, counts and sums («năm 2016», «5 năm», «178 triệu đồng») are no numbers. The text must be in NFC.
    """
    source = _read_question(text)
    formal = [parts for parts in read_mentions(source) if not parts.pointer and (parts.number or parts.title)]
    loose = list(_loose(source))
    formal = [parts for parts in formal if not any(_tells_less(parts, other) for other in loose)]
    loose = [parts for parts in loose if not any(_overlap(parts, other) for other in formal)]
    found = [to_reference(parts, source, Place()) for parts in (*formal, *loose)]
    named = [_of_the_party(_as_typed(one, text)) for one in found if not _is_year(one, text)]
    return sorted(named, key=lambda reference: reference.start)


def _read_question(text: str) -> Source:
    return replace(read_source(_with_capitals(text)), question=True, official=False)


def _with_capitals(text: str) -> str:
    """Provinces that follow a body or tier, capitalised, so that «tinh uy lao cai» reads like «Tỉnh ủy Lào Cai»."""
    low = fold(text)
    shown = list(text)
    for match in vocabulary().province_pattern.finditer(low):
        if _AT_HOME.search(low[max(0, match.start() - 12) : match.start()]):
            for syllable in re.finditer(r"\w+", match[0]):
                at = match.start() + syllable.start()
                shown[at] = text[at].upper() if len(text[at].upper()) == 1 else text[at]
    for match in _TYPED_MARKS.finditer(low):
        shown[match.start() : match.end()] = text[match.start() : match.end()].upper()
    return "".join(shown)


def _overlap(parts: Parts, other: Parts) -> bool:
    return parts.start < other.end and other.start < parts.end


def _tells_less(formal: Parts, loose: Parts) -> bool:
    """«54/HU» by itself, where «KH số 54/HU» was read."""
    return _overlap(formal, loose) and "type" not in formal.spans and "type" in loose.spans


def _as_typed(reference: Reference, text: str) -> Reference:
    """Number and title in the letters of the question, of which parts were read in capitals."""
    if "title" in reference.spans and reference.title:
        reference = replace(reference, title=" ".join(reference.spans["title"].of(text).split()))
    if reference.number is None:
        return reference
    number = replace(reference.number, written=reference.spans["number"].of(text))
    with_year = re.fullmatch(r"(\d{1,5})/((?:19|20)\d\d)", number.serial)
    if with_year:
        # «TT 65/2026» leaves out who issued it, and still tells the year.
        number = replace(number, serial=with_year[1], year=int(with_year[2]))
    return replace(reference, number=number)


def _of_the_party(reference: Reference) -> Reference:
    """«KL 120 BCT» is of the Bộ Chính trị: conclusions and directives of the Party bear TW, whatever officers type."""
    number = reference.number
    body = _PARTY.get(number.issuer_mark or "") if number else None
    if number is None or body is None or reference.type not in _PARTY_TYPES:
        return reference
    year = None if number.year is None else int(number.year)
    central = from_marks(number.written, number.serial, year, number.type_mark, "TW")
    return replace(reference, number=central, issuer=body)


def _is_year(reference: Reference, text: str) -> bool:
    """«kế hoạch 2021» names a year, not a number, unless «số» says otherwise."""
    number = reference.number
    if number is None or number.issuer_mark or reference.type not in _PLANS or not number.serial.isdigit():
        return False
    before = fold(text[max(0, reference.spans["number"].start - 5) : reference.spans["number"].start])
    return int(number.serial) in _YEARS and "so" not in before


def _loose(source: Source) -> Iterator[Parts]:
    taken = 0
    for match in _pattern().finditer(source.low):
        kind, mark = _type_of(match)
        issuer = issuer_in_own_letters(match["issuer"] or match["issuer2"] or match["issuer3"])
        if match.start() < taken or (match["short"] and not _may_open(match, source)):
            continue
        taken = match.end()
        yield _parts(source, match, kind, mark, issuer)


def _parts(
    source: Source, match: re.Match[str], kind: DocumentType | None, mark: str | None, issuer: str | None
) -> Parts:
    serial = match["serial"] or match["serial2"] or match["serial3"]
    year = match["year"] or match["year2"]
    if issuer and kind and mark is None and kind.marks:
        mark = kind.marks[0]
    start = (
        match.start("serial")
        if match["serial"]
        else match.start("serial2")
        if match["serial2"]
        else match.start("serial3")
    )
    written = source.text[start : match.end()].strip()
    number: DocumentNumber = from_marks(written, serial, int(year) if year else None, mark, issuer)
    parts = Parts(match.start(), match.end(), kind)
    parts.take_number(number, start, start + len(written))
    word = "word" if match["word"] else "short" if match["short"] else None
    if word:
        parts.spans["type"] = Span(*match.span(word))
    read_tail(parts, source)
    return parts


def _type_of(match: re.Match[str]) -> tuple[DocumentType | None, str | None]:
    words = vocabulary()
    mark = match["mark"] or match["mark2"]
    marked = words.type_marks.get(plain(mark)) if mark else None
    spelled = next((m for m in marked.marks if fold(m) == plain(mark)), None) if marked and mark else None
    if match["word"]:
        kind = words.type_words[plain(match["word"])]
        return (marked if kind.generic else kind), spelled
    if match["short"]:
        return words.type_marks.get(plain(match["short"])), spelled
    return marked, spelled


def _may_open(match: re.Match[str], source: Source) -> bool:
    """Whether an abbreviation that is also a syllable was typed as one («ĐA 17», not «đã 17»)."""
    if plain(match["short"]) not in _NEVER_TYPED:
        return True
    return source.text[slice(*match.span("short"))].isupper() and len(match["short"]) > 1


@cache
def _pattern() -> re.Pattern[str]:
    """Three forms: number first («18 ct tu»), type first («ct 18», «nghi quyet 25 nq tw»), «số 18» alone."""
    words = vocabulary()
    marks = "|".join(sorted((re.escape(m) for m in words.type_marks), key=len, reverse=True))
    issuer = "|".join(sorted((re.escape(m) for m in (*words.issuer_marks, "tw")), key=len, reverse=True))
    issuers = rf"(?:{issuer})\d{{0,2}}(?:-(?:{issuer})\d{{0,2}})*(?!\w)(?!\s+(?:nam|ngay|thang)\s)"
    year = r"(?:\s*/\s*(?P<{}>(?:19|20)\d\d))?"
    serial = r"(?P<{}>\d{{1,5}}[a-e]?)"
    joint = r"\s*[-–/.,]?\s*"
    first = (
        rf"{serial.format('serial')}{year.format('year')}{joint}(?P<mark>{marks}){joint}(?P<issuer>{issuers})"
    )
    second = (
        rf"(?:(?P<word>{words.type_pattern.pattern})|(?P<short>(?:{marks})))[\s.]*(?:so\s*:?\s*)?{serial.format('serial2')}"
        rf"{year.format('year2')}(?:{joint}(?P<mark2>{marks})(?:{joint}(?P<issuer2>{issuers}))?(?!\w)|\s*[-/\s]\s*(?P<issuer3>{issuers}))?"
        rf"(?![\w/]){_UNIT}"
    )
    third = rf"so\s+{serial.format('serial3')}(?![\w/.,]\d|\w){_UNIT}"
    return re.compile(rf"(?<![\w/.])(?:(?:so\s*)?{first}|{second}|{third})")


def question_number(text: str) -> DocumentNumber | None:
    """The number of a text that is nothing else («2108», «18 ct tu»), for a search box; None for other words."""
    plainly = nfc(text).strip()
    if re.fullmatch(r"\d{1,5}", plainly):
        return from_marks(plainly, plainly, None, None, None)
    return next((r.number for r in extract_from_question(plainly) if r.number), None)

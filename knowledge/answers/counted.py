"""What a figure question counts or measures: the nouns behind «bao nhiêu», or what stands before «là bao nhiêu»."""

import re
from collections.abc import Sequence
from itertools import takewhile

from knowledge.answers.coverage import is_word
from knowledge.answers.topics import topic_runs
from knowledge.question import Question, without_machines
from knowledge.spelling import SYLLABLE, fold

REACH = 10
"""Syllables behind a numeral within which its unit stands: «3.308 cá nhân đăng ký thực hiện mô hình»."""
BEFORE, BEHIND = 90, 60
"""Characters beside a numeral that tell what it is the number of."""
_COUNTING = re.compile(r"\b(?:bao nhieu|(?<!thu )(?<!ngay )may|bn)\b")
_NUMBER_OF = re.compile(r"\b(?:tong so|so luong)\b(?! tien\b)")
_NO_UNIT = frozenset(
    "và trong là thì trên tại của đã được ở có cho theo để với năm mỗi hiện bị so đang về đến từ hay hoặc không".split()
)
"""With marks: «đảng viên», «đề án» are counted though «đang», «để» are no unit."""
_LEADS_ON = frozenset(("với", "cho", "của", "tại", "về"))
"""Lead from what is counted to something else."""
_CLASSIFIERS = frozenset(("cuoc", "chiec", "cai"))
"""Words that only count: «cuộc đối thoại» and «hội nghị đối thoại» are asked for alike."""
_MONEY = frozenset((("tien",), ("kinh", "phi"), ("tong", "tien"), ("so", "tien")))
_MEASURES = {
    ("met",): "m|met",
    ("met", "vuong"): "m2|met vuong",
    ("cay", "so"): "km|cay so|ki lo met|kilomet",
    ("km",): "km|cay so|ki lo met|kilomet",
    ("can",): "kg|can|ki lo gam",
    ("ky",): "kg|ky|ki lo gam",
    ("kg",): "kg|can|ki lo gam",
    ("hecta",): "ha|hecta|hec ta",
    ("ha",): "ha|hecta|hec ta",
}
"""What people call units, and how texts write them behind a figure: «cứ 300m có bố trí …»."""
_PARTS = frozenset((("dieu",), ("chuong",), ("khoan",), ("phan",)))
_COUNTS_ONE = re.compile(r"\b(?:có|gồm|là|cử|nhất|quá|hoặc|đủ|bầu|bằng|được cấp|chỉ được)\s+$")
_EACH = frozenset(("mot", "moi", "tren", "tro"))
"""«Bao nhiêu một ngày» counts what was named before."""
_PERSONS = frozenset(("nguoi", "vien", "bieu"))
"""Last syllables of who is counted as «người»: «03 hòa giải viên», «125 đại biểu»."""
_CALLED = (("cu", "tri"), ("can", "bo"), ("cong", "chuc"), ("chien", "si"), ("hoc", "sinh"))
"""And others who are: «55 cử tri»."""
_TIME = frozenset(("ngay", "thang", "nam", "gio", "tuan", "phut"))
_NOT_COUNTING = re.compile(
    r"\b(?:một|các) (?:số|vài|trong)\b|\b\d{1,2}h\d{2}\b|"
    r"(?:^|\n)[\s\"“*#_]*\(?\d{1,3}(?:\.\d{1,3}){0,3}[.)/](?=\s)"
    r"|\b\d{1,5}/(?:19|20)\d\d/\w|\b\d{1,5}\s?[-/]\s?(?-i:[A-ZĐ]{2,}[-/])"
    r"|\b(?:điều|khoản|điểm|chương|mục|phụ lục|mẫu|mẫu số|lần thứ|lần|khóa|khoá|thứ|đợt|quý|số|ngày|tháng|vành đai|bước"
    r"|nhóm)"
    r"[\s*_]+\d+(?:[/.,\-]\d+)*(?:\s*(?:,|và|đến|-|–)\s*\d+\b)*|\b(?:19|20)\d\d\b|"
    r"\b\d{1,2}/\d{1,2}(?:/\d{4})?\b(?!\s+(?!(?:tại|đến|của|ở|và|là|vừa|đã|sẽ|cho|với|theo|hằng|hàng|từ|trong|do|được"
    r"|năm|nhằm)\b)(?-i:[^\W\dA-ZĐ]))",
    re.IGNORECASE,
)
"""Digits that number a thing, a day or an hour and count nothing: «2. …», «13-KH/TU», «2026 - 2031», «07h00 ngày …»."""
_FRACTION = re.compile(r"phần|%|quá")
_PERCENT = re.compile(r"\d phan tram\b")
_MONEY_BEHIND = re.compile(
    r"\d[\d.,]*\s*(?:(?:trieu|nghin|ngan|ty)\s*)*dong\b|\d[\d.,]*\s*(?:trieu|ty)\b|\|\s*\d{1,3}(?:\.\d{3})+\s*\|"
)
"""An amount, or a large figure alone in a table's cell."""
_ASKS_MONEY = re.compile(
    r"\bmuc (?:chi|phi|phat|thu|ho tro|phu cap|luong|boi duong|tien|thuong)\b|\b(?:phi|tien|kinh phi)\b"
)
_MEASURE = re.compile(
    r"\b(?P<noun>tiền lương|lương|vốn|lệ phí|học phí|hội phí|phí|thù lao|hoa hồng|phụ cấp|trợ cấp|thuế suất)\b"
    r"(?: \w+){0,4}? (?:là |khoảng |tối thiểu |tối đa |ít nhất |nhiều nhất )?(?:bao nhiêu|mấy)\b"
)
"""What is measured though something else is named first: «Sàn giao dịch phải có vốn tối thiểu bao nhiêu»."""
_PART_OF = re.compile(r"\b(?:tại|ở|cho|của|trong|thuộc|từ|đến|với|về)\s+$", re.IGNORECASE)
"""Before a numeral, it counts only those that something is about: «tại 05 thôn đặc biệt khó khăn»."""
_AMOUNT = re.compile(
    r"\d\.\d{3}\b|\d[\d.,]*\s*(?:nghìn|ngàn|triệu|tỷ|đồng|%|lần)|\bhệ số\b|\b(?:miễn|không thu)\b",
    re.IGNORECASE,
)
_SAYS_MEASURE = re.compile(r"(?:muc|so|ty le|tong|thoi)\b")
_PRISON = re.compile(r"\b(?:phat|bi|muc|an|di) tu (?:tu )?(?:may|bao nhieu) nam\b")
_IMPRISONED = re.compile(r"\btù\b")
_NORM = re.compile(
    r"\b(?:phải|ít nhất|không đạt|không quá|tối thiểu|tối đa|trở lên|trở xuống|dưới|được bầu)\b"
)
_ASKS_NORM = re.compile(
    r"\b(?:phai|it nhat|toi thieu|toi da|nhieu nhat|khong qua|duoc|cham nhat|truoc|tro len|can|moi|mot|theo|quy dinh)\b"
)
_FRAMES = (
    (r"\bthoi han (?:la )?(?:bao lau|bao nhieu|may)\b", r"co thoi han|thoi han (?:la|khong qua)"),
    (r"\btruoc (?:it nhat )?(?:bao nhieu|may|bn)\b", r"truoc(?= \d)|truoc it nhat|it nhat truoc|cham nhat"),
    (r"\b(?:it nhat|toi thieu|cham nhat)\b", r"it nhat|toi thieu|tro len|cham nhat|khong it hon"),
    (r"\b(?:toi da|nhieu nhat|khong qua)\b", r"toi da|khong qua|nhieu nhat|khong vuot qua"),
    (r"\bthap nhat\b", r"thap nhat|tu(?= \d)"),
)
_RANKED = re.compile(r"\b(?P<noun>bac|hang|lop|tang) may\b")
"""Asks for what is numbered: «đạt bậc mấy»."""
_RANK = r"(?:\d|[ivx]+\b|[a-e]\d?\b|(?:mot|nhat|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi)\b)"
_FIRST = "một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười"
_NEXT = r"một|hai|ba|bốn|sáu|bảy|tám|chín|mươi|mốt|lăm|trăm|nghìn|triệu|phần|năm(?=\s+(?:mươi|trăm|nghìn))"
_NUMERAL = re.compile(
    rf"\d+(?:[.,]\d+)*\s*%?|\bquá (?:nửa|bán)\b|\b(?:{_FIRST})(?:\s+(?:{_NEXT}))*\b", re.IGNORECASE
)
"""Figures, and numbers in words as laws write them («không quá ba mươi ngày», «hai phần ba»); in «ba năm», «năm» is a
year."""
_NUMBER_BEFORE = re.compile(
    r"(?:\d|\b(?:một|hai|ba|bốn|sáu|bảy|tám|chín|mười|mươi|trăm|nghìn))\s+$", re.IGNORECASE
)
_UNLIMITED = re.compile(r"\bkhông (?:có|xác định) thời hạn\b")
_RATE = re.compile(
    r"\b(?:bao nhieu|may)(?: tien| dong)? (?:mot|moi|1) (?P<per>ngay|thang|nam|buoi|phien|nguoi|ho|lan|gio)\b"
)
"""Asks how much for each: «bao nhiêu một ngày»."""
_OFTEN = re.compile(
    r"\b(?:bao lau|(?:may|bao nhieu) (?:ngay|tuan|thang|quy|nam))\b(?!.*\bmay lan\b).*?\b(?:mot|1) (?:lan|phien|ky)\b"
)
_PERIOD = re.compile(
    r"\b(?:mỗi|hằng|hàng|một) (?:ngày|tuần|tháng|quý|năm)\b|\blần/(?:ngày|tuần|tháng|quý|năm)\b"
    r"|\b(?:\d+|hai|ba|sáu) (?:ngày|tuần|tháng|năm)(?:/| một | 0?1 )lần\b",
    re.IGNORECASE,
)
"""How often something is done: «mỗi tháng một phiên», «06 tháng/lần», «định kỳ hằng quý»."""

Noun = tuple[str, ...]
"""One or two folded syllables that make a word; («%»,) for a share."""


def counted_nouns(question: Question) -> tuple[Noun, ...]:
    """Each noun that a question counts: «bao nhiêu mô hình, bao nhiêu tập thể» -> («mo», «hinh»), («tap», «the»)."""
    low = without_machines(question.text)
    asked = [*_COUNTING.finditer(low)] or [*_NUMBER_OF.finditer(low)]
    found = tuple(noun for match in asked if (noun := _noun(question.text, match.end())))
    # «Chia bao nhiêu %, mấy phần» is one share, of which there are no parts to count.
    return tuple(noun for noun in found if noun not in _PARTS) or found


def _noun(text: str, start: int) -> Noun:
    typed = [match[0].lower() for match in SYLLABLE.finditer(text, start, start + 50)]
    typed = typed[1:3] if len(typed) > 2 and fold(typed[0]) in _CLASSIFIERS else typed[:2]
    if re.match(r"\s*%", text[start:]) or [fold(syllable) for syllable in typed] == ["phan", "tram"]:
        return ("%",)
    if typed and fold(typed[0]) in _EACH:
        return ()
    if typed and fold(typed[0]) in _TIME:
        return (fold(typed[0]),)
    if re.match(r"\s*[,.;?]", text[start:]) or not typed or typed[0] in _NO_UNIT:
        return ()
    word = typed if len(typed) == 2 and (is_word(typed[0], typed[1]) or typed[1] == "viên") else typed[:1]
    return tuple(fold(syllable) for syllable in word)


def measured(question: Question) -> Noun:
    """What a question without a counted noun asks the measure of: «mức chi … là bao nhiêu» -> («muc», «chi»)."""
    named = _measure_named(question)
    if named and not _SAYS_MEASURE.match(question.folded):
        return tuple(fold(syllable) for syllable in named["noun"].split())
    runs = topic_runs(question)
    if not runs:
        return ()
    # «So sánh số mô hình»: without marks «số» is not known for a question word.
    first = runs[0][1:] if runs[0][0] == "số" and len(runs[0]) > 1 else runs[0]
    word = first[:2] if len(first) > 1 and is_word(first[0], first[1]) else first[:1]
    return tuple(fold(syllable) for syllable in word)


def names_measured(question: Question, text: str) -> bool:
    """Whether a sentence names what is measured: the «thời hạn» of «thời hạn … là bao lâu»."""
    return not counted_nouns(question) and _names(text, measured(question))


def beside(question: Question, text: str) -> list[str]:
    """The words around each numeral that may be the one asked for."""
    told = [*numerals(text), *_UNLIMITED.finditer(text)]
    pieces = (text[max(0, one.start() - BEFORE) : one.end() + BEHIND] for one in told)
    return [piece for piece in pieces if holds_counted(question, piece, text)]


def framed(question: Question, text: str) -> bool:
    """Whether a numeral stands as it is asked for: «ít nhất bao nhiêu» -> «ít nhất là 02», «tối đa» -> «không quá»."""
    asked = next((said for cue, said in _FRAMES if re.search(cue, question.folded)), None)
    return asked is not None and re.search(rf"\b(?:{asked})\b(?: \w+){{0,2}} ", fold(text)) is not None


def tells_money(question: Question, text: str) -> bool:
    """Whether a sentence names an amount where a rate is asked for: «0,5 lần mức phụ cấp» is none."""
    return _ASKS_MONEY.search(question.folded) is not None and _MONEY_BEHIND.search(fold(text)) is not None


def opens_with_measured(question: Question, text: str) -> bool:
    """Whether a sentence says right away what is measured: «2. Thời gian tập sự từ …»."""
    noun = measured(question)
    opening = SYLLABLE.findall(fold(_NOT_COUNTING.sub("", text[:40])))[: len(noun)]
    return bool(noun) and not counted_nouns(question) and tuple(opening) == noun


def numerals(text: str) -> list[re.Match[str]]:
    """Numerals that count or measure something, in order."""
    out = [match.span() for match in _NOT_COUNTING.finditer(text)]
    return [
        match
        for match in _NUMERAL.finditer(text)
        if not any(start <= match.start() < end for start, end in out) and not _is_article(text, match)
    ]


def _is_article(text: str, numeral: re.Match[str]) -> bool:
    """«Khi vắng mặt, một Phó Giám đốc …» counts no one; «có một», «mỗi năm một lần» do; in «ba năm» it is a year."""
    if numeral[0].lower() == "năm" and _NUMBER_BEFORE.search(
        text, max(0, numeral.start() - 12), numeral.start()
    ):
        return True
    if numeral[0].strip().lower() != "một":
        return False
    before, behind = (
        text[max(0, numeral.start() - 14) : numeral.start()],
        text[numeral.end() : numeral.end() + 8],
    )
    return not (_COUNTS_ONE.search(before) or re.match(r"\s*(?:lần|ngày|tháng|năm|hoặc)\b", behind))


def holds_counted(question: Question, text: str, around: str = "") -> bool:
    """Whether a sentence has numerals with every noun that is counted behind one, or names what is measured.

    `around`: what leads to the sentence, which may name what a row or an item of it measures.
    """
    if _OFTEN.search(question.folded):
        return _PERIOD.search(text) is not None
    if _lasts_for_ever(question, text):
        return True
    if ranked := _RANKED.search(question.folded):
        return re.search(rf"\b{ranked['noun']} {_RANK}", fold(text)) is not None
    imprisons = _IMPRISONED.search(text) or not _PRISON.search(question.folded)
    if not imprisons or not _is_rated(question, f"{around}\n{text}"):
        return False
    found = numerals(text)
    if "so lieu" in question.folded and not any(one[0][0].isdigit() for one in found):
        return False
    if not found or _only_norm(question, text) or _lacks_amount(question, text):
        return False
    nouns = counted_nouns(question)
    if "bao lau" in question.folded:
        return any(_is_time(text, match) for match in found)
    if not nouns and "so sanh" in question.folded and "so lieu" not in question.folded:
        # «So sánh số hội nghị …» counts what it names, as «bao nhiêu hội nghị» does.
        nouns = (measured(question),)
    if not nouns:
        noun = measured(question)
        said = f"{around}\n{text}"
        return (_names(said, noun) or _names(said, noun[:1])) and (
            "ty le" not in question.folded or "%" in text
        )
    if _asks_total(question, nouns):
        found = [one for one in found if not _PART_OF.search(text[: one.start()])]
    low = fold(text)
    behind = [_of_its_own(_behind(text, match), nouns) for match in found]
    return all(_counted(noun, found, behind, low) for noun in nouns)


def _asks_total(question: Question, nouns: Sequence[Noun]) -> bool:
    """Whether nothing but the thing counted is named: «Sa Pa có bao nhiêu thôn»."""
    asked = sum(len(run) for run in topic_runs(question, (), (" ".join(noun) for noun in nouns)))
    return len(nouns) == 1 and not asked


def _lacks_amount(question: Question, text: str) -> bool:
    """Whether an allowance or a fee is asked for of a sentence whose numerals are no amount."""
    return _measure_named(question) is not None and not _AMOUNT.search(text)


def _measure_named(question: Question) -> re.Match[str] | None:
    """The allowance, fee or capital that is asked for; «xã Lương Minh» pays no wage."""
    text = question.text.lower()
    for place in question.places:
        text = text.replace(place.lower(), " ")
    return _MEASURE.search(text)


def measures_case(question: Question) -> bool:
    """Whether time, money or a share is asked for, which one line may tell of all the cases that stand below it."""
    nouns = counted_nouns(question)
    return "bao lau" in question.folded or any(
        noun in _MONEY or noun == ("%",) or noun[0] in _TIME for noun in nouns
    )


def _is_rated(question: Question, said: str) -> bool:
    """Whether it is said for what each, where that is asked: «280.000 đồng/ngày/người» of «bao nhiêu một ngày»."""
    rate = _RATE.search(question.folded)
    return (
        rate is None
        or re.search(rf"/{rate['per']}\b|\b(?:moi|mot|0?1|hang) {rate['per']}\b", fold(said)) is not None
    )


def _lasts_for_ever(question: Question, text: str) -> bool:
    """«Giấy phép … không có thời hạn» tells how long it holds as «có thời hạn 60 ngày» does."""
    return "bao lau" in question.folded and _UNLIMITED.search(text) is not None


def counted_numerals(question: Question, text: str) -> list[str]:
    """The numerals of a sentence that count the first noun asked for, as written."""
    nouns = counted_nouns(question)[:1]
    return [
        one[0].strip()
        for one in numerals(text)
        if nouns and _runs_on(_behind(text, one)[: len(nouns[0]) + 1], nouns[0])
    ]


def _behind(text: str, numeral: re.Match[str]) -> list[str]:
    """The folded syllables behind a numeral that it may count: «01 cuộc với hội viên» counts no members."""
    typed = [one[0].lower() for one in SYLLABLE.finditer(text[numeral.end() : numeral.end() + 90])]
    near = takewhile(lambda one: one not in _LEADS_ON, typed[: _reach(numeral[0])])
    return [fold(syllable) for syllable in near]


def _of_its_own(syllables: list[str], nouns: tuple[Noun, ...]) -> list[str]:
    """Nothing where the numeral measures time («80 năm qua, các đại biểu …») and no time is asked for.

    «36 tháng tuổi» is an age.
    """
    measures_time = syllables[:1] and syllables[0] in _TIME and syllables[1:2] != ["tuoi"]
    return [] if measures_time and not any(noun[0] in _TIME for noun in nouns) else syllables


def _only_norm(question: Question, text: str) -> bool:
    """«Có bao nhiêu cử tri» in a place is not answered by how many a rule asks for."""
    asks_state = bool(question.places) and not _ASKS_NORM.search(question.folded)
    return asks_state and _NORM.search(text) is not None


def _is_time(text: str, numeral: re.Match[str]) -> bool:
    return bool(_TIME & set(SYLLABLE.findall(fold(text[numeral.end() : numeral.end() + 12]))[:1]))


def _reach(numeral: str) -> int:
    """A word like «một», «năm» counts only what stands right behind it."""
    return REACH if numeral[0].isdigit() or _FRACTION.search(numeral) else 3


def says_not_told(text: str) -> bool:
    """«Bài viết không nêu số mô hình» holds the words of a question and no answer to it."""
    return re.search(r"\b(?:không|chưa) (?:nêu|ghi|cho biết|nói|đăng|có số liệu)\b", text) is not None


def _counted(noun: Noun, found: list[re.Match[str]], behind: list[list[str]], low: str) -> bool:
    if noun == ("%",):
        # «Tối thiểu là năm phần trăm», as laws write it.
        return any(match[0].lower().endswith(("%", "phần trăm")) for match in found) or (
            _PERCENT.search(low) is not None
        )
    if noun in _PARTS:
        # How many articles there are no sentence tells; «một số điều» least of all.
        return False
    if noun == ("nguoi",):
        return any(_persons(syllables[:4]) for syllables in behind)
    if noun in _MONEY:
        return _MONEY_BEHIND.search(low) is not None
    if noun in _MEASURES:
        return re.search(rf"\d ?(?:{_MEASURES[noun]})\b", low) is not None
    if noun[0] in _TIME:
        return any(noun[0] in syllables[:2] for syllables in behind)
    return any(_runs_on(syllables, noun) for syllables in behind) or _number_of(noun, found, low)


def _persons(counted: list[str]) -> bool:
    return bool(set(counted) & _PERSONS) or any(_runs_on(counted, person) for person in _CALLED)


def _number_of(noun: Noun, found: list[re.Match[str]], low: str) -> bool:
    """«Số lượng Thứ trưởng … không quá 05»: what is counted stands before its number."""
    counted = r"\W+".join(noun)
    named = re.compile(rf"\bso (?:luong )?(?:\w+ ){{0,2}}?{counted}\b[^.;:\d]{{0,90}}:?\s*$")
    return any(named.search(low, 0, match.start()) for match in found)


def _runs_on(syllables: list[str], noun: Noun) -> bool:
    return any(tuple(syllables[i : i + len(noun)]) == noun for i in range(len(syllables)))


def _names(text: str, noun: Noun) -> bool:
    if "%" in text and noun in (("ty", "le"), ("phan", "tram")):
        return True
    return not noun or _stands_alone(text, noun)


def _stands_alone(text: str, noun: Noun) -> bool:
    """Whether a noun is named; one syllable that ends a longer word («số lượng») is not «lương»."""
    syllables = SYLLABLE.findall(text.lower())
    low = [fold(syllable) for syllable in syllables]
    if len(noun) > 1:
        return _runs_on(low, noun)
    return any(
        one == noun[0] and not (place and is_word(syllables[place - 1], syllables[place]))
        for place, one in enumerate(low)
    )

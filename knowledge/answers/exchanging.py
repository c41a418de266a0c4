"""«Còn điều dưỡng thì từ năm nào?»: the last question with what it asked of exchanged for another case."""

import re
from collections.abc import Iterator
from dataclasses import replace

from knowledge.answers.coverage import Topic, is_word
from knowledge.answers.following import moved
from knowledge.answers.persons import asks_holder
from knowledge.places import folded
from knowledge.question import Question
from knowledge.spelling import SYLLABLE, fold, typed_with_marks

_CASE = (
    r"\s*(?:(?:(?:và|vậy|thế|còn|nếu)\s+)+(?P<led>.+?)(?:\s+thì\s+(?P<tail>.+?))?"
    r"|(?P<ended>.+?)\s+thì (?P<so>sao))[\s?.!]*"
)
"""What is said of «Còn X?», «X thì sao?», «Thế X thì …?»."""
_ASKS = re.compile(r"\b(?:gì|gi|nào|nao|ai|đâu|mấy|bao|bn|khi|không|ko|chưa)\b")
_ASKS_ALIKE = re.compile(
    r"^(?:the nao|nhu the nao|ra sao|sao|(?:tinh |lam )?(?:theo )?(?:cai|kieu|cach) nao)$"
)
_KINDS = tuple(
    map(
        re.compile,
        (
            r"\b(?:bao gio|(?:khi|luc|ngay|thang|nam) nao)\b",
            r"\b(?:ai|(?:co quan|cap|don vi|noi) nao)\b",
            r"\b(?:o|tai) dau\b",
            r"\b(?:bao nhieu|bao lau|may|bn)\b",
        ),
    )
)
"""When, who, where, how many."""
_OF = "(trên|ở|tại|đối với|của|cho|với|trong|theo|về) +"
_ENDS = (
    "(?= +(?:là|thì|bao|mấy|bn|có|được|bị|phải|cần|do|không|chưa|nào|gì|ai|ở đâu|khi nào)\\b| *[,.?;:]| *$)"
)
"""Where what a question asks of ends."""
_WHO = r"\s*(?:những )?(?:ai|người nào|đối tượng nào|hộ nào) (?=được|phải|bị|không)"
"""Asks to whom something applies: of one more, whether it does."""
_SUBJECT = (
    "(?:(?:từ )?(?:bao giờ|bao lâu|(?:khi|lúc|ngày|tháng|năm) nào)(?: thì)? )?"
    "([^ ,]+(?: [^ ,]+){0,5}?) (?=(?:thì|phải|được|có|bị|cần|là|do|không)\\b)"
)
"""What a question begins with, up to what it says of it."""


def case_of(question: Question) -> str | None:
    """The case that a follow-up names, with marks, where it asks nothing else than the last question did."""
    found = _read(question)
    if found is None or question.references:
        return None
    case = question.text[slice(*found.span("led" if found["led"] else "ended"))]
    return None if _ASKS.search(case.lower()) else case


def names_only_case(question: Question) -> bool:
    """Whether a follow-up says nothing but a case: «Còn X?», «X thì sao?»."""
    found = _read(question)
    return case_of(question) is not None and found is not None and found["tail"] in (None, "sao")


def exchanged(question: Question, before: Question) -> list[str]:
    """The last question of the follow-up's case, in each way in which it fits; empty where it asks something else.

    In the place of what stands behind the same preposition («trên séc» -> «trên hối phiếu»), of what begins with the
    same word («hội nghị cử tri nơi công tác» -> «hội nghị cử tri ở thôn»), of what the last question begins with.
    """
    case, found = case_of(question), _read(question)
    if case is None or found is None or question.types or any(one.number for one in before.references):
        return []
    if not _asks_alike(fold(found["tail"] or found["so"] or ""), before):
        return []
    marked = typed_with_marks(before.asked)
    case, text = (case, before.text) if marked else (fold(case), before.asked)
    if asks_holder(before) and asks_holder(replace(question, folded=f"{fold(case)} la ai")):
        return [moved(f"{case} là ai?", (), ", ".join(before.places)) if before.places else f"{case} là ai?"]
    who = re.match(_WHO if marked else fold(_WHO), text.lower())
    if who:
        return [f"{case} có {text[who.end() :].rstrip(' ?.')} không?"]
    return list(dict.fromkeys(_with(text, old, case) for old in _places(_masked(text, before), case, marked)))


def beyond(topic: Topic, before: Topic) -> Topic:
    """What of a case the last question did not say: the «thấp» of «doanh thu thấp», after «doanh thu cao»."""
    said = {fold(term) for term in before.weights}
    own = {term: weight for term, weight in topic.weights.items() if fold(term) not in said}
    return replace(topic, weights=own or topic.weights)


def _read(question: Question) -> re.Match[str] | None:
    """A follow-up's case and what it asks of it; without marks where it was typed so: «thị xã» is no «thì»."""
    if typed_with_marks(question.asked):
        return re.fullmatch(_CASE, question.text.lower())
    return re.fullmatch(_without_marks(_CASE), fold(question.text))


def _without_marks(pattern: str) -> str:
    return fold(pattern).replace("(?p<", "(?P<")


def _asks_alike(tail: str, before: Question) -> bool:
    """Whether a follow-up asks for nothing, for «thế nào», or for what the last question did, in its words."""
    if not tail or _ASKS_ALIKE.match(tail):
        return True
    asked = [kind for kind in _KINDS if kind.search(tail)]
    for kind in asked:
        tail = kind.sub(" ", tail)
    alike = bool(asked) and all(kind.search(before.folded) for kind in asked)
    return alike and set(tail.split()) - {"tu", "vao"} <= set(before.folded.split())


def _masked(text: str, before: Question) -> str:
    """A question in lower case without its places: the «La» of «Sơn La» is no «là»."""
    low = text.lower()
    for place in before.places:
        for found in re.finditer(rf"\b{re.escape(folded(place))}\b", folded(low)):
            low = f"{low[: found.start()]}{'_' * len(found[0])}{low[found.end() :]}"
    return low


def _places(low: str, case: str, marked: bool) -> Iterator[tuple[int, int]]:
    of, ends, subject = (one if marked else fold(one) for one in (_OF, _ENDS, _SUBJECT))
    begins = re.match(of, case.lower())
    if begins:
        found = re.search(rf"\b{begins[1]} +(?!đâu|dau).+?{ends}", low)
        yield from [found.span()] if found else ()
        return
    found = re.search(rf"\b{re.escape(_head(case))}\b.*?{ends}", low)
    if found:
        yield found.span()
    first = re.match(subject, low)
    if first and not _ASKS.search(first[1]):
        yield first.span(1)


def _head(case: str) -> str:
    """The word that a case begins with, in lower case."""
    typed = SYLLABLE.findall(case.lower())[:2]
    return " ".join(typed if len(typed) == 2 and is_word(*typed) else typed[:1])


def _with(text: str, old: tuple[int, int], new: str) -> str:
    """The text with another case in a place of it, and without what it calls over beside the old one."""
    rest = text[old[1] :]
    if rest.startswith(",") and not _ASKS.search(rest.lower()):
        rest = "?"
    return f"{text[: old[0]]}{new}{rest}"

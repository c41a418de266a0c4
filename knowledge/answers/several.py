"""Several questions in one message: taken apart, and their answers put together again in order."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from knowledge.answers.citing import merged
from knowledge.answers.clauses import Clause
from knowledge.answers.comparing import Side
from knowledge.claims import claims
from knowledge.documents import Answer, Citation, Memory
from knowledge.spelling import SYLLABLE, fold

MOST = 4
"""Questions of one message that are answered; whoever asks more is better served one by one."""
_LETTERS = "abcd"
"""A digit or a numeral in an answer would be a claim."""
_END = re.compile(r"\?+\s*|\n+\s*")
_OWN_MARK = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|[-–•*+]|(?:câu|ý) (?:hỏi )?\d{1,2}\s*[:.])\s*", re.IGNORECASE)
_SUBJECTLESS = re.compile(
    r"(?:duoc|dc|phai|do|gom|bao gom|mat|het|keo dai|(?:co|bi) (?!quan\b|so\b|thu\b|cao\b|phai\b|dung\b|the\b))\b"
)
"""Opens a question on what the one before it speaks of: «Có giá trị mấy năm?», «Do ai cấp?»."""
_ASKS = re.compile(
    r"\b(?:gi|nao|ai|dau|may|bao nhieu|bao lau|khi nao|bao gio|the nao|ra sao|khong|chua|sao|j)\b"
    r"|^(?:liet ke|neu|cho biet|ke)\b"
)
TOLD = 0.8
"""Share of a thing asked that the proof of an answer to all of it says, for it to be told there."""
SIDE = 0.5
"""Share of the syllables that only one side of a comparison has which its proof must say."""
BETTER = 0.1
"""How much more of it than what was found for it alone."""
SHORTEST = 3
"""Syllables of a question that can stand alone."""


def parts(text: str) -> list[str]:
    """The questions of a message, `MOST` at most; one where all the others go on about what the first speaks of."""
    found = [_OWN_MARK.sub("", part).strip() for part in _END.split(text)]
    asked = [part for part in found if part]
    if len(asked) < 2 or not all(_stands_alone(part) for part in asked):
        return [text]
    if all(_SUBJECTLESS.match(fold(part)) for part in asked[1:]):
        return [f"{', '.join(asked[:MOST])}?"]
    return [f"{part}?" for part in asked[:MOST]]


def _stands_alone(part: str) -> bool:
    return len(SYLLABLE.findall(part)) >= SHORTEST and _ASKS.search(fold(part)) is not None


def together(answers: Sequence[Answer]) -> Answer:
    """One answer of several, each behind its place; refused only where every one is."""
    answered = [answer for answer in answers if answer.status == "answered"]
    best = (answered or [answer for answer in answers if answer.status == "clarify"] or list(answers))[-1]
    text = "\n".join(f"{letter}) {answer.text}" for letter, answer in zip(_LETTERS, answers, strict=False))
    return Answer(
        status=best.status,
        text=text,
        documents=tuple(dict.fromkeys(entry for answer in answers for entry in answer.documents)),
        citations=merged(citation for answer in answers for citation in answer.citations),
        warnings=tuple(dict.fromkeys(warning for answer in answers for warning in answer.warnings)),
        suggestions=best.suggestions,
        memory=best.memory,
        model=best.model,
        prompt=best.prompt,
    )


@dataclass(frozen=True, slots=True)
class Ways:
    """How one of the things asked may be answered."""

    ask: Callable[[str, Memory], Answer]
    beside: Callable[[str, Citation], Answer | None]
    """What the article or paragraph of a proof tells of a question; None where that is nothing."""
    share: Callable[[str, Answer], float]
    """Share of what a question is about that the proof of an answer says."""


def side_by_side(whole: Answer, one: Side, other: Side, ask: Callable[[str, Memory], Answer]) -> Answer:
    """What is told of each side of a comparison, where `whole` does not hold both; half of it is no answer."""
    told = [ask(side.question, Memory()) for side in (one, other)]
    if not (_speaks_of(one, other, told[0]) and _speaks_of(other, one, told[1])):
        return whole
    if whole.status == "answered" and all(_holds(whole, side) for side in told):
        return whole
    return told[0] if told[0].text == told[1].text else together(told)


def _speaks_of(side: Side, other: Side, told: Answer) -> bool:
    """Whether an answer's proof says what tells one side from the other."""
    own = {*SYLLABLE.findall(fold(side.name))} - {*SYLLABLE.findall(fold(other.name))}
    said = {*SYLLABLE.findall(fold("\n".join(f"{one.title}\n{one.quote}" for one in told.citations)))}
    return told.status == "answered" and len(own & said) >= SIDE * len(own)


def clause_by_clause(whole: Answer, asked: Sequence[Clause], ways: Ways) -> Answer:
    """The answer to a question that asks several things: `whole`, that to all of it, where this tells each of them."""
    told: list[Answer] = []
    for clause in asked:
        answered = next((one for one in (whole, *told) if one.status == "answered"), None)
        before = told[-1].memory if told else Memory()
        told.append(_told(clause, answered, before, ways))
    if not any(one.status == "answered" for one in told):
        return whole
    pairs = list(zip(asked, told, strict=True))
    if whole.status == "answered" and all(_tells(whole, *pair, ways) for pair in pairs):
        return whole
    lines = [
        _or_missing(one, clause) for clause, one in pairs if not _told_by_another(clause, one, told, ways)
    ]
    once = list({one.text: one for one in reversed(lines)}.values())[::-1]
    return once[0] if len(once) == 1 else together(once)


def _told(clause: Clause, other: Answer | None, before: Memory, ways: Ways) -> Answer:
    """What is told of one thing: where another is told rather than elsewhere, for what is asked together mostly is."""
    if clause.leans:
        return ways.ask(clause.readings[0], before)
    tried = []
    for reading in clause.readings:
        own = ways.ask(reading, Memory())
        if _strays(clause, reading, own, ways):
            own = replace(own, status="refused")
        if own.status == "answered" and (other is None or _holds(other, own)):
            return own
        near = ways.beside(reading, other.citations[0]) if other and other.citations else None
        if near and (own.status != "answered" or ways.share(reading, near) > ways.share(reading, own)):
            return near
        tried.append(own)
    return next(
        (one for one in tried if one.status == "answered"),
        _of_its_own(clause, other, before, ways) or tried[0],
    )


def _of_its_own(clause: Clause, other: Answer | None, before: Memory, ways: Ways) -> Answer | None:
    """What is told of a part as it was said, which may have a subject of its own: beside another, or in its document."""
    if not (clause.bare and other and other.citations):
        return None
    first = other.citations[0]
    near = ways.beside(clause.bare, first) or ways.ask(clause.bare, before)
    there = (
        near.status == "answered" and near.citations and near.citations[0].document_id == first.document_id
    )
    return near if there else None


def _strays(clause: Clause, reading: str, told: Answer, ways: Ways) -> bool:
    """Whether an answer says little of a headword, or of what a further reading asks beside the first part's words."""
    if reading == clause.readings[0] and not clause.headword:
        return False
    return told.status == "answered" and ways.share(clause.said, told) < (TOLD if clause.headword else SIDE)


def _holds(whole: Answer, part: Answer) -> bool:
    """Whether what one answer quotes first stands in what another quotes."""
    first = part.citations[0]
    return any(
        one.document_id == first.document_id and one.start <= first.start and first.end <= one.end
        for one in whole.citations
    )


def _tells(whole: Answer, clause: Clause, told: Answer, ways: Ways) -> bool:
    """Whether an answer to all that was asked tells this of it, at least as well as what was found for it alone."""
    if told.status == "answered" and told.citations and _holds(whole, told):
        return True
    if clause.apart:
        return False
    if told.status == "answered":
        return ways.share(clause.readings[0], whole) > ways.share(clause.readings[0], told) + BETTER
    return ways.share(clause.said, whole) >= TOLD


def _told_by_another(clause: Clause, told: Answer, all_told: Sequence[Answer], ways: Ways) -> bool:
    """Whether what was found for another thing asked tells of this one, for which nothing was."""
    if told.status == "answered" or clause.apart:
        return False
    others = (one for one in all_told if one.status == "answered")
    return any(ways.share(clause.readings[0], one) >= TOLD for one in others)


def _or_missing(answer: Answer, clause: Clause) -> Answer:
    """The answer, or that nothing is held on it; what the user wrote is not repeated where it holds claims."""
    if answer.status == "answered":
        return answer
    named = "" if list(claims(clause.said)) else f": {clause.said}"
    return replace(answer, text=f"Chưa thấy trong kho điều này{named}.", citations=(), documents=())

"""Whether something is something else: told only where a sentence links the two, not where it names both."""

import re

from knowledge.answers.coverage import said
from knowledge.question import Question
from knowledge.spelling import SYLLABLE, fold

_ASKED = re.compile(
    r"^\W*(?:co phai )?(?!co phai\b)(?P<what>.+?) "
    r"(?:(?:co phai|co duoc (?:tinh|coi|xem|goi)|co (?:tinh|coi|xem|goi)|co|van) la (?P<kind>.+?)(?:,? (?:dung|phai))?"
    r"|la (?P<said>.+?),? (?:co )?(?:dung|phai))"
    r" (?:khong|ko|chua|a)\W*$"
)
"""«X có phải là Y không», «X là Y đúng không»; folded."""
_NOT_A_KIND = re.compile(r"(?<!nguoi )\bco\b|\b(?:thi|duoc|phai|bi)\b|^\W*\d")
"""What is said of who is something, and a number, which is no kind of thing."""
_WHOLE, _ENOUGH = 4, 2
"""Syllables of a name that is looked for as a whole, and of a longer one."""


def linking(question: Question) -> re.Pattern[str] | None:
    """How a sentence, its syllables folded and in blanks, says that one thing is another; None where nothing asks so."""
    asked = _ASKED.match(fold(question.text))
    if asked is None:
        return None
    place = "kind" if asked["kind"] else "said"
    kind = question.text[slice(*asked.span(place))]
    if _NOT_A_KIND.search(asked[place]) or kind[:1].isupper():
        return None
    one, other = _name(asked["what"]), _name(asked[place])
    return re.compile(
        rf" {one} .*\b(?:la|thuoc|khong phai)\b.* {other} | {other} .*\b(?:la|gom|nhu)\b.* {one} ", re.DOTALL
    )


def links(asked: re.Pattern[str], *texts: str) -> bool:
    """Whether texts, read as one, link what is asked."""
    return asked.search(said("\n".join(texts), False)) is not None


def _name(folded: str) -> str:
    syllables = SYLLABLE.findall(folded)
    return " ".join(syllables if len(syllables) <= _WHOLE else syllables[:_ENOUGH])

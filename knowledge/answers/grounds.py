"""What a document rests on («Căn cứ …»): where one of these lines answers, the whole run of them does."""

import re
from collections.abc import Sequence

from knowledge.answers.extracts import FoundSentence
from knowledge.documents import Span
from knowledge.question import Question

_GROUND = re.compile(r"[\W_]*(?:Căn cứ|Theo đề nghị|Xét đề nghị|Thực hiện)\b")
_ASKED = re.compile(r"\bcan cu (?:vao |theo )?(?:nhung |cac )?(?:van ban|co so phap ly)? ?(?:nao|gi)\b")
LONGEST = 3000
"""Characters of the lines above which the one that was found is told alone."""


def with_grounds(question: Question, found: Sequence[FoundSentence]) -> list[FoundSentence]:
    """The sentences, the best of them with the lines around it where it is one of those that a document rests on."""
    best, *others = found
    text = best.document.text
    if not _ASKED.search(question.folded) or not _GROUND.match(best.span.of(text)):
        return list(found)
    start, end = best.span.start, best.span.end
    while (above := text.rfind("\n", 0, max(start - 1, 0)) + 1) < start and _GROUND.match(text[above:start]):
        start = above
    while _GROUND.match(text[end + 1 : end + 40]) and text[end : end + 1] == "\n":
        following = text.find("\n", end + 1)
        end = following if following >= 0 else len(text)
    if end - start > LONGEST:
        return list(found)
    whole = FoundSentence(best.document, Span(start, end), best.coverage)
    return [whole, *(one for one in others if one.span.start >= end or one.document is not best.document)]

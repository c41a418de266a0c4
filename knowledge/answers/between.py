"""Whether one named document acts on another: what is known to lie between the two, be it what was asked or not."""

import re

from knowledge.answers.cards import Statement
from knowledge.answers.from_register import relation_statement
from knowledge.documents import RegisterEntry, RelationKind
from knowledge.question import Question
from knowledge.store import Store

_YES_OR_NO = re.compile(r"\b(?:khong|ko|chua|a)$")
_TELLS_NOTHING = (RelationKind.BASED_ON, RelationKind.CITES, RelationKind.REVIEWS)
"""Who cites a document may well replace it."""


def asks_between(question: Question) -> bool:
    """«QĐ 290 có bị KL 03 thay thế không?»: whether it is asked if one document acts on another."""
    return question.relation is not None and _YES_OR_NO.search(question.folded) is not None


def between(store: Store, one: RegisterEntry, other: RegisterEntry) -> Statement | None:
    """What the one does to the other, or has done to it; None where that is not known."""
    found = [
        (relation, other)
        for relation in one.relations
        if relation.other == other.key and relation.kind not in _TELLS_NOTHING
    ]
    return relation_statement(store, one, found[:1]) if found else None

"""«Toàn tỉnh có bao nhiêu …?» without a province, where reports of several tell a figure: asked back."""

import re

from knowledge.answers import refusing
from knowledge.answers.figures import find_figures
from knowledge.answers.following import moved
from knowledge.answers.from_passages import read
from knowledge.answers.sources import Sources
from knowledge.documents import Answer, Document, DocumentKind
from knowledge.places import folded, provinces, without_unit
from knowledge.question import Intent, Question

NEAR_BEST = 0.75
"""A report is asked about where its figure covers nearly as much as the best."""
_WHOLE = re.compile(r"\b(?:toan|ca) tinh\b")


def asked_back(sources: Sources, question: Question) -> Answer | None:
    """Which of the provinces is meant whose reports tell the figure; None where one is named, or one tells it."""
    named = question.places or question.leans or question.references or question.bodies
    if named or question.intent is not Intent.FIGURE or not _WHOLE.search(question.folded):
        return None
    figures = find_figures(question, sources.topic_told(question), read(sources, question), sources.gazetteer)
    least = NEAR_BEST * max((one.coverage for one in figures), default=0.0)
    told = (_province(one.document) for one in figures if one.coverage >= least)
    several = sorted({province for province in told if province})
    asked = tuple(moved(question.asked, (), province) for province in several)
    return refusing.which_province(question, several, asked) if len(several) > 1 else None


def _province(document: Document) -> str | None:
    """The province that a report is on as a whole."""
    if document.kind is DocumentKind.FULL_TEXT or not document.place:
        return None
    return provinces().get(folded(without_unit(document.place)))

"""References to documents in Vietnamese text: numbers, dates, issuers, titles, later mentions; one file a step."""

from knowledge.documents import Reference
from knowledge.references.extraction import extract
from knowledge.references.heading import read_heading
from knowledge.references.numbers import normalise_number, number_key
from knowledge.references.questions import extract_from_question

__all__ = ["Reference", "extract", "extract_from_question", "normalise_number", "number_key", "read_heading"]

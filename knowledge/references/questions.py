"""References in questions as officers type them: without marks, abbreviated, in small letters («ct18», «nq 25 tw»)."""

from knowledge.documents import Reference
from knowledge.references.extraction import extract


def extract_from_question(text: str) -> list[Reference]:
    """The documents that a question names, each possibly by serial, type or issuer only."""
    return extract(text)

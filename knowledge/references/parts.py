"""The parts of one mention while it is being read."""

from dataclasses import dataclass, field
from datetime import date

from knowledge.documents import DocumentNumber, Span
from knowledge.references.issuers import FoundIssuer
from knowledge.references.vocabulary import DocumentType


@dataclass(slots=True)
class Parts:
    """What has been read so far; `end` is where reading goes on, `spans` where each field stands."""

    start: int
    end: int
    type: DocumentType | None = None
    number: DocumentNumber | None = None
    issuer: FoundIssuer | None = None
    issued: date | None = None
    year: int | None = None
    term: str | None = None
    title: str | None = None
    draft: bool = False
    pointer: bool = False
    closed: bool = False
    """Nothing that follows belongs to this mention."""
    spans: dict[str, Span] = field(default_factory=dict)

    def take_number(self, number: DocumentNumber, start: int, end: int) -> None:
        """Note the number found at [start, end) and go on after it."""
        self.number = number
        self.spans["number"] = Span(start, end)
        self.end = end

    def take_title(self, text: str, start: int, end: int, after: int) -> None:
        """Note the title at [start, end) and go on at `after`."""
        self.title = " ".join(text[start:end].split())
        self.spans["title"] = Span(start, end)
        self.end = after

"""Every number, date, figure and quotation of an answer against the passages that it cites.

Runs on composed answers and on those of a model alike: nothing that fails it reaches a user.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from knowledge.attached import beside_numbers, disagreements
from knowledge.claims import Claim, claims, normal_text

MOST_TERMS = 6
"""A stated sum may have this many terms at most."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A claim that no cited passage bears out."""

    claim: Claim
    written: str
    misplaced: bool = False
    """Whether the evidence has it, but not of the document whose number stands beside it."""

    def describe(self) -> str:
        """One Vietnamese line, for the log and for a model that is asked to mend its answer."""
        named = f"{_NAMES[self.claim.kind]} «{self.written}»"
        return (
            f"{named} không phải của văn bản đó"
            if self.misplaced
            else f"{named} không có trong đoạn được dẫn"
        )


_NAMES = {
    "number": "số hiệu",
    "date": "ngày",
    "figure": "số liệu",
    "quotation": "trích dẫn",
    "issuer": "cơ quan ban hành",
}


def verify(text: str, evidence: Sequence[str], given: Iterable[str] = ()) -> list[Problem]:
    """Problems of `text`, none when each of its claims occurs in some of the `evidence` texts.

    `evidence`: the exact quotations cited with the answer. `given`: texts whose claims may be repeated because the
    user wrote them (the question, when a refusal names what was asked for). A date without a year is borne out by
    the same day with one; a date or an issuer beside a document's number must be that document's. A figure announced
    as a sum («tổng cộng», «cộng lại») may be the sum of cited figures.
    """
    given = list(given)
    known = _Known([*evidence, *given])
    unproved = [
        Problem(claim, text[claim.start : claim.end])
        for claim in claims(text)
        if not known.bears(claim) and not _is_stated_sum(text, claim, known)
    ]
    return unproved + _misplaced(text, evidence, given)


def _misplaced(text: str, evidence: Sequence[str], given: Sequence[str]) -> list[Problem]:
    """Dates and issuers that are another document's than the one whose number they stand beside."""
    wrong = disagreements(text, map(beside_numbers, evidence), map(beside_numbers, given))
    return [
        Problem(Claim(kind, start, end, normal_text(text[start:end])), text[start:end], misplaced=True)
        for kind, start, end in wrong
    ]


class _Known:
    """What the evidence says, in normal forms."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = [normal_text(text) for text in texts]
        found = [claim for text in texts for claim in claims(text)]
        self._claims = {(claim.kind, claim.normal) for claim in found}
        self._claims |= {
            ("date", part) for claim in found if claim.kind == "date" for part in _parts(claim.normal)
        }
        plain = {claim.normal for claim in found if claim.kind == "figure" and _is_plain(claim.normal)}
        self.figures = sorted(map(float, plain))
        years = {claim.normal[-4:] for claim in found if claim.kind == "date" and claim.normal[-5:-4] == "/"}
        self._claims |= {("figure", year) for year in years}

    def bears(self, claim: Claim) -> bool:
        """Whether a claim of this kind and normal form occurs in the evidence."""
        if claim.kind == "quotation":
            return any(claim.normal in text for text in self._texts)
        return (claim.kind, claim.normal) in self._claims


def _parts(date: str) -> list[str]:
    """A whole date also bears out its day and month, and its month and year."""
    pieces = date.split("/")
    return [f"{pieces[0]}/{pieces[1]}", f"{pieces[1]}/{pieces[2]}"] if len(pieces) == 3 else []


def _is_plain(figure: str) -> bool:
    """Whether a figure's normal form is a bare decimal, without scale or letters."""
    return re.fullmatch(r"\d+(?:\.\d+)?", figure, re.ASCII) is not None


_SUM_WORDS = ("tổng cộng", "cộng lại", "tính tổng")


def _is_stated_sum(text: str, claim: Claim, known: _Known) -> bool:
    if claim.kind != "figure" or not _is_plain(claim.normal):
        return False
    before = text[max(0, claim.start - 60) : claim.start].lower()
    if not any(word in before for word in _SUM_WORDS):
        return False
    terms = [figure for figure in known.figures if 0 < figure < float(claim.normal)]
    return any(
        abs(sum(chosen) - float(claim.normal)) < 1e-6
        for size in range(2, MOST_TERMS + 1)
        for chosen in combinations(terms[:20], size)
    )

"""Every number, date, figure and quotation of an answer against the passages that it cites.

Runs on composed answers and on those of a model alike: nothing that fails it reaches a user.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from knowledge.claims import Claim, claims, normal_text

MOST_TERMS = 6
"""A stated sum may have this many terms at most."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A claim that no cited passage bears out."""

    claim: Claim
    written: str

    def describe(self) -> str:
        """One Vietnamese line, for the log and for a model that is asked to mend its answer."""
        names = {"number": "số hiệu", "date": "ngày", "figure": "số liệu", "quotation": "trích dẫn"}
        return f"{names[self.claim.kind]} «{self.written}» không có trong đoạn được dẫn"


def verify(text: str, evidence: Sequence[str], given: Iterable[str] = ()) -> list[Problem]:
    """Problems of `text`, none when each of its claims occurs in some of the `evidence` texts.

    `evidence`: the exact quotations cited with the answer. `given`: texts whose claims may be repeated because the
    user wrote them (the question, when a refusal names what was asked for). A date without a year is borne out by
    the same day with one. A figure announced as a sum («tổng cộng», «cộng lại») may be the sum of cited figures.
    """
    known = _Known([*evidence, *given])
    return [
        Problem(claim, text[claim.start : claim.end])
        for claim in claims(text)
        if not known.bears(claim) and not _is_stated_sum(text, claim, known)
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
        self.figures = sorted({float(claim.normal) for claim in found if claim.kind == "figure"})
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


_SUM_WORDS = ("tổng cộng", "cộng lại", "tính tổng")


def _is_stated_sum(text: str, claim: Claim, known: _Known) -> bool:
    if claim.kind != "figure":
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

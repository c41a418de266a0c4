"""Precision, recall and F1 of the extractor over the labelled windows, field by field."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from knowledge.documents import Reference
from knowledge.references import extract
from knowledge.references.resolution import is_pointer
from knowledge.references.vocabulary import plain
from knowledge.relations import find_relations
from tests.references.labels import Window, place_of, windows

FIELDS = (
    "number and type",
    "issued",
    "issuer",
    "issuer as written",
    "title",
    "locator",
    "pointer",
    "relation",
)


@dataclass
class Count:
    """How often the extractor was right, how often it spoke, how often it should have."""

    right: int = 0
    said: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass
class Scores:
    """Counts by field, and every failure in words."""

    counts: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in FIELDS})
    failures: list[str] = field(default_factory=list)
    references: int = 0
    files: set[str] = field(default_factory=set)

    def add(self, name: str, said: Any, wanted: Any, where: str) -> None:
        """One decision: None means nothing said, or nothing wanted."""
        count = self.counts[name]
        count.said += said is not None
        count.wanted += wanted is not None
        if said is not None and said == wanted:
            count.right += 1
        elif said is not None or wanted is not None:
            self.failures.append(f"{where} {name}: said {said!r}, wanted {wanted!r}")


def score(shared: Path, labels: Path) -> Scores:
    """Run the extractor over every labelled window."""
    scores = Scores()
    for window in windows(labels):
        text = window.text(shared)
        found = extract(text, place=place_of(window.file))
        scores.references += len(window.references)
        scores.files.add(window.file)
        _score_window(scores, window, text, found)
    return scores


def _score_window(scores: Scores, window: Window, text: str, found: Sequence[Reference]) -> None:
    inside = [i for i, r in enumerate(found) if window.start <= _anchor(r) < window.end]
    pairs = dict(_pair(window, found, inside))
    for at, label in enumerate(window.references):
        where = f"{window.file}@{label['start']}"
        index = pairs.get(at)
        if label.get("pointer"):
            _score_pointer(scores, label, found, index, where)
        else:
            _score_reference(scores, label, text, found[index] if index is not None else None, where)
    for index in set(inside) - set(pairs.values()):
        name = "pointer" if is_pointer(found[index]) else "number and type"
        scores.add(name, _named(found[index]), None, f"{window.file}@{found[index].start}")
    _score_relations(scores, window, text, found, pairs)


def _anchor(reference: Reference) -> int:
    for name in ("number", "type", "title"):
        if name in reference.spans:
            return reference.spans[name].start
    return reference.start


def _pair(window: Window, found: Sequence[Reference], inside: Sequence[int]) -> Iterator[tuple[int, int]]:
    free = set(inside)
    for at, label in enumerate(window.references):
        index = next((i for i in sorted(free) if _same_mention(label, found[i])), None)
        if index is not None:
            free.discard(index)
            yield at, index


def _same_mention(label: dict[str, Any], reference: Reference) -> bool:
    if label.get("pointer"):
        return is_pointer(reference) and reference.spans["type"].start == label["start"]
    spans = label["spans"]
    name = "number" if "number" in spans else "title" if "title" in spans else "type"
    span = reference.spans.get(name)
    return not is_pointer(reference) and span is not None and span.start == spans[name][0]


def _score_pointer(
    scores: Scores, label: dict[str, Any], found: Sequence[Reference], index: int | None, where: str
) -> None:
    if index is None:
        scores.add("pointer", None, label["antecedent"], where)
        return
    antecedent = found[index].antecedent
    own = antecedent is not None and found[antecedent].own
    scores.add("pointer", "own" if own else str(antecedent), label["antecedent"], where)


def _named(reference: Reference | None) -> tuple[str | None, str | None] | None:
    if reference is None:
        return None
    return reference.number.normalised if reference.number else None, reference.type


def _score_reference(
    scores: Scores, label: dict[str, Any], text: str, reference: Reference | None, where: str
) -> None:
    scores.add("number and type", _named(reference), (label.get("number"), label.get("type")), where)
    if label.get("any"):
        return
    scores.add("issued", _issued(reference), label.get("issued"), where)
    if not label.get("issuer_any"):
        scores.add("issuer", reference.issuer if reference else None, label.get("issuer"), where)
        if not label.get("issuer_concluded"):
            written = reference.issuer if reference and "issuer" in reference.spans else None
            scores.add("issuer as written", written, label.get("issuer"), where)
    if not label.get("title_cut"):
        scores.add("title", _part(text, reference, "title"), _labelled_part(text, label, "title"), where)
    if label.get("locator_cut"):
        return
    scores.add("locator", _part(text, reference, "locator"), _labelled_part(text, label, "locator"), where)


def _issued(reference: Reference | None) -> str | None:
    if reference is None or "issued" not in reference.spans:
        return None
    return reference.issued.isoformat() if reference.issued else str(reference.year)


def _part(text: str, reference: Reference | None, name: str) -> str | None:
    span = reference.spans.get(name) if reference else None
    return plain(span.of(text)).strip(" .,;") if span else None


def _labelled_part(text: str, label: dict[str, Any], name: str) -> str | None:
    span = label["spans"].get(name)
    return plain(text[span[0] : span[1]]).strip(" .,;") if span else None


def _score_relations(
    scores: Scores, window: Window, text: str, found: Sequence[Reference], pairs: dict[int, int]
) -> None:
    wanted = {
        (kind, _canonical(source, window, found), _canonical(target, window, found))
        for kind, source, target in window.relations
    }
    labelled = {index: at for at, index in pairs.items()}
    said = {
        (r.kind.name, _said(r.source, found, labelled, window), _said(r.target, found, labelled, window))
        for r in find_relations(text, found)
        if window.start <= _anchor(found[r.target]) < window.end
    }
    said = {relation for relation in said if relation[1] != relation[2]}
    for relation in sorted(wanted | said):
        held = relation if relation in said else None
        scores.add("relation", held, relation if relation in wanted else None, window.file)


def _canonical(name: str, window: Window, found: Sequence[Reference]) -> str:
    if not name.isdigit():
        return name
    label = window.references[int(name)]
    own = next((r for r in found if r.own), None)
    same = own is not None and own.number is not None and label.get("number") == own.number.normalised
    return "own" if label.get("own") or same else name


def _said(index: int | None, found: Sequence[Reference], labelled: dict[int, int], window: Window) -> str:
    if index is None:
        return "self"
    reference = found[index]
    root = found[reference.antecedent] if reference.antecedent is not None else reference
    if root.own:
        return "own"
    at = labelled.get(index)
    return _canonical(str(at), window, found) if at is not None else f"?{reference.start}"

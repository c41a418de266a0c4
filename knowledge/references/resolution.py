"""Later mentions: «Chỉ thị 18», «Quyết định này», resolved to the full mention where exactly one can be meant."""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.documents import Reference
from knowledge.references.numbers import number_key
from knowledge.references.vocabulary import plain


def resolve(found: Sequence[Reference]) -> list[Reference]:
    """The same references, short ones pointing at the one earlier full mention that they can stand for.

    Where two documents could be meant the short mention stays unresolved. A mention of a document's own type with
    «này» stands for the document itself.
    """
    known = _Known()
    resolved: list[Reference] = []
    own = next((index for index, reference in enumerate(found) if reference.own), None)
    if own is not None:
        known.add(found[own], own)
    for index, reference in enumerate(found):
        antecedent = None
        if is_pointer(reference):
            antecedent = _itself(found, own, reference) if own is not None else None
            antecedent = known.only_of_type(reference) if antecedent is None else antecedent
        elif not reference.own:
            antecedent = known.same_number(reference)
        resolved.append(replace(reference, antecedent=antecedent))
        if antecedent is None and not is_pointer(reference) and not reference.own:
            known.add(reference, index)
    return resolved


def is_pointer(reference: Reference) -> bool:
    """«Chỉ thị này», «Quyết định nói trên»: neither number nor title of its own (the constitution needs none)."""
    nameless = reference.number is None and reference.title is None
    return nameless and not reference.own and reference.type != "Hiến pháp"


def _itself(found: Sequence[Reference], own: int, reference: Reference) -> int | None:
    return own if found[own].type == reference.type else None


class _Known:
    """Full mentions met so far, by what a later mention can name of them."""

    def __init__(self) -> None:
        self._by_type: dict[str | None, list[tuple[Reference, int]]] = {}
        self._by_number: dict[str, list[tuple[Reference, int]]] = {}
        self._by_serial: dict[tuple[str | None, str], list[tuple[Reference, int]]] = {}
        self._by_title: dict[tuple[str | None, str], int] = {}

    def add(self, reference: Reference, index: int) -> None:
        self._by_type.setdefault(reference.type, []).append((reference, index))
        if reference.number:
            self._by_number.setdefault(number_key(reference.number), []).append((reference, index))
            self._by_serial.setdefault((reference.type, reference.number.serial), []).append(
                (reference, index)
            )
        if reference.title:
            self._by_title.setdefault((reference.type, _bare_title(reference)), index)

    def only_of_type(self, reference: Reference) -> int | None:
        candidates = self._by_type.get(reference.type, [])
        return candidates[0][1] if len(candidates) == 1 else None

    def same_number(self, reference: Reference) -> int | None:
        if reference.number is None:
            return self._by_title.get((reference.type, _bare_title(reference)))
        bare = reference.number.type_mark is None and reference.number.issuer_mark is None
        candidates = (
            self._by_serial.get((reference.type, reference.number.serial), [])
            if bare
            else self._by_number.get(number_key(reference.number), [])
        )
        fitting = [index for known, index in candidates if _fits(known, reference)]
        return fitting[0] if len(fitting) == 1 else None


_NUMBERED = re.compile(r"\s+so\s+[^\s,;]+")


def _bare_title(reference: Reference) -> str:
    """A title without the numbers of the laws it names: texts give them or leave them out."""
    return _NUMBERED.sub("", plain(reference.title or ""))


def _fits(known: Reference, later: Reference) -> bool:
    """Whether nothing the later mention says contradicts the known one."""
    if known.issued and later.issued and known.issued != later.issued:
        return False
    if known.year and later.year and known.year != later.year:
        return False
    return not (known.issuer and later.issuer and known.issuer != later.issuer)

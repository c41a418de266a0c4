"""Reads the register's data (document types, issuers, marks, places) and compiles it into patterns, once."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from knowledge.spelling import fold


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A kind of document: its name, its marks in numbers, and how loosely it may be cited."""

    name: str
    marks: tuple[str, ...]
    bare: bool
    """Whether «Chỉ thị 18» (no «số», no marks) is a number."""
    named: bool
    """Whether it is known by name instead of number («Luật Tiếp công dân»)."""
    generic: bool
    """Whether the word says no type («Văn bản số …»), so that the number's mark does."""
    issuer: str | None
    """The one body that can issue it, where there is but one (laws: Quốc hội)."""


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation that issues documents. `level` is the tier that its name fixes, if it does."""

    name: str
    family: str
    """Bodies of one family at one place are one body over time (Huyện ủy, Thị ủy; Đảng bộ)."""
    local: bool
    level: str | None
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Organ:
    """A part of a body: «Ban Thường vụ» acts for the body itself (`same`), «Ban Dân vận» is an issuer of its own."""

    name: str
    same: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All data, keyed by folded form, with the patterns that find it in folded text."""

    types: Mapping[str, DocumentType]
    type_words: Mapping[str, DocumentType]
    type_marks: Mapping[str, DocumentType]
    bodies: Mapping[str, Body]
    issuer_marks: Mapping[str, Body]
    organs: Mapping[str, Organ]
    provinces: Mapping[str, str]
    cities: frozenset[str]
    """Provinces that are cities under the central government."""
    type_pattern: re.Pattern[str]
    body_pattern: re.Pattern[str]
    organ_pattern: re.Pattern[str]
    province_pattern: re.Pattern[str]


def read_data(name: str) -> list[dict[str, Any]]:
    """One file of `knowledge/register/`: a list of entries, each with its examples."""
    text = files("knowledge").joinpath("register", f"{name}.json").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = json.loads(text)
    return entries


def plain(text: str) -> str:
    """Folded, with runs of white space made one: the form in which words are looked up."""
    return " ".join(fold(text).split())


def lookup_key(text: str) -> str:
    """As `plain`, with hyphens and commas taken for spaces: «Bộ Lao động – Thương binh …» is found whatever its dash."""
    return " ".join(_JOINTS.split(fold(text)))


_JOINTS = re.compile(r"[\s\-–,]+")


def one_of(forms: Iterable[str]) -> str:
    """Alternatives for folded text, longest first, spacing and commas loose."""
    longest_first = sorted({plain(form) for form in forms}, key=lambda form: (-len(form), form))
    return "|".join(_loose(form) for form in longest_first)


def _loose(form: str) -> str:
    words = [re.escape(word) for word in re.split(r"\s*[-–]\s*|\s*,\s*|\s+", form)]
    return r"\s*[-–,]?\s*".join(words) if re.search(r"[-–,]", form) else r"\s+".join(words)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read on first use."""
    types = {entry["name"]: _type(entry) for entry in read_data("types")}
    words = {plain(w): types[e["name"]] for e in read_data("types") for w in e["words"]}
    bodies = {lookup_key(form): _body(entry) for entry in _body_entries() for form in entry["forms"]}
    organs = {
        lookup_key(form): Organ(entry["name"], entry["same"])
        for entry in read_data("organs")
        for form in entry["forms"]
    }
    provinces = {
        lookup_key(form): entry["name"] for entry in read_data("provinces") for form in entry["forms"]
    }
    return Vocabulary(
        types=types,
        type_words=words,
        type_marks={fold(mark): kind for kind in types.values() for mark in kind.marks},
        bodies=bodies,
        issuer_marks={fold(mark): body for body in bodies.values() for mark in body.marks},
        organs=organs,
        provinces=provinces,
        cities=frozenset(e["name"] for e in read_data("provinces") if e["level"] == "thành phố"),
        type_pattern=_whole_words(words),
        body_pattern=_whole_words(_forms(_body_entries())),
        organ_pattern=_whole_words(_forms(read_data("organs"))),
        province_pattern=_whole_words(_forms(read_data("provinces"))),
    )


def _whole_words(forms: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of(forms)})(?!\w)")


def _forms(entries: Iterable[Mapping[str, Any]]) -> list[str]:
    return [form for entry in entries for form in entry["forms"]]


def _type(entry: Mapping[str, Any]) -> DocumentType:
    return DocumentType(
        entry["name"],
        tuple(entry["marks"]),
        entry.get("bare", False),
        entry.get("named", False),
        entry.get("generic", False),
        entry.get("issuer"),
    )


def _body_entries() -> list[dict[str, Any]]:
    central = ({**entry, "forms": _with_tw(entry["forms"])} for entry in read_data("issuers"))
    return [*central, *({**entry, "local": True} for entry in read_data("local_issuers"))]


def _with_tw(forms: Iterable[str]) -> list[str]:
    """«Trung ương» is as often written «TW»; not «TƯ», which without its marks is a Tỉnh ủy's «TU»."""
    return [written for form in forms for written in dict.fromkeys((form, form.replace("Trung ương", "TW")))]


def _body(entry: Mapping[str, Any]) -> Body:
    return Body(
        name=entry["name"],
        family=entry.get("family", entry["name"]),
        local=entry.get("local", False),
        level=entry.get("level"),
        marks=tuple(entry.get("marks", ())),
    )

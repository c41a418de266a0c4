"""The register's data, tested both ways: each entry is found by its examples, each example by that entry alone."""

from collections import Counter
from typing import Any

import pytest

from knowledge.references import extract, normalise_number
from knowledge.references.issuers import parse_issuer, read_known_issuer
from knowledge.references.laws import known_names
from knowledge.references.numbers import NumberForm, number_forms
from knowledge.references.vocabulary import lookup_key, plain, read_data, vocabulary
from knowledge.spelling import fold

FILES = ("types", "number_forms", "issuers", "local_issuers", "organs", "provinces", "laws", "abbreviations")


def entries(name: str) -> list[Any]:
    return [pytest.param(entry, id=entry.get("name") or entry["short"]) for entry in read_data(name)]


def order(name: str, entry: dict[str, Any]) -> tuple[str, ...]:
    shown = entry.get("name") or entry["short"]
    return (fold(entry["type"]), fold(shown)) if name == "laws" else (fold(shown), shown)


@pytest.mark.parametrize("name", FILES)
def test_entries_stand_in_order_once_and_each_with_examples(name: str) -> None:
    data = read_data(name)
    assert data == sorted(data, key=lambda entry: order(name, entry))
    assert all(entry["examples"] for entry in data)
    assert max(Counter(order(name, entry) for entry in data).values()) == 1


def test_no_mark_or_form_belongs_to_two_entries() -> None:
    for name in ("types", "issuers", "local_issuers", "organs", "provinces"):
        forms = Counter(
            lookup_key(form)
            for entry in read_data(name)
            for form in dict.fromkeys(entry.get("forms") or entry["words"])
        )
        assert max(forms.values()) == 1, forms.most_common(1)
    marks = Counter(fold(mark) for entry in read_data("types") for mark in entry["marks"])
    assert max(marks.values()) == 1


@pytest.mark.parametrize("entry", entries("types"))
def test_a_types_examples_are_read_as_that_type(entry: dict[str, Any]) -> None:
    for example in entry["examples"]:
        (found,) = extract(f"theo {example}.")
        assert found.type == ("Công văn" if entry.get("generic") else entry["name"])


@pytest.mark.parametrize("entry", entries("types"))
def test_a_types_marks_mean_that_type(entry: dict[str, Any]) -> None:
    for mark in entry["marks"]:
        (found,) = extract(f"số 81/{mark}-UBND ")
        assert found.type == entry["name"]


@pytest.mark.parametrize("entry", [*entries("issuers"), *entries("local_issuers")])
def test_an_issuers_examples_are_read_as_that_issuer(entry: dict[str, Any]) -> None:
    for example in (*entry["examples"], *entry["forms"]):
        found = read_known_issuer(f"{example}.", fold(f"{example}."), 0)
        assert found is not None
        assert found.issuer.body == entry["name"]
        assert found.end >= len(entry["name"]) - 1 or found.end == len(example)


@pytest.mark.parametrize("entry", entries("issuers"))
def test_an_issuers_marks_mean_that_issuer(entry: dict[str, Any]) -> None:
    for mark in entry.get("marks", ()):
        assert vocabulary().issuer_marks[fold(mark)].name == entry["name"]


@pytest.mark.parametrize("entry", entries("organs"))
def test_an_organs_examples_are_read_with_it(entry: dict[str, Any]) -> None:
    for example in entry["examples"]:
        assert parse_issuer(example).organ == entry["name"]


@pytest.mark.parametrize("entry", entries("provinces"))
def test_a_provinces_examples_are_read_as_it(entry: dict[str, Any]) -> None:
    for example in entry["examples"]:
        (found,) = extract(f"Quyết định số 81/QĐ-UBND của UBND {example}.")
        assert found.place == entry["name"]


@pytest.mark.parametrize("entry", entries("laws"))
def test_a_laws_examples_are_read_to_the_end_of_its_name(entry: dict[str, Any]) -> None:
    for example in entry["examples"]:
        (found,) = extract(f"theo {example} và các văn bản khác")
        assert (found.type, found.title) == (entry["type"], entry["name"])
        matched = known_names().match(plain(entry["name"]))
        assert matched is not None
        assert matched[0] == plain(entry["name"])


@pytest.mark.parametrize("entry", entries("abbreviations"))
def test_an_abbreviation_stands_in_its_examples(entry: dict[str, Any]) -> None:
    assert all(entry["short"] in example for example in entry["examples"])


@pytest.mark.parametrize("form", number_forms(), ids=lambda form: form.name)
def test_a_number_forms_examples_are_of_that_form_alone(form: NumberForm) -> None:
    entry = next(entry for entry in read_data("number_forms") if entry["name"] == form.name)
    for example in entry["examples"]:
        compact = fold("".join(example.split()))
        assert [one.name for one in number_forms() if one.pattern.fullmatch(compact)] == [form.name]
        number = normalise_number(f"số {example},")
        assert number is not None
        assert number.written == example
        again = normalise_number(f"số {number.normalised},")
        assert again is not None
        assert again.normalised == number.normalised

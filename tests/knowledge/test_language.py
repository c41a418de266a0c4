"""The language data: every intent's examples lead to it, every body is found by its examples and by one entry."""

import json
from importlib import resources

import pytest

from knowledge.language import bodies, cues, stopwords
from knowledge.spelling import fold, nfc, one_tone_place


def _data(name: str) -> dict:
    return json.loads(resources.files("knowledge").joinpath(f"language/{name}").read_text("utf-8"))


INTENTS = [(i["name"], e) for i in _data("intents.json")["intents"] for e in i["examples"]]
BODIES = [(b["name"], e) for b in _data("bodies.json")["bodies"] for e in b["examples"]]


@pytest.mark.parametrize(("name", "example"), INTENTS)
def test_the_first_cue_that_is_found_is_the_examples_own(name: str, example: str) -> None:
    folded = fold(one_tone_place(nfc(example))).strip(" ?")
    assert next(intent for intent, pattern in cues().intents if pattern.search(folded)) == name


@pytest.mark.parametrize(("name", "example"), BODIES)
def test_a_body_is_found_whole_by_exactly_one_entry(name: str, example: str) -> None:
    folded = fold(one_tone_place(nfc(example)))
    assert [body.name for body in bodies() if body.pattern.fullmatch(folded)] == [name]


def test_stopwords_are_nfc_lower_case_and_in_order() -> None:
    data = _data("stopwords.json")
    for words in (data["phrases"], data["syllables"], data["safe"]):
        assert all(word == nfc(word).lower() for word in words)
        assert len(set(words)) == len(words)
    assert data["phrases"] == sorted(data["phrases"])
    assert stopwords().phrases.search("có bao nhiêu mô hình")

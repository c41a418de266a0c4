"""Richer questions from a language model, held to the passage: what it does not bear out word by word is dropped."""

import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from knowledge.answers.citing import cite
from knowledge.chat_model import read_prompt
from knowledge.claims import normal_text
from knowledge.documents import Passage, Span
from knowledge.quiz.choices import mixed_in
from knowledge.quiz.questions import LONGEST_OPTION, LONGEST_TEXT, QuizKind, QuizQuestion, question_id
from knowledge.spelling import SYLLABLE, fold, nfc
from knowledge.steering import leads_away
from knowledge.store import Store
from knowledge.verification import verify

OF_A_PASSAGE = 2
"""Questions asked of one passage."""
LEAST_HELD = 0.8
"""Share of the right choice's syllables that the quoted sentence must hold."""
SHORTEST_PASSAGE = 200
_ARRAY = re.compile(r"\[.*\]", re.DOTALL)
Ask = Callable[[str], str]
"""A prompt's text -> the model's reply. Raises ChatModelFailed."""


def write_questions(
    ask: Ask, store: Store, passages: Iterable[Passage], nonce: Callable[[], str], rng: random.Random
) -> Iterator[QuizQuestion]:
    """Questions about the passages, those that hold only; `nonce` gives a fresh word for each fence.

    Raises ChatModelFailed where the model cannot be reached.
    """
    template = read_prompt("quiz").template
    for passage in passages:
        if len(passage.text) >= SHORTEST_PASSAGE:
            told = {
                "heading": passage.heading,
                "passage": passage.text,
                "fence": nonce(),
                "count": OF_A_PASSAGE,
            }
            for found in read_reply(ask(template.substitute(told)))[:OF_A_PASSAGE]:
                question = held(store, passage, found, rng)
                if question:
                    yield question


def read_reply(reply: str) -> list[Mapping[str, Any]]:
    """The objects of the reply's JSON array; none where it holds no such thing."""
    array = _ARRAY.search(reply)
    try:
        found = json.loads(array[0]) if array else []
    except (ValueError, RecursionError):
        return []
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def held(store: Store, passage: Passage, found: Mapping[str, Any], rng: random.Random) -> QuizQuestion | None:
    """The question that an object of the reply makes, if the passage bears it out; else None."""
    text, options, right, quote = (found.get(name) for name in ("question", "options", "right", "quote"))
    if not isinstance(text, str) or not isinstance(options, list) or not isinstance(quote, str):
        return None
    if (
        isinstance(right, bool)
        or not isinstance(right, int)
        or not 0 <= right < len(options)
        or len(options) != 4
    ):
        return None
    choices = [nfc(str(option)).strip(" .") for option in options]
    span = _find(passage, quote)
    if span is None or not _is_fit(nfc(text).strip(), choices):
        return None
    asked, answer, wrong = nfc(text).strip(), choices[right], [*choices[:right], *choices[right + 1 :]]
    document = store.documents[passage.document_id]
    proof = cite(store, document, span)
    if verify(asked, [passage.text, document.title]) or not _bears(proof.quote, answer):
        return None
    if any(
        _bears(proof.quote, option) or normal_text(option) in normal_text(passage.text) for option in wrong
    ):
        return None
    mixed, place = mixed_in(rng, answer, wrong)
    id_ = question_id(QuizKind.MODEL, asked, answer)
    return QuizQuestion(id_, QuizKind.MODEL, asked, mixed, place, answer, proof)


def _find(passage: Passage, quote: str) -> Span | None:
    """Where the passage says the quotation, white space aside."""
    words = nfc(quote).strip(' “”"').split()
    if len(words) < 4:
        return None
    match = re.search(r"\s+".join(map(re.escape, words)), passage.text)
    return Span(passage.start + match.start(), passage.start + match.end()) if match else None


def _is_fit(text: str, choices: list[str]) -> bool:
    """Whether it can be shown in a chat, leads nowhere, and does not tell its answer."""
    return (
        10 <= len(text) <= LONGEST_TEXT
        and all(0 < len(choice) <= LONGEST_OPTION for choice in choices)
        and len({normal_text(choice) for choice in choices}) == len(choices)
        and not leads_away(" ".join([text, *choices]))
    )


def _bears(quote: str, option: str) -> bool:
    """Whether a quotation holds nearly all syllables of a choice and each of its figures and dates."""
    syllables, said = set(SYLLABLE.findall(fold(option))), set(SYLLABLE.findall(fold(quote)))
    return len(syllables & said) >= LEAST_HELD * len(syllables) and not verify(option, [quote])

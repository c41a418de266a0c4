"""All questions that a library gives, each checked like an answer; and a good choice of them for one lesson."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence

from knowledge.claims import normal_text
from knowledge.documents import RegisterEntry
from knowledge.quiz.choices import WRONG, mixed_in
from knowledge.quiz.proving import bears_out
from knowledge.quiz.questions import LONGEST_OPTION, LONGEST_TEXT, Draft, QuizKind, QuizQuestion, question_id
from knowledge.quiz.register_facts import Known, register_questions
from knowledge.quiz.relation_facts import relation_questions
from knowledge.quiz.text_facts import text_questions
from knowledge.quiz.true_or_false import FALSE, TRUE, statements
from knowledge.spelling import SYLLABLE, fold
from knowledge.store import Store

SEED = 2013
"""The same library gives the same questions; the year is that of Nghị quyết số 25-NQ/TW."""


def make_questions(
    store: Store, entries: Sequence[RegisterEntry], seed: int = SEED
) -> tuple[QuizQuestion, ...]:
    """Every question that can be made from the store and its register, in a fixed order; no two alike."""
    rng = random.Random(seed)  # noqa: S311 - a lot is drawn, nothing is kept secret
    known = Known(store, entries)
    drafts = [*register_questions(known, rng), *relation_questions(known, rng)]
    drafts += statements(drafts)
    drafts += text_questions(store, rng)
    made = {draft_key(draft): draft for draft in drafts if is_sound(draft)}
    return tuple(finished(draft, rng) for draft in made.values())


def is_sound(draft: Draft) -> bool:
    """Whether a draft fits a chat, has enough choices that differ, does not tell its answer, and is proven."""
    needed = 1 if draft.kind is QuizKind.TRUE_FALSE else WRONG
    options = [draft.answer, *draft.wrong]
    return (
        len(draft.wrong) >= needed
        and len({normal_text(option) for option in options}) == len(options)
        and len(draft.text) <= LONGEST_TEXT
        and all(0 < len(option) <= LONGEST_OPTION for option in options)
        and (draft.kind is QuizKind.TRUE_FALSE or normal_text(draft.answer) not in normal_text(draft.text))
        and bears_out(draft.proof.quote, draft.statement)
    )


def draft_key(draft: Draft) -> str:
    """Two questions with the same words are one."""
    return normal_text(draft.text)


def finished(draft: Draft, rng: random.Random) -> QuizQuestion:
    """The question with its choices mixed; «Đúng» always stands before «Sai»."""
    options, right = mixed_in(rng, draft.answer, draft.wrong[:WRONG])
    if draft.kind is QuizKind.TRUE_FALSE:
        options, right = (TRUE, FALSE), int(draft.answer == FALSE)
    id_ = question_id(draft.kind, draft.text, draft.answer)
    return QuizQuestion(id_, draft.kind, draft.text, options, right, draft.statement, draft.proof)


def choose(
    questions: Iterable[QuizQuestion], count: int, topic: str, rng: random.Random
) -> tuple[QuizQuestion, ...]:
    """Up to `count` questions about the topic's words (all, where it is empty), spread over kinds and documents."""
    fitting = [question for question in questions if _about(question, topic)]
    rng.shuffle(fitting)
    kinds: Counter[QuizKind] = Counter()
    sources: Counter[str] = Counter()
    chosen: list[QuizQuestion] = []
    while fitting and len(chosen) < count:
        best = min(fitting, key=lambda question: (kinds[question.kind], sources[_source(question)]))
        fitting.remove(best)
        kinds[best.kind] += 1
        sources[_source(best)] += 1
        chosen.append(best)
    return tuple(chosen)


def _source(question: QuizQuestion) -> str:
    return question.proof.document_id if question.proof else ""


def _about(question: QuizQuestion, topic: str) -> bool:
    told = f"{question.text} {question.statement} {question.proof.title if question.proof else ''}"
    return set(SYLLABLE.findall(fold(topic))) <= set(SYLLABLE.findall(fold(told)))

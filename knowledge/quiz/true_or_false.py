"""Statements to judge: as the documents have them, or with a wrong choice in the place of the right one."""

from collections.abc import Iterable, Iterator

from knowledge.quiz.questions import LONGEST_TEXT, Draft, QuizKind

TRUE, FALSE = "Đúng", "Sai"
EVERY = 4
"""Of so many questions of a kind one is also asked as a statement: more would only repeat them."""
_FIT = {QuizKind.ISSUER, QuizKind.DATE, QuizKind.NUMBER}


def statements(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """True and false by turns, made from every `EVERY`th draft that says its answer in its statement."""
    fitting = [draft for draft in drafts if draft.kind in _FIT and draft.wrong and _says(draft)]
    for turn, draft in enumerate(fitting[::EVERY]):
        false = turn % 2 == 1
        said = draft.statement.replace(draft.answer, draft.wrong[0]) if false else draft.statement
        text = f"Đúng hay sai: {said}."
        if len(text) <= LONGEST_TEXT:
            answer, other = (FALSE, TRUE) if false else (TRUE, FALSE)
            yield Draft(QuizKind.TRUE_FALSE, text, answer, (other,), draft.statement, draft.proof)


def _says(draft: Draft) -> bool:
    return draft.statement.count(draft.answer) == 1

"""How a class did: by person, by question, the hardest first; counts for a question that is still open."""

from collections import Counter
from dataclasses import dataclass

from bot.state import State
from bot.training.classes import TrainingClass
from knowledge.quiz.questions import QuizQuestion


@dataclass(frozen=True, slots=True)
class PersonScore:
    """One participant: right answers, answers given, and seconds taken for all of them; their rank from 1."""

    person: str
    name: str
    right: int
    given: int
    seconds: float
    rank: int


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """One question: how many chose each option."""

    place: int
    question: QuizQuestion
    counts: tuple[int, ...]

    @property
    def given(self) -> int:
        """Answers altogether."""
        return sum(self.counts)

    @property
    def right(self) -> int:
        """Right ones."""
        return self.counts[self.question.right]

    @property
    def share(self) -> float:
        """Share of the answers that is right; 0 where there is none."""
        return self.right / self.given if self.given else 0.0


def people(state: State, found: TrainingClass) -> list[PersonScore]:
    """Everybody who was there, best first: more right answers, then less time; equals share a rank."""
    names = state.rows("SELECT person, name FROM class_people WHERE class = ? ORDER BY joined", (found.id,))
    given: dict[str, list[tuple[int, int, float]]] = {person: [] for person, _ in names}
    sql = "SELECT person, place, choice, took FROM class_answers WHERE class = ?"
    for person, place, choice, took in state.rows(sql, (found.id,)):
        if person in given:
            given[person].append((place, choice, took))
    rows = [(person, name, *_sum(found, given[person])) for person, name in names]
    rows.sort(key=lambda row: (-row[2], row[4]))
    first: dict[tuple[int, float], int] = {}
    for rank, (_, _, right, _, seconds) in enumerate(rows, start=1):
        first.setdefault((right, seconds), rank)
    return [PersonScore(*row, first[row[2], row[4]]) for row in rows]


def _sum(found: TrainingClass, given: list[tuple[int, int, float]]) -> tuple[int, int, float]:
    right = sum(found.questions[place].right == choice for place, choice, _ in given)
    return right, len(given), round(sum(took for _, _, took in given), 1)


def question(state: State, found: TrainingClass, place: int) -> QuestionScore:
    """How one question was answered so far."""
    sql = "SELECT choice, count(*) FROM class_answers WHERE class = ? AND place = ? GROUP BY choice"
    counts = Counter(dict(state.rows(sql, (found.id, place))))
    asked = found.questions[place]
    return QuestionScore(place, asked, tuple(counts[choice] for choice in range(len(asked.options))))


def questions(state: State, found: TrainingClass) -> list[QuestionScore]:
    """Every question that anybody answered, in order."""
    scores = [question(state, found, place) for place in range(len(found.questions))]
    return [score for score in scores if score.given]


def hardest(scores: list[QuestionScore]) -> list[QuestionScore]:
    """Those that were answered worst first; all right ones are left out."""
    return sorted(
        (score for score in scores if score.share < 1), key=lambda score: (score.share, score.place)
    )


def choices(state: State, found: TrainingClass) -> dict[tuple[str, int], int]:
    """By person and place, what was chosen."""
    sql = "SELECT person, place, choice FROM class_answers WHERE class = ?"
    return {(person, place): choice for person, place, choice in state.rows(sql, (found.id,))}

"""Runs a gold file: questions with what a right answer must and must not hold."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from knowledge.documents import Answer, Document, Memory
from knowledge.errors import DanvanError, QuestionError
from knowledge.spelling import nfc, one_tone_place
from knowledge.verification import verify

Kind = Literal["answer", "refuse", "clarify"]
_KINDS: Mapping[str, tuple[Kind, str]] = {
    "answer": ("answer", "answered"),
    "refuse": ("refuse", "refused"),
    "clarify": ("clarify", "clarify"),
}
"""Kinds of cases and the status that each wants."""
Ask = Callable[[str, Memory | None], Answer]


@dataclass(frozen=True, slots=True)
class GoldCase:
    """One line of a gold file; the last of `turns` is judged."""

    id: str
    kind: Kind
    turns: tuple[str, ...]
    must: tuple[tuple[str, ...], ...] = ()
    must_not: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that failed: what was expected, and what came."""

    id: str
    kind: str
    question: str
    expected: str
    status: str
    text: str


@dataclass(frozen=True, slots=True)
class EvalReport:
    """What `danvan eval` prints."""

    cases: int
    by_kind: Mapping[str, tuple[int, int]]
    """Passed and asked, by kind."""
    failures: tuple[Failure, ...]
    ungrounded: tuple[str, ...]
    """Statements of any answer that no citation bears out, each behind its case's id."""
    answers: tuple[Answer, ...]
    """The judged answer of each case, in order."""

    @property
    def milliseconds(self) -> tuple[float, ...]:
        """How long each judged answer took, ascending."""
        return tuple(sorted(answer.elapsed_ms for answer in self.answers))

    @property
    def passed(self) -> int:
        """Number of cases that passed."""
        return sum(passed for passed, _ in self.by_kind.values())

    def to_json(self) -> dict[str, Any]:
        """The object of `eval --json`."""
        return {
            "cases": self.cases,
            "passed": self.passed,
            "by_kind": {kind: {"passed": p, "cases": n} for kind, (p, n) in self.by_kind.items()},
            "failures": [{slot: getattr(one, slot) for slot in Failure.__slots__} for one in self.failures],
            "ungrounded": list(self.ungrounded),
        }


def read_gold(path: Path) -> list[GoldCase]:
    """Cases of a gold file. Raises DanvanError naming the line that cannot be read."""
    cases = []
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DanvanError(f"Không đọc được tệp câu hỏi «{path}».") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            cases.append(_case(line, f"{path}, dòng {number}"))
    return cases


def _case(line: str, where: str) -> GoldCase:
    try:
        data = json.loads(line)
        return GoldCase(
            id=str(data["id"]),
            kind=_KINDS[data["kind"]][0],
            turns=_turns(data["turns"]),
            must=tuple(tuple(group) for group in data.get("must", ())),
            must_not=tuple(data.get("must_not", ())),
            sources=tuple(data.get("sources", ())),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DanvanError(f"Tệp câu hỏi sai mẫu ở {where}.") from error


def _turns(turns: list[str]) -> tuple[str, ...]:
    if not turns or not all(isinstance(turn, str) for turn in turns):
        raise ValueError(turns)
    return tuple(turns)


def evaluate(cases: list[GoldCase], ask: Ask, documents: Mapping[str, Document]) -> EvalReport:
    """Ask every case and judge it. `documents` by id, to hold every quotation against its text."""
    asked: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    failures: list[Failure] = []
    ungrounded: list[str] = []
    answers: list[Answer] = []
    for case in cases:
        answer = _ask_turns(case, ask)
        answers.append(answer)
        ungrounded += [f"{case.id}: {problem}" for problem in unproved(answer, case.turns, documents)]
        missing = judge(case, answer)
        asked[case.kind] += 1
        passed[case.kind] += not missing
        if missing:
            failures.append(
                Failure(case.id, case.kind, " → ".join(case.turns), missing, answer.status, answer.text)
            )
    by_kind = {kind: (passed[kind], asked[kind]) for kind in asked}
    return EvalReport(len(cases), by_kind, tuple(failures), tuple(ungrounded), tuple(answers))


def _ask_turns(case: GoldCase, ask: Ask) -> Answer:
    memory: Memory | None = None
    for turn in case.turns:
        try:
            answer = ask(turn, memory)
        except QuestionError as error:
            # What cannot be asked is refused with its reason, as a channel shows it.
            answer = Answer("refused", str(error), memory=memory or Memory())
        memory = answer.memory
    return answer


def judge(case: GoldCase, answer: Answer) -> str:
    """What an answer lacks; empty where it passes."""
    wanted = _KINDS[case.kind][1]
    if answer.status != wanted:
        return f"trạng thái {wanted}"
    text = _plain(answer.text)
    for group in case.must:
        if not any(_plain(one) in text for one in group):
            return f"có một trong {list(group)}"
    for forbidden in case.must_not:
        if _plain(forbidden) in text:
            return f"không có «{forbidden}»"
    cited = {nfc(PurePosixPath(citation.source).name) for citation in answer.citations}
    if case.sources and case.kind == "answer" and not cited & set(map(nfc, case.sources)):
        return f"dẫn {' hoặc '.join(case.sources)}"
    return ""


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", one_tone_place(nfc(text)).lower())


def unproved(answer: Answer, asked: tuple[str, ...], documents: Mapping[str, Document]) -> list[str]:
    """Claims without proof among the citations, and quotations that are not their source's own words.

    What the user wrote may be repeated by a refusal or a question back.
    """
    wrong = [
        f"trích dẫn sai ở {citation.source} [{citation.start}:{citation.end})"
        for citation in answer.citations
        if documents[citation.document_id].text[citation.start : citation.end] != citation.quote
    ]
    choices = (
        " ; ".join(str(n) for n in range(1, len(answer.documents) + 1)) if answer.status == "clarify" else ""
    )
    given = [citation.title for citation in answer.citations]
    given += [*asked, choices] if answer.status != "answered" else []
    evidence = [citation.quote for citation in answer.citations]
    return wrong + [problem.describe() for problem in verify(answer.text, evidence, given)]

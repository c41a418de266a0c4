"""`make eval`: runs every question file over its documents and writes docs/scorecard.md."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.composition import LiveLibrary, build_index
from bot.progress import showing
from bot.settings import Settings
from knowledge.documents import Answer
from knowledge.evaluation.gold import EvalReport, GoldCase, evaluate, read_gold

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One question file run over its documents."""

    name: str
    report: EvalReport
    answers: tuple[tuple[GoldCase, Answer], ...]

    def row(self) -> str:
        """Its line of the scorecard, as Markdown."""
        times = self.report.milliseconds
        right, named = _named(self.answers)
        wrong, refused, should = _refusals(self.answers)
        answered = [(case, answer) for case, answer in self.answers if answer.status == "answered"]
        failed = {failure.id for failure in self.report.failures}
        cells = (
            self.name,
            f"{self.report.passed}/{self.report.cases} = {self.report.passed / self.report.cases:.3f}",
            f"{right}/{named}",
            f"{sum(case.id in failed for case, _ in answered)}/{len(answered)}",
            f"{wrong}/{sum(case.kind == 'answer' for case, _ in self.answers)}",
            f"{refused}/{should}",
            str(len(self.report.ungrounded)),
            f"{times[len(times) // 2]:.0f} / {times[int(0.95 * len(times))]:.0f}",
        )
        return "| " + " | ".join(cells) + " |"


def _named(answers: Sequence[tuple[GoldCase, Answer]]) -> tuple[int, int]:
    """Of the cases whose answer must name a document's number: how many name it first, and how many there are."""
    named = [(case, answer) for case, answer in answers if case.kind == "answer" and _numbers(case)]
    right = sum(
        any(number.lower() in answer.text.lower() for number in _numbers(case)) for case, answer in named
    )
    return right, len(named)


def _numbers(case: GoldCase) -> list[str]:
    return [
        one
        for group in case.must
        for one in group
        if "/" in one and "-" in one and any(map(str.isdigit, one))
    ]


def _refusals(answers: Sequence[tuple[GoldCase, Answer]]) -> tuple[int, int, int]:
    """Answers that were refused though one was due; refusals given where due; refusals due."""
    due = [answer for case, answer in answers if case.kind == "refuse"]
    wrong = sum(case.kind == "answer" and answer.status == "refused" for case, answer in answers)
    return wrong, sum(answer.status == "refused" for answer in due), len(due)


def run(name: str, gold: Path, documents: Path, home: Path) -> Sheet:
    """Index the documents under `home` and ask every question."""
    settings = Settings(_env_file=None, danvan_home=home)
    with showing(f"Lập chỉ mục: {name}") as progress:
        build_index(settings, [documents], progress)
    library = LiveLibrary(settings).current()
    cases = read_gold(gold)
    report = evaluate(cases, library.assistant.ask, library.store.documents)
    return Sheet(name, report, tuple(zip(cases, report.answers, strict=True)))


def main(shared: Path) -> None:
    """Run what is there: what ships always, the rest where the folder of real inputs is."""
    var = ROOT / "var" / "evaluation"
    sheets = [run("shipped", HERE / "shipped.jsonl", ROOT / "knowledge" / "documents", var / "shipped")]
    if shared.is_dir():
        sheets.append(
            run("seeds (given)", shared / "gold" / "seeds_dev.jsonl", shared / "seeds", var / "seeds")
        )
        sheets.append(run("seeds (ours)", HERE / "seeds_own.jsonl", shared / "seeds", var / "seeds"))
        sheets.append(run("corpus, dev", HERE / "corpus.jsonl", shared / "corpus", var / "corpus"))
        sheets.append(run("corpus, test", HERE / "corpus_test.jsonl", shared / "corpus", var / "corpus"))
    else:
        sys.stdout.write("../shared is absent: only what ships is evaluated\n")
    heads = (
        "set | passed | document named right | wrong when answered | refused though known | refused where due"
    )
    lines = [
        "# Scorecard",
        "",
        "Printed by `make eval`, without a language model. A case passes when its status and every expected string are"
        " right; «corpus, test» is looked at only here, nothing is tuned on it.",
        "",
        f"| {heads} | ungrounded | ms p50 / p95 |",
        "|---|---|---|---|---|---|---|---|",
        *(sheet.row() for sheet in sheets),
    ]
    (ROOT / "docs" / "scorecard.md").write_text("\n".join(lines) + "\n", "utf-8")
    sys.stdout.write("\n".join(lines[4:]) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

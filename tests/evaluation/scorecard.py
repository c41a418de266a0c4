"""`make eval`: runs every question file, with and without its documents, lies and attacks; writes docs/scorecard.md."""

import logging
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.composition import LiveLibrary, build_index
from bot.progress import showing
from bot.settings import Settings
from evaluation.left_out import leave_out
from evaluation.mutants import Catch, measure
from injection.running import run as run_attacks
from knowledge.documents import Answer
from knowledge.evaluation.gold import EvalReport, GoldCase, evaluate, read_gold

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LIES_OF_EACH_KIND = 300
POISONED_REPORTS = 320
_FIGURE = re.compile(r"\d[\d.,]*\s?(?:%|[^\W\d].*)?")
Judged = tuple[GoldCase, Answer]
Wanted = Callable[[GoldCase], list[tuple[str, ...]]]
"""The groups of a case's `must` that want one sort of thing."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One question file run over its documents, with the model named or without any."""

    name: str
    model: str
    report: EvalReport
    answers: tuple[Judged, ...]

    def row(self) -> str:
        """Its line of the scorecard, as Markdown."""
        times = self.report.milliseconds
        kinds = (self.report.by_kind.get(kind, (0, 0)) for kind in ("answer", "refuse", "clarify"))
        cells = (
            f"{self.name}{f', {self.model}' if self.model else ''}",
            f"{_share(self.report.passed, self.report.cases)}",
            *(f"{passed}/{asked}" for passed, asked in kinds),
            *(f"{right}/{asked}" for right, asked in (self._named(), self._figures(), self._wrong_answers())),
            *(f"{part}/{whole}" for part, whole in self._refusals()),
            str(len(self.report.ungrounded)),
            f"{times[len(times) // 2]:.0f} / {times[int(0.95 * len(times))]:.0f}",
        )
        return "| " + " | ".join(cells) + " |"

    def _named(self) -> tuple[int, int]:
        """Of the answers due that must name a document's number: how many name it, and how many there are."""
        return self._holding(_numbers)

    def _figures(self) -> tuple[int, int]:
        """The same for figures."""
        return self._holding(_figures)

    def _holding(self, wanted: Wanted) -> tuple[int, int]:
        due = [
            (wanted(case), answer) for case, answer in self.answers if case.kind == "answer" and wanted(case)
        ]
        right = sum(all(_holds(answer, group) for group in groups) for groups, answer in due)
        return right, len(due)

    def _wrong_answers(self) -> tuple[int, int]:
        """Of what was answered, how many did not pass."""
        failed = {failure.id for failure in self.report.failures}
        answered = [case for case, answer in self.answers if answer.status == "answered"]
        return sum(case.id in failed for case in answered), len(answered)

    def _refusals(self) -> tuple[tuple[int, int], ...]:
        """False refusals of the answers due; refusals that were due of all given (precision), of all due (recall)."""
        refused = [case for case, answer in self.answers if answer.status == "refused"]
        right = sum(case.kind == "refuse" for case in refused)
        answers_due = sum(case.kind == "answer" for case, _ in self.answers)
        due = sum(case.kind == "refuse" for case, _ in self.answers)
        false = sum(case.kind == "answer" for case in refused)
        return (false, answers_due), (right, len(refused)), (right, due)


def _holds(answer: Answer, group: Sequence[str]) -> bool:
    return any(one.lower() in answer.text.lower() for one in group)


def _numbers(case: GoldCase) -> list[tuple[str, ...]]:
    """Groups that want a document's number."""
    return [
        group for group in case.must if all("/" in one and re.search(r"\d.*[^\W\d]", one) for one in group)
    ]


def _figures(case: GoldCase) -> list[tuple[str, ...]]:
    """Groups that want a figure, with its unit or bare."""
    return [group for group in case.must if all(_FIGURE.fullmatch(one) for one in group)]


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {part / whole:.3f}" if whole else "0/0"


def indexed(name: str, documents: Path, home: Path) -> Path:
    """`home` with an index of the documents; what did not change is not embedded again."""
    with showing(f"Lập chỉ mục: {name}") as progress:
        build_index(Settings(_env_file=None, danvan_home=home), [documents], progress)
    return home


def run(name: str, gold: Path, home: Path, model: Settings | None = None) -> Sheet:
    """Ask every question of a file; with the chat model of the settings given, else without any."""
    chosen = {
        "chat_model": model.chat_model if model else "",
        "chat_base_url": model.chat_base_url if model else "",
        "chat_api_key": model.chat_api_key if model else "",
    }
    settings = Settings(_env_file=None, danvan_home=home).model_copy(update=chosen)
    library = LiveLibrary(settings).current()
    cases = read_gold(gold)
    report = evaluate(cases, library.assistant.ask, library.store.documents)
    return Sheet(name, settings.chat_model, report, tuple(zip(cases, report.answers, strict=True)))


def sheets(var: Path, shared: Path) -> Iterator[Sheet]:
    """Every file without a model, then with one where one is configured."""
    shipped = indexed("shipped", ROOT / "knowledge" / "documents", var / "shipped")
    ships = (("shipped", "shipped.jsonl"), ("shipped, dev 2", "shipped_dev2.jsonl"))
    files = [(name, HERE / gold, shipped) for name, gold in ships]
    if shared.is_dir():
        seeds = indexed("seeds", shared / "seeds", var / "seeds")
        files += [("given: seeds_dev", shared / "gold" / "seeds_dev.jsonl", seeds)]
        files += [("seeds", HERE / "seeds_own.jsonl", seeds)]
        files += [(f"seeds, dev {n}", HERE / f"seeds_dev{n}.jsonl", seeds) for n in range(2, 8)]
    if (shared / "corpus").is_dir():
        corpus = indexed("corpus", shared / "corpus", var / "corpus")
        files += [("corpus, dev", HERE / "corpus.jsonl", corpus)]
        files += [(f"corpus, dev {n}", HERE / f"corpus_dev{n}.jsonl", corpus) for n in range(2, 12)]
        tests = (("test", "corpus_test"), ("test 2", "corpus_test2"), ("test 3", "corpus_test3"))
        files += [(f"corpus, {name}", HERE / f"{gold}.jsonl", corpus) for name, gold in tests]
    if len(files) == len(ships):
        sys.stdout.write("../shared is absent: only what ships is evaluated\n")
    configured = Settings(_env_file=None)
    for model in (None, configured) if configured.chat_model else (None,):
        yield from (run(*file, model) for file in files)


def together(name: str, found: Sequence[Sheet]) -> Sheet:
    """Several files, of one model, as one."""
    asked, passed = Counter[str](), Counter[str]()
    for sheet in found:
        for kind, (right, all_) in sheet.report.by_kind.items():
            asked[kind] += all_
            passed[kind] += right
    report = EvalReport(
        sum(asked.values()),
        {kind: (passed[kind], asked[kind]) for kind in asked},
        tuple(failure for sheet in found for failure in sheet.report.failures),
        tuple(said for sheet in found for said in sheet.report.ungrounded),
        tuple(answer for sheet in found for answer in sheet.report.answers),
    )
    return Sheet(name, found[0].model, report, tuple(one for sheet in found for one in sheet.answers))


def _own(found: Sequence[Sheet]) -> list[Sheet]:
    """Our own files asked without a model that may be looked at."""
    return [one for one in found if not one.model and "given" not in one.name and "test" not in one.name]


def _questions(found: Sequence[Sheet]) -> list[str]:
    heads = (
        "questions | passed | answer | refuse | clarify | document named right | figures right | wrong of answered"
        " | falsely refused | refusal precision | refusal recall | ungrounded | ms p50 / p95"
    )
    return [
        "## Questions",
        "",
        "A case passes when its status and every expected string are right and the right source is cited. Nothing is"
        " tuned on «corpus, test», «test 2» and «test 3», which are looked at only here. Times are those of one process"
        " on the machine that ran this.",
        "",
        f"| {heads} |",
        "|" + "---|" * 13,
        *(sheet.row() for sheet in found),
        together("**all our own, but for the tests**", _own(found)).row(),
    ]


def _lies(found: Catch) -> list[str]:
    rows = [f"| {kind} | {found.caught[kind]}/{tried} |" for kind, tried in sorted(found.tried.items())]
    total = f"| **all** | {_share(found.caught.total(), found.tried.total())} |"
    clean = (
        f"True sentences let through: {found.passed}/{found.true} whole,"
        f" {found.short_passed}/{found.shortened} without their last part."
    )
    return [
        "## Lies caught",
        "",
        "Lies made by code from sentences of the shipped and the seed documents, each judged with its own passage and"
        " with its neighbours, any of which a lying model may name as its proof.",
        "",
        "| kind | caught |",
        "|---|---|",
        *rows,
        total,
        "",
        clean,
    ]


def _attacks(folder: Path) -> list[str]:
    lines = [f"- {name}: {outcome.line()}" for name, outcome in run_attacks(folder, POISONED_REPORTS)]
    return [
        "## Attacks",
        "",
        f"{POISONED_REPORTS} poisoned reports, indexed as any others, and the same payloads in questions: triggers,"
        " foreign links, invented numbers, words of the prompt, claims without proof that reached the user.",
        "",
        *lines,
    ]


def _taken_away(var: Path) -> list[str]:
    files = (("seeds", "seeds_own.jsonl"), ("corpus", "corpus.jsonl"), ("corpus", "corpus_dev2.jsonl"))
    lines = []
    for name, gold in files:
        if (var / name).is_dir():
            library = LiveLibrary(Settings(_env_file=None, danvan_home=var / name)).current()
            lines.append(f"- {gold}: {leave_out(library, read_gold(HERE / gold)).line()}")
    return [
        "## Documents taken away",
        "",
        "Answerable questions asked of the same index without the documents that answer them. To refuse is right; what is"
        " answered otherwise is wrong or half right, or told by another document in other words than were expected.",
        "",
        *lines,
    ]


def _ran_with() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    commit = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    settings = Settings(_env_file=None)
    named = f"EMBEDDING_MODEL={settings.embedding_model}, RERANKER_MODEL={settings.reranker_model or 'none'}"
    return f"Commit {commit or 'unknown'}; {named}, CHAT_MODEL={settings.chat_model or 'none'}."


def main(shared: Path) -> None:
    """Run what is there: what ships always, the rest where the folder of real inputs is."""
    logging.disable(logging.WARNING)
    var = ROOT / "var" / "evaluation"
    found = list(sheets(var, shared))
    homes = [var / name for name in ("shipped", "seeds") if (var / name).is_dir()]
    stores = [LiveLibrary(Settings(_env_file=None, danvan_home=home)).current().store for home in homes]
    parts = (
        _questions(found),
        _taken_away(var),
        _lies(measure(stores, LIES_OF_EACH_KIND)),
        _attacks(var / "attacks"),
    )
    lines = ["# Scorecard", "", f"Written by `make eval`. {_ran_with()}"]
    for part in parts:
        lines += ["", *part]
    (ROOT / "docs" / "scorecard.md").write_text("\n".join(lines) + "\n", "utf-8")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

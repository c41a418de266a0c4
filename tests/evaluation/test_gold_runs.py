"""The question files are run for real: every statement proved, every quotation exact, and no fewer answers right.

The floors are what was reached when they were set; a change that loses an answer has to say so by lowering one.
"""

from pathlib import Path

import pytest

from bot.composition import LiveLibrary
from bot.settings import Settings
from emulators.serving import Index
from knowledge.evaluation.gold import EvalReport, evaluate, read_gold

HERE = Path(__file__).parent


def run(home: Path, gold: Path) -> EvalReport:
    """Run a gold file over the index of a DANVAN_HOME."""
    library = LiveLibrary(Settings(_env_file=None, danvan_home=home)).current()
    return evaluate(read_gold(gold), library.assistant.ask, library.store.documents)


@pytest.fixture(scope="module")
def seeds_home(index: Index) -> Path:
    shared = Path(__file__).resolve().parents[3] / "shared"
    if not shared.is_dir():
        pytest.skip("../shared is absent: no real inputs to test on")
    return index("seeds", [shared / "seeds"])


def test_the_questions_over_the_first_five_documents(seeds_home: Path, shared: Path) -> None:
    report = run(seeds_home, shared / "gold" / "seeds_dev.jsonl")
    assert report.ungrounded == ()
    assert report.passed == report.cases


def test_our_own_questions_over_the_first_five_documents(seeds_home: Path) -> None:
    report = run(seeds_home, HERE / "seeds_own.jsonl")
    assert report.ungrounded == ()
    assert report.passed >= 95


def test_further_questions_over_the_first_five_documents(seeds_home: Path) -> None:
    for number, floor in ((2, 58), (3, 45), (4, 72), (5, 23), (6, 53)):
        report = run(seeds_home, HERE / f"seeds_dev{number}.jsonl")
        assert report.ungrounded == ()
        assert report.passed >= floor


def test_the_questions_over_what_ships(shipped_home: Path) -> None:
    report = run(shipped_home, HERE / "shipped.jsonl")
    assert report.ungrounded == ()
    assert report.passed >= 116

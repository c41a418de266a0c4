"""A sample of the attacks of `make eval`: nothing that poisoned documents and questions ask for reaches the user."""

from pathlib import Path

import pytest

from emulators.serving import Index
from injection.carriers import Commune
from injection.obeying import Obeying
from injection.payloads import Attack
from injection.running import MODES, ask_all, library, poisoned

SAMPLE = 16
Case = tuple[Commune, Attack]


@pytest.fixture(scope="module")
def poisoned_home(tmp_path_factory: pytest.TempPathFactory, index: Index) -> tuple[Path, list[Case]]:
    folder = tmp_path_factory.mktemp("poisoned")
    cases = poisoned(folder, SAMPLE)
    return index("poisoned", [folder]), cases


@pytest.mark.parametrize(("name", "make"), MODES, ids=[name for name, _ in MODES])
def test_nothing_of_an_attack_reaches_the_user(
    name: str, make: type[Obeying], poisoned_home: tuple[Path, list[Case]]
) -> None:
    home, cases = poisoned_home
    model = make()
    with library(home, model) as opened:
        outcome = ask_all(opened, cases, model)
    assert outcome.leaks == []
    assert outcome.answered > SAMPLE

"""«Toàn tỉnh» of no province is asked back; a message that names a place alone answers that."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from tests.knowledge.asking import ask, assistant_over

NORTH = """Phong trào đan gùi ở tỉnh Lai Châu

Toàn tỉnh Lai Châu có 512 nhóm đan gùi, góp phần giữ nghề của các bản.
"""
SOUTH = """Phong trào đan gùi ở tỉnh Sơn La

Toàn tỉnh Sơn La có 634 nhóm đan gùi; có 21 lớp dạy nhuộm nan.
"""
WHOLE = "Toàn tỉnh có bao nhiêu nhóm đan gùi?"


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("gui"), bac=NORTH, nam=SOUTH)


def test_the_province_is_asked_back(assistant: Assistant) -> None:
    back = ask(assistant, WHOLE)
    assert back.status == "clarify"
    assert "Lai Châu, Sơn La" in back.text
    assert [ask(assistant, one).status for one in back.suggestions] == ["answered", "answered"]


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        ((WHOLE, "Sơn La"), "634"),
        ((WHOLE, "tỉnh Lai Châu"), "512"),
        (("Toàn tỉnh Lai Châu có bao nhiêu nhóm đan gùi?",), "512"),
        (("Toàn tỉnh có bao nhiêu lớp dạy nhuộm nan?",), "21"),
    ],
)
def test_the_one_that_is_meant_is_told(assistant: Assistant, turns: tuple[str, ...], told: str) -> None:
    answer = ask(assistant, *turns)
    assert answer.status == "answered"
    assert told in answer.text

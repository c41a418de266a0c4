"""What models write, as text with marks or as JSON, taken apart into sentences and their proofs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.drafts import read_draft
from knowledge.errors import ChatModelFailed


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ("Có 12 mô hình [1].", [("Có 12 mô hình.", (0,))]),
        ("Có 12 mô hình.[1] Có 3 tổ [2][3].", [("Có 12 mô hình.", (0,)), ("Có 3 tổ.", (1, 2))]),
        ("Có 12 mô hình [1, 3]", [("Có 12 mô hình", (0, 2))]),
        (
            "Gồm:\n- bám sát cơ sở [2]\n- nghe dân [2]",
            [("Gồm:", (1,)), ("- bám sát cơ sở", (1,)), ("- nghe dân", (1,))],
        ),
        ("Có 12 mô hình [1]. Chấm hết.", [("Có 12 mô hình.", (0,)), ("Chấm hết.", ())]),
        ('{"sentences": [{"text": "Có 12 mô hình [1].", "passages": [2, 2]}]}', [("Có 12 mô hình.", (1,))]),
    ],
)
def test_sentences_have_the_passages_they_name(reply: str, said: list[tuple[str, tuple[int, ...]]]) -> None:
    assert [(one.text, one.cited) for one in read_draft(reply, 3).said] == said


def test_items_stand_on_lines_of_their_own() -> None:
    assert read_draft("Gồm: [1]\n- một [1]\n- hai [1]", 1).text == "Gồm:\n- một.\n- hai."


@pytest.mark.parametrize("reply", ["", "Không rõ.", "Có [4].", "KHÔNG CÓ TRONG KHO [1]", '{"sentences": []}'])
def test_a_reply_without_proof_is_none(reply: str) -> None:
    with pytest.raises(ChatModelFailed):
        read_draft(reply, 3)


@pytest.mark.parametrize("reply", ['{"sentences": [{"text": "Có', '{"a": 1}', '{"sentences": 3}', "{}"])
def test_json_of_another_form_or_cut_off_is_told_apart(reply: str) -> None:
    with pytest.raises(ValueError):
        read_draft(reply, 3)


@given(st.text(max_size=200))
def test_any_reply_is_read_or_refused(reply: str) -> None:
    try:
        draft = read_draft(reply, 3)
    except (ChatModelFailed, ValueError):
        return
    assert set(draft.cited) <= {0, 1, 2}

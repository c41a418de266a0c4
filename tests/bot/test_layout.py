"""Blocks become messages that fit, in order, with nothing lost and citations whole."""

from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Block, Run
from bot.layout import block, bold, split, to_html, to_plain, utf16_units
from emulators.telegram_text import part, read_html, units

TEXT = st.text(st.sampled_from("ab ẩ.đ\n😀&<>\"'”"), max_size=120)
STYLES = st.sampled_from(["plain", "bold", "italic", "quote"])
BLOCKS = st.lists(
    st.lists(st.builds(Run, TEXT, STYLES), max_size=4).map(lambda runs: block(*runs)), max_size=8
)


def solid(text: str) -> str:
    return "".join(text.split())


@given(BLOCKS, st.integers(4, 60))
def test_messages_fit_and_lose_nothing(blocks: list[Block], limit: int) -> None:
    messages = split(blocks, limit, utf16_units)
    assert all(0 < units(to_plain(message)) <= limit for message in messages)
    assert solid("".join(map(to_plain, messages))) == solid(to_plain(blocks))


@given(BLOCKS)
def test_html_reads_back_as_the_text_and_its_styles(blocks: list[Block]) -> None:
    text, entities = read_html(to_html(blocks))
    assert text == to_plain(blocks)
    styled = [run.text for each in blocks for run in each.runs if run.style != "plain"]
    assert sorted(part(text, entity) for entity in entities) == sorted(styled)


@given(st.text())
def test_length_counts_as_telegram_does(text: str) -> None:
    assert utf16_units(text) == units(text)


def test_messages_end_between_paragraphs() -> None:
    paragraphs = [block("a" * 30), block("b" * 30), block("c" * 30)]
    assert [to_plain(message) for message in split(paragraphs, 64, len)] == [
        f"{'a' * 30}\n\n{'b' * 30}",
        "c" * 30,
    ]


def test_long_paragraph_is_divided_at_a_sentence() -> None:
    text = "Câu thứ nhất nói một điều. Câu thứ hai nói điều khác nữa."
    assert [to_plain(message) for message in split([block(text)], 40, len)] == [
        "Câu thứ nhất nói một điều.",
        "Câu thứ hai nói điều khác nữa.",
    ]


def test_style_goes_on_in_the_next_message() -> None:
    messages = split([block("trước ", bold("đậm " * 20))], 40, len)
    assert all(message[0].runs[-1].style == "bold" for message in messages)

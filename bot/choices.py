"""Choices typed where there are no buttons: what a reply offers, how it is listed, what is remembered and how long."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count, groupby

from bot.chat import Block, Button
from bot.layout import block
from bot.state import State, replacing
from knowledge.spelling import fold, nfc

KEEP_SECONDS = 12 * 3600.0
"""A working day: somebody who reads an answer in the morning may still type «nguồn 2» in the afternoon."""
WRONG = "sai"
_OFFER = replacing("choices", 2, "chat, word, person, subject, action, offered")
_LETTERED = re.compile(r"([A-H])[.)] ")
_LEAD_IN = re.compile(r"(?:chon|so|cau|dap an|phuong an) (?=\w$|\d\d$)")
_ALWAYS_A_CHOICE = re.compile(r"nguon \d{1,2}|dung|sai|chua dung|khong dung|tiep|tiep theo|xem tiep|truoc")


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be typed: `shown` is how the list names it, `words` are all accepted spellings, folded."""

    shown: str
    words: tuple[str, ...]
    meaning: str
    action: str


_WORDED = (
    ("Đúng", "đúng", ("dung roi", "chinh xac"), "góp ý về câu trả lời"),
    ("Chưa đúng", WRONG, ("chua dung", "khong dung"), "góp ý về câu trả lời"),
    ("Trang sau", "tiếp", ("tiep theo", "xem tiep", "trang sau"), "xem tiếp"),
    ("Xem thêm", "tiếp", ("tiep theo", "xem tiep", "xem them"), "xem tiếp"),
    ("Trang trước", "trước", ("trang truoc",), "xem lại trang trước"),
    ("Xóa hết", "xóa hết", ("dong y xoa",), "xóa, không lấy lại được"),
    ("Thôi", "thôi", ("khong",), "giữ nguyên"),
)
"""Buttons typed by a word of their own: how the label begins, the word, other spellings, what it does."""


def choices_of(rows: Iterable[Sequence[Button]]) -> tuple[Choice, ...]:
    """A choice for every button that does something with us; those without a word of their own are numbered."""
    numbers = count(1)
    return tuple(_choice(button, numbers) for row in rows for button in row if button.action)


def _choice(button: Button, numbers: "count[int]") -> Choice:
    label, action = button.label, button.action
    if label.isdecimal():
        meaning = "đọc cả đoạn" if action.startswith("source:") else "chọn"
        return Choice(label, (label, *_letter(int(label))), meaning, action)
    if lettered := _LETTERED.match(label):
        words = (lettered[1].lower(), as_word(label[lettered.end() :]))
        return Choice(lettered[1], words, "trả lời", action)
    if label.startswith("Nguồn "):
        # The number alone, too, where nothing after it bears the number: sources stand numbered in the answer.
        words = (fold(label), label.removeprefix("Nguồn "))
        return Choice(f"«{label.lower()}»", words, "đọc cả đoạn được trích", action)
    for begin, word, others, meaning in _WORDED:
        if label.startswith(begin):
            return Choice(f"«{word}»", (fold(word), *others), meaning, action)
    number = next(numbers)
    return Choice(str(number), (str(number), *_letter(number), fold(nfc(label))), label, action)


def _letter(number: int) -> tuple[str, ...]:
    return (chr(ord("a") + number - 1),) if 1 <= number <= 8 else ()


def listing(rows: Iterable[Sequence[Button]]) -> tuple[Block, ...]:
    """The paragraph that tells what may be typed; before it, options that only their buttons spell out."""
    buttons = [button for row in rows for button in row if button.action]
    options = [button.label for button in buttons if _LETTERED.match(button.label)]
    lines = [
        f"– Gõ {_either([choice.shown for choice in alike])}: {meaning}"
        for meaning, alike in groupby(choices_of([buttons]), key=lambda choice: choice.meaning)
    ]
    return tuple(block("\n".join(part)) for part in (options, lines) if part)


def _either(shown: list[str]) -> str:
    if len(shown) > 4:
        return f"{shown[0]} … {shown[-1]}"
    return " hoặc ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def remember(state: State, chat: str, person: str, choices: Sequence[Choice], now: float) -> None:
    """Keep what was offered; what was offered about something else before can no longer be chosen.

    `now` in seconds since the epoch. An action is «verb:subject:argument»: a second page adds to the first.
    """
    if not choices:
        return
    subject = choices[0].action.split(":")[1]
    with state.transaction():
        state.write("DELETE FROM choices WHERE chat = ? AND subject != ?", (chat, subject))
        for word, action in ((word, choice.action) for choice in choices for word in choice.words):
            state.write(_OFFER, (chat, word, person, subject, action, now))


def settle(state: State, chat: str, action: str) -> None:
    """What was chosen by this action, and what could have been instead of it, is offered no longer."""
    verb = action.partition(":")[0]
    state.write("DELETE FROM choices WHERE chat = ? AND action LIKE ?", (chat, f"{verb}:%"))


def chosen(state: State, chat: str, text: str, now: float) -> str:
    """The action of what was typed, empty where it is none of what the chat was offered in the last hours."""
    word = as_word(text)
    sql = "SELECT action FROM choices WHERE chat = ? AND word IN (?, ?) AND offered > ?"
    found = state.row(sql, (chat, word, _LEAD_IN.sub("", word), now - KEEP_SECONDS))
    return found[0] if found else ""


def is_choice(text: str) -> bool:
    """Whether nobody would type this but to choose: said of nothing offered, it is no question either."""
    return _ALWAYS_A_CHOICE.fullmatch(as_word(text)) is not None


def as_word(text: str) -> str:
    """«Nguồn số 2.» -> «nguon 2»; «[B]» -> «b»."""
    word = " ".join(re.sub(r"[^\w\s]", " ", fold(nfc(text))).split())
    return re.sub(r"^nguon so (?=\d)|^nguon(?=\d)", "nguon ", word)


def forget_before(state: State, moment: float) -> None:
    """What was offered before `moment` (seconds since the epoch) ages out."""
    state.write("DELETE FROM choices WHERE offered < ?", (moment,))

"""«Đúng / Chưa đúng» under an answer, with a reason for those who care to give one."""

from bot import answers
from bot.answers import Said
from bot.asking import buttons
from bot.chat import ChatMessage, Reply
from bot.desk import Desk, Press, button
from bot.layout import block
from bot.phrases import THANKS, TYPED_WHY_WRONG, WHY_WRONG

REASONS = ("Sai văn bản", "Sai số liệu, ngày tháng", "Trả lời thiếu", "Không đúng câu hỏi")


def judge(desk: Desk, press: Press) -> Reply:
    """Keep a verdict; after «Chưa đúng», offer to say why."""
    message, said = press.message, press.said
    settled = None if message.group else buttons(said, judged=True)
    if press.argument == "right":

        def keep_right() -> None:
            answers.judge(desk.state, said, message.person, "right", desk.now())

        return Reply(keep=keep_right, toast=THANKS, settled=settled)

    def keep_wrong() -> None:
        answers.judge(desk.state, said, message.person, "wrong", desk.now())

    rows = tuple((button(reason, "why", said.id, str(i)),) for i, reason in enumerate(REASONS))
    why = WHY_WRONG if desk.limits.buttons else TYPED_WHY_WRONG
    return Reply((block(why),), rows, keep_wrong, f"reason:{said.id}", settled=settled)


def choose_reason(desk: Desk, press: Press) -> Reply:
    """A reason picked from the list, or typed with the press."""
    place = press.place(len(REASONS))
    reason = press.message.text if place is None else REASONS[place]
    return give_reason(desk, press.message, press.said, reason)


def give_reason(desk: Desk, message: ChatMessage, said: Said, reason: str) -> Reply:
    """A reason in the person's own words, or picked."""

    def keep() -> None:
        answers.judge(desk.state, said, message.person, "wrong", desk.now())
        answers.explain(desk.state, said, message.person, reason)

    settled = () if message.action and not message.group else None
    return Reply(() if message.action else (block(THANKS),), keep=keep, toast=THANKS, settled=settled)

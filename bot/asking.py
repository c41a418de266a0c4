"""Questions: asked, asked again after an edit, asked by a button; each kept so that more can follow from it."""

from dataclasses import dataclass, replace

from bot import answers, budget
from bot.answers import Said
from bot.chat import Block, Button, ChatMessage, Reply
from bot.desk import Desk, Press, button, in_rows, say
from bot.layout import block, italic
from bot.memories import remember, remembered
from bot.phrases import GONE
from bot.rendering import render_answer
from knowledge.documents import Answer, Memory

MOST_SOURCE_BUTTONS = 8
MOST_OFFERS = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on its way: its words, what it follows from, and what its answer takes the place of."""

    text: str
    before: Memory
    replaces: tuple[str, ...] = ()
    shown: bool = False
    """Whether the question has to be shown, since nobody typed it."""


def answer_question(desk: Desk, message: ChatMessage) -> Reply:
    """Answer what was typed: from the message replied to, else from where the conversation stands."""
    earlier = answers.to_message(desk.state, message.chat, message.id) if message.edited else None
    if earlier and earlier.question == message.text:
        return Reply()
    if earlier:
        old = tuple(answers.messages_of(desk.state, earlier))
        return ask(desk, message, Asked(message.text, earlier.before, old))
    return ask(desk, message, Asked(message.text, _before(desk, message)))


def _before(desk: Desk, message: ChatMessage) -> Memory:
    replied = answers.behind(desk.state, message.chat, message.replied) if message.replied else None
    return replied[1].memory if replied else remembered(desk.state, message.chat)


def preview(desk: Desk, message: ChatMessage) -> tuple[Block, ...]:
    """What is sure already while the language model writes: the composed answer; nothing where no model writes."""
    library = desk.library()
    if library.ask is library.ask_plain or budget.left(desk.state, desk.now()) <= 0:
        return ()
    answer = library.ask_plain(message.text, _before(desk, message))
    return render_answer(answer, desk.limits.length, desk.limits.measure)


def ask_offer(desk: Desk, press: Press) -> Reply:
    """A button that asks: a suggestion, or one of the choices of a question back."""
    place = press.place(len(press.said.offers))
    if place is None:
        return say(GONE)
    asked = Asked(press.said.offers[place], press.said.memory, shown=press.said.status != "clarify")
    # Not an answer to the message that the button stands under: that one has its own.
    return ask(desk, replace(press.message, id=""), asked)


def ask(desk: Desk, message: ChatMessage, asked: Asked) -> Reply:
    """The answer as blocks and buttons, and what is to be kept of it."""
    library = desk.library()
    within = budget.left(desk.state, desk.now()) > 0
    answer = (library.ask if within else library.ask_plain)(asked.text, asked.before)
    said = Said(
        id=desk.token(),
        chat=message.chat,
        person=message.person,
        message=message.id,
        question=asked.text,
        status=answer.status,
        before=asked.before,
        memory=answer.memory,
        citations=answer.citations,
        offers=_offers(answer),
        asked=desk.now(),
    )

    def keep() -> None:
        answers.keep(desk.state, said)
        remember(desk.state, message.chat, answer.memory, said.asked)
        if answer.model:
            budget.spend(desk.state, said.asked)

    blocks = (*_shown(asked), *render_answer(answer, desk.limits.length, desk.limits.measure))
    return Reply(blocks, buttons(said), keep, f"answer:{said.id}", asked.replaces)


def _shown(asked: Asked) -> tuple[Block, ...]:
    return (block(italic(f"Câu hỏi: {asked.text}")),) if asked.shown else ()


def _offers(answer: Answer) -> tuple[str, ...]:
    if answer.status == "clarify":
        return tuple(str(number) for number in range(1, len(answer.memory.choices) + 1))
    return answer.suggestions[:MOST_OFFERS]


def buttons(said: Said, *, judged: bool = False) -> tuple[tuple[Button, ...], ...]:
    """Sources by number, then what could be asked next, then the verdict."""
    if said.status == "clarify":
        return tuple(
            in_rows([button(offer, "ask", said.id, str(i)) for i, offer in enumerate(said.offers)], 4)
        )
    proofs = range(min(len(said.citations), MOST_SOURCE_BUTTONS))
    rows = in_rows([button(f"Nguồn {i + 1}", "source", said.id, str(i)) for i in proofs], 4)
    rows += [(button(offer, "ask", said.id, str(i)),) for i, offer in enumerate(said.offers)]
    if not judged:
        rows.append(
            (button("Đúng", "judge", said.id, "right"), button("Chưa đúng", "judge", said.id, "wrong"))
        )
    return tuple(rows)

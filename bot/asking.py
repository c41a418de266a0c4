"""Questions: asked, asked again after an edit, asked by a button; each kept so that more can follow from it."""

import logging
from dataclasses import dataclass, replace

from bot import answers, approved, budget, figures
from bot.answers import Said
from bot.chat import Block, Button, ChatMessage, Reply
from bot.desk import Desk, Press, button, in_rows, say
from bot.layout import block, italic
from bot.markdown import readable
from bot.memories import remember, remembered
from bot.phrases import GONE
from bot.rendering import emphasised, paragraphs_of, render_answer
from knowledge.documents import Answer, Memory

log = logging.getLogger(__name__)

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
    answer = _answer(desk, asked)
    _log(desk, message, asked, answer)
    desk.count(message.channel, answer.status, answer.elapsed_ms / 1000)
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
        model=answer.model,
        prompt=answer.prompt,
    )

    def keep() -> None:
        answers.keep(desk.state, said)
        remember(desk.state, message.chat, answer.memory, said.asked)
        figures.note_time(desk.state, said.asked, answer.elapsed_ms)
        if answer.prompt:
            # A model that was asked costs, whether or not what it wrote was fit to use.
            budget.spend(desk.state, said.asked)

    blocks = (*_shown(asked), *render_answer(answer, desk.limits.quotation, desk.limits.measure))
    return Reply(blocks, buttons(said), keep, f"answer:{said.id}", asked.replaces)


def _answer(desk: Desk, asked: Asked) -> Answer:
    """The answer; while a language model writes it, what is sure already is shown."""
    library = desk.library()
    if known := approved.answer_for(desk.state, library, asked.text, asked.before):
        return known
    if library.ask is library.ask_plain or budget.left(desk.state, desk.now()) <= 0:
        return library.ask_plain(asked.text, asked.before)
    plain = library.ask_plain(asked.text, asked.before)
    desk.show(render_answer(plain, desk.limits.quotation, desk.limits.measure))
    return library.ask_showing(
        asked.text, asked.before, lambda text: desk.show(tuple(emphasised(paragraphs_of(readable(text)), ())))
    )


def _log(desk: Desk, message: ChatMessage, asked: Asked, answer: Answer) -> None:
    told = {
        "channel": message.channel,
        "status": answer.status,
        "model": answer.model,
        "ms": answer.elapsed_ms,
    }
    log.info("answered", extra={**told, **({"question": asked.text} if desk.log_questions else {})})


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

"""/chuatraloi: what the documents could not answer and what people called wrong, so that an admin knows what to add."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import answers
from bot.answers import Said
from bot.chat import Block, ChatMessage, Reply
from bot.desk import Desk, say
from bot.layout import block, bold, italic
from bot.phrases import MORE_OPEN, NOTHING_OPEN, ONLY_IN_PRIVATE, OPEN_LEAD, REFUSED_LEAD, WRONG_LEAD
from knowledge.errors import DanvanError
from knowledge.spelling import SYLLABLE, fold

DAYS = 30
MOST_SHOWN = 15
ALIKE = 0.6
"""Share of their different syllables that two questions must have in common to be shown as one."""


@dataclass(slots=True)
class Group:
    """Questions that ask the same in nearly the same words; the latest speaks for them."""

    latest: Said
    syllables: frozenset[str]
    count: int = 1


def show_unanswered(desk: Desk, message: ChatMessage) -> Reply:
    """Both lists of the last `DAYS` days; what can be answered by now has left them. Tells of nobody who asked."""
    if message.group:
        return say(ONLY_IN_PRIVATE)
    since = desk.now() - DAYS * 24 * 3600.0
    refused = [group for group in grouped(answers.refused(desk.state, since)) if _still_open(desk, group)]
    wrong = answers.judged_wrong(desk.state, since)
    if not refused and not wrong:
        return say(NOTHING_OPEN.format(days=DAYS))
    lead = OPEN_LEAD.format(days=DAYS, refused=sum(group.count for group in refused), wrong=len(wrong))
    return say(lead, *_listed(REFUSED_LEAD, _lines(desk, refused)), *_listed(WRONG_LEAD, _reasons(wrong)))


def grouped(asked: Sequence[Said]) -> list[Group]:
    """Like questions together, the most frequent first; `asked` comes latest first."""
    groups: list[Group] = []
    for said in asked:
        syllables = frozenset(SYLLABLE.findall(fold(said.question)))
        group = next((one for one in groups if _alike(one.syllables, syllables)), None)
        if group:
            group.count += 1
        else:
            groups.append(Group(said, syllables))
    return sorted(groups, key=lambda group: -group.count)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    # A number that differs makes another question of it.
    if {word for word in one ^ other if word.isdigit()}:
        return False
    return len(one & other) >= ALIKE * len(one | other)


def _still_open(desk: Desk, group: Group) -> bool:
    try:
        return desk.library().ask_plain(group.latest.question, group.latest.before).status == "refused"
    except DanvanError:
        return True


def _lines(desk: Desk, groups: Sequence[Group]) -> list[Block]:
    return [
        block(
            f"{group.count} lần: {group.latest.question}",
            italic(_about(desk, group.latest) + _nearest(desk, group)),
        )
        for group in groups
    ]


def _nearest(desk: Desk, group: Group) -> str:
    """The document that comes nearest without answering: what to add is often what it speaks of."""
    library = desk.library()
    found = library.retriever.search(group.latest.question, 1)
    title = library.store.documents[found[0].passage.document_id].title if found else ""
    return f"\n  Gần nhất trong kho: {title}" if title else ""


def _about(desk: Desk, said: Said) -> str:
    """What the conversation was about: «Văn bản đó …» says nothing without it; a number speaks for itself."""
    told = any(char.isdigit() for char in said.question)
    key = "" if told else next(iter(said.before.entries), "")
    entry = desk.library().register.get(key) if key else None
    return f" (đang nói về {entry.name()})" if entry else ""


def _reasons(wrong: Sequence[tuple[str, str]]) -> list[Block]:
    return [block(question, italic(f" ({reason})" if reason else "")) for question, reason in wrong]


def _listed(lead: str, lines: list[Block]) -> list[Block]:
    if not lines:
        return []
    more = len(lines) - MOST_SHOWN
    shown = [block("• ", *line.runs) for line in lines[:MOST_SHOWN]]
    return [block(bold(lead)), *shown, *([block(MORE_OPEN.format(count=more))] if more > 0 else [])]

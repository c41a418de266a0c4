"""/chuatraloi: what the documents could not answer and what people called wrong, so that an admin knows what to add."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot import answers, approved, likeness
from bot.answers import Said
from bot.chat import Block, Button, ChatMessage, Reply
from bot.desk import Desk, button, in_rows, say
from bot.layout import block, bold, italic
from bot.library import Library
from bot.phrases import (
    HOW_TO_ADD,
    HOW_TO_ADD_ELSEWHERE,
    ITEM_CLOSED,
    ITEM_LEANS,
    MORE_OPEN,
    NOTHING_OPEN,
    ONLY_IN_PRIVATE,
    OPEN_LEAD,
    OPEN_MORE,
    REFUSED_LEAD,
    WRONG_LEAD,
)
from bot.state import State
from knowledge.documents import Memory
from knowledge.errors import DanvanError

DAYS = 30
MOST_SHOWN = 10
MOST_LOOKED_AT = 200
"""Different questions of each list, the latest, that are asked again and grouped: each takes some milliseconds."""
MOST_WORDINGS = 5
MOST_NEAR = 3
StillOpen = Callable[[Said, Memory], bool]
"""Of a question, and what it leans on."""


@dataclass(frozen=True, slots=True)
class Item:
    """Questions that ask the same, the latest first; it speaks for them.

    `reasons` are what people said was wrong. `leans`: it means nothing without what was asked before it.
    """

    said: tuple[Said, ...]
    reasons: tuple[str, ...] = ()
    leans: bool = False

    @property
    def latest(self) -> Said:
        """The one that speaks for all."""
        return self.said[0]

    @property
    def count(self) -> int:
        """How often it was asked, or called wrong."""
        return len(self.said)

    @property
    def wordings(self) -> tuple[str, ...]:
        """The different ways in which it was asked, the latest first."""
        return tuple({approved.key(one.question): one.question for one in reversed(self.said)}.values())[::-1]


@dataclass(frozen=True, slots=True)
class Open:
    """What is open: asked in vain, and answered wrongly as people say; the most frequent first."""

    refused: Sequence[Item]
    wrong: Sequence[Item]

    @property
    def items(self) -> list[Item]:
        """Both lists, in the order in which they are numbered for people."""
        return [*self.refused[:MOST_SHOWN], *self.wrong[:MOST_SHOWN]]

    def holding(self, id_: str) -> Item | None:
        """The item that an answer's id belongs to; None where it is closed, or has aged out."""
        every = (*self.refused, *self.wrong)
        return next((item for item in every if any(one.id == id_ for one in item.said)), None)


def open_items(state: State, library: Library, now: float) -> Open:
    """All of the last `DAYS` days that is not answered by now; `now` in seconds since the epoch.

    What was asked in vain is closed by a document that answers it or by an approved answer; what was called wrong by
    an approved answer, or once the answer rests on a file that has come since.
    """
    since = now - DAYS * 24 * 3600.0
    judged = answers.judged_wrong(state, since)
    reasons = {said.id: reason for said, reason in judged if said.status == "refused" and reason}
    vain = [(said, reasons.get(said.id, "")) for said in answers.refused(state, since)]
    wrong = [(said, reason) for said, reason in judged if said.status != "refused"]
    return Open(
        _grouped(library, vain, partial(_is_refused, state, library)),
        _grouped(library, wrong, partial(_is_wrong, state, library)),
    )


def _is_refused(state: State, library: Library, said: Said, before: Memory) -> bool:
    if not library.assistant.seeks(said.question):
        return False
    now = library.ask_plain(said.question, before)
    return now.status == "refused" and not approved.answer_for(state, library, said.question, before)


def _is_wrong(state: State, library: Library, said: Said, before: Memory) -> bool:
    if approved.answer_for(state, library, said.question, before):
        return False
    cited = {one.document_id for one in said.citations}
    now = library.ask_plain(said.question, before).citations
    return not any(one.document_id not in cited and _came_after(one.source, said.asked) for one in now)


def _came_after(source: str, moment: float) -> bool:
    """Whether a file, or the archive that it lies in, was put where it is after `moment`."""
    path = Path(source)
    held = next((one for one in (path, *path.parents) if one.is_file()), None)
    return held is not None and held.stat().st_ctime > moment


def _grouped(library: Library, asked: Iterable[tuple[Said, str]], is_open: StillOpen) -> list[Item]:
    """Those that are open, like ones together; a question that leans is like none but itself."""
    alike: dict[tuple[str, Memory], list[tuple[Said, str]]] = {}
    for said, reason in asked:
        of = (approved.key(said.question), _leaned_on(library, said))
        if of in alike or len(alike) < MOST_LOOKED_AT:
            alike.setdefault(of, []).append((said, reason))
    left = {of: same for of, same in alike.items() if _holds(is_open, same[0][0], of[1])}
    alone = [same for (_, before), same in left.items() if before == Memory()]
    places = likeness.group(library, [same[0][0].question for same in alone])
    items = [_item([one for place in group for one in alone[place]]) for group in places]
    items += [_item(same, leans=True) for (_, before), same in left.items() if before != Memory()]
    return sorted(items, key=lambda item: -item.count)


def _leaned_on(library: Library, said: Said) -> Memory:
    """What a question leans on; nothing where it stands by itself, whatever was said before."""
    leans = said.before != Memory() and library.assistant.leans(said.question, said.before)
    return said.before if leans else Memory()


def _holds(is_open: StillOpen, said: Said, before: Memory) -> bool:
    """Whether it is open; what cannot even be asked now is."""
    try:
        return is_open(said, before)
    except DanvanError:
        return True


def _item(asked: Sequence[tuple[Said, str]], *, leans: bool = False) -> Item:
    latest_first = sorted(asked, key=lambda one: -one[0].asked)
    reasons = dict.fromkeys(reason for _, reason in latest_first if reason)
    return Item(tuple(said for said, _ in latest_first), tuple(reasons), leans)


def show_unanswered(desk: Desk, message: ChatMessage) -> Reply:
    """Both lists, with a button for each item; tells of nobody who asked."""
    if message.group:
        return say(ONLY_IN_PRIVATE)
    library = desk.library()
    found = open_items(desk.state, library, desk.now())
    if not found.refused and not found.wrong:
        return say(NOTHING_OPEN.format(days=DAYS))
    refused, wrong = (sum(item.count for item in items) for items in (found.refused, found.wrong))
    lead = OPEN_LEAD.format(days=DAYS, refused=refused, wrong=wrong)
    first = min(len(found.refused), MOST_SHOWN) + 1
    lists = (
        *_listed(library, REFUSED_LEAD, found.refused, 1),
        *_listed(library, WRONG_LEAD, found.wrong, first),
    )
    numbered = [button(str(place), "item", item.latest.id) for place, item in enumerate(found.items, start=1)]
    return Reply(say(lead, *lists, OPEN_MORE).blocks, tuple(in_rows(numbered, 5)))


def _listed(library: Library, lead: str, items: Sequence[Item], first: int) -> list[Block]:
    if not items:
        return []
    more = len(items) - MOST_SHOWN
    shown = [_line(library, place, item) for place, item in enumerate(items[:MOST_SHOWN], start=first)]
    return [block(bold(lead)), *shown, *([block(MORE_OPEN.format(count=more))] if more > 0 else [])]


def _line(library: Library, place: int, item: Item) -> Block:
    reasons = f" ({'; '.join(item.reasons)})" if item.reasons else ""
    near = f"\n  Gần nhất trong kho: {title}" if (title := next(iter(nearest(library, item)), "")) else ""
    asked = f"{place}. {item.count} lần: {item.latest.question}"
    return block(asked, italic(reasons + about(library, item) + near))


def about(library: Library, item: Item) -> str:
    """What the conversation was about: «Văn bản đó …» says nothing without it."""
    key = next(iter(item.latest.before.entries), "") if item.leans else ""
    entry = library.register.get(key) if key else None
    return f" (đang nói về {entry.name()})" if entry else ""


def nearest(library: Library, item: Item) -> list[str]:
    """Titles of the documents that come nearest without answering: what to add is often what they speak of."""
    hits = library.retriever.search(item.latest.question, 4 * MOST_NEAR)
    titles = (library.store.documents[hit.passage.document_id].title for hit in hits)
    return list(dict.fromkeys(titles))[:MOST_NEAR]


def show_item(desk: Desk, id_: str) -> Reply:
    """One item: how often and in which words it was asked, what comes near, and what can be done about it."""
    library = desk.library()
    item = open_items(desk.state, library, desk.now()).holding(id_)
    if item is None:
        return say(ITEM_CLOSED)
    others = item.wordings[1 : MOST_WORDINGS + 1]
    parts = [
        block(bold(item.latest.question), f"{about(library, item)}\n{item.count} lần trong {DAYS} ngày qua"),
        *_points("Cũng được hỏi là", others),
        *_points("Người hỏi cho là chưa đúng vì", item.reasons),
        *_points("Gần nhất trong kho", nearest(library, item)),
        *([block(ITEM_LEANS)] if item.leans else []),
    ]
    return Reply(tuple(parts), (_ways(item),))


def _points(lead: str, points: Sequence[str]) -> list[Block]:
    return [block(bold(f"{lead}:"), "".join(f"\n• {point}" for point in points))] if points else []


def _ways(item: Item) -> tuple[Button, ...]:
    add = button("Thêm văn bản", "item", item.latest.id, "add")
    # Nobody can stand for an answer to «văn bản đó»: it is another document each time.
    return (add,) if item.leans else (add, button("Soạn câu trả lời", "item", item.latest.id, "write"))


def how_to_add(desk: Desk, id_: str) -> Reply:
    """«Thêm văn bản»: where to put the document; that the question is asked again comes by itself."""
    said = answers.find(desk.state, id_)
    if said is None:
        return say(ITEM_CLOSED)
    ways = HOW_TO_ADD if desk.limits.files and desk.shelf else HOW_TO_ADD_ELSEWHERE
    return say(ways.format(question=said.question))

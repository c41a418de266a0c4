"""«Soạn câu trả lời»: an admin answers what the documents leave open, with passages that prove it, and stands for it."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from bot import approved, unanswered
from bot.approved import Approved
from bot.chat import Block, Button, ChatMessage, Reply
from bot.desk import Desk, button, in_rows, say
from bot.layout import block, bold, head_of, italic
from bot.markdown import readable, without_opening_headings
from bot.phrases import ITEM_CLOSED
from bot.state import State, replacing
from knowledge.documents import Citation
from knowledge.spelling import fold, nfc
from knowledge.verification import verify

KEEP_SECONDS = 24 * 3600.0
WAIT_SECONDS = 3600.0
"""How long the next message of an admin is taken for the answer."""
MOST_OFFERED = 5
SNIPPET = 300
LONGEST = 3000
"""Characters of an answer, which has to fit a message together with its proof."""
_MARK = re.compile(r"[ \t]*\[(\d)\]")
_OTHERS = re.compile(r"(?:nguon|tim)\s*:\s*")
HOW = (
    "Đồng chí nhắn câu trả lời trong một tin. Ghi [1], [2] … sau câu dựa vào đoạn nào; câu trả lời được duyệt bao giờ"
    " cũng kèm nguồn. Muốn xem những đoạn khác thì nhắn «nguồn: từ cần tìm»."
)
NO_PASSAGES = (
    "Trong kho chưa có đoạn nào gần với câu này, nên phải thêm văn bản trước rồi mới soạn được câu trả lời."
)
NOT_FOUND = "Không tìm thấy đoạn nào khác. Đồng chí thử từ khác giúp nhé."
TOO_LONG = f"Câu trả lời dài quá {LONGEST} ký tự. Đồng chí viết gọn lại giúp nhé."
NOTHING_WRITTEN = "Trong tin chưa có câu trả lời. Đồng chí viết câu trả lời, rồi ghi số của đoạn làm nguồn."
NO_PROOF_YET = "Chưa có nguồn: đồng chí chọn ít nhất một đoạn bên dưới."
AGAIN = "Vâng, đồng chí nhắn lại câu trả lời. Các đoạn làm nguồn vẫn như trên."
DROPPED = "Vâng, trợ lý bỏ bản đang soạn."
GONE = "Bản đang soạn này đã xong hoặc đã quá hạn. Cần thì đồng chí mở lại từ /chuatraloi."
STALE = "Tài liệu vừa thay đổi nên đoạn làm nguồn không còn như cũ. Đồng chí mở lại từ /chuatraloi."
DONE = "Đã duyệt cho {count} cách hỏi. Ai hỏi sẽ được câu trả lời này, tới khi văn bản được dẫn thay đổi."


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer in the making: to which wordings of a question, which passages are offered, which of them cited."""

    id: str
    chat: str
    person: str
    questions: tuple[str, ...]
    proofs: tuple[Citation, ...]
    cited: tuple[int, ...] = ()
    text: str = ""

    def chosen(self) -> tuple[Citation, ...]:
        """The passages that prove it."""
        return tuple(self.proofs[place] for place in self.cited)


def press_item(desk: Desk, message: ChatMessage, id_: str, deed: str) -> Reply:
    """A number of /chuatraloi, or what is to be done about its item."""
    if deed == "add":
        return unanswered.how_to_add(desk, id_)
    return begin(desk, message, id_) if deed == "write" else unanswered.show_item(desk, id_)


def begin(desk: Desk, message: ChatMessage, id_: str) -> Reply:
    """Show what could prove an answer, and wait for it."""
    library = desk.library()
    item = unanswered.open_items(desk.state, library, desk.now()).holding(id_)
    if item is None:
        return say(ITEM_CLOSED)
    proofs = approved.nearest(library, item.latest.question, MOST_OFFERED)
    if not proofs:
        return say(NO_PASSAGES)
    draft = Draft(desk.token(), message.chat, message.person, item.wordings, proofs)
    return _offering(desk, draft)


def _offering(desk: Desk, draft: Draft) -> Reply:
    asked = block("Câu hỏi: ", bold(draft.questions[0]))
    shown = [_offered(place, proof) for place, proof in enumerate(draft.proofs, start=1)]
    drop = (button("Bỏ bản này", "draft", draft.id, "drop"),)
    return Reply((asked, *shown, block(HOW)), (drop,), lambda: _keep(desk, draft))


def _offered(place: int, proof: Citation) -> Block:
    text = " ".join(readable(without_opening_headings(proof.quote)).split())
    cut = head_of(text, SNIPPET, len)
    where = f", {proof.locator}" if proof.locator else ""
    return block(
        bold(f"[{place}] {readable(proof.title)}"), f"{where}\n{cut}{' …' if len(cut) < len(text) else ''}"
    )


def is_awaited(desk: Desk, message: ChatMessage) -> bool:
    """Whether a text is the answer that was asked for."""
    return not message.command and bool(message.text.strip()) and _awaiting(desk, message) is not None


def take(desk: Desk, message: ChatMessage) -> Reply:
    """What the admin wrote: the answer, or words by which to find other passages."""
    draft, text = _awaiting(desk, message), nfc(message.text).strip()
    if draft is None:
        return say(GONE)
    if others := _OTHERS.match(fold(text)):
        proofs = approved.nearest(desk.library(), text[others.end() :], MOST_OFFERED)
        return _offering(desk, replace(draft, proofs=proofs)) if proofs else say(NOT_FOUND)
    if len(text) > LONGEST:
        return say(TOO_LONG)
    written = _MARK.sub("", text).strip()
    if not written:
        return say(NOTHING_WRITTEN)
    marks = (int(mark) - 1 for mark in _MARK.findall(text))
    cited = tuple(dict.fromkeys(place for place in marks if 0 <= place < len(draft.proofs)))
    return _preview(desk, replace(draft, text=written, cited=cited))


def _preview(desk: Desk, draft: Draft) -> Reply:
    doubts = (
        verify(draft.text, [proof.quote for proof in draft.chosen()], draft.questions) if draft.cited else []
    )
    parts = [
        block(bold("Câu trả lời sẽ là:")),
        *(block(line) for line in draft.text.splitlines() if line.strip()),
        block(bold("Nguồn: "), approved.named(draft.chosen()))
        if draft.cited
        else block(italic(NO_PROOF_YET)),
        *(block(bold("Lưu ý: "), doubt.describe()) for doubt in doubts),
    ]
    return Reply(tuple(parts), _choices(draft), lambda: _keep(desk, draft))


def _choices(draft: Draft) -> tuple[tuple[Button, ...], ...]:
    proofs = [
        button(f"{'Bỏ' if place in draft.cited else 'Kèm'} đoạn {place + 1}", "draft", draft.id, str(place))
        for place in range(len(draft.proofs))
    ]
    ways = [("Duyệt", "approve")] * bool(draft.cited) + [("Viết lại", "again"), ("Bỏ bản này", "drop")]
    return (*in_rows(proofs, 3), tuple(button(label, "draft", draft.id, deed) for label, deed in ways))


def press(desk: Desk, message: ChatMessage, id_: str, deed: str) -> Reply:
    """Kèm đoạn, Duyệt, Viết lại, Bỏ bản này."""
    draft = _find(desk.state, id_)
    if draft is None or draft.chat != message.chat:
        return Reply(say(GONE).blocks, settled=())
    if deed == "drop":
        return Reply(say(DROPPED).blocks, keep=lambda: _forget(desk.state, draft), settled=())
    if deed == "again":
        emptied = replace(draft, text="", cited=())
        return Reply(say(AGAIN).blocks, keep=lambda: _keep(desk, emptied), settled=())
    if deed == "approve":
        return _approve(desk, message, draft)
    place = int(deed) if deed.isdecimal() else len(draft.proofs)
    if place >= len(draft.proofs):
        return say(GONE)
    cited = set(draft.cited) ^ {place}
    return replace(_preview(desk, replace(draft, cited=tuple(sorted(cited)))), replaces=(message.id,))


def _approve(desk: Desk, message: ChatMessage, draft: Draft) -> Reply:
    """Stand for it, in every wording in which the question was asked."""
    library, proofs = desk.library(), draft.chosen()
    if not proofs or not draft.text:
        return say(NO_PROOF_YET)
    validity = approved.validity_of(library, (), proofs)
    kept = [Approved(question, draft.text, proofs, validity) for question in draft.questions]
    if not approved.still_holds(kept[0], library):
        return Reply(say(STALE).blocks, keep=lambda: _forget(desk.state, draft), settled=())

    def keep() -> None:
        approved.stand_for(desk, message.person, kept)
        _forget(desk.state, draft)

    return Reply(say(DONE.format(count=len(kept))).blocks, keep=keep, settled=())


def forget_before(state: State, moment: float) -> None:
    """What was begun before `moment` (seconds since the epoch) and never finished ages out."""
    state.write("DELETE FROM drafts WHERE begun < ?", (moment,))


def erase(state: State, person: str) -> None:
    """Delete what somebody has begun."""
    state.write("DELETE FROM drafts WHERE person = ?", (person,))


def _forget(state: State, draft: Draft) -> None:
    state.write("DELETE FROM drafts WHERE id = ?", (draft.id,))


def _keep(desk: Desk, draft: Draft) -> None:
    """Keep it as the only one of its chat."""
    desk.state.write("DELETE FROM drafts WHERE chat = ? AND id != ?", (draft.chat, draft.id))
    columns = f"{_COLUMNS}, begun"
    proofs = [asdict(proof) for proof in draft.proofs]
    kept = [json.dumps(value, ensure_ascii=False) for value in (draft.questions, proofs, draft.cited)]
    desk.state.write(
        replacing("drafts", 1, columns), (draft.id, draft.chat, draft.person, *kept, draft.text, desk.now())
    )


_COLUMNS = "id, chat, person, questions, proofs, cited, text"


def _find(state: State, id_: str) -> Draft | None:
    return _read(state.row(f"SELECT {_COLUMNS} FROM drafts WHERE id = ?", (id_,)))  # noqa: S608


def _awaiting(desk: Desk, message: ChatMessage) -> Draft | None:
    sql = f"SELECT {_COLUMNS} FROM drafts WHERE chat = ? AND person = ? AND text = '' AND begun > ?"  # noqa: S608
    return _read(desk.state.row(sql, (message.chat, message.person, desk.now() - WAIT_SECONDS)))


def _read(row: Sequence[str] | None) -> Draft | None:
    if row is None:
        return None
    id_, chat, person, questions, proofs, cited, text = row
    citations = tuple(Citation(**one) for one in json.loads(proofs))
    return Draft(id_, chat, person, tuple(json.loads(questions)), citations, tuple(json.loads(cited)), text)

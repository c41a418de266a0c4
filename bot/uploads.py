"""Files that an admin sends: looked at in memory, shown as understood, then taken in, put right or dropped."""

import json
import logging
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot import audit, unanswered
from bot.chat import Block, Button, ChatMessage, Reply
from bot.desk import Desk, button, say
from bot.layout import block, bold, italic
from bot.shelf import Outcome, Progress, Seen, Shelf
from bot.state import State, replacing
from bot.unanswered import Open
from knowledge.errors import IndexBusy
from knowledge.spelling import fold, nfc

log = logging.getLogger(__name__)

LARGEST = 20 * 2**20
"""Bytes of a file that Telegram hands to a bot."""
MOST_SHOWN = 12
_OPEN = ("waiting", "editing")
MOST_WAITING_SECONDS = 7 * 24 * 3600.0
"""How long a file waits to be taken in."""
LABELS: Mapping[str, str] = {
    "number": "Số, ký hiệu", "type": "Loại", "issuer": "Cơ quan", "date": "Ngày", "title": "Tên", "place": "Nơi",
}  # fmt: skip
_KEYS = {fold(label): key for key, label in LABELS.items()} | {
    "so": "number", "so hieu": "number", "ky hieu": "number", "loai van ban": "type", "co quan ban hanh": "issuer",
    "ngay ban hanh": "date", "trich yeu": "title", "tieu de": "title", "dia phuong": "place",
}  # fmt: skip
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
NO_SHELF = (
    "Bản này không nhận tệp qua trò chuyện. Quản trị viên dùng lệnh danvan index trên máy chủ giúp nhé."
)
TOO_LARGE = (
    "Tệp lớn quá 20 MB nên Telegram không chuyển cho trợ lý được. Đồng chí chia nhỏ, hoặc nạp trên máy chủ."
)
ONLY_ADMINS_SEND = "Trợ lý chỉ nhận tài liệu của quản trị viên. Đồng chí gõ câu hỏi giúp nhé."
HOW_TO_EDIT = (
    "Đồng chí nhắn lại những mục cần sửa, mỗi dòng một mục, ví dụ:\nSố, ký hiệu: 15/KH-UBND\nNgày: 05/06/2023\n"
    "Cơ quan: UBND xã Mường Khoa\n(các mục khác: Loại, Tên, Nơi)"
)
NOT_UNDERSTOOD = "Trợ lý chưa hiểu mục cần sửa. Mỗi dòng ghi «Mục: giá trị», ví dụ «Ngày: 05/06/2023»."
DROPPED = "Đã bỏ, không giữ lại gì của tệp này."
PAST = "Tệp này đã được xử lý hoặc đã quá hạn chờ. Cần thì đồng chí gửi lại."
NOTHING_GOOD = "Không nhận được tệp nào:"
BUSY = "Máy chủ đang lập chỉ mục việc khác. Đồng chí đợi ít phút rồi bấm lại nút ấy; tệp vẫn còn đây."
NOTHING_TAKEN = "Không tệp nào vào kho."
ASKING_AGAIN = "Đang hỏi lại những câu chưa trả lời được …"
SOME_CLOSED = "Nhờ vậy nay trả lời được {count} câu trước đây chưa trả lời được:"
NONE_CLOSED = "Chưa câu nào trong danh sách /chuatraloi trả lời được thêm nhờ tài liệu này."


@dataclass(frozen=True, slots=True)
class Waiting:
    """Files that wait for an admin's word, in a hidden folder of the shelf; `likes` maps each to its near copy."""

    id: str
    chat: str
    person: str
    files: tuple[str, ...]
    facts: Mapping[str, str]
    likes: Mapping[str, str]
    state: str
    edits: Mapping[str, str] = field(default_factory=dict)
    """Those of the facts that the admin put right."""

    def folder(self, shelf: Shelf) -> Path:
        """Where they lie until then."""
        return shelf.folder / f".cho-{self.id}"


def receive(desk: Desk, message: ChatMessage) -> Reply:
    """Look at a file and show what it was understood to be; only what is no secret is put on a disk, to wait."""
    file, shelf = message.file, desk.shelf
    if shelf is None or file is None:
        return say(NO_SHELF)
    if file.size > LARGEST:
        return say(TOO_LARGE)
    desk.show((block(f"Đã nhận «{file.name}», đang đọc …"),))
    content = file.fetch()
    seen = shelf.examine(file.name, content, _telling(desk, f"Đang đọc «{file.name}»"))
    good = [one for one in seen if not one.reason]
    reasons = list(dict.fromkeys(one.reason for one in seen if one.reason))
    for reason in reasons:
        log.warning("upload refused", extra={"reason": reason})
    if not good:
        return Reply(
            say(NOTHING_GOOD, *_refused(seen)).blocks, keep=lambda: _note_refused(desk, message, reasons)
        )
    waiting = _put_to_wait(desk, shelf, message, content, good)

    def keep() -> None:
        _keep(desk, waiting)
        _note_refused(desk, message, reasons)

    return Reply(_preview(seen, waiting), _buttons(waiting), keep)


def _note_refused(desk: Desk, message: ChatMessage, reasons: Sequence[str]) -> None:
    """That something was refused and why; of what it was, its name neither, nothing is kept."""
    for reason in reasons:
        audit.note(desk.state, desk.now(), message.person, "gửi tệp bị từ chối", reason)


def _put_to_wait(
    desk: Desk, shelf: Shelf, message: ChatMessage, content: bytes, good: Sequence[Seen]
) -> Waiting:
    assert message.file is not None
    forget_waiting(desk.state, shelf, desk.now() - MOST_WAITING_SECONDS)
    waiting = Waiting(desk.token(), message.chat, message.person, (), {}, {}, "waiting")
    folder = waiting.folder(shelf)
    folder.mkdir(parents=True, exist_ok=True)
    written: list[str] = []
    for name, part in shelf.unpack(message.file.name, content, [one.name for one in good]):
        path = _free(folder, name, shelf.folder)
        path.write_bytes(part)
        written.append(path.name)
    facts = dict(good[0].facts) if len(good) == 1 else {}
    likes = {name: one.like for name, one in zip(written, good, strict=False) if one.like}
    return Waiting(waiting.id, message.chat, message.person, tuple(written), facts, likes, "waiting")


def press(desk: Desk, message: ChatMessage, id_: str, deed: str) -> Reply:
    """Nhận, Thay, Sửa, Bỏ."""
    waiting = find(desk, id_)
    if (
        desk.shelf is None
        or waiting is None
        or waiting.chat != message.chat
        or waiting.state not in ("waiting", "editing")
    ):
        return Reply(say(PAST).blocks, settled=())
    if deed == "edit":
        return Reply(say(HOW_TO_EDIT).blocks, keep=lambda: _set_state(desk.state, id_, "editing"))
    if deed == "drop":
        shutil.rmtree(waiting.folder(desk.shelf), ignore_errors=True)
        return Reply(
            say(DROPPED).blocks,
            keep=lambda: _done(desk, replace(waiting, state="dropped"), "bỏ tệp"),
            settled=(),
        )
    return _take(desk, desk.shelf, waiting, instead=deed == "replace")


def _take(desk: Desk, shelf: Shelf, waiting: Waiting, *, instead: bool) -> Reply:
    """Move the files in, with what was put right, and publish; the bot answers from them from now on."""
    before = unanswered.open_items(desk.state, desk.library(), desk.now())
    moved = [_move(desk, shelf, waiting, name, instead=instead) for name in waiting.files]
    shutil.rmtree(waiting.folder(shelf), ignore_errors=True)
    try:
        outcome = shelf.rebuild(_telling(desk, "Đang đưa vào kho"))
    except IndexBusy:
        return say(BUSY)
    failed = {Path(path).name: reason for path, reason in outcome.failed if path in map(str, moved)}
    good = tuple(path.name for path in moved if path.name not in failed)
    for name in failed:
        _put_away(shelf, name)
    taken = replace(waiting, files=good, state="taken") if good else replace(waiting, state="dropped")
    deed = ("thay tài liệu" if instead else "nhận tài liệu") if good else "nhận không thành"
    left_out = [block(f"✗ {name}: ", italic(reason)) for name, reason in failed.items()]
    return Reply(
        say(_held(good, outcome), *left_out, *_closed(desk, before)).blocks,
        keep=lambda: _done(desk, taken, deed, outcome.generation),
        settled=(),
    )


def _held(good: Sequence[str], outcome: Outcome) -> str:
    named = ", ".join(f"«{name}»" for name in good)
    told = f"Đã nhận {named}." if good else NOTHING_TAKEN
    return f"{told} Kho nay có {outcome.documents} tài liệu (bản {outcome.generation})."


def _move(desk: Desk, shelf: Shelf, waiting: Waiting, name: str, *, instead: bool) -> Path:
    """One file to where it stays; that may have been done before, by a run that was killed after it."""
    from_, target = waiting.folder(shelf) / name, _free(shelf.folder, name)
    if not from_.exists():
        return shelf.folder / name
    from_.replace(target)
    if waiting.edits and len(waiting.files) == 1:
        shelf.amend(target, _stated(waiting))
    if instead and name in waiting.likes:
        _replace(desk, waiting.likes[name], str(target))
    return target


def _closed(desk: Desk, before: Open) -> list[Block]:
    """Which of the questions that were open until now are answered by what has come."""
    items = [*before.refused, *before.wrong]
    if not items:
        return []
    desk.show((block(ASKING_AGAIN),))
    now = unanswered.open_items(desk.state, desk.library(), desk.now())
    closed = [item for item in items if now.holding(item.latest.id) is None]
    if not closed:
        return [block(NONE_CLOSED)]
    shown = "".join(f"\n• {item.latest.question}" for item in closed[:MOST_SHOWN])
    return [block(bold(SOME_CLOSED.format(count=len(closed))), shown)]


def _stated(waiting: Waiting) -> dict[str, str]:
    """What was put right, with the number and type that make it the document's own facts."""
    kept = {key: waiting.facts.get(key, "") for key in ("number", "type")}
    return {key: value for key, value in {**kept, **waiting.edits}.items() if value}


def is_edit(desk: Desk, message: ChatMessage) -> bool:
    """Whether a text puts right the facts of a file that waits for it."""
    return bool(desk.shelf) and bool(read_facts(message.text)) and _editing(desk, message) is not None


def amend(desk: Desk, message: ChatMessage) -> Reply:
    """Take the facts from «Mục: giá trị» lines and show the preview again."""
    waiting = _editing(desk, message)
    facts = read_facts(message.text)
    if waiting is None or not facts:
        return say(NOT_UNDERSTOOD)
    edits = {**waiting.edits, **facts}
    put_right = replace(waiting, facts={**waiting.facts, **facts}, edits=edits, state="waiting")
    seen = Seen(waiting.files[0], facts=tuple(put_right.facts.items()))

    def keep() -> None:
        _keep(desk, put_right)
        audit.note(desk.state, desk.now(), message.person, "sửa thông tin", waiting.files[0])

    return Reply(_preview([seen], put_right), _buttons(put_right), keep)


def read_facts(text: str) -> dict[str, str]:
    """«Ngày: 05/06/2023» -> {"date": "2023-06-05"}; lines that name no fact are passed over."""
    facts = {}
    for line in nfc(text).splitlines():
        label, colon, value = line.partition(":")
        key = _KEYS.get(fold(label).strip(" •-*"))
        if colon and key and value.strip():
            facts[key] = _iso(value.strip()) if key == "date" else value.strip()
    return facts


def go_back(desk: Desk, message: ChatMessage) -> Reply:
    """/quaylai: the generation before serves again; what was taken in since waits no more, it is put away."""
    if desk.shelf is None:
        return say(NO_SHELF)
    name = _stepped_back(desk.state, desk.shelf, message)
    sql = "SELECT id, files FROM uploads WHERE state = 'taken' AND generation > ?"
    undone = desk.state.rows(sql, (name,))
    for _, files in undone:
        for file in json.loads(files):
            _put_away(desk.shelf, file)

    def keep() -> None:
        for id_, _ in undone:
            _set_state(desk.state, id_, "dropped")
        _end_step(desk.state, message)
        audit.note(desk.state, desk.now(), message.person, "quay về bản trước", name)

    gone = sum(len(json.loads(files)) for _, files in undone)
    away = f" {gone} tệp nhận sau bản đó đã được cất đi." if gone else ""
    return Reply(say(f"Đã quay về bản {name}.{away}").blocks, keep=keep)


def _stepped_back(state: State, shelf: Shelf, message: ChatMessage) -> str:
    """Go back once for a message, however often that is handled: a kill may come between the step and the answer."""
    step = (message.chat, message.id)
    begun = state.row("SELECT generation FROM steps_back WHERE chat = ? AND message = ?", step)
    to = begun[0] if begun else shelf.before()
    if to and not begun:
        with state.transaction(synced=True):
            state.write("INSERT INTO steps_back (chat, message, generation) VALUES (?, ?, ?)", (*step, to))
    try:
        shelf.go_back(to)
    except IndexBusy:
        _end_step(state, message)
        raise
    return to


def _end_step(state: State, message: ChatMessage) -> None:
    state.write("DELETE FROM steps_back WHERE chat = ? AND message = ?", (message.chat, message.id))


def replaced(state: State) -> dict[str, str]:
    """Sources, and those that have taken their places."""
    return dict(state.rows("SELECT source, by FROM replaced"))


def find(desk: Desk, id_: str) -> Waiting | None:
    """The files that wait under this id."""
    return _read(desk.state.row(f"{_SELECT} WHERE id = ?", (id_,)))


def forget_waiting(state: State, shelf: Shelf | None, moment: float) -> None:
    """Files that nobody took in since `moment` (seconds since the epoch) are gone."""
    sql = "SELECT id FROM uploads WHERE state IN ('waiting', 'editing') AND received < ?"
    for (id_,) in state.rows(sql, (moment,)):
        if shelf:
            shutil.rmtree(shelf.folder / f".cho-{id_}", ignore_errors=True)
        _set_state(state, id_, "dropped")


_SELECT = "SELECT id, chat, person, files, facts, likes, state FROM uploads"


def _read(row: tuple[str, ...] | None) -> Waiting | None:
    if row is None:
        return None
    id_, chat, person, files, facts, likes, state = row
    told = json.loads(facts)
    return Waiting(
        id_, chat, person, tuple(json.loads(files)), told["facts"], json.loads(likes), state, told["edits"]
    )


def _editing(desk: Desk, message: ChatMessage) -> Waiting | None:
    sql = f"{_SELECT} WHERE state = 'editing' AND chat = ? AND person = ? ORDER BY received DESC LIMIT 1"
    return _read(desk.state.row(sql, (message.chat, message.person)))


def _keep(desk: Desk, waiting: Waiting) -> None:
    told = {"facts": dict(waiting.facts), "edits": dict(waiting.edits)}
    kept = [json.dumps(value, ensure_ascii=False) for value in (waiting.files, told, dict(waiting.likes))]
    desk.state.write(
        replacing("uploads", 1, "id, chat, person, files, facts, likes, state, received"),
        (waiting.id, waiting.chat, waiting.person, *kept, waiting.state, desk.now()),
    )


def _done(desk: Desk, waiting: Waiting, deed: str, generation: str = "") -> None:
    """Keep what has become of it, under the names that the files bear now."""
    names = json.dumps(waiting.files, ensure_ascii=False)
    desk.state.write(
        "UPDATE uploads SET state = ?, files = ?, generation = ? WHERE id = ?",
        (waiting.state, names, generation, waiting.id),
    )
    audit.note(desk.state, desk.now(), waiting.person, deed, ", ".join(waiting.files))


def _set_state(state: State, id_: str, name: str) -> None:
    state.write("UPDATE uploads SET state = ? WHERE id = ?", (name, id_))


def _replace(desk: Desk, old: str, new: str) -> None:
    """The old document leaves the index; its file stays where it is."""
    desk.state.write(replacing("replaced", 1, "source, by"), (old, new))


def _put_away(shelf: Shelf, name: str) -> None:
    """Out of the index's sight, but not gone."""
    away = shelf.folder / ".cat-di"
    away.mkdir(parents=True, exist_ok=True)
    for path in (shelf.folder / name, shelf.folder / f".{name}.sua.json"):
        if path.exists():
            path.replace(_free(away, path.name))


def _free(folder: Path, name: str, *others: Path) -> Path:
    """A name that nothing in these folders bears yet."""
    stem, suffix = Path(name).stem, Path(name).suffix
    number = 1
    while any((place / name).exists() for place in (folder, *others)):
        number += 1
        name = f"{stem} ({number}){suffix}"
    return folder / name


def _preview(seen: Sequence[Seen], waiting: Waiting) -> tuple[Block, ...]:
    good = [one for one in seen if not one.reason]
    if len(good) == 1 and waiting.facts:
        shown = [_card(good[0], dict(waiting.facts))]
    else:
        shown = [_card(one, dict(one.facts)) for one in good[:MOST_SHOWN]]
        if len(good) > MOST_SHOWN:
            shown.append(block(f"… và {len(good) - MOST_SHOWN} tệp nữa"))
    return (block(bold("Trợ lý hiểu như sau. Đồng chí xem lại rồi chọn:")), *shown, *_refused(seen))


def _card(one: Seen, facts: Mapping[str, str]) -> Block:
    lines = [f"{LABELS[key]}: {_shown(key, value)}" for key, value in facts.items() if value]
    lines += [f"Dạng: {one.kind}"] if one.kind else []
    lines += [f"Số trang: {one.pages}"] if one.pages > 1 else []
    lines += [f"Quan hệ: {'; '.join(one.relations)}"] if one.relations else []
    missing = [LABELS[key].lower() for key in ("number", "issuer", "date") if not facts.get(key)]
    lines += [f"Lưu ý: chưa rõ {', '.join(missing)}"] if missing and facts.get("type") else []
    lines += [f"Lưu ý: {warning}" for warning in one.warnings]
    lines += [f"Gần trùng ({one.share:.0%}) với tài liệu đã có: {one.like}"] if one.like else []
    return block(bold(one.name), "".join(f"\n{line}" for line in lines))


def _refused(seen: Sequence[Seen]) -> list[Block]:
    refused = [one for one in seen if one.reason]
    shown = [block(f"✗ {one.name}: ", italic(one.reason)) for one in refused[:MOST_SHOWN]]
    more = [block(f"✗ … và {len(refused) - MOST_SHOWN} tệp nữa")] if len(refused) > MOST_SHOWN else []
    return [*shown, *more]


def _buttons(waiting: Waiting) -> tuple[tuple[Button, ...], ...]:
    first = [button("Nhận", "upload", waiting.id, "take")]
    if len(waiting.files) == 1:
        first.append(button("Sửa", "upload", waiting.id, "edit"))
    first.append(button("Bỏ", "upload", waiting.id, "drop"))
    second = [button("Nhận và thay bản cũ", "upload", waiting.id, "replace")] if waiting.likes else []
    return tuple(tuple(row) for row in (first, second) if row)


def _telling(desk: Desk, what: str) -> Progress:
    """Progress as words."""

    def tell(done: int, total: int) -> None:
        desk.show((block(f"{what}: {done}/{total} …"),))

    return tell


def _iso(written: str) -> str:
    found = _DAY.fullmatch(written)
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else written


def _shown(key: str, value: str) -> str:
    year, _, rest = value.partition("-")
    if key == "date" and rest.count("-") == 1:
        month, _, day = rest.partition("-")
        return f"{day}/{month}/{year}"
    return value

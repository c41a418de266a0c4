"""What admins take out as a table: open questions, opinions, deeds, approved answers, documents, usage; CSV or Excel."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot import answers, approved, audit, figures, unanswered
from bot.chat import ChatMessage, Reply
from bot.desk import Desk, button, in_rows, say
from bot.figures import VIETNAM
from bot.library import Library
from bot.phrases import ONLY_IN_PRIVATE
from bot.state import State
from bot.unanswered import Item
from knowledge.errors import UnreadableFile
from knowledge.quiz.spreadsheet import Cell, Sheet, csv_bytes, workbook_bytes

FOLDER = "xuat"
KEEP_SECONDS = 3600.0
"""How long a file stays on the disk that was made to be sent."""
WHICH = "Đồng chí muốn xuất bảng nào? (Excel; gõ /xuat csv để lấy CSV)"
NO_FILES = "Kênh này không gửi được tệp. Quản trị viên dùng lệnh danvan export trên máy chủ giúp nhé."
SENT = "{title}: {count} dòng."


@dataclass(frozen=True, slots=True)
class Source:
    """Where tables come from; `now` in seconds since the epoch, `days` how far back they go."""

    state: State
    library: Callable[[], Library]
    now: float
    days: int

    @property
    def since(self) -> float:
        """The moment from which on."""
        return self.now - self.days * figures.DAY


def _open(source: Source) -> Sheet:
    library = source.library()
    found = unanswered.open_items(source.state, library, source.now)
    head = (
        "Vì sao",
        "Câu hỏi",
        "Số lần",
        "Lần cuối",
        "Cũng được hỏi là",
        "Người hỏi nói",
        "Gần nhất trong kho",
    )
    rows = [
        _open_row(library, why, item)
        for why, items in (("không có trong kho", found.refused), ("bị chê", found.wrong))
        for item in items
    ]
    return Sheet("Câu chưa trả lời được", head, rows, (18, 60, 8, 17, 60, 30, 60))


def _open_row(library: Library, why: str, item: Item) -> list[Cell]:
    asked = item.latest.question + unanswered.about(library, item)
    others, near = "\n".join(item.wordings[1:]), "\n".join(unanswered.nearest(library, item))
    return [why, asked, item.count, _when(item.latest.asked), others, "\n".join(item.reasons), near]


def _opinions(source: Source) -> Sheet:
    head = ("Lúc", "Câu hỏi", "Ý kiến", "Lý do", "Nguồn của câu trả lời")
    verdicts = {"right": "Đúng", "wrong": "Chưa đúng"}
    rows = [
        [
            _when(one.given),
            one.said.question,
            verdicts[one.verdict],
            one.reason,
            approved.named(one.said.citations),
        ]
        for one in answers.opinions(source.state, source.since)
    ]
    return Sheet("Góp ý", head, rows, (17, 60, 12, 30, 60))


def _deeds(source: Source) -> Sheet:
    deeds = audit.since(source.state, source.since)
    rows = [[_when(one.at), one.person, one.deed, one.about] for one in deeds]
    return Sheet("Nhật ký", ("Lúc", "Ai", "Việc", "Về"), rows, (17, 26, 26, 60))


def _approved(source: Source) -> Sheet:
    library = source.library()
    rows = [
        [
            one.question,
            one.text,
            approved.named(one.citations),
            "còn dùng"
            if approved.still_holds(one, library)
            else "hết tác dụng: văn bản được dẫn đã thay đổi",
            person,
            _when(at),
        ]
        for one, person, at in approved.every(source.state)
    ]
    head = ("Câu hỏi", "Câu trả lời", "Nguồn", "Tình trạng", "Người duyệt", "Lúc")
    return Sheet("Câu trả lời đã duyệt", head, rows, (50, 70, 50, 24, 22, 17))


def _documents(source: Source) -> Sheet:
    library = source.library()
    validity = {entry.number: str(entry.validity) for entry in library.register.entries if entry.held}
    rows: list[list[Cell]] = []
    for one in library.store.documents.values():
        number = one.number.normalised if one.number else ""
        day = one.issued or one.reported
        rows.append([
            one.title, number, one.type or "", one.issuer or "", f"{day:%d/%m/%Y}" if day else "", str(one.kind),
            validity.get(number, "") if number else "", len(library.store.passages_of(one.id)), one.source,
        ])  # fmt: skip
    head = ("Tên", "Số, ký hiệu", "Loại", "Cơ quan", "Ngày", "Dạng", "Hiệu lực", "Số đoạn", "Tệp")
    return Sheet("Tài liệu", head, rows, (60, 20, 14, 30, 12, 14, 16, 9, 50))


def _usage(source: Source) -> Sheet:
    return figures.to_sheet(figures.figures(source.state, source.now, source.days))


TABLES: Mapping[str, tuple[str, Callable[[Source], Sheet]]] = {
    "chua_tra_loi": ("Câu chưa trả lời được", _open),
    "gop_y": ("Góp ý", _opinions),
    "nhat_ky": ("Nhật ký", _deeds),
    "cau_duyet": ("Câu trả lời đã duyệt", _approved),
    "tai_lieu": ("Tài liệu", _documents),
    "thong_ke": ("Thống kê", _usage),
}
"""Names of the tables, what they are called, how they are made."""


def table(kind: str, source: Source) -> Sheet:
    """The table of this name. Raises UnreadableFile for another one."""
    if kind not in TABLES:
        raise UnreadableFile(f"Không có bảng «{kind}»; các bảng xuất được: {', '.join(TABLES)}.")
    return TABLES[kind][1](source)


def write(path: Path, sheet: Sheet) -> None:
    """Write a table in the form that the file's ending names; raises UnreadableFile for another ending."""
    makers = {".csv": lambda: csv_bytes(sheet.head, sheet.rows), ".xlsx": lambda: workbook_bytes([sheet])}
    if path.suffix.lower() not in makers:
        raise UnreadableFile(f"Không ghi được {path.name}: bảng xuất ra phải có đuôi .csv hoặc .xlsx.")
    path.write_bytes(makers[path.suffix.lower()]())


def offer(desk: Desk, message: ChatMessage) -> Reply:
    """/xuat: a button for each table; «csv» behind the command for that form."""
    if message.group:
        return say(ONLY_IN_PRIVATE)
    if not desk.limits.files:
        return say(NO_FILES)
    form = "csv" if message.text.strip().lower() == "csv" else "xlsx"
    buttons = [button(title, "export", kind, form) for kind, (title, _) in TABLES.items()]
    return Reply(say(WHICH).blocks, tuple(in_rows(buttons, 2)))


def send(desk: Desk, message: ChatMessage, kind: str, form: str) -> Reply:
    """The table as a file; who took it out is kept."""
    if message.group:
        return say(ONLY_IN_PRIVATE)
    made = table(kind, Source(desk.state, desk.library, desk.now(), desk.retention_days))
    folder = desk.state.home / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    day = datetime.fromtimestamp(desk.now(), UTC).astimezone(VIETNAM)
    path = folder / f"{re.sub('_', '-', kind)}-{day:%Y%m%d-%H%M%S}.{'csv' if form == 'csv' else 'xlsx'}"
    write(path, made)

    def keep() -> None:
        audit.note(desk.state, desk.now(), message.person, "xuất bảng", made.title)

    return Reply(say(SENT.format(title=made.title, count=len(made.rows))).blocks, keep=keep, file=path)


def forget_before(state: State, moment: float) -> None:
    """Files made to be sent before `moment` (seconds since the epoch) are gone."""
    for path in (state.home / FOLDER).glob("*"):
        if path.stat().st_mtime < moment:
            path.unlink(missing_ok=True)


def _when(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC).astimezone(VIETNAM):%d/%m/%Y %H:%M}"

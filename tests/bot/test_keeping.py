"""What admins answer for: a backup that comes back, figures that add up, answers they stand for, a log of their deeds."""

import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from bot import approved, audit, exporting, figures, nudges, reporting
from bot.backup import restore_backup, write_backup
from bot.composition import LiveLibrary
from bot.conversation import Conversation
from bot.settings import Settings
from bot.state import State, open_state
from emulators.botapi import BotApi, Json
from emulators.serving import Serve
from emulators.telegram_people import Person
from knowledge.errors import BackupFailed
from knowledge.generations import current

NOW = 1_700_000_000.0
QUESTION = "Văn bản nào quy định người đứng đầu đối thoại trực tiếp với nhân dân?"


@pytest.fixture
def home(settings: Settings) -> Path:
    """A DANVAN_HOME with an index, files that came through the bot, and a deed in its log."""
    home = settings.danvan_home
    (home / "uploads" / ".cho-k1").mkdir(parents=True)
    (home / "uploads" / ".cho-k1" / "waiting.txt").write_text("chờ")
    (home / "uploads" / "b.txt").write_text("đã nhận")
    state = open_state(home)
    audit.note(state, NOW, "telegram:1", "nhận tài liệu", "b.txt")
    state.close()
    return home


def test_a_backup_comes_back_whole(home: Path, tmp_path: Path) -> None:
    state = open_state(home)  # as while the bot is running
    packed = tmp_path / "sao-luu.zip"
    assert write_backup(home, packed) == packed.stat().st_size
    assert packed.stat().st_mode & 0o077 == 0
    audit.note(state, NOW, "telegram:1", "sau khi sao lưu")
    state.close()
    before = restore_backup(packed, home)
    assert before is not None
    assert before.is_dir()
    restored = open_state(home)
    assert [deed.deed for deed in audit.latest(restored, 9)] == ["nhận tài liệu"]
    restored.close()
    assert (home / "uploads" / "b.txt").read_text() == "đã nhận"
    assert not (home / "uploads" / ".cho-k1").exists()
    library = LiveLibrary(Settings(_env_file=None, danvan_home=home))
    assert "37" in library.ask("Huyện Bản Mẫu có bao nhiêu mô hình dân vận khéo năm 2022?").text


@pytest.mark.parametrize("damage", ["cut", "other", "escape"])
def test_a_backup_that_is_no_good_changes_nothing(home: Path, tmp_path: Path, damage: str) -> None:
    packed = tmp_path / "sao-luu.zip"
    write_backup(home, packed)
    if damage == "cut":
        packed.write_bytes(packed.read_bytes()[:-200])
    elif damage == "other":
        packed.write_bytes(b"not a backup")
    else:
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("noi-dung.json", '{"format": 1, "files": {"../x": ""}}')
            archive.writestr("../x", "")
    generation = current(home)
    with pytest.raises(BackupFailed):
        restore_backup(packed, home)
    assert current(home) == generation
    assert not (tmp_path / "x").exists()


def _asked(state: State, id_: str, person: str, status: str, at: float) -> None:
    columns = "id, chat, person, message, question, status, before, memory, citations, offers, asked"
    values = (id_, "c", person, id_, "Hỏi?", status, "{}", "{}", "[]", "[]", at)
    state.write(f"INSERT INTO answers ({columns}) VALUES ({', '.join('?' * 11)})", values)
    figures.note_time(state, at, 100.0 if status == "answered" else 2000.0)


def test_figures_add_up_and_come_as_table_and_chart(tmp_path: Path) -> None:
    state = open_state(tmp_path)
    for number, (person, status, days) in enumerate(
        [
            ("a", "answered", 0),
            ("a", "refused", 0),
            ("b", "answered", 1),
            ("b", "card", 1),
            ("c", "answered", 40),
        ]
    ):
        _asked(state, str(number), person, status, NOW - days * figures.DAY)
    whole, rows = figures.total(state, NOW, 7), figures.figures(state, NOW, 7)
    state.close()
    assert (whole.people, whole.questions, whole.answered, whole.refused, whole.p95_ms) == (
        2,
        3,
        2,
        1,
        2000.0,
    )
    assert sum(row.questions for row in rows) == 3
    assert "2 người đã hỏi 3 câu" in figures.to_text(whole)
    for name in ("a.csv", "a.xlsx"):
        exporting.write(tmp_path / name, figures.to_sheet(rows))
    (tmp_path / "a.png").write_bytes(figures.chart_png(rows))
    assert (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()[0].startswith("Ngày,Người hỏi")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert [sheet.cell(8, 3).value, sheet.cell(1, 2).value] == [2, "Người hỏi"]
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_the_week_is_told_once_on_monday_morning(tmp_path: Path) -> None:
    state = open_state(tmp_path)
    monday = datetime(2026, 11, 23, 8, 5, tzinfo=figures.VIETNAM).timestamp()
    for moment in (monday - 3600, monday + 2 * figures.DAY):
        reporting.note_weekly(state, ["telegram:1"], moment)
    assert nudges.waiting(state, "telegram") == []
    reporting.note_weekly(state, ["telegram:1", "telegram:2"], monday)
    reporting.note_weekly(state, ["telegram:1", "telegram:2"], monday + 900)
    assert [arrival.lane for arrival in nudges.waiting(state, "telegram")] == ["1", "2"]
    state.close()


async def test_an_admin_stands_for_an_answer_until_its_proof_changes(
    api: BotApi, serve: Serve, converse: Callable[..., Callable[[State], Conversation]], library: LiveLibrary
) -> None:
    async def heard(person: int, text: str, **more: object) -> Json:
        before = len(api.sent(person))
        await Person(api, person).write(text, **more)
        await api.until(lambda: len(api.sent(person)) > before, 60)
        return api.sent(person)[-1]

    async with serve(converse(library, admins=("telegram:1",)), admins=(1,)) as running:
        answer = await heard(1, QUESTION)
        assert "reply" in (await heard(1, "/duyet"))["text"]
        told = await heard(1, "/duyet Đó là Quy định số 11-QĐi/TW.", reply_to_message=answer)
        assert "Đã duyệt" in told["text"]
        given = (await heard(2, "van ban nao quy dinh nguoi dung dau doi thoai truc tiep voi nhan dan"))[
            "text"
        ]
        assert "Đó là Quy định số 11-QĐi/TW." in given
        assert approved.APPROVED in given
        assert "duyệt câu trả lời" in (await heard(1, "/nhatky"))["text"]
        assert "người đã hỏi" in (await heard(1, "/thongke"))["caption"]
        running.state.write('UPDATE approved SET validity = \'{"không còn": "còn hiệu lực"}\'')
        assert approved.APPROVED not in (await heard(2, QUESTION))["text"]

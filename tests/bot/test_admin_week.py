"""An admin's week through the bot: good, scanned, secret, broken and doubled files, facts put right, one step back."""

import asyncio
import io
import zipfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from bot.access import Access
from bot.composition import LiveLibrary, build_index, missing_for_pictures, open_shelf
from bot.conversation import Conversation
from bot.desk import Desk
from bot.flood import FloodGate
from bot.settings import Settings
from bot.state import State
from bot.telegram_calls import LIMITS
from emulators.botapi import BotApi, Json
from emulators.serving import FAST, Running, Serve
from emulators.telegram_people import Person
from papers import write_docx, write_scan

ADMIN, OFFICER = 1, 2
HEAD = [
    "ỦY BAN NHÂN DÂN", "XÃ MƯỜNG KHOA", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
    "Số: 15/KH-UBND", "Mường Khoa, ngày 05 tháng 6 năm 2023", "KẾ HOẠCH", "Đối thoại trực tiếp với nhân dân năm 2023",
]  # fmt: skip
BODY = [
    "Thực hiện Chỉ thị số 18-CT/TU ngày 15/9/2016 của Ban Thường vụ Tỉnh ủy về công tác dân vận, Ủy ban nhân dân xã "
    "Mường Khoa xây dựng kế hoạch đối thoại trực tiếp với nhân dân.",
    "1. Ủy ban nhân dân xã Mường Khoa tổ chức 12 hội nghị đối thoại trực tiếp với nhân dân các bản trong năm 2023.",
    "2. Văn phòng Ủy ban nhân dân xã Mường Khoa tổng hợp ý kiến của nhân dân, báo cáo trước ngày 15 hằng tháng.",
]
QUESTION = "Xã Mường Khoa tổ chức bao nhiêu hội nghị đối thoại trực tiếp với nhân dân năm 2023?"
SECRET = "Chuyên án mang bí số kim ưng"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    documents = tmp_path / "documents"
    documents.mkdir()
    text = "Báo cáo của huyện Bản Mẫu\n\nHuyện Bản Mẫu có 37 mô hình dân vận khéo trong năm 2022, tăng so với năm trước."
    (documents / "bao-cao.txt").write_text(text, encoding="utf-8")
    made = Settings(_env_file=None, danvan_home=tmp_path, danvan_documents=documents)
    build_index(made, (), lambda done, total: None, light=True)
    return made


@pytest.fixture
def converse(settings: Settings) -> Callable[[State], Conversation]:
    library, tokens = LiveLibrary(settings), count(1)

    def over(state: State) -> Conversation:
        access = Access(state, True, (f"telegram:{ADMIN}",))
        desk = Desk(
            library.current, state, access, LIMITS, FAST.wall, lambda: f"k{next(tokens)}",
            "https://t.me/danvan_bot?start={}".format, shelf=open_shelf(settings),
        )  # fmt: skip
        return Conversation(desk, FloodGate(FAST.steady))

    return over


class Week:
    """Plays people; each deed returns what the bot said or corrected last, once all is quiet."""

    def __init__(self, api: BotApi, running: Running) -> None:
        self.api, self.running = api, running

    async def send(self, name: str, content: bytes, person: int = ADMIN) -> Json:
        """Send a file."""
        before = self._spoken()
        handle = f"F{len(self.api.files)}"
        self.api.files[handle] = content
        document = {"file_id": handle, "file_unique_id": handle, "file_name": name, "file_size": len(content)}
        await Person(self.api, person).send(document=document)
        return await self._heard(person, before)

    async def say(self, text: str, person: int = ADMIN) -> Json:
        """Write something."""
        before = self._spoken()
        await Person(self.api, person).write(text)
        return await self._heard(person, before)

    async def press(self, label: str, shown: Json) -> Json:
        """Press a button."""
        before = self._spoken()
        await Person(self.api, ADMIN).press(shown, label)
        return await self._heard(ADMIN, before)

    def _spoken(self) -> int:
        return len(self.api.called("sendMessage")) + len(self.api.called("editMessageText"))

    async def _heard(self, chat: int, before: int) -> Json:
        await self.api.until(lambda: self._spoken() > before, 90)
        while self.running.channel.unfinished():
            await asyncio.sleep(0.02)
        made = ("sendMessage", "editMessageText")
        last = [
            one.params for one in self.api.calls if one.method in made and int(one.params["chat_id"]) == chat
        ][-1]
        corrected = self.api.messages.get((chat, int(last.get("message_id", 0))))
        return corrected or self.api.sent(chat)[-1]


def docx_bytes(folder: Path, *lines: str) -> bytes:
    return write_docx(folder / "made.docx", list(lines)).read_bytes()


async def test_a_week(
    api: BotApi, serve: Serve, settings: Settings, converse: Callable[[State], Conversation], tmp_path: Path
) -> None:
    made = tmp_path / "made"
    made.mkdir()
    async with serve(converse, admins=(ADMIN,)) as running:
        week = Week(api, running)
        assert "37" not in (await week.say(QUESTION, OFFICER))["text"]
        await _monday_a_good_file(week, docx_bytes(made, *HEAD, *BODY))
        await _tuesday_what_is_refused(week, made, tmp_path)
        await _wednesday_a_copy_and_a_correction(
            week, docx_bytes(made, *HEAD, *BODY, "3. Kế hoạch có từ ngày ký.")
        )
        await _thursday_a_scan_and_an_archive(week, made)
        await _friday_back(week)


async def _monday_a_good_file(week: Week, content: bytes) -> None:
    preview = await week.send("kế hoạch 15.docx", content)
    for told in ("Số, ký hiệu: 15/KH-UBND", "Loại: Kế hoạch", "Ngày: 05/06/2023", "Cơ quan: UBND xã Mường Khoa",
                 "Tên: Đối thoại trực tiếp", "18-CT/TU"):  # fmt: skip
        assert told in preview["text"], told
    assert [one["text"] for row in preview["reply_markup"]["inline_keyboard"] for one in row] == [
        "Nhận",
        "Sửa",
        "Bỏ",
    ]
    asked = await week.say("/chuatraloi")
    assert QUESTION in asked["text"]
    taken = await week.press("Nhận", preview)
    assert "Đã nhận «kế hoạch 15.docx»" in taken["text"]
    assert "12 hội nghị" in (await week.say(QUESTION, OFFICER))["text"]
    assert QUESTION not in (await week.say("/chuatraloi"))["text"]


async def _tuesday_what_is_refused(week: Week, made: Path, home: Path) -> None:
    secret = await week.send("báo cáo.docx", docx_bytes(made, "TỈNH ỦY", "TUYỆT MẬT", SECRET))
    assert "độ mật" in secret["text"]
    assert "reply_markup" not in secret
    (made / "made.docx").unlink()
    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert "kim ưng".encode() not in kept
    for name, content in (("hong.pdf", b"%PDF-1.4 broken"), ("macro.docm", b"PK"), ("trong.txt", b"")):
        assert "✗" in (await week.send(name, content))["text"]
    assert "gõ câu hỏi" in (await week.send("a.txt", b"abc", OFFICER))["text"]


async def _wednesday_a_copy_and_a_correction(week: Week, content: bytes) -> None:
    preview = await week.send("kế hoạch 15 sửa.docx", content)
    assert "Gần trùng" in preview["text"]
    told = await week.press("Sửa", preview)
    assert "mỗi dòng một mục" in told["text"]
    put_right = await week.say("Cơ quan: UBND xã Mường Khoa, huyện Bắc Yên\nNgày: 06/06/2023")
    assert "Ngày: 06/06/2023" in put_right["text"]
    taken = await week.press("Nhận và thay bản cũ", put_right)
    assert "Kho nay có 2 tài liệu" in taken["text"]
    card = await week.say("/vb 15/KH-UBND")
    assert "06/06/2023" in card["text"] or "6/6/2023" in card["text"]
    again = await week.press("Nhận", preview)
    assert "đã được xử lý" in again["text"]


async def _thursday_a_scan_and_an_archive(week: Week, made: Path) -> None:
    scan = await week.send(
        "quét.pdf", write_scan(made / "a.pdf", [["THÔNG BÁO", "Bản Hồ họp dân sáng thứ hai."]]).read_bytes()
    )
    assert ("Nhận" in str(scan)) is not bool(missing_for_pictures()[0])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../thoát.txt", "abc")
        archive.writestr(
            "ghi chép.txt", "Bản Tả Van có 9 tổ dân vận cộng đồng hoạt động đều đặn trong năm 2023."
        )
        archive.writestr("mật.txt", f"TỈNH ỦY\nMẬT\n{SECRET}")
    preview = await week.send("gói.zip", packed.getvalue())
    assert "trỏ ra ngoài" in preview["text"]
    assert "độ mật" in preview["text"]
    taken = await week.press("Nhận", preview)
    assert "Đã nhận «ghi chép.txt»" in taken["text"]


async def _friday_back(week: Week) -> None:
    told = await week.say("/quaylai")
    assert "1 tệp nhận sau bản đó đã được cất đi" in told["text"]
    assert (
        "9 tổ"
        not in (await week.say("Bản Tả Van có bao nhiêu tổ dân vận cộng đồng năm 2023?", OFFICER))["text"]
    )
    assert "12 hội nghị" in (await week.say(QUESTION, OFFICER))["text"]

"""An admin's week through the bot: files good, scanned, secret, broken and doubled; facts put right; questions closed."""

import asyncio
import io
import zipfile
from collections.abc import Callable
from copy import deepcopy
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
SPEAKING = ("sendMessage", "editMessageText", "sendDocument")
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
        return sum(call.method in SPEAKING for call in self.api.calls)

    async def _heard(self, chat: int, before: int) -> Json:
        await self.api.until(lambda: self._spoken() > before, 90)
        while self.running.channel.unfinished():
            await asyncio.sleep(0.02)
        said = [one.params for one in self.api.calls if one.method in SPEAKING]
        last = [params for params in said if int(params["chat_id"]) == chat][-1]
        corrected = self.api.messages.get((chat, int(last.get("message_id", 0))))
        return corrected or self.api.sent(chat)[-1]


def buttons(shown: Json) -> list[str]:
    """Labels of the buttons under a message."""
    return [one["text"] for row in shown["reply_markup"]["inline_keyboard"] for one in row]


def docx_bytes(folder: Path, *lines: str) -> bytes:
    return write_docx(folder / "made.docx", list(lines)).read_bytes()


async def test_a_week(
    api: BotApi, serve: Serve, settings: Settings, converse: Callable[[State], Conversation], tmp_path: Path
) -> None:
    made = tmp_path / "made"
    made.mkdir()
    async with serve(converse, admins=(ADMIN,)) as running:
        week = Week(api, running)
        for asked in (
            QUESTION,
            "xa muong khoa to chuc may hoi nghi doi thoai truc tiep voi nhan dan nam 2023",
        ):
            assert "37" not in (await week.say(asked, OFFICER))["text"]
        await _monday_a_question_closed_by_a_good_file(week, docx_bytes(made, *HEAD, *BODY))
        await _tuesday_what_is_refused(week, made, tmp_path)
        await _wednesday_a_copy_and_a_correction(
            week, docx_bytes(made, *HEAD, *BODY, "3. Kế hoạch có từ ngày ký.")
        )
        await _thursday_a_scan_and_an_archive(week, made)
        await _friday_a_question_closed_by_an_answer(week)
        await _saturday_back(week)
        await _sunday_what_was_done(week, tmp_path)


async def _monday_a_question_closed_by_a_good_file(week: Week, content: bytes) -> None:
    listed = await week.say("/chuatraloi")
    assert "1. 2 lần:" in listed["text"]
    item = await week.press("1", listed)
    assert QUESTION in item["text"]
    assert buttons(item) == ["Thêm văn bản", "Soạn câu trả lời"]
    assert "gửi vào đây tệp" in (await week.press("Thêm văn bản", item))["text"]
    preview = await week.send("kế hoạch 15.docx", content)
    for told in ("Số, ký hiệu: 15/KH-UBND", "Loại: Kế hoạch", "Ngày: 05/06/2023", "Cơ quan: UBND xã Mường Khoa",
                 "Tên: Đối thoại trực tiếp", "18-CT/TU"):  # fmt: skip
        assert told in preview["text"], told
    assert buttons(preview) == ["Nhận", "Sửa", "Bỏ"]
    taken = await week.press("Nhận", preview)
    assert "Đã nhận «kế hoạch 15.docx»" in taken["text"]
    assert "nay trả lời được 1 câu" in taken["text"]
    assert "12 hội nghị" in (await week.say(QUESTION, OFFICER))["text"]
    assert "câu nào trợ lý cũng trả lời được" in (await week.say("/chuatraloi"))["text"]
    assert "đã rời danh sách" in (await week.press("1", listed))["text"]
    again = await week.send("kế hoạch 15 bản sao.docx", content)
    assert "trùng hệt với" in again["text"]
    assert "reply_markup" not in again


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


async def _friday_a_question_closed_by_an_answer(week: Week) -> None:
    asked = "Tổ dân vận cộng đồng được bồi dưỡng bao nhiêu tiền một tháng?"
    await week.say(asked, OFFICER)
    item = await week.press("1", await week.say("/chuatraloi"))
    offered = await week.press("Soạn câu trả lời", item)
    assert "[1]" in offered["text"]
    preview = await week.say(
        "Xã chưa quy định mức bồi dưỡng; 9 tổ dân vận cộng đồng hoạt động tự nguyện, 700.000 đồng."
    )
    assert "Chưa có nguồn" in preview["text"]
    assert "Duyệt" not in buttons(preview)
    preview = await week.press("Kèm đoạn 1", preview)
    assert "«700.000» không có trong đoạn được dẫn" in preview["text"]
    await week.press("Viết lại", preview)
    preview = await week.say("Xã chưa quy định mức bồi dưỡng cho tổ dân vận cộng đồng. [1]")
    assert "Lưu ý" not in preview["text"]
    twice = deepcopy(preview)
    assert "cho 1 cách hỏi" in (await week.press("Duyệt", preview))["text"]
    assert "đã xong hoặc đã quá hạn" in (await week.press("Duyệt", twice))["text"]
    given = await week.say("to dan van cong dong duoc boi duong bao nhieu tien mot thang", OFFICER)
    assert "Câu trả lời đã được quản trị viên duyệt" in given["text"]
    assert "Nguồn" in given["text"]
    assert "câu nào trợ lý cũng trả lời được" in (await week.say("/chuatraloi"))["text"]


async def _saturday_back(week: Week) -> None:
    told = await week.say("/quaylai")
    assert "1 tệp nhận sau bản đó đã được cất đi" in told["text"]
    assert (
        "9 tổ"
        not in (await week.say("Bản Tả Van có bao nhiêu tổ dân vận cộng đồng năm 2023?", OFFICER))["text"]
    )
    assert "12 hội nghị" in (await week.say(QUESTION, OFFICER))["text"]
    for _ in range(3):
        told = await week.say("/quaylai")
    assert "Không còn bản chỉ mục nào cũ hơn" in told["text"]


async def _sunday_what_was_done(week: Week, home: Path) -> None:
    deeds = (await week.say("/nhatky"))["text"]
    for deed in ("nhận tài liệu", "thay tài liệu", "sửa thông tin", "quay về bản trước", "duyệt câu trả lời"):
        assert deed in deeds, deed
    assert "gửi tệp bị từ chối: tệp mang dấu chỉ độ mật" in deeds
    assert "báo cáo.docx" not in deeds
    sent = await week.press("Nhật ký", await week.say("/xuat"))
    assert sent["document"]["file_name"].endswith(".xlsx")
    assert "xuất bảng" in (await week.say("/nhatky"))["text"]

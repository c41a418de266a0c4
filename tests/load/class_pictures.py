"""Pictures for the trainer's guide: a class of thirty as the projector shows it, and the chart of its answers."""

import asyncio
import sys
import tempfile
from io import BytesIO
from pathlib import Path

import pdfplumber

from bot.composition import LiveLibrary, build_index
from bot.settings import Settings
from bot.training import files, scores
from bot.training.chart import chart_png
from bot.training.papers import make_handout
from emulators.botapi import BotApi
from emulators.browser import browser, find_chromium
from emulators.classroom import Classroom, classroom
from emulators.telegram_people import Person
from knowledge.handouts.papers import pdf_bytes

NAMES = (
    "Lò Văn Minh", "Giàng A Páo", "Nguyễn Thị Hoa", "Tẩn Mẩy", "Hoàng Văn Thái", "Vàng Thị Dợ", "Trần Quốc Việt",
    "Lý Láo Tả", "Phàn A Sài", "Đỗ Thu Hằng", "Cầm Bá Lâm", "Quàng Thị Xuân",
)  # fmt: skip
CLASS = list(range(1, 31))


def name(number: int) -> str:
    """What somebody of the class is called."""
    return NAMES[number % len(NAMES)] + (f" ({number})" if number >= len(NAMES) else "")


async def draw(folder: Path, home: Path) -> None:
    """Play the class and take the pictures."""
    chromium = find_chromium()
    if chromium is None:
        sys.exit("there is no Chromium on this machine")
    build_index(Settings(_env_file=None, danvan_home=home), (), lambda done, total: None)
    library = LiveLibrary(Settings(_env_file=None, danvan_home=home))
    api = await BotApi().start()
    async with classroom(api, home, library) as room, browser(chromium) as page:
        found = await room.open("dân vận", "60 giây")
        for number in CLASS:
            await Person(api, number, name(number)).write(f"/start lop_{found.id}")
        await room.quiet()
        await page.open(f"{room.pages}/man-hinh/{found.screen}")
        await page.until("30 người đã vào lớp")
        await page.picture(folder / "man-hinh-vao-lop.png")
        for place in range(3):
            await room.press("Bắt đầu" if place == 0 else "Câu tiếp")
            await answer(room, place, CLASS[:19] if place == 2 else CLASS)
            await page.until(f"{19 if place == 2 else 30} câu trả lời" if place == 2 else "câu trả lời")
            if place == 2:
                await asyncio.sleep(1)
                await page.picture(folder / "man-hinh-cau-hoi.png")
            await room.press("Đóng câu này")
        await page.until("Nguồn:")
        await asyncio.sleep(1)
        await page.picture(folder / "man-hinh-dap-an.png")
        await room.press("Kết thúc lớp")
        await page.until("Bảng điểm")
        await page.picture(folder / "man-hinh-bang-diem.png")
        (folder / "bieu-do-lop.png").write_bytes(chart_png(found, scores.questions(room.state, found)))
        files.erase(room.state, found.id)
    await api.stop()
    print_handout(folder / "phat-tay-so-sanh.png", library, "so_sanh", "18-CT/TU, 16/CT-TTg, 2108-QĐ/TU")
    print_handout(folder / "phat-tay-phieu.png", library, "phieu_cau_hoi", "dân vận")


def print_handout(path: Path, library: LiveLibrary, kind: str, topic: str) -> None:
    """The first page of a hand-out as it is printed."""
    with pdfplumber.open(BytesIO(pdf_bytes(make_handout(library.current(), kind, topic)))) as pdf:
        pdf.pages[0].to_image(resolution=110, antialias=True).save(path)


async def answer(room: Classroom, place: int, people: list[int]) -> None:
    """Most answer rightly; the later questions are harder."""
    question = room.latest().questions[place]
    for number in people:
        right = (number * 7 + place) % 10 >= 2 + 2 * place
        choice = question.right if right else (question.right + 1 + number % 2) % len(question.options)
        await Person(room.api, number, name(number)).vote(room.api.polls(number)[-1], choice)
    await room.quiet()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        asyncio.run(draw(Path(sys.argv[1]), Path(temporary)))

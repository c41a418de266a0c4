"""The projector's page in a real browser: it follows the class, shows no answer too early, asks nobody else."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.composition import LiveLibrary
from emulators.botapi import BotApi
from emulators.browser import Page, browser, find_chromium
from emulators.classroom import Classroom, classroom
from emulators.telegram_people import Person


@pytest.fixture
async def room(api: BotApi, library: LiveLibrary, tmp_path: Path) -> AsyncIterator[Classroom]:
    async with classroom(api, tmp_path, library) as running:
        yield running


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    path = find_chromium()
    if path is None:
        pytest.skip("there is no Chromium on this machine: the projector's page is not looked at")
    async with browser(path) as opened:
        yield opened


async def test_the_page_follows_the_class(room: Classroom, page: Page) -> None:
    found = await room.open("dân vận", "60 giây")
    await page.open(f"{room.pages}/man-hinh/{found.screen}")
    await page.until("Quét mã để vào lớp")
    await page.until(f"/vaolop {found.id}")
    await room.join(found, [1, 2, 3])
    await page.until("3 người đã vào lớp")
    await room.press("Bắt đầu")
    question = found.questions[0]
    await page.until(question.text)
    await Person(room.api, 1, "An").vote(room.api.polls(1)[0], question.right)
    await page.until("1 câu trả lời")
    assert "Nguồn:" not in await page.text()
    assert await page.run("document.querySelectorAll('li.right').length") == 0
    await room.press("Đóng câu này")
    await page.until("Nguồn:")
    right = await page.run("document.querySelector('li.right').innerText")
    assert question.answer in right
    await room.press("Kết thúc lớp")
    await page.until("Bảng điểm")
    assert {address.split("/man-hinh")[0] for address in page.asked if not address.startswith("data:")} == {
        room.pages
    }


async def test_the_text_is_large_and_nothing_is_cut_off(room: Classroom, page: Page) -> None:
    found = await room.open("dân vận", "60 giây")
    await room.join(found, [1])
    await page.open(f"{room.pages}/man-hinh/{found.screen}")
    for question in found.questions:
        await room.press("Bắt đầu" if question is found.questions[0] else "Câu tiếp")
        await page.until(question.options[-1])
        assert (
            await page.run("parseFloat(getComputedStyle(document.querySelector('#options li')).fontSize)")
            >= 22
        )
        assert await page.run("document.querySelector('.asked').scrollHeight <= innerHeight")
        await room.press("Đóng câu này")
        await page.until("Nguồn:")
        assert await page.run(
            "document.querySelector('#source').getBoundingClientRect().bottom < innerHeight"
        )


async def test_addresses_that_are_none(room: Classroom) -> None:
    async with httpx.AsyncClient(base_url=room.pages) as client:
        for path in (
            "/man-hinh/khongco",
            "/man-hinh/khongco/tinh-hinh",
            "/man-hinh/tep/screen.py",
            "/man-hinh/tep/..",
            "/",
        ):
            assert (await client.get(path)).status_code in (404, 405), path


async def test_what_the_page_is_told_before_the_question_closes(room: Classroom) -> None:
    found = await room.open("dân vận", "60 giây")
    await room.join(found, [1])
    await room.press("Bắt đầu")
    address = f"{room.pages}/man-hinh/{found.screen}"
    async with httpx.AsyncClient() as client:
        page = await client.get(address)
        assert "default-src 'self'" in page.headers["Content-Security-Policy"]
        news = (await client.get(f"{address}/tinh-hinh")).json()
        assert news["question"]["right"] is None
        assert news["question"]["quote"] == ""
        same = await client.get(f"{address}/tinh-hinh?version={news['version']}")
        assert same.status_code == 304

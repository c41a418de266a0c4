"""A class on Zalo: opened, joined, answered and ended by typing alone."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.composition import LiveLibrary
from emulators.zalo_people import ZaloPerson
from emulators.zalo_server import ZaloServer
from emulators.zalo_serving import ZaloRunning, conversing, serving

TRAINER, AN, BINH = "trainer", "an", "binh"


@dataclass
class Room:
    """People who type, and what each of them was told last."""

    zalo: ZaloServer
    running: ZaloRunning

    async def type(self, who: str, text: str) -> str:
        """Type, and read what comes to that chat."""
        before = len(self.zalo.texts(who))
        await ZaloPerson(self.zalo, who, name=who.title()).write(text)
        await self.hears(who, before)
        return "\n\n".join(self.zalo.texts(who)[before:])

    async def hears(self, who: str, before: int) -> None:
        """Wait until something has come to a chat, and nothing is on its way."""
        await self.zalo.until(lambda: len(self.zalo.texts(who)) > before, 60)
        while self.running.channel.unfinished() or self.running.state.rows("SELECT 1 FROM nudges"):
            await asyncio.sleep(0.05)

    def listed(self, who: str, label: str) -> str:
        """The number that the last message lists a choice under."""
        return re.findall(rf"– Gõ (\d+): {label}", "\n".join(self.zalo.texts(who)))[-1]


@pytest.fixture
async def room(library: LiveLibrary, tmp_path: Path) -> AsyncIterator[Room]:
    """A Zalo where the trainer may open classes."""
    zalo = await ZaloServer().start()
    async with serving(zalo, tmp_path, conversing(library, admins=(f"zalo:{TRAINER}",))) as running:
        yield Room(zalo, running)
    await zalo.stop()


async def test_a_class_is_held_by_typing(room: Room) -> None:
    await room.type(TRAINER, "mở lớp dân vận")
    opened = await room.type(TRAINER, room.listed(TRAINER, "Mỗi người"))
    (code,) = re.findall(r"/vaolop (\w+)", opened)
    for who in (AN, BINH):
        assert (await room.type(who, f"vào lớp {code}")).startswith(f"{who.title()} đã vào lớp")
    before = len(room.zalo.texts(AN)), len(room.zalo.texts(BINH))
    await room.type(TRAINER, room.listed(TRAINER, "Bắt đầu"))
    await room.hears(AN, before[0])
    await room.hears(BINH, before[1])
    asked = room.zalo.texts(AN)[-1]
    assert asked.startswith("Câu 1/")
    assert "– Gõ A" in asked
    judged = await room.type(AN, "A")
    assert "Nguồn: " in judged
    assert "Câu 2/" in judged
    await room.type(BINH, re.findall(r"^A\. (.+)$", room.zalo.texts(BINH)[-1], re.MULTILINE)[0])
    heard = len(room.zalo.texts(AN))
    over = await room.type(TRAINER, room.listed(TRAINER, "Kết thúc lớp"))
    assert "2 người tham gia" in over
    await room.hears(AN, heard)
    assert "xếp thứ" in room.zalo.texts(AN)[-1]
    assert room.running.state.row("SELECT count(*) FROM class_answers") == (2,)

"""Pictures of Zalo's screens for the guide, drawn from what was really sent: python -m load.zalo_pictures FOLDER."""

import asyncio
import sys
import tempfile
from pathlib import Path

from bot.composition import LiveLibrary, build_index
from bot.settings import Settings
from emulators.zalo_people import ZaloPerson
from emulators.zalo_server import Json, ZaloServer
from emulators.zalo_serving import conversing, serving
from load.phone import Phone

SCREENS = {
    "zalo-tra-loi": ("Chỉ thị 16/CT-TTg của Thủ tướng là gì?",),
    "zalo-the-van-ban": ("vb 18 ct tu", "2"),
}
LONGEST = 900
"""Characters of a message that are drawn; a phone would have to be scrolled for the rest."""


async def draw(folder: Path) -> None:
    """Type each screen's texts in a chat of its own and write one picture each."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(_env_file=None, danvan_home=Path(home))
        build_index(settings, [], lambda done, total: None, light=True)
        zalo = await ZaloServer().start()
        async with serving(zalo, Path(home), conversing(LiveLibrary(settings))):
            for name, texts in SCREENS.items():
                phone = Phone("Bot Dân vận", "bot trên Zalo")
                for text in texts:
                    phone.message(_shown(text), ours=False)
                    for said in await _answered(zalo, name, text):
                        phone.message(_shown(said), ours=True)
                (folder / f"{name}.svg").write_text(phone.svg(), "utf-8")
        await zalo.stop()


async def _answered(zalo: ZaloServer, chat: str, text: str) -> list[str]:
    before = len(zalo.texts(chat))
    await ZaloPerson(zalo, chat).write(text)
    await zalo.until(lambda: len(zalo.texts(chat)) > before, 60)
    await asyncio.sleep(1)
    return zalo.texts(chat)[before:]


def _shown(text: str) -> Json:
    """The text as a message, its middle left out where it is long: how it ends is what the guide explains."""
    if len(text) > LONGEST:
        head, tail = text[: LONGEST * 2 // 3], text[-LONGEST // 3 :]
        text = f"{head[: head.rfind(' ')]} …\n…{tail[tail.find(chr(10)) :]}"
    return {"text": text, "date": 1_700_000_000}


if __name__ == "__main__":
    asyncio.run(draw(Path(sys.argv[1])))

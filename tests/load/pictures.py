"""Pictures of the main screens for the guide, drawn from what was really sent: python -m load.pictures FOLDER."""

import asyncio
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.access import Access
from bot.composition import LiveLibrary, documents_folder
from bot.conversation import Conversation
from bot.desk import Desk
from bot.flood import FloodGate
from bot.settings import Settings
from bot.state import State, open_state
from bot.telegram import Parts, TelegramChannel, open_bot
from bot.telegram_calls import LIMITS
from bot.threads import AnswerThreads
from emulators.botapi import BotApi, Json
from emulators.serving import FAST
from emulators.telegram_people import Person
from indexer.build import build
from knowledge.embedding import open_embedding
from load.phone import Phone

OFFICER, ADMIN, GROUP = 42, 7, -100500
TITLE, BOT, IN_GROUP = "Trợ lý Dân vận", "bot", "Nhóm Dân vận xã · 12 thành viên"
QUESTION = "Văn bản nào quy định người đứng đầu đối thoại trực tiếp với nhân dân?"
FOLLOW_UP = "Văn bản đó còn hiệu lực không?"


@dataclass(frozen=True)
class Screen:
    """A picture: what is written and pressed («> label»), by whom and where; the last `kept` messages are drawn."""

    name: str
    steps: tuple[str, ...]
    person: int = OFFICER
    chat: int | None = None
    kept: int = 2


SCREENS = (
    Screen("bat-dau", ("/start",)),
    Screen("tra-loi", (QUESTION,)),
    Screen("nguon", (QUESTION, "> Nguồn 1"), kept=1),
    Screen("hoi-tiep", ("nq 25 noi ve gi", FOLLOW_UP), kept=4),
    Screen("gop-y", (QUESTION, "> Chưa đúng"), kept=1),
    Screen("the-van-ban", ("/vb 18-CT/TU",)),
    Screen("quan-he", ("/vb 18-CT/TU", "> Quan hệ"), kept=1),
    Screen("tim", ("/tim đối thoại với nhân dân",)),
    Screen("khong-co", ("Chỉ thị 81-CT/TU nói về gì?",)),
    Screen("hoi-lai", ("/moi", "văn bản số 18")),
    Screen("nhom", ("@danvan_bot ct 16 của thủ tướng ban hành ngày nào?",), chat=GROUP),
    Screen("chua-tra-loi", ("/chuatraloi",), person=ADMIN),
)


class Stage:
    """A bot that serves one emulated Bot API, and people who play before it."""

    def __init__(self, api: BotApi, channel: TelegramChannel) -> None:
        self._api, self._channel = api, channel

    async def play(self, screen: Screen) -> list[Json]:
        """The last messages of the chat after the screen's steps."""
        person, place = Person(self._api, screen.person), screen.chat or screen.person
        for step in screen.steps:
            before = len(self._api.messages)
            if step.startswith("> "):
                await person.press(self._api.sent(place)[-1], step[2:])
                await self._through(lambda: len(self._api.messages) > before)  # noqa: B023
            else:
                await person.write(step, screen.chat)
                await self._through(lambda: len(self._api.messages) > before + 1)  # noqa: B023
        shown = [message for message in self._api.messages.values() if message["chat"]["id"] == place]
        return shown[-screen.kept :]

    async def _through(self, condition: Callable[[], bool]) -> None:
        await self._api.until(condition, 60)
        while self._channel.unfinished():
            await asyncio.sleep(0.01)


def drawn(screen: Screen, messages: Sequence[Json]) -> str:
    """The screen as SVG."""
    phone = Phone(TITLE, IN_GROUP if screen.chat else BOT)
    for message in messages:
        ours = message["from"]["is_bot"]
        phone.message(message, ours=ours, name=TITLE if ours and screen.chat else "")
    return phone.svg()


async def draw(folder: Path) -> None:
    """Play every screen and write one picture each."""
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        settings = Settings(_env_file=None, danvan_home=home)
        build(
            [documents_folder(settings)],
            home,
            open_embedding(settings.embedding_model, home, light=True),
            _quiet,
        )
        library, state, stop = LiveLibrary(settings), open_state(home), asyncio.Event()
        api = await BotApi().start()
        parts = Parts(
            open_bot(api.token, api.base), state, _conversation(library, state), AnswerThreads(1), FAST
        )
        channel = TelegramChannel(parts)
        serving = asyncio.create_task(channel.serve(stop, 10.0))
        for screen in SCREENS:
            shown = await Stage(api, channel).play(screen)
            (folder / f"{screen.name}.svg").write_text(drawn(screen, shown), "utf-8")
        stop.set()
        await serving
        await api.stop()
        state.close()


def _conversation(library: LiveLibrary, state: State) -> Conversation:
    """As served, but that links are the same at each drawing."""
    link = "https://t.me/danvan_bot?start={}".format
    access = Access(state, True, (f"telegram:{ADMIN}",))
    tokens = (f"k{number}" for number in range(10_000))
    desk = Desk(library.current, state, access, LIMITS, FAST.wall, lambda: next(tokens), link)
    return Conversation(desk, FloodGate(FAST.steady))


def _quiet(done: int, total: int) -> None:
    """Indexing shows no progress here."""


if __name__ == "__main__":
    asyncio.run(draw(Path(sys.argv[1])))

"""A Bot API on the loopback and a bot that serves it, in one event loop."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import pytest

from bot.access import Access
from bot.composition import LiveLibrary, build_index
from bot.conversation import Conversation
from bot.desk import Desk
from bot.flood import FloodGate
from bot.serving import crew_of
from bot.settings import Settings
from bot.state import State, open_state
from bot.telegram import Converser, Parts, TelegramChannel, Webhook, open_bot
from bot.telegram_calls import LIMITS
from bot.threads import AnswerThreads
from emulators.botapi import BotApi
from emulators.serving import FAST, Echo, Running, Serve
from postgres_server import PostgresServer


@pytest.fixture
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """None of our keys is in the environment."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def clean_environment(tmp_path: Path, no_keys: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """None of our keys, and an empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings over an index of one document of one sentence."""
    folder = tmp_path / "kho"
    folder.mkdir()
    text = "Huyện Bản Mẫu có 37 mô hình dân vận khéo trong năm 2022."
    (folder / "a.txt").write_text(text, encoding="utf-8")
    made = Settings(_env_file=None, danvan_home=tmp_path / "var", danvan_documents=folder)
    build_index(made, (), lambda done, total: None, light=True)
    return made


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """An emulated Bot API without flood limits."""
    server = await BotApi().start()
    yield server
    await server.stop()


@pytest.fixture(scope="session")
def prepared(postgres: PostgresServer) -> Iterator[str]:
    """Address of a database that the session's tests share, each finding it as if it were new."""
    url = postgres.create()
    yield url
    postgres.drop(url)


@pytest.fixture
def emptied(prepared: str, tmp_path: Path) -> str:
    """The same with nothing in its tables; that is much quicker than a new one."""
    state = open_state(tmp_path, prepared)
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename != 'migrations'"
    state.write("TRUNCATE " + ", ".join(name for (name,) in state.rows(tables)) + " RESTART IDENTITY")
    state.close()
    return prepared


@pytest.fixture(params=("sqlite", "postgres"))
def database(request: pytest.FixtureRequest) -> str:
    """DATABASE_URL of either engine: nothing for the file in DANVAN_HOME."""
    return "" if request.param == "sqlite" else str(request.getfixturevalue("emptied"))


@pytest.fixture
def state(tmp_path: Path, database: str) -> Iterator[State]:
    """What is kept, on either engine."""
    opened = open_state(tmp_path, database)
    yield opened
    opened.close()


@pytest.fixture
def served_from(request: pytest.FixtureRequest) -> str:
    """DATABASE_URL of what `serve` keeps its state in: the file, but where a test asks for both engines."""
    return str(request.getfixturevalue("emptied")) if getattr(request, "param", "") == "postgres" else ""


@pytest.fixture
def serve(api: BotApi, tmp_path: Path, served_from: str) -> Serve:
    """`async with serve(converser) as running`: a bot over `api` with its state in tmp_path."""

    @asynccontextmanager
    async def serving(
        converser: Callable[[State], Converser] = lambda _: Echo(),
        patience: float = 10.0,
        admins: tuple[int, ...] = (),
        webhook: Webhook | None = None,
    ) -> AsyncIterator[Running]:
        state = open_state(tmp_path, served_from)
        crew, _ = crew_of(state, FAST)
        alive = asyncio.create_task(crew.run())
        bot, pool = open_bot(api.token, api.base), AnswerThreads(2)
        parts = Parts(bot, state, converser(state), pool, FAST, admins, webhook, crew=crew)
        channel = TelegramChannel(parts)
        stop = asyncio.Event()
        running = Running(channel, state, stop, asyncio.create_task(channel.serve(stop, patience)))
        try:
            yield running
        finally:
            await running.stopped()
            alive.cancel()
            crew.close()
            state.close()

    return serving


@pytest.fixture
def converse() -> Callable[..., Callable[[State], Conversation]]:
    """`serve(converse(library))` serves the real conversation over a library."""

    def conversing(
        library: LiveLibrary, *, open_to_all: bool = True, admins: tuple[str, ...] = ()
    ) -> Callable[[State], Conversation]:
        tokens = count(1)

        def over(state: State) -> Conversation:
            link = "https://t.me/danvan_bot?start={}".format
            access = Access(state, open_to_all, admins)
            desk = Desk(library.current, state, access, LIMITS, FAST.wall, lambda: f"k{next(tokens)}", link)
            return Conversation(desk, FloodGate(FAST.steady))

        return over

    return conversing

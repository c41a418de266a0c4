"""From a folder of documents to an answer in Telegram: the same words as `danvan ask`, over real HTTP."""

import asyncio
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot import phrases
from bot.composition import LiveLibrary
from bot.conversation import Conversation
from bot.settings import Settings
from bot.state import State
from emulators.botapi import BotApi
from emulators.chat_server import chat_server
from emulators.serving import Index, Serve
from emulators.telegram_people import Person
from knowledge.documents import Answer, Memory

Converse = Callable[..., Callable[[State], Conversation]]
SHIPPED = (
    "Văn bản nào quy định người đứng đầu đối thoại trực tiếp với nhân dân?",
    "chi thi 18 ct tu cua lao cai noi ve gi",
    "Chỉ thị 81-CT/TU quy định gì?",
    "Mức chi cho một hội nghị đối thoại với nhân dân là bao nhiêu?",
)


def told(api: BotApi, chat: int) -> str:
    return "\n\n".join(api.texts(chat))


def agrees(answer: Answer, shown: str) -> bool:
    """Whether what a chat shows is the answer: its text and every quotation."""
    lines = [line.strip() for line in answer.text.splitlines() if line.strip()]
    return all(line in shown for line in lines) and all(one.quote in shown for one in answer.citations)


def turns_answered(library: LiveLibrary, turns: list[str]) -> list[Answer]:
    """What `danvan ask --chat` would say to each turn."""
    answers: list[Answer] = []
    for turn in turns:
        memory = answers[-1].memory if answers else Memory()
        answers.append(library.ask(turn, memory))
    return answers


async def play(api: BotApi, conversations: list[list[str]]) -> None:
    """Each conversation in a chat of its own, one turn after the other."""
    people = [Person(api, 100 + number) for number in range(len(conversations))]
    for turn in range(max(map(len, conversations))):
        before = {n: len(api.texts(100 + n)) for n, turns in enumerate(conversations) if turn < len(turns)}
        for n in before:
            await people[n].write(conversations[n][turn])
        await api.until(partial(all_longer, api, before), 60)


def all_longer(api: BotApi, before: dict[int, int]) -> bool:
    """Whether every chat holds more than it did."""
    return all(len(api.texts(100 + n)) > count for n, count in before.items())


@pytest.mark.parametrize("served_from", ("sqlite", "postgres"), indirect=True)
async def test_shipped_documents_answer_in_telegram_as_in_the_terminal(
    api: BotApi, serve: Serve, converse: Converse, library: LiveLibrary
) -> None:
    async with serve(converse(library)) as running:
        await play(api, [[question] for question in SHIPPED])
        await running.stopped()
    for number, question in enumerate(SHIPPED):
        assert agrees(library.ask(question), told(api, 100 + number)), question
    assert "2108-QĐ/TU" in told(api, 100)


async def test_gold_questions_get_the_same_answers_through_failures(
    api: BotApi, serve: Serve, converse: Converse, index: Index, shared: Path
) -> None:
    seeds = LiveLibrary(Settings(_env_file=None, danvan_home=index("seeds", [shared / "seeds"])))
    lines = (shared / "gold" / "seeds_dev.jsonl").read_text("utf-8").splitlines()
    conversations = [json.loads(line)["turns"] for line in lines if line.strip()]
    for status in (429, 502, 0, 500):
        api.fail(status, "sendMessage")
    async with serve(converse(seeds)) as running:
        await play(api, conversations)
        await running.stopped()
        assert running.channel.unfinished() == 0
    for number, turns in enumerate(conversations):
        for answer in turns_answered(seeds, turns):
            assert agrees(answer, told(api, 100 + number)), turns


def first_sentences(messages: list[dict[str, Any]]) -> str:
    """What a model that copies would write: the first sentences of the first passage, each with its mark."""
    passage = messages[0]["content"].split(">>>\n")[1].split("\n<<<")[0]
    whole = [line for line in passage.split("\n") if line.endswith(".") and "#" not in line]
    return " ".join(f"{sentence.strip(' .')} [1]." for sentence in whole[0].split(". ")[:3])


async def test_what_a_model_has_written_is_seen_as_it_passes_its_checks(
    api: BotApi, serve: Serve, converse: Converse, shipped_home: Path
) -> None:
    with chat_server(first_sentences) as server:
        shown: list[str] = []
        library = LiveLibrary(server.settings(shipped_home)).current()
        library.ask_showing("Cách làm đối thoại với nhân dân ở Sơn La thế nào?", Memory(), shown.append)
    assert shown
    assert all(earlier in later for earlier, later in pairwise(shown))


async def test_erased_means_to_the_last_byte(
    api: BotApi, serve: Serve, converse: Converse, library: LiveLibrary, tmp_path: Path
) -> None:
    officer = Person(api, 73519911)
    async with serve(converse(library)) as running:
        for text in (SHIPPED[0], "/xoa"):
            before = len(api.texts(officer.id))
            await officer.write(text)
            await api.until(lambda: len(api.texts(officer.id)) > before)  # noqa: B023
        await officer.press(api.sent(officer.id)[-1], "Xóa hết")
        await api.until(lambda: phrases.ERASED in api.texts(officer.id))
        await running.stopped()
        left = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert b"73519911" not in left
    assert "đối thoại".encode() not in left


@pytest.mark.parametrize("served_from", ("postgres",), indirect=True)
async def test_erased_means_to_the_last_row(
    api: BotApi, serve: Serve, converse: Converse, library: LiveLibrary
) -> None:
    officer = Person(api, 73519911)
    async with serve(converse(library)) as running:
        await officer.write(SHIPPED[0])
        await api.until(lambda: api.texts(officer.id))
        assert "73519911" in everything(running.state)
        await officer.write("/xoa")
        await api.until(lambda: len(api.texts(officer.id)) > 1)
        await officer.press(api.sent(officer.id)[-1], "Xóa hết")
        await api.until(lambda: phrases.ERASED in api.texts(officer.id))
        await running.stopped()
        left = everything(running.state)
    assert "73519911" not in left
    assert "đối thoại" not in left


def everything(state: State) -> str:
    """All rows of all tables, but for those that only say which process answers which chat just now."""
    names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename != 'lanes'"
    tables = [name for (name,) in state.rows(names)]
    return "\n".join(str(row) for table in tables for row in state.rows(f"SELECT * FROM {table}"))


async def test_a_slow_model_is_preceded_by_what_is_sure_already(
    api: BotApi, serve: Serve, converse: Converse, shipped_home: Path
) -> None:
    question = "Năm kinh nghiệm dân vận ở cấp huyện là gì?"
    with chat_server(lambda _: "Không rõ.") as server:
        async with serve(converse(LiveLibrary(server.settings(shipped_home)))) as running:
            await Person(api, 42).write(question)
            await Person(api, 43).write("/help")
            await api.until(lambda: api.texts(42) and api.texts(43), 60)
            await running.stopped()
    (draft,) = api.drafts
    assert int(draft["chat_id"]) == 42
    assert "Một là" in draft["text"]
    to_officer = [call.method for call in api.calls if str(call.params.get("chat_id")) == "42"]
    assert to_officer.index("sendMessageDraft") < to_officer.index("sendMessage")


CANARY = "987654:canary-token-0123456789"


async def start(home: Path, base: str, folder: Path) -> asyncio.subprocess.Process:
    """`danvan bot` in a process of its own."""
    environment = {
        **os.environ,
        "DANVAN_HOME": str(home),
        "TELEGRAM_BOT_TOKEN": CANARY,
        "TELEGRAM_BASE_URL": base,
        "TELEGRAM_WEBHOOK_URL": "",
        "CHAT_MODEL": "",
    }
    command = (sys.executable, "-c", "from bot.cli import main; main()", "bot")
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(*command, cwd=folder, env=environment, stderr=pipe)


async def test_the_command_serves_and_stops_when_told_and_logs_no_secret(
    shipped_home: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(shipped_home, home)
    api = await BotApi(CANARY).start()
    api.fail(500, "getMe")
    api.fail(403, "sendMessage", description="Forbidden: bot was blocked by the user")
    process = await start(home, api.base, tmp_path)
    await Person(api, 41).write("chuyện riêng 7351")
    await api.until(lambda: api.called("sendMessage"), 60)
    await Person(api, 42).write(SHIPPED[0])
    await api.until(lambda: api.texts(42), 30)
    process.send_signal(signal.SIGTERM)
    _, logged = await process.communicate()
    await api.stop()
    assert process.returncode == 0
    assert "2108-QĐ/TU" in told(api, 42)
    lines = [json.loads(line) for line in logged.decode().splitlines()]
    assert {"serving", "given up", "stopped"} <= {line["message"] for line in lines}
    assert "canary" not in logged.decode()
    assert "7351" not in logged.decode()


async def test_a_refused_token_is_one_sentence_and_code_1(shipped_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(shipped_home, home)
    api = await BotApi().start()
    process = await start(home, api.base, tmp_path)
    _, logged = await process.communicate()
    await api.stop()
    assert process.returncode == 1
    assert "TELEGRAM_BOT_TOKEN" in logged.decode().splitlines()[-1]
    assert "canary" not in logged.decode()


async def test_published_index_is_used_from_the_next_question_on(index: Index, tmp_path: Path) -> None:
    from indexer.build import build
    from knowledge.embedding import EMBEDDED, open_embedding

    paper = tmp_path / "a.txt"
    paper.write_text("Kế hoạch số 5-KH/HU ngày 2/3/2020 của Huyện ủy về trồng cây.", "utf-8")
    home = index("moving", [paper])
    live = LiveLibrary(Settings(_env_file=None, danvan_home=home))
    assert "trồng cây" in live.ask("5-KH/HU là gì?").text
    paper.write_text("Kế hoạch số 5-KH/HU ngày 2/3/2020 của Huyện ủy về làm đường.", "utf-8")
    build([paper], home, open_embedding(EMBEDDED, home, light=True), lambda done, total: None)
    assert "làm đường" in live.ask("5-KH/HU là gì?").text

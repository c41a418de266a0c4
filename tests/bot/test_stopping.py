"""Stops that are asked for and stops that are not: nothing is lost by either."""

import asyncio
import signal
from pathlib import Path

from emulators.botapi import BotApi
from emulators.telegram_people import Person
from load.killing import kill_rounds, start_echo


async def test_an_endless_answer_does_not_keep_the_process_from_ending(api: BotApi, tmp_path: Path) -> None:
    stuck = await start_echo(api, tmp_path, think=600.0, patience=2.0)
    await Person(api, 42).write("Một?")
    await Person(api, 42).write("Hai?")
    await api.until(lambda: api.called("sendChatAction"))
    stuck.send_signal(signal.SIGTERM)
    async with asyncio.timeout(20):
        assert await stuck.wait() == 0
    again = await start_echo(api, tmp_path, think=0.0)
    await api.until(lambda: len(api.texts(42)) == 2)
    again.terminate()
    await again.wait()
    assert [text.split(";")[0] for text in api.texts(42)] == ["Hỏi: Một?", "Hỏi: Hai?"]


async def test_kill_loses_nothing_and_repeats_at_most_one_answer(tmp_path: Path) -> None:
    for kill in await kill_rounds(tmp_path, rounds=2):
        assert kill.lost == 0
        assert kill.duplicates <= 1

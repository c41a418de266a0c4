"""Sends odd updates through the whole bot over HTTP and counts what went wrong."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from bot.state import State, open_state
from bot.telegram import Converser, Parts, TelegramChannel, open_bot
from bot.telegram_reading import KINDS
from bot.threads import AnswerThreads
from emulators.botapi import BotApi
from emulators.serving import FAST
from emulators.telegram_people import redeliver
from load.odd_updates import OddUpdates

BATCH = 100


@dataclass(frozen=True)
class Fuzzing:
    """What a run showed: errors that nobody had foreseen, updates never through, replies, and replies given twice."""

    updates: int
    unhandled: int
    stuck: int
    replies: int
    duplicates: int


class _Errors(logging.Handler):
    """Keeps what was logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


async def fuzz(home: Path, converser: Callable[[State], Converser], updates: int, seed: int) -> Fuzzing:
    """Deliver odd updates, a batch at a time, and wait until all are through."""
    errors, lost = _Errors(), []
    logging.getLogger("bot").addHandler(errors)
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: lost.append(context))
    api, state, odd = await BotApi().start(), open_state(home), OddUpdates(seed)
    stop, asked = asyncio.Event(), Counter[str]()
    parts = Parts(open_bot(api.token, api.base), state, converser(state), AnswerThreads(2), FAST)
    channel = TelegramChannel(parts)
    serving = asyncio.create_task(channel.serve(stop, 60.0))
    for start in range(0, updates, BATCH):
        for _ in range(min(BATCH, updates - start)):
            update = odd.next()
            asked.update(_places(update))
            await redeliver(api, update)
        last = min(start + BATCH, updates)
        reached = asyncio.ensure_future(api.until(partial(_acknowledged, api, last), 120))
        await asyncio.wait({reached, serving}, return_when="FIRST_COMPLETED")
        if serving.done():
            serving.result()
    stuck = await _until_through(channel)
    stop.set()
    await serving
    logging.getLogger("bot").removeHandler(errors)
    result = _count(api, Fuzzing(updates, len(errors.records) + len(lost), stuck, 0, 0), asked)
    await api.stop()
    state.close()
    for record in errors.records[:3]:
        logging.getLogger("fuzz").error("%s", logging.Formatter().format(record))
    return result


async def _until_through(channel: TelegramChannel) -> int:
    """Wait as long as anything moves; how many updates are never through."""
    left, still = channel.unfinished(), 0.0
    while left and still < 60:
        await asyncio.sleep(0.1)
        before, left = left, channel.unfinished()
        still = still + 0.1 if left == before else 0.0
    return left


def _acknowledged(api: BotApi, last: int) -> bool:
    return api.acknowledged >= last


def _places(update: dict[str, Any]) -> set[str]:
    """Where an answer to an update would stand: its chat, its query. Odd ones may share a place."""
    bodies = [body for kind, body in update.items() if kind in KINDS and isinstance(body, dict)]
    holders = [*bodies, *(body["message"] for body in bodies if isinstance(body.get("message"), dict))]
    chats = [holder["chat"] for holder in holders if isinstance(holder.get("chat"), dict)]
    return {f"chat {chat.get('id')}" for chat in chats} | {f"query {body.get('id')}" for body in bodies}


def _texts(api: BotApi) -> Iterator[tuple[int, str]]:
    for message in api.messages.values():
        if "text" in message:
            yield message["chat"]["id"], message["text"]


def _count(api: BotApi, told: Fuzzing, asked: Counter[str]) -> Fuzzing:
    said = Counter((f"chat {chat}", text) for chat, text in _texts(api))
    queries = Counter(
        (f"query {params[key]}", "")
        for method, key in (
            ("answerCallbackQuery", "callback_query_id"),
            ("answerInlineQuery", "inline_query_id"),
        )
        for params in api.called(method)
    )
    duplicates = sum(max(0, times - asked[place]) for (place, _), times in (said + queries).items())
    return replace(told, replies=len({place for place, _ in said}), duplicates=duplicates)

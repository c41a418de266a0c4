"""Every update three times, in any order, with a restart between: how often each is answered."""

import asyncio
import random
import socket
from dataclasses import dataclass
from pathlib import Path

from bot.state import open_state
from bot.telegram import Parts, TelegramChannel, Webhook, open_bot
from bot.threads import AnswerThreads
from bot.webhooks import WebhookServer
from emulators.botapi import BotApi
from emulators.serving import FAST, Echo
from emulators.telegram_people import Person, redeliver


@dataclass(frozen=True)
class Shuffling:
    """Updates by how often they were answered."""

    updates: int
    never: int
    once: int
    oftener: int


async def deliver_shuffled(home: Path, updates: int, seed: int) -> Shuffling:
    """Post 3 x `updates` updates in random order; half of them before the restart."""
    api = await BotApi().start()
    posts = [_update(api, number) for number in range(updates)] * 3
    random.Random(seed).shuffle(posts)
    for half in (posts[: len(posts) // 2], posts[len(posts) // 2 :]):
        await _serve_and_post(api, home, half)
    counts = [len(api.texts(1000 + number)) for number in range(updates)]
    await api.stop()
    return Shuffling(updates, counts.count(0), counts.count(1), sum(count > 1 for count in counts))


def _update(api: BotApi, number: int) -> dict[str, object]:
    person = Person(api, 1000 + number)
    message = api.new_message(person.id, person.account(), text=f"câu {number}")
    return {"update_id": number + 1, "message": message}


async def _serve_and_post(api: BotApi, home: Path, posts: list[dict[str, object]]) -> None:
    """Stops as soon as the last update is posted: what is not answered by then is left to the next start."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = WebhookServer("127.0.0.1", port)
    webhook = Webhook(f"http://127.0.0.1:{port}/telegram", "secret-of-the-test", server)
    state, stop = open_state(home), asyncio.Event()
    parts = Parts(open_bot(api.token, api.base), state, Echo(), AnswerThreads(2), FAST, (), webhook)
    channel = TelegramChannel(parts)
    serving = asyncio.create_task(channel.serve(stop, 60.0))
    await api.until(lambda: api.webhook["url"] == webhook.url)
    for post in posts:
        await redeliver(api, post)
    stop.set()
    await serving
    left = channel.unfinished()
    state.close()
    if left:
        await _serve_and_post(api, home, [])

"""What Zalo's channel withstands: odd requests, repeated messages and a restart; and whether it answers as Telegram."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from logging import ERROR, getLogger
from logging.handlers import BufferingHandler
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx

from bot.chat import ChatMessage, Reply
from bot.composition import LiveLibrary, build_index
from bot.conversation import Conversation
from bot.settings import Settings
from bot.state import State, open_state
from bot.zalo_api import HEADER
from emulators.serving import Echo
from emulators.zalo_people import ZaloPerson
from emulators.zalo_server import Json, ZaloServer
from emulators.zalo_serving import SECRET, conversing, local_webhook, serving
from knowledge.documents import Memory
from load.figures import Figure, Report
from load.odd_bodies import OddBodies, Post
from load.shuffling import Shuffling

ALLOWED = frozenset({200, 400, 403, 413})
Replying = Callable[[State], Callable[[ChatMessage], Reply]]


@dataclass
class Posted:
    """What a run of odd requests showed."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    let_in: int = 0
    """Requests without the secret that got another answer than 403."""
    unhandled: int = 0
    replies: int = 0
    duplicates: int = 0

    @property
    def p99(self) -> float:
        """Seconds within which 99 of 100 requests were answered."""
        return sorted(self.seconds)[int(0.99 * (len(self.seconds) - 1))]


async def post_odd_bodies(home: Path, replying: Replying, count: int, seed: int) -> Posted:
    """Post odd requests one after the other, while what they ask is answered, and wait until all of it is."""
    posted, lost, errors = Posted(), [], BufferingHandler(10**6)
    errors.setLevel(ERROR)
    getLogger("bot").addHandler(errors)
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: lost.append(context))
    zalo, bodies = await ZaloServer().start(), OddBodies(seed, SECRET)
    async with serving(zalo, home, replying, local_webhook()) as running, httpx.AsyncClient() as client:
        await zalo.until(lambda: zalo.webhook["url"])
        for _ in range(count):
            await _post(client, zalo.webhook["url"], bodies.next(), posted)
        while running.channel.unfinished():
            await asyncio.sleep(0.05)
    await zalo.stop()
    getLogger("bot").removeHandler(errors)
    posted.unhandled = len(errors.buffer) + len(lost)
    posted.replies = sum(bool(sent) for sent in zalo.chats.values())
    posted.duplicates = sum(len(sent) - len({one["text"] for one in sent}) for sent in zalo.chats.values())
    return posted


async def _post(client: httpx.AsyncClient, url: str, post: Post, posted: Posted) -> None:
    headers = [(b"Content-Type", post.content_type.encode())]
    headers += [(HEADER.encode(), post.secret)] if post.secret is not None else []
    began = perf_counter()
    try:
        status = (await client.post(url, content=post.body, headers=headers)).status_code
    except httpx.TransportError:
        # Refused before its body was read: the answer may be lost with the connection.
        status = 403 if post.secret != SECRET.encode() else 413
    posted.seconds.append(perf_counter() - began)
    posted.statuses[status] += 1
    posted.let_in += status != 403 and post.secret != SECRET.encode()


async def deliver_thrice(home: Path, messages: int, seed: int) -> Shuffling:
    """Post each of so many messages three times in random order; half of the posts before a restart."""
    zalo = await ZaloServer().start()
    posts = [ZaloPerson(zalo, f"p{number}").event(text=f"câu {number}") for number in range(messages)] * 3
    random.Random(seed).shuffle(posts)
    for half in (posts[: len(posts) // 2], posts[len(posts) // 2 :]):
        await _serve_and_post(zalo, home, half)
    counts = [len(zalo.texts(f"p{number}")) for number in range(messages)]
    await zalo.stop()
    return Shuffling(messages, counts.count(0), counts.count(1), sum(count > 1 for count in counts))


async def _serve_and_post(zalo: ZaloServer, home: Path, posts: list[Json]) -> None:
    """Stops as soon as the last is posted: what is not answered by then is left to the next start."""
    webhook = local_webhook()
    async with serving(zalo, home, lambda _: Echo().reply, webhook, 60.0) as running:
        await zalo.until(lambda: zalo.webhook["url"] == webhook.url)
        for post in posts:
            await zalo.deliver(post, wrapped=len(zalo.calls) % 2 == 0)
        await running.stopped()
        left = running.channel.unfinished()
    if left:
        await _serve_and_post(zalo, home, [])


def answered_alike(
    library: LiveLibrary, state: State, converse: Conversation, gold: Path
) -> tuple[int, list[Any]]:
    """How many turns of a gold file were asked, and those that Telegram and Zalo did not answer with the same words.

    Compared is what stands in the reply: the answer's text and every quotation, as the assistant gave them.
    """
    typed, unlike, asked = conversing(library)(state), [], 0
    for number, line in enumerate(filter(str.strip, gold.read_text("utf-8").splitlines())):
        memory = Memory()
        for place, turn in enumerate(json.loads(line)["turns"]):
            answer = library.ask(turn, memory)
            memory, asked = answer.memory, asked + 1
            wanted = [*answer.text.splitlines(), *(one.quote for one in answer.citations)]
            told = (
                _said(
                    reply,
                    ChatMessage(channel, f"{channel}:{number}", f"{channel}:{number}", turn, id=str(place)),
                )
                for channel, reply in (("telegram", converse.reply), ("zalo", typed))
            )
            if not all(" ".join(part.split()) in words for words in told for part in wanted):
                unlike.append(turn)
    return asked, unlike


def _said(reply: Callable[[ChatMessage], Reply], message: ChatMessage) -> str:
    said = reply(message)
    said.keep()
    return " ".join(" ".join(block.text for block in said.blocks).split())


async def print_zalo(folder: Path, library: LiveLibrary, share: float, report: Report) -> None:
    """Odd requests over a large library, and repeated messages."""
    count = max(300, int(10_000 * share))
    posted = await post_odd_bodies(folder / "zalo-odd", conversing(library), count, seed=1)
    shown = ", ".join(f"{status}: {times}" for status, times in sorted(posted.statuses.items()))
    report.tell(
        f"{count} odd webhook requests for Zalo ({shown}), {posted.replies} people answered",
        Figure("other statuses", sum(n for status, n in posted.statuses.items() if status not in ALLOWED), 0),
        Figure("let in without the secret", posted.let_in, 0),
        Figure("unhandled exceptions", posted.unhandled, 0),
        Figure("replies beyond one a message", posted.duplicates, 0),
        Figure("p99", posted.p99 * 1000, 200, " ms"),
    )
    thrice = await deliver_thrice(folder / "zalo-thrice", max(50, int(1000 * share)), seed=1)
    report.tell(
        f"{thrice.updates} Zalo messages, each three times, a restart between: {thrice.once} answered once",
        Figure("never answered", thrice.never, 0),
        Figure("answered more than once", thrice.oftener, 0),
    )


def print_both(folder: Path, converse: Callable[[LiveLibrary, State], Conversation], report: Report) -> None:
    """Every gold file of which the documents are here, asked through both channels."""
    here = Path(__file__).resolve().parents[1]
    seeds = here.parents[1] / "shared" / "seeds"
    files = [("shipped", here.parent / "knowledge" / "documents", here / "evaluation" / "shipped.jsonl")]
    if seeds.is_dir():
        files.append(("given", seeds, seeds.parent / "gold" / "seeds_dev.jsonl"))
        files.append(("ours", seeds, here / "evaluation" / "seeds_own.jsonl"))
    for name, documents, gold in files:
        home = folder / f"gold-{name}"
        settings = Settings(_env_file=None, danvan_home=home)
        build_index(settings, [documents], lambda done, total: None, light=True)
        library, state = LiveLibrary(settings), open_state(home)
        asked, unlike = answered_alike(library, state, converse(library, state), gold)
        state.close()
        report.tell(
            f"{asked} turns of {gold.name} ({name})", Figure("not the same on both channels", len(unlike), 0)
        )
        for turn in unlike[:5]:
            print(f"    {turn}", flush=True)

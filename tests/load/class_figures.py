"""The figures of training: questions from the real documents, 200 officers in one class, how fast the screen follows.

PYTHONPATH=tests:. python -m load.class_figures [SHARED]
"""

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bot.clocks import Clocks
from bot.composition import LiveLibrary, build_index
from bot.settings import Settings
from bot.training import scores
from emulators.botapi import BotApi
from emulators.browser import Page, browser, find_chromium
from emulators.classroom import TRAINER, Classroom, classroom
from emulators.telegram_people import Person
from knowledge.embedding import Embedding
from knowledge.vectors import Floats

REAL = Clocks(time.time, time.monotonic, asyncio.sleep)
"""No waiting is cut short: Telegram's limits are kept in real time."""
HAND_CHECK = Path(__file__).parents[1] / "knowledge" / "quiz_hand_check.tsv"
OFFICERS = 200
WITHIN = 10.0


class NoVectors(Embedding):
    """Questions are made without searching, so a real embedding would only take time."""

    fingerprint = "none"
    dimension = 8

    def passages(self, texts: list[str]) -> Floats:  # type: ignore[override]
        """One and the same vector for all."""
        import numpy as np

        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        vectors[:, 0] = 1
        return vectors

    def question(self, text: str) -> Floats:
        """The same again."""
        return self.passages([text])[0]


def count_questions(shared: Path, home: Path) -> None:
    """How many questions the corpus and the seeds give, by kind."""
    from indexer.build import build
    from knowledge.embedded_store import EmbeddedStore
    from knowledge.generations import current
    from knowledge.quiz.making import make_questions

    folders = [shared / "seeds", *(shared / "corpus" / name for name in ("docx", "markdown", "word-html"))]
    build(folders, home, NoVectors(), lambda done, total: None)
    store = EmbeddedStore.open(current(home))
    began = time.perf_counter()
    made = make_questions(store, store.entries)
    took = time.perf_counter() - began
    print(f"questions from {len(store.documents)} documents: {len(made)} in {took:.1f} s")
    tell_hand_check({question.id for question in made})
    for kind, number in Counter(question.kind.value for question in made).most_common():
        print(f"  {kind}: {number}")


def tell_hand_check(made: set[str]) -> None:
    """What a person judged of a hundred questions drawn by lot, kept by id: the texts are not the project's own."""
    rows = [line.split("\t") for line in HAND_CHECK.read_text("utf-8").splitlines()[1:]]
    right, worth = (sum(row[column] == "yes" for row in rows) for column in (2, 3))
    still = [row for row in rows if row[0] in made]
    print(f"hand check of {len(rows)}: {right} right and unambiguous, {worth} worth asking")
    left = sum(row[2] == "yes" for row in still)
    print(f"  of these {len(still)} are still made, {left} of them right")


async def play(home: Path) -> None:
    """200 officers answer within ten seconds."""
    build_index(Settings(_env_file=None, danvan_home=home), (), lambda done, total: None)
    library = LiveLibrary(Settings(_env_file=None, danvan_home=home))
    library.current().questions()
    api = await BotApi(limited=True).start()
    async with classroom(api, home, library, REAL) as room:
        found = await room.open("dân vận", "60 giây")
        await room.join(found, list(range(1, OFFICERS + 1)))
        await room.press("Bắt đầu")
        await room.until(lambda: all(api.polls(number) for number in range(1, OFFICERS + 1)), 120)
        delays = await answer_all(room)
        await room.quiet()
        counted = scores.question(room.state, room.latest(), 0).given
        print(f"{OFFICERS} officers answered within {WITHIN:.0f} s: {counted} answers counted, each once")
        tell("answer to scoreboard (the trainer's live message)", delays)
        if path := find_chromium():
            await room.press("Đóng câu này")
            await follow(room, path)
        else:
            print("no Chromium here: the projector's page was not measured")
    await api.stop()


async def answer_all(room: Classroom) -> list[float]:
    """Answers spread over ten seconds; for each, the seconds until the live message told of at least as many."""
    rng, api = random.Random(1), room.api
    moments = sorted(rng.uniform(0, WITHIN) for _ in range(OFFICERS))
    question = room.latest().questions[0]
    sent: list[float] = []
    shown: list[tuple[float, int]] = []
    watching = asyncio.create_task(watch(api, shown))
    began = time.monotonic()
    for number, moment in enumerate(moments, start=1):
        await asyncio.sleep(max(0.0, began + moment - time.monotonic()))
        sent.append(time.monotonic())
        choice = rng.randrange(len(question.options))
        await Person(api, number, f"Cán bộ {number}").vote(api.polls(number)[-1], choice)
    await room.until(lambda: bool(shown) and shown[-1][1] == OFFICERS, 60)
    watching.cancel()
    return [
        next(at for at, count in shown if count >= place) - moment
        for place, moment in enumerate(sent, start=1)
    ]


async def watch(api: BotApi, shown: list[tuple[float, int]]) -> None:
    """Note each count of answers that the trainer's message shows, and when."""
    while True:
        text = next((text for text in reversed(api.texts(TRAINER)) if "câu trả lời" in text), "")
        count = int(text.split(" câu trả lời")[0].rsplit(" ", 1)[-1]) if text else 0
        if not shown or shown[-1][1] != count:
            shown.append((time.monotonic(), count))
        await asyncio.sleep(0.02)


async def follow(room: Classroom, chromium: str) -> None:
    """How long after a change the projector's page shows it."""
    found, delays = room.latest(), []
    async with browser(chromium) as page:
        await page.open(f"{room.pages}/man-hinh/{found.screen}")
        for place in range(1, 6):
            await page.until("Nguồn:")
            seen = asyncio.create_task(first_seen(page, found.questions[place].text))
            await room.press("Câu tiếp")
            at = await seen
            delays.append(at - room.latest().opened)
            await room.press("Đóng câu này")
    tell("change to the projector's page", delays)


async def first_seen(page: Page, words: str) -> float:
    """When the words could be seen, in seconds since the epoch."""
    await page.until(words)
    return time.time()


def tell(what: str, seconds: list[float]) -> None:
    """Median, 95th percentile and the longest."""
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    print(f"{what}: median {statistics.median(ordered):.2f} s, p95 {p95:.2f} s, longest {ordered[-1]:.2f} s")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        asyncio.run(play(Path(first)))
        shared = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared")
        if shared.is_dir():
            count_questions(shared, Path(second))
        else:
            print(f"{shared} is absent: no questions counted")

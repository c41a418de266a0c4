"""Pictures of the main screens for the guide, drawn from what was really sent: python -m load.pictures FOLDER."""

import asyncio
import html
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from bot.composition import LiveLibrary, documents_folder
from bot.settings import Settings
from bot.state import State
from bot.telegram import Parts, TelegramChannel, open_bot
from bot.threads import AnswerThreads
from emulators.botapi import BotApi, Json
from emulators.serving import FAST
from emulators.telegram_people import Person
from emulators.telegram_text import part
from indexer.build import build
from knowledge.embedding import EMBEDDED, open_embedding
from load.__main__ import converse

WIDTH, MARGIN, SIZE, LINE = 460, 12, 14, 20
LETTER = 8.3
"""Width that a letter at SIZE hardly ever exceeds in the mean."""
COLUMNS = int((WIDTH - 5 * MARGIN) / LETTER)
LONGEST = 40
"""Lines of a message that are drawn; the rest is shown as «…»."""
OFFICER = 42
QUESTION = "Văn bản nào quy định người đứng đầu đối thoại trực tiếp với nhân dân?"


@dataclass
class Drawing:
    """An SVG that grows downwards."""

    parts: list[str] = field(default_factory=list)
    height: float = MARGIN

    def message(self, message: Json, *, ours: bool) -> None:
        """A bubble: the person's to the right, the bot's to the left with its buttons under it."""
        lines = wrapped(message)
        tall = len(lines) * LINE + MARGIN
        left = MARGIN if ours else 3 * MARGIN
        fill = "#ffffff" if ours else "#e1f5c4"
        self.parts.append(
            f'<rect x="{left}" y="{self.height}" width="{WIDTH - 4 * MARGIN}" height="{tall}" rx="10" fill="{fill}"/>'
        )
        for number, line in enumerate(lines):
            y = self.height + MARGIN / 2 + SIZE + number * LINE
            self.parts.append(f'<text x="{left + MARGIN}" y="{y}">{line}</text>')
        self.height += tall + 4
        for row in message.get("reply_markup", {}).get("inline_keyboard", []) if ours else ():
            self.buttons([button["text"] for button in row])
        self.height += MARGIN

    def buttons(self, labels: list[str]) -> None:
        """A row of buttons."""
        wide = (WIDTH - 4 * MARGIN) / len(labels)
        for place, label in enumerate(labels):
            x = MARGIN + place * wide
            shown = label if len(label) * LETTER < wide - 8 else f"{label[: int(wide / LETTER) - 3]}…"
            self.parts.append(
                f'<rect x="{x}" y="{self.height}" width="{wide - 4}" height="26" rx="6" fill="#7aa7c7"/>'
                f'<text x="{x + wide / 2 - 2}" y="{self.height + 18}" fill="#fff" text-anchor="middle">'
                f"{html.escape(shown)}</text>"
            )
        self.height += 30

    def svg(self) -> str:
        """The whole picture."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{self.height:.0f}" '
            f'font-family="Segoe UI, Roboto, DejaVu Sans, sans-serif" font-size="{SIZE}">'
            f'<rect width="100%" height="100%" fill="#d3e3ee"/>{"".join(self.parts)}</svg>\n'
        )


def wrapped(message: Json) -> list[str]:
    """The text as SVG lines; bold and quoted words as Telegram shows them."""
    text = message.get("text") or f"[tệp] {message['document']['file_name']}"
    bold, quoted = set(), set()
    for entity in message.get("entities", []):
        # Offsets count UTF-16 units; what we send stays within the first plane but for «⚠️», which is one too.
        covered = range(entity["offset"], entity["offset"] + entity["length"])
        assert part(text, entity)
        if entity["type"] in ("bold", "blockquote"):
            (bold if entity["type"] == "bold" else quoted).update(covered)
    lines, start = [], 0
    for paragraph in text.split("\n"):
        for begin, end in _rows(paragraph, start):
            lines.append(_styled(text, begin, end, bold, quoted))
        start += len(paragraph) + 1
    return lines if len(lines) <= LONGEST else [*lines[: LONGEST - 1], "…"]


def _rows(paragraph: str, start: int) -> list[tuple[int, int]]:
    rows, begin = [], 0
    while len(paragraph) - begin > COLUMNS:
        cut = paragraph.rfind(" ", begin, begin + COLUMNS)
        cut = cut if cut > begin else begin + COLUMNS
        rows.append((start + begin, start + cut))
        begin = cut + 1
    return [*rows, (start + begin, start + len(paragraph))]


def _styled(text: str, begin: int, end: int, bold: set[int], quoted: set[int]) -> str:
    spans, position = [], begin
    while position < end:
        style = (position in bold, position in quoted)
        stop = position
        while stop < end and (stop in bold, stop in quoted) == style:
            stop += 1
        how = ' font-weight="bold"' * style[0] + ' font-style="italic" fill="#345"' * style[1]
        spans.append(f'<tspan{how} xml:space="preserve">{html.escape(text[position:stop])}</tspan>')
        position = stop
    return "".join(spans)


async def draw(folder: Path) -> None:
    """Play the main screens and write one picture each."""
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        build(
            [documents_folder(Settings(_env_file=None))],
            home,
            open_embedding(EMBEDDED, home, light=True),
            _quiet,
        )
        library = LiveLibrary(Settings(_env_file=None, danvan_home=home))
        api, state, stop = await BotApi().start(), State(home), asyncio.Event()
        parts = Parts(open_bot(api.token, api.base), state, converse(library, state), AnswerThreads(1), FAST)
        channel = TelegramChannel(parts)
        serving = asyncio.create_task(channel.serve(stop, 10.0))
        officer = Person(api, OFFICER)
        for name, text, label in (
            ("bat-dau", "/start", ""),
            ("tra-loi", QUESTION, ""),
            ("nguon", QUESTION, "Nguồn 1"),
            ("the-van-ban", "/vb 18-CT/TU", ""),
            ("tim", "/tim đối thoại với nhân dân", ""),
            ("khong-co", "Chỉ thị 81-CT/TU nói về gì?", ""),
        ):
            shown = await _play(api, channel, officer, text, label)
            drawing = Drawing()
            for message in shown:
                drawing.message(message, ours=message["from"]["is_bot"])
            (folder / f"{name}.svg").write_text(drawing.svg(), "utf-8")
        stop.set()
        await serving
        await api.stop()
        state.close()


async def _play(api: BotApi, channel: TelegramChannel, officer: Person, text: str, label: str) -> list[Json]:
    """What stands in the chat after a text, and a button where one is named."""
    before = len(api.messages)
    await officer.write(text)
    await _through(api, channel, before + 1)
    if label:
        shown = len(api.messages)
        await officer.press(api.sent(OFFICER)[-1], label)
        await _through(api, channel, shown)
        return list(api.messages.values())[shown:]
    return list(api.messages.values())[before:]


async def _through(api: BotApi, channel: TelegramChannel, before: int) -> None:
    await api.until(lambda: len(api.messages) > before, 60)
    while channel.unfinished():
        await asyncio.sleep(0.01)


def _quiet(done: int, total: int) -> None:
    """Indexing shows no progress here."""


if __name__ == "__main__":
    asyncio.run(draw(Path(sys.argv[1])))

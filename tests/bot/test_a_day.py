"""A whole day: an officer, a trainer, an admin, an outsider and a group, through a Bot API that holds its limits."""

import asyncio
from collections.abc import Callable

from bot import phrases
from bot.access import Access, Role
from bot.composition import LiveLibrary
from bot.conversation import Conversation
from bot.state import State
from emulators.botapi import BotApi, Json
from emulators.serving import FAST, Running, Serve
from emulators.telegram_limits import FloodLimits
from emulators.telegram_people import Person

QUESTION = "Văn bản nào quy định người đứng đầu đối thoại trực tiếp với nhân dân?"
GROUP = -100500
ADMIN, OFFICER, TRAINER, OUTSIDER = 1, 2, 3, 4
CROWD = range(1000, 1060)


class Day:
    """Plays people against the running bot; each deed returns what the bot said to it, all of it."""

    def __init__(self, api: BotApi, running: Running) -> None:
        self.api, self.running = api, running

    async def say(self, person: int, text: str, chat: int | None = None, **more: object) -> list[Json]:
        """Write something."""
        place = person if chat is None else chat
        before = len(self.api.sent(place))
        await Person(self.api, person).write(text, chat, **more)
        return await self._heard(place, before)

    async def press(self, person: int, shown: list[Json], label: str) -> list[Json]:
        """Press a button of the last message shown."""
        place = shown[-1]["chat"]["id"]
        before = len(self.api.sent(place))
        await Person(self.api, person).press(shown[-1], label)
        return await self._heard(place, before)

    async def _heard(self, place: int, before: int) -> list[Json]:
        await self.api.until(lambda: len(self.api.sent(place)) > before, 60)
        await self.quiet()
        return self.api.sent(place)[before:]

    async def quiet(self) -> None:
        """Wait until nothing is on its way."""
        while self.running.channel.unfinished():
            await asyncio.sleep(0.01)


def words(messages: list[Json]) -> str:
    return "\n\n".join(message.get("text", "") for message in messages)


async def test_a_day(
    api: BotApi,
    serve: Serve,
    converse: Callable[..., Callable[[State], Conversation]],
    library: LiveLibrary,
) -> None:
    api.limits = FloodLimits(FAST.steady)
    made = converse(library, open_to_all=False, admins=(f"telegram:{ADMIN}",))
    async with serve(made, admins=(ADMIN,)) as running:
        day = Day(api, running)
        await morning(day)
        await officer_at_work(day)
        await trainer_at_work(day)
        await group_at_work(day)
        await busy_hour(day)
        await evening(day)
        await running.stopped()
        assert running.channel.unfinished() == 0
        assert running.state.rows("SELECT * FROM answers WHERE person = ?", (f"telegram:{OFFICER}",)) == []
    assert api.limits.refused == 0


async def morning(day: Day) -> None:
    """An outsider is turned away; the admin invites two people by links."""
    assert words(await day.say(OUTSIDER, QUESTION)) == phrases.INVITED_ONLY
    for person, command in ((OFFICER, "/mamoi"), (TRAINER, "/mamoi bao_cao_vien")):
        payload = words(await day.say(ADMIN, command)).rsplit("start=", 1)[1]
        assert "Mã mời hợp lệ" in words(await day.say(person, f"/start {payload}"))


async def officer_at_work(day: Day) -> None:
    """Asks, opens a source and its file, follows up, corrects a question, says what is wrong."""
    answer = await day.say(OFFICER, QUESTION)
    assert "2108-QĐ/TU" in words(answer)
    source = await day.press(OFFICER, answer, "Nguồn 1")
    (sent,) = await day.press(OFFICER, source, "Gửi tệp gốc")
    assert sent["document"]["file_name"].endswith(".md")
    assert "dự thảo" in words(await day.say(OFFICER, "Văn bản đó còn hiệu lực không?"))
    asked = await Person(day.api, OFFICER).write("Chỉ thị 18-CT/TU nói về gì?")
    await day.api.until(lambda: "18-CT/TU" in words(day.api.sent(OFFICER)[-1:]), 60)
    await day.quiet()
    count = len(day.api.sent(OFFICER))
    await Person(day.api, OFFICER).edit(asked, "Chỉ thị 16/CT-TTg nói về gì?")
    await day.api.until(lambda: "16/CT-TTg" in words(day.api.sent(OFFICER)[-1:]), 60)
    await day.quiet()
    assert len(day.api.sent(OFFICER)) == count
    wrong = await day.press(OFFICER, day.api.sent(OFFICER)[-1:], "Chưa đúng")
    assert words(await day.say(OFFICER, "thiếu nơi ban hành", reply_to_message=wrong[-1])) == phrases.THANKS


async def trainer_at_work(day: Day) -> None:
    """Looks a document up, and turns the pages of a search."""
    card = await day.say(TRAINER, "/vb 18-CT/TU")
    assert "54-KH/HU" in words(await day.press(TRAINER, card, "Quan hệ"))
    (found,) = await day.say(TRAINER, "/tim đối thoại với nhân dân")
    await Person(day.api, TRAINER).press(found, "Trang sau")
    await day.api.until(lambda: "trang 2" in found["text"], 60)


async def group_at_work(day: Day) -> None:
    """The group asks; only its administrator may turn the bot off and on."""
    day.api.members[GROUP, ADMIN] = "administrator"
    question = f"@danvan_bot {QUESTION}"
    assert "2108-QĐ/TU" in words(await day.say(OFFICER, question, GROUP))
    assert words(await day.say(OFFICER, "/tat", GROUP)) == phrases.GROUP_ADMINS_ONLY
    assert words(await day.say(ADMIN, "/tat", GROUP)) == phrases.GROUP_OFF
    await Person(day.api, OFFICER).write(question, GROUP)
    assert words(await day.say(ADMIN, "/bat", GROUP)) == phrases.GROUP_ON


async def busy_hour(day: Day) -> None:
    """Many invited people ask at once; Telegram's limits are kept without its having to say so."""
    for number in CROWD:
        Access(day.running.state, False).set_role(f"telegram:{number}", Role.OFFICER, 0.0)
        await Person(day.api, number).write("18-CT/TU là gì?")
    await day.api.until(lambda: all(day.api.texts(number) for number in CROWD), 120)
    await day.quiet()


async def evening(day: Day) -> None:
    """The officer sees what is kept and erases it; the admin blocks the outsider."""
    assert "cán bộ" in words(await day.say(OFFICER, "/toi"))
    await day.press(OFFICER, await day.say(OFFICER, "/xoa"), "Xóa hết")
    assert words(await day.say(OFFICER, QUESTION)) == phrases.INVITED_ONLY
    await day.say(ADMIN, f"/chan {OUTSIDER}")
    assert words(await day.say(OUTSIDER, "/help")) == phrases.YOU_ARE_BLOCKED

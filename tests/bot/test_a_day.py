"""A whole day: an officer, a trainer, an admin, an outsider and a group, on both channels, within their limits."""

import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot import phrases
from bot.access import Access, Role
from bot.composition import LiveLibrary
from bot.conversation import Conversation
from bot.state import State
from emulators.botapi import BotApi
from emulators.serving import FAST, Serve
from emulators.stages import GROUP, Heard, TelegramStage, ZaloStage
from emulators.telegram_limits import FloodLimits
from emulators.zalo_server import Quota, ZaloServer
from emulators.zalo_serving import conversing, serving

QUESTION = "Văn bản nào quy định người đứng đầu đối thoại trực tiếp với nhân dân?"
UNANSWERED = "Lịch tiếp công dân của Chủ tịch xã Bản Mẫu là ngày nào?"
CROWD = [str(number) for number in range(60)]
Day = TelegramStage | ZaloStage


@pytest.fixture
async def zalo() -> AsyncIterator[ZaloServer]:
    """An emulated Zalo that counts what a bot with no manners would send."""
    server = await ZaloServer(quota=Quota(30, 1.0, FAST.steady)).start()
    yield server
    await server.stop()


async def test_a_day_on_telegram(
    api: BotApi, serve: Serve, converse: Callable[..., Callable[[State], Conversation]], library: LiveLibrary
) -> None:
    api.limits = FloodLimits(FAST.steady)
    made = converse(library, open_to_all=False, admins=("telegram:1",))
    async with serve(made, admins=(1,)) as running:
        day = TelegramStage(api, running)
        api.members[day.id(GROUP), day.id("admin")] = "administrator"
        await play(day)
        await running.stopped()
        assert running.channel.unfinished() == 0
    assert api.limits.refused == 0


async def test_a_day_on_zalo(zalo: ZaloServer, library: LiveLibrary, tmp_path: Path) -> None:
    admin = f"zalo:{ZaloStage.id('admin')}"
    made = conversing(library, open_to_all=False, admins=(admin,))
    async with serving(zalo, tmp_path, made) as running:
        await play(ZaloStage(zalo, running))
        await running.stopped()
        assert running.channel.unfinished() == 0
    assert all(len(text) <= 2000 for sent in zalo.chats.values() for text in (one["text"] for one in sent))


async def play(day: Day) -> None:
    """The same day for both."""
    await morning(day)
    await officer_at_work(day)
    await trainer_at_work(day)
    await group_at_work(day)
    await busy_hour(day)
    await evening(day)
    officer = f"{day.channel}:{day.id('officer')}"
    for table in ("answers", "feedback", "choices"):
        assert day.running.state.rows(f"SELECT * FROM {table} WHERE person = ?", (officer,)) == []


async def morning(day: Day) -> None:
    """An outsider is turned away; the admin invites two people, who use what they are sent."""
    assert (await day.say("outsider", QUESTION)).words == phrases.INVITED_ONLY
    for person, command in (("officer", "/mamoi"), ("trainer", "/mamoi bao_cao_vien")):
        (code,) = re.findall(r"start[= ](\S+)", (await day.say("admin", command)).words)
        assert "Mã mời hợp lệ" in (await day.say(person, f"/start {code}")).words


async def officer_at_work(day: Day) -> None:
    """Asks, opens a source and its file, follows up, corrects a question, says what is wrong."""
    answer = await day.say("officer", QUESTION)
    assert "2108-QĐ/TU" in answer.words
    source = await day.choose("officer", answer, "Nguồn 1")
    if day.presses:
        assert (await day.choose("officer", source, "Gửi tệp gốc")).file.endswith(".md")
    followed = await day.say("officer", "Văn bản đó còn hiệu lực không?")
    assert "dự thảo" in followed.words
    if isinstance(day, TelegramStage):
        followed = await day.correct("officer", "Chỉ thị 18-CT/TU nói về gì?", "Chỉ thị 16/CT-TTg nói về gì?")
        assert "16/CT-TTg" in followed.words
    wrong = await day.choose("officer", followed, "Chưa đúng")
    assert (await day.explain("officer", wrong, "thiếu nơi ban hành")).words == phrases.THANKS
    assert ("thiếu nơi ban hành",) in day.running.state.rows("SELECT reason FROM feedback")


async def trainer_at_work(day: Day) -> None:
    """Looks a document up, and turns the pages of a search."""
    card = await day.say("trainer", "/vb 18-CT/TU")
    assert "54-KH/HU" in (await day.choose("trainer", card, "Quan hệ")).words
    found = await day.say("trainer", "/tim đối thoại với nhân dân")
    assert "trang 2" in (await day.choose("trainer", found, "Trang sau")).words


async def group_at_work(day: Day) -> None:
    """The group asks; only its administrator, where the channel tells who that is, may turn the bot off and on."""
    question = f"{day.mention} {QUESTION}"
    assert "2108-QĐ/TU" in (await day.say("officer", question, GROUP)).words
    assert (await day.say("officer", "/tat", GROUP)).words == phrases.GROUP_ADMINS_ONLY
    if day.presses:
        assert (await day.say("admin", "/tat", GROUP)).words == phrases.GROUP_OFF
        await day.write("officer", question, GROUP)
        assert (await day.say("admin", "/bat", GROUP)).words == phrases.GROUP_ON


async def busy_hour(day: Day) -> None:
    """Many invited people ask at once; limits and quotas are kept, and everybody is answered."""
    for who in CROWD:
        Access(day.running.state, False).set_role(f"{day.channel}:{day.id(who)}", Role.OFFICER, 0.0)
        await day.write(who, "18-CT/TU là gì?")
    await day.api.until(lambda: all(day.texts(who) for who in CROWD), 120)
    await day.quiet()
    assert all("18-CT/TU" in Heard([{"text": text} for text in day.texts(who)]).words for who in CROWD)


async def _answers_what_is_open(day: Day, listed: Heard) -> None:
    """The admin writes an answer, says which passage proves it, and stands for it."""
    number = re.search(rf"(\d+)\. 1 lần: {re.escape(UNANSWERED)}", listed.words)
    assert number
    item = await (day.choose("admin", listed, number[1]) if day.presses else day.say("admin", number[1]))
    offered = await day.choose("admin", item, "Soạn câu trả lời")
    assert "[1]" in offered.words
    preview = await day.say("admin", "Đồng chí hỏi phòng nghiệp vụ giúp. [1]")
    assert "Nguồn:" in preview.words
    assert "Đã duyệt" in (await day.choose("admin", preview, "Duyệt")).words


async def evening(day: Day) -> None:
    """The admin reads what stays open; the officer sees what is kept and erases it; the admin blocks the outsider."""
    await day.say("officer", UNANSWERED)
    listed = await day.say("admin", "/chuatraloi")
    assert "thiếu nơi ban hành" in listed.words
    await _answers_what_is_open(day, listed)
    assert UNANSWERED not in (await day.say("admin", "/chuatraloi")).words
    assert "cán bộ" in (await day.say("officer", "/toi")).words
    await day.choose("officer", await day.say("officer", "/xoa"), "Xóa hết")
    assert (await day.say("officer", QUESTION)).words == phrases.INVITED_ONLY
    await day.say("admin", f"/chan {day.id('outsider')}")
    assert (await day.say("outsider", "/help")).words == phrases.YOU_ARE_BLOCKED

"""The conversation over the documents that ship, without any channel: commands, buttons, memory, rights."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import pytest

from bot import phrases
from bot.access import Access, Role
from bot.chat import Button, ChatMessage, Reply
from bot.composition import LiveLibrary
from bot.conversation import Conversation
from bot.desk import Desk
from bot.flood import MOST, SECONDS, FloodGate
from bot.layout import to_plain
from bot.settings import Settings
from bot.state import State, open_state
from bot.telegram_calls import LIMITS
from emulators.serving import Index

DECISION = "Văn bản nào quy định người đứng đầu đối thoại trực tiếp với nhân dân?"


@dataclass
class Chat:
    """One person's chat with the bot: what they do, and what they get; all of it is kept as a channel would."""

    conversation: Conversation
    desk: Desk
    clock: list[float]
    message: ChatMessage
    numbers: Callable[[], int]

    def write(self, text: str, **more: object) -> Reply:
        """Send a text or a command."""
        name, _, rest = text.partition(" ") if text.startswith("/") else ("", "", text)
        sent = replace(self.message, command=name[1:], text=rest, id=str(self.numbers()))
        return self._done(replace(sent, **more))  # type: ignore[arg-type]

    def press(self, reply: Reply, label: str) -> Reply:
        """Press the button whose label begins so."""
        return self._done(replace(self.message, action=button_of(reply, label).action, id="900"))

    def _done(self, message: ChatMessage) -> Reply:
        reply = self.conversation.reply(message)
        reply.keep()
        return reply

    def someone(self, name: str, **more: object) -> "Chat":
        """Another person, by default in their own private chat."""
        changes = {"person": f"t:{name}", "chat": f"t:{name}", **more}
        return replace(self, message=replace(self.message, **changes))  # type: ignore[arg-type]


def text_of(reply: Reply) -> str:
    return to_plain(reply.blocks)


def button_of(reply: Reply, label: str) -> Button:
    return next(button for row in reply.buttons for button in row if button.label.startswith(label))


@pytest.fixture
def make(library: LiveLibrary, state: State) -> Callable[..., Chat]:
    """A chat of «t:an» over fresh state."""

    def making(*, open_to_all: bool = True, admins: tuple[str, ...] = ()) -> Chat:
        clock, tokens, numbers = [1_000_000.0], count(1), count(1)
        access = Access(state, open_to_all, admins)
        link = "https://t.me/danvan_bot?start={}".format
        desk = Desk(
            library.current, state, access, LIMITS, lambda: clock[0], lambda: f"k{next(tokens)}", link
        )
        conversation = Conversation(desk, FloodGate(lambda: clock[0]))
        return Chat(conversation, desk, clock, ChatMessage("t", "t:an", "t:an", ""), lambda: next(numbers))

    return making


@pytest.fixture
def chat(make: Callable[..., Chat]) -> Chat:
    return make()


def test_question_gets_the_same_answer_as_the_assistant_gives(chat: Chat, library: LiveLibrary) -> None:
    told = text_of(chat.write(DECISION))
    answer = library.ask(DECISION)
    assert all(line in told for line in answer.text.splitlines())
    assert all(citation.quote in told for citation in answer.citations)
    assert "2108-QĐ/TU" in told


def test_follow_up_leans_on_the_last_answer_until_told_to_forget(chat: Chat) -> None:
    chat.write("Chỉ thị 18-CT/TU của Lào Cai nói về gì?")
    assert "Ban Thường vụ Tỉnh ủy Lào Cai" in text_of(chat.write("Văn bản đó do ai ban hành?"))
    assert text_of(chat.write("/moi")) == phrases.FORGOTTEN
    assert "Lào Cai" not in text_of(chat.write("Văn bản đó do ai ban hành?"))


def test_reply_to_an_old_answer_continues_from_it(chat: Chat) -> None:
    from bot import answers

    first = chat.write("Chỉ thị 18-CT/TU của Lào Cai nói về gì?")
    answers.note_sent(chat.desk.state, "t:an", "700", first.mark)
    chat.write("Lai Châu có văn bản nào về tiêu chí đánh giá công tác dân vận?")
    assert "54-KH/HU" in text_of(chat.write("Huyện ủy triển khai nó bằng văn bản nào?", replied="700"))


def test_edited_question_corrects_its_answer(chat: Chat) -> None:
    from bot import answers

    first = chat.write("Chỉ thị 18-CT/TU nói về gì?", id="5")
    answers.note_sent(chat.desk.state, "t:an", "700", first.mark)
    second = chat.write(DECISION, id="5", edited=True)
    assert second.replaces == ("700",)
    assert "2108-QĐ/TU" in text_of(second)
    assert chat.write(DECISION, id="5", edited=True) == Reply()


def test_source_button_shows_the_quotation_in_its_passage(chat: Chat, library: LiveLibrary) -> None:
    shown = chat.press(chat.write(DECISION), "Nguồn 1")
    citation = library.ask(DECISION).citations[0]
    assert citation.quote in text_of(shown)
    assert any(
        run.style == "bold" and run.text == citation.quote for each in shown.blocks for run in each.runs
    )
    sent = chat.press(shown, "Gửi tệp gốc")
    assert sent.file is not None
    assert sent.file.name == Path(citation.source).name


def test_suggestion_asks_as_if_typed_and_shows_its_question(chat: Chat) -> None:
    first = chat.write(DECISION)
    offer = first.buttons[1][0].label
    followed = chat.press(first, offer)
    assert text_of(followed).startswith(f"Câu hỏi: {offer}")


def test_verdict_and_reason_are_kept_once(chat: Chat) -> None:
    from bot import answers

    first = chat.write(DECISION)
    wrong = chat.press(first, "Chưa đúng")
    answers.note_sent(chat.desk.state, "t:an", "800", wrong.mark)
    chat.press(first, "Chưa đúng")
    assert chat.press(wrong, "Trả lời thiếu").toast == phrases.THANKS
    assert text_of(chat.write("thiếu ngày ban hành", replied="800")) == phrases.THANKS
    kept = chat.desk.state.rows("SELECT person, verdict, reason FROM feedback")
    assert kept == [("t:an", "wrong", "thiếu ngày ban hành")]
    settled = [button.label for row in wrong.settled or () for button in row]
    assert "Đúng" not in settled
    assert "Nguồn 1" in settled


def test_card_with_relations_passages_and_follow_up(chat: Chat) -> None:
    card = chat.write("/vb 2108 qd tu")
    warned = "⚠️ Hiệu lực: có dự thảo thay thế (theo nguồn ngày 5/12/2018)\n\nQuyết định số 2108-QĐ/TU"
    assert text_of(card).startswith(warned)
    assert "dự thảo" in text_of(chat.press(card, "Quan hệ"))
    assert "2108-QĐ/TU" in text_of(chat.press(card, "Đoạn trích"))
    follow = chat.press(card, "Hỏi tiếp")
    assert "Quyết định số 2108-QĐ/TU" in text_of(follow)
    assert "20/5/2015" in text_of(chat.write("Văn bản đó ban hành ngày nào?"))


def test_card_of_several_asks_which(chat: Chat) -> None:
    asked = chat.write("/vb công tác dân vận")
    assert text_of(asked).startswith(phrases.WHICH_ENTRY)
    second = next(line for line in text_of(asked).splitlines() if line.startswith("2. "))
    name = text_of(chat.press(asked, "2")).splitlines()[0]
    assert second.removeprefix("2. ").startswith(name)


def test_card_tells_what_the_terminal_tells(chat: Chat, library: LiveLibrary) -> None:
    from knowledge.register_cards import entry_card

    told = text_of(chat.write("/vb 18-CT/TU")).splitlines()
    (entry,) = library.current().register.find("18-CT/TU")
    facts = [line.strip() for line in entry_card(entry).splitlines()]
    assert told[: told.index("")] == facts[: told.index("")]


def test_relations_open_the_cards_of_others(chat: Chat) -> None:
    relations = chat.press(chat.write("/vb 18-CT/TU"), "Quan hệ")
    assert text_of(chat.press(relations, "54-KH/HU")).startswith("Kế hoạch số 54-KH/HU")


def test_reply_to_a_card_asks_about_its_document(chat: Chat) -> None:
    from bot import answers

    card = chat.write("/vb 2108-QĐ/TU")
    answers.note_sent(chat.desk.state, "t:an", "700", card.mark)
    chat.write("Chỉ thị 18-CT/TU nói về gì?")
    assert "20/5/2015" in text_of(chat.write("Văn bản đó ban hành ngày nào?", replied="700"))


def test_no_markdown_is_shown(chat: Chat) -> None:
    shown = [chat.write("/tim đối thoại với nhân dân")]
    shown += [chat.press(shown[0], str(number)) for number in range(1, 6)]
    shown += [
        chat.press(chat.write("/vb 18-CT/TU"), "Đoạn trích"),
        chat.press(chat.write(DECISION), "Nguồn 2"),
    ]
    assert not re.search(r"^#|\*\*|\|", "\n".join(map(text_of, shown)), re.MULTILINE)


def test_words_may_be_sought_in_one_document_alone(index: Index, tmp_path: Path) -> None:
    names = ("UBND TỈNH SƠN LA", "Số: {number}/KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    lines = (*names, "Sơn La, ngày 2 tháng 3 năm 2020", "", "KẾ HOẠCH", "Về {about}")
    heading = "\n".join((*lines, "", ""))
    for number, about in ((5, "trồng cây"), (6, "làm đường")):
        body = "\n\n".join(f"{n}. Các huyện tổ chức {about} ở bản số {n}." for n in range(1, 4))
        (tmp_path / f"{number}.txt").write_text(heading.format(number=number, about=about) + body, "utf-8")
    home = index("two-plans", [tmp_path])
    library = LiveLibrary(Settings(_env_file=None, danvan_home=home))
    desk = Desk(
        library.current,
        open_state(tmp_path / "s"),
        Access(open_state(tmp_path / "s"), True),
        LIMITS,
        float,
        str,
        str,
    )
    found = Conversation(desk, FloodGate(float)).reply(
        ChatMessage("t", "t:an", "t:an", "5/KH-UBND: các huyện tổ chức", command="tim")
    )
    assert "trồng cây" in text_of(found)
    assert "làm đường" not in text_of(found)


def test_words_sought_are_bold_in_what_was_found(chat: Chat) -> None:
    found = chat.write("/tim DOI THOAI")
    assert any(run.style == "bold" and run.text == "đối thoại" for part in found.blocks for run in part.runs)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("/vb", phrases.WHICH_NUMBER),
        ("/tim", phrases.WHICH_WORDS),
        ("/nothing", phrases.UNKNOWN_COMMAND),
        ("/tat", phrases.ONLY_IN_GROUPS),
        ("/mamoi", phrases.NOT_YOURS),
    ],
)
def test_commands_that_want_more(text: str, phrase: str, chat: Chat) -> None:
    assert text_of(chat.write(text)) == phrase


def test_unknown_number_is_said_so_with_what_is_near(chat: Chat) -> None:
    told = chat.write("/vb 81-CT/TU")
    assert text_of(told).startswith(phrases.NO_ENTRY)
    assert "18-CT/TU" in text_of(told)


def test_search_turns_pages_and_opens_passages(chat: Chat) -> None:
    first = chat.write("/tim đối thoại với nhân dân")
    second = chat.press(first, "Trang sau")
    assert second.replaces == ("900",)
    assert "trang 2" in text_of(second)
    assert text_of(chat.press(second, "Trang trước")) == text_of(first)
    assert len(text_of(chat.press(second, "6"))) > 50


def test_start_offers_questions_that_are_answered(chat: Chat) -> None:
    offers = [row[0] for row in chat.write("/start").buttons]
    assert len(offers) == 3
    for number, offer in enumerate(offers):
        start = chat.write("/start")
        assert phrases.SORRY not in text_of(chat.press(start, start.buttons[number][0].label[:20])), offer
        assert "Không có trong kho" not in text_of(chat.press(start, start.buttons[number][0].label))


def test_deep_link_opens_a_card(chat: Chat, library: LiveLibrary) -> None:
    from bot.cards import card_payload

    (entry,) = library.current().register.find("2108-QĐ/TU")
    payload = card_payload(entry)
    assert 0 < len(payload) <= 64
    assert "2108-QĐ/TU" in text_of(chat.write(f"/start {payload}"))


def test_link_to_a_quotation_opens_it_in_its_surroundings(chat: Chat) -> None:
    shown = chat.press(chat.write(DECISION), "Nguồn 1")
    payload = text_of(shown).rsplit("start=", 1)[1]
    assert re.fullmatch(r"[\w-]{1,64}", payload, re.ASCII)
    assert text_of(chat.someone("binh").write(f"/start {payload}")) == text_of(shown)
    for broken in ("ng_x_1_2", payload + "9999", "ng_", payload.replace("_", "_9", 1)):
        assert text_of(chat.write(f"/start {broken}")) == phrases.LINK_GONE


def test_old_and_foreign_buttons_say_so(chat: Chat) -> None:
    first = chat.write(DECISION)
    assert text_of(chat.someone("binh").press(first, "Nguồn 1")) == phrases.GONE
    broken = Reply(buttons=((Button("x", "source:unknown:0"), Button("y", "nonsense")),))
    assert text_of(chat.press(broken, "x")) == text_of(chat.press(broken, "y")) == phrases.GONE


def test_unreadable_and_too_long_get_one_sentence(chat: Chat) -> None:
    assert text_of(chat.write("", readable=False)) == phrases.TEXT_ONLY
    assert "2000" in text_of(chat.write("dài " * 2500))


def test_too_fast_hears_it_once_and_nobody_else_does(chat: Chat) -> None:
    told = [text_of(chat.write("/help")) for _ in range(MOST + 5)]
    assert told.count(phrases.TOO_FAST) == 1
    assert told[-1] == ""
    assert text_of(chat.someone("binh").write("/moi")) == phrases.FORGOTTEN
    chat.clock[0] += SECONDS + 1
    assert text_of(chat.write("/moi")) == phrases.FORGOTTEN


def test_group_can_be_turned_off_by_its_administrators_only(chat: Chat) -> None:
    member = chat.someone("an", chat="t:-5", group=True)
    boss = chat.someone("chi", chat="t:-5", group=True, group_admin=True)
    assert text_of(member.write("/tat")) == phrases.GROUP_ADMINS_ONLY
    assert text_of(boss.write("/tat")) == phrases.GROUP_OFF
    assert member.write(DECISION) == Reply()
    assert text_of(member.write("/bat")) == phrases.GROUP_ADMINS_ONLY
    assert text_of(boss.write("/bat")) == phrases.GROUP_ON
    assert "2108-QĐ/TU" in text_of(member.write(DECISION))
    assert member.write(DECISION, addressed=False) == Reply()


def test_invitation_lets_one_person_in_once(make: Callable[..., Chat]) -> None:
    admin = make(open_to_all=False, admins=("t:an",))
    officer, other = admin.someone("binh"), admin.someone("chi")
    assert text_of(officer.write(DECISION)) == phrases.INVITED_ONLY
    code = text_of(admin.write("/mamoi")).splitlines()[1]
    assert "cán bộ" in text_of(officer.write(f"/start moi_{code}"))
    assert text_of(other.write(f"/start {code}")) == phrases.BAD_CODE
    assert "2108-QĐ/TU" in text_of(officer.write(DECISION))
    assert text_of(admin.someone("an", chat="t:-5", group=True).write("/mamoi")) == phrases.ONLY_IN_PRIVATE
    late = text_of(admin.write("/mamoi bao_cao_vien")).splitlines()[1]
    admin.clock[0] += 8 * 24 * 3600
    assert text_of(other.write(f"/start {late}")) == phrases.BAD_CODE


def test_blocked_is_not_answered_and_admins_cannot_be_blocked(make: Callable[..., Chat]) -> None:
    admin = make(admins=("t:an",))
    officer = admin.someone("binh")
    assert text_of(admin.write("/chan binh")) == phrases.PERSON_BLOCKED.format(person="t:binh")
    assert text_of(officer.write(DECISION)) == phrases.YOU_ARE_BLOCKED
    assert text_of(admin.write("/chan an")) == phrases.WHICH_PERSON
    admin.write("/bochan t:binh")
    assert "2108-QĐ/TU" in text_of(officer.write(DECISION))
    assert admin.desk.access.role("t:binh") is Role.OFFICER


def test_erasure_leaves_not_a_byte(chat: Chat, tmp_path: Path) -> None:
    canary = "con chim vàng anh 7351"
    chat.write(f"{DECISION} {canary}")
    chat.press(chat.write(f"{DECISION} {canary}"), "Chưa đúng")
    assert "2 câu hỏi" in text_of(chat.write("/toi"))
    asked = chat.write("/xoa")
    assert text_of(chat.press(asked, "Thôi")) == phrases.NOT_ERASED
    assert text_of(chat.press(asked, "Xóa hết")) == phrases.ERASED
    chat.desk.state.scrub()
    assert "0 câu hỏi" in text_of(chat.write("/toi"))
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.name.startswith("state.db"))
    assert b"t:an" not in left
    assert "đối thoại".encode() not in left
    assert canary.encode() not in left


def test_inline_offers_cards_then_passages(chat: Chat) -> None:
    offers = chat.conversation.offers("t:an", "2108-QĐ/TU")
    assert offers[0].title == "Quyết định số 2108-QĐ/TU"
    assert len(offers) > 1
    assert chat.conversation.offers("t:an", "  ") == []


def test_admin_sees_what_was_not_answered_and_by_nobody(make: Callable[..., Chat]) -> None:
    admin = make(admins=("t:an",))
    assert text_of(admin.write("/chuatraloi")) == phrases.NOTHING_OPEN.format(days=30)
    officer = admin.someone("binh")
    for asked in ("Chỉ thị 81-CT/TU nói về gì?", "chi thi 81-CT/TU noi ve gi", "Chỉ thị 82-CT/TU nói về gì?"):
        officer.write(asked)
    officer.press(officer.press(officer.write(DECISION), "Chưa đúng"), "Trả lời thiếu")
    told = text_of(admin.write("/chuatraloi"))
    assert "3 câu không có trong kho, 1 câu trả lời bị chê" in told
    assert "1. 2 lần: chi thi 81-CT/TU noi ve gi" in told
    assert "2. 1 lần: Chỉ thị 82-CT/TU nói về gì?" in told
    assert f"3. 1 lần: {DECISION} (Trả lời thiếu)" in told
    assert "binh" not in told
    assert text_of(officer.write("/chuatraloi")) == phrases.NOT_YOURS
    assert (
        text_of(admin.someone("an", chat="t:-5", group=True).write("/chuatraloi")) == phrases.ONLY_IN_PRIVATE
    )


def test_what_admins_do_about_people_is_in_the_log(make: Callable[..., Chat]) -> None:
    admin = make(admins=("t:an",))
    code = re.search(r"k\d+", text_of(admin.write("/mamoi quan_tri")))
    assert code
    officer = admin.someone("binh")
    officer.write(f"/start {code[0]}")
    admin.write("/chan t:chi")
    admin.write("/bochan t:chi")
    told = text_of(admin.write("/nhatky"))
    for deed in ("t:an, tạo mã mời: quản trị viên", "t:binh, vào bằng mã mời: quản trị viên",
                 "t:an, chặn: t:chi", "t:an, bỏ chặn: t:chi"):  # fmt: skip
        assert deed in told
    erased = admin.someone("chi")
    erased.press(erased.write("/xoa"), "Xóa hết")
    assert "t:chi" not in text_of(admin.write("/nhatky"))


def test_what_can_be_answered_by_now_leaves_the_list(make: Callable[..., Chat]) -> None:
    admin = make(admins=("t:an",))
    admin.write(DECISION)
    admin.desk.state.write("UPDATE answers SET status = 'refused'")
    assert text_of(admin.write("/chuatraloi")) == phrases.NOTHING_OPEN.format(days=30)


def test_logs_tell_of_an_answer_but_not_what_was_asked(chat: Chat, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "bot")
    chat.write(DECISION)
    (record,) = [one for one in caplog.records if one.message == "answered"]
    assert record.__dict__["status"] == "answered"
    assert "đối thoại" not in str(record.__dict__)
    open_desk = replace(chat.desk, log_questions=True)
    talk = Conversation(open_desk, FloodGate(lambda: 0.0))
    replace(chat, conversation=talk, desk=open_desk).write(DECISION)
    assert caplog.records[-1].__dict__["question"] == DECISION

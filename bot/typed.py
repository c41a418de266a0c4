"""The conversation where all is typed: commands with or without a slash, choices by number or word, no buttons."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot import choices
from bot.chat import Block, ChatMessage, Reply
from bot.conversation import Conversation
from bot.desk import Desk
from bot.layout import block
from knowledge.references import extract_from_question
from knowledge.spelling import fold, nfc

EXPIRED = "expired"
"""An action that no button has: the conversation says that it has expired."""
_SLASHED = re.compile(r"/\s?([^\s@/:]+)(?:@\S+)?[\s:]*", re.UNICODE)
_ALONE: Mapping[str, str] = {
    spelling: command
    for command, spellings in {
        "start": ("start", "bat dau"),
        "help": ("help", "tro giup", "huong dan", "cach dung"),
        "moi": ("moi", "trao doi moi", "chuyen khac", "hoi chuyen khac"),
        "toi": ("toi", "toi la ai"),
        "xoa": ("xoa", "xoa het", "xoa du lieu", "xoa het du lieu"),
        "mamoi": ("mamoi", "ma moi", "tao ma moi"),
        "roilop": ("roilop", "roi lop"),
        "hoc": ("hoc", "tu hoc"),
        "chuatraloi": ("chuatraloi", "chua tra loi"),
        "thongke": ("thongke", "thong ke"),
        "nhatky": ("nhatky", "nhat ky"),
        "quaylai": ("quaylai", "quay lai ban truoc"),
        "lop": ("lop", "mo lop"),
        "bode": ("bode", "bo de", "bo cau hoi"),
    }.items()
    for spelling in spellings
}
_WITH_MORE: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    ("start", re.compile(r"(?:start|bat dau|ma moi|ma)\s+"), re.compile(r"(?=\S*\d)[\w-]{6,64}")),
    (
        "tim",
        re.compile(r"(?:tim kiem|tim)\s+"),
        re.compile(r"(?!(?:giup|cho|ho|duoc|ra|hieu|thay|toi)\b).+", re.DOTALL),
    ),
    ("vaolop", re.compile(r"(?:vao ?lop)\s+"), re.compile(r"(?=\S*\d)\w{4,16}")),
    ("hoc", re.compile(r"(?:tu )?hoc\s+"), re.compile(r"thoi|\d{1,2}")),
    ("lop", re.compile(r"mo lop\s+"), re.compile(r".+")),
    ("mamoi", re.compile(r"(?:ma ?moi)\s+"), re.compile(r"can.bo|bao.cao.vien|quan.tri")),
    ("chan", re.compile(r"chan\s+"), re.compile(r"\w+:\S+|(?=\S*\d)\w{6,}")),
    ("bochan", re.compile(r"bo ?chan\s+"), re.compile(r"\w+:\S+|(?=\S*\d)\w{6,}")),
)
"""Commands typed without a slash: how they begin, and what the rest must be for it to be no question."""
_ASKS = re.compile(r"\?|\b(?:nao|gi|ai|bao nhieu|the nao|ra sao|khi nao|vi sao|tai sao)\b|\bkhong\W*$")
_REASON = re.compile(r"(?:ly do|sai|chua dung|khong dung)\s*:\s*")


class TypedConversation:
    """Reads typed commands and choices for a conversation, and writes its buttons out."""

    def __init__(self, conversation: Conversation, desk: Desk) -> None:
        self._conversation = conversation
        self._desk = desk

    def reply(self, message: ChatMessage) -> Reply:
        """What to say to a message: text alone, and what may be typed next."""
        heard = self._heard(message)
        return self._written(heard, self._conversation.reply(heard))

    def _heard(self, message: ChatMessage) -> ChatMessage:
        """The message as the command or the pressed button that it means."""
        if not message.readable or not message.addressed or message.nudge:
            return message
        action, text = self._chosen(message)
        if action:
            return replace(message, action=action, text=text)
        command, rest = command_of(message.text)
        return replace(message, command=command, text=rest)

    def _chosen(self, message: ChatMessage) -> tuple[str, str]:
        state, chat, now = self._desk.state, message.chat, self._desk.now()
        if reason := _REASON.match(fold(nfc(message.text))):
            judged = choices.chosen(state, chat, choices.WRONG, now)
            return f"why:{judged.split(':')[1]}:" if judged else EXPIRED, message.text[reason.end() :].strip()
        action = choices.chosen(state, chat, message.text, now)
        return action or (EXPIRED if choices.is_choice(message.text) else ""), ""

    def _written(self, message: ChatMessage, reply: Reply) -> Reply:
        said = reply.blocks or ((block(reply.toast),) if reply.toast else ())
        offered = choices.choices_of(reply.buttons)

        def keep() -> None:
            reply.keep()
            if reply.settled == ():
                choices.settle(self._desk.state, message.chat, message.action)
            choices.remember(self._desk.state, message.chat, message.person, offered, self._desk.now())

        return Reply(
            (*said, *_addresses(reply), *choices.listing(reply.buttons)),
            keep=keep,
            mark=reply.mark,
            picture=reply.picture,
        )


def _addresses(reply: Reply) -> tuple[Block, ...]:
    """What buttons would open, as addresses; where in the page is left out, it is long and hard to read."""
    links = (button for row in reply.buttons for button in row if button.url)
    return tuple(block(f"{link.label}: {link.url.partition('#')[0]}") for link in links)


def command_of(text: str) -> tuple[str, str]:
    """«/vb 18-CT/TU», «vb 18 ct tu» -> ("vb", the rest); ("", text) for everything that is a question."""
    written = nfc(text).strip()
    folded = fold(written)
    if slashed := _SLASHED.match(folded):
        return slashed[1], written[slashed.end() :].strip()
    if command := _ALONE.get(choices.as_word(written)):
        return command, ""
    if (named := re.match(r"vb\s+", folded)) and _is_number(written[named.end() :]):
        return "vb", written[named.end() :]
    for command, begin, more in _WITH_MORE:
        if (begun := begin.match(folded)) and more.fullmatch(rest := folded[begun.end() :]):
            if command in ("tim", "lop") and (_ASKS.search(rest) or extract_from_question(written)):
                continue
            return command, rest.replace(" ", "_") if command == "mamoi" else written[begun.end() :]
    return "", text


def _is_number(text: str) -> bool:
    """Whether this names a document by its number and says nothing else."""
    if text.strip().isdecimal():
        return True
    named = extract_from_question(text)
    return len(named) == 1 and named[0].number is not None and not text[named[0].end :].strip(" .")

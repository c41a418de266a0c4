"""Reply -> Bot API calls: messages split and marked up, corrections in place, buttons, files."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from telegram.constants import MessageLimit

from bot.chat import Block, Button, Poll, Reply
from bot.desk import Limits
from bot.inbox import Call, Json
from bot.inline import Offer
from bot.layout import split, to_html, to_plain, utf16_units
from bot.telegram_menus import menu_call
from bot.telegram_reading import CHANNEL, Origin

LIMITS = Limits(int(MessageLimit.MAX_TEXT_LENGTH), utf16_units)
LONGEST_LABEL = 60
"""Characters of a button's label that a phone shows."""
LONGEST_CAPTION = int(MessageLimit.CAPTION_LENGTH)
CACHE_SECONDS = 60
FILE = "file_path"
"""Parameter of sendDocument that names a file of ours; delivery opens it."""


def reply_calls(reply: Reply, origin: Origin) -> Iterator[Call]:
    """Everything that a reply asks of Telegram, in order."""
    if origin.callback is not None:
        yield Call("answerCallbackQuery", _without_empty(callback_query_id=origin.callback, text=reply.toast))
        if reply.settled is not None:
            yield Call(
                "editMessageReplyMarkup", {**_ours(origin, str(origin.message)), **_markup(reply.settled)}
            )
    for person, role in reply.menus:
        channel, _, number = person.partition(":")
        if channel == CHANNEL and number.isdecimal():
            yield menu_call(int(number), role)
    if reply.poll is not None:
        yield _poll(reply.poll, reply.mark, origin)
    elif reply.picture is not None:
        yield _picture(reply, reply.picture, origin)
    elif reply.file is not None:
        yield _document(reply, reply.file, origin)
    elif reply.blocks:
        yield from _texts(reply, origin)


def _texts(reply: Reply, origin: Origin) -> Iterator[Call]:
    """The first messages take the place of those replaced; surplus ones are deleted."""
    messages = split(reply.blocks, LIMITS.length, LIMITS.measure)
    for place, blocks in enumerate(messages):
        markup = _markup(reply.buttons) if reply.buttons and place == len(messages) - 1 else {}
        if place < len(reply.replaces):
            target = _ours(origin, reply.replaces[place])
            yield Call("editMessageText", {**target, **_text(blocks), **markup}, reply.mark)
        else:
            where = _where(origin, first=place == 0)
            yield Call("sendMessage", {**where, **_text(blocks), **markup}, reply.mark)
    for surplus in reply.replaces[len(messages) :]:
        yield Call("deleteMessage", _ours(origin, surplus))


def _document(reply: Reply, path: Path, origin: Origin) -> Call:
    caption = to_plain(reply.blocks)[: LONGEST_CAPTION // 2]
    return Call("sendDocument", {**_where(origin, first=True), "caption": caption, FILE: str(path)})


def _picture(reply: Reply, path: Path, origin: Origin) -> Call:
    """A picture with the whole text under it: whoever makes one keeps within the limit of captions."""
    caption = {"caption": to_html(reply.blocks), "parse_mode": "HTML"}
    markup = _markup(reply.buttons) if reply.buttons else {}
    return Call("sendPhoto", {**_where(origin, first=True), **caption, **markup, FILE: str(path)}, reply.mark)


def _poll(poll: Poll, mark: str, origin: Origin) -> Call:
    """A quiz in which everybody sees who answered, so that we are told, too."""
    asked = {
        "question": poll.question,
        "options": [{"text": option} for option in poll.options],
        "type": "quiz",
        "is_anonymous": False,
        "correct_option_id": poll.right,
        "correct_option_ids": [poll.right],  # the name since Bot API 9.6
    }
    more = _without_empty(explanation=poll.explanation, open_period=poll.seconds or None)
    return Call("sendPoll", {**_where(origin, first=True), **asked, **more}, mark)


def _text(blocks: Sequence[Block]) -> Json:
    return {"text": to_html(blocks), "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}


def _ours(origin: Origin, message: str) -> Json:
    return {"chat_id": origin.chat, "message_id": int(message)}


def _where(origin: Origin, *, first: bool) -> Json:
    """Chat and topic; in a group, the first message answers the question's."""
    answers_it = first and origin.group and origin.message is not None and origin.callback is None
    quoted = {"message_id": origin.message, "allow_sending_without_reply": True} if answers_it else None
    return _without_empty(chat_id=origin.chat, message_thread_id=origin.thread, reply_parameters=quoted)


def _markup(rows: Sequence[Sequence[Button]]) -> Json:
    return {"reply_markup": {"inline_keyboard": [[_key(button) for button in row] for row in rows]}}


def _key(button: Button) -> Json:
    what = {"url": button.url} if button.url else {"callback_data": button.action}
    long = len(button.label) > LONGEST_LABEL
    return {"text": f"{button.label[: LONGEST_LABEL - 1].rstrip()}…" if long else button.label, **what}


def _without_empty(**params: object) -> Json:
    return {name: value for name, value in params.items() if value not in (None, "")}


def draft_call(blocks: Sequence[Block], origin: Origin) -> Call:
    """A preview that Telegram shows for half a minute, in private chats only."""
    first = split(blocks, LIMITS.length, LIMITS.measure)[0]
    where = _without_empty(chat_id=origin.chat, message_thread_id=origin.thread, draft_id=origin.message)
    return Call("sendMessageDraft", {**where, "text": to_html(first), "parse_mode": "HTML"})


def passing_call(blocks: Sequence[Block], origin: Origin, ours: str) -> Call:
    """What a group sees of an answer being written: a message, then corrections of it."""
    first = split(blocks, LIMITS.length, LIMITS.measure)[0]
    if ours:
        return Call("editMessageText", {**_ours(origin, ours), **_text(first)})
    return Call("sendMessage", {**_where(origin, first=True), **_text(first)})


def inline_call(query: str, offers: Sequence[Offer]) -> Call:
    """The answer to an inline query; what does not fit one message is not offered whole."""
    results = [_article(place, offer) for place, offer in enumerate(offers)]
    return Call(
        "answerInlineQuery",
        {"inline_query_id": query, "results": results, "cache_time": CACHE_SECONDS, "is_personal": True},
    )


def _article(place: int, offer: Offer) -> Json:
    first = split(offer.blocks, LIMITS.length, LIMITS.measure)[0]
    return {
        "type": "article",
        "id": str(place),
        "title": offer.title,
        "description": offer.description,
        "input_message_content": {"message_text": to_html(first), "parse_mode": "HTML"},
    }

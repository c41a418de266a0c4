"""What each Bot API method does and what it refuses, as Telegram documents it."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from emulators.telegram_text import MarkupError, read_html, units

if TYPE_CHECKING:
    from emulators.botapi import BotApi

Json = dict[str, Any]


@dataclass
class CallError(Exception):
    """An answer with ok: false."""

    status: int
    description: str
    parameters: Json = field(default_factory=dict)


def _bad(description: str) -> CallError:
    return CallError(400, f"Bad Request: {description}")


def _content(params: Json, key: str = "text", longest: int = 4096) -> Json:
    """Text and entities after parsing; refuses what is empty, too long or badly marked up."""
    text, entities = str(params.get(key, "")), []
    if params.get("parse_mode") == "HTML":
        try:
            text, entities = read_html(text)
        except MarkupError as error:
            raise _bad(f"can't parse entities: {error}") from error
    if key == "text" and not text.strip():
        raise _bad("message text is empty")
    if units(text) > longest:
        raise _bad("message is too long" if key == "text" else "message caption is too long")
    return {key: text, ("entities" if key == "text" else "caption_entities"): entities}


def _keyboard(params: Json) -> Json:
    markup = params.get("reply_markup")
    if not markup:
        return {}
    for button in (button for row in markup.get("inline_keyboard", []) for button in row):
        if not 1 <= len(button.get("callback_data", "x").encode()) <= 64:
            raise _bad("BUTTON_DATA_INVALID")
        if not button["text"].strip():
            raise _bad("button text must be non-empty")
    return {"reply_markup": markup}


def _place(api: "BotApi", params: Json) -> Json:
    """Where a message goes: its topic and what it replies to; holds the flood limits."""
    chat = int(params["chat_id"])
    wait = api.limits.wait(chat) if api.limits else 0
    if wait:
        raise CallError(429, f"Too Many Requests: retry after {wait}", {"retry_after": wait})
    place: Json = {}
    if "message_thread_id" in params:
        place["message_thread_id"] = int(params["message_thread_id"])
        place["is_topic_message"] = True
    reply = params.get("reply_parameters")
    if reply:
        original = api.messages.get((chat, int(reply["message_id"])))
        if original is None and not reply.get("allow_sending_without_reply"):
            raise _bad("message to be replied not found")
        if original:
            place["reply_to_message"] = {k: v for k, v in original.items() if k != "reply_to_message"}
    return place


async def get_me(api: "BotApi", params: Json) -> Any:
    return api.me


async def get_updates(api: "BotApi", params: Json) -> Any:
    """What stands at or after `offset`; everything before it is acknowledged and gone."""
    if api.webhook["url"]:
        raise CallError(409, "Conflict: can't use getUpdates method while webhook is active")
    offset = int(params.get("offset") or 0)
    while api.updates and api.updates[0]["update_id"] < offset:
        api.acknowledged = api.updates.popleft()["update_id"]
        await api.notify()
    try:
        async with asyncio.timeout(float(params.get("timeout") or 0) or 0.001), api.changed:
            await api.changed.wait_for(lambda: api.updates or api.closing)
    except TimeoutError:
        pass
    return list(api.updates)[: int(params.get("limit") or 100)]


async def set_webhook(api: "BotApi", params: Json) -> Any:
    api.webhook = {"url": params.get("url", ""), "secret": params.get("secret_token", "")}
    return True


async def delete_webhook(api: "BotApi", params: Json) -> Any:
    api.webhook = {"url": ""}
    return True


async def get_webhook_info(api: "BotApi", params: Json) -> Any:
    waiting = len(api.updates)
    return {
        "url": api.webhook["url"],
        "has_custom_certificate": False,
        "pending_update_count": waiting,
    }


async def send_message(api: "BotApi", params: Json) -> Any:
    content = {**_content(params), **_keyboard(params)}
    return api.new_message(int(params["chat_id"]), api.me, **content, **_place(api, params))


async def send_document(api: "BotApi", params: Json) -> Any:
    sent = params["document"]
    file_id = f"FILE{len(api.files)}"
    api.files[file_id] = sent["body"]
    document = {
        "file_id": file_id,
        "file_unique_id": f"U{file_id}",
        "file_name": sent["filename"],
        "file_size": len(sent["body"]),
    }
    content = {**_content(params, "caption", 1024), **_keyboard(params)}
    place = _place(api, params)
    return api.new_message(int(params["chat_id"]), api.me, document=document, **content, **place)


async def send_photo(api: "BotApi", params: Json) -> Any:
    sent = params["photo"]
    file_id = f"FILE{len(api.files)}"
    api.files[file_id] = sent["body"]
    photo = [{"file_id": file_id, "file_unique_id": f"U{file_id}", "width": 600, "height": 600}]
    content = {**_content(params, "caption", 1024), **_keyboard(params)}
    return api.new_message(int(params["chat_id"]), api.me, photo=photo, **content, **_place(api, params))


async def send_poll(api: "BotApi", params: Json) -> Any:
    """A poll as Telegram takes it: its texts within their limits, its right choice among the options."""
    options = [option["text"] for option in params["options"]]
    if not 1 <= units(params["question"]) <= 300:
        raise _bad(
            "poll question must be non-empty"
            if not params["question"]
            else "poll question length must not exceed 300"
        )
    if not 2 <= len(options) <= 12:
        raise _bad("poll must have at least 2 option")
    if any(not 1 <= units(option) <= 100 for option in options):
        raise _bad("poll options length must not exceed 100")
    if units(params.get("explanation", "")) > 200 or params.get("explanation", "").count("\n") > 2:
        raise _bad("explanation is too long")
    if params.get("type") == "quiz" and not 0 <= int(params["correct_option_id"]) < len(options):
        raise _bad("wrong correct option ID specified")
    if "open_period" in params and not 5 <= int(params["open_period"]) <= 600:
        raise _bad("wrong open period")
    poll = {
        "id": f"P{next(api.poll_ids)}",
        "question": params["question"],
        "options": [{"text": option, "voter_count": 0} for option in options],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": params.get("is_anonymous", True),
        "type": params.get("type", "regular"),
        "allows_multiple_answers": False,
        "correct_option_id": int(params["correct_option_id"]),
        "explanation": params.get("explanation", ""),
    }
    return api.new_message(int(params["chat_id"]), api.me, poll=poll, **_place(api, params))


async def send_message_draft(api: "BotApi", params: Json) -> Any:
    if int(params["chat_id"]) <= 0:
        raise _bad("drafts are for private chats")
    api.drafts.append({**params, **_content(params)})
    return True


async def edit_message_text(api: "BotApi", params: Json) -> Any:
    message = api.messages.get((int(params["chat_id"]), int(params["message_id"])))
    if message is None:
        raise _bad("message to edit not found")
    changed = {**_content(params), **_keyboard(params)}
    if all(message.get(key) == value for key, value in changed.items()) and (
        "reply_markup" in changed or "reply_markup" not in message
    ):
        raise _bad("message is not modified")
    _place(api, params)
    message.pop("reply_markup", None)
    message.update(changed, edit_date=message["date"])
    return message


async def edit_message_reply_markup(api: "BotApi", params: Json) -> Any:
    message = api.messages.get((int(params["chat_id"]), int(params["message_id"])))
    if message is None:
        raise _bad("message to edit not found")
    message.pop("reply_markup", None)
    message.update(_keyboard(params))
    return message


async def delete_message(api: "BotApi", params: Json) -> Any:
    if api.messages.pop((int(params["chat_id"]), int(params["message_id"])), None) is None:
        raise _bad("message to delete not found")
    return True


async def answer_inline_query(api: "BotApi", params: Json) -> Any:
    if len(params["results"]) > 50:
        raise _bad("RESULTS_TOO_MUCH")
    for result in params["results"]:
        if not 1 <= len(result["id"].encode()) <= 64:
            raise _bad("RESULT_ID_INVALID")
        content = result["input_message_content"]
        _content({"text": content["message_text"], "parse_mode": content.get("parse_mode")})
    return True


async def set_my_commands(api: "BotApi", params: Json) -> Any:
    for command in params["commands"]:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise _bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise _bad("BOT_COMMAND_DESCRIPTION_INVALID")
    scope = params.get("scope") or {"type": "default"}
    api.commands[":".join(str(value) for value in scope.values())] = params["commands"]
    return True


async def set_my_description(api: "BotApi", params: Json) -> Any:
    longest = {"description": 512, "short_description": 120}
    for name, value in params.items():
        if len(value) > longest[name]:
            raise _bad(f"{name} is too long")
        api.descriptions[name] = value
    return True


async def get_chat_member(api: "BotApi", params: Json) -> Any:
    chat, user = int(params["chat_id"]), int(params["user_id"])
    status = api.members.get((chat, user), "member")
    return {"status": status, "user": {"id": user, "is_bot": False, "first_name": f"Người {user}"}}


async def get_file(api: "BotApi", params: Json) -> Any:
    content = api.files.get(str(params["file_id"]))
    if content is None:
        raise _bad("wrong file_id or the file is temporarily unavailable")
    if len(content) > 20 * 2**20:
        raise _bad("file is too big")
    file = {
        "file_id": params["file_id"],
        "file_unique_id": f"U{params['file_id']}",
        "file_size": len(content),
    }
    return {**file, "file_path": f"documents/{params['file_id']}"}


async def yes(api: "BotApi", params: Json) -> Any:
    """Methods whose only effect is that they were called."""
    return True


async def unknown(api: "BotApi", params: Json) -> Any:
    """A method that Telegram, or this emulator, does not have."""
    raise CallError(404, "Not Found: method not found")


METHODS: dict[str, Callable[["BotApi", Json], Awaitable[Any]]] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "sendMessage": send_message,
    "sendDocument": send_document,
    "sendPhoto": send_photo,
    "sendPoll": send_poll,
    "sendMessageDraft": send_message_draft,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "answerInlineQuery": answer_inline_query,
    "setMyCommands": set_my_commands,
    "setMyDescription": set_my_description,
    "setMyShortDescription": set_my_description,
    "getChatMember": get_chat_member,
    "getFile": get_file,
    "answerCallbackQuery": yes,
    "deleteMyCommands": yes,
    "sendChatAction": yes,
}

"""Delivers calls to Telegram until they are through: limits kept, nothing given up that can succeed."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

from telegram import Bot, InputFile
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.clocks import Clocks, backoff
from bot.flight import Flight
from bot.inbox import Call, Json
from bot.telegram_calls import FILE
from bot.telegram_pace import Pace
from knowledge.errors import ChannelFailed

log = logging.getLogger(__name__)

PACED = frozenset({"sendMessage", "sendDocument", "sendPhoto", "sendPoll", "editMessageText"})


class Delivery:
    """Sends calls through the library's Bot; callers of one chat come one at a time."""

    def __init__(self, bot: Bot, pace: Pace, clocks: Clocks) -> None:
        self._bot = bot
        self._pace = pace
        self._clocks = clocks
        self._flight = Flight()

    async def deliver(self, call: Call) -> Any:
        """Telegram's result, however long it takes; None where it refuses this call for good.

        Raises ChannelFailed where the token is refused.
        """
        method, params, attempt = call.method, dict(call.params), 0
        while True:
            try:
                return await self._attempt(method, params)
            except RetryAfter as error:
                self._pace.pause(params["chat_id"], _seconds(error))
            except ChatMigrated as error:
                params["chat_id"] = error.new_chat_id
            except (Forbidden, BadRequest) as error:
                if not _lost_its_place(method, error):
                    log.warning("given up", extra={"method": method, "reason": error.message})
                    return None
                method = "sendMessage"
                params.pop("message_id")
            except InvalidToken:
                raise token_refused() from None
            except FileNotFoundError:
                log.warning("file gone", extra={"method": method})
                return None
            except TelegramError as error:
                log.info("trying again", extra={"method": method, "reason": error.message})
                await self._clocks.sleep(backoff(attempt))
                attempt += 1

    async def _attempt(self, method: str, params: Json) -> Any:
        if method in PACED:
            async with self._pace.turn(params["chat_id"]), self._flight.alone():
                await self._pace.leave()
                return await self._request(method, params)
        return await self._request(method, params)

    async def _request(self, method: str, params: Json) -> Any:
        if FILE not in params:
            return await self._bot.do_api_request(method, api_kwargs=params)
        path = Path(params[FILE])
        rest = {name: value for name, value in params.items() if name != FILE}
        part = "photo" if method == "sendPhoto" else "document"
        with path.open("rb") as file:
            sent = InputFile(file, filename=path.name)
            return await self._bot.do_api_request(method, api_kwargs={**rest, part: sent})


def _lost_its_place(method: str, error: TelegramError) -> bool:
    """Whether a correction has nothing left to correct (deleted, too old), so that it has to be said anew."""
    return method == "editMessageText" and "not modified" not in error.message.lower()


def token_refused() -> ChannelFailed:
    """What to say of a token that Telegram does not know."""
    return ChannelFailed("Telegram không nhận TELEGRAM_BOT_TOKEN: hãy lấy lại mã từ @BotFather.")


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)

"""Delivers calls to Zalo until they are through: nothing given up that can succeed, quotas waited for."""

import logging
from typing import Any

from bot.clocks import Clocks, backoff
from bot.crew import ALONE, Crew
from bot.flight import Flight
from bot.inbox import Call
from bot.zalo_api import BAD_TOKEN, QUOTA, ZaloApi, ZaloError
from knowledge.errors import ChannelFailed

log = logging.getLogger(__name__)

SECONDS_BETWEEN = 0.05
"""Between two messages of the bot, whoever they go to. Zalo's own limit is not known; 429 tells when it is reached."""


class Delivery:
    """Sends calls through the API; callers of one chat come one at a time."""

    def __init__(self, api: ZaloApi, clocks: Clocks, crew: Crew = ALONE) -> None:
        """Where several processes share the account, each waits longer between two of its messages."""
        self._api = api
        self._clocks, self._crew = clocks, crew
        self._flight = Flight()
        self._next = 0.0
        """When the next message may go, on the steady clock: the quota is the account's, so everybody waits for it."""

    async def deliver(self, call: Call) -> Any:
        """Zalo's result, however long it takes; None where it refuses this call for good.

        Raises ChannelFailed where the token is refused.
        """
        attempt = 0
        while True:
            try:
                await self._turn()
                async with self._flight.alone():
                    return await self._api.call(call.method, call.params)
            except ZaloError as error:
                if error.code == BAD_TOKEN:
                    raise token_refused() from None
                if not error.passing:
                    log.warning("given up", extra={"method": call.method, "reason": str(error)})
                    return None
                log.info("trying again", extra={"method": call.method, "reason": str(error)})
                await self._rest(error, attempt)
                attempt += 1

    async def _turn(self) -> None:
        slot = max(self._next, self._clocks.steady())
        self._next = slot + SECONDS_BETWEEN * self._crew.size
        while (left := slot - self._clocks.steady()) > 0:
            await self._clocks.sleep(left)

    async def _rest(self, error: ZaloError, attempt: int) -> None:
        seconds = error.wait or backoff(attempt)
        if error.code == QUOTA:
            self._next = max(self._next, self._clocks.steady() + seconds)
        else:
            await self._clocks.sleep(seconds)


def token_refused() -> ChannelFailed:
    """What to say of a token that Zalo does not know."""
    return ChannelFailed(
        "Zalo không nhận ZALO_BOT_TOKEN: hãy lấy lại mã từ Zalo Bot Manager, hoặc xem lại ZALO_BASE_URL."
    )

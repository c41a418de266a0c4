"""The Zalo Bot API over httpx: one call at a time, and what its answers mean. All facts of it are second-hand."""

from contextlib import suppress
from typing import Any

import httpx

from bot.inbox import Json

# From third parties' papers of 2025 and 2026, never seen on the wire; the host is a setting, ZALO_BASE_URL.
LONGEST_TEXT = 2000
POLL_SECONDS = 30
HEADER = "X-Bot-Api-Secret-Token"
NO_UPDATES = 408
QUOTA = 429
BAD_TOKEN = 401
UNKNOWN_TOKEN = frozenset({BAD_TOKEN, 403, 404})
"""What getMe, which asks for nothing else than a right token, may be refused with."""
NO_ANSWER = 0
"""Our own code for requests without a readable answer."""
CALL_SECONDS = 15.0


class ZaloError(Exception):
    """A call that did not succeed; its words come from the server and never hold an address of ours."""

    def __init__(self, code: int, description: str, wait: float = 0.0) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.wait = wait
        """Seconds that the server asks us to wait, 0 where it does not say."""

    @property
    def passing(self) -> bool:
        """Whether the same call may succeed later."""
        return self.code in (NO_ANSWER, NO_UPDATES, QUOTA) or self.code >= 500


class ZaloApi:
    """Calls for one bot. The token stands in every address, so no address is ever shown."""

    def __init__(self, token: str, base_url: str) -> None:
        limits = httpx.Limits(max_connections=32)
        self._client = httpx.AsyncClient(base_url=f"{base_url}/bot{token}/", limits=limits)

    async def call(self, method: str, params: Json | None = None, seconds: float = CALL_SECONDS) -> Any:
        """The result of a method; raises ZaloError, also for the `ok: false` that comes with HTTP 200."""
        try:
            answer = await self._client.post(method, json=params or {}, timeout=seconds)
        except httpx.HTTPError as error:
            raise ZaloError(NO_ANSWER, type(error).__name__) from None
        return _result(answer)

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()


def _result(answer: httpx.Response) -> Any:
    """Reads the envelope `{ok, result, description, error_code}`; without one, HTTP's own status tells."""
    body: Any = None
    with suppress(ValueError, RecursionError):
        body = answer.json()
    if not isinstance(body, dict) or not isinstance(body.get("ok"), bool):
        status = NO_ANSWER if answer.is_success else answer.status_code
        raise ZaloError(status, f"HTTP {answer.status_code}", _wait({}, answer))
    if body["ok"]:
        return body.get("result")
    code = str(body.get("error_code", ""))
    status = int(code) if code.isdecimal() else answer.status_code
    raise ZaloError(status, str(body.get("description", ""))[:200], _wait(body, answer))


def _wait(body: Json, answer: httpx.Response) -> float:
    """No paper tells how long to wait after 429: read it wherever other APIs say it."""
    parameters = body.get("parameters")
    told = parameters.get("retry_after") if isinstance(parameters, dict) else None
    written = str(told or answer.headers.get("Retry-After", ""))
    return min(float(written), 3600.0) if written.isdecimal() else 0.0

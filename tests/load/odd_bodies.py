"""Requests that Zalo's webhook may get: what Zalo sends, what it never should, what strangers try; from a seed."""

import json
import random
from dataclasses import dataclass
from typing import Any

from bot.webhooks import LARGEST_BODY
from load.odd_updates import JUNK, TEXTS

KINDS = ("text", "text", "text", "image", "sticker", "voice", "unsupported", "never_heard_of")
TYPES = (
    "application/json",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "",
)
RAW = (
    b"", b"null", b"true", b"7", b'"x"', b"[]", b"[{}]", b"{", b'{"message": ', b"{}{}", b"\xff\xfe\x00", b"\x00" * 99,
    b"{'a': 1}", b"[" * 90_000, b'{"a":' * 50_000, b'{"ok": true, "result": null}', b'{"message": {"date": NaN}}',
    b'{"message": 1' + b"0" * 5000 + b"}", b"a=1&b=2", b"--x\r\nContent-Disposition: x\r\n", b"<xml/>", b"\xef\xbb\xbf{}",
    '{"message": {"text": "đ"}}'.encode("utf-16"),
)  # fmt: skip


@dataclass(frozen=True)
class Post:
    """One request; `secret` is None where the header is missing."""

    body: bytes
    secret: bytes | None
    content_type: str


class OddBodies:
    """Makes requests, each of a person of its own so that replies can be told apart."""

    def __init__(self, seed: int, secret: str) -> None:
        self._random = random.Random(seed)
        self._secret = secret.encode()
        self._number = 0

    def next(self) -> Post:
        """One request; four in five know the secret."""
        self._number += 1
        known = self._random.random() < 0.8
        secret = self._secret if known else self._random.choice(self._wrong())
        return Post(self._body(), secret, self._random.choice(TYPES))

    def _wrong(self) -> tuple[bytes | None, ...]:
        right = self._secret
        return (None, b"", right[:-1], right + b"x", right.upper(), b"\xc4\x91\xe1\xba\xa3ng", b"x" * 4000)

    def _body(self) -> bytes:
        dice = self._random.random()
        if dice < 0.15:
            return self._random.choice(RAW)
        if dice < 0.155:
            return b"x" * (LARGEST_BODY + self._random.randint(1, 9999))
        event = self._event()
        event = self._spoilt(event) if self._random.random() < 0.3 else event
        body = {"ok": True, "result": event} if self._random.random() < 0.5 else event
        written = json.dumps(body, ensure_ascii=self._random.random() < 0.5).encode("utf-8", "surrogatepass")
        return written[: self._random.randint(0, len(written))] if self._random.random() < 0.05 else written

    def _event(self) -> dict[str, Any]:
        person, kind = f"{self._number:020x}", self._random.choice(KINDS)
        group = self._random.random() < 0.2
        message: dict[str, Any] = {
            "message_id": f"{self._random.getrandbits(80):020x}",
            "date": self._random.choice((0, 1_750_316_131_602, 4_000_000_000_000)),
            "from": {"id": person, "display_name": "An", "is_bot": self._random.random() < 0.05},
            "chat": {
                "id": f"g{person[1:]}" if group else person,
                "chat_type": "GROUP" if group else "PRIVATE",
            },
        }
        if kind == "text":
            message["text"] = self._random.choice(TEXTS)
        return {"event_name": f"message.{kind}.received", "message": message}

    def _spoilt(self, event: dict[str, Any]) -> dict[str, Any]:
        """The event with something in it missing or of a wrong kind."""
        holder: Any = event
        while isinstance(holder, dict) and holder:
            key = self._random.choice(list(holder))
            if isinstance(holder[key], dict) and self._random.random() < 0.6:
                holder = holder[key]
            elif self._random.random() < 0.5:
                del holder[key]
                break
            else:
                holder[key] = self._random.choice(JUNK)
                break
        return event

"""Webhooks: only whoever knows the secret is heard, what is heard is kept first and answered once."""

import socket

import httpx
import pytest

from bot.telegram import HEADER, Webhook
from bot.webhooks import LARGEST_BODY, TOO_LARGE, WebhookServer
from emulators.botapi import BotApi
from emulators.serving import Serve
from emulators.telegram_people import Person, redeliver

SECRET = "canary-secret"


@pytest.fixture
def webhook() -> Webhook:
    """A webhook on a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return Webhook(f"http://127.0.0.1:{port}/telegram", SECRET, WebhookServer("127.0.0.1", port))


async def test_question_is_answered_as_when_polling(api: BotApi, serve: Serve, webhook: Webhook) -> None:
    async with serve(webhook=webhook):
        await api.until(lambda: api.webhook["url"])
        await Person(api, 42).write("Một?")
        await api.until(lambda: api.texts(42))
    assert api.webhook["secret"] == SECRET
    assert api.texts(42) == ["Hỏi: Một?; trước đó: «»"]


@pytest.mark.parametrize("served_from", ("sqlite", "postgres"), indirect=True)
async def test_update_posted_three_times_is_answered_once(
    api: BotApi, serve: Serve, webhook: Webhook
) -> None:
    update = {"update_id": 9, "message": api.new_message(42, Person(api, 42).account(), text="Một?")}
    async with serve(webhook=webhook):
        await api.until(lambda: api.webhook["url"])
        assert [await redeliver(api, update) for _ in range(3)] == [200] * 3
        await Person(api, 42).write("Hai?")
        await api.until(lambda: len(api.texts(42)) == 2)
    assert [text.split(";")[0] for text in api.texts(42)] == ["Hỏi: Một?", "Hỏi: Hai?"]


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, b"{}", 403),
        ({HEADER: "wrong"}, b"{}", 403),
        ({HEADER: "sai-bí-mật".encode()}, b"{}", 403),
        ({HEADER: SECRET}, b"not json", 400),
        ({HEADER: SECRET}, b"[1]", 400),
        ({HEADER: SECRET}, b"[" * 100_000, 400),
        ({HEADER: "wrong"}, b"x" * (LARGEST_BODY + 1), 403),
        ({HEADER: SECRET}, b"x" * (LARGEST_BODY + 1), TOO_LARGE),
        ({HEADER: SECRET}, b'{"update_id": 1}', 200),
    ],
)
async def test_who_is_heard(
    headers: dict[str, str], body: bytes, status: int, api: BotApi, serve: Serve, webhook: Webhook
) -> None:
    async with serve(webhook=webhook) as running:
        await api.until(lambda: api.webhook["url"])
        async with httpx.AsyncClient() as client:
            try:
                answered = (await client.post(webhook.url, content=body, headers=headers)).status_code
            except httpx.TransportError:
                # The connection may be closed before all of a large body is sent.
                answered = TOO_LARGE
        kept = running.state.rows("SELECT count(*) FROM inbox")
    assert (answered, kept) == (status, [(int(status == 200),)])


async def test_polling_ends_a_webhook_set_before(api: BotApi, serve: Serve) -> None:
    api.webhook = {"url": "http://127.0.0.1:1/old", "secret": ""}
    async with serve():
        await api.until(lambda: not api.webhook["url"])
        await Person(api, 42).write("Một?")
        await api.until(lambda: api.texts(42))

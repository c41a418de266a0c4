"""`danvan bot`: every channel whose token is set, until SIGTERM or SIGINT."""

import asyncio
import logging
import os
import secrets
import signal
import time
from concurrent.futures import Executor

from bot.access import Access
from bot.clocks import Clocks
from bot.composition import LiveLibrary, ensure_index
from bot.conversation import Conversation
from bot.desk import Desk
from bot.doctor import stays_here
from bot.flood import FloodGate
from bot.logs import configure_logging
from bot.settings import Settings
from bot.state import State
from bot.telegram import Parts, TelegramChannel, Webhook, open_bot
from bot.telegram_calls import LIMITS
from bot.telegram_reading import CHANNEL
from bot.threads import AnswerThreads
from bot.webhooks import WebhookServer
from knowledge.errors import ChannelFailed

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 15.0
"""How long answers under way may take once we are asked to stop; the inbox keeps the rest."""
WAITING_THREADS = 16
"""Threads where a language model is asked: they mostly wait."""


def serve(settings: Settings) -> None:
    """Serve until stopped. Raises ChannelFailed where no token is set or one is refused."""
    if not settings.telegram_bot_token.get_secret_value():
        raise ChannelFailed("Chưa có kênh nào để phục vụ: hãy đặt TELEGRAM_BOT_TOKEN trong .env.")
    configure_logging(settings.secrets())
    library = LiveLibrary(settings)
    ensure_index(settings, library)
    state = State(settings.danvan_home)
    threads = WAITING_THREADS if settings.chat_model else os.cpu_count() or 1
    try:
        asyncio.run(_serve_telegram(settings, library, state, AnswerThreads(threads)))
    finally:
        state.close()


async def _serve_telegram(settings: Settings, library: LiveLibrary, state: State, pool: Executor) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    bot = open_bot(settings.telegram_bot_token.get_secret_value(), settings.telegram_base_url)
    clocks = Clocks(time.time, time.monotonic, asyncio.sleep)
    desk = Desk(
        library=library.current,
        state=state,
        access=Access(state, settings.access == "open", settings.admins, settings.trainers),
        limits=LIMITS,
        now=clocks.wall,
        token=lambda: secrets.token_hex(6),
        link=lambda payload: f"https://t.me/{bot.username}?start={payload}",
    )
    converser = Conversation(desk, FloodGate(clocks.steady))
    admins = tuple(int(person.partition(":")[2]) for person in settings.admins if person.startswith(CHANNEL))
    log.info("serving", extra={"channel": CHANNEL, "generation": library.current().folder.name})
    if settings.chat_model and not stays_here(settings.chat_base_url):
        log.warning("every question leaves this machine", extra={"model": settings.chat_model})
    slow = bool(settings.chat_model)
    parts = Parts(bot, state, converser, pool, clocks, admins, _webhook(settings), previews=slow)
    await TelegramChannel(parts).serve(stop, PATIENCE_SECONDS)


def _webhook(settings: Settings) -> Webhook | None:
    """Where Telegram is to post; a secret nobody set is made up anew at each start and told to Telegram."""
    if not settings.telegram_webhook_url:
        return None
    secret = settings.telegram_webhook_secret.get_secret_value() or secrets.token_urlsafe(32)
    return Webhook(settings.telegram_webhook_url, secret, WebhookServer(*settings.listen_address()))

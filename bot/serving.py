"""`danvan bot`: every channel whose token is set, until SIGTERM or SIGINT."""

import asyncio
import logging
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

from bot.clocks import Clocks
from bot.composition import LiveAssistant, ensure_index
from bot.conversation import Conversation
from bot.logs import configure_logging
from bot.settings import Settings
from bot.state import State
from knowledge.errors import ChannelFailed

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 15.0
"""How long answers under way may take once we are asked to stop; the inbox keeps the rest."""
WAITING_THREADS = 16
"""Threads where a language model is asked: they mostly wait."""


def serve(settings: Settings) -> None:
    """Serve until stopped. Raises ChannelFailed where no token is set or one is refused."""
    token = settings.telegram_bot_token.get_secret_value()
    if not token:
        raise ChannelFailed("Chưa có kênh nào để phục vụ: hãy đặt TELEGRAM_BOT_TOKEN trong .env.")
    configure_logging(settings.secrets())
    assistant = LiveAssistant(settings)
    ensure_index(settings, assistant)
    state = State(settings.danvan_home)
    threads = WAITING_THREADS if settings.chat_model else os.cpu_count() or 1
    pool = ThreadPoolExecutor(threads, thread_name_prefix="answer")
    try:
        asyncio.run(_serve_telegram(settings, assistant, state, pool))
    finally:
        # Answers that are still being thought about keep their place in the inbox.
        pool.shutdown(wait=False, cancel_futures=True)
        state.close()


async def _serve_telegram(
    settings: Settings, assistant: LiveAssistant, state: State, pool: ThreadPoolExecutor
) -> None:
    from bot.telegram import LIMITS, TelegramChannel, open_bot

    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    bot = open_bot(settings.telegram_bot_token.get_secret_value(), settings.telegram_base_url)
    clocks = Clocks(time.time, time.monotonic, asyncio.sleep)
    converse = Conversation(assistant.ask, state, LIMITS).reply
    log.info("serving", extra={"channel": "telegram", "generation": assistant.opened().folder.name})
    await TelegramChannel(bot, state, converse, pool, clocks).serve(stop, PATIENCE_SECONDS)

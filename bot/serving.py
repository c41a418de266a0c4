"""`danvan bot`: every channel whose token is set, until SIGTERM or SIGINT."""

import asyncio
import hmac
import logging
import os
import secrets
import signal
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from bot import budget, health, reporting, retention, telegram, telegram_calls, zalo, zalo_pictures
from bot.access import Access, Role
from bot.clocks import Clocks
from bot.composition import LiveLibrary, ensure_index, open_shelf
from bot.conversation import Conversation
from bot.crew import ALONE, HOURS, Crew
from bot.desk import Desk, Limits
from bot.doctor import stays_here
from bot.flood import FloodGate, Gate, SharedFloodGate
from bot.logs import configure_logging
from bot.metrics import Metrics, Standing
from bot.patience import patiently
from bot.settings import Settings
from bot.state import State, open_state
from bot.telegram_reading import CHANNEL as TELEGRAM
from bot.threads import AnswerThreads
from bot.training import clock, screen
from bot.typed import TypedConversation
from bot.webhooks import WebhookServer
from bot.zalo_api import ZaloApi
from bot.zalo_pictures import Pictures
from bot.zalo_reading import CHANNEL as ZALO
from knowledge.errors import ChannelFailed

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 15.0
"""How long answers under way may take once we are asked to stop; the inbox keeps the rest."""
REMIND_SECONDS = 900.0
"""How often is looked whether the week is to be told."""
WAITING_THREADS = 16
"""Threads where a language model is asked: they mostly wait."""


class Channel(Protocol):
    """What serves one channel."""

    connected: bool
    """Whether the channel's server answered us when it was last asked."""

    async def serve(self, stop: asyncio.Event, patience: float) -> None:
        """Serve until `stop`, then finish within `patience` seconds."""


@dataclass(frozen=True, slots=True)
class House:
    """What all channels share."""

    settings: Settings
    library: LiveLibrary
    state: State
    pool: Executor
    clocks: Clocks
    crew: Crew
    gate: Gate
    server: WebhookServer
    metrics: Metrics
    channels: dict[str, Channel]
    """What serves, by its name, once it has begun."""

    def desk(self, limits: Limits, link: Callable[[str], str]) -> Desk:
        """The desk of a conversation in one channel; `link` gives an empty address where there are none."""
        settings = self.settings
        access = Access(self.state, settings.access == "open", settings.admins, settings.trainers)
        now, token = self.clocks.wall, lambda: secrets.token_hex(6)
        kept = settings.log_questions == "yes"
        return Desk(
            self.library.current, self.state, access, limits, now, token, link,
            shelf=open_shelf(settings), screen=partial(screen.address, settings.screen_url), log_questions=kept,
            retention_days=settings.retention_days, count=self.metrics.answered,
        )  # fmt: skip


def serve(settings: Settings) -> None:
    """Serve until stopped. Raises ChannelFailed where no token is set or one is refused."""
    if not (settings.telegram_bot_token.get_secret_value() or settings.zalo_bot_token.get_secret_value()):
        raise ChannelFailed(
            "Chưa có kênh nào để phục vụ: hãy đặt TELEGRAM_BOT_TOKEN hoặc ZALO_BOT_TOKEN trong .env."
        )
    configure_logging(settings.secrets())
    library = LiveLibrary(settings)
    ensure_index(settings, library)
    state = open_state(settings.danvan_home, settings.database_url)
    threads = AnswerThreads(WAITING_THREADS if settings.chat_model else os.cpu_count() or 1)
    clocks = Clocks(time.time, time.monotonic, asyncio.sleep)
    crew, gate = crew_of(state, clocks)
    channels: dict[str, Channel] = {}
    metrics = Metrics(partial(_standing, library, state, clocks, crew))
    watched = health.pages(partial(_checks, library, state, channels), metrics.text)
    pages = [*screen.pages(state), *zalo_pictures.pages(settings.danvan_home), *watched]
    server = WebhookServer(*settings.listen_address(), pages)
    house = House(settings, library, state, threads, clocks, crew, gate, server, metrics, channels)
    try:
        asyncio.run(_serve(house))
    finally:
        crew.close()
        state.close()


def crew_of(state: State, clocks: Clocks) -> tuple[Crew, Gate]:
    """The processes that share the state, and how they keep people from writing too fast."""
    if not state.shared:
        return ALONE, FloodGate(clocks.steady)
    from bot.postgres_crew import PostgresCrew
    from bot.postgres_state import PostgresState

    assert isinstance(state, PostgresState)
    return PostgresCrew(state, clocks, secrets.randbelow(2**31)), SharedFloodGate(state, clocks.wall)


def _checks(library: LiveLibrary, state: State, channels: Mapping[str, Channel]) -> dict[str, health.Check]:
    """What has to be well for this process to serve."""

    def connected(channel: Channel) -> None:
        if not channel.connected:
            raise ChannelFailed("Chưa kết nối được.")

    return {
        "index": library.current,
        "state": partial(health.state_is_writable, state),
        **{name: partial(connected, channel) for name, channel in channels.items()},
    }


def _standing(library: LiveLibrary, state: State, clocks: Clocks, crew: Crew) -> Standing:
    """How things stand, as Prometheus hears it."""
    now, store = clocks.wall(), library.current().store
    queue = "SELECT channel, count(*) FROM inbox WHERE state != 'done' GROUP BY channel"
    return Standing(
        queue={TELEGRAM: 0, ZALO: 0, **dict(state.rows(queue))},
        index_age=now - library.published(),
        documents=len(store.documents),
        passages=store.passage_count,
        model_used=budget.MODEL_ANSWERS_A_DAY - budget.left(state, now),
        model_most=budget.MODEL_ANSWERS_A_DAY,
        processes=crew.size,
    )


async def _serve(house: House) -> None:
    """All channels side by side. One whose token is refused leaves the others serving; its error is raised in the end."""
    settings, stop = house.settings, asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    if settings.chat_model and not stays_here(settings.chat_base_url):
        log.warning("every question leaves this machine", extra={"model": settings.chat_model})
    house.channels.update(_channels(house))
    served = [asyncio.ensure_future(_until_refused(one, stop)) for one in house.channels.values()]
    beside = [
        asyncio.ensure_future(house.crew.run()),
        asyncio.ensure_future(clock.run(house.state, house.clocks, house.crew)),
        asyncio.ensure_future(_show(house)),
        asyncio.ensure_future(_remind(house)),
        asyncio.ensure_future(
            retention.run(house.state, open_shelf(settings), _kept(settings), house.clocks, house.crew)
        ),
    ]
    going = set(served)
    while going and not stop.is_set():
        ended, going = await asyncio.wait(going, return_when="FIRST_COMPLETED")
        if not all(isinstance(one.exception(), ChannelFailed) for one in ended):
            stop.set()
    await asyncio.to_thread(house.crew.retire)
    await asyncio.wait(served)
    for one in beside:
        one.cancel()
    await asyncio.wait(beside)
    for one in served:
        one.result()


def _kept(settings: Settings) -> retention.Retention:
    return retention.Retention(settings.retention_days, settings.audit_days)


async def _until_refused(channel: Channel, stop: asyncio.Event) -> None:
    try:
        await channel.serve(stop, PATIENCE_SECONDS)
    except ChannelFailed as error:
        log.error("channel failed", extra={"reason": str(error)})  # noqa: TRY400
        raise


async def _show(house: House) -> None:
    """Serve the projector's page until cancelled; without an address to listen on, the chats go on alone."""
    try:
        async with house.server.listening():
            await asyncio.Event().wait()
    except OSError as error:
        log.warning("no pages", extra={"reason": str(error)})


async def _remind(house: House) -> None:
    """See now and then whether admins are to hear of the week."""
    while True:
        await house.crew.lead(HOURS)
        await patiently(
            lambda: reporting.note_weekly(house.state, house.settings.admins, house.clocks.wall())
        )
        await asyncio.sleep(REMIND_SECONDS)


def _channels(house: House) -> dict[str, Channel]:
    """A channel for each token."""
    generation = house.library.current().store.generation
    channels: dict[str, Channel] = {}
    if house.settings.telegram_bot_token.get_secret_value():
        log.info("serving", extra={"channel": TELEGRAM, "generation": generation})
        channels[TELEGRAM] = _telegram(house)
    if house.settings.zalo_bot_token.get_secret_value():
        log.info("serving", extra={"channel": ZALO, "generation": generation})
        channels[ZALO] = _zalo(house)
    return channels


def _telegram(house: House) -> Channel:
    settings = house.settings
    bot = telegram.open_bot(settings.telegram_bot_token.get_secret_value(), settings.telegram_base_url)
    desk = house.desk(telegram_calls.LIMITS, lambda payload: f"https://t.me/{bot.username}?start={payload}")
    invited = desk.access.decided(Role.ADMIN)
    admins = {
        int(who[len(TELEGRAM) + 1 :]) for who in (*settings.admins, *invited) if who.startswith(TELEGRAM)
    }
    parts = telegram.Parts(
        bot=bot,
        state=house.state,
        converser=Conversation(desk, house.gate),
        pool=house.pool,
        clocks=house.clocks,
        admins=sorted(admins),
        webhook=_telegram_webhook(house),
        crew=house.crew,
        through=partial(house.metrics.through, TELEGRAM),
        newcomer=desk.access.by_default(""),
    )
    return telegram.TelegramChannel(parts)


def _telegram_webhook(house: House) -> telegram.Webhook | None:
    """Where Telegram is to post, and with which secret."""
    settings = house.settings
    if not settings.telegram_webhook_url:
        return None
    secret = settings.telegram_webhook_secret.get_secret_value() or _own_secret(
        house, settings.telegram_bot_token.get_secret_value()
    )
    return telegram.Webhook(settings.telegram_webhook_url, secret, house.server)


def _zalo(house: House) -> Channel:
    settings = house.settings
    api = ZaloApi(settings.zalo_bot_token.get_secret_value(), settings.zalo_base_url)
    webhook, public = _zalo_webhook(house), settings.zalo_webhook_url
    offer = Pictures(settings.danvan_home, public, lambda: secrets.token_hex(16)).offer if public else None
    desk = house.desk(replace(zalo.LIMITS, pictures=bool(public)), lambda _: "")
    reply = TypedConversation(Conversation(desk, house.gate), desk).reply
    through = partial(house.metrics.through, ZALO)
    parts = zalo.Parts(api, house.state, reply, house.pool, house.clocks, webhook, offer, house.crew, through)
    return zalo.ZaloChannel(parts)


def _zalo_webhook(house: House) -> zalo.Webhook | None:
    """How Zalo posts; with a secret and no address of ours, somebody registers the webhook by hand."""
    url, secret = house.settings.zalo_webhook_url, house.settings.zalo_webhook_secret.get_secret_value()
    if not url and not secret:
        return None
    secret = secret or _own_secret(house, house.settings.zalo_bot_token.get_secret_value())
    return zalo.Webhook(secret, house.server, url)


def _own_secret(house: House, token: str) -> str:
    """A webhook's secret that nobody set: anew at each start; the same for all processes where several share a bot."""
    if not house.state.shared:
        return secrets.token_urlsafe(32)
    return hmac.new(token.encode(), b"webhook", "sha256").hexdigest()

"""A bot in a process of its own, so that it can be killed: echo_bot HOME BASE_URL TOKEN THINK_SECONDS PATIENCE."""

import asyncio
import signal
import sys
import time
from pathlib import Path

from bot.clocks import Clocks
from bot.state import open_state
from bot.telegram import Parts, TelegramChannel, open_bot
from bot.threads import AnswerThreads
from emulators.serving import Echo


async def serve(home: Path, base: str, token: str, think: float, patience: float) -> None:
    """Serve until SIGTERM."""

    def thinking(text: str) -> str:
        time.sleep(think)
        return text

    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    state = open_state(home)
    clocks = Clocks(time.time, time.monotonic, asyncio.sleep)
    parts = Parts(open_bot(token, base), state, Echo(thinking), AnswerThreads(2), clocks)
    await TelegramChannel(parts).serve(stop, patience)
    state.close()


if __name__ == "__main__":
    home, base, token, *seconds = sys.argv[1:]
    asyncio.run(serve(Path(home), base, token, *map(float, seconds)))

"""A real Chromium without a window, driven over its debugging protocol; None where the machine has none."""

import asyncio
import base64
import json
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import httpx
from tornado.websocket import WebSocketClientConnection, websocket_connect

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update",
    "--disable-background-networking", "--disable-sync", "--hide-scrollbars", "--remote-debugging-port=0",
)  # fmt: skip


def find_chromium() -> str | None:
    """The path of a Chromium."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Page:
    """One open page: scripts run in it, pictures of it, and every address that it asked for."""

    def __init__(self, connection: WebSocketClientConnection) -> None:
        self._connection = connection
        self._numbers = count(1)
        self.asked: list[str] = []

    async def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Run a command of the protocol; returns its result."""
        number = next(self._numbers)
        await self._connection.write_message(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            said = json.loads(await self._connection.read_message() or "{}")
            if said.get("method") == "Network.requestWillBeSent":
                self.asked.append(said["params"]["request"]["url"])
            if said.get("id") == number:
                return dict(said.get("result", {}))

    async def run(self, script: str) -> Any:
        """The value of a JavaScript expression."""
        result = await self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        return result["result"].get("value")

    async def open(self, address: str) -> None:
        """Go to an address."""
        await self.send("Network.enable")
        await self.send("Page.navigate", url=address)

    async def text(self) -> str:
        """What a reader sees."""
        return str(await self.run("document.body ? document.body.innerText : ''"))

    async def until(self, words: str, seconds: float = 20.0) -> None:
        """Wait until the words can be seen."""
        async with asyncio.timeout(seconds):
            while words not in await self.text():
                await asyncio.sleep(0.02)

    async def picture(self, path: Path) -> None:
        """Write a PNG of what can be seen."""
        path.write_bytes(base64.b64decode((await self.send("Page.captureScreenshot"))["data"]))


@asynccontextmanager
async def browser(path: str, width: int = 1280, height: int = 720) -> AsyncIterator[Page]:
    """A page in a browser of its own, closed at the end."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        flags = (*FLAGS, f"--window-size={width},{height}", f"--user-data-dir={profile}", "about:blank")
        quiet = asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(path, *flags, stdout=quiet, stderr=quiet)
        try:
            port = await _port(Path(profile) / "DevToolsActivePort")
            async with httpx.AsyncClient() as client:
                targets = (await client.get(f"http://127.0.0.1:{port}/json/list")).json()
            address = next(target["webSocketDebuggerUrl"] for target in targets if target["type"] == "page")
            connection = await websocket_connect(address, max_message_size=100_000_000)
            page = Page(connection)
            await page.send(
                "Emulation.setDeviceMetricsOverride",
                width=width,
                height=height,
                deviceScaleFactor=1,
                mobile=False,
            )
            yield page
            connection.close()
        finally:
            process.kill()
            await process.wait()


async def _port(path: Path) -> str:
    async with asyncio.timeout(30):
        while not path.exists() or not path.read_text().strip():
            await asyncio.sleep(0.05)
    return path.read_text().splitlines()[0]

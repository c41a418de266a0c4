"""People on the other side of the emulated Zalo: they write, send what is no text, and mention the bot in groups."""

from dataclasses import dataclass
from time import time
from typing import Any

from emulators.zalo_server import Json, ZaloServer


@dataclass
class ZaloPerson:
    """Somebody with a Zalo account; the private chat bears the person's own identifier."""

    api: ZaloServer
    id: str
    name: str = "An"

    def event(self, kind: str = "text", chat: str | None = None, **content: Any) -> Json:
        """What Zalo says of something sent; `chat` is a group's identifier, None the private chat."""
        place = {"id": chat or self.id, "chat_type": "GROUP" if chat else "PRIVATE"}
        sender = {"id": self.id, "display_name": self.name, "is_bot": False}
        stamp = {"message_id": self.api.new_id(), "date": int(time() * 1000)}
        return {
            "event_name": f"message.{kind}.received",
            "message": {"from": sender, "chat": place, **stamp, **content},
        }

    async def write(self, text: str, chat: str | None = None) -> Json:
        """Send a text; returns the event."""
        event = self.event(chat=chat, text=text)
        await self.api.deliver(event)
        return event

"""Groups: nothing of anybody is asked or shown there; who speaks to the assistant is pointed to a private chat."""

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import JsonValue

from bot.telegram.events import Event
from bot.throttle import Throttle
from campaigns.text import fold
from handlers.commands import SLASH
from handlers.odd import draw_in_group
from handlers.screen import Screen


@dataclass(slots=True)
class Groups:
    """Answers when addressed, and in each group only now and then: Telegram allows 20 messages a minute there."""

    bot_id: int
    clock_s: Callable[[], float]
    username: str = ""
    _throttle: Throttle | None = None

    def answer(self, event: Event) -> Screen | None:
        """What to say in the group, if anything."""
        if not self._is_addressed(event) or not self._admits(event.chat_id):
            return None
        return draw_in_group("vi", f"https://t.me/{self.username}" if self.username else "")

    def _admits(self, chat_id: int) -> bool:
        if self._throttle is None:
            self._throttle = Throttle(burst=2, per_s=0.1, clock_s=self.clock_s)
        return self._throttle.admits(chat_id)

    def _is_addressed(self, event: Event) -> bool:
        text = event.body.get("text")
        if not isinstance(text, str):
            return False
        if self._is_own(event.body.get("reply_to_message")):
            return True
        mention = f"@{self.username}".lower() if self.username else None
        if text.startswith("/"):
            name, _at, bot = text.split(maxsplit=1)[0][1:].partition("@")
            return bot.lower() == self.username.lower() if bot else fold(name) in SLASH
        return mention is not None and mention in text.lower().split()

    def _is_own(self, message: JsonValue) -> bool:
        sender = message.get("from") if isinstance(message, dict) else None
        return isinstance(sender, dict) and sender.get("id") == self.bot_id

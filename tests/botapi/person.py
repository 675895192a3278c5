"""A person with a telephone: says things, taps buttons, sees what was sent."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from tests.botapi.delivery import Delivery
from tests.botapi.ledger import ChatLedger, Shown
from tests.botapi.methods import USERNAME, Methods

PATIENCE_S = 20.0
_taps = count(1)


@dataclass
class Person:
    """Somebody in a private chat with the bot. `last_update`: the id of what they sent last."""

    chat: ChatLedger
    methods: Methods
    delivery: Delivery
    language: str = "vi"
    last_update: int = 0

    @property
    def account(self) -> dict[str, Any]:
        """The sender of what this person sends."""
        return {"id": self.chat.chat_id, "is_bot": False, "first_name": "Bà Tư", "language_code": self.language}

    async def says(self, text: str, *, then: bool = True) -> str:
        """Type something; what is seen after the answer. then: wait for the answer."""
        return await self.sends({"text": text}, then=then)

    async def sends(self, content: dict[str, Any], *, kind: str = "message", then: bool = True) -> str:
        """Send any content: `{"voice": {…}}`."""
        before = self.chat.heard
        self.last_update = self.delivery.put(kind, self.message(content))
        return await self._after(before) if then else ""

    async def taps(self, label: str, *, then: bool = True, on: Shown | None = None) -> str:
        """Press a button of the newest message that has one of this label, or of an older message."""
        shown = on or self.newest
        return await self.presses(shown, shown.data_of(label), then=then)

    async def presses(self, shown: Shown, data: str, *, then: bool = True) -> str:
        """Press a button of a message."""
        before = self.chat.heard
        self.chat.spinning += 1
        message = self.message({"text": shown.text}) | {"message_id": shown.message_id, "date": 1_700_000_000}
        query = {
            "id": f"{self.chat.chat_id}-{next(_taps)}",
            "from": self.account,
            "message": message,
            "chat_instance": "1",
            "data": data,
        }
        self.last_update = self.delivery.put("callback_query", query)
        return await self._after(before) if then else ""

    def sees(self) -> str:
        """The newest message with its buttons, as text."""
        shown = self.newest
        return "\n".join([shown.text, *(f"[{label}]" for label in shown.labels)])

    @property
    def newest(self) -> Shown:
        """The message that was sent or drawn over last: where a person looks."""
        assert self.chat.latest is not None, "nothing was sent yet"
        return self.chat.latest

    def blocks(self) -> None:
        """Block the bot: calls fail from now on, and Telegram tells the bot."""
        self.chat.blocked_with = "bot was blocked by the user"
        self._membership("member", "kicked")

    def unblocks(self) -> None:
        """Let the bot write again."""
        self.chat.blocked_with = ""
        self._membership("kicked", "member")

    async def waits_for(self, words: str, timeout_s: float = PATIENCE_S) -> str:
        """Until these words are on the newest message."""
        await self.chat.wait_for(lambda chat: chat.latest is not None and words in chat.latest.text, timeout_s)
        return self.sees()

    def message(self, content: dict[str, Any]) -> dict[str, Any]:
        """A message of this person's."""
        about = {"id": self.chat.chat_id, "type": self.chat.kind, "first_name": "Bà Tư"}
        return {
            "message_id": self.methods.next_message_id(),
            "date": 1_700_000_000,
            "chat": about,
            "from": self.account,
            **content,
        }

    def _membership(self, old: str, new: str) -> None:
        bot = {"id": 4242, "is_bot": True, "first_name": "Thi Đua Số", "username": USERNAME}
        body = self.message({}) | {
            "old_chat_member": {"user": bot, "status": old, "until_date": 0},
            "new_chat_member": {"user": bot, "status": new, "until_date": 0},
        }
        self.delivery.put("my_chat_member", body)

    async def _after(self, before: int) -> str:
        await self.chat.wait_for(lambda chat: chat.heard > before, PATIENCE_S)
        return self.sees()

"""What an update is, looked at before anything is made of it; only private messages and buttons are conversation."""

from dataclasses import dataclass
from typing import Literal

from pydantic import JsonValue

from bot.telegram.keyboard import OVER

Raw = dict[str, JsonValue]
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""Asked for by name, since membership changes are not among those that come unasked for."""

Kind = Literal["said", "pressed", "joined", "grouped", "other"]
_GROUPS = frozenset({"group", "supergroup"})
_UNREAD = frozenset(
    {"message", "entities", "reply_to_message", "external_reply", "quote", "reply_markup", "link_preview_options"}
)


@dataclass(frozen=True, slots=True)
class Event:
    """An update's outside. chat_id: the line in which it is handled; 0 where it belongs to no chat."""

    update_id: int
    kind: Kind
    chat_id: int
    raw: Raw

    @property
    def body(self) -> Raw:
        """The one thing that the update carries."""
        found = next((self.raw[name] for name in ALLOWED_UPDATES if name in self.raw), None)
        return found if isinstance(found, dict) else {}

    @property
    def action(self) -> str:
        """The packed action of the button that was pressed."""
        return _data(self.body).removeprefix(OVER)

    @property
    def over(self) -> int | None:
        """The message to draw over: that of the button, where it is of the kind that may be and still can be."""
        message = _part(self.body, "message") if self.kind == "pressed" else None
        if message is None or not message.get("date") or not _data(self.body).startswith(OVER):
            return None
        return _id({"id": message.get("message_id")}) or None


def read_event(raw: Raw) -> Event | None:
    """What came, or None for something that is no update at all."""
    update_id = raw.get("update_id")
    if not isinstance(update_id, int):
        return None
    if (pressed := _part(raw, "callback_query")) is not None:
        chat = _part(_part(pressed, "message") or {}, "chat") or {"type": "private", **(_part(pressed, "from") or {})}
        return Event(update_id, "pressed" if chat.get("type") == "private" else "other", _id(chat), raw)
    if (said := _part(raw, "message") or _part(raw, "edited_message")) is not None:
        chat = _part(said, "chat") or {}
        kind = chat.get("type")
        if kind == "private":
            return Event(update_id, "said", _id(chat), raw)
        return Event(update_id, "grouped" if kind in _GROUPS and "message" in raw else "other", _id(chat), raw)
    if (joined := _part(raw, "my_chat_member")) is not None:
        return Event(update_id, "joined", _id(_part(joined, "chat") or {}), raw)
    return Event(update_id, "other", 0, raw)


def essence(raw: Raw) -> Raw:
    """A conversation's update without what no handler looks at.

    To check the rest costs more than all that is done with the update: a tapped button brings its whole message along.
    """
    if (pressed := _part(raw, "callback_query")) is not None:
        kept: Raw = {name: pressed[name] for name in pressed if name not in _UNREAD}
        return {**raw, "callback_query": {**kept, "data": _data(pressed).removeprefix(OVER)}}
    for name in ("message", "edited_message"):
        if (said := _part(raw, name)) is not None:
            kept = {each: said[each] for each in said if each not in _UNREAD and each != "from"}
            if (chat := _part(said, "chat")) is not None:
                kept["chat"] = {each: chat[each] for each in ("id", "type") if each in chat}
            return {**raw, name: kept}
    return raw


def _part(raw: Raw, name: str) -> Raw | None:
    found = raw.get(name)
    return found if isinstance(found, dict) else None


def _data(pressed: Raw) -> str:
    found = pressed.get("data")
    return found if isinstance(found, str) else ""


def _id(chat: Raw) -> int:
    found = chat.get("id")
    return found if isinstance(found, int) else 0

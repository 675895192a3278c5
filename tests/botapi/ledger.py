"""The ledger: every chat with the messages it shows, and everything that was accepted, in order."""

import asyncio
from collections.abc import Callable, MutableSequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Shown:
    """A message as a person has it on the screen. `document`: name and content of a file."""

    message_id: int
    text: str
    rows: list[list[dict[str, str]]]
    entities: list[dict[str, Any]] = field(default_factory=list)
    document: tuple[str, bytes] | None = None

    @property
    def labels(self) -> list[str]:
        """What stands on the buttons."""
        return [button["text"] for row in self.rows for button in row]

    def data_of(self, label: str) -> str:
        """What the button of this label sends: the whole text, or what follows its key."""
        buttons = [button for row in self.rows for button in row]
        found = [button for button in buttons if button["text"] == label]
        found = found or [button for button in buttons if button["text"].partition(". ")[2] == label]
        if not found:
            raise AssertionError(f"no button {label!r} among {self.labels} under: {self.text}")
        return found[0]["callback_data"]


@dataclass(slots=True)
class ChatLedger:
    """One chat. `heard` counts everything that was said to it, a drawing that changed nothing included.

    `observer`: is told everything as it is shown, with the update whose answer it stood in.
    """

    chat_id: int
    kind: str = "private"
    shown: list[Shown] = field(default_factory=list)
    told: MutableSequence[str] = field(default_factory=list)
    latest: Shown | None = None
    heard: int = 0
    spinning: int = 0
    blocked_with: str = ""
    moved_to: int | None = None
    wait_until: float = 0.0
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    observer: Callable[[Shown, int | None], None] | None = None

    def by_id(self, message_id: int) -> Shown | None:
        """The message of this id, if it is there."""
        return next((each for each in self.shown if each.message_id == message_id), None)

    def note(self, shown: Shown, cause: int | None = None, *, is_new: bool = True) -> None:
        """Something reached the chat: a message that is new or was drawn over, or (`is_new=False`) the same once more.

        cause: the update whose answer it stood in, where that is known.
        """
        if is_new:
            self.told.append(shown.text)
            self.latest = shown
        self.heard += 1
        if self.observer is not None:
            self.observer(shown, cause)
        self.changed.set()

    async def wait_for(self, is_so: Callable[["ChatLedger"], bool], timeout_s: float) -> None:
        """Until something holds of this chat."""
        async with asyncio.timeout(timeout_s):
            while not is_so(self):
                self.changed.clear()
                await self.changed.wait()

"""People: who acts, and the one gate that loads anything for them."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from campaigns.library import Library
from campaigns.units import UnitKey

TIME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class ViewKey:
    """Which screen a chat is at: a view's id and its arguments, as stored in the chat row."""

    view: str
    args: tuple[str, ...] = ()


START = ViewKey("start")


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who acts through a chat.

    `chat_id` is the channel's own id, or one of ours from 2^53 up. `household_id` and `unit` are what the chat has
    chosen so far, `campaign` the one that questions are about (None: the one that is asking). `is_new`: nothing is
    stored of this chat yet. `origin`: a keyed digest of the address that the event came from, "" where the channel
    knows none; it only serves to lock guessing. `seq`: how often the chat had moved when this was read.
    """

    chat_id: int
    channel: str
    locale: str
    view: ViewKey = START
    household_id: str | None = None
    unit: UnitKey | None = None
    campaign: str | None = None
    is_new: bool = False
    origin: str = ""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, when (aware, UTC), and the definitions in force. Use-cases and queries take it after the session."""

    actor: Actor
    now: datetime
    library: Library = field(repr=False)

    @property
    def today(self) -> date:
        """The local date in Viet Nam."""
        return self.now.astimezone(TIME_ZONE).date()

    def for_campaign(self, campaign: str) -> "Acting":
        """The same, once the actor has chosen a campaign to speak of."""
        return replace(self, actor=replace(self.actor, campaign=campaign))

    def for_household(self, household_id: str) -> "Acting":
        """The same, once the actor has chosen a household."""
        return replace(self, actor=replace(self.actor, household_id=household_id))

"""What the buttons of a form do. Each carries its draft and the draft's sequence, since a double tap is two events."""

from dataclasses import dataclass
from typing import ClassVar

from handlers.actions import Action, packed


@packed
@dataclass(frozen=True, slots=True)
class Begin(Action):
    """Begin the household's form, go on with it, or correct what was sent. `unit`: the ward that a link named, or ""."""

    prefix: ClassVar[str] = "begin"
    unit: str = ""


@packed
@dataclass(frozen=True, slots=True)
class BeginOfficer(Action):
    """Begin an officer's form of this campaign, go on with it, or correct what was sent."""

    prefix: ClassVar[str] = "officer"
    campaign: str


@packed
@dataclass(frozen=True, slots=True)
class Step(Action):
    """One move in a form. `move`: its value in `services.drafts.Move`; `asked`: code of the question; `said`: value."""

    prefix: ClassVar[str] = "f"
    draft: int
    seq: int
    move: str
    asked: str = ""
    said: str = ""


@packed
@dataclass(frozen=True, slots=True)
class Why(Action):
    """Why is this asked?"""

    prefix: ClassVar[str] = "why"
    draft: int


@packed
@dataclass(frozen=True, slots=True)
class Later(Action):
    """Leave the form as it is and come back some time."""

    prefix: ClassVar[str] = "later"
    draft: int


@packed
@dataclass(frozen=True, slots=True)
class Send(Action):
    """Send what was reviewed."""

    prefix: ClassVar[str] = "send"
    draft: int
    seq: int


@packed
@dataclass(frozen=True, slots=True)
class Drop(Action):
    """Throw the form under way away."""

    prefix: ClassVar[str] = "drop"
    draft: int
    seq: int

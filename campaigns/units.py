"""Units of the two administrative maps: province, district, commune, each keyed by its epoch and its official code."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

from campaigns.errors import AppError
from campaigns.place_names import Kind, Tier

Epoch = Literal["63", "34"]
"""The map that a code belongs to: "63" until 2025-06-30 (three tiers), "34" since 2025-07-01 (two tiers)."""

EPOCHS: tuple[Epoch, ...] = ("34", "63")
_WRITTEN = re.compile(r"(63|34):(\d{2}|\d{3}|\d{5})")


@dataclass(eq=False)
class UnitKeyError(AppError):
    """A text that is no unit key."""

    code = "unit_key_malformed"
    text: str


@dataclass(eq=False)
class UnknownUnitError(AppError):
    """A key that the snapshot does not hold."""

    code = "unit_unknown"
    key: str


@dataclass(frozen=True, slots=True, order=True)
class UnitKey:
    """Who a unit is. Most codes were reused on 2025-07-01 for other units, so a code alone names nothing."""

    epoch: Epoch
    code: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "63:30739". Codes have 2 (province), 3 (district) or 5 digits. Raises unit_key_malformed."""
        match = _WRITTEN.fullmatch(text)
        if match is None or (match[1] == "34" and len(match[2]) == 3):
            raise UnitKeyError(text)
        return cls("63" if match[1] == "63" else "34", match[2])

    @classmethod
    def stored(cls, epoch: str, code: str) -> Self:
        """The key from its two stored parts. Raises unit_key_malformed."""
        return cls.parse(f"{epoch}:{code}")

    def __str__(self) -> str:
        return f"{self.epoch}:{self.code}"


@dataclass(frozen=True, slots=True)
class KindChange:
    """A unit became another kind within its epoch. `known_by`: the first day for which the new kind is certain."""

    kind: Kind
    known_by: date


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of one epoch.

    `name` without its kind ("Vĩnh Lạc", "1"); `kind` as the snapshot has it, at the start of the epoch's last state;
    `aliases` are older or other names that find it, written with marks.
    """

    key: UnitKey
    name: str
    kind: Kind
    parent: UnitKey | None
    aliases: tuple[str, ...] = ()
    changes: tuple[KindChange, ...] = ()

    @property
    def tier(self) -> Tier:
        """Province, district or commune."""
        return self.kind.tier

    @property
    def kind_now(self) -> Kind:
        """The kind after every change that is known."""
        return self.changes[-1].kind if self.changes else self.kind

    def kind_on(self, day: date) -> Kind:
        """The kind on a local date."""
        passed = [change.kind for change in self.changes if change.known_by <= day]
        return passed[-1] if passed else self.kind

    @property
    def label(self) -> str:
        """How it is spoken of: "phường Vĩnh Lạc", "quận 1"."""
        return f"{self.kind_now.label} {self.name}"

    def label_on(self, day: date) -> str:
        """How it was spoken of on a local date."""
        return f"{self.kind_on(day).label} {self.name}"


@dataclass(frozen=True, slots=True)
class Link:
    """From an old unit to a new one, or back.

    `partly`: the old unit was divided and only a part of it is meant. `default`: where the old unit goes when nothing
    finer is known (of a divided unit, the part that the snapshot's source considers the main one: an estimate).
    """

    key: UnitKey
    partly: bool
    default: bool

"""What every definition in a pack is made of: frozen parts, entries with a clause, exact numbers."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from campaigns.clauses import ClausePath
from campaigns.localized import Localized

SPEC_VERSION = 1
"""Version of the pack format; a change of the format raises it and migrates the packs."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$", max_length=48)]
Year = Annotated[int, Field(strict=True, ge=2000, le=2100)]
Month = Annotated[int, Field(strict=True, ge=1, le=12)]
Quarter = Annotated[int, Field(strict=True, ge=1, le=4)]
Count = Annotated[int, Field(strict=True, ge=1)]


def _exact(value: object) -> object:
    if isinstance(value, bool | float):
        raise PydanticCustomError("inexact_number", "a decimal must be quoted: {value}", {"value": str(value)})
    return value


Exact = Annotated[Decimal, BeforeValidator(_exact)]
"""A number kept as the plan writes it. In a file: an integer or a quoted decimal, never a binary float."""
Percent = Annotated[Exact, Field(ge=0, le=100)]
"""Percent 0–100."""
Share = Annotated[Exact, Field(ge=0, le=1)]
"""A fraction 0–1."""


class Part(BaseModel):
    """A frozen piece of a definition; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(Part):
    """Something the plan says: a stable id, the clause that says it, and our own plain words for it.

    `also` names further clauses that the same thing rests on.
    """

    id: Slug
    clause: ClausePath
    text: Localized
    also: tuple[ClausePath, ...] = ()

    @property
    def clauses(self) -> tuple[ClausePath, ...]:
        """Every clause behind this entry, the chief one first."""
        return (self.clause, *self.also)


class WrittenDate(Part):
    """A date as a document writes it: what is left blank there is None here."""

    year: Year
    month: Month | None = None
    day: Annotated[int, Field(strict=True, ge=1, le=31)] | None = None

    @property
    def full(self) -> date | None:
        """The date, if the document gives all of it. ValueError when there is no such day (lint finds it first)."""
        return date(self.year, self.month, self.day) if self.month and self.day else None

    @property
    def iso(self) -> str:
        """As much of an ISO date as is known: "2021-08"."""
        return "-".join(f"{part:02d}" for part in (self.year, self.month, self.day) if part is not None)

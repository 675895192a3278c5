"""A form under way: one frozen value that says everything, and goes to JSON and back without loss."""

from collections.abc import Mapping
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StrictBool, StrictInt

from campaigns.answers import Answer


class Slip(BaseModel):
    """Why the last reply to a question was no answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str
    code: str


class Draft(BaseModel):
    """What a person has answered so far. Where they are is not stored: it is worked out from this each time.

    answers: question id → answer, those kept aside because they are no longer relevant included. confirmed: derived id
    → the value that was confirmed. misses: question id → replies in a row that were no answer. again: questions to show
    before going on, answered or not. extras: whether the extra questions were taken up. is_sent: reviewed and sent.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: str
    version: int
    answers: Mapping[str, Answer] = Field(default_factory=dict)
    confirmed: Mapping[str, StrictInt] = Field(default_factory=dict)
    misses: Mapping[str, int] = Field(default_factory=dict)
    error: Slip | None = None
    again: tuple[str, ...] = ()
    extras: StrictBool = False
    is_sent: StrictBool = False

    def to_json(self) -> dict[str, JsonValue]:
        """The draft as JSON values; what still has its default is left out."""
        found: dict[str, JsonValue] = self.model_dump(mode="json", exclude_defaults=True)
        return found

    @classmethod
    def from_json(cls, data: object) -> Self:
        """The draft that `to_json` gave."""
        return cls.model_validate(data)

"""Text in Vietnamese and, where we have it, in English."""

from pydantic import BaseModel, ConfigDict, model_validator


class Localized(BaseModel):
    """One text for readers of several languages. A plain string in a definition file is the Vietnamese text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    vi: str
    en: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain_is_vietnamese(cls, value: object) -> object:
        return {"vi": value} if isinstance(value, str) else value

    def to(self, locale: str) -> str:
        """The text in `locale`, in Vietnamese where that language is missing."""
        return self.en if self.en is not None and locale.startswith("en") else self.vi

"""Text of a pack in its languages: Vietnamese always, others where somebody wrote them."""

import unicodedata
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator


class Localized(BaseModel):
    """One statement of a pack. A plain string in YAML is its Vietnamese text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    vi: str = Field(min_length=1)
    en: str | None = Field(default=None, min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _plain_string_is_vietnamese(cls, data: object) -> object:
        return {"vi": data} if isinstance(data, str) else data

    @field_validator("vi", "en")
    @classmethod
    def _nfc(cls, text: str | None) -> str | None:
        return text if text is None else unicodedata.normalize("NFC", text).strip()

    @classmethod
    def of(cls, vi: str, en: str | None = None) -> Self:
        """The same from code, with its languages in order."""
        return cls(vi=vi, en=en)

    def to(self, locale: str) -> str:
        """The text in `locale` ("vi", "en", "en_GB"); Vietnamese where there is no other."""
        return self.en if self.en is not None and locale.startswith("en") else self.vi

    def texts(self) -> tuple[str, ...]:
        """Every language's text, for what must hold in each (the names a text is filled with)."""
        return (self.vi,) if self.en is None else (self.vi, self.en)

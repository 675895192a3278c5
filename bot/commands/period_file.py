"""The file that opens a period: what stands in it, and what may be wrong with it, in Vietnamese."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError

from campaigns.clocks import CLOCKS, read_clock
from campaigns.errors import AppError
from campaigns.text import tidy
from services.periods import PeriodInfo

_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"


@dataclass(eq=False)
class PeriodFileWrong(AppError):
    """A period file that cannot be used; every problem as a Vietnamese sentence."""

    code: ClassVar[str] = "period_file_wrong"
    problems: tuple[str, ...]


class PeriodFile(BaseModel):
    """A reporting period as an operator writes it down. Text stands in quotes; dates are local, YYYY-MM-DD."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_min_length=1, str_max_length=200)

    campaign: str = Field(pattern=_SLUG)
    id: str | None = Field(None, pattern=_SLUG, max_length=40)
    name: str
    target_year: int = Field(ge=2000, le=2100)
    opens_on: date
    closes_on: date
    controller: str
    contact: str
    notice_number: str
    retention_until: date
    clocks: dict[str, str] = Field(default_factory=dict)

    @field_validator("name", "controller", "contact", "notice_number", mode="before")
    @classmethod
    def _tidy(cls, value: object) -> object:
        return tidy(value) if isinstance(value, str) else value

    @field_validator("clocks")
    @classmethod
    def _known_clocks(cls, value: dict[str, str]) -> dict[str, str]:
        wrong = [kind for kind, written in value.items() if kind not in CLOCKS or read_clock(written) is None]
        if wrong:
            raise PydanticCustomError("clock_wrong", "{kinds}", {"kinds": ", ".join(wrong)})
        return value

    @model_validator(mode="after")
    def _dates_follow(self) -> Self:
        if self.closes_on < self.opens_on:
            raise PydanticCustomError("closes_before_it_opens", "closes_on < opens_on")
        if self.retention_until < self.closes_on:
            raise PydanticCustomError("kept_too_short", "retention_until < closes_on")
        return self

    def plan(self) -> PeriodInfo:
        """The period that this file asks for."""
        period_id = self.id or f"{self.campaign}-{self.opens_on.isoformat()}"
        fields = self.model_dump(exclude={"id"})
        return PeriodInfo(id=period_id, is_sample=False, is_closed=False, **fields)


def read_period_file(path: Path) -> PeriodFile:
    """Read and check a period file. Errors: `period_file_wrong` with every problem."""
    try:
        written = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise PeriodFileWrong((f"không đọc được tệp {path.name}; xin kiểm tra tên tệp.",)) from error
    except UnicodeDecodeError as error:
        raise PeriodFileWrong(("tệp không phải UTF-8; xin lưu lại bằng mã UTF-8.",)) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"dòng {mark.line + 1}: " if mark else ""
        raise PeriodFileWrong((f"{where}sai cú pháp YAML; xem lại dấu hai chấm, dấu nháy và thụt dòng.",)) from error
    if not isinstance(written, Mapping):
        raise PeriodFileWrong(("mỗi dòng là một khóa và giá trị, chẳng hạn: campaign: 'rach-gia'.",))
    try:
        return PeriodFile.model_validate(written)
    except ValidationError as error:
        raise PeriodFileWrong(tuple(_sentence(dict(found)) for found in error.errors(include_url=False))) from error


def _sentence(found: Mapping[str, object]) -> str:
    place, kind = found["loc"], str(found["type"])
    key = ".".join(str(part) for part in place) if isinstance(place, tuple) else ""
    if kind in _WHOLE:
        return _WHOLE[kind]
    return f"{key}: {_WORDS.get(kind, _BY_KEY.get(key, 'xem lại giá trị này.'))}"


_WHOLE = {
    "closes_before_it_opens": "closes_on: ngày đóng phải bằng hoặc sau ngày mở (opens_on).",
    "kept_too_short": "retention_until: hạn lưu phải bằng hoặc sau ngày đóng (closes_on).",
}
_WORDS = {
    "clock_wrong": "mỗi dòng một việc và thời hạn, '10' (ngày) hoặc '2 working' (ngày làm việc); các việc: "
    + ", ".join(CLOCKS),
    "missing": "còn thiếu; xin thêm khóa này.",
    "extra_forbidden": "không có khóa này; xin xóa đi hoặc sửa tên khóa.",
    "string_type": "phải là chữ; xin đặt giá trị trong dấu nháy.",
    "string_too_short": "đang để trống; xin ghi vào.",
    "string_too_long": "dài quá; xin viết ngắn lại.",
    "string_pattern_mismatch": "chỉ dùng chữ thường không dấu, số và gạch nối, chẳng hạn 'rach-gia'.",
}
_A_DAY = "phải là ngày dạng 'NĂM-THÁNG-NGÀY', chẳng hạn '2025-11-30'."
_BY_KEY = {
    "target_year": "phải là một năm, chẳng hạn 2025.",
    "opens_on": _A_DAY,
    "closes_on": _A_DAY,
    "retention_until": _A_DAY,
}

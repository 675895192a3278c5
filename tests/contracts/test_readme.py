"""The README says what is so: every setting with its default, every command, every picture and link."""

import re

import pytest
from pydantic.fields import FieldInfo

from bot.commands import NAMES
from bot.settings import Settings
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")
PREFIX = str(Settings.model_config.get("env_prefix"))
ROWS = {
    cells[0].strip("`"): cells[1:]
    for line in README.splitlines()
    if line.startswith(f"| `{PREFIX}") and (cells := [cell.strip() for cell in line.strip("|").split(" | ")])
}
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")
MOST_PICTURE_BYTES = 150_000


def shown_default(field: FieldInfo) -> str:
    if field.default in (None, ""):
        return "–"
    return f"`{str(field.default).lower() if isinstance(field.default, bool) else field.default}`"


def test_every_setting_stands_in_the_table_and_nothing_else() -> None:
    assert list(ROWS) == [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]


@pytest.mark.parametrize("name", Settings.model_fields)
def test_setting_has_its_default_and_a_meaning_in_both_languages(name: str) -> None:
    field = Settings.model_fields[name]
    default, vietnamese, english = ROWS[f"{PREFIX}{name.upper()}"]
    assert default == shown_default(field)
    assert vietnamese == field.description
    assert len(english) > 10


@pytest.mark.parametrize("name", NAMES)
def test_every_command_is_named(name: str) -> None:
    assert f"| `thiduaso {name}" in README


def test_links_and_pictures_lead_somewhere() -> None:
    assert [link for link in LINK.findall(README) if not (ROOT / link).exists()] == []


def test_pictures_are_light_and_all_shown() -> None:
    pictures = sorted((ROOT / "docs" / "images").glob("*.png"))
    assert [path.name for path in pictures if path.stat().st_size > MOST_PICTURE_BYTES] == []
    assert [path.name for path in pictures if f"docs/images/{path.name}" not in README] == []


def test_vietnamese_comes_first() -> None:
    assert README.index("## Chạy thử") < README.index("## English")

"""Static files and weight: what a phone fetches."""

import gzip
import re
from pathlib import Path

import pytest

from bot.web.assets import PREFIX, static_files, static_url
from bot.web.drawing import draw_page
from tests.bot.web.samples import RESULT, SAMPLES, SETTING, exchange_of, setting_of

PAGE_BYTES = 150_000
AIM_BYTES = 40_000
SCRIPT_BYTES = 6_000


def weight(html: str, *, packed: bool) -> int:
    parts = [html.encode(), *(content for content, _ in static_files().values())]
    return sum(len(gzip.compress(part)) if packed else len(part) for part in parts)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_with_all_its_files_is_light(name: str) -> None:
    html = draw_page(SAMPLES[name].screen, exchange_of(SAMPLES[name]), setting_of(SAMPLES[name]))
    assert weight(html, packed=False) < AIM_BYTES < PAGE_BYTES
    assert weight(html, packed=True) < AIM_BYTES / 3


def test_the_script_stays_small() -> None:
    content, kind = static_files()[static_url("app.js").removeprefix(PREFIX)]
    assert kind.startswith("text/javascript")
    assert len(content) < SCRIPT_BYTES


def test_names_carry_the_hash_of_the_content_and_every_address_on_the_page_is_served() -> None:
    assert re.fullmatch(r"/static/app\.[0-9a-f]{12}\.css", static_url("app.css"))
    html = draw_page(RESULT, exchange_of(SAMPLES["08-result"]), SETTING)
    for name in re.findall(PREFIX + r"([^\"]+)", html):
        assert name in static_files()


def test_styles_and_script_ask_for_nothing_from_elsewhere() -> None:
    for content, _ in static_files().values():
        text = content.decode().replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"@import|url\(|https?:", text)


def test_the_folder_holds_nothing_else() -> None:
    folder = Path("bot/web/static")
    assert {path.suffix for path in folder.iterdir()} == {".css", ".js", ".svg"}

"""Number buttons: tapped instead of typed, where few numbers are likely."""

from dataclasses import replace

import pytest

from bot.web.drawing import draw_page
from handlers.screen import Bounds, Screen
from tests.bot.web.markup import Element, read
from tests.bot.web.samples import COUNT, EXCHANGE, SETTING


def page(screen: Screen) -> Element:
    return read(draw_page(screen, EXCHANGE, SETTING))


def test_numbers_that_are_likely_can_be_tapped() -> None:
    form = page(COUNT).one("form", id="turn")
    digits = form.all("button", class_="digit")
    assert [(one.attributes["name"], one.attributes["value"], one.text) for one in digits] == [
        ("text", str(number), str(number)) for number in range(4)
    ]


@pytest.mark.parametrize(("low", "high", "tapped"), [(1, 20, 10), (0, 10, 11), (0, 21, 0), (0, 100, 0), (3, 3, 1)])
def test_numbers_are_offered_only_where_few_are_likely(low: int, high: int, tapped: int) -> None:
    screen = replace(COUNT, bounds=Bounds(low, high))
    assert len(page(screen).all("button", class_="digit")) == tapped


def test_tapped_number_is_posted_before_what_stands_in_the_field() -> None:
    fields = [one for one in page(COUNT).all() if one.attributes.get("name") == "text"]
    assert [one.tag for one in fields] == ["button"] * 4 + ["input"]

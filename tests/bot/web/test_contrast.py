"""The colours and sizes of the style sheet, read from it."""

import re
from pathlib import Path

import pytest

STYLE = Path("bot/web/static/app.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", scheme))
    for scheme in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
)
TEXT = [
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "tint"),
    ("ink", "open-ground"),
    ("soft", "paper"),
    ("soft", "card"),
    ("accent", "paper"),
    ("accent", "card"),
    ("accent", "tint"),
    ("on-accent", "accent"),
    ("met", "met-ground"),
    ("short", "short-ground"),
    ("open", "open-ground"),
]
SHAPES = [
    ("edge", "paper"),
    ("edge", "card"),
    ("accent", "line"),
    ("edge", "open-ground"),
    ("met-bar", "open-ground"),
    ("short-bar", "open-ground"),
    ("short", "open-ground"),
    ("ink", "open-ground"),
]
SCHEMES = pytest.mark.parametrize("scheme", [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")])


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def hue(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def test_the_measure_is_the_one_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@SCHEMES
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_stands_out_seven_to_one(scheme: dict[str, str], text: str, ground: str) -> None:
    assert contrast(scheme[text], scheme[ground]) >= 7


@SCHEMES
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_borders_and_bars_stand_out_three_to_one(scheme: dict[str, str], shape: str, ground: str) -> None:
    assert contrast(scheme[shape], scheme[ground]) >= 3


@SCHEMES
def test_met_is_green_not_met_is_amber_and_nothing_is_red(scheme: dict[str, str]) -> None:
    for name in ("met", "met-bar"):
        red, green, blue = hue(scheme[name])
        assert green > red
        assert green > blue
    for name in ("short", "short-bar"):
        red, green, blue = hue(scheme[name])
        assert red > green > blue
    for name, colour in scheme.items():
        red, green, blue = hue(colour)
        assert not (red > 2 * green and red > 2 * blue), name


def test_both_schemes_name_the_same_colours_and_no_rule_has_its_own() -> None:
    assert LIGHT.keys() == DARK.keys()
    rules = STYLE.split("/* Sizes")[1].split("@media print")[0]
    assert not re.search(r"#[0-9a-f]{3,6}\b(?!-)|rgb|hsl", rules)


def test_type_is_never_smaller_than_seventeen_pixels() -> None:
    root, large = (float(size) * 16 / 100 for size in re.findall(r"html(?:\.large)? \{ font-size: ([\d.]+)%", STYLE))
    assert (root, large) == (17, 22)
    for selector, size, unit in re.findall(r"([^{}]+)\{[^{}]*font-size: ([\d.]+)(rem|em|px)", STYLE):
        assert unit == "rem", selector
        assert float(size) * (large if ".large" in selector else root) >= 17, selector


def test_line_height_leaves_room_for_two_marks() -> None:
    assert "font: 1rem/1.5" in STYLE


def test_motion_only_where_it_is_wanted() -> None:
    moving = re.findall(r"scroll-behavior|transition|animation", STYLE)
    assert moving == ["scroll-behavior"]
    assert re.search(r"prefers-reduced-motion: no-preference\) \{\s*html \{ scroll-behavior", STYLE)

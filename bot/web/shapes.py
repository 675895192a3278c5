"""What a screen looks like before it is HTML: runs of like blocks and choices, and the geometry of a bar."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from babel.numbers import format_percent

from handlers.screen import Block, Choice, Meter, Paragraph, Screen, Standing, Tone, Wait

SHORT_LABEL = 11
"""Labels up to this many letters stand two in a row at 360 px; one longer label gives every choice of the run a row."""


PAD_UP_TO = 10
"""Numbers up to this one are offered as buttons."""

MOST_COUNTED = 20
"""Where an answer may be larger than this it is no count of a household's people, and no button comes near it."""


@dataclass(frozen=True, slots=True)
class BlockRun:
    """Neighbouring blocks of one kind ("meter", or a tone): items become one list."""

    kind: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ChoiceRun:
    """Neighbouring choices of one weight."""

    secondary: bool
    paired: bool
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A meter as lengths in percent of the track, ready for SVG attributes.

    solid: what is certain. The stretch from `solid` to `high` depends on answers that nobody knows. `gap` says whether
    an arrow leads from the end of the bar to the target; `target_anchor` keeps the label of the mark inside the track.
    """

    solid: str
    high: str | None
    target: str | None
    target_label: str
    target_anchor: str
    gap: bool


def block_runs(blocks: Iterable[Block]) -> list[BlockRun]:
    """Blocks in reading order, neighbours of one kind together."""
    return [BlockRun(kind, tuple(run)) for kind, run in groupby(blocks, key=_kind)]


def choice_runs(choices: Iterable[Choice]) -> list[ChoiceRun]:
    """Choices in their order, neighbours of one weight together."""
    return list(_choice_runs(choices))


def _choice_runs(choices: Iterable[Choice]) -> Iterator[ChoiceRun]:
    for secondary, run in groupby(choices, key=lambda choice: choice.secondary):
        members = tuple(run)
        short = all(len(choice.label) <= SHORT_LABEL for choice in members)
        yield ChoiceRun(secondary, short and len(members) > 1, members)


def _kind(block: Block) -> str:
    if isinstance(block, Meter):
        return "meter"
    return "number" if _is_number(block) else block.tone.value


def _is_number(paragraph: Paragraph) -> bool:
    """Whether a paragraph is nothing but a bold number, such as that of a slip: it is drawn large."""
    return (
        paragraph.tone is Tone.PLAIN
        and all(span.bold for span in paragraph.spans)
        and paragraph.plain.replace(" ", "").isdigit()
    )


def pad_numbers(screen: Screen) -> Sequence[int]:
    """The numbers that can be tapped instead of typed, where few are likely."""
    bounds = screen.bounds
    if screen.waits_for is not Wait.NUMBER or bounds is None or bounds.high > MOST_COUNTED:
        return ()
    return range(max(bounds.low, 0), min(bounds.high, PAD_UP_TO) + 1)


def bar_of(meter: Meter, locale: str) -> Bar:
    """The bar of a meter. Lengths are rounded to be drawn; the words beside it carry the exact figures."""
    solid = meter.share if meter.low is None else meter.low
    high = meter.high if meter.high is not None and meter.high != solid else None
    reached = high if high is not None else solid
    return Bar(
        solid=_percent(solid or Fraction(0)),
        high=None if high is None else _percent(high),
        target=None if meter.target is None else _percent(meter.target),
        target_label="" if meter.target is None else format_percent(float(meter.target), "#,##0.##%", locale=locale),
        target_anchor="end" if meter.target is not None and meter.target > Fraction(1, 2) else "start",
        gap=_has_gap(meter, reached),
    )


def _has_gap(meter: Meter, reached: Fraction | None) -> bool:
    if meter.standing is not Standing.NOT_MET or meter.target is None or reached is None:
        return False
    return meter.target - reached > Fraction(3, 100)


def _percent(share: Fraction) -> str:
    within = min(max(share, Fraction(0)), Fraction(1))
    return f"{float(within * 100):.2f}%"

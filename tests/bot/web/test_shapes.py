"""The geometry of bars and the runs of blocks and choices."""

from fractions import Fraction

import pytest

from bot.web.shapes import bar_of, block_runs, choice_runs
from handlers.screen import Choice, Meter, Standing, Tone, say


def meter(standing: Standing = Standing.NOT_MET, **shares: Fraction) -> Meter:
    return Meter("Kỹ năng số", (), standing, **shares)


def test_items_in_a_row_are_one_list() -> None:
    runs = block_runs([say("a"), say("b", Tone.ITEM), say("c", Tone.ITEM), meter(), say("*12 34*")])
    assert [(run.kind, len(run.blocks)) for run in runs] == [("plain", 1), ("item", 2), ("meter", 1), ("number", 1)]


@pytest.mark.parametrize(
    ("labels", "paired"),
    [(["Đúng", "Chưa đúng"], True), (["Đúng"], False), (["Đúng", "Không đồng ý"], False)],
)
def test_only_short_labels_stand_two_in_a_row(labels: list[str], *, paired: bool) -> None:
    (run,) = choice_runs(Choice(label, label, "1") for label in labels)
    assert run.paired is paired


def test_choices_keep_their_order_when_weights_alternate() -> None:
    weights = [True, True, False, True]
    runs = choice_runs(Choice(str(at), str(at), str(at), secondary=weight) for at, weight in enumerate(weights))
    assert [(run.secondary, len(run.choices)) for run in runs] == [(True, 2), (False, 1), (True, 1)]


def test_a_bar_is_solid_up_to_the_low_end_of_its_interval() -> None:
    bar = bar_of(meter(share=Fraction(7, 10), low=Fraction(6, 10), high=Fraction(3, 4), target=Fraction(9, 10)), "vi")
    assert (bar.solid, bar.high, bar.target, bar.target_label, bar.gap) == ("60.00%", "75.00%", "90.00%", "90%", True)


def test_shares_outside_the_track_are_kept_inside() -> None:
    assert bar_of(meter(share=Fraction(3, 2)), "vi").solid == "100.00%"


def test_no_arrow_without_a_verdict_or_room() -> None:
    wide = {"share": Fraction(1, 2), "target": Fraction(9, 10)}
    assert [bar_of(meter(standing, **wide), "vi").gap for standing in Standing] == [
        standing is Standing.NOT_MET for standing in Standing
    ]
    assert not bar_of(meter(share=Fraction(6996, 10000), target=Fraction(7, 10)), "vi").gap


@pytest.mark.parametrize(
    ("target", "label", "anchor"),
    [(Fraction(825, 1000), "82,5%", "end"), (Fraction(3, 10), "30%", "start"), (Fraction(1), "100%", "end")],
)
def test_the_target_is_labelled_the_vietnamese_way(target: Fraction, label: str, anchor: str) -> None:
    bar = bar_of(meter(target=target), "vi")
    assert (bar.target_label, bar.target_anchor) == (label, anchor)

"""A figure is never alone, comparators are exact, and nothing is concluded from too few."""

import re
from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.answers import UNKNOWN, Answer
from campaigns.hamlet_names import HouseholdCount
from campaigns.indicators import Counts, judge
from campaigns.library import Library
from handlers.screen import Meter, Screen, Standing
from handlers.standing import draw_standing
from handlers.words import percent, use_locale
from services.standing import stand
from services.units import set_population
from tests.conversation import PERIOD, VINH_LAC
from tests.services.families import ward

WANTED = re.compile(r"Kế hoạch: (đạt từ|trên|đạt) [0-9,]+% \(.*phần [IVX]+\)\.")
SHOWN = re.compile(r"([0-9,]+)% \(([0-9.]+)/([0-9.]+) .+?, trong ([0-9.]+)(?:/[0-9.]+)? hộ đã trả lời\)")
VERDICTS = {"Đạt, trong số đã trả lời", "Chưa đạt, trong số đã trả lời"}


def drawn(library: Library, households: int, registry: int | None, answers: Mapping[str, Answer]) -> Screen:
    """The public screen of a ward in which so many households gave these answers."""
    with ward(library) as town:
        if registry is not None:
            known = HouseholdCount(registry, (town.now - timedelta(days=30)).date(), "số của phường")
            set_population(town.session, VINH_LAC, known)
        for _ in range(households):
            town.send(town.welcome(), **answers)
        town.next_day()
        return draw_standing(stand(town.session, town.of(0), str(VINH_LAC)))


def meters(screen: Screen) -> list[Meter]:
    return [block for block in screen.blocks if isinstance(block, Meter)]


def test_figure_is_never_shown_alone(library: Library) -> None:
    screen = drawn(library, 12, 30, {})
    assert "12/30 hộ (40%) đã trả lời, đến hết ngày 10/11/2025" in screen.plain
    assert "số các hộ tự kê khai" in screen.plain
    assert len(meters(screen)) == len(library.household_targets(PERIOD.campaign, PERIOD.target_year))
    shown = [meter for meter in meters(screen) if meter.share is not None]
    assert len(shown) == 7
    for meter in meters(screen):
        words = "\n".join(line.plain for line in meter.lines)
        assert WANTED.search(words), words
        assert meter.target is not None
        assert (SHOWN.search(words) is not None) is (meter.share is not None), words
        assert "%" in words.replace(WANTED.search(words)[0], "") or meter.share is None  # type: ignore[index]
    for meter in shown:
        found = SHOWN.search("\n".join(line.plain for line in meter.lines))
        assert found is not None
        assert Fraction(int(found[2].replace(".", "")), int(found[3].replace(".", ""))) == meter.share
        assert found[4] == "12"


def test_below_min_coverage_there_is_no_verdict(library: Library) -> None:
    screen = drawn(library, 8, 27, {})
    assert "Đang thu thập: 8/27 hộ (29,6%)" in screen.plain
    assert "cần ít nhất 30%" in screen.plain
    assert {meter.standing for meter in meters(screen)} == {Standing.COLLECTING, Standing.MISSING}
    assert screen.plain.count("Đang thu thập") == 1
    assert not any(verdict in screen.plain for verdict in VERDICTS)


def test_without_a_registry_there_is_no_verdict(library: Library) -> None:
    screen = drawn(library, 8, None, {})
    assert "Chưa có số hộ của địa bàn nên chưa kết luận được" in screen.plain
    assert not any(verdict in screen.plain for verdict in VERDICTS)


def test_coverage_just_enough_is_judged(library: Library) -> None:
    screen = drawn(library, 9, 30, {"so_suc_khoe": 4})
    (record,) = [meter for meter in meters(screen) if "sức khỏe điện tử" in meter.label]
    assert record.standing is Standing.MET
    assert "Đạt, trong số đã trả lời" in screen.plain


@pytest.mark.parametrize(("phones", "standing"), [(3, Standing.UNDECIDED), (0, Standing.NOT_MET)])
def test_unknown_answers_make_an_interval_and_a_verdict_only_on_one_side(
    library: Library, phones: int, standing: Standing
) -> None:
    with ward(library) as town:
        set_population(town.session, VINH_LAC, HouseholdCount(10, town.now.date(), "số của phường"))
        for number in range(10):
            town.send(town.welcome(), dien_thoai=UNKNOWN if number < 2 else phones)
        town.next_day()
        screen = draw_standing(stand(town.session, town.of(0), str(VINH_LAC)))
    (meter,) = [each for each in meters(screen) if "điện thoại thông minh" in each.label]
    assert meter.standing is standing
    assert (meter.low, meter.high) == (Fraction(phones * 8, 30), Fraction(phones * 8 + 6, 30))
    assert "Kể cả những người không rõ: trong khoảng" in screen.plain


@pytest.mark.parametrize(
    ("num", "den", "operator", "target", "verdict"),
    [
        (70, 100, ">", 70, "not_met"),
        (7001, 10_000, ">", 70, "met"),
        (6996, 10_000, ">=", 70, "not_met"),
        (70, 100, ">=", 70, "met"),
        (1_999_999, 2_000_000, ">=", 100, "not_met"),
        (100, 100, "=", 100, "met"),
        (999, 1000, "=", 100, "not_met"),
    ],
)
def test_comparators_are_exact(num: int, den: int, operator: str, target: int, verdict: str) -> None:
    assert judge(Counts(1, num, den), operator, Fraction(target)) == verdict


@given(
    den=st.integers(1, 10_000_000),
    target=st.integers(0, 100),
    nudge=st.integers(-3, 3),
    locale=st.sampled_from(["vi", "en"]),
)
def test_percentage_is_shown_equal_to_the_target_only_if_it_is(den: int, target: int, nudge: int, locale: str) -> None:
    num = min(max(den * target // 100 + nudge, 0), den)
    goal = Fraction(target, 100)
    with use_locale(locale):
        assert (percent(Fraction(num, den), apart_from=goal) == percent(goal)) is (Fraction(num, den) == goal)


def test_figure_that_did_not_move_with_its_unit_says_until_when_it_was_counted(library: Library) -> None:
    with ward(library) as town:
        for _ in range(6):
            town.send(town.welcome())
        town.next_day()
        for _ in range(6):
            town.send(town.welcome(), tai_khoan="@declined")
        town.next_day()
        screen = draw_standing(stand(town.session, town.of(0), str(VINH_LAC)))
    assert screen.plain.count("Riêng câu này tính đến hết ngày 10/11/2025") == 1
    assert "đến hết ngày 11/11/2025" in screen.plain

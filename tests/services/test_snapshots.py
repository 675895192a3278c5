"""What the public sees moves rarely and in groups, so that nobody's answer can be read by subtraction."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from campaigns.answers import DECLINED, UNKNOWN, Answer
from campaigns.indicators import Counts
from campaigns.library import Library
from models.tallies import Snapshot, UnitProgress
from services.standing import Shown, stand
from services.tallies import NEW_HOUSEHOLDS
from tests.conversation import AN_HOA, VINH_LAC
from tests.services.families import Ward, ward

Published = dict[tuple[str, str], Counts]


def published(town: Ward) -> Published:
    """(ward code, indicator) → what the public can see."""
    town.session.expire_all()
    rows = town.session.exec(select(Snapshot)).all()
    return {(row.unit_code, row.indicator_id): Counts(row.reports, row.num, row.den, row.unknown) for row in rows}


def test_nothing_is_published_before_five_households_and_never_on_the_same_day(library: Library) -> None:
    with ward(library) as town:
        for _ in range(NEW_HOUSEHOLDS - 1):
            town.send(town.welcome())
        town.next_day()
        assert published(town) == {}
        town.send(town.welcome())
        assert published(town) == {}
        town.next_day()
        assert {counts.reports for counts in published(town).values()} == {NEW_HOUSEHOLDS}


def test_snapshot_moves_at_most_daily(library: Library) -> None:
    with ward(library) as town:
        for _ in range(NEW_HOUSEHOLDS):
            town.send(town.welcome())
        town.next_day()
        first = published(town)
        for _ in range(3 * NEW_HOUSEHOLDS):
            town.send(town.welcome(), dien_thoai=0)
            town.now += timedelta(minutes=1)
            assert published(town) == first
        town.next_day()
        assert published(town) != first
        assert {row.snapshot_reports for row in town.session.exec(select(UnitProgress))} == {4 * NEW_HOUSEHOLDS}


def test_snapshot_waits_for_five_new_households_since_the_last(library: Library) -> None:
    with ward(library) as town:
        for _ in range(7):
            town.send(town.welcome())
        town.next_day()
        first = published(town)
        for _ in range(NEW_HOUSEHOLDS - 1):
            town.send(town.welcome(), dien_thoai=0)
            town.next_day()
            assert published(town) == first
        town.send(town.welcome(), dien_thoai=0)
        town.next_day()
        assert published(town)[(VINH_LAC.code, "nguoi_lon_dtm")] == Counts(12, 14, 36)


def test_answer_stays_hidden_among_four_that_were_withheld(library: Library) -> None:
    with ward(library) as town:
        for _ in range(NEW_HOUSEHOLDS):
            town.send(town.welcome())
        town.next_day()
        before = published(town)[(VINH_LAC.code, "tk_thanh_toan_15")]
        for answer in (DECLINED, DECLINED, DECLINED, DECLINED, 0):
            town.send(town.welcome(), tai_khoan=answer)
        town.next_day()
        assert published(town)[(VINH_LAC.code, "nguoi_lon_dtm")].reports == 2 * NEW_HOUSEHOLDS
        assert published(town)[(VINH_LAC.code, "tk_thanh_toan_15")] == before


@pytest.mark.parametrize(
    ("households", "changes", "shown"),
    [
        (4, {}, Shown.HIDDEN),
        (5, {}, Shown.COLLECTING),
        (5, {"dien_thoai": DECLINED}, Shown.HIDDEN),
    ],
)
def test_cells_of_fewer_than_five_households_are_hidden(
    library: Library, households: int, changes: dict[str, Answer], shown: Shown
) -> None:
    with ward(library) as town:
        for _ in range(households):
            town.send(town.welcome(), **changes)
        town.next_day()
        facts = stand(town.session, town.of(0), str(VINH_LAC))
        (figure,) = [each for each in facts.figures if each.target.indicator == "nguoi_lon_dtm"]
        assert figure.shown is shown
        assert (figure.counts == Counts()) is (shown is Shown.HIDDEN)


def test_figure_about_fewer_than_five_people_is_hidden(library: Library) -> None:
    old = {"so_nguoi": 1, "duoi_15": 0, "qua_tuoi_lao_dong": 1, "ky_nang": 0}
    with ward(library) as town:
        for _ in range(6):
            town.send(town.welcome(), **old)
        town.send(town.welcome(), so_nguoi=2, duoi_15=0, qua_tuoi_lao_dong=0, ky_nang=1)
        town.next_day()
        facts = stand(town.session, town.of(0), str(VINH_LAC))
        (figure,) = [each for each in facts.figures if each.target.indicator == "kns_lao_dong"]
        assert figure.shown is Shown.HIDDEN


ANSWER: st.SearchStrategy[dict[str, Answer]] = st.fixed_dictionaries(
    {
        "dien_thoai": st.sampled_from([0, 1, 2, 3, UNKNOWN, DECLINED]),
        "tai_khoan": st.sampled_from([0, 3, DECLINED, DECLINED]),
        "cap_quang": st.sampled_from(["dang_dung", "chua_toi", UNKNOWN]),
    }
)
Move = Callable[[Ward], None]


def _new(answers: dict[str, Answer]) -> Move:
    return lambda town: town.send(town.welcome(), **answers)


def _corrected(which: int, answers: dict[str, Answer]) -> Move:
    return lambda town: town.send(pick(town, which), **answers) if town.families else None


def _erased(which: int) -> Move:
    return lambda town: town.erase(pick(town, which)) if town.families else None


def _moved(which: int, answers: dict[str, Answer]) -> Move:
    def move(town: Ward) -> None:
        if town.families:
            family = pick(town, which)
            town.move(family, AN_HOA if which % 2 else VINH_LAC)
            town.send(family, **answers)

    return move


def pick(town: Ward, which: int) -> int:
    """One of the families there are."""
    return sorted(town.families)[which % len(town.families)]


NUMBER = st.integers(0, 99)
MOVES: st.SearchStrategy[Move] = st.one_of(
    ANSWER.map(_new),
    ANSWER.map(_new),
    ANSWER.map(_new),
    st.tuples(NUMBER, ANSWER).map(lambda drawn: _corrected(*drawn)),
    st.tuples(NUMBER, ANSWER).map(lambda drawn: _moved(*drawn)),
    NUMBER.map(_erased),
)
DAYS = st.lists(st.lists(MOVES, max_size=9), min_size=2, max_size=7)


@settings(max_examples=25, deadline=None)
@given(days=DAYS)
def test_any_two_published_snapshots_are_equal_or_at_least_five_households_apart(
    library: Library, days: Sequence[Sequence[Move]]
) -> None:
    with ward(library) as town:
        seen: list[Published] = [published(town)]
        for moves in days:
            for move in moves:
                move(town)
                assert published(town) in seen[-2:]  # the day's first change may let the day before move
                seen.append(published(town)) if published(town) != seen[-1] else None
            town.next_day()
            seen.append(published(town))
        for number, later in enumerate(seen):
            for earlier in seen[:number]:
                assert_apart(earlier, later)


def assert_apart(earlier: Published, later: Published) -> None:
    """Every figure is the same, or moved by a group large enough to hide in."""
    assert earlier.keys() <= later.keys()
    for place, counts in later.items():
        before = earlier.get(place, Counts())
        assert counts == before or counts.reports - before.reports >= NEW_HOUSEHOLDS, (place, before, counts)

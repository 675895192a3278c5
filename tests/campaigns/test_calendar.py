"""What is due, overdue and next, on dates that matter."""

import sys
from datetime import date

import pytest

from campaigns.calendar import Span, Stage, Status, agenda, span_of, stage_of
from campaigns.loading import load_packs
from campaigns.working_days import add_working_days, is_working_day, load_days_off, working_days_left

PACKS = load_packs()


def _span(slug: str, milestone_id: str) -> Span:
    return next(span_of(each) for each in PACKS[slug].milestones if each.id == milestone_id)


@pytest.mark.parametrize(
    ("slug", "milestone", "start", "end"),
    [
        ("thai-binh", "so-ket-tinh", date(2024, 10, 1), date(2024, 12, 31)),
        ("thai-binh", "tong-ket-tinh", date(2025, 1, 1), date(2025, 12, 31)),
        ("rach-gia", "phat-dong", date(2022, 12, 1), date(2022, 12, 31)),
        ("rach-gia", "dang-ky", date(2023, 1, 1), date(2023, 1, 31)),
        ("hai-duong", "trien-khai", date(2022, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_milestone_is_a_span_of_days(slug: str, milestone: str, start: date, end: date) -> None:
    assert _span(slug, milestone) == Span(start, end)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 9, 30), Status.UPCOMING),
        (date(2025, 10, 1), Status.DUE),
        (date(2025, 12, 31), Status.DUE),
        (date(2026, 1, 1), Status.OVERDUE),
    ],
)
def test_an_item_is_due_from_the_first_to_the_last_day_of_its_span(on: date, expected: Status) -> None:
    items = {item.key: item.status for item in agenda(PACKS["rach-gia"], on).items}
    assert items["tong-ket"] is expected


def test_what_is_done_is_neither_due_nor_overdue() -> None:
    seen = agenda(PACKS["rach-gia"], date(2023, 2, 1), done={"phat-dong", "bao-cao-hang-nam:2023"})
    assert [item.key for item in seen.with_status(Status.DONE)] == ["phat-dong", "bao-cao-hang-nam:2023"]
    assert [item.key for item in seen.with_status(Status.OVERDUE)] == ["dang-ky"]
    assert seen.next is not None
    assert seen.next.key == "danh-gia-hang-nam:2023"


def test_an_audience_sees_its_own_items_and_those_for_everyone() -> None:
    on = date(2023, 1, 10)
    households = {item.key for item in agenda(PACKS["rach-gia"], on, audience="ho-gia-dinh").items}
    wards = {item.key for item in agenda(PACKS["rach-gia"], on, audience="ubnd-phuong-xa").items}
    assert households == {"so-ket", "tong-ket", "khen-hang-nam:2023", "danh-gia-hang-nam:2023"}
    assert wards == households | {"dang-ky", "bao-cao-hang-nam:2023"}


@pytest.mark.parametrize(
    ("slug", "on", "expected", "phase"),
    [
        ("rach-gia", date(2021, 12, 31), Stage.BEFORE, None),
        ("rach-gia", date(2022, 1, 1), Stage.RUNNING, "giai-doan"),
        ("rach-gia", date(2026, 11, 21), Stage.OVER, None),
        ("hai-duong", date(2026, 11, 21), Stage.RUNNING, "giai-doan-2"),
        ("dien-bien", date(2026, 11, 21), Stage.RUNNING, "giai-doan-2"),
        ("thai-binh", date(2026, 11, 21), Stage.OVER, None),
        ("tuyen-quang", date(2026, 11, 21), Stage.OVER, None),
    ],
)
def test_a_campaign_knows_its_stage_and_phase(slug: str, on: date, expected: Stage, phase: str | None) -> None:
    seen = agenda(PACKS[slug], on)
    assert (seen.stage, seen.phase.id if seen.phase else None) == (expected, phase)
    assert stage_of(PACKS[slug], on) is expected


def test_a_campaign_that_is_over_names_its_successor_and_asks_nothing_yearly() -> None:
    seen = agenda(PACKS["rach-gia"], date(2026, 11, 21))
    assert [(each.id, each.number) for each in seen.successors] == [
        ("phong-trao-quoc-gia", "923/QĐ-TTg"),
        ("binh-dan-hoc-vu-so", None),
    ]
    assert [item.key for item in seen.items] == ["phat-dong", "dang-ky", "so-ket", "tong-ket"]
    assert seen.next is None


def test_a_campaign_without_phases_simply_runs() -> None:
    pack = PACKS["rach-gia"].model_copy(update={"phases": ()})
    assert (pack.years, agenda(pack, date(2040, 1, 1)).stage) == (None, Stage.RUNNING)


def test_of_the_successors_those_that_run_on_the_date_come_first() -> None:
    seen = agenda(PACKS["thai-binh"], date(2027, 1, 1))
    assert [each.id for each in seen.successors] == ["phong-trao-quoc-gia", "binh-dan-hoc-vu-so"]
    assert agenda(PACKS["hai-duong"], date(2026, 1, 1)).successors == ()


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 11, 21), True),
        (date(2025, 11, 22), False),
        (date(2025, 9, 2), False),
        (date(2026, 2, 17), False),
        (date(2040, 1, 2), True),
        (date(2040, 1, 1), False),
    ],
)
def test_weekends_and_holidays_are_no_working_days(day: date, expected: bool) -> None:
    assert is_working_day(day) is expected


def test_working_days_are_counted_after_the_first_and_up_to_the_last_day() -> None:
    assert working_days_left(date(2025, 11, 20), date(2025, 11, 25)) == 3 - (not is_working_day(date(2025, 11, 24)))
    assert working_days_left(date(2025, 11, 25), date(2025, 11, 20)) == 0
    assert add_working_days(date(2025, 11, 14), 1) == date(2025, 11, 17)
    assert add_working_days(date(2025, 11, 14), 0) == date(2025, 11, 14)


def test_what_was_loaded_at_the_start_is_not_loaded_again_when_somebody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    load_days_off(date(2026, 11, 22))
    monkeypatch.setitem(sys.modules, "holidays", None)  # an import from now on is an error
    assert not is_working_day(date(2026, 2, 17))
    assert add_working_days(date(2026, 12, 31), 1) == date(2027, 1, 4)

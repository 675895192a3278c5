"""What is due, overdue and next in a campaign. Pure: the date comes in. Dates are local (Asia/Ho_Chi_Minh)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from campaigns.format import Pack
from campaigns.format.about import Phase
from campaigns.format.dates import Milestone, Recurring
from campaigns.format.overlay import Successor
from campaigns.working_days import working_days_left


class Status(StrEnum):
    """How an item stands to a date."""

    DONE = "done"
    OVERDUE = "overdue"
    DUE = "due"
    UPCOMING = "upcoming"


class Stage(StrEnum):
    """How a campaign stands to a date."""

    BEFORE = "before"
    RUNNING = "running"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last day on which something may be done, both included."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in the calendar. key: id of the milestone, or "id:year" of one turn of a recurring duty.

    working_days_left: after the asking date up to and including the last day of the span; 0 once it is past.
    """

    key: str
    entry: Milestone | Recurring
    span: Span
    status: Status
    working_days_left: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """A campaign's calendar as seen on one date, in order of last days.

    phase: the running one. successors: campaigns to look at when this one is over, those running on the date first.
    """

    stage: Stage
    phase: Phase | None
    successors: tuple[Successor, ...]
    items: tuple[Item, ...]

    def with_status(self, status: Status) -> tuple[Item, ...]:
        """The items that stand so."""
        return tuple(item for item in self.items if item.status is status)

    @property
    def next(self) -> Item | None:
        """The first item that is neither done nor past."""
        return next((item for item in self.items if item.status in {Status.DUE, Status.UPCOMING}), None)


def agenda(pack: Pack, on: date, *, audience: str | None = None, done: Collection[str] = ()) -> Agenda:
    """The calendar of `audience` (everyone's when None) on a date. done: keys of items that are reported as done."""
    stage = stage_of(pack, on)
    items = [_item(key, entry, span, on, done) for key, entry, span in _turns(pack, on) if _concerns(entry, audience)]
    return Agenda(
        stage=stage,
        phase=next((phase for phase in pack.phases if phase.start <= on.year <= phase.end), None),
        successors=successors_of(pack, on) if stage is Stage.OVER else (),
        items=tuple(sorted(items, key=lambda item: (item.span.end, item.span.start, item.key))),
    )


def stage_of(pack: Pack, on: date) -> Stage:
    """Whether the campaign is still to come, runs, or is over: by the years of its phases. Without phases it runs."""
    first, last = pack.years or (on.year, on.year)
    if on.year < first:
        return Stage.BEFORE
    return Stage.OVER if on.year > last else Stage.RUNNING


def successors_of(pack: Pack, on: date) -> tuple[Successor, ...]:
    """Campaigns known to follow or run beside this one: successors before parallel ones, running ones first."""
    return tuple(sorted(pack.successors, key=lambda each: (not _runs(each, on), each.kind != "successor")))


def span_of(milestone: Milestone) -> Span:
    """The days a milestone means: its month, its quarter, its year, or its years."""
    if milestone.month is not None:
        return _months(milestone.year, milestone.month, 1)
    if milestone.quarter is not None:
        return _months(milestone.year, milestone.quarter * 3 - 2, 3)
    return Span(date(milestone.year, 1, 1), date(milestone.end_year or milestone.year, 12, 31))


def _months(year: int, first: int, count: int) -> Span:
    last = first + count
    after = date(year + (last - 1) // 12, (last - 1) % 12 + 1, 1)
    return Span(date(year, first, 1), after - timedelta(days=1))


def _turns(pack: Pack, on: date) -> Iterator[tuple[str, Milestone | Recurring, Span]]:
    """Every milestone; of recurring duties the turn of the asking year, while the campaign runs."""
    for milestone in pack.milestones:
        yield milestone.id, milestone, span_of(milestone)
    if stage_of(pack, on) is Stage.RUNNING:
        for duty in pack.recurring:
            yield f"{duty.id}:{on.year}", duty, Span(date(on.year, 1, 1), date(on.year, 12, 31))


def _concerns(entry: Milestone | Recurring, audience: str | None) -> bool:
    return audience is None or not entry.audiences or audience in entry.audiences


def _item(key: str, entry: Milestone | Recurring, span: Span, on: date, done: Collection[str]) -> Item:
    left = working_days_left(on, span.end) if on <= span.end else 0
    return Item(key, entry, span, _status(key, span, on, done), left)


def _status(key: str, span: Span, on: date, done: Collection[str]) -> Status:
    if key in done:
        return Status.DONE
    if on > span.end:
        return Status.OVERDUE
    return Status.DUE if on in span else Status.UPCOMING


def _runs(successor: Successor, on: date) -> bool:
    return successor.start <= on.year <= (successor.end or on.year)

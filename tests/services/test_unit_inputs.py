"""Unit inputs: entered by one, approved or returned by another, in versions that stay; only what is approved counts."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

import pytest
from sqlmodel import col, select

from campaigns.awarding.case import Occasion
from campaigns.awarding.entries import (
    ActEntry,
    ConductEntry,
    FigureEntry,
    InputKind,
    RankEntry,
    ScoreEntry,
    TraitEntry,
)
from campaigns.format.criterion import Condition, OccasionKind
from campaigns.library import Library
from campaigns.units import UnitKey
from models.audit import AuditEntry
from models.unit_inputs import UnitInput
from services.audit import is_digest_of
from services.input_desk import list_to_decide
from services.input_store import InputPlace, State, StoredInput
from services.invitations import Offer, accept_invitation, invite
from services.people import Acting, NotYours, Role, SameHands
from services.unit_inputs import (
    InputMoved,
    InputsWanted,
    InputUnfit,
    approve_input,
    enter_input,
    find_place,
    list_inputs_wanted,
    return_input,
)
from tests.conversation import AN_HOA, VINH_LAC
from tests.services.families import Ward, ward
from tests.services.test_roles import CITY, desk, give

PAPER = dt.date(2025, 3, 1)
SMARTPHONES = FigureEntry(indicator="nguoi_lon_dtm", num=900, den=1000, source="BC 12/BC-UBND", date=PAPER)
CLOSING = Occasion(kind=OccasionKind.CLOSING, year=2025)
ANNUAL = Occasion(kind=OccasionKind.ANNUAL, year=2025)


@dataclass
class Office:
    """A ward's office: one who enters, one who approves, and the ward's own place."""

    town: Ward
    reporter: Acting
    verifier: Acting
    place: InputPlace
    others: dict[str, Acting] = field(default_factory=dict)

    def enter(self, entry: FigureEntry = SMARTPHONES, after: int = 0) -> StoredInput:
        """The reporter enters a figure."""
        return enter_input(self.town.session, self.reporter, self.place, entry, after)

    def wanted(self, acting: Acting | None = None) -> InputsWanted:
        """What is wanted of the ward at the closing."""
        return list_inputs_wanted(self.town.session, acting or self.reporter, self.place, CLOSING)


@pytest.fixture
def office(library: Library) -> Iterator[Office]:
    """A ward with a reporter and a verifier, in 2025."""
    with ward(library) as town:
        reporter = give(town, desk(town), Role.REPORTER, VINH_LAC)
        verifier = give(town, desk(town), Role.VERIFIER, VINH_LAC)
        place = find_place(reporter, "rach-gia", VINH_LAC, 2025)
        yield Office(town, reporter, verifier, place)


def row_of(wanted: InputsWanted, about: str) -> tuple[State | None, State | None]:
    """Of an input: the state of the newest, and of what counts."""
    row = next(each for each in wanted.rows if each.wanted.about == about)
    return row.newest.state if row.newest else None, row.counts.state if row.counts else None


def test_what_is_entered_counts_once_somebody_else_has_approved_it(office: Office) -> None:
    assert row_of(office.wanted(), "nguoi_lon_dtm") == (None, None)
    entered = office.enter()
    assert (entered.version, entered.state) == (1, State.ENTERED)
    assert row_of(office.wanted(), "nguoi_lon_dtm") == (State.ENTERED, None)
    approved = approve_input(office.town.session, office.verifier, entered.id)
    assert approved.state is State.APPROVED
    assert row_of(office.wanted(), "nguoi_lon_dtm") == (State.APPROVED, State.APPROVED)


def test_a_later_version_supersedes_and_history_stays(office: Office) -> None:
    session = office.town.session
    approve_input(session, office.verifier, office.enter().id)
    second = office.enter(replace(SMARTPHONES, num=950), after=1)
    assert row_of(office.wanted(), "nguoi_lon_dtm") == (State.ENTERED, State.APPROVED)
    returned = return_input(session, office.verifier, second.id, " Thiếu số người vắng mặt ")
    assert (returned.state, returned.comment) == (State.RETURNED, "Thiếu số người vắng mặt")
    row = next(each for each in office.wanted().rows if each.wanted.about == "nguoi_lon_dtm")
    assert row.counts is not None
    assert isinstance(row.counts.entry, FigureEntry)
    assert (row.version, row.counts.entry.num) == (2, 900)
    third = office.enter(replace(SMARTPHONES, num=940), after=2)
    approve_input(session, office.verifier, third.id)
    assert [each.state for each in session.exec(select(UnitInput).order_by(col(UnitInput.version)))] == [
        "approved",
        "returned",
        "approved",
    ]


def test_whoever_entered_may_not_approve(office: Office) -> None:
    session, town = office.town.session, office.town
    leader = give(town, desk(town), Role.LEADER, VINH_LAC)
    entered = office.enter()
    with pytest.raises(NotYours):
        approve_input(session, office.reporter, entered.id)
    with pytest.raises(NotYours):
        approve_input(session, leader, entered.id)
    entered_by_desk = enter_input(session, desk(town), office.place, replace(SMARTPHONES, num=1), entered.version)
    with pytest.raises(SameHands):
        approve_input(session, desk(town), entered_by_desk.id)
    assert approve_input(session, office.verifier, entered_by_desk.id).decided_by != entered_by_desk.entered_by


@pytest.mark.parametrize("is_returned", [True, False])
def test_a_figure_that_a_colleague_enters_anew_is_not_approved_by_who_entered_it_first(
    office: Office, is_returned: bool
) -> None:
    session, town = office.town.session, office.town
    colleague = give(town, desk(town), Role.REPORTER, VINH_LAC)
    both = _as_well(office, Role.VERIFIER)
    first = office.enter()
    if is_returned:
        return_input(session, office.verifier, first.id, "xem lại")
    second = enter_input(session, colleague, office.place, SMARTPHONES, 1)
    assert list_to_decide(session, both) == ()
    assert not any(row.can_decide for row in office.wanted(both).rows)
    with pytest.raises(SameHands):
        approve_input(session, both, second.id)
    with pytest.raises(SameHands):
        return_input(session, both, second.id, "xem lại")
    assert [each.count for each in list_to_decide(session, office.verifier)] == [1]
    approve_input(session, office.verifier, second.id)
    # Approved, it is settled: what somebody enters next is another figure, which also an office of two can decide.
    third = enter_input(session, colleague, office.place, replace(SMARTPHONES, num=950), 2)
    assert [each.count for each in list_to_decide(session, both)] == [1]
    assert [row.can_decide for row in office.wanted(both).rows if row.newest] == [True]
    assert approve_input(session, both, third.id).state is State.APPROVED


def _as_well(office: Office, role: Role) -> Acting:
    """The reporter, who holds another role too."""
    session, town = office.town.session, office.town
    ends_on = town.now.date() + dt.timedelta(days=90)
    code = invite(session, desk(town), Offer(role, VINH_LAC, ends_on)).code
    assert accept_invitation(session, office.reporter, code)
    return office.reporter


def test_nobody_enters_for_another_unit_and_citizens_see_nothing(office: Office) -> None:
    town, session = office.town, office.town.session
    elsewhere = give(town, desk(town), Role.REPORTER, AN_HOA)
    for person in (elsewhere, town.of(town.welcome()), office.verifier):
        with pytest.raises(NotYours):
            enter_input(session, person, office.place, SMARTPHONES, 0)
    for person in (elsewhere, town.of(town.welcome())):
        with pytest.raises(NotYours):
            office.wanted(person)
    entered = office.enter()
    with pytest.raises(NotYours):
        approve_input(session, give(town, desk(town), Role.VERIFIER, AN_HOA), entered.id)
    assert approve_input(session, give(town, desk(town), Role.VERIFIER, CITY), entered.id).state is State.APPROVED


def test_what_was_decided_or_superseded_cannot_be_decided_again(office: Office) -> None:
    session = office.town.session
    first = office.enter()
    second = office.enter(after=1)
    with pytest.raises(InputMoved):
        approve_input(session, office.verifier, first.id)
    approve_input(session, office.verifier, second.id)
    with pytest.raises(InputMoved):
        return_input(session, office.verifier, second.id, "x")
    with pytest.raises(InputMoved):
        office.enter(after=1)
    with pytest.raises(NotYours):
        approve_input(session, office.verifier, 10**9)


def test_mistakes_are_refused_with_their_field(office: Office) -> None:
    wrong = {
        ("num", "num_above_den"): replace(SMARTPHONES, num=1001),
        ("num", "counts_wanted"): replace(SMARTPHONES, num=None, den=None, percent=Decimal(90)),
        ("indicator", "unknown_indicator"): replace(SMARTPHONES, indicator="cbccvc_kns"),
        ("date", "future_date"): replace(SMARTPHONES, date=office.reporter.today + dt.timedelta(days=1)),
    }
    for (name, why), entry in wrong.items():
        with pytest.raises(InputUnfit) as refused:
            office.enter(entry)
        assert (refused.value.field, refused.value.why) == (name, why)
    entered = office.enter()
    with pytest.raises(InputUnfit) as refused:
        return_input(office.town.session, office.verifier, entered.id, "  ")
    assert (refused.value.field, refused.value.why) == ("comment", "missing")


def test_acts_conduct_and_traits_belong_to_the_plan(office: Office) -> None:
    session, place = office.town.session, office.place
    act = ActEntry(criterion="phuong-xa-ke-hoach", done=True, source="KH 01", date=PAPER)
    assert enter_input(session, office.reporter, place, act, 0).entry == act
    with pytest.raises(InputUnfit) as refused:
        enter_input(session, office.reporter, place, replace(act, criterion="so-hang"), 0)
    assert refused.value.why == "unknown_criterion"
    conduct = ConductEntry(
        disciplined={"khien_trach": 0, "canh_cao": 1}, under_review={"thanh_tra": 0}, source="BC 3", date=PAPER
    )
    assert enter_input(session, office.reporter, place, conduct, 0).entry == conduct
    trait = TraitEntry(condition=Condition.HAS_PARTY_CELL, holds=True, source="BC 3", date=PAPER)
    assert enter_input(session, office.reporter, place, trait, 0).entry == trait
    wanted = office.wanted()
    assert wanted.waiting == 3
    assert wanted.lacking == len(wanted.rows) - 3


def test_ranks_and_scores_keep_who_published_them(office: Office) -> None:
    town, session = office.town, office.town.session
    xa = next(unit.key for unit in town.library.tree("thai-binh").reporting)
    reporter = give(town, desk(town), Role.REPORTER, UnitKey("63", "34"))
    place = find_place(reporter, "thai-binh", xa, 2024)
    rank = RankEntry(of="own", rank=2, published_by="UBND huyện", source="QĐ 7", date=PAPER, tied_with="xã A, xã B")
    assert enter_input(session, reporter, place, rank, 0).entry == rank
    score = ScoreEntry(
        points=Decimal("95.5"), maximum=Decimal(100), published_by="UBND tỉnh", source="QĐ 7", date=PAPER
    )
    assert enter_input(session, reporter, place, score, 0).entry == score
    rows = list_inputs_wanted(session, reporter, place, Occasion(kind=OccasionKind.INTERIM, year=2024)).rows
    assert [row.wanted.kind.value for row in rows if row.newest] == ["rank", "score"]


def test_places_that_the_campaign_does_not_have(office: Office) -> None:
    reporter = office.reporter
    unknown = [("rach-gia", UnitKey("63", "34")), ("khong-co", VINH_LAC), ("rach-gia", CITY)]
    for campaign, unit in unknown:
        with pytest.raises(NotYours):
            find_place(reporter, campaign, unit, 2025)
    with pytest.raises(InputUnfit):
        find_place(reporter, "rach-gia", VINH_LAC, 2031)
    with pytest.raises(InputUnfit):
        find_place(reporter, "rach-gia", VINH_LAC, 2025, ("truong-hoc", " "))
    with pytest.raises(NotYours):
        find_place(reporter, "rach-gia", VINH_LAC, 2025, ("can-bo-cong-chuc-vien-chuc", "Ông A"))
    school = find_place(reporter, "rach-gia", VINH_LAC, 2025, ("truong-hoc", "Trường THCS Hùng Vương"))
    rows = list_inputs_wanted(office.town.session, reporter, school, ANNUAL).rows
    assert "truong-hoc-hoc-phi" in [row.wanted.about for row in rows]
    assert all(row.wanted.kind is not InputKind.FIGURE for row in rows)


def test_the_trail_has_a_digest_and_no_value(office: Office) -> None:
    entered = office.enter()
    office.town.session.flush()
    deed = office.town.session.exec(select(AuditEntry).where(col(AuditEntry.action) == "enter_input")).one()
    assert deed.fields == ["figure:nguoi_lon_dtm", "year=2025", "version=1", f"unit={VINH_LAC}"]
    body = office.town.session.get_one(UnitInput, entered.id).body
    assert deed.digest is not None
    assert is_digest_of(deed.digest, body)
    assert not is_digest_of(deed.digest, {**body, "num": 901})

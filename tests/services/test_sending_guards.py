"""A first report is worked out from what was read at its arrival, and stored only if that still holds; so is a beginning.

On both databases.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, delete, select, update

from campaigns.errors import AppError
from campaigns.form_moves import FormStep, Move
from campaigns.library import Library, load_library
from campaigns.units import UnitKey
from models.consents import Consent
from models.database import Database
from models.drafts import Draft
from models.households import ChatHousehold, Household
from models.reports import Report
from models.tallies import UnitProgress
from services.consents import NoConsent, Notice, agree
from services.drafts import begin_at, move_on, see_form, see_settling
from services.form_states import FormState, NoDraft
from services.households import DataRestricted, NoHousehold, settle
from services.notices import see_asking
from services.people import Acting, Actor, ViewKey
from services.periods import PeriodClosed, close_period
from services.recounts import find_drift
from services.reports import submit_report
from services.rights import restrict_for
from services.submissions import Reviewed, review_ahead, send_form
from services.turns import Arrival, StaleAction, take_turn
from tests.services.form_families import NOW, OTHER_CHAT, OWN_CHAT, UNIT, Family

ELSEWHERE = UnitKey("63", "30742")
Change = Callable[[Family, Session], object]


@pytest.fixture(scope="session")
def library() -> Library:
    """Every definition that comes with the product."""
    return load_library(())


@pytest.fixture
def family(db: Database, library: Library) -> Family:
    """A household at its review."""
    family = Family(db, library)
    family.seen = family.fill()
    return family


def ahead_of(family: Family, seen: FormState | None = None) -> Reviewed:
    """What sending leads to from what was seen."""
    seen = seen or family.db.read_now(see_form, family.acting_here)
    ahead = review_ahead(family.acting_here, seen, str(seen.id), seen.seq)
    assert ahead is not None
    return ahead


def send(family: Family, ahead: Reviewed | None, event: str = "e") -> None:
    """Let the tap arrive as an event."""
    arrival = Arrival("web", event, OWN_CHAT, str(OWN_CHAT), NOW)
    draft_id, made_at = str(family.seen.id), family.seen.seq
    family.db.write_now(take_turn, arrival, family.acting_here, ViewKey("slip"), send_form, draft_id, made_at, ahead)


def reports(family: Family) -> list[Report]:
    """Every report that is stored."""
    return family.db.read_now(lambda session: list(session.exec(select(Report))))


def drafts(family: Family) -> int:
    """How many forms are under way."""
    return family.db.read_now(lambda session: len(session.exec(select(Draft)).all()))


def is_exact(family: Family) -> bool:
    """Whether every tally is its recount."""
    return family.db.read_now(find_drift, family.acting_here) == []


def test_what_was_worked_out_is_what_another_look_would_have_stored(db: Database, library: Library) -> None:
    family = Family(db, library)
    family.seen = family.fill()
    ahead = ahead_of(family)
    send(family, ahead)
    (report,) = reports(family)
    columns = set(Report.model_fields) - {"id"}
    assert (drafts(family), is_exact(family), family.handled()) == (0, True, ["e"])

    def again(session: Session) -> None:
        session.delete(session.get_one(Report, report.id))
        session.flush()
        filled = ahead.filled
        submit_report(session, family.acting_here, filled.form, filled.period.id, filled.answers)

    family.change(again)
    (looked,) = reports(family)
    assert looked.id != report.id
    assert looked.model_dump(include=columns) == report.model_dump(include=columns)


def test_the_days_first_report_of_a_unit_is_counted_too(family: Family) -> None:
    family.change(lambda session: session.exec(delete(UnitProgress)))
    send(family, ahead_of(family))

    assert len(reports(family)) == 1
    assert is_exact(family)


def test_a_later_days_report_moves_the_snapshot_first(family: Family) -> None:
    def yesterday(session: Session) -> None:
        session.add(
            UnitProgress(
                campaign="rach-gia",
                period_id=family.period,
                unit_epoch="63",
                unit_code="30739",
                reports=9,
                changed_on=family.acting_here.today - timedelta(days=1),
            )
        )

    family.change(yesterday)
    send(family, ahead_of(family))

    (progress,) = family.db.read_now(lambda session: session.exec(select(UnitProgress)).all())
    assert (progress.reports, progress.snapshot_reports) == (10, 9)
    assert (progress.changed_on, progress.snapshot_on) == (NOW.date(), NOW.date() - timedelta(days=1))


def close(family: Family, session: Session) -> None:
    """The period is closed."""
    close_period(session, family.acting_here, family.period)


def withdraw(_family: Family, session: Session) -> None:
    """The chat takes its consent back."""
    for consent in session.exec(select(Consent).where(Consent.chat_id == OWN_CHAT)):
        consent.withdrawn_at = NOW
        session.add(consent)


def leave(family: Family, session: Session) -> None:
    """The chat is no longer the household's."""
    session.delete(session.get_one(ChatHousehold, (OWN_CHAT, family.household)))


def restrict(family: Family, session: Session) -> None:
    """The household restricts the use of its data."""
    restrict_for(session, family.acting_here, family.household)


def send_there(family: Family, session: Session) -> None:
    """The household's other chat sends the form."""
    send_form(session, family.acting_there, str(family.seen.id), family.seen.seq)


def correct_there(family: Family, session: Session) -> None:
    """The household's other chat goes back and answers otherwise."""
    other = FormStep(Move.GIVE, "5", "q0", str(family.seen.id))
    move_on(session, family.acting_there, other)


@pytest.mark.parametrize(
    ("change", "error", "stored"),
    [
        (close, PeriodClosed, 0),
        (withdraw, NoConsent, 0),
        (leave, NoDraft, 0),
        (restrict, DataRestricted, 0),
        (send_there, NoDraft, 1),
        (correct_there, StaleAction, 0),
    ],
)
def test_what_changed_in_between_is_told_and_nothing_is_stored(
    family: Family, change: Change, error: type[AppError], stored: int
) -> None:
    ahead = ahead_of(family)
    family.change(lambda session: change(family, session))
    handled = family.handled()

    with pytest.raises(error):
        send(family, ahead)
    assert len(reports(family)) == stored
    assert family.handled() == handled
    assert is_exact(family)


def test_a_household_that_moved_in_between_counts_where_it_lives_now(family: Family) -> None:
    ahead = ahead_of(family)
    family.change(lambda session: settle(session, family.acting_there, ELSEWHERE, None))
    send(family, ahead)

    (report,) = reports(family)
    assert (report.unit_code, drafts(family), is_exact(family)) == ("30742", 0, True)


def test_the_same_tap_again_stores_nothing_more(family: Family) -> None:
    ahead = ahead_of(family)
    send(family, ahead)

    for event in ("e", "f"):
        with pytest.raises(AppError):
            send(family, ahead, event)
    assert len(reports(family)) == 1
    assert is_exact(family)


def test_a_correction_and_a_form_that_is_not_done_are_looked_at_again(family: Family) -> None:
    seen = family.seen
    asked = (str(seen.id), seen.seq)
    assert review_ahead(family.acting_here, replace(seen, is_correction=True), *asked) is None
    assert review_ahead(family.acting_here, replace(seen, seq=seen.seq + 1), *asked) is None
    assert review_ahead(family.acting_here, replace(seen, stored_seq=seen.seq - 1), *asked) is None
    assert review_ahead(family.acting_here, None, *asked) is None


class Newcomer:
    """A chat that has agreed and is about to say where it lives."""

    def __init__(self, family: Family) -> None:
        self.family, self.db = family, family.db
        self.acting = replace(family.acting(OTHER_CHAT), actor=Actor(OTHER_CHAT, "web", "vi", ViewKey("ward")))
        self.settling = self.db.read_now(see_settling, self.acting, str(ELSEWHERE))

    def settle(self) -> str:
        """Say it."""
        return self.db.write_now(begin_at, self.acting, self.settling)


def test_a_newcomer_begins_at_the_first_question(family: Family) -> None:
    newcomer = Newcomer(family)
    family.change(lambda session: session.exec(update(Consent).values(household_id=None)))
    own = newcomer.settle()

    state = newcomer.db.read_now(see_form, newcomer.acting.for_household(own))
    assert (state.owner.id, state.owner.unit, state.seq, state.draft.answers) == (own, ELSEWHERE, 0, {})
    consents = newcomer.db.read_now(lambda s: s.exec(select(Consent).where(Consent.household_id == own)).all())
    assert [each.chat_id for each in consents] == [OTHER_CHAT]


@pytest.mark.parametrize(("change", "error"), [(close, PeriodClosed), (withdraw, NoConsent)])
def test_a_newcomer_who_may_not_begin_leaves_no_household_behind(
    family: Family, change: Change, error: type[AppError]
) -> None:
    newcomer = Newcomer(family)

    def unbound(session: Session) -> None:
        for consent in session.exec(select(Consent)):
            consent.household_id, consent.chat_id = None, OTHER_CHAT if change is close else OWN_CHAT
            session.add(consent)
        session.flush()
        change(family, session)

    family.change(unbound)
    with pytest.raises(error):
        newcomer.settle()
    assert family.db.read_now(lambda session: len(session.exec(select(Household)).all())) == 1


def test_who_has_left_a_household_moves_it_nowhere(family: Family) -> None:
    settling = family.db.read_now(see_settling, family.acting_here, str(ELSEWHERE))
    family.change(lambda session: leave(family, session))

    with pytest.raises(NoHousehold):
        family.db.write_now(begin_at, family.acting_here, settling)
    home = family.db.read_now(lambda session: session.get_one(Household, family.household))
    assert home.unit_code == UNIT.code


def test_agreeing_again_keeps_the_consent_that_stands(family: Family) -> None:
    def agree_again(session: Session, acting: Acting) -> None:
        form = see_asking(session, acting).form
        agree(session, acting, f"report:{family.period}", Notice(form.id, form.version, "en", "other words"))

    def standing(session: Session) -> int:
        return len(session.exec(select(Consent).where(Consent.chat_id == OWN_CHAT)).all())

    before = family.db.read_now(standing)
    family.db.write_now(agree_again, family.acting_here)
    assert (before, family.db.read_now(standing)) == (1, 1)

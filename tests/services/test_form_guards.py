"""An answer is worked out from what was read at its arrival and stored only if that still holds. On both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from campaigns.form_moves import FormStep, Move
from campaigns.library import Library, load_library
from handlers.forms import VIEWS
from models.consents import Consent
from models.database import Database
from models.households import ChatHousehold
from models.tickets import Ticket
from services.consents import NoConsent
from services.drafts import drop_draft, move_on, see_form
from services.form_states import FormState, Moved, NoDraft
from services.people import ViewKey
from services.periods import PeriodClosed, close_period
from services.submissions import send_form
from services.turns import AlreadyDone, Arrival, StaleAction, arrive, move_chat
from tests.services.form_families import NOW, OWN_CHAT, Family


@pytest.fixture(scope="session")
def library() -> Library:
    """Every definition that comes with the product."""
    return load_library(())


@pytest.fixture
def family(db: Database, library: Library) -> Family:
    """A household at its first question."""
    return Family(db, library)


def test_an_answer_is_stored_as_it_was_worked_out(family: Family) -> None:
    state = family.take(family.step())

    assert family.stored() == (1, {"so_nguoi": 4})
    assert state == family.db.read_now(see_form, family.acting_here)
    assert family.handled() == ["e"]


def test_of_two_answers_to_one_screen_the_first_counts(family: Family) -> None:
    first, second = family.step("4"), family.step("5")
    late = family.ahead(second)
    family.take(first, "1")

    with pytest.raises(StaleAction):
        family.take(second, "2", late)
    assert family.stored() == (1, {"so_nguoi": 4})
    assert family.handled() == ["1"]


def test_a_second_tap_on_the_same_answer_is_already_done(family: Family) -> None:
    late = family.ahead(family.step())
    family.take(family.step(), "1")

    with pytest.raises(AlreadyDone):
        family.take(family.step(), "2", late)
    assert family.stored() == (1, {"so_nguoi": 4})


def test_the_same_event_again_changes_nothing(family: Family) -> None:
    family.take(family.step("4"))

    with pytest.raises(AlreadyDone):
        family.take(family.step("5"), ahead=Moved(family.seen, replace(family.seen, stored_seq=1)))
    assert family.stored() == (1, {"so_nguoi": 4})


def test_what_was_typed_answers_the_screen_that_was_seen_and_no_other(family: Family) -> None:
    typed = FormStep(Move.REPLY, "1", draft_id=str(family.seen.id), made_at=family.seen.seq)
    late = family.ahead(typed)
    family.change(lambda session: move_on(session, family.acting_there, family.step("4")))

    with pytest.raises(StaleAction):
        family.take(typed, ahead=late)
    assert family.stored() == (1, {"so_nguoi": 4})


def test_a_period_that_closed_in_between_takes_no_answer(family: Family) -> None:
    family.change(lambda session: close_period(session, family.acting_here, family.period))

    with pytest.raises(PeriodClosed):
        family.take(family.step())
    assert family.stored() == (0, {})
    assert family.handled() == []


def test_a_period_that_ended_in_between_takes_no_answer(family: Family) -> None:
    late = replace(family.acting_here, now=NOW + timedelta(days=400))

    with pytest.raises(PeriodClosed):
        family.db.write_now(move_on, late, family.step(), family.ahead(family.step()))
    assert family.stored() == (0, {})


def test_consent_withdrawn_in_between_takes_no_answer(family: Family) -> None:
    def withdraw(session: Session) -> None:
        for consent in session.exec(select(Consent).where(Consent.chat_id == OWN_CHAT)):
            consent.withdrawn_at = NOW
            session.add(consent)

    family.change(withdraw)

    with pytest.raises(NoConsent):
        family.take(family.step())
    assert family.stored() == (0, {})


def test_a_household_that_was_left_in_between_takes_no_answer(family: Family) -> None:
    family.change(lambda session: session.delete(session.get_one(ChatHousehold, (OWN_CHAT, family.household))))

    with pytest.raises(NoDraft):
        family.take(family.step())
    assert family.stored() == (0, {})


def test_a_form_that_is_gone_takes_no_answer(family: Family) -> None:
    seen = str(family.seen.id)
    family.change(lambda session: drop_draft(session, family.acting_there, seen, 0))

    with pytest.raises(NoDraft):
        family.take(family.step())


def test_a_question_is_handed_over_only_if_the_step_is_stored(family: Family) -> None:
    handed = family.step("", Move.HAND_OVER, "q0")
    late = family.ahead(handed)
    family.change(lambda session: move_on(session, family.acting_there, family.step("4")))
    with pytest.raises(StaleAction):
        family.take(handed, "1", late)
    assert family.db.read_now(lambda session: list(session.exec(select(Ticket)))) == []


def test_what_is_sent_or_dropped_is_what_was_seen(family: Family) -> None:
    seen = str(family.seen.id)
    family.take(family.step())

    for use_case in (drop_draft, send_form):
        with pytest.raises(StaleAction):
            family.db.write_now(use_case, family.acting_here, seen, 0)
    assert family.stored() == (1, {"so_nguoi": 4})


# On SQLite one process writes, and its events of one chat stand in line.
@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_chat_that_another_process_moved_is_looked_at_again(family: Family) -> None:
    family.change(lambda session: move_chat(session, OWN_CHAT, ViewKey("menu")))

    with pytest.raises(StaleAction):
        family.take(family.step())
    assert family.stored() == (0, {})
    assert family.handled() == []


async def test_a_glance_reads_what_is_committed_and_cannot_write(family: Family) -> None:
    arrival = Arrival("web", "e", OWN_CHAT, str(OWN_CHAT), NOW)
    family.take(family.step())
    found = await family.db.glance(arrive, arrival, family.library, {"form": VIEWS["form"]}, needs_screen=False)

    assert isinstance(found.facts, FormState)
    assert found.facts.draft.answers == {"so_nguoi": 4}
    with pytest.raises(Exception, match="read"):
        await family.db.glance(move_chat, OWN_CHAT, ViewKey("menu"))


async def test_facts_that_are_only_taken_along_may_be_gone(family: Family) -> None:
    seen = str(family.seen.id)
    family.change(lambda session: drop_draft(session, family.acting_there, seen, 0))
    arrival = Arrival("web", "e", OWN_CHAT, str(OWN_CHAT), NOW)
    found = await family.db.glance(arrive, arrival, family.library, {"form": VIEWS["form"]}, needs_screen=False)

    assert (found.actor.view, found.facts, found.trouble) == (ViewKey("form"), None, None)

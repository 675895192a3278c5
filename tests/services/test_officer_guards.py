"""An officer's answer is stored only if what it rests on still holds, beside a household's on the same chat. Both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlmodel import Session, select

from campaigns.form_moves import FormStep, Move
from campaigns.library import Library, load_library
from models.chats import Chat, Inbox
from models.chats import Event as Handled
from models.consents import Consent
from models.database import Database
from models.drafts import Draft
from models.officers import OFFICER
from models.reports import Report
from models.tickets import Ticket
from services.consents import NoConsent
from services.drafts import (
    Gate,
    begin,
    drop_draft,
    find_officer_drafts,
    find_open_draft,
    look_ahead,
    look_at_gate,
    move_on,
    see_form,
)
from services.erasure import erase_as_officer
from services.form_states import NoDraft, place_of_form
from services.notices import see_asking
from services.officer_desk import count_office, see_officer_desk
from services.officer_reports import submit_officer_report
from services.officers import NoOffice, place_officer
from services.people import Acting
from services.periods import NoPeriod, PeriodClosed, close_period
from services.rights import withdraw
from services.submissions import send_form
from services.timed import claim_due, do_piece, plan_housekeeping
from services.turns import AlreadyDone, StaleAction
from services.workplaces import begin_as_officer_of, find_workplaces, list_workplaces
from tests.services.staff import ANSWERS, COMMUNE, PROVINCE, YEAR_2025

if TYPE_CHECKING:
    from campaigns.answers import Answer
from tests.conversation import VINH_LAC
from tests.services.officer_desks import NOW, OTHER_CHAT, OWN_CHAT, SLUG, Desk


@pytest.fixture(scope="session")
def library() -> Library:
    """Every definition that comes with the product."""
    return load_library(())


@pytest.fixture
def desk(db: Database, library: Library) -> Desk:
    """An officer at the first question."""
    return Desk(db, library)


def test_an_answer_is_stored_as_it_was_worked_out_and_seen_on_the_officers_other_chat(desk: Desk) -> None:
    state = desk.take(desk.step())

    assert desk.stored() == (1, {"nhom": "cong_chuc"})
    assert state == desk.db.read_now(see_form, desk.there, OFFICER, SLUG)
    assert (state.owner.kind, state.owner.place, state.place) == (OFFICER, "tỉnh Tuyên Quang", (OFFICER, SLUG))


def test_of_two_answers_to_one_screen_the_first_counts(desk: Desk) -> None:
    late = desk.ahead(desk.step("vien_chuc"))
    desk.change(lambda session: move_on(session, desk.there, desk.step()))

    with pytest.raises(StaleAction):
        desk.take(desk.step("vien_chuc"), ahead=late)
    assert desk.stored() == (1, {"nhom": "cong_chuc"})


def test_a_second_tap_and_the_same_event_again_change_nothing(desk: Desk) -> None:
    late = desk.ahead(desk.step())
    desk.take(desk.step(), "1")

    for event in ("1", "2"):
        with pytest.raises(AlreadyDone):
            desk.take(desk.step(), event, late)
    assert desk.stored() == (1, {"nhom": "cong_chuc"})
    assert desk.rows(Handled) == [1]


def test_a_period_that_closed_in_between_takes_no_answer_and_no_report(desk: Desk) -> None:
    review = desk.fill()
    seen = desk.db.read_now(see_form, desk.here, OFFICER, SLUG)
    desk.change(lambda session: close_period(session, desk.here, YEAR_2025.id))
    again = FormStep(Move.GIVE, "can_bo", "q0", str(seen.id), seen.seq)

    with pytest.raises(PeriodClosed):
        desk.db.write_now(move_on, desk.here, again, look_ahead(desk.here, seen, again))
    with pytest.raises(PeriodClosed):
        desk.db.write_now(send_form, desk.here, str(review.id), review.seq)
    assert desk.rows(Report) == [0]


def test_consent_withdrawn_in_between_takes_no_answer(desk: Desk) -> None:
    def take_back(session: Session) -> None:
        for consent in session.exec(select(Consent).where(Consent.chat_id == OWN_CHAT)):
            consent.withdrawn_at = NOW
            session.add(consent)

    desk.change(take_back)
    with pytest.raises(NoConsent) as found:
        desk.take(desk.step())
    assert found.value.form_id == OFFICER
    assert desk.stored() == (0, {})


def test_each_chat_agrees_for_itself(desk: Desk) -> None:
    def leave(session: Session) -> None:
        for consent in session.exec(select(Consent).where(Consent.chat_id == OTHER_CHAT)):
            session.delete(consent)

    desk.change(leave)
    assert desk.db.read_now(look_at_gate, desk.there, OFFICER, SLUG)[0] is Gate.CONSENT
    assert desk.db.read_now(look_at_gate, desk.here, OFFICER, SLUG)[0] is Gate.OPEN


@pytest.mark.parametrize("how", [erase_as_officer, lambda session, acting: withdraw(session, acting, OFFICER)])
def test_what_was_erased_or_withdrawn_in_between_takes_no_answer(
    desk: Desk, how: Callable[[Session, Acting], None]
) -> None:
    desk.change(lambda session: how(session, desk.there))

    with pytest.raises(NoDraft):
        desk.take(desk.step())
    assert desk.rows(Draft, Report) == [0, 0]


def test_anothers_form_is_not_found(desk: Desk) -> None:
    seen = str(desk.seen.id)
    desk.change(lambda session: desk.agree(session, desk.stranger))
    desk.change(lambda session: begin_as_officer_of(session, desk.stranger, SLUG, str(PROVINCE)))

    for use_case in (drop_draft, send_form):
        with pytest.raises(NoDraft):
            desk.db.write_now(use_case, desk.stranger, seen, 0)
    with pytest.raises(NoDraft):
        desk.db.write_now(move_on, desk.stranger, desk.step())
    assert len(desk.db.read_now(find_officer_drafts, desk.stranger)) == 1


def test_what_is_sent_twice_is_one_report(desk: Desk) -> None:
    review = desk.fill()
    sent = desk.db.write_now(send_form, desk.here, str(review.id), review.seq)

    for acting in (desk.here, desk.there):
        with pytest.raises(NoDraft):
            desk.db.write_now(send_form, acting, str(review.id), review.seq)
    assert desk.rows(Report, Draft) == [1, 0]
    assert (sent.owner.kind, sent.owner.unit) == (OFFICER, PROVINCE)


def test_two_chats_of_an_officer_have_one_form_and_correct_one_report(desk: Desk) -> None:
    assert desk.db.write_now(begin, desk.there, OFFICER, SLUG).id == desk.seen.id
    review = desk.fill()
    desk.db.write_now(send_form, desk.there, str(review.id), review.seq)
    again = desk.db.write_now(begin, desk.here, OFFICER, SLUG)
    assert (again.is_correction, again.draft.answers["nhom"]) == (True, "cong_chuc")
    assert desk.rows(Report, Draft) == [1, 1]


def test_a_question_is_handed_over_once_and_says_nothing_of_the_household(desk: Desk) -> None:
    at_home = replace(desk.here, actor=replace(desk.here.actor, household_id="somebody"))
    handed = desk.step("", Move.HAND_OVER)
    desk.db.write_now(move_on, at_home, handed)
    with pytest.raises(StaleAction):
        desk.db.write_now(move_on, at_home, handed)
    tickets = desk.db.read_now(lambda session: list(session.exec(select(Ticket))))
    assert [(each.kind, each.household_id, each.unit_code) for each in tickets] == [("form_help", None, "08")]


def test_who_moves_out_of_the_campaign_says_anew_where_they_work(desk: Desk) -> None:
    review = desk.fill()
    desk.change(lambda session: place_officer(session, desk.here, VINH_LAC))
    assert desk.db.read_now(look_at_gate, desk.here, OFFICER, SLUG)[0] is Gate.PLACE
    with pytest.raises(NoOffice):
        desk.db.write_now(send_form, desk.here, str(review.id), review.seq)
    with pytest.raises(NoOffice):
        desk.db.write_now(begin_as_officer_of, desk.here, SLUG, str(VINH_LAC))
    for wrong in ("", "63", "63:99999", "34:08"):
        with pytest.raises(NoOffice):
            desk.db.write_now(begin_as_officer_of, desk.here, SLUG, wrong)


def test_a_household_and_an_officer_on_one_chat_have_each_their_form(desk: Desk) -> None:
    assert desk.db.read_now(find_open_draft, desk.here) is None
    assert [each.campaign for each in desk.db.read_now(find_officer_drafts, desk.here)] == [SLUG]
    assert desk.db.read_now(place_of_form, desk.here, desk.seen.id) == (OFFICER, SLUG)
    assert desk.db.read_now(place_of_form, desk.here, 10**15) == ()
    with pytest.raises(NoPeriod):
        desk.db.read_now(see_form, desk.here, OFFICER, "rach-gia")


def test_who_left_an_officers_form_is_told_when_the_period_closes(desk: Desk) -> None:
    late = desk.acting(1, NOW + timedelta(days=40))
    desk.db.write_now(plan_housekeeping, late)
    while (piece := desk.db.write_now(claim_due, late, "w")) is not None:
        while desk.db.write_now(do_piece, late, piece):
            pass
    told = desk.db.read_now(lambda session: [row.chat_id for row in session.exec(select(Inbox))])
    assert told == [OWN_CHAT]


def test_nobody_is_asked_where_no_period_is_open_or_no_such_form_is_asked(desk: Desk) -> None:
    desk.change(lambda session: close_period(session, desk.here, YEAR_2025.id))
    with pytest.raises(PeriodClosed):
        desk.db.read_now(see_asking, desk.here, OFFICER, SLUG)
    assert desk.db.read_now(see_officer_desk, desk.here).asked == ()


def test_a_unit_is_found_by_part_of_its_name_and_the_root_too(desk: Desk) -> None:
    first = desk.db.read_now(list_workplaces, desk.here, SLUG)
    assert (first.units[0][0], first.pages > 1) == (PROVINCE, True)
    assert {key.code for key, _label in first.units[1:]} == {"070", "071", "072", "073", "074", "075", "076"}
    found = desk.db.read_now(find_workplaces, desk.here, SLUG, "tuyên quang")
    assert PROVINCE in dict(found.units)
    assert COMMUNE in dict(desk.db.read_now(find_workplaces, desk.here, SLUG, library_name(desk)).units)


def library_name(desk: Desk) -> str:
    """A commune's own name, as people type it."""
    return desk.library.places.unit(COMMUNE).name


def test_an_office_is_counted_as_of_yesterday_in_fives_and_hidden_below(desk: Desk) -> None:
    form = desk.library.officer_form(SLUG, 2025)

    def answer(session: Session, chat_id: int, group: str, at: datetime) -> None:
        acting = desk.acting(chat_id, at)
        chat = {"id": chat_id, "channel": "web", "peer": str(chat_id)}
        session.add(Chat.model_validate({**chat, "created_at": at, "seen_at": at}))
        session.flush()
        place_officer(session, acting, PROVINCE)
        desk.agree(session, acting)

        answers: dict[str, Answer] = {**ANSWERS, "nhom": group}
        submit_officer_report(session, acting, form, YEAR_2025.id, answers)

    def counted(now: datetime) -> tuple[int | None, dict[str, int]]:
        acting = desk.acting(100, now)
        found = desk.db.read_now(see_officer_desk, acting).officer
        assert found is not None
        count = desk.db.read_now(count_office, acting, YEAR_2025, found)
        return count.answered, dict(count.groups)

    for chat_id in range(100, 104):
        desk.db.write_now(answer, chat_id, "cong_chuc", NOW)
    tomorrow = NOW + timedelta(days=1)
    assert counted(tomorrow) == (None, {})
    desk.db.write_now(answer, 104, "vien_chuc", NOW)
    assert counted(NOW) == (None, {})
    assert counted(tomorrow) == (5, {})
    for chat_id in range(105, 109):
        desk.db.write_now(answer, chat_id, "cong_chuc", NOW)
    assert counted(tomorrow) == (5, {"cong_chuc": 5})

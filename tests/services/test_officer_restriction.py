"""An officer restricts the use of what they answered: it is kept, counts nowhere, and comes back when they allow it."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from campaigns.indicators import Counts
from campaigns.library import Library
from models.database import Database
from models.officers import OFFICER, OfficerProfile
from models.reports import Report
from models.tallies import Retained, Tally
from models.tickets import DataRequest
from services.drafts import begin
from services.erasure import erase_officer
from services.inbox import messages_after
from services.officer_desk import count_office
from services.officers import OfficerRestricted, own_officer
from services.offices import count_groups
from services.privacy import export_own_data, see_own_data
from services.recounts import find_drift
from services.retention import purge_chunk
from services.rights import Right, lift, record_export, restrict, withdraw
from services.submissions import send_form
from tests.services.officer_desks import OTHER_CHAT, OWN_CHAT, SLUG, Desk
from tests.services.staff import PROVINCE, YEAR_2025, Province, province

SKILLS = "cbccvc_kns_co_ban"


@pytest.fixture
def desk(db: Database, library: Library) -> Desk:
    """An officer at the first question, on a database of either kind."""
    return Desk(db, library)


def answered(town: Province, officers: int = 6) -> list[int]:
    found = [town.welcome() for _ in range(officers)]
    for officer in found:
        town.send(officer)
    return found


def counted(town: Province) -> tuple[int, int]:
    """How many officers of the office have answers that are used, and how many reports its figures hold; the sums are checked."""
    town.session.flush()
    town.session.expire_all()
    assert find_drift(town.session, town.desk) == []
    answered = sum(count_groups(town.session, YEAR_2025.id, PROVINCE).values())
    row = town.session.get_one(Tally, ("tuyen-quang", YEAR_2025.id, PROVINCE.epoch, PROVINCE.code, SKILLS))
    return answered, row.reports


@pytest.mark.parametrize("is_open", [True, False], ids=["open-period", "closed-period"])
def test_restricted_answers_are_kept_unused_and_come_back(library: Library, is_open: bool) -> None:
    with province(library) as town:
        officer, *_others = answered(town)
        if not is_open:
            town.close()
        for _twice in range(2):
            restrict(town.session, town.of(officer), OFFICER)
        assert counted(town) == ((5, 5) if is_open else (5, 6))
        assert len(town.session.exec(select(Report)).all()) == 6
        kept = [row.num for row in town.session.exec(select(Retained)) if row.indicator_id == SKILLS]
        assert kept == ([] if is_open else [1])
        if is_open:
            with pytest.raises(OfficerRestricted):
                town.send(officer)
        lift(town.session, town.of(officer), OFFICER)
        assert counted(town) == (6, 6)
        if is_open:
            town.send(officer, ky_nang_so=False)
            assert counted(town) == (6, 6)


def test_an_office_of_five_is_told_of_nobody_once_one_of_them_restricts(library: Library) -> None:
    with province(library) as town:
        officer, other, *_rest = answered(town, 5)
        town.now += timedelta(days=1)
        period, own = see_own_data(town.session, town.of(other)).officer_reports[0].period, town.of(other)
        assert count_office(town.session, own, period, own_officer(town.session, own)).answered == 5
        restrict(town.session, town.of(officer), OFFICER)
        assert count_office(town.session, own, period, own_officer(town.session, own)).answered is None
        assert counted(town) == (4, 4)


def test_what_was_restricted_stays_out_of_a_period_that_closed_meanwhile(library: Library) -> None:
    with province(library) as town:
        officer, *_others = answered(town)
        restrict(town.session, town.of(officer), OFFICER)
        town.close()
        lift(town.session, town.of(officer), OFFICER)
        assert counted(town) == (5, 5)
        erase_officer(town.session, town.of(officer))
        assert counted(town) == (5, 5)


@pytest.mark.parametrize("goes", ["withdrawn", "deleted", "run out"])
def test_restricted_answers_are_taken_out_once_only(library: Library, goes: str) -> None:
    with province(library) as town:
        officer, *_others = answered(town)
        restrict(town.session, town.of(officer), OFFICER)
        if goes == "withdrawn":
            withdraw(town.session, town.of(officer), OFFICER)
            assert not own_officer(town.session, town.of(officer)).is_restricted
        elif goes == "deleted":
            erase_officer(town.session, town.of(officer))
        else:
            town.now = town.now.replace(year=2027, month=1)
            assert purge_chunk(town.session, town.desk).officers == 6
        town.session.flush()
        town.session.expire_all()
        assert find_drift(town.session, town.desk) == []
        row = town.session.get_one(Tally, ("tuyen-quang", YEAR_2025.id, PROVINCE.epoch, PROVINCE.code, SKILLS))
        assert Counts(row.reports, row.num, row.den, row.unknown) == Counts(5, 5, 5)


def test_the_officer_sees_it_takes_it_along_and_it_is_recorded_without_a_unit(library: Library) -> None:
    with province(library) as town:
        officer = town.welcome()
        town.send(officer)
        restrict(town.session, town.of(officer), OFFICER)
        seen = see_own_data(town.session, town.of(officer))
        assert seen.officer is not None
        assert seen.officer.is_restricted
        assert [each.answers["nhom"] for each in seen.officer_reports] == ["cong_chuc"]
        taken = export_own_data(town.session, town.of(officer))["officer"]
        assert isinstance(taken, dict)
        assert taken["is_restricted"] is True
        lift(town.session, town.of(officer), OFFICER)
        recorded = town.session.exec(select(DataRequest)).all()
        assert [row.right for row in recorded] == [Right.RESTRICT.value, Right.LIFT.value]
        assert {(row.unit_code, row.household_id, row.fulfilled_at) for row in recorded} == {(None, None, town.now)}


def test_a_form_under_way_waits_until_the_use_is_allowed_again(desk: Desk) -> None:
    state = desk.fill()
    desk.db.write_now(restrict, desk.there, OFFICER)
    with pytest.raises(OfficerRestricted):
        desk.db.write_now(begin, desk.here, OFFICER, SLUG)
    with pytest.raises(OfficerRestricted):
        desk.db.write_now(send_form, desk.here, str(state.id), state.seq)
    desk.db.write_now(lift, desk.here, OFFICER)
    desk.db.write_now(send_form, desk.here, str(state.id), state.seq)
    desk.db.write_now(restrict, desk.here, OFFICER)
    assert desk.db.read_now(_stored) == ("out", True)


def _stored(session: Session) -> tuple[str | None, bool]:
    report, profile = session.exec(select(Report)).one(), session.exec(select(OfficerProfile)).one()
    return report.set_aside, profile.restricted_at is not None


def test_the_officers_other_chats_are_told_as_a_households_are(desk: Desk) -> None:
    def told(session: Session) -> list[str]:
        return [each.code for each in messages_after(session, OTHER_CHAT, 0)]

    for use_case, code in ((restrict, "officer_restricted"), (lift, "officer_lifted"), (withdraw, "officer_withdrawn")):
        desk.db.write_now(use_case, desk.here, OFFICER)
        assert desk.db.read_now(told)[-1] == code
    desk.db.write_now(erase_officer, desk.here)
    assert desk.db.read_now(told)[-1] == "officer_erased"
    assert not desk.db.read_now(messages_after, OWN_CHAT, 0)


def test_an_officer_who_takes_their_data_along_is_recorded_once_a_day(library: Library) -> None:
    with province(library) as town:
        officer, stranger = town.welcome(), town.chat()
        for chat in (officer, officer, stranger):
            record_export(town.session, town.of(chat))
        (request,) = town.session.exec(select(DataRequest)).all()
        assert (request.right, request.chat_id, request.fulfilled_at) == (Right.EXPORT.value, officer, town.now)

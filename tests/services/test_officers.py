"""Officers answer once a period, for their own office and level; nothing of few is shown, and deletion leaves nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from campaigns.format.audience import SubjectKind
from campaigns.indicators import Counts
from campaigns.library import Library
from campaigns.units import UnitKey
from models.chats import Chat
from models.columns import Table
from models.consents import Consent
from models.drafts import Draft
from models.officers import OfficerChat, OfficerProfile
from models.reports import Report
from models.tallies import Retained, Tally, UnitProgress
from services.consents import NoConsent, bind_consents
from services.erasure import erase_household, erase_officer
from services.households import settle
from services.officer_reports import own_officer_report, submit_officer_report
from services.officers import (
    NoOffice,
    NoOfficer,
    OrganisationInfo,
    find_own_officer,
    import_organisations,
    list_organisations,
    place_officer,
)
from services.people import NotYours
from services.periods import PeriodClosed, current_period, open_period
from services.privacy import export_own_data, see_own_data
from services.recounts import find_drift, recount
from services.retention import purge_chunk
from tests.conversation import PERIOD, VINH_LAC
from tests.services.staff import ANSWERS, CITY, COMMUNE, PROVINCE, YEAR_2025, Province, province

SKILLS = "cbccvc_kns_co_ban"


def tally(town: Province, unit: UnitKey = PROVINCE, indicator: str = SKILLS) -> Counts | None:
    town.session.expire_all()
    row = town.session.get(Tally, ("tuyen-quang", YEAR_2025.id, unit.epoch, unit.code, indicator))
    return None if row is None else Counts(row.reports, row.num, row.den, row.unknown)


def rows(town: Province, *tables: type[Table]) -> list[int]:
    return [len(town.session.exec(select(table)).all()) for table in tables]


def test_an_officer_reports_once_and_corrects_with_history(library: Library) -> None:
    with province(library) as town:
        officer = town.welcome()
        first = town.send(officer)
        town.now += timedelta(minutes=1)
        town.send(officer, ky_nang_so=False)
        assert tally(town) == Counts(1, 0, 1)
        reports = town.session.exec(select(Report).order_by(Report.id)).all()
        assert [(each.subject_kind, each.superseded_at is None) for each in reports] == [
            ("officer", False),
            ("officer", True),
        ]
        assert reports[1].supersedes == first
        own = own_officer_report(town.session, town.of(officer), YEAR_2025.id)
        assert own is not None
        assert (own.answers["ky_nang_so"], own.corrects) == (False, True)
        assert find_drift(town.session, town.desk) == []


def test_a_report_needs_an_office_of_the_campaign_consent_and_an_open_period(library: Library) -> None:
    form = library.officer_form("tuyen-quang", 2025)
    with province(library) as town:
        stranger = town.chat()
        with pytest.raises(NoOfficer):
            town.send(stranger)
        place_officer(town.session, town.of(stranger), PROVINCE)
        with pytest.raises(NoConsent):
            town.send(stranger)
        place_officer(town.session, town.of(stranger), VINH_LAC)
        town.agree(stranger)
        with pytest.raises(NoOffice):
            town.send(stranger)
        officer = town.welcome()
        town.close()
        with pytest.raises(PeriodClosed):
            submit_officer_report(town.session, town.of(officer), form, YEAR_2025.id, ANSWERS)


def test_each_level_counts_the_groups_its_targets_name(library: Library) -> None:
    """tuyen-quang:tieu-chi.cap-xa.6 leaves public employees out; the province's and districts' targets count them."""
    with province(library) as town:
        for unit in (PROVINCE, CITY, COMMUNE):
            town.fill(unit, 1)
            town.fill(unit, 1, nhom="vien_chuc")
        assert [tally(town, unit) for unit in (PROVINCE, CITY, COMMUNE)] == [
            Counts(2, 2, 2),
            Counts(2, 2, 2),
            Counts(1, 1, 1),
        ]
        assert tally(town, COMMUNE, "cc_dinh_danh_so") == Counts(1, 1, 1)


def test_who_changes_office_takes_the_report_along_when_it_is_corrected(library: Library) -> None:
    with province(library) as town:
        officer = town.welcome(PROVINCE)
        town.send(officer)
        place_officer(town.session, town.of(officer), COMMUNE)
        assert tally(town, PROVINCE) == Counts(1, 1, 1)
        town.send(officer)
        assert (tally(town, PROVINCE), tally(town, COMMUNE)) == (Counts(), Counts(1, 1, 1))
        assert find_drift(town.session, town.desk) == []


def test_officers_are_no_households(library: Library) -> None:
    with province(library) as town:
        town.fill(COMMUNE, 3)
        assert [row.reports for row in town.session.exec(select(UnitProgress))] == [0]


def test_deleting_subtracts_in_an_open_period_and_retains_in_a_closed_one(library: Library) -> None:
    with province(library) as town:
        stays, goes, later = town.welcome(), town.welcome(), town.welcome()
        for officer in (stays, goes, later):
            town.send(officer)
        erase_officer(town.session, town.of(goes))
        assert tally(town) == Counts(2, 2, 2)
        town.close()
        erase_officer(town.session, town.of(later))
        assert tally(town) == Counts(2, 2, 2)
        assert [row.num for row in town.session.exec(select(Retained)) if row.indicator_id == SKILLS] == [1]
        assert rows(town, OfficerProfile, OfficerChat, Report, Consent) == [1, 1, 1, 1]
        assert rows(town, Chat) == [3]
        assert find_drift(town.session, town.desk) == []


def test_one_chat_may_answer_for_a_household_and_as_an_officer(library: Library) -> None:
    with province(library) as town:
        chat = town.welcome()
        town.send(chat)
        home = settle(town.session, town.of(chat), COMMUNE, None)
        both = town.of(chat).for_household(home)
        bind_consents(town.session, both, home)
        assert [row.household_id for row in town.session.exec(select(Consent))] == [None]
        seen = see_own_data(town.session, both)
        assert seen.officer == find_own_officer(town.session, both)
        assert [each.answers["nhom"] for each in seen.officer_reports] == ["cong_chuc"]
        taken = export_own_data(town.session, both)
        assert taken["officer"] == {"unit": "63:08", "organisation": None, "group": "cong_chuc", "is_restricted": False}
        erase_household(town.session, both)
        town.session.flush()
        town.session.expire_all()
        assert rows(town, OfficerProfile, Report, Consent, Chat) == [0, 0, 0, 0]
        assert tally(town) == Counts()


def test_what_ran_out_goes_with_profile_and_consent_and_the_figures_stay(library: Library) -> None:
    with province(library) as town:
        for _ in range(3):
            town.send(town.welcome())
        idle = town.welcome()
        before = recount(town.session, town.desk)
        town.now = town.now.replace(year=2027, month=1)
        deleted = 0
        for _ in range(4):
            town.session.flush()
            town.session.expire_all()
            deleted += purge_chunk(town.session, town.desk).officers
        town.session.flush()
        town.session.expire_all()
        assert deleted == 4
        assert rows(town, OfficerProfile, Report, Consent) == [0, 0, 0]
        assert idle not in {row.id for row in town.session.exec(select(Chat))}
        assert recount(town.session, town.desk) == before
        assert find_drift(town.session, town.desk) == []


def test_an_officer_with_a_form_under_way_in_a_later_period_stays(library: Library) -> None:
    with province(library) as town:
        officer = town.welcome()
        town.send(officer)
        town.close()
        town.now = town.now.replace(year=2027, month=1)
        later = {"id": "tuyen-quang-2027", "opens_on": date(2027, 1, 1), "closes_on": date(2027, 1, 31)}
        open_period(town.session, town.desk, replace(YEAR_2025, **later, retention_until=date(2028, 1, 1)))  # type: ignore[arg-type]
        row = {"chat_id": officer, "form_id": "officer", "form_version": 1, "period_id": "tuyen-quang-2027"}
        times = {"created_at": town.now, "updated_at": town.now}
        town.session.add(Draft.model_validate({**row, **times, "subject": "tuyen-quang-2027/"}))
        town.session.flush()
        assert purge_chunk(town.session, town.desk).officers == 0
        assert rows(town, OfficerProfile, Report, Draft) == [1, 0, 1]


def test_households_are_asked_in_their_own_period_while_officers_are_asked_in_another(library: Library) -> None:
    with province(library) as town:
        assert current_period(town.session, town.desk) is None
        earlier = PERIOD.opens_on - timedelta(days=5)
        open_period(town.session, town.desk, replace(PERIOD, opens_on=earlier))
        town.session.flush()
        found = current_period(town.session, town.desk)
        assert found is not None
        assert found.campaign == "rach-gia"
        of_officers = current_period(town.session, town.desk, "tuyen-quang")
        assert of_officers is not None
        assert of_officers.id == YEAR_2025.id


def test_a_listed_office_belongs_to_one_unit(library: Library) -> None:
    office = OrganisationInfo("so-noi-vu", PROVINCE, SubjectKind.DEPARTMENT, "Sở Nội vụ", "danh sách của tỉnh")
    archive = OrganisationInfo(
        "chi-cuc-luu-tru", PROVINCE, SubjectKind.SUBORDINATE_UNIT, "Chi cục Lưu trữ", "danh sách của tỉnh", "so-noi-vu"
    )
    with province(library) as town:
        for _ in range(2):
            assert import_organisations(town.session, town.desk, [office, archive]) == 2
        assert list_organisations(town.session, town.desk, PROVINCE) == [archive, office]
        officer = town.welcome()
        with pytest.raises(NotYours):
            import_organisations(town.session, town.of(officer), [office])
        placed = place_officer(town.session, town.of(officer), PROVINCE, "chi-cuc-luu-tru")
        assert placed.organisation == archive
        for unit, wrong in ((COMMUNE, "so-noi-vu"), (PROVINCE, "nowhere")):
            with pytest.raises(NoOffice):
                place_officer(town.session, town.of(officer), unit, wrong)


STEPS = st.tuples(
    st.sampled_from(["welcome", "send", "move", "erase"]),
    st.integers(0, 20),
    st.sampled_from([PROVINCE, CITY, COMMUNE]),
    st.sampled_from(["can_bo", "cong_chuc", "vien_chuc", "nguoi_lao_dong", "@unknown"]),
)


@settings(max_examples=25, deadline=None)
@given(steps=st.lists(STEPS, max_size=25), close_after=st.integers(0, 25))
def test_tallies_are_reports_and_retained_after_anything(
    library: Library, steps: Sequence[tuple[str, int, UnitKey, str]], close_after: int
) -> None:
    with province(library) as town:
        officers: list[int] = []
        for number, (what, which, unit, group) in enumerate(steps):
            is_open = number < close_after
            if number == close_after:
                town.close()
            if what == "welcome" or not officers:
                officers.append(town.welcome(unit))
            officer = officers[which % len(officers)]
            if what == "send" and is_open:
                town.send(officer, nhom=group)
            elif what == "move":
                place_officer(town.session, town.of(officer), unit)
            elif what == "erase":
                erase_officer(town.session, town.of(officer))
                officers.remove(officer)
                town.session.flush()
                town.session.expire_all()
        assert find_drift(town.session, town.desk) == []

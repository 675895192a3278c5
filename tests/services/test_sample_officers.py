"""The sample's officers answer like real ones, are marked as such, and two of three offices are far enough along."""

from sqlmodel import Session, select

from campaigns.library import Library
from models.officers import OFFICER, OfficerChat, OfficerProfile, Organisation
from models.reports import Report
from services.officer_desk import count_office
from services.officers import OfficerInfo
from services.people import DESK, Acting, Actor
from services.periods import find_period
from services.recounts import find_drift
from services.samples import CITY, WARD, add_officers, begin_sample, invent_officers, list_sample_offices
from tests.conversation import START
from tests.services.families import memory_database


def test_sample_officers_stand_in_their_offices(library: Library) -> None:
    acting = Acting(Actor(0, DESK, "vi"), START, library)
    with Session(memory_database()) as session:
        period = find_period(session, begin_sample(session, acting))
        assert list_sample_offices(session, acting) == 2
        officers = invent_officers(START)
        assert add_officers(session, acting, period.id, officers) == len(officers) == 24
        session.flush()
        kinds = session.exec(select(Report.subject_kind)).all()
        assert set(kinds) == {OFFICER}
        assert len(session.exec(select(OfficerProfile)).all()) == 24
        assert session.exec(select(OfficerChat)).all() == []
        assert all("(mẫu)" in row.name for row in session.exec(select(Organisation)))
        counted = {
            unit: count_office(session, acting, period, OfficerInfo("x", unit, None, None)).answered
            for unit in (CITY, WARD, officers[0].unit)
        }
        assert (counted[CITY], counted[WARD]) == (10, 5)
        assert find_drift(session, acting) == []

"""A report takes out of the figures exactly what it put in, whatever forms and indicators have become since."""

import pytest
from sqlmodel import select

from campaigns.catalogue import SelfReport
from campaigns.library import Library
from campaigns.loading import Packs
from models.reports import Report
from models.tallies import Retained, Tally
from services.recounts import find_drift, recount
from services.reports import contributions
from services.retention import purge_expired
from tests.conversation import AN_HOA, PERIOD
from tests.forms import renewed
from tests.services.families import ANSWERS, Ward, ward
from tests.services.test_retention import AFTER


def measured_otherwise(library: Library) -> Library:
    """The same library with indicators that are read from the answers in another way."""
    catalogue = library.packs.catalogue
    changed = SelfReport(form="household", numerator="1", denominator="so_nguoi")
    indicators = tuple(
        each.model_copy(update={"self_report": changed}) if each.self_report else each for each in catalogue.indicators
    )
    packs = Packs(list(library.packs.values()), catalogue.model_copy(update={"indicators": indicators}))
    return Library(packs, library.bank, library.trees)


@pytest.fixture(params=["renewed", "measured"])
def later(request: pytest.FixtureRequest, library: Library) -> Library:
    """Other definitions, deployed while a period is open."""
    return renewed(library) if request.param == "renewed" else measured_otherwise(library)


def deploy(town: Ward, library: Library) -> None:
    """The next release: it would count today's reports otherwise."""
    (report,) = town.session.exec(select(Report).limit(1)).all()
    town.library = library
    form = library.household_form(PERIOD.campaign, PERIOD.target_year)
    new = library.contributions(PERIOD.campaign, form, PERIOD.target_year, ANSWERS)
    assert new != contributions(town.of(0), report, PERIOD.target_year)


def test_deletion_in_an_open_period_leaves_nothing(library: Library, later: Library) -> None:
    with ward(library) as town:
        family = town.welcome()
        town.send(family)
        deploy(town, later)
        assert find_drift(town.session, town.of(0)) == []
        town.erase(family)
        assert find_drift(town.session, town.of(0)) == []
        rows = town.session.exec(select(Tally)).all()
        assert {(row.reports, row.num, row.den, row.unknown) for row in rows} == {(0, 0, 0, 0)}


def test_correction_takes_out_what_the_earlier_report_put_in(library: Library, later: Library) -> None:
    with ward(library) as town:
        family = town.welcome()
        town.send(family)
        deploy(town, later)
        town.agree(family)
        town.move(family, AN_HOA)
        town.send(family, dien_thoai=3)
        assert find_drift(town.session, town.of(0)) == []
        assert {row.unit_code for row in town.session.exec(select(Tally)) if row.reports} == {AN_HOA.code}


@pytest.mark.parametrize("how", ["erased", "purged"])
def test_what_is_retained_is_what_was_counted(library: Library, later: Library, how: str) -> None:
    with ward(library) as town:
        family = town.welcome()
        town.send(family)
        figures = recount(town.session, town.of(0))
        deploy(town, later)
        if how == "erased":
            town.close()
            town.erase(family)
        else:
            town.now = AFTER
            assert purge_expired(town.session, town.of(0)) > 0
        assert town.session.exec(select(Report)).all() == []
        assert find_drift(town.session, town.of(0)) == []
        assert recount(town.session, town.of(0)) == figures
        assert len(town.session.exec(select(Retained)).all()) == len(figures)


def test_report_from_before_counts_were_kept_is_counted_as_today(library: Library) -> None:
    with ward(library) as town:
        family = town.welcome()
        town.send(family)
        (report,) = town.session.exec(select(Report)).all()
        kept = contributions(town.of(0), report, PERIOD.target_year)
        report.counts = None
        town.session.add(report)
        town.session.flush()
        town.session.expire_all()
        assert contributions(town.of(0), report, PERIOD.target_year) == kept
        town.erase(family)
        assert find_drift(town.session, town.of(0)) == []

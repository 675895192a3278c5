"""An office's figures are live, of its own level, for those who may see the unit; and nothing is told of few."""

from datetime import date
from fractions import Fraction

import pytest

from campaigns.hamlet_names import HouseholdCount
from campaigns.indicators import Counts
from campaigns.library import Library
from services.award_facts import gather
from services.offices import stand_office
from services.people import NotYours
from services.standing import Shown
from services.units import set_population
from tests.services.staff import PROVINCE, province

SKILLS = "cbccvc_kns_co_ban"


@pytest.mark.parametrize(
    ("officers", "registry", "shown"),
    [(4, 10, Shown.HIDDEN), (5, None, Shown.COLLECTING), (5, 17, Shown.COLLECTING), (5, 16, Shown.JUDGED)],
)
def test_few_are_hidden_and_too_few_not_judged(
    library: Library, officers: int, registry: int | None, shown: Shown
) -> None:
    with province(library) as town:
        town.fill(PROVINCE, officers)
        if registry is not None:
            known = HouseholdCount(registry, date(2025, 10, 1), "danh sách của Sở Nội vụ")
            set_population(town.session, PROVINCE, known, kind="officers")
        found = stand_office(town.session, town.desk, "tuyen-quang", PROVINCE)
        figure = next(each for each in found.figures if each.target.indicator == SKILLS)
        assert figure.shown is shown
        assert (figure.counts == Counts()) is (shown is Shown.HIDDEN)
        assert found.answered == (None if officers < 5 else officers)
        assert found.level == "cap-tinh"
        assert [each.target.id for each in found.figures] == [
            "cc-dinh-danh-so-tinh",
            "cbccvc-kns-co-ban-tinh",
            "cbccvc-kn-du-lieu-tinh",
        ]


def test_groups_of_few_are_not_told(library: Library) -> None:
    with province(library) as town:
        town.fill(PROVINCE, 5)
        town.fill(PROVINCE, 4, nhom="vien_chuc")
        assert stand_office(town.session, town.desk, "tuyen-quang", PROVINCE).groups == {"cong_chuc": 5}


def test_only_who_may_see_the_unit_sees_its_office(library: Library) -> None:
    with province(library) as town:
        officer = town.welcome()
        with pytest.raises(NotYours):
            stand_office(town.session, town.of(officer), "tuyen-quang", PROVINCE)


def test_an_evaluation_gets_the_tallies_with_their_population(library: Library) -> None:
    with province(library) as town:
        town.fill(PROVINCE, 6)
        known = HouseholdCount(20, date(2025, 10, 1), "danh sách của Sở Nội vụ")
        set_population(town.session, PROVINCE, known, kind="civil_servants")
        found = gather(town.session, town.desk, "tuyen-quang", 2025, [PROVINCE]).answers[PROVINCE]
        told = {each.indicator: (each.counts, each.population) for each in found}
        assert told["cc_dinh_danh_so"] == (Counts(6, 6, 6), 20)
        assert told[SKILLS] == (Counts(6, 6, 6), None)


def test_coverage_is_counted_against_the_indicators_own_population(library: Library) -> None:
    with province(library) as town:
        town.fill(PROVINCE, 6)
        for kind, count in (("civil_servants", 12), ("officers", 100)):
            known = HouseholdCount(count, date(2025, 10, 1), "danh sách của Sở Nội vụ")
            set_population(town.session, PROVINCE, known, kind=kind)
        found = stand_office(town.session, town.desk, "tuyen-quang", PROVINCE)
        shown = {each.target.indicator: each.shown for each in found.figures}
        assert shown == {
            "cc_dinh_danh_so": Shown.JUDGED,
            SKILLS: Shown.COLLECTING,
            "cbccvc_kn_du_lieu": Shown.COLLECTING,
        }
        assert found.min_coverage == Fraction(3, 10)

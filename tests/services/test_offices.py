"""What an evaluation knows of an office: its officers' own answers, against the registry's population of each."""

from datetime import date

from campaigns.hamlet_names import HouseholdCount
from campaigns.indicators import Counts
from campaigns.library import Library
from services.award_facts import gather
from services.units import set_population
from tests.services.staff import PROVINCE, province

SKILLS = "cbccvc_kns_co_ban"


def test_an_evaluation_gets_the_tallies_with_their_population(library: Library) -> None:
    with province(library) as town:
        town.fill(PROVINCE, 6)
        known = HouseholdCount(20, date(2025, 10, 1), "danh sách của Sở Nội vụ")
        set_population(town.session, PROVINCE, known, kind="civil_servants")
        found = gather(town.session, town.desk, "tuyen-quang", 2025, [PROVINCE]).answers[PROVINCE]
        told = {each.indicator: (each.counts, each.population) for each in found}
        assert told["cc_dinh_danh_so"] == (Counts(6, 6, 6), 20)
        assert told[SKILLS] == (Counts(6, 6, 6), None)

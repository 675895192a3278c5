"""What lies in the reach of roles is the same in the database as at the gate."""

import pytest
from sqlmodel import Session, col, select

from campaigns.hamlet_names import HouseholdCount
from campaigns.library import Library
from campaigns.units import UnitKey
from models.units import Population
from services.people import Acting, Actor, Mandate, Role, covers
from services.scopes import lies_within
from services.units import set_population
from tests.conversation import AN_HOA, START, VINH_LAC
from tests.services.families import memory_database

CITY, PROVINCE, NOWHERE = UnitKey("63", "899"), UnitKey("63", "91"), UnitKey("63", "00001")
UNITS = (VINH_LAC, AN_HOA, CITY, PROVINCE, NOWHERE, UnitKey("34", VINH_LAC.code), UnitKey("34", "91"))


@pytest.mark.parametrize(
    "roots", [(), (VINH_LAC,), (CITY,), (PROVINCE, VINH_LAC), (NOWHERE,), (UnitKey("34", "91"), AN_HOA), (CITY, None)]
)
def test_rows_in_reach_are_those_that_the_gate_lets_through(
    library: Library, roots: tuple[UnitKey | None, ...]
) -> None:
    acting = Acting(Actor(1, "web", "vi"), START, library)
    held = [Mandate(Role.LEADER, root) for root in roots]
    with Session(memory_database()) as session:
        for unit in UNITS:
            set_population(session, unit, HouseholdCount(1, acting.today, "danh sách"))
        here = lies_within(acting, held, col(Population.unit_epoch), col(Population.unit_code))
        rows = session.exec(select(Population).where(here)).all()
        found = {UnitKey.stored(row.unit_epoch, row.unit_code) for row in rows}
    assert found == {unit for unit in UNITS if covers(acting, held, unit)}

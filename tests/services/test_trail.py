"""Who did something is read as a role and a unit, as they were at that moment; never as an id of ours."""

from datetime import timedelta

from sqlmodel import select

from campaigns.library import Library
from campaigns.units import UnitKey
from handlers.office_words import signed_words
from handlers.words import use_locale
from models.people import RoleGrant
from services.audit import Deed, write_deed
from services.people import DESK, Actor, Role
from services.trail import Filters, list_audit, record_look
from tests.conversation import VINH_LAC
from tests.services.families import Ward, ward
from tests.services.officials import again, appoint

CITY = UnitKey("63", "899")


def signatures(town: Ward, number: int = 1) -> list[str]:
    """Who did what, as the leader reads it; the oldest first."""
    town.session.flush()
    with use_locale("vi"):
        entries = list_audit(town.session, again(town, number), Filters()).entries
        return [signed_words(each) for each in reversed(entries)]


def test_deeds_are_signed_by_role_and_unit_and_not_by_an_id(library: Library) -> None:
    with ward(library) as town:
        leader, above = appoint(town, Role.LEADER, VINH_LAC), appoint(town, Role.CAMPAIGN_OFFICER, CITY, 2)
        desk = town.acting(Actor(0, DESK, "vi"))
        for acting in (leader, above, desk):
            record_look(town.session, acting, "look_roles", "role", "", f"unit={VINH_LAC}")
        write_deed(town.session, town.now, Deed("chat:77", "look_roles", "unit", str(VINH_LAC)))
        assert signatures(town) == [
            "lãnh đạo đơn vị, phường Vĩnh Lạc",
            "cán bộ phụ trách phong trào, thành phố Rạch Giá",
            "người vận hành máy chủ",
            "người không giữ vai trò nào",
        ]


def test_a_deed_keeps_the_role_of_its_moment(library: Library) -> None:
    with ward(library) as town:
        appoint(town, Role.LEADER, VINH_LAC)
        clerk = appoint(town, Role.TEAM, VINH_LAC, 2)
        record_look(town.session, clerk, "look_queue", "ticket", "", f"unit={VINH_LAC}")
        town.now += timedelta(days=1)
        (given,) = town.session.exec(select(RoleGrant).where(RoleGrant.account_id == "official-2")).all()
        given.revoked_at = town.now
        later = {**given.model_dump(exclude={"id"}), "role": Role.REPORTER.value, "revoked_at": None}
        town.session.add(RoleGrant.model_validate({**later, "given_at": town.now + timedelta(minutes=1)}))
        town.now += timedelta(days=1)
        record_look(town.session, again(town, 2), "look_live", "unit", str(VINH_LAC))
        assert signatures(town) == [
            "tổ công nghệ số cộng đồng, phường Vĩnh Lạc",
            "người nhập số liệu của đơn vị, phường Vĩnh Lạc",
        ]

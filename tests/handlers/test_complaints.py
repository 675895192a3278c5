"""A complaint about a ward's officials in conversation: who reads it is said before it is written."""

from sqlalchemy import update
from sqlmodel import Session

from models.people import RoleGrant
from services.people import Role
from tests.conversation import VINH_LAC, Person, Town
from tests.handlers.test_roles import official
from tests.services.test_deletion import answer_and_send

TOLD = "hẹn ba lần mà không gặp được"


def _end_roles(session: Session, town: Town) -> None:
    session.execute(update(RoleGrant).values(revoked_at=town.now))


async def about_to_complain(town: Town) -> Person:
    """Somebody of Vĩnh Lạc who wants to complain about its officials."""
    person = town.person()
    await answer_and_send(person)
    await person.say("/khieunai")
    await person.tap("Cán bộ phường, xã")
    return person


async def test_who_leads_above_reads_and_answers_it(town: Town) -> None:
    above, here = await official(town), await official(town, Role.LEADER, VINH_LAC)
    person = await about_to_complain(town)
    assert "cán bộ phường Vĩnh Lạc không thấy tin này" in person.shown
    await person.say(TOLD)
    assert "Đã nhận" in person.shown
    await here.say("/viec")
    assert "Phản ánh về cán bộ" not in here.shown
    await above.say("/viec")
    await above.tap("Phản ánh về cán bộ phường, xã, phường Vĩnh Lạc")
    assert "Việc này nói về cán bộ của phường Vĩnh Lạc" in above.shown
    assert TOLD in above.shown
    await above.tap("Trả lời")
    await above.say("Thành phố sẽ làm việc với phường.")
    await person.say("/viec")
    assert "Phản ánh về cán bộ phường, xã: " in person.shown


async def test_where_nobody_leads_above_the_contact_is_named_and_nothing_is_taken_in(town: Town) -> None:
    here = await official(town, Role.LEADER, VINH_LAC)
    person = await about_to_complain(town)
    assert "chưa có gì được gửi đi" in person.shown
    assert "0297 000 1111" in person.shown
    await person.say(TOLD)
    await here.say("/viec")
    assert "Phản ánh về cán bộ" not in here.shown


async def test_who_leaves_while_it_is_written_leaves_nobody_to_send_it_to(town: Town) -> None:
    await official(town)
    person = await about_to_complain(town)
    town.database.write_now(_end_roles, town)
    await person.say(TOLD)
    assert "chưa có gì được gửi đi" in person.shown
    assert "0297 000 1111" in person.shown

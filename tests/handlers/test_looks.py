"""What officials look at in conversation is in the audit trail like what they look at on their pages."""

from sqlmodel import Session, col, select

from models.audit import AuditEntry
from models.tickets import DataRequest
from services.people import Role
from tests.conversation import AN_HOA, VINH_LAC, Town
from tests.handlers.test_roles import official


def deeds(town: Town) -> list[tuple[str, str]]:
    """Action and object of every deed, the oldest first."""
    return town.database.read_now(_read)


def _read(session: Session) -> list[tuple[str, str]]:
    rows = session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    return [(row.action, row.object_id) for row in rows]


def _complain(session: Session, town: Town) -> None:
    unit = {"unit_epoch": VINH_LAC.epoch, "unit_code": VINH_LAC.code}
    asked = {"right": "complain", "channel": "web", "asked_at": town.now, "due_on": town.now.date()}
    session.add(DataRequest.model_validate({**unit, **asked}))


async def test_looks_of_officials_leave_a_deed_and_a_reload_none(town: Town) -> None:
    leader = await official(town, Role.LEADER, VINH_LAC)
    before = len(deeds(town))
    await leader.say("/viec")
    await leader.reload()
    await leader.go("requests")
    await leader.say("/quyen")
    await leader.say("/khenthuong")
    looks = [("look_queue", ""), ("look_requests", ""), ("look_roles", ""), ("look_inputs", str(VINH_LAC))]
    assert deeds(town)[before:] == looks


async def test_a_request_that_is_opened_is_named(town: Town) -> None:
    town.database.write_now(_complain, town)
    leader = await official(town, Role.LEADER, VINH_LAC)
    await leader.go("requests")
    await leader.say("1")
    assert deeds(town)[-1] == ("look_request", "1")
    stranger = await official(town, Role.LEADER, AN_HOA)
    before = deeds(town)
    await stranger.go("request", "1")
    assert deeds(town) == before


async def test_what_citizens_look_at_leaves_nothing(town: Town) -> None:
    person = town.person()
    for typed in ("/viec", "/quyen", "/khenthuong", "/solieunhatoi"):
        await person.say(typed)
    assert deeds(town) == []

"""A unit's queue in conversation: how many wait, the most urgent first, and a way to all of them."""

from datetime import timedelta

from sqlmodel import Session

from models.tickets import Ticket
from services.people import Role
from tests.conversation import VINH_LAC, Person, Town
from tests.handlers.test_roles import official

WAITING, ANSWERED = 20, 3


def _ask(session: Session, town: Town) -> None:
    for number in range(WAITING + ANSWERED):
        fields = {"unit_epoch": VINH_LAC.epoch, "unit_code": VINH_LAC.code, "kind": "form_help", "note": f"q{number}"}
        days = {"created_at": town.now, "due_on": (town.now + timedelta(days=18 - number)).date()}
        answered = {"answered_at": town.now} if number >= WAITING else {}
        session.add(Ticket.model_validate({**fields, **days, **answered}))


async def clerk_of_a_busy_ward(town: Town) -> Person:
    town.database.write_now(_ask, town)
    clerk = await official(town, Role.LEADER, VINH_LAC)
    await clerk.say("/viec")
    return clerk


def listed(person: Person) -> list[str]:
    """What is offered of the queue."""
    assert person.screen is not None
    return [each.label for each in person.screen.choices if "Nhờ giúp một câu" in each.label]


async def test_every_ticket_can_be_reached_and_the_most_urgent_come_first(town: Town) -> None:
    clerk = await clerk_of_a_busy_ward(town)
    assert "Đang chờ trả lời: 20, trong đó quá hạn: 1. Việc gấp nhất đứng đầu." in clerk.shown
    assert "Đã trả lời: 3." in clerk.shown
    pages = []
    for page in (1, 2, 3):
        pages.append(listed(clerk))
        await clerk.tap(f"Xem thêm (trang {page}/3)")
    assert [len(page) for page in pages] == [9, 9, 5]
    labels = [label for page in pages for label in page]
    assert labels[0].startswith("Quá hạn")
    assert all(label.startswith("Đã trả lời") for label in labels[-ANSWERED:])
    assert listed(clerk) == pages[0]
    await clerk.reload()
    assert listed(clerk) == pages[0]


async def test_a_typed_number_opens_the_ticket_of_the_page_that_is_shown(town: Town) -> None:
    clerk = await clerk_of_a_busy_ward(town)
    await clerk.say("10")
    assert "trang 2/3" in clerk.shown
    second = listed(clerk)[0]
    await clerk.say("1")
    assert f"hạn {second.rpartition(' ')[2]};" in clerk.shown
    await clerk.tap("Về danh sách việc")
    assert listed(clerk)[0].startswith("Quá hạn")


async def test_a_page_that_is_gone_is_the_last_one(town: Town) -> None:
    clerk = await clerk_of_a_busy_ward(town)
    for args in ("99", "9999999999999999999999", "x"):
        await clerk.go("tasks", args)
        assert "Đang chờ trả lời: 20" in clerk.shown

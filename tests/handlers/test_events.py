"""Events: what was acknowledged is stored, nothing happens twice, an old or forged button changes nothing."""

import pytest
from sqlmodel import Session, select

from campaigns.drafts import Draft
from handlers.actions import Go
from models.chats import Event
from models.drafts import Draft as DraftRow
from models.households import Household
from models.reports import Report
from models.tickets import Ticket
from tests.channels import WEB, message
from tests.conversation import Person, Town

OLD_BUTTON = "Nút vừa bấm là của câu trước"
State = tuple[object, ...]


def _state(session: Session) -> State:
    """Everything that an event may change, but for the record of the event itself."""
    drafts = [(row.id, row.seq, str(row.body)) for row in session.exec(select(DraftRow))]
    reports = [(row.id, str(row.answers), row.superseded_at) for row in session.exec(select(Report))]
    homes = [(row.id, row.unit_code, row.hamlet_id) for row in session.exec(select(Household))]
    return drafts, reports, homes, len(session.exec(select(Ticket)).all())


def state(town: Town) -> State:
    return town.database.read_now(_state)


def answers(town: Town) -> dict[str, object]:
    """What is stored of the one draft, as a program that starts anew would read it."""
    return town.database.read_now(
        lambda session: dict(Draft.from_json(session.exec(select(DraftRow)).one().body).answers)
    )


async def at_question(town: Town, *said: str) -> Person:
    """Somebody on the page who has given these answers."""
    person = town.person(WEB)
    await person.reload()
    await person.tap("Trả lời cho nhà mình")
    await person.tap("Đồng ý")
    await person.say("vinh lac")
    await person.tap("phường Vĩnh Lạc")
    await person.tap("khu phố Minh An")
    for each in said:
        await person.say(each)
    return person


TO_FIBRE = ("4", "1", "0", "đúng", "1", "đúng", "2")
TO_REVIEW = (*TO_FIBRE, "2", "2", "1", "0", "4", "3")


async def test_what_was_acknowledged_is_stored_before_the_next_screen_is_shown(town: Town) -> None:
    person = await at_question(town)
    for said, name, kept in (("4", "so_nguoi", 4), ("1", "duoi_15", 1), ("0", "tu_15_den_17", 0)):
        await person.say(said)
        assert answers(town)[name] == kept


@pytest.mark.parametrize(
    "said", ["1", "đúng", "k", "/menu", "s", "95,5", "bao nhiêu phần trăm người lớn có điện thoại?"]
)
async def test_redelivered_text_changes_nothing_and_shows_where_one_is(town: Town, said: str) -> None:
    person = await at_question(town, "4")
    update = message(person.chat_id, said)
    await person.send(update, "same")
    before, shown = state(town), (await person.reload()).blocks
    screen = await person.send(update, "same")
    assert state(town) == before
    assert screen.blocks == shown


async def test_redelivered_submission_sends_once(town: Town) -> None:
    person = await at_question(town, *TO_REVIEW)
    send = person.choice("Gửi").action
    await person.press(send, "same")
    before = state(town)
    await person.press(send, "same")
    assert "Đã nhận" in person.shown
    assert state(town) == before


async def test_double_tap_changes_nothing_twice(town: Town) -> None:
    person = await at_question(town, *TO_FIBRE)
    tapped = person.choice("Đang dùng").action
    await person.press(tapped)
    before = state(town)
    await person.press(tapped)
    assert state(town) == before
    assert "Câu 7/11." in person.shown
    assert OLD_BUTTON not in person.shown


async def test_double_tap_on_send_sends_once(town: Town) -> None:
    person = await at_question(town, *TO_REVIEW)
    send = person.choice("Gửi").action
    await person.press(send)
    before = state(town)
    await person.press(send)
    assert state(town) == before
    assert "Đã nhận" in person.shown


async def test_double_tap_on_the_ward_moves_nobody(town: Town) -> None:
    person = town.person(WEB)
    await person.reload()
    await person.tap("Trả lời cho nhà mình")
    await person.tap("Đồng ý")
    await person.say("an hoa")
    picked = person.choice("phường An Hòa").action
    await person.press(picked)
    before = state(town)
    await person.press(picked)
    assert state(town) == before
    assert "Câu 1/11." in person.shown


@pytest.mark.parametrize("label", ["Đang dùng", "Dây chưa kéo tới", "Không rõ", "Không muốn trả lời", "Câu trước"])
async def test_button_of_an_earlier_question_changes_nothing(town: Town, label: str) -> None:
    person = await at_question(town, *TO_FIBRE)
    old = person.choice(label).action
    await person.say("2")
    await person.say("1")
    before = state(town)
    await person.press(old)
    assert state(town) == before
    assert OLD_BUTTON in person.shown
    assert "Câu 8/11." in person.shown


async def test_old_throw_away_button_throws_nothing_away(town: Town) -> None:
    person = await at_question(town, *TO_REVIEW)
    old = person.choice("Bỏ phiếu dở này").action
    await person.say("5")
    before = state(town)
    await person.press(old)
    assert state(town) == before
    assert OLD_BUTTON in person.shown


async def test_old_buttons_of_a_sent_form_and_of_other_places_change_nothing(town: Town) -> None:
    person = await at_question(town, *TO_FIBRE)
    old = [choice.action for choice in person.screen.choices] if person.screen else []
    for said in TO_REVIEW[len(TO_FIBRE) :]:
        await person.say(said)
    old += [choice.action for choice in person.screen.choices if choice.label != "Gửi"] if person.screen else []
    await person.tap("Gửi")
    before = state(town)
    for action in [*old, "hamlet|63:30748/", "ward|63:30748", "erase", "wish|vneid", "wish|none"]:
        if action.startswith("go|"):
            continue
        await person.press(action)
        assert state(town) == before, action
    assert "Đã nhận" in person.shown


async def test_old_button_of_a_deleted_household_breaks_nothing(town: Town) -> None:
    person = await at_question(town, *TO_FIBRE)
    old = [choice.action for choice in person.screen.choices] if person.screen else []
    await person.say("/xoadulieu")
    await person.tap("Xóa hết")
    for action in [*old, "erase", "go|slip", "go|form", "go|wish|vneid"]:
        await person.press(action)
        assert person.screen is not None
        assert person.screen.choices
        assert "trục trặc" not in person.shown
    assert state(town) == ([], [], [], 0)


FORGED = [
    "",
    "|",
    "nothing",
    "nothing|1",
    "go",
    "go|",
    "go|nowhere",
    "go|form|1,2,3",
    "go|standing|63:00001",
    "go|standing|²",
    "go|ward|²",
    "go|ward|٣",
    "go|ward|-1",
    "go|ward|999999",
    "go|hamlet|63:30745,²",
    "go|hamlet|x",
    "go|wish|x",
    "go|ward_found|\ud800",
    "go|ward_found|" + "x" * 5_000,
    "go|start|\x00",
    "f|1",
    "f|1|2|give|q0|3|4",
    "f|1|0|give|q0|²",
    "f|1|0|give|q0|٣",
    "f|1|0|give|q999|1",
    "f|1|0|give|d0|1",
    "f|1|0|give||1",
    "f|1|99|give|d0|1",
    "f|1|99|give||1",
    "f|1|0|right|q0|",
    "f|1|0|right|d99|",
    "f|1|0|edit|d0|",
    "f|1|0|reply|q0|1",
    "f|1|0|fly|q0|1",
    "f|１|0|give|q0|3",
    "f|-1|0|give|q0|3",
    "f|999999999999999999|0|give|q0|3",
    "f|9999999999999999999999|0|give|q0|3",
    "send|1|0",
    "send|99|0",
    "drop|99|0",
    "why|99",
    "agree|0000000000000000",
    "ward|63:99999",
    "ward|34:30745",
    "hamlet|63:30745/nowhere",
    "hamlet|",
    "wish|x",
    "speak|xx",
    "begin|x",
    "begin|63:99999",
    "file|../../etc/passwd",
]


@pytest.mark.parametrize("forged", FORGED)
async def test_forged_action_changes_no_answer_and_is_no_incident(town: Town, forged: str) -> None:
    person = await at_question(town, "4", "1", "0")
    before = answers(town)
    await person.press(forged)
    assert answers(town) == before
    assert "trục trặc" not in person.shown
    assert person.screen is not None
    assert person.screen.choices
    await person.press(Go("form").pack())
    assert "Vậy nhà mình có 3 người từ 18 tuổi trở lên" in person.shown


async def test_another_chats_event_id_uses_up_nothing(town: Town) -> None:
    first, second = await at_question(town), await at_question(town)
    await first.say("4", "e-same")
    await second.say("5", "e-same")
    assert "Câu 2/11." in second.shown


async def test_events_are_forgotten_after_two_days(town: Town) -> None:
    person = await at_question(town, "4")
    assert town.database.read_now(lambda session: len(session.exec(select(Event)).all())) > 3
    await town.pass_time(days=3)
    assert town.database.read_now(lambda session: len(session.exec(select(Event)).all())) == 0
    await person.say("1")
    assert "Câu 3/11." in person.shown

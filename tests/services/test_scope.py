"""People see only their own: nothing of another household can be reached with a forged action or a guessed id."""

import pytest
from sqlmodel import Session, select

from models.drafts import Draft
from models.reports import Report
from services.privacy import export_own_data, see_own_data
from services.turns import SessionEnded
from tests.conversation import Person, Town
from tests.services.test_deletion import answer_and_send


def _drafts(session: Session) -> list[tuple[int, int]]:
    return [(row.id or 0, row.seq) for row in session.exec(select(Draft).order_by(Draft.id))]  # type: ignore[arg-type]


def _bodies(session: Session) -> list[object]:
    return [row.body for row in session.exec(select(Draft).order_by(Draft.id))]  # type: ignore[arg-type]


async def begun(town: Town) -> Person:
    """Somebody at the second question."""
    person = town.person()
    await person.reload()
    await person.tap("Trả lời cho nhà mình")
    await person.tap("Đồng ý")
    await person.say("an hoa")
    await person.tap("phường An Hòa")
    await person.say("4")
    assert "Câu 2/11." in person.shown
    return person


@pytest.mark.parametrize(
    "forged",
    [
        "f|{draft}|{seq}|give|q1|3",
        "f|{draft}|{seq}|unknown|q1|",
        "f|{draft}|{seq}|hand_over|q1|",
        "send|{draft}|{seq}",
        "drop|{draft}|{seq}",
        "later|{draft}",
        "why|{draft}",
    ],
)
async def test_action_with_another_households_draft_changes_nothing(town: Town, forged: str) -> None:
    victim, thief = await begun(town), await begun(town)
    (draft, seq), _own = town.database.read_now(_drafts)
    before = town.database.read_now(_bodies)
    await thief.press(forged.format(draft=draft, seq=seq))
    assert town.database.read_now(_bodies) == before
    await victim.say("1")
    assert "Câu 3/11." in victim.shown


async def test_export_and_own_data_hold_only_ones_own(town: Town) -> None:
    person, stranger = town.person(), town.person()
    await answer_and_send(person)
    await begun(town)
    own = town.database.read_now(export_own_data, town.acting(person.actor))
    assert "17" in str(own["reports"])
    nothing = town.database.read_now(export_own_data, town.acting(stranger.actor))
    assert nothing["conversation"] is None
    assert not nothing["household"]
    assert not any((nothing["reports"], nothing["drafts"], nothing["consents"], nothing["wishes"]))
    assert town.database.read_now(see_own_data, town.acting(stranger.actor)).household is None


async def test_household_id_in_the_chat_is_worth_nothing_without_the_link(town: Town) -> None:
    from dataclasses import replace

    person = town.person()
    await answer_and_send(person)
    forged = replace(town.person().actor, household_id=person.actor.household_id)
    assert town.database.read_now(see_own_data, town.acting(forged)).household is None
    assert town.database.read_now(export_own_data, town.acting(forged))["household"] is None


async def test_chat_number_without_its_secret_opens_nothing(town: Town) -> None:
    person = town.person()
    await answer_and_send(person)
    thief = Person(town, person.chat_id, person.channel)
    thief.secret = "guessed"
    with pytest.raises(SessionEnded):
        await thief.reload()
    with pytest.raises(SessionEnded):
        await thief.say("/xoadulieu")
    assert len(town.database.read_now(lambda session: session.exec(select(Report)).all())) == 1

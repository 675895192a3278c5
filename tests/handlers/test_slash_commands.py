"""Commands with a slash mean the same on every screen, also on one that is no longer there."""

import pytest
from sqlmodel import Session

from models.chats import Chat
from services.people import ViewKey
from services.turns import move_chat
from tests.conversation import Person, Town


def _stored_view(session: Session, chat_id: int) -> object:
    return session.get_one(Chat, chat_id).view["view"]


async def _at_a_screen_that_is_gone(town: Town) -> Person:
    person = town.person()
    await person.say("/menu")
    town.database.write_now(move_chat, person.chat_id, ViewKey("no_longer_there", ("1",)))
    return person


@pytest.mark.parametrize(
    ("said", "view", "seen"),
    [("/menu", "menu", "Nhà mình muốn làm gì?"), (" /START ", "start", "Kính chào"), ("/trogiup", "help", "Trợ giúp")],
)
async def test_a_command_leads_away_from_a_screen_that_is_gone(town: Town, said: str, view: str, seen: str) -> None:
    person = await _at_a_screen_that_is_gone(town)

    await person.say(said)

    assert seen in person.shown
    assert town.database.read_now(_stored_view, person.chat_id) == view


async def test_other_words_at_a_screen_that_is_gone_lead_to_the_start(town: Town) -> None:
    person = await _at_a_screen_that_is_gone(town)

    await person.say("vinh lac")

    assert "Kính chào" in person.shown
    assert town.database.read_now(_stored_view, person.chat_id) == "start"

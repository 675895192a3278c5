"""A conversation is idle by the day it was last heard from; that is noted once a day, in a write that happens anyway."""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session, select

from campaigns.library import Library
from models.chats import Chat
from models.database import Database
from services.people import Acting
from services.turns import Arrival, find_actor, take_turn
from tests.conversation import START, Town

CHAT = 2**53
DAY = timedelta(days=1)


def _nothing(_session: Session, _acting: Acting) -> None:
    """A use-case that changes nothing."""


def _seen(session: Session) -> datetime:
    return session.get_one(Chat, CHAT).seen_at


def test_that_a_chat_lives_is_noted_once_a_day(db: Database, library: Library) -> None:
    def hear(at: datetime) -> datetime:
        arrival = Arrival("web", at.isoformat(), CHAT, "-", at)
        acting = Acting(db.read_now(find_actor, arrival), at, library)
        db.write_now(take_turn, arrival, acting, None, _nothing)
        return db.read_now(_seen)

    second = START + DAY
    assert hear(START) == START
    assert hear(START + DAY - timedelta(seconds=1)) == START
    assert hear(second) == second
    assert hear(second + timedelta(hours=23)) == second
    assert hear(START + timedelta(days=400)) == START + timedelta(days=400)


async def test_who_still_comes_by_stays_and_who_came_last_during_an_expired_period_goes(town: Town) -> None:
    reader, gone = town.person(), town.person()
    for person in (reader, gone):
        await person.say("/ketqua")
    await town.pass_time(days=60)
    await reader.say("/ketqua")
    await town.pass_time(days=(datetime(2027, 1, 2, tzinfo=UTC) - town.now).days)
    assert town.database.read_now(lambda session: session.exec(select(Chat.id)).all()) == [reader.chat_id]

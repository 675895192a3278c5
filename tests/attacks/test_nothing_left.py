"""Deletion leaves no byte, on either database, of somebody who has used everything: answers, tickets, devices, an office.

SQLite: the bytes of the file, its log folded in. PostgreSQL: every row of every table as text; what its own log and
backups keep is its operator's to throw away (docs/security.md).
"""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlmodel import Session, col, select

from campaigns.library import Library
from models.audit import AuditEntry
from models.chats import Chat
from models.database import Database
from models.households import Household
from models.officers import OfficerProfile
from models.people import AccountChat
from models.tickets import Ticket
from services.accounts import offer_link
from services.invitations import Offer, invite
from services.people import Role
from services.queue import answer_ticket
from tests.attacks.household import OBJECTED, TELEPHONE, WORDS, answer_as_officer, ask_for_all
from tests.conversation import VINH_LAC, Person, Town
from tests.fixtures import library
from tests.services.test_deletion import answer_and_send

__all__ = ["library"]
ANSWERED = "cán bộ sẽ ghé nhà có cây mù u"
ORIGIN = "0a1b2c3d4e5f60718293a4b5"


def everything(url: str) -> bytes:
    """All that the database holds."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        with closing(sqlite3.connect(path)) as raw:
            for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                raw.execute(statement)
        return b"".join(each.read_bytes() for each in sorted(path.parent.glob(f"{path.name}*")))
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as found:
        named = found.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        rows = [found.execute(f'SELECT t::text FROM "{name}" t').fetchall() for (name,) in named]
    return "\n".join(row[0] for table in rows for row in table).encode()


def files_in(folder: Path) -> set[Path]:
    """Every file below a folder."""
    return {path for path in folder.rglob("*") if path.is_file()}


def markers(session: Session, *people: Person) -> dict[str, str]:
    """What would lead back to them: read while it is still there."""
    found = {"telephone": TELEPHONE, "words": WORDS, "objection": OBJECTED, "answer": ANSWERED, "device": ORIGIN}
    found["slip"], found["household"] = session.exec(select(Household.slip, Household.id)).one()
    found["officer"] = session.exec(select(OfficerProfile.id)).one()
    for person in people:
        chat = session.get_one(Chat, person.chat_id)
        found[f"chat {person.chat_id}"] = str(person.chat_id)
        found[f"token {person.chat_id}"] = chat.token_hash or ""
        found["account"] = session.exec(select(AccountChat.account_id).where(AccountChat.chat_id == chat.id)).one()
    return found


def _tickets(session: Session) -> list[int]:
    return [each or 0 for each in session.exec(select(Ticket.id).order_by(col(Ticket.id)))]


async def use_everything(town: Town) -> tuple[Person, Person]:
    """A household with two devices, whose own does all there is to do, and an official who answers it."""
    person, second, leader = town.person(), town.person(), town.person()
    person.origin = ORIGIN
    write = town.database.write_now
    await answer_and_send(person)
    await person.say("/phieu")
    await person.say("11112222")
    await person.say("/ma AAAA-BBBB-CCCC")
    await person.say(f"/hoi mấy giờ mở cửa, gọi {TELEPHONE}")
    write(ask_for_all, town.acting(person.actor))
    code = write(offer_link, town.acting(person.actor)).code
    await second.say("/ma")
    await second.say(code)
    await second.say("/solieunhatoi")
    await second.tap("Sửa câu trả lời")
    await second.tap("Đồng ý")
    made = write(invite, town.acting(), Offer(Role.LEADER, VINH_LAC, town.acting().today + timedelta(days=90)))
    await leader.say("/ma")
    await leader.say(made.code)
    for ticket in town.database.read_now(_tickets):
        write(answer_ticket, town.acting(leader.actor), ticket, ANSWERED)
    write(answer_as_officer, town.acting(person.actor))
    return person, second


@pytest.mark.parametrize("is_open", [True, False], ids=["open-period", "closed-period"])
async def test_of_somebody_who_used_everything_no_byte_is_left(
    db: Database, database_url: str, library: Library, tmp_path: Path, is_open: bool
) -> None:
    town = Town(db, library, tmp_path / "test.db")
    town.prepare()
    person, second = await use_everything(town)
    found = db.read_now(markers, person, second)
    before = everything(database_url)
    assert [name for name, marker in found.items() if marker.encode() not in before] == []
    if not is_open:
        town.close_period()
    for each in (person, second):
        await each.say("/xoadulieu")
        await each.tap("Xóa hết")
    # Misses against an address, which name neither chat nor household, are kept for two days.
    await town.pass_time(days=3)
    after = everything(database_url)
    assert [name for name, marker in found.items() if marker.encode() in after] == []


async def test_trail_names_no_chat_and_nothing_of_a_citizen(db: Database, library: Library, tmp_path: Path) -> None:
    town = Town(db, library, tmp_path / "test.db")
    town.prepare()
    people = await use_everything(town)
    await people[1].say("/thietbi")
    trail = str(db.read_now(_trail))
    assert "answer_ticket" in trail
    assert not [each for each in people if str(each.chat_id) in trail]
    assert "chat:" not in trail


def _trail(session: Session) -> list[tuple[str, str, str]]:
    return [(row.actor, row.action, row.object_id) for row in session.exec(select(AuditEntry))]


async def test_what_was_taken_along_is_kept_nowhere(db: Database, library: Library, tmp_path: Path) -> None:
    """An export is made when it is asked for: what the program may write to is the same before and after."""
    from bot.files import make_file
    from handlers.privacy import EXPORT, READABLE

    town = Town(db, library, tmp_path / "test.db")
    town.prepare()
    person = town.person()
    await answer_and_send(person)
    before = files_in(tmp_path)
    for reference in (EXPORT, READABLE):
        file = await make_file(db, library, person.arrival(""), reference)
        assert file is not None
        assert "17" in file.content.decode()
    assert files_in(tmp_path) == before

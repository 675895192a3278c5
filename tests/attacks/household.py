"""A household of a ward, with everything that could be learned of it, for those who should learn none of it."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlmodel import Session

from services.accounts import offer_link
from services.consents import Notice
from services.invitations import Offer, invite
from services.officer_reports import agree_as_officer, submit_officer_report
from services.officers import place_officer
from services.people import Acting, Actor, Role
from services.periods import open_period
from services.requests import FoundBySlip, find_by_slip
from services.rights import lodge
from services.tickets import CALLBACK, open_ticket, write_words
from tests.conversation import VINH_LAC, Person, Town
from tests.services import staff
from tests.services.test_deletion import answer_and_send

TELEPHONE = "0913 777 432"
WORDS = "con trâu màu tím của ông Bảy Sậy"
OBJECTED = "phản đối bảng có tên Út Lục Bình"
WHOM = "chị Năm Tẻo"
INVITED = "anh Tư Cà Na"
SHOWN = "nhà: 17"
RENUMBERED = ("drafts", "tickets", "data_requests", "role_grants", "invitations")
NAMED = ("chats", "accounts", "households", "officer_profiles")
"""Tables whose ids are like names: no two things have the same."""
FIRST_NUMBER, APART = 41_000_000, 100_000


@dataclass
class Victims:
    """What belongs to the ward. names: what no answer to anybody else may hold; ids: what may be guessed.

    officials: those of the names that belong to people who hold a role there.
    """

    slip: str
    names: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    officials: set[str] = field(default_factory=lambda: {WHOM, INVITED})


async def settle_in(town: Town) -> tuple[Victims, Person]:
    """A household of Vĩnh Lạc that has done all that can be done, an officer, and officials of that ward."""
    person, second = town.person(), town.person()
    await answer_and_send(person)
    slip = town.slips()[0]
    write = town.database.write_now
    write(ask_for_all, town.acting(person.actor))
    code = write(offer_link, town.acting(person.actor)).code
    await second.say("/ma")
    await second.say(code)
    await second.say("/solieunhatoi")
    await second.tap("Sửa câu trả lời")
    await second.tap("Đồng ý")
    helper, leader = town.person(), town.person()
    for official, role in ((helper, Role.TEAM), (leader, Role.LEADER)):
        offer = Offer(role, VINH_LAC, town.acting().today + timedelta(days=90), WHOM)
        made = write(invite, town.acting(), offer)
        await official.say("/ma")
        await official.say(made.code)
    write(invite, town.acting(), Offer(Role.VERIFIER, VINH_LAC, town.acting().today + timedelta(days=90), INVITED))
    found = write(find_by_slip, town.acting(leader.actor), slip)
    assert isinstance(found, FoundBySlip)
    officer = town.person()
    await officer.say("/menu")
    write(answer_as_officer, town.acting(officer.actor))
    renumber(town.path)
    return _know(town.path, slip), person


def ask_for_all(session: Session, acting: Acting) -> None:
    """To be called back, to be helped, and to have something changed: three tickets."""
    called = open_ticket(session, acting, VINH_LAC, CALLBACK)
    write_words(session, acting, called, TELEPHONE)
    asked = open_ticket(session, acting, VINH_LAC, "talk")
    write_words(session, acting, asked, WORDS)
    lodge(session, acting, "object", OBJECTED)


def answer_as_officer(session: Session, acting: Acting) -> None:
    """Open another campaign's period, and answer it as somebody who works in a commune's office."""
    open_period(session, Acting(Actor(0, "command-line", "vi"), acting.now, acting.library), staff.YEAR_2025)
    form = acting.library.officer_form("tuyen-quang", 2025)
    agree_as_officer(session, acting, staff.YEAR_2025.id, Notice(form.id, form.version, "vi", "…"))
    place_officer(session, acting, staff.COMMUNE)
    submit_officer_report(session, acting, form, staff.YEAR_2025.id, staff.ANSWERS)


def renumber(path: Path) -> None:
    """Give what the ward holds numbers that nothing else has, so that a number tried is theirs and nobody's besides."""
    with closing(sqlite3.connect(path)) as raw:
        for place, table in enumerate(RENUMBERED):
            shift = FIRST_NUMBER + place * APART
            raw.execute(f"UPDATE {table} SET id = id + {shift}")
            for (other,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                for link in raw.execute(f"PRAGMA foreign_key_list({other})").fetchall():
                    if link[2] == table:
                        raw.execute(f"UPDATE {other} SET {link[3]} = {link[3]} + {shift}")
        raw.commit()


def _know(path: Path, slip: str) -> Victims:
    found = Victims(slip, {WORDS, OBJECTED, WHOM, INVITED, SHOWN, TELEPHONE, TELEPHONE.replace(" ", ""), slip})
    found.names.add(f"{slip[:4]} {slip[4:]}")
    with closing(sqlite3.connect(path)) as raw:
        for table in (*RENUMBERED, *NAMED):
            all_of_it = [str(row[0]) for row in raw.execute(f"SELECT id FROM {table} ORDER BY id")]
            assert all_of_it, f"nothing in {table}"
            found.ids.add(all_of_it[-1] if table in RENUMBERED else all_of_it[0])
            if table in NAMED:
                found.names |= set(all_of_it)
        found.officials |= {row[0] for row in raw.execute("SELECT account_id FROM role_grants")}
    return found

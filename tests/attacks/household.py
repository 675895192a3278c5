"""A household of a ward, with everything that could be learned of it, for those who should learn none of it."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlmodel import Session, col, select

from campaigns.awarding.entries import FigureEntry
from campaigns.hamlet_names import HouseholdCount
from campaigns.units import UnitKey
from models.reach import OutOfReach
from models.tickets import Ticket
from services.accounts import offer_link
from services.callers import FoundBySlip, find_by_slip
from services.campaigns import follow_campaign
from services.consents import Notice
from services.invitations import Offer, invite
from services.officer_reports import agree_as_officer, submit_officer_report
from services.officers import place_officer
from services.people import Acting, Actor, Role
from services.periods import open_period
from services.queue import answer_ticket, take_ticket
from services.rights import lodge
from services.tickets import CALLBACK, open_ticket, write_words
from services.unit_inputs import enter_input, find_place
from services.units import import_hamlets, set_population
from tests.attacks.ledger import Ledger, tables
from tests.attacks.numbering import SLIP, renumber
from tests.conversation import DONG_HO, MINH_AN, VINH_LAC, Person, Town
from tests.services import staff
from tests.services.test_deletion import answer_and_send

TELEPHONE = "0913 777 432"
WORDS = "con trâu màu tím của ông Bảy Sậy"
OBJECTED = "phản đối bảng có tên Út Lục Bình"
WHOM = "chị Năm Tẻo"
INVITED = "anh Tư Cà Na"
ANSWERED = "cán bộ sẽ ghé nhà có cây mù u"
SOURCE = "sổ tay cô Ba Rau Đắng"
ASKED = f"mấy giờ mở cửa, gọi {TELEPHONE}"
PAPER = date(2025, 10, 1)
ENTERED = (
    FigureEntry(indicator="nguoi_lon_dtm", num=900, den=1000, source=SOURCE, date=PAPER),
    FigureEntry(indicator="kns_lao_dong", num=2100, den=3000, source=SOURCE, date=PAPER),
)
SHOWN = "nhà: 17"
MAY_LACK = {
    "curated_answers": "everybody's",
    "facts": "about the database",
    "generations": "about the database",
    "lexicon_entries": "everybody's",
    "lockouts": "of whoever missed",
    "organisations": "a published list",
    "plan_clauses": "everybody's",
    "retained": "sums",
    "snapshots": "sums, published",
}
"""Tables in which the ward needs to have nothing, and why. Of every other one there is something to be found."""


@dataclass
class Victims:
    """What belongs to the ward. names: what no answer to anybody else may hold.

    in_trail: those of them that the trail may hold: what belongs to people who hold a role there, and numbers, which
    what they did shares with chats. That it names no chat is asked in `test_nothing_left`.
    """

    names: set[str]
    in_trail: set[str] = field(default_factory=lambda: {WHOM, INVITED})


async def settle_in(town: Town, ledger: Ledger) -> Victims:
    """A household of Vĩnh Lạc that has done all that can be done, an officer, and officials of that ward."""
    person, second = town.person(), town.person()
    await answer_and_send(person)
    write = town.database.write_now
    write(ask_for_all, town.acting(person.actor))
    code = write(offer_link, town.acting(person.actor)).code
    await second.say("/ma")
    await second.say(code)
    write(offer_link, town.acting(person.actor))
    write(lose, town.acting(second.actor))
    await second.say(f"/hoi {ASKED}")
    await second.say("/solieunhatoi")
    await second.tap("Sửa câu trả lời")
    await second.tap("Đồng ý")
    helper, leader, reporter = [await official(town, role) for role in (Role.TEAM, Role.LEADER, Role.REPORTER)]
    write(invite, town.acting(), Offer(Role.VERIFIER, VINH_LAC, town.acting().today + timedelta(days=90), INVITED))
    write(serve, town.acting(helper.actor))
    found = write(find_by_slip, town.acting(leader.actor), town.slips()[0])
    assert isinstance(found, FoundBySlip)
    for entry in ENTERED:
        place = find_place(town.acting(), "rach-gia", VINH_LAC, 2025)
        write(enter_input, town.acting(reporter.actor), place, entry, 0)
    officer = town.person()
    await officer.say("/menu")
    write(answer_as_officer, town.acting(officer.actor))
    renumber(ledger)
    return _know(ledger)


async def official(town: Town, role: Role) -> Person:
    """Somebody who holds a role for the ward."""
    person = town.person()
    made = town.database.write_now(
        invite, town.acting(), Offer(role, VINH_LAC, town.acting().today + timedelta(days=90), WHOM)
    )
    await person.say("/ma")
    await person.say(made.code)
    return person


def settle_like(town: Town, ward: UnitKey) -> None:
    """Let as much be published of another ward as of Vĩnh Lạc."""
    known = HouseholdCount(20, date(2025, 10, 1), "số của phường")
    town.database.write_now(set_population, ward, known)
    hamlets = [replace(each, id=f"{ward}/{each.id.partition('/')[2]}", unit=ward) for each in (MINH_AN, DONG_HO)]
    town.database.write_now(import_hamlets, town.acting(), hamlets, "danh sách của phường")


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


def serve(session: Session, acting: Acting) -> None:
    """Take the oldest ticket of the ward, and answer the next."""
    taken, answered, *_rest = session.exec(select(Ticket.id).order_by(col(Ticket.id))).all()
    take_ticket(session, acting, taken or 0)
    answer_ticket(session, acting, answered or 0, ANSWERED)


def lose(session: Session, acting: Acting) -> None:
    """Follow a campaign from a device that can no longer be written to."""
    follow_campaign(session, acting, "rach-gia")
    row = {"chat_id": acting.actor.chat_id, "why": "blocked", "since": acting.now}
    session.add(OutOfReach.model_validate(row))


def _know(ledger: Ledger) -> Victims:
    found = Victims({WORDS, OBJECTED, WHOM, INVITED, SHOWN, ANSWERED, SOURCE, TELEPHONE, TELEPHONE.replace(" ", "")})
    held = {name: ledger.execute(f"SELECT * FROM {name}") for name in tables()}
    empty = [name for name, rows in held.items() if not rows and name not in MAY_LACK]
    assert not empty, f"of these tables the ward has nothing that could be found: {empty}"
    found.names |= {SLIP, f"{SLIP[:4]} {SLIP[4:]}"}
    for table in ("accounts", "chats", "households", "officer_profiles", "reports"):
        found.names |= {str(row[0]) for row in ledger.execute(f"SELECT id FROM {table}")}
    for telling in ("account_id FROM role_grants", "id FROM chats"):
        found.in_trail |= {str(row[0]) for row in ledger.execute(f"SELECT {telling}")}
    return found

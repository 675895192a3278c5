"""A town to talk with: the real conversation over a real database, with only the channel's edge and clock replaced."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path

from aiogram import Bot
from aiogram.types import Update
from sqlmodel import Session, col, select

from bot.conversation import Conversation
from bot.files import make_file
from bot.routes import ROUTERS, VIEWS
from bot.throttle import Throttle
from bot.timed import TimedRunner
from bot.web.pages import Pages
from bot.web.server import event_key
from campaigns.hamlet_names import Hamlet, HamletKind, HouseholdCount
from campaigns.library import Library
from campaigns.units import UnitKey
from handlers.actions import Go
from handlers.news import draw_news
from handlers.screen import Choice, Screen
from handlers.words import use_locale
from models.database import Database
from models.households import Household
from models.periods import Period
from services.inbox import messages_after
from services.invitations import Offer, invite
from services.officers import OrganisationInfo, import_organisations
from services.people import Acting, Actor, Role
from services.periods import PeriodInfo, open_period
from services.turns import Arrival
from services.units import import_hamlets, set_population
from tests.channels import PLAIN, Channel, button, message

START = datetime(2025, 11, 10, 2, 0, tzinfo=UTC)
"""Nine in the morning in Viet Nam."""
PERIOD = PeriodInfo(
    id="rach-gia-2025",
    campaign="rach-gia",
    name="năm 2025",
    target_year=2025,
    opens_on=date(2025, 11, 1),
    closes_on=date(2025, 11, 30),
    controller="UBND phường Vĩnh Lạc",
    contact="0297 000 1111",
    notice_number="12/TB-UBND",
    retention_until=date(2026, 12, 31),
    is_sample=False,
    is_closed=False,
)
VINH_LAC = UnitKey("63", "30745")
AN_HOA = UnitKey("63", "30748")
MINH_AN = Hamlet(f"{VINH_LAC}/minh-an", VINH_LAC, "Minh An", HamletKind.KHU_PHO, None)
DONG_HO = Hamlet(f"{VINH_LAC}/dong-ho", VINH_LAC, "Đông Hồ", HamletKind.KHU_PHO, None)
UNHURRIED = Throttle(burst=1e9, per_s=1, clock_s=lambda: 0.0)
OPERATOR = Actor(0, "command-line", "vi")


class Town:
    """A database with an open period, and people who talk to the assistant. `now` only moves when a test moves it."""

    def __init__(self, database: Database, library: Library, path: Path) -> None:
        self.database, self.library, self.path = database, library, path
        self.now = START
        self.bot = Bot(token="1:test")
        self.conversation = self._conversation()
        self.pages = Pages(database, library, "key", lambda: self.now)
        self._chats, self._events = count(2**53), count(1)

    def slow_down(self, throttle: Throttle) -> None:
        """From now on admit only what this throttle does."""
        self.conversation = self._conversation(throttle)

    def _conversation(self, throttle: Throttle = UNHURRIED) -> Conversation:
        return Conversation(self.database, self.library, VIEWS, ROUTERS, throttle=throttle)

    def use(self, library: Library) -> None:
        """Deploy other definitions; nothing but the database survives."""
        self.library = library
        self.conversation = self._conversation()
        self.pages = Pages(self.database, library, "key", lambda: self.now)

    def acting(self, actor: Actor = OPERATOR) -> Acting:
        """Someone who acts now."""
        return Acting(actor, self.now, self.library)

    def prepare(self, *, households: int = 20) -> None:
        """Open the period; let two wards know how many households they have, one of them its hamlets."""
        self.database.write_now(open_period, self.acting(), PERIOD)
        known = HouseholdCount(households, date(2025, 10, 1), "số của phường")
        for unit in (VINH_LAC, AN_HOA):
            self.database.write_now(set_population, unit, known)
        self.database.write_now(import_hamlets, self.acting(), [MINH_AN, DONG_HO], "danh sách của phường")

    def open_period_of(self, campaign: str) -> None:
        """Another campaign asks too, in the same days."""
        plan = replace(PERIOD, id=f"{campaign}-2025", campaign=campaign, controller="UBND tỉnh")
        self.database.write_now(open_period, self.acting(), plan)

    def list_offices(self, *offices: OrganisationInfo) -> None:
        """The operator lists offices."""
        self.database.write_now(import_organisations, self.acting(), offices)

    def code_for(self, role: Role, unit: UnitKey = VINH_LAC) -> str:
        """A code for a role, as the operator of the machine makes it."""
        acting = self.acting()
        return self.database.write_now(invite, acting, Offer(role, unit, acting.today + timedelta(days=90))).code

    def close_period(self) -> None:
        """The operator closes the period before its time."""
        self.database.write_now(_close, self.now)

    async def pass_time(self, **spans: float) -> None:
        """Let time pass, then let the timed work catch up as the running program would."""
        self.now += timedelta(**spans)
        await TimedRunner(self.database, self.library, lambda: self.now).catch_up()

    def person(self, channel: "Channel | None" = None) -> "Person":
        """Somebody with a browser that has never been here."""
        return Person(self, next(self._chats), channel or PLAIN)

    def next_event(self) -> str:
        """The id of a new event."""
        return f"e{next(self._events)}"

    def slips(self) -> list[str]:
        """The slip numbers of all households, oldest first."""
        return self.database.read_now(_slips)


def _slips(session: Session) -> list[str]:
    return list(session.exec(select(Household.slip).order_by(col(Household.created_at), col(Household.id))).all())


def _close(session: Session, now: datetime) -> None:
    for period in session.exec(select(Period)).all():
        period.closed_at = now
        session.add(period)


@dataclass
class Person:
    """Somebody at one device. `screen` is what it shows; `shown` the same in the words of the channel."""

    town: Town
    chat_id: int
    channel: Channel
    screen: Screen | None = None
    shown: str = ""
    locale: str = "vi"
    origin: str = ""
    heard: list[str] = field(default_factory=list)
    secret: str = "own"

    @property
    def token(self) -> str:
        """The secret of this browser's session."""
        return f"{self.secret}-{self.chat_id}"

    @property
    def token_hash(self) -> str:
        """What is stored of it."""
        return sha256(self.token.encode()).hexdigest()

    async def say(self, text: str, event: str | None = None) -> Screen:
        """Type something."""
        return await self.send(message(self.chat_id, text), event)

    async def tap(self, label: str, event: str | None = None) -> Screen:
        """Make the choice whose label this is, or the only one that it begins or stands in."""
        return await self.send(await self.channel.press(self, self.choice(label)), event)

    async def press(self, action: str, event: str | None = None) -> Screen:
        """Press a button with this packed action, wherever it comes from."""
        return await self.send(button(self.chat_id, action), event)

    async def go(self, view: str, args: str = "") -> Screen:
        """Press one of the shortcuts that stand on every page."""
        return await self.press(Go(view, args).pack())

    async def send(self, update: Update, event: str | None = None) -> Screen:
        """Let an update arrive. event: given to send the same one again."""
        arrival = self.arrival(event or self.town.next_event())
        return await self._see(await self.town.conversation.hear(self.town.bot, update, arrival))

    async def reload(self) -> Screen:
        """Load the page anew."""
        return await self._see(await self.town.conversation.current(self.arrival("")))

    async def fetch(self, label: str) -> str:
        """Download the file that the screen offers under this label; its content."""
        assert self.screen is not None
        (reference,) = (each.reference for each in self.screen.documents if each.label == label)
        assert reference in await self.channel.offered(self)
        file = await make_file(self.town.database, self.town.library, self.arrival(""), reference)
        assert file is not None
        self.shown = file.content.decode()
        return self.shown

    async def news(self) -> str:
        """What was told in between, as the channel draws it; the newest last."""
        messages = self.town.database.read_now(messages_after, self.chat_id, 0)
        with use_locale(self.locale):
            return "\n".join([await self.channel.draw(self, draw_news(message)) for message in messages])

    async def _see(self, screen: Screen) -> Screen:
        self.screen, self.shown = screen, await self.channel.draw(self, screen)
        self.heard.append(self.shown)
        return screen

    def arrival(self, event: str) -> Arrival:
        """An event of this device as the web channel hands it over."""
        return Arrival(
            channel="web",
            event_id=event_key(self.chat_id, event),
            chat_id=self.chat_id,
            peer=str(self.chat_id),
            at=self.town.now,
            locale=self.locale,
            token=self.token,
            origin=self.origin,
        )

    def choice(self, label: str) -> Choice:
        """The choice on the screen with this label, or the only one whose label holds it."""
        assert self.screen is not None
        exact = [choice for choice in self.screen.choices if choice.label == label]
        found = exact or [choice for choice in self.screen.choices if label in choice.label]
        assert len(found) == 1, f"{label!r} on:\n{self.screen.plain}"
        return found[0]

    @property
    def actor(self) -> Actor:
        """This person as use-cases know them, once they have begun."""
        slip = self.town.database.read_now(_household_of, self.chat_id)
        return Actor(self.chat_id, "web", self.locale, household_id=slip)


def _household_of(session: Session, chat_id: int) -> str | None:
    from models.chats import Chat as ChatRow

    chat = session.get(ChatRow, chat_id)
    return None if chat is None else chat.household_id

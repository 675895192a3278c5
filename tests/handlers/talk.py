"""Somebody who talks with the assistant: the real conversation over a real database, without a channel."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Chat, Message, Update, User
from sqlmodel import Session, select

from bot.conversation import Conversation
from bot.routes import ROUTERS, VIEWS
from bot.throttle import Throttle
from campaigns.library import Library
from handlers.screen import Screen
from models.database import Database
from models.questions import AskedQuestion
from services.people import Acting, Actor
from services.periods import open_period
from services.turns import Arrival
from tests.conversation import PERIOD, START

_events = count(1)
_routers: Sequence[Router] = ROUTERS


def converse(database: Database, library: Library) -> Conversation:
    """The conversation as the program puts it together. A router has one parent, so the one before lets go of it."""
    for router in _routers:
        router._parent_router = None
    throttle = Throttle(burst=1e9, per_s=1, clock_s=lambda: 0.0)
    return Conversation(database, library, VIEWS, ROUTERS, throttle=throttle)


@dataclass
class Talk:
    """One chat. `now` moves when a test moves it."""

    conversation: Conversation
    chat_id: int = 2**53
    now: datetime = START
    locale: str = "vi"
    screen: Screen = field(default_factory=lambda: Screen(()))

    def open_survey(self) -> None:
        """Open the period of Rạch Giá."""
        acting = Acting(Actor(0, "command-line", "vi"), self.now, self.conversation.library)
        database = self.conversation.door
        assert isinstance(database, Database)
        database.write_now(open_period, acting, PERIOD)

    async def say(self, text: str) -> str:
        """Type something; everything that is shown."""
        return await self._hear(Update(update_id=next(_events), message=self._message(text)))

    async def press(self, label: str) -> str:
        """Press the one choice whose label begins so."""
        (choice,) = (each for each in self.screen.choices if each.label.startswith(label))
        return await self.send(choice.action)

    async def send(self, action: str) -> str:
        """A button, whether or not the screen shows it."""
        sender = User(id=self.chat_id, is_bot=False, first_name="-")
        pressed = CallbackQuery(id="1", from_user=sender, chat_instance="test", data=action)
        return await self._hear(Update(update_id=next(_events), callback_query=pressed))

    def misses(self) -> list[tuple[str, str, str]]:
        """(campaign, question, outcome) of everything that was kept for the operator."""
        database = self.conversation.door
        assert isinstance(database, Database)
        return database.read_now(_misses)

    def _message(self, text: str) -> Message:
        chat = Chat(id=self.chat_id, type="private")
        return Message(message_id=1, date=self.now, chat=chat, text=text)

    async def _hear(self, update: Update) -> str:
        arrival = Arrival("web", f"e{next(_events)}", self.chat_id, str(self.chat_id), self.now, self.locale)
        bot = Bot(token="1:test")
        self.screen = await self.conversation.hear(bot, update.as_(bot), arrival)
        return self.screen.plain


def _misses(session: Session) -> list[tuple[str, str, str]]:
    rows = session.exec(select(AskedQuestion).order_by("id")).all()
    return [(row.campaign, row.text, row.outcome) for row in rows]

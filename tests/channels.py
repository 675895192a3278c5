"""How people meet the assistant: each channel's drawing, and the update that a choice on it becomes."""

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from aiogram.types import CallbackQuery, Chat, Message, Update, User

from bot.telegram.drawing import draw
from bot.telegram.text import LONGEST_TEXT
from bot.web.pages import Visit
from bot.web.sessions import WebSession
from handlers.actions import Fetch, unpack
from handlers.screen import Choice, Screen
from tests.bot.web.markup import Element, read

if TYPE_CHECKING:
    from tests.conversation import Person

SENT_AT = datetime(2025, 11, 10, 2, 0, tzinfo=UTC)


class Channel(Protocol):
    """How a channel shows a screen and how a choice is made on it. Another channel joins the transcripts with this."""

    name: str

    async def draw(self, person: "Person", screen: Screen) -> str:
        """Everything that the person reads."""
        ...

    async def press(self, person: "Person", choice: Choice) -> Update:
        """The update that arrives when the person makes this choice."""
        ...

    async def offered(self, person: "Person") -> set[str]:
        """The references of the files that the person is offered."""
        ...


class PlainText:
    """A channel without buttons: numbered text, and a choice is made by typing its key."""

    name = "plain"

    async def draw(self, person: "Person", screen: Screen) -> str:
        return screen.plain

    async def press(self, person: "Person", choice: Choice) -> Update:
        return message(person.chat_id, choice.key)

    async def offered(self, person: "Person") -> set[str]:
        assert person.screen is not None
        return {document.reference for document in person.screen.documents}


class WebPage:
    """The page as the server draws it; a choice is the button that stands in the HTML."""

    name = "web"

    async def draw(self, person: "Person", screen: Screen) -> str:
        page = await self._page(person, screen)
        return re.sub(r"\s+([.,;:])", r"\1", page.one("form", id="turn").text)

    async def press(self, person: "Person", choice: Choice) -> Update:
        assert person.screen is not None
        page = await self._page(person, person.screen)
        buttons = page.one("form", id="turn").all("button", name="action")
        (action,) = {
            each.attributes["value"] for each in buttons if each.one("span", class_="label").text == choice.label
        }
        return button(person.chat_id, action or "")

    async def offered(self, person: "Person") -> set[str]:
        assert person.screen is not None
        page = await self._page(person, person.screen)
        links = [each for found in page.all("ul", class_="documents") for each in found.all("a")]
        return {str(each.attributes["href"]).removeprefix("/files/") for each in links}

    async def _page(self, person: "Person", screen: Screen) -> Element:
        visit = Visit("n", WebSession(person.chat_id, "t"), is_fragment=False, is_large=False)
        response = await person.town.pages.answer(screen, visit)
        assert response.text is not None
        return read(response.text.replace("<!doctype html>", ""))


class TelegramChat:
    """The messages as they go to Telegram; a choice is the button of the keyboard."""

    name = "telegram"

    async def draw(self, person: "Person", screen: Screen) -> str:
        drawn = draw(screen)
        assert all(len(piece.text.encode("utf-16-le")) // 2 <= LONGEST_TEXT for piece in drawn)
        buttons = [each["text"] for row in drawn[-1].rows for each in row]
        return "\n".join([*(piece.text for piece in drawn), *buttons])

    async def press(self, person: "Person", choice: Choice) -> Update:
        assert person.screen is not None
        actions = {each["callback_data"] for row in draw(person.screen)[-1].rows for each in row}
        assert choice.action in actions
        return button(person.chat_id, choice.action)

    async def offered(self, person: "Person") -> set[str]:
        assert person.screen is not None
        rows = draw(person.screen)[-1].rows
        actions = [unpack(each.get("callback_data", "")) for row in rows for each in row]
        return {action.reference for action in actions if isinstance(action, Fetch)}


PLAIN, WEB, TELEGRAM = PlainText(), WebPage(), TelegramChat()
CHANNELS: tuple[Channel, ...] = (PLAIN, WEB, TELEGRAM)


def message(chat_id: int, text: str | None) -> Update:
    """A typed text as an update; None for something that cannot be read, such as a sticker."""
    sender = User(id=chat_id, is_bot=False, first_name="-")
    chat = Chat(id=chat_id, type="private")
    return Update(update_id=1, message=Message(message_id=1, date=SENT_AT, chat=chat, from_user=sender, text=text))


def button(chat_id: int, action: str) -> Update:
    """A pressed button as an update."""
    sender = User(id=chat_id, is_bot=False, first_name="-")
    return Update(update_id=1, callback_query=CallbackQuery(id="1", from_user=sender, chat_instance="t", data=action))

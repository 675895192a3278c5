"""Accounts in conversation: a code is typed (/ma), another device joins (/lienket), a session is ended."""

from dataclasses import dataclass
from typing import ClassVar

from aiogram import Router

from handlers.actions import Action, Go, Typed, UseCode, packed
from handlers.codes import draw_code_entry, spaced_code, try_code
from handlers.routing import on, on_typed
from handlers.screen import Choice, Paragraph, Screen, Tone, say
from handlers.turn import Turn
from handlers.views import View, nothing
from handlers.ways import to_menu
from handlers.words import _, clock, day
from services.accounts import LinkOffer, SessionInfo, end_session, list_sessions, offer_link

router = Router(name="accounts")


@packed
@dataclass(frozen=True, slots=True)
class LinkDevice(Action):
    """Give me a code for my other device."""

    prefix: ClassVar[str] = "link"


@packed
@dataclass(frozen=True, slots=True)
class EndSession(Action):
    """End this session of mine."""

    prefix: ClassVar[str] = "end"
    chat: int


def draw_devices(sessions: tuple[SessionInfo, ...]) -> Screen:
    """Where the person is signed in."""
    blocks = [say(_("My devices"), tone=Tone.HEADING)]
    if len(sessions) < 2:
        blocks.append(say(_("Only this conversation is yours here. A code lets your telephone, or another browser, join it.")))  # fmt: skip
    else:
        blocks.append(say(_("Whoever holds one of these acts in your name. End what you do not know.")))
    choices: list[Choice] = []
    for session in sessions:
        line = device_words(session)
        if session.is_this:
            blocks.append(say(_("*This one*: {device}"), tone=Tone.ITEM, device=line))
            continue
        blocks.append(say("{device}", tone=Tone.ITEM, device=line))
        ending = _("End: {device}").format(device=line)
        choices.append(Choice(ending, EndSession(session.chat_id).pack(), str(len(choices) + 2)))
    join = Choice(_("Add another device"), LinkDevice().pack(), "1")
    return Screen(tuple(blocks), (join, *choices, to_menu()))


def device_words(session: SessionInfo) -> str:
    """A device by its channel and since when."""
    names = {"web": _("web page"), "telegram": "Telegram", "zalo": "Zalo"}
    since = _("{channel}, since {day}")
    return since.format(channel=names.get(session.channel, session.channel), day=day(session.linked_at))


VIEWS = {
    "code": View(nothing, draw_code_entry),
    "devices": View(list_sessions, draw_devices),
}


@on_typed(router, "code")
async def enter_code(action: Typed, turn: Turn) -> Screen:
    """Try the code that was typed."""
    return await try_code(turn, action.text)


@on(router, UseCode)
async def follow_link(action: UseCode, turn: Turn) -> Screen:
    """Try the code that a link brought."""
    return await try_code(turn, action.code)


def link_words(offer: LinkOffer) -> tuple[Paragraph, ...]:
    """A code for the person's other device, and what to do with it."""
    return (
        say(_("Code: *{code}*"), tone=Tone.HEADING, code=spaced_code(offer.code)),
        say(_("On the other device open this assistant, type */ma* and then this code, before {time}. Give it to nobody: it makes the other device yours."), time=clock(offer.expires_at)),
    )  # fmt: skip


@on(router, LinkDevice)
async def link_device(turn: Turn) -> Screen:
    """A code for the person's other device."""
    offer = await turn.at("devices").write(offer_link)
    return Screen(link_words(offer), (Choice(_("My devices"), Go("devices").pack(), "1"),))


@on(router, EndSession)
async def end(action: EndSession, turn: Turn) -> Screen:
    """End a session of the person's own."""
    await turn.at("devices").write(end_session, action.chat)
    return (await turn.show("devices")).with_aside(say(_("Ended."), tone=Tone.NOTICE))

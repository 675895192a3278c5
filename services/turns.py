"""Turns: an event arrives, is handled once, and leaves the chat at a view, all in the same commit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Any, ClassVar, Concatenate, NamedTuple, ParamSpec, Protocol, TypeVar

from sqlalchemy import bindparam, func, true, update
from sqlalchemy import select as select_columns
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from campaigns.errors import AppError
from campaigns.library import Library
from campaigns.units import UnitKey
from models.chats import Chat, Event
from models.columns import JsonObject
from models.jobs import dialect_of
from models.prepared import Prepared, Query
from models.upserts import insert_new
from services.people import START, Acting, Actor, ViewKey

P = ParamSpec("P")
R = TypeVar("R")
UseCase = Callable[Concatenate[Session, Acting, P], R]
"""What can be done or asked: a plain function of the session, who acts, and its own arguments."""


class AlreadyDone(AppError):
    """This event was handled before: redelivered, or sent again after a lost reply."""

    code: ClassVar[str] = "already_done"


class StaleAction(AppError):
    """The button belongs to an earlier screen, or to something that is no longer there."""

    code: ClassVar[str] = "stale_action"


class Overtaken(StaleAction):
    """Another process has moved the chat on since this event was understood: nothing was done, look again."""


class SessionEnded(AppError):
    """The cookie's session is not the chat's any more: signed out, deleted or never ours."""

    code: ClassVar[str] = "session_ended"


@dataclass(frozen=True, slots=True)
class Arrival:
    """An event as a channel received it.

    `event_id` is unique within the channel. `token` is the secret of a web session (None on channels that vouch for the
    sender). `locale` is the sender's hint, used until they choose. `at` is aware, UTC.
    """

    channel: str
    event_id: str
    chat_id: int
    peer: str
    at: datetime
    locale: str = "vi"
    token: str | None = None
    origin: str = ""

    @property
    def token_hash(self) -> str | None:
        """What is stored of the token."""
        return None if self.token is None else sha256(self.token.encode()).hexdigest()


class _Chat(NamedTuple):
    """What is read of a chat at every event."""

    id: int
    channel: str
    token_hash: str | None
    locale: str
    view: JsonObject
    seq: int
    household_id: str | None
    campaign: str | None
    unit_epoch: str | None
    unit_code: str | None
    seen_at: datetime


_IS_CHAT = col(Chat.id) == bindparam("id")
_BY_ID = Query(select_columns(*(col(getattr(Chat, name)) for name in _Chat._fields)).where(_IS_CHAT), _Chat)
_MOVE = Prepared(
    update(Chat).where(col(Chat.id) == bindparam("chat_id")).values(view=bindparam("to"), seq=col(Chat.seq) + 1)
)
_SEE = Prepared(update(Chat).where(_IS_CHAT).values(seen_at=bindparam("at")))
_SEEN_AGAIN_AFTER = timedelta(days=1)


class Shown(Protocol):
    """What is read for a view."""

    @property
    def load(self) -> Callable[..., Any]:
        """The query `(session, acting, *args) → facts`."""
        ...

    @property
    def foresee(self) -> Callable[[Session, int], None] | None:
        """Tells the database what `load` will ask for, of the chat with this id."""
        ...


@dataclass(frozen=True, slots=True)
class Arrived:
    """Who sent the event, and the facts of the view they are at when those were asked for.

    trouble: why the view that the chat was left at is no longer there; the actor is then at the start.
    """

    actor: Actor
    facts: object = None
    trouble: AppError | None = None


def arrive(
    session: Session, arrival: Arrival, library: Library, views: Mapping[str, Shown], *, needs_screen: bool = True
) -> Arrived:
    """Who this is and where they are, in one read.

    needs_screen: the facts of the view are needed, as for a typed text; then a view that is gone, or whose facts are,
    becomes the start. Otherwise they are only taken along, where the view is among these. Errors: `session_ended`.
    """
    for view in views.values():
        if view.foresee is not None:
            view.foresee(session, arrival.chat_id)
    actor = find_actor(session, arrival)
    acting = Acting(actor, arrival.at, library)
    if not (needs_screen or actor.view.view in views):
        return Arrived(actor)
    try:
        return Arrived(actor, views[actor.view.view].load(session, acting, *actor.view.args))
    except (AppError, KeyError, TypeError) as error:
        if not needs_screen:
            return Arrived(actor)
        home = replace(actor, view=START)
        trouble = error if isinstance(error, AppError) else StaleAction()
        return Arrived(home, views[START.view].load(session, replace(acting, actor=home)), trouble)


def find_actor(session: Session, arrival: Arrival) -> Actor:
    """The actor behind a chat, or a new one where nothing is stored yet. Errors: `session_ended`."""
    chat = _BY_ID.first(session, {"id": arrival.chat_id})
    if chat is None:
        return Actor(arrival.chat_id, arrival.channel, arrival.locale, is_new=True, origin=arrival.origin)
    if chat.token_hash is not None and not compare_digest(chat.token_hash, arrival.token_hash or ""):
        raise SessionEnded
    unit = UnitKey.stored(chat.unit_epoch, chat.unit_code) if chat.unit_epoch and chat.unit_code else None
    return Actor(
        chat.id,
        chat.channel,
        chat.locale,
        _read_view(chat.view),
        chat.household_id,
        unit,
        chat.campaign,
        origin=arrival.origin,
        seq=chat.seq,
        seen_at=chat.seen_at,
    )


def take_turn(
    session: Session,
    arrival: Arrival,
    acting: Acting,
    then: ViewKey | None,
    use_case: UseCase[P, R],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> R:
    """Handle an event once: record it, run the use-case, move the chat to its next view; note once a day that it lives.

    Effects: one commit with whatever the use-case did; until then other processes wait with what they have for the
    chat. Errors: `already_done`; `stale_action` when one of them was faster; the use-case's own, which undo all.
    """
    _record(session, arrival, acting.actor.seq)
    if acting.actor.is_new:
        _welcome(session, arrival, acting)
    elif acting.actor.seen_at is not None and arrival.at - acting.actor.seen_at >= _SEEN_AGAIN_AFTER:
        _SEE.post(session, {"id": arrival.chat_id, "at": arrival.at})
    done = use_case(session, acting, *args, **kwargs)
    if then is not None and then != acting.actor.view:
        move_chat(session, acting.actor.chat_id, then)
    return done


def move_chat(session: Session, chat_id: int, then: ViewKey) -> None:
    """Move a chat to a view, in the commit of whatever brought it there."""
    _MOVE.presume(session, {"chat_id": chat_id, "to": _write_view(then)})


def only_move(_session: Session, _acting: Acting) -> None:
    """Nothing beyond what every turn does."""


def set_locale(session: Session, acting: Acting, locale: str) -> None:
    """Speak this language with the actor from now on."""
    session.execute(update(Chat).where(col(Chat.id) == acting.actor.chat_id).values(locale=locale))


def _record(session: Session, arrival: Arrival, seq: int) -> None:
    """Record the event, and let no other process handle one of this chat until the commit.

    On SQLite, which has one writer, nobody waits. Errors: `already_done`; `stale_action` where the chat is not where it
    was read (seq).
    """
    event = {"channel": arrival.channel, "event_id": arrival.event_id, "at": arrival.at}
    if dialect_of(session).name == "sqlite":
        if not insert_new(session, Event, event):
            raise AlreadyDone
    elif not _HOLD_AND_RECORD.presume(session, {**event, "id": arrival.chat_id, "read_seq": seq}):
        raise AlreadyDone if _IS_RECORDED.first(session, event) else Overtaken


def _hold_and_record() -> Prepared:
    """One statement, so one journey: the chat is held before the event is inserted, which is made of its row.

    The first of all locks (see `models.postgres`). Not the full FOR UPDATE, which would also hold up whoever leaves
    this chat a message. A chat that is not there yet is no other than was read.
    """
    held = select_columns(col(Chat.seq)).where(_IS_CHAT).with_for_update(key_share=True).cte("held")
    event = Event.core().c
    given = select_columns(*(bindparam(name, type_=event[name].type).label(name) for name in _EVENT)).subquery("given")
    row = (
        select_columns(*(given.c[name] for name in _EVENT))
        .select_from(given.outerjoin(held, true()))
        .where(func.coalesce(held.c.seq, bindparam("read_seq")) == bindparam("read_seq"))
    )
    return Prepared(insert(Event.core()).from_select(_EVENT, row).on_conflict_do_nothing())


_EVENT = ("channel", "event_id", "at")
_HOLD_AND_RECORD = _hold_and_record()
_IS_RECORDED = Query(
    select_columns(col(Event.at)).where(
        col(Event.channel) == bindparam("channel"), col(Event.event_id) == bindparam("event_id")
    ),
    bool,
)


def _welcome(session: Session, arrival: Arrival, acting: Acting) -> None:
    chat = {
        "id": arrival.chat_id,
        "channel": arrival.channel,
        "peer": arrival.peer,
        "token_hash": arrival.token_hash,
        "locale": acting.actor.locale,
        "view": _write_view(acting.actor.view),
        "seq": 0,
        "paused_reminders": False,
        "created_at": arrival.at,
        "seen_at": arrival.at,
    }
    if not insert_new(session, Chat, chat):
        stored = _BY_ID.first(session, {"id": arrival.chat_id})
        if stored is None or stored.seq != acting.actor.seq:
            raise Overtaken


def _write_view(key: ViewKey) -> JsonObject:
    return {"view": key.view, "args": list(key.args)}


def _read_view(stored: JsonObject) -> ViewKey:
    view, args = stored.get("view"), stored.get("args")
    if not isinstance(view, str) or not isinstance(args, list):
        return START
    return ViewKey(view, tuple(str(arg) for arg in args))

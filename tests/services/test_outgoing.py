"""Messages for Telegram chats: recorded, claimed by one, sent, marked; a stop in between never sends twice."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from campaigns.library import Library
from models.chats import OWN_CHAT_IDS_FROM, Chat, Inbox
from models.database import Database
from services.inbox import Message, leave_message
from services.outgoing import CLAIM_KEPT, Delivery, claim_outgoing, mark_outgoing
from services.people import Acting, Actor
from services.reach import Why, record_out_of_reach

NOW = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)
ON_TELEGRAM, ON_THE_WEB = 4711, OWN_CHAT_IDS_FROM + 1


@pytest.fixture(scope="module")
def library() -> Library:
    """Sending needs no definitions."""
    return None  # type: ignore[return-value]


def acting(library: Library, *, later: timedelta = timedelta(), chat_id: int = 0) -> Acting:
    return Acting(Actor(chat_id, "telegram", "vi"), NOW + later, library)


def prepare(session: Session) -> None:
    """Two chats, each with a message."""
    for chat_id, channel in ((ON_TELEGRAM, "telegram"), (ON_THE_WEB, "web")):
        chat = {"id": chat_id, "channel": channel, "peer": str(chat_id), "created_at": NOW, "seen_at": NOW}
        session.add(Chat.model_validate(chat))
        session.flush()
        leave_message(session, chat_id, Message("period_closed"), NOW)


def deliveries(session: Session) -> list[str | None]:
    return [row.delivery for row in session.exec(select(Inbox).order_by(Inbox.id))]  # type: ignore[arg-type]


def test_a_message_is_claimed_once_and_only_where_it_must_be_sent(db: Database, library: Library) -> None:
    db.write_now(prepare)
    (claimed,) = db.write_now(claim_outgoing, acting(library))
    assert (claimed.chat_id, claimed.message.code) == (ON_TELEGRAM, "period_closed")
    assert db.write_now(claim_outgoing, acting(library)) == []
    db.write_now(mark_outgoing, acting(library), claimed.message.id, Delivery.SENT)
    assert db.read_now(deliveries) == ["sent", None]
    assert db.write_now(claim_outgoing, acting(library, later=2 * CLAIM_KEPT)) == []


def test_what_never_left_is_sent_again_and_what_may_have_arrived_is_not(db: Database, library: Library) -> None:
    db.write_now(prepare)
    (claimed,) = db.write_now(claim_outgoing, acting(library))
    db.write_now(mark_outgoing, acting(library), claimed.message.id, Delivery.BACK)
    assert db.write_now(claim_outgoing, acting(library)) == [claimed]
    # The process stops here, between sending and marking.
    assert db.write_now(claim_outgoing, acting(library, later=2 * CLAIM_KEPT)) == []
    assert db.read_now(deliveries) == ["unknown", None]


def test_a_chat_out_of_reach_is_not_written_to(db: Database, library: Library) -> None:
    db.write_now(prepare)
    db.write_now(record_out_of_reach, acting(library, chat_id=ON_TELEGRAM), Why.BLOCKED)
    assert db.write_now(claim_outgoing, acting(library)) == []
    assert db.read_now(deliveries) == ["refused", None]

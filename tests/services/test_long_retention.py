"""Codes, what units entered for awards and the trail have an end too; until then the database refuses to let deeds go."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, delete, select

from campaigns.library import Library
from models.audit import AuditEntry
from models.chats import Chat
from models.database import Database
from models.people import Account, Invitation, LinkCode
from models.unit_inputs import UnitInput
from services.audit import Deed, write_deed
from services.people import DESK, Acting, Actor
from services.retention import Purged, purge_chunk, purge_on_order

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
TEN_YEARS = timedelta(days=3_653)
ACCOUNT, CHAT = "a", 2**53


def _fill(session: Session) -> None:
    """What just has reached its end, beside what has a moment left."""
    moment = timedelta(minutes=1)
    session.add(Account.model_validate({"id": ACCOUNT, "created_at": NOW}))
    chat = {"id": CHAT, "channel": "web", "peer": "-", "created_at": NOW, "seen_at": NOW}
    session.add(Chat.model_validate(chat))
    session.flush()
    for name, over in (("gone", moment), ("kept", -moment)):
        offer = {"code_hash": name, "role": "team", "unit_epoch": "63", "unit_code": "30745", "given_by": "operator"}
        ended = NOW - timedelta(days=90) - over
        session.add(Invitation.model_validate({**offer, "ends_on": NOW.date(), "given_at": ended, "expires_at": ended}))
        link = {"code_hash": name, "account_id": ACCOUNT, "chat_id": CHAT, "expires_at": NOW - timedelta(days=1) - over}
        session.add(LinkCode.model_validate(link))
        place = {
            "campaign": "rach-gia",
            "unit_epoch": "63",
            "unit_code": "30745",
            "audience": "phuong",
            "kind": "trait",
        }
        about = {"year": 2015 if name == "gone" else 2016, "version": 1, "entered_by": "account:a", "entered_at": NOW}
        session.add(UnitInput.model_validate({**place, **about, "body": {}}))
        write_deed(session, NOW - TEN_YEARS - over, Deed("operator", name, "period", "p"))


def _left(session: Session) -> list[object]:
    offers = [row.code_hash for row in session.exec(select(Invitation)).all()]
    links = [row.code_hash for row in session.exec(select(LinkCode)).all()]
    years = [row.year for row in session.exec(select(UnitInput)).all()]
    return [offers, links, years, [row.action for row in session.exec(select(AuditEntry)).all()]]


def test_each_goes_on_its_day_and_the_operators_purge_is_itself_a_deed(db: Database, library: Library) -> None:
    acting = Acting(Actor(0, DESK, "vi"), NOW, library)
    db.write_now(_fill)
    assert db.write_now(purge_on_order, acting) == Purged(codes=2, inputs=1, deeds=1)
    assert db.read_now(_left) == [["kept"], ["kept"], [2016], ["kept", "purge"]]
    assert db.write_now(purge_chunk, acting) == Purged()


def _forget(session: Session) -> None:
    session.execute(delete(AuditEntry))


def test_a_deed_of_less_than_ten_years_cannot_be_deleted(db: Database) -> None:
    done_at = datetime.now(UTC) - timedelta(days=3_590)
    db.write_now(write_deed, done_at, Deed("operator", "invite", "role", "1"))
    with pytest.raises(IntegrityError, match="audit is append-only"):
        db.write_now(_forget)

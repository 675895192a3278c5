"""Consent: asked before the first personal field, per purpose, with proof of what was shown; withdrawn as easily."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, SQLColumnExpression, bindparam, exists, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from campaigns.errors import AppError
from models.consents import Consent, ConsentText
from models.prepared import Prepared, Query
from models.upserts import insert_missing, insert_where
from services.people import Acting

REPORT = "report"
"""Purpose: the ward's figures against the plan's targets."""
OFFICER = "officer"
"""Purpose: the office's figures, and what the officer did for the campaign."""
HELP = "help"
"""Purpose: the ward's community team sees what help the household wants."""


def report_purpose(period_id: str) -> str:
    """The purpose of answering in one period; another has its own controller and retention, so it asks anew."""
    return f"{REPORT}:{period_id}"


def officer_purpose(period_id: str) -> str:
    """The purpose of answering for oneself as an officer in one period."""
    return f"{OFFICER}:{period_id}"


def purpose_of(form_id: str, period_id: str) -> str:
    """The purpose of answering this form in one period."""
    return officer_purpose(period_id) if form_id == OFFICER else report_purpose(period_id)


@dataclass(eq=False)
class NoConsent(AppError):
    """Nothing may be asked or kept: consent to this form was not given, or was withdrawn."""

    code: ClassVar[str] = "no_consent"
    form_id: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A consent text as a person saw it: which form and version it was made from, in which language."""

    form_id: str
    version: int
    locale: str
    text: str

    @property
    def hash(self) -> str:
        """SHA-256 of everything shown, as stored."""
        return sha256(f"{self.form_id}\n{self.version}\n{self.locale}\n{self.text}".encode()).hexdigest()


def give_consent(session: Session, acting: Acting, purpose: str, notice: Notice) -> int:
    """`agree`; the id of the consent that stands now."""
    agree(session, acting, purpose, notice)
    return require_consent(session, acting, purpose, notice.form_id, notice.version)


def agree(session: Session, acting: Acting, purpose: str, notice: Notice) -> None:
    """Record a clear act of consent with the text that was shown, the channel and the time.

    Idempotent while a consent to this version of the form stands.
    """
    fields = {name: getattr(notice, name) for name in ("hash", "form_id", "version", "locale", "text")}
    insert_missing(session, ConsentText, fields)
    consent = {
        "chat_id": acting.actor.chat_id,
        "household_id": acting.actor.household_id,
        "purpose": purpose,
        "text_hash": notice.hash,
        "channel": acting.actor.channel,
        "given_at": acting.now,
    }
    _AGREE.post(session, {**consent, "form_id": notice.form_id, "version": notice.version})


def require_consent(session: Session, acting: Acting, purpose: str, form_id: str, version: int) -> int:
    """The id of the consent that stands for this purpose and form version. Errors: `no_consent`."""
    consent = _standing(session, acting, purpose, form_id, version)
    if consent is None:
        raise NoConsent(form_id)
    return consent


def has_consent(session: Session, acting: Acting, purpose: str, form_id: str, version: int) -> bool:
    """Whether the actor has agreed to this form version for this purpose."""
    return _standing(session, acting, purpose, form_id, version) is not None


def bind_consents(session: Session, acting: Acting, household_id: str) -> None:
    """Let the consents that the chat gave before it had a household belong to that household, but for an officer's."""
    _BIND.post(session, {"chat": acting.actor.chat_id, "own": household_id})


def is_agreed(form_id: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """Whether what `has_consent` asks is so, in a statement that is given `chat_id`, `purpose` and `version`."""
    return exists().where(*_stands(form_id))


def _stands(form_id: SQLColumnExpression[Any]) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Consent.chat_id) == bindparam("chat_id"),
        col(Consent.purpose) == bindparam("purpose"),
        col(Consent.withdrawn_at).is_(None),
        col(ConsentText.hash) == col(Consent.text_hash),
        col(ConsentText.form_id) == form_id,
        col(ConsentText.version) == bindparam("version"),
    )


_AGREE = insert_where(
    Consent,
    ("chat_id", "household_id", "purpose", "text_hash", "channel", "given_at"),
    ~is_agreed(bindparam("form_id")),
)
_BIND = Prepared(
    update(Consent)
    .where(
        col(Consent.chat_id) == bindparam("chat"),
        col(Consent.household_id).is_(None),
        col(Consent.purpose).not_like(f"{OFFICER}:%"),
    )
    .values(household_id=bindparam("own"))
)
_STANDING = Query(
    select_columns(col(Consent.id)).where(*_stands(bindparam("form_id"))).order_by(col(Consent.id).desc()).limit(1),
    int,
)


def _standing(session: Session, acting: Acting, purpose: str, form_id: str, version: int) -> int | None:
    asked = {"chat_id": acting.actor.chat_id, "purpose": purpose, "form_id": form_id, "version": version}
    return _STANDING.first(session, asked)

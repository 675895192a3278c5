"""People: who acts, what their roles let them do and where, and the one gate that every use-case of a role passes.

What belongs to a household goes through `services.households.own_household`; what belongs to a unit through `require`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from campaigns.errors import AppError
from campaigns.units import UnitKey
from models.people import AccountChat, RoleGrant
from services.audit import OPERATOR

if TYPE_CHECKING:
    # Commands that ask nothing of the definitions do not load what reads them.
    from campaigns.library import Library

TIME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class ViewKey:
    """Which screen a chat is at: a view's id and its arguments, as stored in the chat row."""

    view: str
    args: tuple[str, ...] = ()


START = ViewKey("start")


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who acts through a chat.

    `chat_id` is the channel's own id, or one of ours from 2^53 up. `household_id` and `unit` are what the chat has
    chosen so far, `campaign` the one that questions are about (None: the one that is asking). `is_new`: nothing is
    stored of this chat yet. `origin`: a keyed digest of the address that the event came from, "" where the channel
    knows none; it only serves to lock guessing. `seq`: how often the chat had moved when this was read. `seen_at`: when
    it was last heard from, to a day; None where nothing is stored.
    """

    chat_id: int
    channel: str
    locale: str
    view: ViewKey = START
    household_id: str | None = None
    unit: UnitKey | None = None
    campaign: str | None = None
    is_new: bool = False
    origin: str = ""
    seq: int = 0
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, when (aware, UTC), and the definitions in force. Use-cases and queries take it after the session."""

    actor: Actor
    now: datetime
    library: "Library" = field(repr=False)

    @property
    def today(self) -> date:
        """The local date in Viet Nam."""
        return self.now.astimezone(TIME_ZONE).date()

    def for_campaign(self, campaign: str) -> "Acting":
        """The same, once the actor has chosen a campaign to speak of."""
        return replace(self, actor=replace(self.actor, campaign=campaign))

    def for_oneself(self) -> "Acting":
        """The same, where it is about the person and not about the household that the chat answers for."""
        return replace(self, actor=replace(self.actor, household_id=None))

    def for_household(self, household_id: str) -> "Acting":
        """The same, once the actor has chosen a household."""
        return replace(self, actor=replace(self.actor, household_id=household_id))


_ACCOUNT = "account:"
DESK = "command-line"
"""The channel of who runs the machine itself; no chat can have it."""


class NotYours(AppError):
    """There is no such thing, or it is not for the actor: nobody is told which of the two."""

    code: ClassVar[str] = "not_yours"


class SameHands(AppError):
    """Whoever entered, approved or nominated something may not do the next of these steps with it."""

    code: ClassVar[str] = "same_hands"


class Role(StrEnum):
    """What somebody is for a unit and all below it. A citizen needs no role."""

    TEAM = "team"
    """Community digital team."""
    REPORTER = "reporter"
    """Enters a unit's figures."""
    VERIFIER = "verifier"
    """Approves them."""
    LEADER = "leader"
    """Leads the unit: nominates, answers people, gives roles below."""
    CAMPAIGN_OFFICER = "campaign_officer"
    """Sở Nội vụ, Ban Thi đua - Khen thưởng: appraises."""
    OPERATOR = "operator"
    """Keeps the assistant itself in order; sees no household."""


class Capability(StrEnum):
    """What a use-case may ask of the gate."""

    SEE_LIVE = "see_live"
    VISIT_HOUSEHOLDS = "visit_households"
    ENTER_FIGURES = "enter_figures"
    VERIFY_FIGURES = "verify_figures"
    NOMINATE = "nominate"
    APPRAISE = "appraise"
    ANSWER_PEOPLE = "answer_people"
    HANDLE_REQUESTS = "handle_requests"
    GIVE_ROLES = "give_roles"
    SEE_AUDIT = "see_audit"
    CURATE = "curate"


CAN: dict[Role, frozenset[Capability]] = {
    Role.TEAM: frozenset({Capability.VISIT_HOUSEHOLDS, Capability.ANSWER_PEOPLE}),
    Role.REPORTER: frozenset({Capability.SEE_LIVE, Capability.ENTER_FIGURES}),
    Role.VERIFIER: frozenset({Capability.SEE_LIVE, Capability.VERIFY_FIGURES}),
    Role.LEADER: frozenset(
        {
            Capability.SEE_LIVE,
            Capability.NOMINATE,
            Capability.ANSWER_PEOPLE,
            Capability.HANDLE_REQUESTS,
            Capability.GIVE_ROLES,
            Capability.SEE_AUDIT,
        }
    ),
    Role.CAMPAIGN_OFFICER: frozenset(
        {
            Capability.SEE_LIVE,
            Capability.APPRAISE,
            Capability.ANSWER_PEOPLE,
            Capability.HANDLE_REQUESTS,
            Capability.GIVE_ROLES,
            Capability.SEE_AUDIT,
        }
    ),
    Role.OPERATOR: frozenset({Capability.GIVE_ROLES, Capability.SEE_AUDIT, Capability.CURATE}),
}
"""Least privilege: what each role may do inside its unit and below."""


@dataclass(frozen=True, slots=True)
class Mandate:
    """A role that is in force today, and where. unit: None for who runs the machine, who may act everywhere."""

    role: Role
    unit: UnitKey | None
    account_id: str = ""
    ends_on: date | None = None

    def can(self, capability: Capability) -> bool:
        """Whether the role includes this."""
        return capability in CAN[self.role] or self.unit is None


def mandates(session: Session, acting: Acting) -> tuple[Mandate, ...]:
    """Every role that the actor's chat gives them today, in the order they were given. One statement."""
    if acting.actor.channel == DESK:
        return (Mandate(Role.OPERATOR, None),)
    query = select(RoleGrant).join(AccountChat, col(AccountChat.account_id) == col(RoleGrant.account_id))
    return _in_force(session, acting, query.where(col(AccountChat.chat_id) == acting.actor.chat_id))


def mandates_of(session: Session, acting: Acting, signed: str) -> tuple[Mandate, ...]:
    """Every role that whoever signed so holds today: what they offered is worth something only while they do."""
    if signed == OPERATOR:
        return (Mandate(Role.OPERATOR, None),)
    account = account_of(signed)
    if account is None:
        return ()
    return _in_force(session, acting, select(RoleGrant).where(col(RoleGrant.account_id) == account))


def _in_force(session: Session, acting: Acting, query: SelectOfScalar[RoleGrant]) -> tuple[Mandate, ...]:
    today = query.where(
        col(RoleGrant.revoked_at).is_(None),
        col(RoleGrant.starts_on) <= acting.today,
        col(RoleGrant.ends_on) >= acting.today,
    )
    return tuple(mandate_of(row) for row in session.exec(today.order_by(col(RoleGrant.id))))


def mandate_of(row: RoleGrant) -> Mandate:
    """What a stored role lets its holder do, on its days."""
    return Mandate(Role(row.role), UnitKey.stored(row.unit_epoch, row.unit_code), row.account_id, row.ends_on)


def require(
    session: Session, acting: Acting, capability: Capability, unit: UnitKey | None, not_of: UnitKey | None = None
) -> Mandate:
    """The gate: the actor's role that lets them do this at this unit. unit: None where the object was not found.

    not_of: a unit whose own people are refused, whatever else they hold, since it is about them. Errors: `not_yours`,
    the same for what is not there and for what is not theirs, after the same statement.
    """
    own = mandates(session, acting)
    if not_of is not None and any(each.unit == not_of for each in own):
        raise NotYours
    for held in own:
        if unit is not None and held.can(capability) and is_within(acting, unit, held.unit):
            return held
    raise NotYours


def require_anywhere(session: Session, acting: Acting, capability: Capability) -> tuple[Mandate, ...]:
    """The gate of a list: every role of the actor that lets them do this; show what lies below their units only.

    Errors: `not_yours` where there is none.
    """
    held = tuple(each for each in mandates(session, acting) if each.can(capability))
    if not held:
        raise NotYours
    return held


def covers(acting: Acting, held: Iterable[Mandate], unit: UnitKey) -> bool:
    """Whether one of these roles reaches this unit."""
    return any(is_within(acting, unit, each.unit) for each in held)


def is_within(acting: Acting, unit: UnitKey, root: UnitKey | None) -> bool:
    """Whether a unit is the root or lies below it, on the root's own map: a merged unit is another one."""
    if root is None:
        return True
    places = acting.library.places
    return unit == root or (unit in places and root in places and places.is_within(unit, root))


def find_account(session: Session, acting: Acting) -> str | None:
    """The account that the actor's chat belongs to, if a code was ever used in it."""
    return session.exec(select(AccountChat.account_id).where(AccountChat.chat_id == acting.actor.chat_id)).first()


def account_signature(account_id: str) -> str:
    """How the audit trail and figures name a person."""
    return f"{_ACCOUNT}{account_id}"


def account_of(signed: str) -> str | None:
    """The account that a signature names, None for the desk and for a chat without account."""
    return signed.removeprefix(_ACCOUNT) if signed.startswith(_ACCOUNT) else None


def signature(session: Session, acting: Acting) -> str:
    """Who acts, as the audit trail and figures name them: an account, the desk, or a chat without account."""
    if acting.actor.channel == DESK:
        return OPERATOR
    account = find_account(session, acting)
    return account_signature(account) if account else f"chat:{acting.actor.chat_id}"


def require_other_hands(session: Session, acting: Acting, *earlier: str | None) -> str:
    """The actor's signature, which must be none of those who took earlier steps. Errors: `same_hands`.

    Source: no person should enter, approve and nominate the same figure.
    """
    own = signature(session, acting)
    if own in earlier:
        raise SameHands
    return own

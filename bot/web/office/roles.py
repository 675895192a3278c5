"""Roles: /can-bo/vai-tro, with a look at one before it is taken back."""

from collections.abc import Mapping

from bot.web.office.pages import ROOT, Asked, Misfit, Page, Post, Then, Trace
from campaigns.units import UnitKey, UnitKeyError
from handlers.invitations import invited_words
from handlers.role_words import may_words, role_words
from handlers.screen import Tone, say
from handlers.words import _
from services.invitations import LONGEST_NOTE, Invited, Offer, invite, withdraw_invitation
from services.people import Capability, Role
from services.role_desk import RoleDesk, see_role_desk
from services.role_moves import move_role
from services.roles import HeldRole, revoke_role, see_role

URL = f"{ROOT}/vai-tro"


def _offer(asked: Asked) -> tuple[object, ...]:
    try:
        role = Role(asked.text("vai-tro"))
    except ValueError as error:
        raise Misfit("vai-tro", "choose") from error
    unit = _unit(asked, "don-vi")
    until = asked.day("den")
    if until is None:
        raise Misfit("den", "unreadable")
    return (Offer(role, unit, until, asked.text("ghi-chu")[:LONGEST_NOTE]),)


def _unit(asked: Asked, name: str) -> UnitKey:
    try:
        return UnitKey.parse(asked.text(name))
    except UnitKeyError as error:
        raise Misfit(name, "choose") from error


def _number(asked: Asked) -> int:
    found = asked.number("so")
    if found is None:
        raise Misfit("so", "unreadable")
    return found


def _invited(made: Invited, asked: Asked) -> Then:
    link = say(_("Or send this link: {link}"), link=f"{asked.address}/?xa=ma-{made.code}")
    told = invited_words(made)
    return Then(URL, (*told[:2], link, *told[2:]))


def _revoked(role: HeldRole, _asked: Asked) -> Then:
    done = _("Taken back: {role}, {unit}.")
    return Then(URL, (say(done, Tone.NOTICE, role=role_words(role.role), unit=role.unit.label),))


def _trace(desk: RoleDesk) -> Trace | None:
    """Names of people stand in the notes on roles below; one's own are nobody else's affair."""
    return Trace("look_roles", "role") if desk.roles.can_invite else None


def _values(_facts: object, _asked: Asked) -> Mapping[str, object]:
    return {"may_words": may_words, "longest_note": LONGEST_NOTE}


ROLES = Page(
    path="vai-tro",
    capability=None,
    title=lambda: _("Roles"),
    template="roles.html",
    load=see_role_desk,
    values=_values,
    trace=_trace,
    posts={
        "invite": Post(
            capability=Capability.GIVE_ROLES,
            use_case=invite,
            reads=_offer,
            then=_invited,
            misfits={
                "not_yours": Misfit("don-vi", "not_there"),
                "unit_unknown": Misfit("don-vi", "not_there"),
                "role_ends_wrong": Misfit("den", "too_far"),
            },
        ),
        "withdraw": Post(
            capability=Capability.GIVE_ROLES,
            use_case=withdraw_invitation,
            reads=lambda asked: (_number(asked),),
            then=lambda _done, _asked: Then(URL, (say(_("Withdrawn: its code gives nothing any more."), Tone.NOTICE),)),
        ),
        "move": Post(
            capability=Capability.GIVE_ROLES,
            use_case=move_role,
            reads=lambda asked: (_number(asked), _unit(asked, "toi")),
            then=lambda _done, _asked: Then(URL, (say(_("Moved to the unit of today."), Tone.NOTICE),)),
        ),
    },
)
ROLE = Page(
    path="vai-tro/thu-lai",
    capability=None,
    title=lambda: _("Take this role back?"),
    template="role.html",
    load=see_role,
    asks=lambda asked: (asked.text("so"),),
    posts={
        "revoke": Post(capability=None, use_case=revoke_role, reads=lambda asked: (_number(asked),), then=_revoked),
    },
    in_menu=False,
)

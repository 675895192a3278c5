"""Roles: /can-bo/vai-tro, with a look at one before it is taken back."""

from collections.abc import Mapping
from functools import partial

from bot.web.office.pages import ROOT, Asked, Misfit, Page, Post, Then, its_number, told
from handlers.invitations import invited_words
from handlers.role_words import giver_words, may_words, role_words
from handlers.roles import trace_of
from handlers.screen import say
from handlers.words import _
from services.invitations import LONGEST_NOTE, Invited, Offer, invite, withdraw_invitation
from services.people import Capability, Role
from services.role_desk import see_role_desk
from services.role_moves import move_role
from services.roles import HeldRole, revoke_role, see_role

URL = f"{ROOT}/vai-tro"
_post = partial(Post, capability=Capability.GIVE_ROLES)


def _offer(asked: Asked) -> tuple[object, ...]:
    try:
        role = Role(asked.text("vai-tro"))
    except ValueError as error:
        raise Misfit("vai-tro", "choose") from error
    unit = asked.unit("don-vi")
    until = asked.day("den")
    if until is None:
        raise Misfit("den", "unreadable")
    return (Offer(role, unit, until, asked.text("ghi-chu")[:LONGEST_NOTE]),)


def _invited(made: Invited, asked: Asked) -> Then:
    link = say(_("Or send this link: {link}"), link=f"{asked.address}/?xa=ma-{made.code}")
    words = invited_words(made)
    return Then(URL, (*words[:2], link, *words[2:]))


def _revoked(role: HeldRole, _asked: Asked) -> Then:
    return told(URL, _("Taken back: {role}, {unit}."), role=role_words(role.role), unit=role.unit.label)


def _values(_facts: object, _asked: Asked) -> Mapping[str, object]:
    return {"may_words": may_words, "giver_words": giver_words, "longest_note": LONGEST_NOTE}


ROLES = Page(
    path="vai-tro",
    capability=None,
    title=lambda: _("Roles"),
    template="roles.html",
    load=see_role_desk,
    values=_values,
    trace=lambda desk: trace_of(desk.roles),
    posts={
        "invite": _post(
            use_case=invite,
            reads=_offer,
            then=_invited,
            misfits={
                "not_yours": Misfit("don-vi", "not_there"),
                "unit_unknown": Misfit("don-vi", "not_there"),
                "role_ends_wrong": Misfit("den", "too_far"),
            },
        ),
        "withdraw": _post(
            use_case=withdraw_invitation,
            reads=its_number,
            then=lambda _done, _asked: told(URL, _("Withdrawn: its code gives nothing any more.")),
        ),
        "move": _post(
            use_case=move_role,
            reads=lambda asked: (asked.id("so"), asked.unit("toi")),
            then=lambda _done, _asked: told(URL, _("Moved to the unit of today.")),
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
    values=lambda _facts, _asked: {"giver_words": giver_words},
    posts={"revoke": Post(capability=None, use_case=revoke_role, reads=its_number, then=_revoked)},
    in_menu=False,
)

"""Roles and what they let one do, in words; the chat and the officials' pages say them alike."""

from collections.abc import Callable, Mapping

from handlers.words import _
from services.people import Role
from services.roles import Giver

_ROLES: Mapping[Role, Callable[[], str]] = {
    Role.TEAM: lambda: _("community digital team"),
    Role.REPORTER: lambda: _("reporter of the unit's figures"),
    Role.VERIFIER: lambda: _("verifier of the unit's figures"),
    Role.LEADER: lambda: _("leader of the unit"),
    Role.CAMPAIGN_OFFICER: lambda: _("campaign officer"),
    Role.OPERATOR: lambda: _("operator of the assistant"),
}
_MAY: Mapping[Role, Callable[[], str]] = {
    Role.TEAM: lambda: _("goes to households, sees what help they wish for"),
    Role.REPORTER: lambda: _("enters figures, sees live results of the unit"),
    Role.VERIFIER: lambda: _("approves figures somebody else has entered"),
    Role.LEADER: lambda: _("gives roles below, answers people, sees live figures"),
    Role.CAMPAIGN_OFFICER: lambda: _("answers people, gives roles in the units below, sees live figures"),
    Role.OPERATOR: lambda: _("keeps the assistant in order; sees no household's answers"),
}


def role_words(role: Role) -> str:
    """What somebody is: "leader of the unit"."""
    return _ROLES[role]()


def may_words(role: Role) -> str:
    """What the role lets one do."""
    return _MAY[role]()


def giver_words(giver: Giver) -> str:
    """Who gave a role: "leader of the unit, phường Vĩnh Lạc (anh Ba), whose own role is over"."""
    if giver.is_desk:
        return _("the machine's operator")
    if giver.role is None or giver.unit is None:
        return _("somebody who may give no such role any more")
    if giver.is_actor:
        return _("yourself")
    named = f"{role_words(giver.role)}, {giver.unit.label}" + (f" ({giver.note})" if giver.note else "")
    return named if giver.may_still else _("{named}, whose own role is over").format(named=named)

"""Roles and what they let one do, in words; the chat and the officials' pages say them alike."""

from collections.abc import Callable, Mapping

from handlers.words import _
from services.people import Role

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
    Role.LEADER: lambda: _("gives roles below, answers people, nominates"),
    Role.CAMPAIGN_OFFICER: lambda: _("appraises, answers people, gives roles in the units below"),
    Role.OPERATOR: lambda: _("keeps the assistant in order; sees no household's answers"),
}


def role_words(role: Role) -> str:
    """What somebody is: "leader of the unit"."""
    return _ROLES[role]()


def may_words(role: Role) -> str:
    """What the role lets one do."""
    return _MAY[role]()

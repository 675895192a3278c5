"""Words of the officials' pages that the chat may need too: deeds, what they were done to, channels."""

from collections.abc import Callable, Mapping

from handlers.words import _

_DEEDS: Mapping[str, Callable[[], str]] = {
    "invite": lambda: _("invited somebody"),
    "withdraw_invitation": lambda: _("withdrew an invitation"),
    "accept_role": lambda: _("took up a role"),
    "revoke_role": lambda: _("took a role back"),
    "move_role": lambda: _("moved a role to a unit of today"),
    "link_chat": lambda: _("joined another device"),
    "end_session": lambda: _("ended a session"),
    "open_period": lambda: _("opened a period"),
    "close_period": lambda: _("closed a period"),
    "purge": lambda: _("deleted what was kept long enough"),
    "backup": lambda: _("made a backup"),
    "restore": lambda: _("restored a backup"),
    "import_hamlets": lambda: _("imported hamlets"),
    "state_households": lambda: _("stated how many households there are"),
    "enter_input": lambda: _("entered something for awards"),
    "approve_input": lambda: _("approved what was entered"),
    "return_input": lambda: _("returned what was entered"),
    "look_inputs": lambda: _("looked at what was entered for awards"),
    "look_award": lambda: _("looked at an award comparison"),
    "look_live": lambda: _("looked at live figures"),
    "look_trail": lambda: _("looked at the audit trail"),
    "look_roles": lambda: _("looked at roles"),
}
_OBJECTS: Mapping[str, Callable[[], str]] = {
    "invitation": lambda: _("invitation"),
    "role": lambda: _("role"),
    "chat": lambda: _("conversation"),
    "period": lambda: _("period"),
    "retention": lambda: _("retention"),
    "database": lambda: _("database"),
    "campaign": lambda: _("campaign"),
    "unit": lambda: _("unit"),
    "unit_input": lambda: _("input for awards"),
    "audit": lambda: _("audit trail"),
}
_CHANNELS: Mapping[str, Callable[[], str]] = {"web": lambda: _("web page")}
_NAMES = {"telegram": "Telegram", "zalo": "Zalo"}


def deed_words(action: str) -> str:
    """What was done, in words; the code itself, readable, where no words are known."""
    found = _DEEDS.get(action)
    return found() if found else action.replace("_", " ")


def object_words(kind: str) -> str:
    """What something was done to, in words."""
    found = _OBJECTS.get(kind)
    return found() if found else kind.replace("_", " ")


def channel_words(channel: str) -> str:
    """Where a conversation is held."""
    found = _CHANNELS.get(channel)
    return found() if found else _NAMES.get(channel, channel)


def capital(text: str) -> str:
    """The same with a capital at the start."""
    return text[:1].upper() + text[1:]

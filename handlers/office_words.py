"""Words of the officials' pages that the chat may need too: deeds, what they were done to, channels."""

from collections.abc import Callable, Mapping

from campaigns.plan_answers import Reason
from handlers.role_words import role_words
from handlers.ticket_words import right_words
from handlers.words import _
from services.audit import OPERATOR
from services.people import Role, account_of
from services.trail import Entry

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
    "see_ticket": lambda: _("read a request for help"),
    "take_ticket": lambda: _("took over a request for help"),
    "answer_ticket": lambda: _("answered a request for help"),
    "close_ticket": lambda: _("closed a request for help"),
    "pass_on_ticket": lambda: _("passed a request for help on"),
    "find_household": lambda: _("looked a slip up"),
    "record_request": lambda: _("wrote a request about data down"),
    "execute_request": lambda: _("carried a request about data out"),
    "look_queue": lambda: _("looked at what is to be answered"),
    "look_requests": lambda: _("looked at requests about data"),
    "look_request": lambda: _("looked at a request about data"),
    "look_live": lambda: _("looked at live figures"),
    "look_trail": lambda: _("looked at the audit trail"),
    "look_questions": lambda: _("looked at questions asked in vain"),
    "settle": lambda: _("was done with questions"),
    "add": lambda: _("added to the answers"),
    "withdraw": lambda: _("took back from the answers"),
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
    "lexicon_entry": lambda: _("words that mean the same"),
    "curated_answer": lambda: _("fixed answer"),
    "asked_questions": lambda: _("questions asked in vain"),
    "ticket": lambda: _("request for help"),
    "data_request": lambda: _("request about data"),
    "unit": lambda: _("unit"),
    "unit_input": lambda: _("input for awards"),
    "audit": lambda: _("audit trail"),
}
_FIELDS: Mapping[str, Callable[[], str]] = {
    "year": lambda: _("year {value}"),
    "version": lambda: _("version {value}"),
    "to": lambda: _("to {value}"),
    "requested_by=household": lambda: _("Somebody of the household"),
    "requested_by=representative": lambda: _("Somebody who represents it"),
    "owner": lambda: _("who answers"),
    "words": lambda: _("what was written"),
}
_OUTCOMES: Mapping[str, Callable[[], str]] = {
    "wrong": lambda: _("marked as wrong"),
    Reason.NOT_COVERED: lambda: _("not in the plan"),
    Reason.LEVEL_NOT_COVERED: lambda: _("another level"),
    Reason.YEAR_NOT_COVERED: lambda: _("another year"),
    Reason.OTHER_PLACE: lambda: _("another place"),
    Reason.OTHER_PLAN: lambda: _("another plan"),
    Reason.VALUE_NOT_STATED: lambda: _("the plan gives no such value"),
    Reason.CONTACT: lambda: _("telephone or address"),
    Reason.AMOUNT: lambda: _("amount of money"),
    Reason.WEATHER: lambda: _("weather"),
    Reason.OFFTOPIC: lambda: _("not about the campaign"),
    Reason.PERSONAL: lambda: _("a single case"),
    Reason.HOWTO: lambda: _("how to do it"),
    Reason.NAME: lambda: _("a person's name"),
    Reason.LAW: lambda: _("another document"),
    Reason.STATISTICS: lambda: _("results, not goals"),
}
_CHANNELS: Mapping[str, Callable[[], str]] = {"web": lambda: _("web page")}
_NAMES = {"telegram": "Telegram", "zalo": "Zalo"}


def deed_words(action: str) -> str:
    """What was done, in words; the code itself, readable, where no words are known."""
    found = _DEEDS.get(action)
    return found() if found else action.replace("_", " ")


def signed_words(entry: Entry) -> str:
    """Who did it, as people read it: role and unit. Never the signature, which only joins deeds of the same person."""
    if entry.actor == OPERATOR:
        return _("whoever runs the machine")
    held = (_("{role}, {unit}").format(role=role_words(role), unit=unit.label) for role, unit in entry.roles)
    return "; ".join(held) or _("somebody without a role")


def object_words(kind: str) -> str:
    """What something was done to, in words."""
    found = _OBJECTS.get(kind)
    return found() if found else kind.replace("_", " ")


def actor_words(actor: str, note: str) -> str:
    """Somebody to choose from a list: in the words of whoever gave the role, else by the end of the signature."""
    if actor == OPERATOR:
        return _("whoever runs the machine")
    kind = _("somebody with a role, {end}") if account_of(actor) else _("a conversation, {end}")
    return note or kind.format(end=f"…{actor[-4:]}")


def field_words(field: str) -> str:
    """What of something was changed or said, in words; the code itself where no words are known."""
    name, _equals, value = field.partition("=")
    if name == "role" and value in set(Role):
        return role_words(Role(value))
    if name == "right":
        return right_words(value)
    found = _FIELDS.get(field) or _FIELDS.get(name)
    return found().format(value=value) if found else field


def outcome_words(code: str) -> str:
    """Why a question got no answer, in few words."""
    found = _OUTCOMES.get(code)
    return found() if found else code.replace("_", " ")


def channel_words(channel: str) -> str:
    """Where a conversation is held."""
    found = _CHANNELS.get(channel)
    return found() if found else _NAMES.get(channel, channel)

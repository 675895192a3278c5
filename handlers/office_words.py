"""Words of the officials' pages that the chat may need too: deeds, what they were done to, channels."""

from collections.abc import Callable, Mapping

from campaigns.awarding.entries import InputKind
from campaigns.format.criterion import Condition
from campaigns.plan_answers import Reason
from campaigns.text import fold
from handlers.award_words import TRAITS
from handlers.role_words import role_words
from handlers.ticket_words import right_words
from handlers.words import _, number
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
    "import_organisations": lambda: _("imported offices"),
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
    "miss_slip": lambda: _("typed a slip number of no household of theirs"),
    "record_request": lambda: _("wrote a request about data down"),
    "execute_request": lambda: _("carried a request about data out"),
    "look_inputs": lambda: _("looked at what was entered for awards"),
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
    "account": lambda: _("devices of one person"),
    "period": lambda: _("period"),
    "household": lambda: _("household"),
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
    "closed_at": lambda: _("its end"),
    "hamlets": lambda: _("hamlets"),
    "organisations": lambda: _("offices"),
    "rank:own": lambda: _("its own rank"),
    "rank:parent": lambda: _("rank of the body above"),
    "score": lambda: _("score"),
    "conduct": lambda: _("discipline and open proceedings"),
}
_DELETED: Mapping[str, Callable[[], str]] = {
    "reports": lambda: _("answers of households and officers: {count}"),
    "households": lambda: _("households: {count}"),
    "drafts": lambda: _("unfinished forms: {count}"),
    "questions": lambda: _("questions: {count}"),
    "tickets": lambda: _("requests for help: {count}"),
    "messages": lambda: _("messages: {count}"),
    "chats": lambda: _("conversations: {count}"),
    "requests": lambda: _("requests about data: {count}"),
    "officers": lambda: _("officers: {count}"),
    "codes": lambda: _("codes: {count}"),
    "inputs": lambda: _("inputs for awards: {count}"),
    "deeds": lambda: _("deeds of this trail: {count}"),
}
"""What a purge counts. Its fields, such as "reports=3", are no names of fields."""
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


def known_deeds() -> tuple[str, ...]:
    """Every kind of deed there is, by its code, in the order of their words."""
    return tuple(sorted(_DEEDS, key=lambda code: fold(deed_words(code))))


def fields_words(entry: Entry, names: Mapping[str, str]) -> tuple[str, ...]:
    """What of something was changed or said, each in words. names: of what was entered, as a trail knows them."""
    if entry.action == "open_period":
        # Every field of a period is said at once; a list of their names tells nobody anything.
        return ()
    fields = (each for each in entry.fields if not each.startswith("unit="))
    if entry.object_kind == "retention":
        counts = (each.partition("=") for each in fields)
        return tuple(_deleted_words(name, count) for name, _equals, count in counts if count != "0")
    return tuple(_field_words(each, names) for each in fields)


def _deleted_words(name: str, count: str) -> str:
    found = _DELETED.get(name)
    return found().format(count=number(int(count))) if found and count.isdigit() else f"{name}: {count}"


def _field_words(field: str, names: Mapping[str, str]) -> str:
    name, _equals, value = field.partition("=")
    if name == "role" and value in set(Role):
        return role_words(Role(value))
    if name == "right":
        return right_words(value)
    if field == "households":
        return _("numbers of households")
    kind, _colon, about = field.partition(":")
    if kind == InputKind.TRAIT and about in set(Condition):
        return TRAITS[Condition(about)]()
    found = _FIELDS.get(field) or _FIELDS.get(name)
    return found().format(value=value) if found else names.get(field, field)


def outcome_words(code: str) -> str:
    """Why a question got no answer, in few words."""
    found = _OUTCOMES.get(code)
    return found() if found else code.replace("_", " ")


def channel_words(channel: str) -> str:
    """Where a conversation is held."""
    found = _CHANNELS.get(channel)
    return found() if found else _NAMES.get(channel, channel)

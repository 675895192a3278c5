"""Officials of a ward: accounts with a role, for tests with a plain session."""

from datetime import timedelta

from campaigns.units import UnitKey
from models.chats import Chat
from models.people import Account, AccountChat, RoleGrant
from services.people import Acting, Actor, Role
from tests.services.families import Ward

FIRST_OFFICIAL = 2**53 + 500_000


def appoint(town: Ward, role: Role, unit: UnitKey, number: int = 1) -> Acting:
    """Somebody with a chat of their own who holds this role today; acts now."""
    chat_id = FIRST_OFFICIAL + number
    account = f"official-{number}"
    chat = {"id": chat_id, "channel": "web", "peer": str(chat_id), "created_at": town.now, "seen_at": town.now}
    grant = {
        "account_id": account,
        "role": role.value,
        "unit_epoch": unit.epoch,
        "unit_code": unit.code,
        "starts_on": town.now.date(),
        "ends_on": town.now.date() + timedelta(days=365),
        "given_by": "operator",
        "given_at": town.now,
    }
    link = {"chat_id": chat_id, "account_id": account, "linked_at": town.now}
    town.session.add_all([Chat.model_validate(chat), Account.model_validate({"id": account, "created_at": town.now})])
    town.session.flush()
    town.session.add_all([AccountChat.model_validate(link), RoleGrant.model_validate(grant)])
    town.session.flush()
    return again(town, number)


def again(town: Ward, number: int = 1) -> Acting:
    """The same official, who acts now."""
    return town.acting(Actor(FIRST_OFFICIAL + number, "web", "vi"))

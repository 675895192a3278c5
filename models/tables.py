"""Every table, in one place for migrations and for tests that want them all."""

from models.audit import AuditEntry
from models.campaigns import ChatCampaign, PlanClause
from models.chats import Chat, Event, Inbox, Lockout
from models.columns import Table
from models.consents import Consent, ConsentText
from models.curation import StoredCuratedAnswer, StoredLexiconEntry
from models.drafts import Draft
from models.facts import Fact
from models.generations import Generation
from models.households import ChatHousehold, Household
from models.officers import OfficerChat, OfficerProfile, Organisation
from models.people import Account, AccountChat, Invitation, LinkCode, RoleGrant
from models.periods import Period
from models.questions import AskedQuestion
from models.reach import OutOfReach
from models.reports import Report
from models.tallies import Retained, Snapshot, Tally, UnitProgress
from models.tickets import DataRequest, HelpWish, Ticket, TicketWord
from models.timed import TimedWork
from models.unit_inputs import UnitInput
from models.units import Hamlet, Population

__all__ = [
    "Account",
    "AccountChat",
    "AskedQuestion",
    "AuditEntry",
    "Chat",
    "ChatCampaign",
    "ChatHousehold",
    "Consent",
    "ConsentText",
    "DataRequest",
    "Draft",
    "Event",
    "Fact",
    "Generation",
    "Hamlet",
    "HelpWish",
    "Household",
    "Inbox",
    "Invitation",
    "LinkCode",
    "Lockout",
    "OfficerChat",
    "OfficerProfile",
    "Organisation",
    "OutOfReach",
    "Period",
    "PlanClause",
    "Population",
    "Report",
    "Retained",
    "RoleGrant",
    "Snapshot",
    "StoredCuratedAnswer",
    "StoredLexiconEntry",
    "Table",
    "Tally",
    "Ticket",
    "TicketWord",
    "TimedWork",
    "UnitInput",
    "UnitProgress",
]

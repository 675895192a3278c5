"""Requests by telephone, for tests with a plain session."""

from services.callers import FoundBySlip, find_by_slip
from services.households import own_household
from services.people import Acting
from services.requests import RequestInfo, Telephoned, record_request
from services.rights import Right
from tests.services.families import Ward


def telephoned(town: Ward, official: Acting, family: Acting, right: Right, purpose: str | None = None) -> RequestInfo:
    """A family telephones and reads its slip out; the official writes down which right it uses, and which consent."""
    found = find_by_slip(town.session, official, own_household(town.session, family).slip)
    assert isinstance(found, FoundBySlip)
    return record_request(town.session, official, found.request_id, Telephoned(right, purpose=purpose))

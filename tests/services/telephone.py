"""Requests by telephone, for tests with a plain session."""

from services.households import own_household
from services.people import Acting
from services.requests import FoundBySlip, RequestInfo, Telephoned, find_by_slip, record_request
from services.rights import Right
from tests.services.families import Ward


def telephoned(town: Ward, official: Acting, family: Acting, right: Right) -> RequestInfo:
    """A family telephones and reads its slip out; the official writes down which right it uses."""
    found = find_by_slip(town.session, official, own_household(town.session, family).slip)
    assert isinstance(found, FoundBySlip)
    return record_request(town.session, official, found.request_id, Telephoned(right))

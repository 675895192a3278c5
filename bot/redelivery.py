"""Redelivery: where an event comes again until it is taken, some trouble is better waited out than told."""

from models.jobs import JobsClosedError
from services.door import DatabaseBusy, OutcomeUnknown

WAITED_OUT = (DatabaseBusy, OutcomeUnknown, JobsClosedError)
"""Nothing was stored, or the event key will tell whether it was: the same event, once more, is the cure."""


class Unfinished(Exception):
    """The event was not handled; the channel lets it come again."""

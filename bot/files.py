"""Files: what a screen's documents refer to, made when a person asks for it."""

import json
from dataclasses import dataclass

from campaigns.library import Library
from handlers.privacy import EXPORT
from services.door import Door
from services.people import Acting
from services.privacy import export_own_data
from services.turns import Arrival, arrive


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is sent."""

    name: str
    content: bytes
    content_type: str


async def make_file(door: Door, library: Library, arrival: Arrival, reference: str) -> File | None:
    """The file of this reference for whoever asks; None where there is none. Errors: `session_ended`."""
    if reference != EXPORT:
        return None
    found = await door.read(arrive, arrival, library)
    data = await door.read(export_own_data, Acting(found.actor, arrival.at, library))
    return File(EXPORT, json.dumps(data, ensure_ascii=False, indent=2).encode(), "application/json")

"""Files: what a screen's documents refer to, made when a person asks for it."""

import json
from dataclasses import dataclass

import structlog

from campaigns.library import Library
from handlers.export import export_page
from handlers.privacy import EXPORT, READABLE
from handlers.words import use_locale
from services.door import DatabaseBusy, Door, OutcomeUnknown, StorageFull
from services.people import Acting
from services.privacy import export_own_data, see_everything
from services.rights import record_export
from services.turns import Arrival, find_actor

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is sent."""

    name: str
    content: bytes
    content_type: str


async def make_file(door: Door, library: Library, arrival: Arrival, reference: str) -> File | None:
    """The file of this reference for whoever asks; None where there is none. Errors: `session_ended`."""
    if reference not in {EXPORT, READABLE}:
        return None
    actor = await door.read(find_actor, arrival)
    acting = Acting(actor, arrival.at, library)
    if not actor.is_new:
        try:
            await door.write(record_export, acting)
        except (DatabaseBusy, OutcomeUnknown, StorageFull) as error:
            # Whoever asks for their own data gets it, also where nothing more can be written down.
            log.warning("export_not_recorded", code=error.code)
    if reference == READABLE:
        with use_locale(actor.locale):
            page = export_page(await door.read(see_everything, acting))
        return File(READABLE, page.encode(), "text/html")
    data = await door.read(export_own_data, acting)
    return File(EXPORT, json.dumps(data, ensure_ascii=False, indent=2).encode(), "application/json")

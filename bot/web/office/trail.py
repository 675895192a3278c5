"""The audit trail: /can-bo/nhat-ky."""

from collections.abc import Mapping
from urllib.parse import urlencode

from bot.web.office.pages import Asked, Page
from handlers.office_words import actor_words, deed_words, fields_words, known_deeds, object_words, signed_words
from handlers.words import _
from services.audit import OPERATOR
from services.people import Capability
from services.trail import LOOK, Filters, Trace, Trail, list_audit


def _filters(asked: Asked) -> tuple[object, ...]:
    """What was done comes first: looks are many, and are shown to whoever asks for them, or for one kind of them."""
    wants_looks = bool(asked.text("xem")) or asked.text("viec").startswith(LOOK)
    return (
        Filters(
            since=asked.day("tu"),
            until=asked.day("den"),
            actor=asked.text("ai"),
            action=asked.text("viec"),
            object_id=asked.text("so"),
            before=asked.number("truoc"),
            without_looks=not wants_looks,
        ),
    )


def _values(trail: Trail, asked: Asked) -> Mapping[str, object]:
    asked_of = {name: asked.text(name) for name in ("tu", "den", "ai", "viec", "so") if asked.text(name)}
    with_looks = {**asked_of, "xem": "1"}
    kept = with_looks if asked.text("xem") else asked_of
    older = "?" + urlencode({**kept, "truoc": trail.before or ""})
    # Whoever was asked for stands in the list, even without a role to be seen; in words only where there are deeds.
    asked_for = {trail.filters.actor: "" if trail.entries else "–"} if trail.filters.actor else {}
    people = {OPERATOR: "", **asked_for, **trail.people}
    return {
        "signed_words": signed_words,
        "deed_words": deed_words,
        "fields_words": fields_words,
        "known_deeds": known_deeds(),
        "object_words": object_words,
        "is_filtered": bool(asked_of),
        "is_look": trail.filters.action.startswith(LOOK),
        "older": older,
        "other_way": "?" + urlencode(with_looks if trail.filters.without_looks else asked_of),
        "people": [(actor, actor_words(actor, note)) for actor, note in people.items()],
    }


TRAIL = Page(
    path="nhat-ky",
    capability=Capability.SEE_AUDIT,
    title=lambda: _("Audit trail"),
    template="trail.html",
    load=list_audit,
    asks=_filters,
    values=_values,
    trace=lambda _trail: Trace("look_trail", "audit"),
)

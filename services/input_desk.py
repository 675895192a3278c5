"""The input desk: everything that an official's page shows of what a subject has to enter, and entering from it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from campaigns.awarding.case import Occasion
from campaigns.awarding.entries import (
    Entry,
    takes_percent,
)
from campaigns.awarding.wanted import bodies_at, occasions_of, own_audience
from campaigns.catalogue import Indicator
from campaigns.format.audience import Audience
from campaigns.format.pack import Pack
from campaigns.units import Unit, UnitKey, UnitKeyError
from services.award_desk import occasion_letters, read_occasion
from services.awards import indicator_names, scopes
from services.input_store import InputPlace, StoredInput, read_inputs, read_undecided
from services.people import Acting, Capability, NotYours, covers, mandates, signature
from services.unit_inputs import (
    InputsWanted,
    enter_input,
    find_place,
    list_inputs_wanted,
)


@dataclass(frozen=True, slots=True)
class Where:
    """Whose inputs and of which occasion, as an address or a form names them; "" for the first there is.

    occasion: "t2025". audience, name: of a named body, "" for the unit's own committee.
    """

    campaign: str = ""
    unit: str = ""
    occasion: str = ""
    audience: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class InputDesk:
    """What is shown. units: (campaign, unit, where it lies) to choose from. wanted: None until a body is named.

    kinds: of bodies that may be at the unit; bodies: those of which something was entered. names: indicator → name;
    percents: the indicators that are published as a percentage; counted: of what the others are made, numerator and
    denominator in words.
    """

    where: Where
    pack: Pack
    unit: Unit
    units: tuple[tuple[str, UnitKey, str], ...]
    occasions: tuple[Occasion, ...]
    occasion: Occasion
    own: Audience | None
    kinds: tuple[Audience, ...]
    bodies: tuple[InputPlace, ...]
    wanted: InputsWanted | None
    names: Mapping[str, str]
    percents: frozenset[str]
    counted: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ToDecide:
    """A subject of which inputs wait for the actor to approve them. where: what leads to its desk."""

    where: Where
    unit: Unit
    count: int


def list_to_decide(session: Session, acting: Acting) -> tuple[ToDecide, ...]:
    """Every subject of which the actor may approve something, what has waited longest first; () for no verifier."""
    held = tuple(each for each in mandates(session, acting) if each.can(Capability.VERIFY_FIGURES))
    own = signature(session, acting) if held else ""
    found: dict[InputPlace, int] = {}
    for each in read_undecided(session, own) if held else ():
        if covers(acting, held, each.place.unit):
            found[each.place] = found.get(each.place, 0) + 1
    return tuple(
        ToDecide(where, acting.library.places.unit(place.unit), count)
        for place, count in found.items()
        if (where := _where(acting, place)) is not None
    )


def _where(acting: Acting, place: InputPlace) -> Where | None:
    """The desk that shows a subject's inputs; None where no occasion of their year is at hand any more."""
    pack = acting.library.packs.get(place.campaign)
    audience = next((each for each in pack.audiences if each.id == place.audience), None) if pack else None
    occasions = occasions_of(pack, audience) if pack and audience else ()
    letters = [occasion_letters(each) for each in occasions if each.year == place.year]
    named = (place.audience, place.name) if place.name else ("", "")
    return Where(place.campaign, str(place.unit), letters[-1], *named) if letters else None


def see_input_desk(session: Session, acting: Acting, where: Where) -> InputDesk | None:
    """What one of the actor's units has to enter; None where no campaign is about any of them.

    Errors: `not_yours`, also for what is not there; `not_an_award`; `input_unfit` for a body without a name.
    """
    roots = scopes(session, acting)
    if not roots:
        return None
    units = tuple(each for root in roots for each in _units(acting, *root))
    campaign, unit = _chosen(acting, where, units)
    pack = acting.library.packs[campaign]
    level = acting.library.level_of(campaign, unit)
    own, kinds = own_audience(pack, unit, level), bodies_at(pack, unit, level)
    audience = next((each for each in kinds if each.id == where.audience), own)
    occasions = _occasions(acting, pack, audience or kinds[0])
    occasion = read_occasion(where.occasion) if where.occasion else occasions[-1]
    if occasion not in occasions:
        raise NotYours
    wanted, is_own = None, own is not None and audience == own
    name = "" if is_own else where.name
    if name or is_own:
        body = (audience.id, name) if audience is not None and not is_own else ("", "")
        place = find_place(acting, campaign, unit.key, occasion.year, body)
        wanted = list_inputs_wanted(session, acting, place, occasion)
    inputs = read_inputs(session, campaign, occasion.year, [unit.key])
    catalogue = acting.library.packs.catalogue.indicators
    return InputDesk(
        where=Where(campaign, str(unit.key), occasion_letters(occasion), audience.id if audience else "", name),
        pack=pack,
        unit=unit,
        units=units,
        occasions=occasions,
        occasion=occasion,
        own=own,
        kinds=kinds,
        bodies=tuple(place for place in inputs if place.name),
        wanted=wanted,
        names=indicator_names(acting),
        percents=frozenset(each.id for each in catalogue if takes_percent(each)),
        counted={each.id: _counted(each, acting.actor.locale) for each in catalogue},
    )


def enter_at(session: Session, acting: Acting, where: Where, entry: Entry, after: int) -> StoredInput:
    """Enter something where an official's page says. Errors: `not_yours`, `input_unfit`, `input_moved`."""
    try:
        unit = UnitKey.parse(where.unit)
    except UnitKeyError as error:
        raise NotYours from error
    body = (where.audience, where.name) if where.name else ("", "")
    place = find_place(acting, where.campaign, unit, read_occasion(where.occasion).year, body)
    return enter_input(session, acting, place, entry, after)


def _counted(indicator: Indicator, locale: str) -> tuple[str, str]:
    whole = indicator.denominator
    return indicator.numerator.to(locale), "" if whole is None else whole.to(locale)


def _units(acting: Acting, campaign: str, root: Unit) -> list[tuple[str, UnitKey, str]]:
    """The units at and below one that have anything to enter, each with where it lies."""
    pack, tree = acting.library.packs[campaign], acting.library.tree(campaign)
    found: list[tuple[str, UnitKey, str]] = []
    for unit in tree.places.units:
        if unit != root and not tree.places.gazetteer.is_within(unit.key, root.key):
            continue
        level = tree.units.level_of(unit)
        if own_audience(pack, unit, level) is not None or bodies_at(pack, unit, level):
            found.append((campaign, unit.key, tree.places.trail(unit.key)))
    return found


def _chosen(acting: Acting, where: Where, units: tuple[tuple[str, UnitKey, str], ...]) -> tuple[str, Unit]:
    if not units:
        raise NotYours
    if not where.unit:
        campaign, key, _trail = units[0]
        return campaign, acting.library.places.unit(key)
    for campaign, key, _trail in units:
        if str(key) == where.unit and where.campaign in ("", campaign):
            return campaign, acting.library.places.unit(key)
    raise NotYours


def _occasions(acting: Acting, pack: Pack, audience: Audience) -> tuple[Occasion, ...]:
    found = tuple(each for each in occasions_of(pack, audience) if each.year <= acting.today.year)
    if not found:
        raise NotYours
    return found

"""The award desk: what somebody who comes for awards sees first, and what a button's few letters mean."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from campaigns.awarding.case import Occasion
from campaigns.awarding.wanted import bodies_at, occasions_of
from campaigns.format.criterion import OccasionKind
from campaigns.format.pack import Pack
from campaigns.units import Unit, UnitKey, UnitKeyError
from models.unit_inputs import UnitInput
from services.award_facts import place_of_unit
from services.awards import (
    ForPerson,
    NotAnAward,
    Question,
    UnitAward,
    UnitInShort,
    evaluate_unit,
    evaluate_units,
    for_household,
    forms_of,
    open_occasions,
    scopes,
)
from services.campaigns import require_pack
from services.input_store import InputPlace, bodies_of, read_inputs, stored
from services.paging import page_number
from services.people import Acting, Capability, NotYours, require

_KINDS = {"h": OccasionKind.ANNUAL, "s": OccasionKind.INTERIM, "t": OccasionKind.CLOSING}
_LETTERS = {kind: letter for letter, kind in _KINDS.items()}
_OCCASION = re.compile(r"([hst])(20[0-9]{2})")


@dataclass(frozen=True, slots=True)
class UnitList:
    """Units at and below one, each in short. page: counted from 0, as asked for; roots: where else one may look.

    bodies: named ones at the root of which something was entered, each with the id of its first input.
    """

    pack: Pack
    root: Unit
    occasion: Occasion
    occasions: tuple[Occasion, ...]
    rows: tuple[UnitInShort, ...]
    page: int
    bodies: tuple[tuple[InputPlace, int], ...]
    roots: tuple[tuple[str, Unit], ...]


@dataclass(frozen=True, slots=True)
class AwardPage:
    """A subject's comparison, and which part: "" in short, "p0" … the criteria, "t0" … what to do, "c" what else."""

    award: UnitAward
    part: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What is shown first: a unit or units for officials, else what applies to households."""

    unit: UnitAward | None = None
    units: UnitList | None = None
    person: ForPerson | None = None


def open_awards(session: Session, acting: Acting) -> Opening:
    """What somebody sees first who asks for awards."""
    try:
        roots = scopes(session, acting)
    except NotYours:
        roots = ()
    for slug, root in roots:
        is_one = acting.library.tree(slug).reporting_under(root.key) == (root,)
        if is_one and place_of_unit(acting, slug, root, acting.today.year) is not None:
            return Opening(unit=see_award(session, acting, slug, str(root.key)).award)
        return Opening(units=list_awards(session, acting, slug, str(root.key)))
    return Opening(person=for_household(session, acting))


def see_award(session: Session, acting: Acting, *asked: str) -> AwardPage:
    """A subject's comparison as a button names it.

    asked: campaign, unit, occasion, award, part; what is left out counts as "". unit: a unit key, with "-id" of an
    input behind it for a named body. occasion: "t2025" (t closing, s interim review,
    h year), "" for the newest. award: place among the forms of the occasion, "" for all. Errors: `not_yours`,
    `not_an_award`.
    """
    campaign, unit, occasion, award, part = _padded(asked, 5)
    pack, place = require_pack(acting, campaign), _place(session, acting, campaign, unit)
    audience = next(each for each in pack.audiences if each.id == place.audience)
    occasions = open_occasions(acting, pack, audience)
    if not occasions:
        raise NotAnAward
    wanted = read_occasion(occasion) if occasion else occasions[-1]
    forms = forms_of(pack, audience, wanted)
    if award and not (award.isascii() and award.isdigit() and int(award) < len(forms)):
        raise NotAnAward
    question = Question(wanted, forms[int(award)].id if award else None)
    return AwardPage(evaluate_unit(session, acting, replace(place, year=wanted.year), question), part)


def list_awards(session: Session, acting: Acting, *asked: str) -> UnitList:
    """Units at and below one, in short. asked: campaign, unit, occasion, page, each as in `see_award`.

    Errors: `not_yours`, `not_an_award`.
    """
    campaign, unit, occasion, page = _padded(asked, 4)
    pack, tree = require_pack(acting, campaign), acting.library.tree(campaign)
    root = tree.find(_key(unit))
    if root is None:
        raise NotYours
    subjects = (place_of_unit(acting, campaign, each, acting.today.year) for each in tree.reporting_under(root.key))
    own = next((each[1] for each in subjects if each is not None), None)
    occasions = () if own is None else open_occasions(acting, pack, own)
    if own is None:
        # The plan is about one office: its bodies are compared by name only.
        occasions = _occasions_of_bodies(acting, pack, root)
    if not occasions:
        raise NotAnAward
    wanted = read_occasion(occasion) if occasion else occasions[-1]
    rows = evaluate_units(session, acting, campaign, root.key, Question(wanted))
    at = page_number(page)
    bodies = bodies_of(read_inputs(session, campaign, wanted.year, [root.key]), root.key)
    return UnitList(pack, root, wanted, occasions, rows, at, tuple(bodies.items()), scopes(session, acting))


def occasion_letters(occasion: Occasion) -> str:
    """An occasion as a button names it: "t2025"."""
    return f"{_LETTERS[occasion.kind]}{occasion.year}"


def read_occasion(text: str) -> Occasion:
    """The occasion that a button names. Errors: `not_an_award`."""
    found = _OCCASION.fullmatch(text)
    if found is None:
        raise NotAnAward
    return Occasion(kind=_KINDS[found[1]], year=int(found[2]))


def unit_letters(award: UnitAward, place: InputPlace | None = None) -> str:
    """A subject as a button names it."""
    wanted = place or award.place
    if not wanted.name:
        return str(wanted.unit)
    return f"{wanted.unit}-{dict(zip(award.bodies, award.body_ids, strict=True)).get(wanted, 0)}"


def _padded(asked: Sequence[str], count: int) -> Sequence[str]:
    return (*asked, *[""] * (count - len(asked)))


def _occasions_of_bodies(acting: Acting, pack: Pack, root: Unit) -> tuple[Occasion, ...]:
    bodies = bodies_at(pack, root, acting.library.level_of(pack.slug, root))
    found = {each for body in bodies for each in occasions_of(pack, body) if each.year <= acting.today.year}
    return tuple(sorted(found, key=lambda each: (each.year, each.kind.value)))


def _place(session: Session, acting: Acting, campaign: str, unit: str) -> InputPlace:
    key, _, number = unit.partition("-")
    if number:
        is_number = number.isascii() and number.isdigit() and len(number) < 19
        row = session.get(UnitInput, int(number)) if is_number else None
        place = None if row is None else stored(row).place
        fits = place is not None and place.campaign == campaign and str(place.unit) == key
        # The gate comes before anything that tells an input that is there from one that is not.
        require(session, acting, Capability.SEE_LIVE, place.unit if place is not None and fits else None)
        if place is None:
            raise NotYours
        return place
    found = acting.library.tree(campaign).find(_key(key)) if campaign in acting.library.trees else None
    own = None if found is None else place_of_unit(acting, campaign, found, acting.today.year)
    if own is None:
        raise NotYours
    return own[0]


def _key(text: str) -> UnitKey:
    try:
        return UnitKey.parse(text)
    except UnitKeyError as error:
        raise NotYours from error

"""Workplaces: choosing the unit where an officer works, and the listed office under it."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from campaigns.library import Tree
from campaigns.localized import Localized
from campaigns.text import fold
from campaigns.units import Unit, UnitKey, UnitKeyError
from models.officers import OFFICER, Organisation
from services.drafts import begin
from services.form_states import FormState
from services.officers import NoOffice, list_organisations, place_officer
from services.paging import page_of
from services.people import Acting
from services.periods import open_period_now

PAGE = 8
MOST_LISTED = 5_000
"""Offices of a province that are searched by name; the largest has about two thousand."""


@dataclass(frozen=True, slots=True)
class Workplaces:
    """Units to choose from, and, where something was searched for, offices.

    level: of the campaign's own root, which stands for its departments and offices. query: what was searched for, ""
    for the list; page counted from 0. offices: (id, its name and unit).
    """

    campaign: str
    level: Localized
    root: Unit
    query: str
    units: tuple[tuple[UnitKey, str], ...]
    offices: tuple[tuple[str, str], ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Offices:
    """The listed offices of a unit, or those that a name fits; (id, name). page counted from 0."""

    campaign: str
    unit: Unit
    query: str
    offices: tuple[tuple[str, str], ...]
    page: int
    pages: int


def list_workplaces(session: Session, acting: Acting, campaign: str, page: str = "0") -> Workplaces:
    """A page of the campaign's units, the root and what lies right below it first.

    Errors: `no_period`, `period_closed`.
    """
    tree = _tree(session, acting, campaign)
    tiers = list(tree.units.file.levels)
    units = sorted(tree.places.units, key=lambda unit: tiers.index(tree.units.level_of(unit)))
    shown, at, pages = page_of(units, page, PAGE)
    labelled = tuple((unit.key, tree.places.trail(unit.key)) for unit in shown)
    return Workplaces(campaign, _root_level(acting, campaign), tree.root, "", labelled, (), at, pages)


def find_workplaces(session: Session, acting: Acting, campaign: str, query: str) -> Workplaces:
    """The units, and the offices that a province has listed, which a person may mean by a name."""
    tree = _tree(session, acting, campaign)
    found = [(match.unit.key, match.trail) for match in tree.places.find(query, limit=PAGE)]
    root = tree.root
    if set(fold(query).split()) <= set(fold(root.label).split()) and root.key not in dict(found):
        found.insert(0, (root.key, root.label))
    offices = [row for row in _listed(session, tree) if _fits(query, row.name)][:PAGE]
    named = tuple((row.id, f"{row.name}, {tree.places.trail(_unit_of(row))}") for row in offices)
    return Workplaces(campaign, _root_level(acting, campaign), root, query, tuple(found[:PAGE]), named, 0, 1)


def list_offices(session: Session, acting: Acting, campaign: str, unit: str, page: str = "0") -> Offices:
    """A page of the listed offices of a unit; none where none were listed. Errors: `no_office`."""
    place = require_workplace(session, acting, campaign, unit)
    shown, at, pages = page_of(list_organisations(session, acting, place.key), page, PAGE)
    return Offices(campaign, place, "", tuple((row.id, row.name) for row in shown), at, pages)


def find_offices(session: Session, acting: Acting, campaign: str, unit: str, query: str) -> Offices:
    """The listed offices of a unit that a name fits. Errors: `no_office`."""
    place = require_workplace(session, acting, campaign, unit)
    found = [(row.id, row.name) for row in list_organisations(session, acting, place.key) if _fits(query, row.name)]
    return Offices(campaign, place, query, tuple(found[:PAGE]), 0, 1)


def require_workplace(session: Session, acting: Acting, campaign: str, unit: str) -> Unit:
    """The campaign's unit of this key. Errors: `no_office`, `no_period`."""
    try:
        found = _tree(session, acting, campaign).find(UnitKey.parse(unit))
    except UnitKeyError as error:
        raise NoOffice from error
    if found is None:
        raise NoOffice
    return found


def begin_as_officer_of(session: Session, acting: Acting, campaign: str, unit: str) -> FormState:
    """Say in which unit the officer works, in none of its listed offices, then begin or go on.

    Errors: `no_office`, and those of `begin`.
    """
    place_officer(session, acting, require_workplace(session, acting, campaign, unit).key)
    return begin(session, acting, OFFICER, campaign)


def begin_as_officer_in(session: Session, acting: Acting, campaign: str, office: str) -> FormState:
    """Say in which listed office the officer works, then begin or go on. Errors: `no_office`, and those of `begin`."""
    listed = session.get(Organisation, office)
    if listed is None:
        raise NoOffice
    place = require_workplace(session, acting, campaign, str(_unit_of(listed)))
    place_officer(session, acting, place.key, listed.id)
    return begin(session, acting, OFFICER, campaign)


def _tree(session: Session, acting: Acting, campaign: str) -> Tree:
    return acting.library.tree(open_period_now(session, acting, campaign).campaign)


def _root_level(acting: Acting, campaign: str) -> Localized:
    tree, pack = acting.library.tree(campaign), acting.library.packs[campaign]
    level = tree.units.level_of(tree.root)
    return next(each.name for each in pack.levels if each.id == level)


def _listed(session: Session, tree: Tree) -> list[Organisation]:
    of_epoch = select(Organisation).where(col(Organisation.unit_epoch) == tree.root.key.epoch)
    rows = session.exec(of_epoch.order_by(col(Organisation.name), col(Organisation.id)).limit(MOST_LISTED))
    return [row for row in rows if _unit_of(row) in tree.places]


def _fits(query: str, name: str) -> bool:
    """Whether every word that was typed begins a word of the name, with or without marks."""
    words = fold(name).split()
    wanted = fold(query).split()
    return bool(wanted) and all(any(word.startswith(part) for word in words) for part in wanted)


def _unit_of(row: Organisation) -> UnitKey:
    return UnitKey.stored(row.unit_epoch, row.unit_code)

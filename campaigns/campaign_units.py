"""A campaign's own tree: its root as the plan knew it, the levels, and the units of today that took their place."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, ValidationError

from campaigns.errors import AppError
from campaigns.place_names import Kind, Tier
from campaigns.places import Gazetteer, Match, load_gazetteer
from campaigns.units import Link, Unit, UnitKey, UnitKeyError


def _unit_key(text: str) -> str:
    try:
        return str(UnitKey.parse(text))
    except UnitKeyError as error:
        raise ValueError("write EPOCH:CODE in quotes, such as '63:899'") from error


WrittenKey = Annotated[str, AfterValidator(_unit_key)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]


class Level(BaseModel):
    """A level of the plan that has territory: the kinds of units which make it up."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kinds: tuple[Kind, ...] = Field(min_length=1)


class UnitsFile(BaseModel):
    """`units.yaml` of a pack.

    `levels`: level slug of the plan → its kinds, from the root down; `reporting_level`: where reports are counted (a
    parent is the sum of its children); `today`: the units that now stand where the root stood, stated so that a changed
    snapshot is noticed; `root_only`: the plan is about one body, so nothing below the root belongs to it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    spec_version: Literal[1]
    root: WrittenKey
    root_only: StrictBool = False
    reporting_level: Slug
    levels: Mapping[Slug, Level] = Field(min_length=1)
    today: tuple[WrittenKey, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitsProblem:
    """What is wrong in a units file: where (path in the file), which rule (stable code), the value that breaks it."""

    at: str
    rule: str
    value: str


@dataclass(eq=False)
class UnitsFileError(AppError):
    """A units file that cannot be used; all its problems at once."""

    code = "units_file_invalid"
    problems: tuple[UnitsProblem, ...]


@dataclass(frozen=True, slots=True)
class CampaignTree:
    """A root and everything below it in the root's epoch (or the root alone), in tree order, the root first."""

    gazetteer: Gazetteer
    root: Unit
    units: tuple[Unit, ...]

    def __contains__(self, key: UnitKey) -> bool:
        if self.units == (self.root,):
            return key == self.root.key
        return key in self.gazetteer and self.gazetteer.is_within(key, self.root.key)

    @property
    def communes(self) -> tuple[Unit, ...]:
        """The units of the lowest tier."""
        return tuple(unit for unit in self.units if unit.tier is Tier.COMMUNE)

    @property
    def today(self) -> tuple[Link, ...]:
        """Units of today that took the root's place; empty for a root of today."""
        return self.gazetteer.successors(self.root.key)

    def find(self, text: str, *, kinds: Collection[Kind] | None = None, limit: int | None = 8) -> tuple[Match, ...]:
        """Units of this tree that a person may mean, best first; the root itself only where it is all there is."""
        if self.units != (self.root,):
            return self.gazetteer.find(text, under=self.root.key, kinds=kinds, limit=limit)
        found = self.gazetteer.find(text, epoch=self.root.key.epoch, kinds=kinds, limit=None)
        return tuple(match for match in found if match.unit.key == self.root.key)

    def trail(self, key: UnitKey) -> str:
        """Spoken from near to far, up to what lies directly under the root; the root's own label for the root."""
        return self.gazetteer.trail(key, below=self.root.key) if key != self.root.key else self.root.label


@dataclass(frozen=True)
class CampaignUnits:
    """A units file with the tree it names."""

    file: UnitsFile
    tree: CampaignTree

    def level_of(self, unit: Unit) -> str:
        """The plan's level of a unit of the tree, as the file names it."""
        return next(slug for slug, level in self.file.levels.items() if unit.kind in level.kinds)

    def at_level(self, level: str) -> tuple[Unit, ...]:
        """The units of one level, by code within their parents."""
        return tuple(unit for unit in self.tree.units if self.level_of(unit) == level)

    @cached_property
    def reporting_units(self) -> tuple[Unit, ...]:
        """The units that reports are counted at."""
        return self.at_level(self.file.reporting_level)


@lru_cache(maxsize=64)
def campaign_tree(root: UnitKey, *, root_only: bool = False) -> CampaignTree:
    """The root and its descendants in its epoch, or the root alone. Raises unit_unknown."""
    gazetteer = load_gazetteer()
    unit = gazetteer.unit(root)
    return CampaignTree(gazetteer, unit, (unit, *(() if root_only else gazetteer.descendants(root))))


def read_campaign_units(text: str) -> CampaignUnits:
    """Read the text of a `units.yaml` and hold it against the snapshot. Raises units_file_invalid with all problems."""
    try:
        file = UnitsFile.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise UnitsFileError((UnitsProblem("", "yaml", str(error)),)) from error
    except ValidationError as error:
        raise UnitsFileError(
            tuple(
                UnitsProblem(".".join(str(part) for part in found["loc"]), found["type"], found["msg"])
                for found in error.errors(include_url=False)
            )
        ) from error
    problems = _problems(file)
    if problems:
        raise UnitsFileError(tuple(problems))
    return CampaignUnits(file, campaign_tree(UnitKey.parse(file.root), root_only=file.root_only))


def _problems(file: UnitsFile) -> list[UnitsProblem]:
    root = UnitKey.parse(file.root)
    if root not in load_gazetteer():
        return [UnitsProblem("root", "unit_unknown", file.root)]
    tree, problems = campaign_tree(root, root_only=file.root_only), list[UnitsProblem]()
    if file.reporting_level not in file.levels:
        problems.append(UnitsProblem("reporting_level", "level_unknown", file.reporting_level))
    present = {unit.kind for unit in tree.units}
    for kind in sorted(present):
        holders = [slug for slug, level in file.levels.items() if kind in level.kinds]
        if len(holders) != 1:
            problems.append(UnitsProblem("levels", "kind_without_level" if not holders else "kind_in_two_levels", kind))
    for slug, level in file.levels.items():
        if not present & set(level.kinds):
            problems.append(UnitsProblem(f"levels.{slug}", "level_without_units", slug))
    linked = sorted(str(link.key) for link in tree.today)
    if root.epoch == "63" and sorted(file.today) != linked:
        problems.append(UnitsProblem("today", "today_differs_from_links", ", ".join(linked)))
    return problems

"""The library: every definition in force, read once, as one value that use-cases are given."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from campaigns.answering import Answering
from campaigns.answers import Answer
from campaigns.campaign_units import CampaignTree, CampaignUnits, read_campaign_units
from campaigns.curation import Curation
from campaigns.errors import AppError
from campaigns.form_format import Form, Selection
from campaigns.form_ids import HOUSEHOLD, OFFICER
from campaigns.form_loading import build_form, load_bank
from campaigns.form_positions import Positions
from campaigns.form_questions import Question
from campaigns.format.pack import Pack
from campaigns.format.target import Target
from campaigns.forms import facts_of
from campaigns.indicators import Counts, SelfReport, contribution, contribution_order
from campaigns.loading import BUILT_IN, Packs, load_packs
from campaigns.measures import GROUP, measure_of, problems_of_measures
from campaigns.places import Gazetteer, load_gazetteer
from campaigns.plan_text import Clause
from campaigns.problems import Problem, Problems
from campaigns.provisions import plan_text
from campaigns.units import Unit, UnitKey


@dataclass(eq=False)
class FormProblems(AppError):
    """Forms that cannot be used. Holds every problem found."""

    code = "form_problems"
    problems: Problems


@dataclass(eq=False)
class NoForm(AppError):
    """The campaign asks no such form."""

    code = "no_form"
    campaign: str
    form: str


@dataclass(frozen=True, slots=True)
class Tree:
    """A campaign's units as its plan knew them: the root, and the units whose reports are counted."""

    units: CampaignUnits

    @property
    def places(self) -> CampaignTree:
        """Everything in the tree, and the search over it."""
        return self.units.tree

    @property
    def root(self) -> Unit:
        """The whole campaign's unit."""
        return self.units.tree.root

    @property
    def reporting(self) -> tuple[Unit, ...]:
        """The units whose reports are counted, by code."""
        return self.units.reporting_units

    def reporting_under(self, key: UnitKey) -> tuple[Unit, ...]:
        """The reporting units that a unit is the sum of; itself, where it is one."""
        if (unit := self.find(key)) is not None and unit in self.reporting:
            return (unit,)
        gazetteer = self.units.tree.gazetteer
        return tuple(unit for unit in self.reporting if gazetteer.is_within(unit.key, key))

    def find(self, key: UnitKey) -> Unit | None:
        """The unit of this key, if it belongs to the campaign."""
        return self.units.tree.gazetteer.unit(key) if key in self.units.tree else None


class Library:
    """Packs, catalogue, forms and units. Read-only but for `answer_from`.

    What takes time to build is built once, when first asked for; `positions` remembers what follows from it.
    """

    def __init__(self, packs: Packs, bank: Mapping[str, Form], trees: Mapping[str, str]) -> None:
        """bank: every form with all its questions, by id. trees: slug → text of its units.yaml."""
        self.packs = packs
        self.bank = bank
        self.trees = trees
        self.positions = Positions()
        self._forms: dict[tuple[str, str, int], Form] = {}
        self._read_trees: dict[str, Tree] = {}
        self._measures: dict[tuple[str, str, int], Mapping[str, SelfReport]] = {}

    @cached_property
    def _asking(self) -> Mapping[str, tuple[str, ...]]:
        asked = {form_id for pack in self.packs.values() for form_id in (each.form for each in pack.forms)}
        return {form_id: tuple(slug for slug in self.packs if self.asks(slug, form_id)) for form_id in asked}

    @cached_property
    def places(self) -> Gazetteer:
        """Every unit of the country, of both epochs."""
        return load_gazetteer()

    @cached_property
    def answering(self) -> Answering:
        """Questions about every plan, from what the packs say."""
        return Answering(plan_text(pack, ()) for pack in self.packs.values())

    def answer_from(self, clauses: Mapping[str, Sequence[Clause]], curation: Curation | None = None) -> None:
        """Answer questions from imported clauses too, and from what operators have added, from now on.

        Takes up to half a second; the change itself is one step. clauses: slug → the plan's clauses in its order. It is
        the one thing in a library that changes while it is used.
        """
        answering = Answering(plan_text(pack, clauses.get(slug, ()), curation) for slug, pack in self.packs.items())
        answering.warm(vars(self).get("answering"))
        self.answering = answering

    def tree(self, campaign: str) -> Tree:
        """A campaign's own units."""
        if campaign not in self._read_trees:
            self._read_trees[campaign] = Tree(read_campaign_units(self.trees[campaign]))
        return self._read_trees[campaign]

    def form(self, campaign: str, form_id: str, year: int) -> Form:
        """A form as a campaign asks it in a year. Errors: `no_form`."""
        key = (campaign, form_id, year)
        if key not in self._forms:
            self._forms[key] = self._build(self.packs[campaign], form_id, year)
        return self._forms[key]

    def asks(self, campaign: str, form_id: str) -> bool:
        """Whether a campaign asks this form at all."""
        return any(each.form == form_id for each in self.packs[campaign].forms)

    def campaigns_asking(self, form_id: str) -> tuple[str, ...]:
        """The campaigns that ask this form."""
        return self._asking.get(form_id, ())

    def household_form(self, campaign: str, year: int) -> Form:
        """The form that households answer. Errors: `no_form`."""
        return self.form(campaign, HOUSEHOLD, year)

    def officer_form(self, campaign: str, year: int) -> Form:
        """The form that people who work in an office answer. Errors: `no_form`."""
        return self.form(campaign, OFFICER, year)

    def question(self, form_id: str, question_id: str) -> Question | None:
        """A question by its id, whether or not a campaign still asks it; None where no form knows it any more."""
        form = self.bank.get(form_id)
        return form.by_id.get(question_id) if form else None

    def household_targets(self, campaign: str, year: int) -> tuple[Target, ...]:
        """The targets that households' answers can be set against, as `targets`."""
        return self.targets(campaign, HOUSEHOLD, year)

    def officer_targets(self, campaign: str, year: int, level: str) -> tuple[Target, ...]:
        """The targets of a level that its officers' answers can be set against, as `targets`."""
        found = self.targets(campaign, OFFICER, year)
        return tuple(target for target in found if level in (target.level, *target.also_levels))

    def targets(self, campaign: str, form_id: str, year: int) -> tuple[Target, ...]:
        """The plan's targets for a year that the answers to a form can be set against, in the plan's order.

        Where the year has no targets of its own, those of the next year that has; () where the form is not asked.
        """
        if not self.asks(campaign, form_id):
            return ()
        measured = self._measured(campaign, self.form(campaign, form_id, year), year)
        found = [target for target in self.packs[campaign].targets if target.indicator in measured]
        years = sorted({target.deadline for target in found if target.deadline is not None})
        due = next((each for each in years if each >= year), years[-1] if years else None)
        return tuple(target for target in found if target.deadline == due)

    def level_of(self, campaign: str, unit: Unit) -> str:
        """The plan's level of a unit of the campaign's tree."""
        return self.tree(campaign).units.level_of(unit)

    def contributions(
        self, campaign: str, form: Form, year: int, answers: Mapping[str, Answer], *, level: str | None = None
    ) -> dict[str, Counts]:
        """Indicator → what one report adds to it, for every indicator that the form feeds.

        level: of the office where an officer works; there a target may count fewer groups of staff than its indicator.
        """
        facts = facts_of(form, answers)
        measured = self._measured(campaign, form, year)
        found = {name: contribution(measure, facts) for name, measure in measured.items()}
        left_out = self._left_out(campaign, year, level, answers.get(GROUP)) if form.id == OFFICER else frozenset()
        return {name: counts for name, counts in found.items() if counts is not None and name not in left_out}

    def _left_out(self, campaign: str, year: int, level: str | None, group: Answer | None) -> frozenset[str]:
        """The indicators whose target at this level does not count this group of staff."""
        targets = self.officer_targets(campaign, year, level) if level is not None else ()
        return frozenset(target.indicator for target in targets if target.groups and group not in target.groups)

    def _measured(self, campaign: str, form: Form, year: int) -> Mapping[str, SelfReport]:
        key = (campaign, form.id, year)
        if key not in self._measures:
            catalogue = self.packs.catalogue.indicators
            every = {each.id: measure_of(each.self_report) for each in catalogue if each.self_report is not None}
            self._measures[key] = {name: every[name] for name in contribution_order(form, every)}
        return self._measures[key]

    def _build(self, pack: Pack, form_id: str, year: int) -> Form:
        selection = next((each for each in pack.forms if each.form == form_id), None)
        if selection is None:
            raise NoForm(pack.slug, form_id)
        built = build_form(
            self.bank,
            Selection.model_validate(selection.model_dump()),
            _numbers(pack, year),
            f"{pack.slug}/forms.yaml",
        )
        if not isinstance(built, Form):
            raise FormProblems(built)
        return built


def _numbers(pack: Pack, year: int) -> dict[str, int]:
    """The pack's parameters for a year, by the names that forms use."""
    ages = pack.parameters.working_age.at(year)
    return {
        "adult_age": pack.parameters.adult_age.value,
        "working_age_men": ages.men,
        "working_age_women": ages.women,
        "used_within_months": pack.parameters.used_within_months.value,
    }


def load_library(extra: Iterable[Path] = (), packs: Packs | None = None) -> Library:
    """Read every definition, built in and from `extra` folders of packs, and make sure that all of it can be used.

    packs: the packs of all these folders, where somebody has read them already. Errors: `pack_problems`,
    `form_problems`, `units_file_invalid`, each with all its problems.
    """
    folders = (BUILT_IN, *extra)
    packs = load_packs(folders) if packs is None else packs
    bank = load_bank()
    if isinstance(bank, tuple):
        raise FormProblems(bank)
    trees = {
        path.parent.name: path.read_text("utf-8") for folder in folders for path in sorted(folder.rglob("units.yaml"))
    }
    library = Library(packs, bank, trees)
    problems = tuple(problems_of_measures(bank, packs.catalogue, packs.values()))
    problems += tuple(found for pack in packs.values() for found in _form_problems(bank, pack))
    problems += tuple(
        Problem(f"{slug}/units.yaml", "", "missing_units")
        for slug, pack in packs.items()
        if pack.forms and slug not in trees
    )
    if problems:
        raise FormProblems(problems)
    return library


def _form_problems(bank: Mapping[str, Form], pack: Pack) -> Problems:
    years = {target.deadline for target in pack.targets if target.deadline is not None} or {pack.phases[0].end}
    found: list[Problem] = []
    for selection in pack.forms:
        for year in sorted(years):
            built = build_form(
                bank, Selection.model_validate(selection.model_dump()), _numbers(pack, year), f"{pack.slug}/forms.yaml"
            )
            found += built if not isinstance(built, Form) else ()
    return tuple(dict.fromkeys(found))

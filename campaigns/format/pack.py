"""A campaign pack: everything a plan says, in one frozen value."""

from collections.abc import Iterable, Iterator, Mapping

from campaigns.clauses import ClausePath
from campaigns.format.about import About
from campaigns.format.award import Awards, Standard
from campaigns.format.choice import FormChoice, Forms, UnitTree
from campaigns.format.content import Contents
from campaigns.format.criterion import All, AnyOf, Leaf, TargetMet, nodes
from campaigns.format.dates import Calendar
from campaigns.format.duty import Duties
from campaigns.format.entry import Entry, Part
from campaigns.format.overlay import NowRule, Overlay
from campaigns.format.target import Target, Targets

PARTS: Mapping[str, type[Part]] = {
    "pack.yaml": About,
    "targets.yaml": Targets,
    "awards.yaml": Awards,
    "calendar.yaml": Calendar,
    "duties.yaml": Duties,
    "contents.yaml": Contents,
    "overlay.yaml": Overlay,
    "units.yaml": UnitTree,
    "forms.yaml": Forms,
}
"""File of a pack folder → the part of `Pack` it holds. Only pack.yaml and targets.yaml must be there."""


class Pack(About, Targets, Awards, Calendar, Duties, Contents, Overlay):
    """One campaign. Every list is in the plan's order."""

    units: UnitTree | None = None
    forms: tuple[FormChoice, ...] = ()

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """(category, entry) for everything with a clause, criteria and the theme included, in file order."""
        for category in type(self).model_fields:
            value = getattr(self, category)
            for entry in value if isinstance(value, tuple) else (value,):
                if isinstance(entry, Entry):
                    yield category, entry
                if isinstance(entry, Standard) and entry.criteria is not None:
                    for node in nodes(entry.criteria):
                        yield "criteria", node

    def rules_about(self, clauses: Iterable[str]) -> tuple[NowRule, ...]:
        """What applies now about any of these clauses: a rule about a clause is one about everything below it."""
        paths = [ClausePath(clause) for clause in clauses]
        return tuple(
            rule for rule in self.overlay if rule.clause is not None and any(path.under(rule.clause) for path in paths)
        )

    def target(self, target_id: str) -> Target | None:
        """The target of that id."""
        return next((target for target in self.targets if target.id == target_id), None)

    @property
    def has_territory(self) -> bool:
        """Whether the campaign has units below its root, where households live."""
        return self.units is not None and not self.units.root_only

    def criteria_of(self, standard: Standard) -> tuple[All | AnyOf | Leaf, ...]:
        """The trees that a subject of `standard` must all meet: those of the standards it includes, then its own."""
        own = () if standard.criteria is None else (standard.criteria,)
        included = (each for name in standard.includes for each in self.standards if each.id == name)
        return (*(tree for each in included for tree in self.criteria_of(each)), *own)

    def targets_for(self, criterion: TargetMet, year: int | None) -> tuple[Target, ...] | None:
        """The targets that `criterion` looks at for an award of `year`; None when the plan does not say."""
        sets = [each for each in criterion.sets if each.year is None or each.year == year]
        if not sets:
            return None
        named = {name for each in sets for name in each.targets}
        places = [each for each in sets if each.under is not None]
        return tuple(
            target
            for target in self.targets
            if target.id in named
            or (places and any(target.level == each.level and target.clause.under(each.under or "") for each in places))
        )

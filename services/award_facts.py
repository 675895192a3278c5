"""Award facts: what is stored of subjects, gathered for an evaluation: approved inputs and what people answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from campaigns.awarding.facts import SelfReported, SubjectFacts, SubjectInputs
from campaigns.awarding.wanted import own_audience
from campaigns.format.audience import Audience
from campaigns.indicators import Counts
from campaigns.library import HOUSEHOLD, Tree
from campaigns.units import Unit, UnitKey
from models.periods import Period
from models.tallies import Tally
from services.input_store import InputPlace, State, StoredInput, latest, read_inputs, subject_inputs
from services.people import Acting
from services.standing import NOTHING, Total, count_registry


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything of a campaign's year that evaluations of some units may need, read once."""

    acting: Acting
    campaign: str
    year: int
    tree: Tree
    inputs: Mapping[InputPlace, tuple[StoredInput, ...]]
    answers: Mapping[UnitKey, tuple[SelfReported, ...]]

    def of(self, place: InputPlace, audience: Audience) -> SubjectInputs:
        """What an evaluation of one subject is given. What households answered speaks for the unit itself only."""
        unit = self.acting.library.places.unit(place.unit)
        subject = SubjectFacts(audience.id, place.name or f"UBND {unit.label}", self._parent(unit, place))
        answers = () if place.name else self.answers.get(place.unit, ())
        return subject_inputs(subject, self.year, self.inputs.get(place, ()), answers)

    def waiting(self, place: InputPlace) -> int:
        """How many inputs of a subject wait for somebody to approve them."""
        return sum(each.state is State.ENTERED for each in latest(self.inputs.get(place, ())).values())

    def bodies(self, unit: UnitKey) -> dict[InputPlace, int]:
        """The named bodies at a unit of which something was entered, each with the id of its first input, in order."""
        named = {place: inputs[0].id for place, inputs in self.inputs.items() if place.unit == unit and place.name}
        return dict(sorted(named.items(), key=lambda each: each[1]))

    def _parent(self, unit: Unit, place: InputPlace) -> str | None:
        if place.name:
            return f"UBND {unit.label}"
        return None if unit.parent is None else f"UBND {self.acting.library.places.unit(unit.parent).label}"


def gather(session: Session, acting: Acting, campaign: str, year: int, units: Sequence[UnitKey]) -> Gathered:
    """Read everything stored of these units for a year: inputs, tallies of the year's periods, the registry."""
    tree = acting.library.tree(campaign)
    inputs = read_inputs(session, campaign, year, units)
    return Gathered(acting, campaign, year, tree, inputs, _answers(session, acting, tree, (campaign, year, units)))


def place_of_unit(acting: Acting, campaign: str, unit: Unit, year: int) -> tuple[InputPlace, Audience] | None:
    """A unit's own committee as a subject; None where the plan addresses none of its level."""
    pack = acting.library.packs[campaign]
    audience = own_audience(pack, unit, acting.library.level_of(campaign, unit))
    return None if audience is None else (InputPlace(campaign, unit.key, audience.id, year), audience)


def _answers(
    session: Session, acting: Acting, tree: Tree, wanted: tuple[str, int, Sequence[UnitKey]]
) -> dict[UnitKey, tuple[SelfReported, ...]]:
    """Unit → what people answered in the periods that ask for this year's targets."""
    campaign, year, units = wanted
    mine = select(Period).where(col(Period.campaign) == campaign, col(Period.target_year) == year)
    periods = session.exec(mine.order_by(col(Period.opens_on))).all()
    found: dict[UnitKey, tuple[SelfReported, ...]] = {}
    for period in periods:
        totals = _totals(session, period.id)
        for key in units:
            below = tree.reporting_under(key) if key in tree.places else ()
            told = _told(session, acting, period, (below, totals))
            found[key] = (*found.get(key, ()), *told)
    return found


def _totals(session: Session, period_id: str) -> dict[UnitKey, dict[str, Total]]:
    found: dict[UnitKey, dict[str, Total]] = {}
    for row in session.exec(select(Tally).where(col(Tally.period_id) == period_id)):
        counts = Counts(row.reports, row.num, row.den, row.unknown)
        found.setdefault(UnitKey.stored(row.unit_epoch, row.unit_code), {})[row.indicator_id] = Total(counts)
    return found


def _told(
    session: Session,
    acting: Acting,
    period: Period,
    figures: tuple[Sequence[Unit], Mapping[UnitKey, Mapping[str, Total]]],
) -> list[SelfReported]:
    below, totals = figures
    sums: dict[str, Total] = {}
    for unit in below:
        for name, total in totals.get(unit.key, {}).items():
            # A cell too small to be shown is left out here too, so that nobody reads it as a difference.
            if not total.is_small:
                sums[name] = sums.get(name, NOTHING).plus(total.counts)
    if not sums:
        return []
    registry = count_registry(session, below, acting.today)
    catalogue = acting.library.packs.catalogue.by_id
    as_of = min(acting.today, period.closes_on)
    found: list[SelfReported] = []
    for name, total in sums.items():
        written = catalogue[name].self_report if name in catalogue else None
        population = registry if written is not None and written.form == HOUSEHOLD else None
        found.append(SelfReported(name, period.target_year, total.counts, population, period.name, as_of))
    return found

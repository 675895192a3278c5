"""Award facts: what is stored of subjects, gathered for an evaluation: approved inputs and what people answered."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from campaigns.awarding.case import Occasion
from campaigns.awarding.checks import indicators_of
from campaigns.awarding.entries import InputKind
from campaigns.awarding.facts import SelfReported, SubjectFacts, SubjectInputs
from campaigns.awarding.wanted import own_audience, wanted_inputs
from campaigns.form_ids import HOUSEHOLD
from campaigns.format.audience import Audience
from campaigns.indicators import Counts
from campaigns.library import Tree
from campaigns.units import Unit, UnitKey
from models.periods import Period
from models.tallies import Tally
from services.input_store import InputPlace, State, StoredInput, latest, read_inputs, subject_inputs
from services.offices import read_staff
from services.people import Acting
from services.registry import HOUSEHOLDS, read_registry, sum_registry
from services.standing import NOTHING, Total


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything of a campaign's year that evaluations of some units may need, read once."""

    acting: Acting
    campaign: str
    year: int
    tree: Tree
    inputs: Mapping[InputPlace, tuple[StoredInput, ...]]
    answers: Mapping[UnitKey, tuple[SelfReported, ...]]
    _asked: dict[tuple[str, Occasion, str | None], frozenset[str]] = field(default_factory=dict)

    def asked_of(self, audience: Audience, occasion: Occasion, award: str | None) -> frozenset[str]:
        """The indicators that an audience's standard looks at; worked out once, since many units share it."""
        key = (audience.id, occasion, award)
        if key not in self._asked:
            wanted = wanted_inputs(self.acting.library.packs[self.campaign], audience, occasion, award)
            self._asked[key] = frozenset(each.about for each in wanted if each.kind is InputKind.FIGURE)
        return self._asked[key]

    def of(self, place: InputPlace, audience: Audience, asked: Container[str]) -> SubjectInputs:
        """What an evaluation of one subject is given. What people answered speaks for the unit itself only.

        asked: the indicators that its standard looks at; answers to other questions are nobody's business here.
        """
        unit = self.acting.library.places.unit(place.unit)
        subject = SubjectFacts(audience.id, place.name or f"UBND {unit.label}", self._parent(unit, place))
        told = () if place.name else self.answers.get(place.unit, ())
        answers = [each for each in told if each.indicator in asked]
        return subject_inputs(subject, self.year, self.inputs.get(place, ()), answers)

    def waiting(self, place: InputPlace) -> int:
        """How many inputs of a subject wait for somebody to approve them."""
        return sum(each.state is State.ENTERED for each in latest(self.inputs.get(place, ())).values())

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
    below = {key: tree.reporting_under(key) if key in tree.places else () for key in units}
    staff = read_staff(session, acting.today, units)
    households = read_registry(session, tuple({each for found in below.values() for each in found}), acting.today)
    mine = select(Period).where(col(Period.campaign) == campaign, col(Period.target_year) == year)
    known = indicators_of(acting.library.packs[campaign])
    found: dict[UnitKey, tuple[SelfReported, ...]] = {}
    for period in session.exec(mine.order_by(col(Period.opens_on))).all():
        totals = _totals(session, period, known)
        for key in units if totals else ():
            sums = _summed(acting, key, below[key], totals)
            populations = {HOUSEHOLDS: sum_registry(households, below[key]), **staff.get(key, {})}
            found[key] = (*found.get(key, ()), *_told(acting, period, sums, populations))
    return found


def _totals(session: Session, period: Period, known: Container[str]) -> dict[UnitKey, dict[str, Total]]:
    found: dict[UnitKey, dict[str, Total]] = {}
    of_period = (col(Tally.campaign) == period.campaign, col(Tally.period_id) == period.id)
    for row in session.exec(select(Tally).where(*of_period)):
        if row.indicator_id in known:
            counts = Counts(row.reports, row.num, row.den, row.unknown)
            found.setdefault(UnitKey.stored(row.unit_epoch, row.unit_code), {})[row.indicator_id] = Total(counts)
    return found


def _summed(
    acting: Acting, unit: UnitKey, below: Sequence[Unit], totals: Mapping[UnitKey, Mapping[str, Total]]
) -> dict[str, Total]:
    """Indicator → what households below a unit, and the officers of its own office, answered.

    A cell too small to be shown is left out here too, so that nobody reads it as a difference.
    """
    sums: dict[str, Total] = {}
    for key in {unit, *(each.key for each in below)}:
        for name, total in totals.get(key, {}).items():
            if not total.is_small and (key == unit or _form_of(acting, name) == HOUSEHOLD):
                sums[name] = sums.get(name, NOTHING).plus(total.counts)
    return sums


def _told(
    acting: Acting, period: Period, sums: Mapping[str, Total], populations: Mapping[str, int | None]
) -> Iterator[SelfReported]:
    """Each figure against the population that its own indicator is about; of an office those the registry states."""
    as_of = min(acting.today, period.closes_on)
    for name, total in sums.items():
        indicator = acting.library.packs.catalogue.by_id[name]
        kind = HOUSEHOLDS if _form_of(acting, name) == HOUSEHOLD else indicator.population or ""
        yield SelfReported(name, period.target_year, total.counts, populations.get(kind), period.name, as_of)


def _form_of(acting: Acting, indicator: str) -> str | None:
    found = acting.library.packs.catalogue.by_id.get(indicator)
    return None if found is None or found.self_report is None else found.self_report.form

"""Awards: how a unit stands against the plan's standard, from what is stored; what applies to households and officers.

An automatic comparison that never replaces the council's opinion.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from sqlmodel import Session

from campaigns.awarding.case import Occasion
from campaigns.awarding.checklist import Checklist, checklist
from campaigns.awarding.facts import case_from_facts
from campaigns.awarding.outline import Asked, outline
from campaigns.awarding.wanted import occasions_of
from campaigns.awards import evaluate
from campaigns.errors import AppError
from campaigns.format.about import NotStated, Topic
from campaigns.format.audience import Audience, SubjectKind
from campaigns.format.award import AwardForm
from campaigns.format.pack import Pack
from campaigns.format.target import Target
from campaigns.indicators import Counts
from campaigns.units import Unit, UnitKey
from services.award_facts import Gathered, gather, place_of_unit
from services.campaigns import current_campaign, require_pack
from services.households import find_own_household
from services.input_store import InputPlace, bodies_of
from services.paging import page_number
from services.people import Acting, Capability, NotYours, require, require_anywhere
from services.periods import PeriodInfo, current_period
from services.reports import own_report
from services.scopes import scope_in


class NotAnAward(AppError):
    """The plan has no such award or occasion for this subject."""

    code: ClassVar[str] = "not_an_award"


@dataclass(frozen=True, slots=True)
class Question:
    """What is compared: an occasion, and one form of award or None for every one of the occasion."""

    occasion: Occasion
    award: str | None = None


@dataclass(frozen=True, slots=True)
class UnitAward:
    """A subject's checklist. waiting: inputs that nobody has approved yet, so that they do not count.

    occasions: all that can be asked of it, in order; forms: those of this one. bodies: others at the same unit, by
    name; body_ids: of their first inputs. names: indicator → its name in the actor's language.
    """

    pack: Pack
    unit: Unit
    audience: Audience
    place: InputPlace
    question: Question
    checklist: Checklist
    waiting: int
    occasions: tuple[Occasion, ...]
    forms: tuple[AwardForm, ...]
    bodies: tuple[InputPlace, ...]
    body_ids: tuple[int, ...]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UnitInShort:
    """One unit of many."""

    unit: Unit
    checklist: Checklist


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What a household's own answers add to a target of the plan."""

    target: Target
    counts: Counts


@dataclass(frozen=True, slots=True)
class ForPerson:
    """What applies to a household or to an officer. silence: what the plan leaves open, where it honours no such one.

    asked: the plan's criteria for them. answers: of a household that has answered, in the plan's order.
    """

    pack: Pack
    kind: SubjectKind
    audience: Audience | None
    asked: tuple[Asked, ...]
    forms: tuple[AwardForm, ...]
    silence: NotStated | None
    period: PeriodInfo | None = None
    answers: tuple[OwnAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class Standards:
    """The public standards of one audience of a plan. audiences: all that may be honoured; silence: as `ForPerson`."""

    pack: Pack
    audience: Audience | None
    audiences: tuple[Audience, ...]
    asked: tuple[Asked, ...]
    silence: NotStated | None
    names: Mapping[str, str]
    page: int
    others: tuple[Pack, ...]


def scopes(session: Session, acting: Acting) -> tuple[tuple[str, Unit], ...]:
    """(campaign, topmost unit) of everything that the actor may compare. Errors: `not_yours` without any such role."""
    held = require_anywhere(session, acting, Capability.SEE_LIVE)
    slugs = (slug for slug in acting.library.packs if slug in acting.library.trees)
    return tuple((slug, unit) for slug in slugs for unit in scope_in(acting, acting.library.tree(slug), held))


def evaluate_unit(session: Session, acting: Acting, place: InputPlace, question: Question) -> UnitAward:
    """Hold what is stored of a subject against the standard.

    Errors: `not_yours` without the right to look at the unit's affairs; `not_an_award`.
    """
    require(session, acting, Capability.SEE_LIVE, place.unit)
    pack = require_pack(acting, place.campaign)
    audience = next((each for each in pack.audiences if each.id == place.audience), None)
    if audience is None:
        raise NotYours
    occasions = open_occasions(acting, pack, audience)
    if question.occasion not in occasions:
        raise NotAnAward
    forms = forms_of(pack, audience, question.occasion)
    if question.award is not None and question.award not in [form.id for form in forms]:
        raise NotAnAward
    gathered = gather(session, acting, place.campaign, place.year, [place.unit])
    bodies = bodies_of(gathered.inputs, place.unit)
    return UnitAward(
        pack=pack,
        unit=acting.library.places.unit(place.unit),
        audience=audience,
        place=place,
        question=question,
        checklist=_compare(gathered, pack, (place, audience), question),
        waiting=gathered.waiting(place),
        occasions=occasions,
        forms=forms,
        bodies=tuple(bodies),
        body_ids=tuple(bodies.values()),
        names=indicator_names(acting),
    )


def evaluate_units(
    session: Session, acting: Acting, campaign: str, root: UnitKey, question: Question
) -> tuple[UnitInShort, ...]:
    """Every unit at and below one, in the order of the tree, each in short. Errors: `not_yours`."""
    require(session, acting, Capability.SEE_LIVE, root)
    pack, tree = require_pack(acting, campaign), acting.library.tree(campaign)
    if root not in tree.places:
        raise NotYours
    gazetteer = tree.places.gazetteer
    units = [unit for unit in tree.places.units if unit.key == root or gazetteer.is_within(unit.key, root)]
    gathered = gather(session, acting, campaign, question.occasion.year, [unit.key for unit in units])
    found: list[UnitInShort] = []
    for unit in units:
        own = place_of_unit(acting, campaign, unit, question.occasion.year)
        if own is not None and question.occasion in open_occasions(acting, pack, own[1]):
            found.append(UnitInShort(unit, _compare(gathered, pack, own, question)))
    return tuple(found)


def _compare(gathered: Gathered, pack: Pack, subject: tuple[InputPlace, Audience], question: Question) -> Checklist:
    asked = gathered.asked_of(subject[1], question.occasion, question.award)
    case = case_from_facts(gathered.of(*subject, asked), question.occasion, award=question.award)
    return checklist(evaluate(pack, case, gathered.acting.today, gathered.acting.library.packs.catalogue))


def indicator_names(acting: Acting) -> Mapping[str, str]:
    """Indicator → its name in the actor's language."""
    return {name: each.name.to(acting.actor.locale) for name, each in acting.library.packs.catalogue.by_id.items()}


def open_occasions(acting: Acting, pack: Pack, audience: Audience) -> tuple[Occasion, ...]:
    """The occasions of a plan that are not in a year still to come."""
    return tuple(each for each in occasions_of(pack, audience) if each.year <= acting.today.year)


def forms_of(pack: Pack, audience: Audience, occasion: Occasion) -> tuple[AwardForm, ...]:
    """The forms of award that an audience may receive on an occasion, by the standards that speak of it."""
    own = {name for each in pack.standards if audience.id in each.subjects or not each.subjects for name in each.awards}
    return tuple(
        form
        for form in pack.award_forms
        if form.id in own
        and any(each.kind is occasion.kind and each.year in (None, occasion.year) for each in form.occasions)
    )


def for_household(session: Session, acting: Acting, campaign: str = "") -> ForPerson:
    """What a plan asks of households, and how the actor's own answers stand. campaign: "" for the one spoken of."""
    slug = campaign or current_campaign(session, acting)
    found = _for_person(require_pack(acting, slug), SubjectKind.HOUSEHOLD)
    period = current_period(session, acting, slug)
    has_answers = period is not None and find_own_household(session, acting) is not None
    report = own_report(session, acting, period.id) if period is not None and has_answers else None
    if period is None or report is None:
        return replace(found, period=period)
    added = acting.library.contributions(slug, report.form, period.target_year, report.answers)
    targets = acting.library.household_targets(slug, period.target_year)
    answers = tuple(OwnAnswer(each, added[each.indicator]) for each in targets if each.indicator in added)
    return replace(found, period=period, answers=answers)


def for_officer(session: Session, acting: Acting, campaign: str = "") -> ForPerson:
    """What a plan asks of people who work in an office. campaign: "" for the one spoken of."""
    return _for_person(require_pack(acting, campaign or current_campaign(session, acting)), SubjectKind.OFFICER)


def see_person(session: Session, acting: Acting, campaign: str = "", kind: str = "h") -> ForPerson:
    """What applies to households ("h") or to officers ("o")."""
    return (for_officer if kind == "o" else for_household)(session, acting, campaign)


def _for_person(pack: Pack, kind: SubjectKind) -> ForPerson:
    audience = next((each for each in pack.audiences if each.kind is kind and each.award_subject is not False), None)
    topics = (Topic.AWARDS,) if not pack.award_forms else (Topic.AWARD_SUBJECTS,) if audience is None else ()
    silence = next((each for topic in topics for each in pack.not_stated if each.topic is topic), None)
    asked = () if audience is None else outline(pack, [audience])
    names = {name for row in asked for name in row.awards}
    forms = tuple(form for form in pack.award_forms if form.id in names)
    return ForPerson(pack, kind, audience, asked, forms, silence)


def see_standards(session: Session, acting: Acting, *asked: str) -> Standards:
    """The standards that anybody may read: of one audience, or the audiences to choose from.

    asked: campaign, audience id, page; what is left out counts as "". Errors: `no_campaign`, `not_an_award`.
    """
    campaign, audience, page = (*asked, "", "", "")[:3]
    pack = require_pack(acting, campaign or current_campaign(session, acting))
    audiences = tuple(each for each in pack.audiences if each.award_subject is not False and outline(pack, [each]))
    chosen = next((each for each in audiences if each.id == audience), None)
    if audience and chosen is None:
        raise NotAnAward
    return Standards(
        pack=pack,
        audience=chosen,
        audiences=audiences,
        asked=() if chosen is None else outline(pack, [chosen]),
        silence=next((each for each in pack.not_stated if each.topic is Topic.AWARDS), None),
        names=indicator_names(acting),
        page=page_number(page),
        others=tuple(each for slug, each in acting.library.packs.items() if slug != pack.slug),
    )

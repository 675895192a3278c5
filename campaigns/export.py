"""Packs as plain JSON, for those who check a plan against its pack."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from campaigns import export_shape as shape
from campaigns.format import Entry, Pack
from campaigns.format.award import Standard
from campaigns.format.criterion import Leaf, RankWithin, ScoreShare, TargetMet, leaves
from campaigns.loading import Packs
from campaigns.localized import Localized

OTHER_RULES = "other_rules"
"""Kind of an exported standard that only refers to rules outside the plan."""


def export_packs(packs: Packs, slug: str | None = None) -> shape.Export:
    """One plan, or all of them. KeyError when there is no such plan."""
    chosen = packs.values() if slug is None else [packs[slug]]
    return {"plans": [_plan(pack) for pack in chosen]}


def _plan(pack: Pack) -> shape.PlanExport:
    return {
        "plan": pack.slug,
        "targets": _targets(pack),
        "audiences": _audiences(pack),
        "award_forms": _award_forms(pack),
        "award_criteria": [item for standard in pack.standards for item in _criteria(pack, standard)],
        "quotas": _quotas(pack),
        "dossier": [{**_item(each), "order": each.order, "document": each.text.vi} for each in pack.dossier],
        "dossier_copies": [
            {**_item(each), "award": each.award.vi, "copies": each.copies} for each in pack.dossier_copies
        ],
        "procedure": [{**_item(each), "order": each.order, "actor": _vi(each.actor)} for each in pack.procedure],
        "milestones": _milestones(pack),
        "recurring": [{**_item(each), "every": each.every, "actor": _vi(each.actor)} for each in pack.recurring],
        "phases": [{**_item(each), "start": each.start, "end": each.end} for each in pack.phases],
        "duties": [{**_item(each), "body": each.body.vi} for each in pack.duties],
        "contacts": [{**_item(each), "body": each.body.vi} for each in pack.contacts],
        "legal_bases": _legal_bases(pack),
        "scoring_pillars": _pillars(pack),
        "priority_fields": [
            {**_item(each), "name": each.name.vi, "lead": _vi(each.lead)} for each in pack.priority_fields
        ],
        "contents": _items(pack.contents),
        "solutions": _items(pack.solutions),
        "pilots": _pilots(pack),
        "purposes": _items(pack.purposes),
        "requirements": _items(pack.requirements),
        "award_principles": _items(pack.award_principles),
        "unquantified_indicators": [
            {**_item(each), "indicator_id": each.indicator} for each in pack.unquantified_indicators
        ],
        "funding": _items(pack.funding),
        "ambiguities": [{**_item(each), "reading": each.reading.vi} for each in pack.ambiguities],
        "not_stated": _silences(pack),
    }


def _item(entry: Entry) -> shape.Item:
    return {"id": entry.id, "clause": str(entry.clause), "text": entry.text.vi}


def _items(entries: Iterable[Entry]) -> list[shape.Item]:
    return [_item(entry) for entry in entries]


def _vi(text: Localized | None) -> str | None:
    return None if text is None else text.vi


def _number(value: Decimal) -> shape.Number:
    return int(value) if value == value.to_integral_value() else str(value)


def _targets(pack: Pack) -> list[shape.TargetItem]:
    return [
        {
            **_item(target),
            "indicator_id": target.indicator,
            "level": target.level,
            "operator": target.operator.value,
            "value": _number(target.value),
            "unit": target.unit,
            "deadline": target.deadline,
            "deadline_inferred": target.deadline_inferred,
        }
        for target in pack.targets
    ]


def _audiences(pack: Pack) -> list[shape.AudienceItem]:
    return [
        {
            **_item(audience),
            "kind": audience.kind.value,
            "level": audience.level,
            "collective": audience.collective,
            "award_subject": audience.award_subject,
        }
        for audience in pack.audiences
    ]


def _award_forms(pack: Pack) -> list[shape.AwardFormItem]:
    return [
        {
            **_item(award),
            "name": award.name.vi,
            "authority": _vi(award.authority),
            "level": award.level,
            "occasions": [{"kind": occasion.kind.value, "year": occasion.year} for occasion in award.occasions],
        }
        for award in pack.award_forms
    ]


def _criteria(pack: Pack, standard: Standard) -> Iterator[shape.CriterionItem]:
    if standard.criteria is None:
        yield _criterion(pack, standard, standard, OTHER_RULES)
        return
    for leaf in leaves(standard.criteria):
        item = _criterion(pack, standard, leaf, leaf.kind)
        item["applies_if"] = [condition.value for condition in leaf.applies_if]
        yield _with_numbers(pack, leaf, item)


def _criterion(pack: Pack, standard: Standard, entry: Entry, kind: str) -> shape.CriterionItem:
    return {
        **_item(entry),
        "standard": standard.id,
        "kind": kind,
        "subject": _subjects(pack, standard.subjects) or None,
        "subject_ids": list(standard.subjects),
        "rank_from": None,
        "rank_to": None,
        "operator": None,
        "value": None,
        "target_ids": [],
        "applies_if": [],
    }


def _with_numbers(pack: Pack, leaf: Leaf, item: shape.CriterionItem) -> shape.CriterionItem:
    """Ranks and shares as the criterion has them; the operator and value of a target where it looks at one only."""
    if isinstance(leaf, RankWithin):
        item["rank_from"], item["rank_to"] = leaf.rank_from, leaf.rank_to
    if isinstance(leaf, ScoreShare):
        item["operator"], item["value"] = leaf.operator.value, _number(leaf.value)
    if isinstance(leaf, TargetMet):
        years = [each.year for each in leaf.sets]
        targets = [target for year in years for target in pack.targets_for(leaf, year) or ()]
        item["target_ids"] = [target.id for target in targets]
        if len(targets) == 1:
            item["operator"], item["value"] = targets[0].operator.value, _number(targets[0].value)
    return item


def _subjects(pack: Pack, ids: Iterable[str]) -> str:
    names = {audience.id: audience.text.vi for audience in pack.audiences}
    return "; ".join(names[each] for each in ids)


def _quotas(pack: Pack) -> list[shape.QuotaItem]:
    return [
        {
            **_item(quota),
            "limit": quota.limit,
            "subject": _subjects(pack, quota.subjects),
            "subject_ids": list(quota.subjects),
            "per": _vi(quota.per),
        }
        for quota in pack.quotas
    ]


def _milestones(pack: Pack) -> list[shape.MilestoneItem]:
    return [
        {
            **_item(each),
            "event": each.event.value,
            "actor": _vi(each.actor),
            "year": each.year,
            "end_year": each.end_year,
            "quarter": each.quarter,
            "month": each.month,
        }
        for each in pack.milestones
    ]


def _legal_bases(pack: Pack) -> list[shape.LegalBasisItem]:
    return [
        {**_item(each), "number": each.number, "date": None if each.date is None else each.date.iso}
        for each in pack.legal_bases
    ]


def _pillars(pack: Pack) -> list[shape.PillarsItem]:
    return [
        {
            **_item(each),
            "count": len(each.items),
            "items": [item.vi for item in each.items],
            "subject": _subjects(pack, each.subjects),
        }
        for each in pack.scoring_pillars
    ]


def _pilots(pack: Pack) -> list[shape.PilotItem]:
    return [
        {
            **_item(each),
            "chooser": each.chooser.vi,
            "count_from": each.count_from,
            "count_to": each.count_to,
            "at_least": each.at_least,
        }
        for each in pack.pilots
    ]


def _silences(pack: Pack) -> list[shape.SilenceItem]:
    return [
        {"id": each.id, "clause": each.clause, "text": each.text.vi, "topic": each.topic.value}
        for each in pack.not_stated
    ]

"""Quotas over a list of nominations: judged after eligibility, and changing no verdict on a criterion."""

from collections.abc import Iterator

from campaigns.awarding.case import Case, Nomination
from campaigns.awarding.findings import Note, QuotaFinding
from campaigns.awarding.subjects import audience_called, office_called
from campaigns.format.about import Topic
from campaigns.format.award import Quota
from campaigns.format.pack import Pack

Placed = tuple[Nomination, Quota | None]


def judge_quotas(pack: Pack, case: Case) -> tuple[tuple[QuotaFinding, ...], tuple[Note, ...]]:
    """Each quota by nominator, in the order of the list; and a note for every nomination that no quota speaks of."""
    placed = [(each, _quota_of(pack, case, each)) for each in case.nominations]
    lists: dict[tuple[str, str], list[Nomination]] = {}
    for nomination, quota in placed:
        if quota is not None:
            lists.setdefault((quota.id, nomination.nominator), []).append(nomination)
    findings = tuple(
        _finding(quota, nominator, found)
        for quota in pack.quotas
        for (quota_id, nominator), found in lists.items()
        if quota_id == quota.id
    )
    return findings, tuple(_notes(pack, placed))


def _finding(quota: Quota, nominator: str, found: list[Nomination]) -> QuotaFinding:
    used = sum(each.eligible is not False for each in found)
    return QuotaFinding(quota.id, str(quota.clause), nominator, quota.limit, len(found), used)


def _quota_of(pack: Pack, case: Case, nomination: Nomination) -> Quota | None:
    """The quota that a nomination falls under; None where the plan has none for it, or which one does not show."""
    subject = audience_called(pack, nomination.kind or case.subject.kind, nomination.nominator)
    fitting = [
        quota
        for quota in pack.quotas
        if subject is not None and subject.id in quota.subjects and case.award in (None, quota.award or case.award)
    ]
    nominator = _nominator(pack, nomination)
    if nominator is not None:
        fitting = [quota for quota in fitting if not quota.nominators or nominator in quota.nominators]
    return fitting[0] if len(fitting) == 1 else None


def _nominator(pack: Pack, nomination: Nomination) -> str | None:
    """The audience id of the nominating body, as told or as its name shows."""
    if nomination.nominator_kind:
        audience = audience_called(pack, nomination.nominator_kind)
        return audience.id if audience else nomination.nominator_kind
    office = office_called(nomination.nominator)
    return next((each.id for each in pack.audiences if each.kind is office), None) if office else None


def _notes(pack: Pack, placed: list[Placed]) -> Iterator[Note]:
    silence = next((each for each in pack.not_stated if each.topic is Topic.QUOTAS), None)
    if placed and silence is not None:
        yield Note("quota_not_stated", {"statement": silence.text.vi, "clause": str(silence.clause or "")})
        return
    for nominator in dict.fromkeys(nomination.nominator for nomination, quota in placed if quota is None):
        yield Note("no_quota_for_nominator", {"nominator": nominator})

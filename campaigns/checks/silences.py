"""What a plan does not say must be said to be unsaid: an empty list alone could be an oversight."""

from collections.abc import Iterator

from campaigns.checks.places import found
from campaigns.format import Pack
from campaigns.format.about import Topic
from campaigns.pack_problems import Problem, Rule

_LISTS = {
    "targets": Topic.TARGETS,
    "award_forms": Topic.AWARDS,
    "award_principles": Topic.PRINCIPLES,
    "scoring_pillars": Topic.SCORING,
    "quotas": Topic.QUOTAS,
    "dossier": Topic.DOSSIER,
    "dossier_copies": Topic.COPIES,
    "procedure": Topic.PROCEDURE,
    "funding": Topic.FUNDING,
    "milestones": Topic.MILESTONES,
    "contents": Topic.CONTENTS,
    "priority_fields": Topic.PRIORITY_FIELDS,
    "solutions": Topic.SOLUTIONS,
    "pilots": Topic.PILOTS,
    "contacts": Topic.CONTACT,
    "legal_bases": Topic.LEGAL_BASES,
    "duties": Topic.DUTIES,
}


def check(pack: Pack) -> list[Problem]:
    """Silences that are not stated, and statements of silence beside what is there."""
    return [*_lists(pack), *_document(pack), *_deadlines(pack)]


def _lists(pack: Pack) -> Iterator[Problem]:
    for name, topic in _LISTS.items():
        silent = pack.is_silent_on(topic)
        if not getattr(pack, name) and not silent:
            yield found(pack, name, Rule.SILENCE_NOT_STATED, topic=topic)
        if getattr(pack, name) and silent:
            yield found(pack, name, Rule.STATED_AFTER_ALL, topic=topic)


def _document(pack: Pack) -> Iterator[Problem]:
    written = pack.document.date
    known = {
        ("document.number", Topic.DOCUMENT_NUMBER): pack.document.number is not None,
        ("document.date", Topic.DOCUMENT_DATE): written is not None and written.day is not None,
        ("theme", Topic.THEME): pack.theme is not None,
        ("phases", Topic.PHASES): bool(pack.phases),
    }
    for (path, topic), is_known in known.items():
        if is_known == pack.is_silent_on(topic):
            rule = Rule.STATED_AFTER_ALL if is_known else Rule.SILENCE_NOT_STATED
            yield found(pack, path, rule, topic=topic)


def _deadlines(pack: Pack) -> Iterator[Problem]:
    if any(target.deadline is None for target in pack.targets) and not pack.is_silent_on(Topic.DEADLINE):
        yield found(pack, "targets", Rule.SILENCE_NOT_STATED, topic=Topic.DEADLINE)

"""For whom a plan is made: levels, and audiences by level and kind."""

from enum import StrEnum

from campaigns.format.entry import Entry, Part, Slug
from campaigns.localized import Localized


class SubjectKind(StrEnum):
    """Kinds of bodies and people that plans address."""

    DEPARTMENT = "department"
    PROVINCE_COMMITTEE = "province_committee"
    DISTRICT_COMMITTEE = "district_committee"
    COMMUNE_COMMITTEE = "commune_committee"
    SUBORDINATE_UNIT = "subordinate_unit"
    ORGANISATION = "organisation"
    ENTERPRISE = "enterprise"
    COOPERATIVE = "cooperative"
    HEALTH_FACILITY = "health_facility"
    SCHOOL = "school"
    HOUSEHOLD = "household"
    OFFICER = "officer"
    LEADER = "leader"
    WORKER = "worker"
    COOPERATIVE_MEMBER = "cooperative_member"
    ARMED_FORCES = "armed_forces"
    ENTREPRENEUR = "entrepreneur"
    INTELLECTUAL = "intellectual"
    SCIENTIST = "scientist"
    OVERSEAS_VIETNAMESE = "overseas_vietnamese"
    PERSON = "person"


class Level(Part):
    """A level of the campaign as its plan has it."""

    id: Slug
    name: Localized


class Audience(Entry):
    """Who takes part. `award_subject`: may be nominated under this plan; None where the plan does not say."""

    kind: SubjectKind
    level: Slug | None
    collective: bool
    award_subject: bool | None

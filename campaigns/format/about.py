"""Who issued a plan, when, on what basis, for whom, and what we had to decide in reading it (pack.yaml)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from campaigns.clauses import ClausePath, Reader
from campaigns.format.audience import Audience, Level
from campaigns.format.entry import Count, Entry, Part, Share, Slug, WrittenDate, Year
from campaigns.localized import Localized


class Topic(StrEnum):
    """What a plan may leave open; award evaluation and answers look it up by this name.

    A topic named like a list of the pack (awards, quotas, dossier …) says that the whole list is missing.
    """

    DOCUMENT_NUMBER = "document_number"
    DOCUMENT_DATE = "document_date"
    THEME = "theme"
    PHASES = "phases"
    TARGETS = "targets"
    DEADLINE = "deadline"
    TERMS = "terms"
    AWARDS = "awards"
    AWARD_SUBJECTS = "award_subjects"
    STANDARDS = "standards"
    ANNUAL_STANDARD = "annual_standard"
    TIES = "ties"
    QUOTAS = "quotas"
    QUOTA_NUMBER = "quota_number"
    DOSSIER = "dossier"
    COPIES = "copies"
    PROCEDURE = "procedure"
    ORDER = "order"
    ACTOR = "actor"
    MILESTONES = "milestones"
    QUARTER = "quarter"
    INTERIM_REVIEW = "interim_review"
    REPORT_DATE = "report_date"
    CONTENTS = "contents"
    SOLUTIONS = "solutions"
    PRIORITY_FIELDS = "priority_fields"
    PILOTS = "pilots"
    SCORING = "scoring"
    PRINCIPLES = "principles"
    FUNDING = "funding"
    REWARD_AMOUNT = "reward_amount"
    CONTRIBUTION_NORM = "contribution_norm"
    CONTACT = "contact"
    LEGAL_BASES = "legal_bases"
    DUTIES = "duties"


class Signer(Part):
    """Who signed, as the document has it."""

    name: str
    position: Localized
    clause: ClausePath


class Document(Part):
    """Identity of the document. A number or date that is unknown is None, and `not_stated` says so.

    kind "plan": the plan's own text; "article": what was published about it, all that could be read.
    """

    kind: Literal["plan", "article"]
    title: Localized
    number: str | None
    date: WrittenDate | None
    issuer: Localized
    clause: ClausePath
    also: tuple[ClausePath, ...] = ()
    signer: Signer | None = None


class LegalBasis(Entry):
    """A document that the plan rests on or names; number and date as far as the plan gives them."""

    number: str | None
    date: WrittenDate | None


class Phase(Entry):
    """A span of years of the campaign."""

    start: Year
    end: Year


class WrittenPeriod(Entry):
    """A span of years as some clause writes it; lint compares it with the phases."""

    start: Year
    end: Year


class Relation(Entry):
    """Another campaign that the plan itself names."""

    kind: Literal["parent", "predecessor", "successor", "parallel"]
    number: str | None
    date: WrittenDate | None
    slug: Slug | None = None


class Ambiguity(Entry):
    """A place that can be read in more than one way: `text` says what is unclear, `reading` how we read it and why.

    `rule` names the lint rule whose warning this answers, if one does.
    """

    reading: Localized
    rule: Slug | None = None


class NotStated(Part):
    """Something the plan does not say. `clause` is where one would look for it, if anywhere."""

    id: Slug
    topic: Topic
    text: Localized
    clause: ClausePath | None = None


class UndefinedTerm(Entry):
    """Words that a standard or an award rests on and the plan does not define; printed with the result.

    clauses: where they stand; everywhere: they bear on every award of the plan.
    """

    term: Localized
    everywhere: bool = False


class AlsoAsk(Part):
    """An indicator that households are asked about although this plan sets no target for it."""

    indicator: Slug
    note: Localized


class CountParameter(Part):
    """A whole number that no plan defines, with the note that says so."""

    value: Count
    note: Localized


class ShareParameter(Part):
    """A fraction 0–1 that no plan defines, with the note that says so."""

    value: Share
    note: Localized


class AgeLimits(Part):
    """Ages in years up to which a person is of working age, in one year."""

    year: Year
    men: Count
    women: Count


class WorkingAge(Part):
    """Ends of the working age by year, with the note that no plan defines them."""

    years: tuple[AgeLimits, ...]
    note: Localized

    def at(self, year: int) -> AgeLimits:
        """The limits of the latest listed year not after `year`; of the first listed one before that."""
        past = [limits for limits in self.years if limits.year <= year]
        return max(past, key=lambda limits: limits.year) if past else min(self.years, key=lambda limits: limits.year)


class Parameters(Part):
    """What no plan defines and every figure needs; printed with the result."""

    adult_age: CountParameter
    working_age: WorkingAge
    used_within_months: CountParameter
    min_coverage: ShareParameter


class About(Part):
    """pack.yaml.

    `named_documents` are those that the plan names without resting on them. Three things only serve to read a clause
    aloud: `numbered` lists the clauses whose last number the document itself prints ("II.2.1"), `headings` names the
    headings that paths write as slugs, `counted` says what is counted below a clause where it is no dash.
    """

    spec_version: Literal[1]
    slug: Slug
    name: Localized
    short_name: Localized
    place: Localized
    document: Document
    theme: Entry | None
    phases: tuple[Phase, ...]
    legal_bases: tuple[LegalBasis, ...]
    named_documents: tuple[LegalBasis, ...] = ()
    periods: tuple[WrittenPeriod, ...] = ()
    relations: tuple[Relation, ...] = ()
    levels: tuple[Level, ...]
    audiences: tuple[Audience, ...]
    parameters: Parameters
    also_asks: tuple[AlsoAsk, ...] = ()
    ambiguities: tuple[Ambiguity, ...]
    undefined_terms: tuple[UndefinedTerm, ...] = ()
    not_stated: tuple[NotStated, ...]
    numbered: tuple[ClausePath, ...] = ()
    headings: Mapping[ClausePath, str] = {}
    counted: Mapping[ClausePath, Literal["đoạn", "gạch đầu dòng", "ý"]] = {}

    @property
    def years(self) -> tuple[int, int] | None:
        """First and last year of the campaign; None where the plan names no phase."""
        if not self.phases:
            return None
        return min(phase.start for phase in self.phases), max(phase.end for phase in self.phases)

    @property
    def reader(self) -> Reader:
        """What reads and sorts the clauses of this plan."""
        return Reader(self.headings, self.numbered, self.counted)

    def spoken(self, clause: str) -> str:
        """A clause of this plan as people read it: "điểm c, mục 2.1, phần II"."""
        return self.reader.spoken(clause)

    def is_silent_on(self, topic: Topic) -> bool:
        """Whether the pack says that the plan leaves `topic` open."""
        return any(item.topic == topic for item in self.not_stated)

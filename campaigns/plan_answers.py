"""What a question gets: the clauses that answer it, or a plain reason why the plan does not; and who asks what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from campaigns.curation import CuratedAnswer, LexiconEntry
from campaigns.facts import Provision

LIST_LIMIT_CHARS = 1200
RESULT_LIMIT = 5


class Kind(StrEnum):
    """What an answer is."""

    CLAUSE = "clause"
    LIST = "list"
    DECLINED = "declined"
    UNREADABLE = "unreadable"


class Reason(StrEnum):
    """Why a question is not answered; one code, one sentence in handlers."""

    EMPTY = "empty"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NO_WORDS = "no_words"
    NOT_COVERED = "not_covered"
    LEVEL_NOT_COVERED = "level_not_covered"
    YEAR_NOT_COVERED = "year_not_covered"
    OTHER_PLACE = "other_place"
    OTHER_PLAN = "other_plan"
    VALUE_NOT_STATED = "value_not_stated"
    CONTACT = "contact"
    AMOUNT = "amount"
    WEATHER = "weather"
    OFFTOPIC = "offtopic"
    PERSONAL = "personal"
    HOWTO = "howto"
    NAME = "name"
    LAW = "law"
    STATISTICS = "statistics"


@dataclass(frozen=True, slots=True)
class Result:
    """A clause as found. text: verbatim, "" when not imported; statement: what the pack says in plain words, if any.

    entry: the id of the pack entry that the statement is from; also: further clauses that the statement rests on.
    """

    clause: str
    trail: tuple[str, ...]
    text: str
    score: float
    statement: str = ""
    entry: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gets.

    results: best first, the nearest clauses also when declined; listed: for a list, all of it in the plan's order, at
    most 1,200 characters; parameters: what the reason's sentence names; silence: the id of what the pack says the plan
    leaves open, when the question is about that.
    """

    answered: bool
    kind: Kind
    results: tuple[Result, ...]
    reason: Reason | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    listed: tuple[Result, ...] = ()
    silence: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks, as far as known: levels of the lexicon, and the question asked before."""

    levels: frozenset[str] = frozenset()
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """Something that a pack says its plan leaves open, by id."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class PlanText:
    """A plan ready for questions: its provisions, the years it runs, its silences, and what operators have added."""

    slug: str
    provisions: tuple[Provision, ...]
    years: tuple[int, int] | None = None
    silences: tuple[Silence, ...] = ()
    is_imported: bool = True
    words: tuple[LexiconEntry, ...] = ()
    curated: tuple[CuratedAnswer, ...] = ()

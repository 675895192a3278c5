"""What can be wrong with a definition file: where, which rule, with which parameters. The rule is a code, no prose."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from campaigns.errors import AppError


class Rule(StrEnum):
    """Rules of packs and catalogue; whoever renders one says what is wrong and how to fix it."""

    NO_FOLDER = "no_folder"
    NO_PACK = "no_pack"
    DUPLICATE_PACK = "duplicate_pack"
    WRONG_SLUG = "wrong_slug"
    MISSING_FILE = "missing_file"
    UNKNOWN_FILE = "unknown_file"
    UNREADABLE = "unreadable"
    NOT_UTF8 = "not_utf8"
    NOT_NFC = "not_nfc"
    TAB = "tab"
    YAML_SYNTAX = "yaml_syntax"
    NOT_A_MAPPING = "not_a_mapping"
    DUPLICATE_KEY = "duplicate_key"
    SPEC_VERSION = "spec_version"
    MISSING_KEY = "missing_key"
    UNKNOWN_KEY = "unknown_key"
    UNQUOTED = "unquoted"
    INEXACT_NUMBER = "inexact_number"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_LIST = "not_a_list"
    OUT_OF_RANGE = "out_of_range"
    UNKNOWN_CHOICE = "unknown_choice"
    BAD_SLUG = "bad_slug"
    BAD_CLAUSE = "bad_clause"
    BAD_VALUE = "bad_value"
    UNKNOWN_CLAUSE = "unknown_clause"
    DUPLICATE_ID = "duplicate_id"
    UNKNOWN_REFERENCE = "unknown_reference"
    SELF_REFERENCE = "self_reference"
    WRONG_OPERATOR = "wrong_operator"
    DUPLICATE_TARGET = "duplicate_target"
    EMPTY_TARGET_SET = "empty_target_set"
    EMPTY_GROUP = "empty_group"
    DUPLICATE_ORDER = "duplicate_order"
    RANK_ORDER = "rank_order"
    SPAN_ORDER = "span_order"
    IMPOSSIBLE_DATE = "impossible_date"
    QUARTER_AND_MONTH = "quarter_and_month"
    DATE_OUTSIDE_CAMPAIGN = "date_outside_campaign"
    SHARED_MISMATCH = "shared_mismatch"
    WRONG_MEASURE = "wrong_measure"
    LOOK_ALIKES_MERGED = "look_alikes_merged"
    LOOK_ALIKES_ONE_SIDED = "look_alikes_one_sided"
    EMPTY_TEXT = "empty_text"
    TEXT_TOO_LONG = "text_too_long"
    TEXT_UNTIDY = "text_untidy"
    WRONG_SET_YEAR = "wrong_set_year"
    SILENCE_NOT_STATED = "silence_not_stated"
    STATED_AFTER_ALL = "stated_after_all"
    INFERRED_NOT_DECLARED = "inferred_not_declared"
    PERIODS_DIFFER = "periods_differ"


WARNINGS = frozenset({Rule.PERIODS_DIFFER})
"""Contradictions inside a plan: the plan's, not the pack's. Declared in `ambiguities`, they are no finding any more."""


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One finding. file: "rach-gia/targets.yaml"; path: place in the file, "targets[id].value", "" for the whole file.

    params: (name, value) pairs of the sentence, sorted by name.
    """

    file: str
    path: str
    rule: Rule
    params: tuple[tuple[str, str], ...] = ()

    @property
    def is_warning(self) -> bool:
        """Whether the pack is usable all the same."""
        return self.rule in WARNINGS


def problem(file: str, path: str, rule: Rule, params: Mapping[str, object] | None = None) -> Problem:
    """A finding with its parameters as text, in order of their names."""
    return Problem(file, path, rule, tuple(sorted((key, str(value)) for key, value in (params or {}).items())))


@dataclass(eq=False)
class PackProblems(AppError):
    """Packs that cannot be used. Holds every problem found, sorted by file and place."""

    code: ClassVar[str] = "pack_problems"
    problems: tuple[Problem, ...]

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> "PackProblems":
        """From problems in any order."""
        return cls(tuple(sorted(set(problems))))

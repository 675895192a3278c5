"""Answers: what one is, which fit a question, and how what a person typed is read as one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple, TypeGuard

from pydantic import StrictBool, StrictInt, StrictStr

from campaigns import spoken
from campaigns.form_questions import Choice, Count, MultiChoice, Option, Percent, Photo, Place, Question, Text, YesNo
from campaigns.localized import Localized
from campaigns.text import tidy

Answer = StrictBool | StrictInt | StrictStr | tuple[StrictStr, ...]
"""yes_no: bool; count: int; percent: a decimal as text ("82.4"); choice, text, place, photo: text; multi_choice: ids.

Text that is an answer never starts with "@"; the three below are no answers, and three different things.
"""

UNKNOWN: Final = "@unknown"
"""The person does not know."""
DECLINED: Final = "@declined"
"""The person does not want to say."""
SKIPPED: Final = "@skipped"
"""An optional question was passed over; nothing of it is reported."""

CODES: Final = frozenset(
    {
        *("empty", "too_long", "not_a_number", "not_whole", "ambiguous_number", "several_numbers", "below", "above"),
        *("not_yes_no", "not_a_choice", "several_choices", "not_a_place", "not_a_photo"),
        *("unknown_not_offered", "declined_not_offered"),
    }
)
"""Every reason why a reply is no answer; each has its sentence in the catalogues."""

LONGEST_REPLY: Final = 200
"""Characters of a reply to anything but a text question: more is no answer to it."""


class Bounds(NamedTuple):
    """The whole numbers a question takes, both ends included; `is_fixed` when `high` follows from no earlier answer."""

    low: int
    high: int
    is_fixed: bool = True


_PERCENT: Final = Bounds(0, 100)
_DECIMAL: Final = re.compile(r"-?[0-9]{1,7}(\.[0-9]{1,6})?")
_PLACE_KEY: Final = re.compile(r"[a-z0-9_-]{1,12}:[A-Za-z0-9._-]{1,40}")
_FILE_KEY: Final = re.compile(r"[A-Za-z0-9:._/=+-]{1,200}")


@dataclass(frozen=True, slots=True)
class Miss:
    """A reply that is no answer, and why (a stable code)."""

    code: str


def read(question: Question, raw: str, bounds: Bounds | None = None) -> Answer | Miss:
    """What a person typed, as an answer to this question.

    Codes: empty, too_long, not_a_number, not_whole, ambiguous_number ("1,234": thousands or decimals), several_numbers,
    below, above, not_yes_no, not_a_choice, several_choices (the beginning of more than one), not_a_place and
    not_a_photo (these come from a picker, never from typing), unknown_not_offered, declined_not_offered.
    """
    text = raw if _is_numeral(raw) else tidy(spoken.storable(raw))
    limit = question.longest if question.kind == "text" else LONGEST_REPLY
    if not text:
        return Miss("empty")
    if len(text) > limit:
        return Miss("too_long")
    found = _non_answer(question, text) or _read(question, text, bounds)
    if isinstance(found, Miss):
        return found
    code = misfit(question, found, bounds)
    return found if code is None else Miss(code)


def misfit(question: Question, answer: Answer, bounds: Bounds | None = None) -> str | None:
    """The code of what does not fit, or None: the one rule for what was typed, tapped, or kept from before."""
    if isinstance(answer, str) and answer.startswith("@"):
        return _misfit_of_non_answer(question, answer)
    code: str | None
    match question:
        case Count():
            code = _outside(answer, bounds) if _is_count(answer) else "not_a_number"
        case YesNo():
            code = None if isinstance(answer, bool) else "not_yes_no"
        case Choice(options=options):
            code = None if answer in {option.id for option in options} else "not_a_choice"
        case MultiChoice(options=options):
            code = None if _is_selection(answer, options) else "not_a_choice"
        case Percent():
            code = _outside(Decimal(answer), _PERCENT) if _is_decimal(answer) else "not_a_number"
        case Text(longest=longest):
            code = _misfit_of_text(answer, longest)
        case Place():
            code = None if _matches(_PLACE_KEY, answer) else "not_a_place"
        case Photo():
            code = None if _matches(_FILE_KEY, answer) else "not_a_photo"
    return code


def _misfit_of_non_answer(question: Question, answer: str) -> str | None:
    offered, code = {
        UNKNOWN: (question.allow_unknown, "unknown_not_offered"),
        DECLINED: (question.allow_declined, "declined_not_offered"),
        SKIPPED: (question.optional, "declined_not_offered"),
    }.get(answer, (False, "empty"))
    return None if offered else code


def _is_selection(answer: Answer, options: Sequence[Option]) -> bool:
    """Each option once at most, in the order of the form."""
    return isinstance(answer, tuple) and answer == tuple(option.id for option in options if option.id in answer)


def _matches(pattern: re.Pattern[str], answer: Answer) -> bool:
    return isinstance(answer, str) and pattern.fullmatch(answer) is not None


def _is_count(answer: Answer) -> TypeGuard[int]:
    return isinstance(answer, int) and not isinstance(answer, bool)


def _is_decimal(answer: Answer) -> TypeGuard[str]:
    return _matches(_DECIMAL, answer)


def _misfit_of_text(answer: Answer, longest: int) -> str | None:
    if not isinstance(answer, str) or not answer:
        return "empty"
    return "too_long" if len(answer) > longest else None


def _outside(number: int | Decimal, bounds: Bounds | None) -> str | None:
    if bounds is None:
        return None
    return "below" if number < bounds.low else "above" if number > bounds.high else None


def _is_numeral(text: str) -> bool:
    """Digits and nothing else: nothing in them to be tidied or understood."""
    return text.isascii() and text.isdigit()


def _non_answer(question: Question, text: str) -> Answer | None:
    if _is_numeral(text):
        return None  # what most replies are; every way not to answer is said in words
    if spoken.means_unknown(text):
        return UNKNOWN
    if spoken.means_skip(text):
        return SKIPPED if question.optional else DECLINED
    return DECLINED if spoken.means_declined(text) else None


def _read(question: Question, text: str, bounds: Bounds | None) -> Answer | Miss:
    found: Answer | Miss
    match question:
        case YesNo():
            found = _read_yes_no(question, text)
        case Choice(options=options):
            found = choose(options, text)
        case MultiChoice(options=options):
            found = _choose_several(options, text)
        case Count():
            found = _read_count(question, text, bounds)
        case Percent():
            found = _read_percent(text)
        case Text():
            found = text.lstrip("@ ") or Miss("empty")
        case Place():
            found = Miss("not_a_place")
        case Photo():
            found = Miss("not_a_photo")
    return found


def _read_count(question: Count, text: str, bounds: Bounds | None) -> Answer | Miss:
    """ "All of them" is a number only where an earlier answer says how many there are."""
    if _is_numeral(text):
        return int(text)
    if bounds is not None and not bounds.is_fixed and spoken.means_all(text):
        return bounds.high
    number = spoken.number(text, about=" ".join(question.label.texts()))
    if isinstance(number, str):
        return Miss(number)
    return int(number) if number == number.to_integral_value() else Miss("not_whole")


def _read_percent(text: str) -> Answer | Miss:
    number = spoken.number(spoken.without_percent(text), point_may_be_decimal=True)
    return Miss(number) if isinstance(number, str) else format(number.normalize() + 0, "f")


def _read_yes_no(question: YesNo, text: str) -> Answer | Miss:
    for meant, label in ((True, question.yes), (False, question.no)):
        if label is not None and any(spoken.alike(text, said) for said in label.texts()):
            return meant
    found = spoken.yes_or_no(text)
    if found is None:
        found = {1: True, 2: False}.get(spoken.position(text) or 0)
    return Miss("not_yes_no") if found is None else found


def _choose_several(options: Sequence[Option], text: str) -> Answer | Miss:
    """Several in one reply: "1, 3", "1 3", "1 và 3", labels with commas; "không" for none, "tất cả" for all."""
    if spoken.means_all(text):
        return tuple(option.id for option in options)
    whole = choose(options, text)
    if not isinstance(whole, Miss):
        return (whole,)
    if spoken.means_none(text):
        return ()
    found = [choose(options, part) for part in spoken.parts(text)]
    misses = [one for one in found if isinstance(one, Miss)]
    return misses[0] if misses else tuple(option.id for option in options if option.id in found)


def choose(options: Sequence[Option], text: str) -> str | Miss:
    """The id of the option that is meant: by number, id, label or another word for it, or a beginning only it has."""
    position = spoken.position(text)
    if position is not None:
        return options[position - 1].id if 1 <= position <= len(options) else Miss("not_a_choice")
    said = {option.id: (option.id, *option.label.texts(), *option.also) for option in options}
    for matches in (spoken.alike, spoken.begins):
        found = [name for name, words in said.items() if any(matches(text, word) for word in words)]
        if found:
            return found[0] if len(found) == 1 else Miss("several_choices")
    return Miss("not_a_choice")


def label_of(question: Question, answer: Answer) -> Localized | None:
    """How the form words a chosen answer; None where the words are the interface's (yes, a number, "không rõ")."""
    if isinstance(question, YesNo) and isinstance(answer, bool):
        return question.yes if answer else question.no
    if isinstance(question, Choice):
        return next((option.label for option in question.options if option.id == answer), None)
    return None

"""Why a reply was no answer, in words: what does not fit, why, and what to do. Nothing is ever the person's fault."""

from campaigns.form_questions import Count
from campaigns.form_steps import Ask
from handlers.words import _, current_locale, number


def mend(step: Ask) -> str:
    """The sentence for the error of a question: the form's own where it has one, else ours for the code."""
    error = step.error
    if error is None:
        return ""
    if error.message is not None:
        return step.say(error.message, current_locale())
    if error.is_recheck:
        return _("An earlier answer has changed, so this one no longer fits. Please answer it again.")
    if error.code in {"below", "above"} and step.bounds is not None:
        return _outside(step, error.code)
    return _sentences().get(error.code, _("That did not come across. Please answer with one of the choices below."))


def _outside(step: Ask, code: str) -> str:
    assert step.bounds is not None  # noqa: S101 - narrowed by the caller
    low, high = number(step.bounds.low), number(step.bounds.high)
    if not isinstance(step.question, Count) or step.bounds.is_fixed:
        if code == "below":
            return _("That does not fit: the number here starts at {low}. Please answer again.").format(low=low)
        return _("That does not fit: the number here goes up to {high}. Please answer again.").format(high=high)
    return _(
        "That does not fit: after the earlier answers this number lies between {low} and {high}. Please answer again, or change the previous question."
    ).format(low=low, high=high)


def _sentences() -> dict[str, str]:
    return {
        "empty": _("Nothing arrived. Please type the answer, or choose one below."),
        "too_long": _("That is too long for this question. Please answer briefly."),
        "not_a_number": _("A number is needed here, for example 2. Please type the number only."),
        "not_whole": _("People are counted in whole numbers, for example 2. Please type a whole number."),
        "ambiguous_number": _(
            "That number can be read in two ways. Please type a whole number without a point or comma, for example 95."
        ),
        "several_numbers": _("There is more than one number in that. Please type just one."),
        "not_yes_no": _("Please choose yes or no below; “not sure” is fine too."),
        "not_a_choice": _("That is none of the choices below. Please type its number or its words."),
        "several_choices": _("That fits more than one choice. Please type the number of the one that is meant."),
        "not_a_place": _("Please choose a place from the list."),
        "not_a_photo": _("A picture is needed here; it can also be skipped."),
        "unknown_not_offered": _(
            "This number is needed to go on, so a rough count will do. It can be corrected later."
        ),
        "declined_not_offered": _(
            "This number is needed to go on. If you would rather not say it, choose “Later”; nothing is sent."
        ),
    }

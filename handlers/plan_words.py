"""How what a plan says is put: its dates, its comparators, its clauses, and what applies now beside it."""

from fractions import Fraction

from campaigns.calendar import Stage, Status
from campaigns.format.about import About
from campaigns.format.dates import Milestone, Recurring
from campaigns.format.entry import WrittenDate
from campaigns.format.overlay import NowRule, Successor
from campaigns.format.pack import Pack
from campaigns.format.target import Operator, Target, Wording
from handlers.screen import Paragraph, Tone, say
from handlers.words import _, current_locale, percent

_ROMAN = ("I", "II", "III", "IV")


def cited(pack: About, text: str, clause: str, tone: Tone = Tone.ITEM) -> Paragraph:
    """A statement with its clause as people read it."""
    return say("{text} ({clause})", tone=tone, text=text.rstrip("."), clause=pack.spoken(clause))


def name_of(pack: Pack) -> str:
    """What a campaign is called, in full."""
    return pack.name.to(current_locale())


def short_name(pack: Pack) -> str:
    """What a campaign is called on a button."""
    return pack.short_name.to(current_locale())


def years_of(pack: Pack) -> str:
    """The years a campaign runs: 2022–2025."""
    return f"{min(phase.start for phase in pack.phases)}–{max(phase.end for phase in pack.phases)}"


def target_words(target: Target) -> str:
    """A target with its comparator as the plan writes it, and how a bare percentage is read."""
    text = target.text.to(current_locale()).rstrip(".")
    value = percent(Fraction(target.value) / 100)
    if target.wording in {Wording.BARE, Wording.REACH}:
        read = {
            Operator.AT_LEAST: _("read as: {value} or more"),
            Operator.EQUAL: _("read as: all of it, {value}"),
            Operator.ABOVE: _("read as: above {value}"),
        }[target.operator]
        text = f"{text}; {read.format(value=value)}"
    return text


def due_words(year: int | None) -> str:
    """Until when a target is to be reached."""
    return _("no year given") if year is None else _("by {year}").format(year=year)


def when_words(entry: Milestone | Recurring) -> str:
    """When something is due, as Vietnamese papers write it: Quý IV năm 2024."""
    if isinstance(entry, Recurring):
        return _("Every year")
    if entry.month is not None:
        return _("Month {month:02d} of {year}").format(month=entry.month, year=entry.year)
    if entry.quarter is not None:
        return _("Quarter {quarter} of {year}").format(quarter=_ROMAN[entry.quarter - 1], year=entry.year)
    if entry.end_year is not None:
        return _("From {year} to {end}").format(year=entry.year, end=entry.end_year)
    return _("Year {year}").format(year=entry.year)


def status_words(status: Status) -> str:
    """How a date stands to today. Nobody tells the assistant what was done, so a past date is only past."""
    return {
        Status.DONE: _("done"),
        Status.OVERDUE: _("past"),
        Status.DUE: _("due now"),
        Status.UPCOMING: _("to come"),
    }[status]


def date_words(written: WrittenDate) -> str:
    """A date as far as a document gives it: 16/11/2022, 8/2021."""
    parts = [f"{part:02d}" for part in (written.day, written.month) if part is not None]
    return "/".join([*parts, str(written.year)])


def now_paragraph(rule: NowRule) -> Paragraph:
    """What applies now beside the plan, with its source, the date it was checked, and how sure that is."""
    told = _("*Applies now:* {rule} (source: {source}; {certainty} {checked})")
    certainty = {
        "checked": _("checked"),
        "secondary": _("from second-hand sources, checked"),
        "recalled": _("still to be confirmed, noted"),
    }[rule.certainty]
    return say(
        told,
        tone=Tone.NOTICE,
        rule=rule.now.to(current_locale()).rstrip("."),
        source=rule.source,
        certainty=certainty,
        checked=checked_words(rule.checked_on),
    )


def checked_words(iso: str) -> str:
    """ "2026-11" as 11/2026, "2026-11-05" as 05/11/2026."""
    return "/".join(reversed(iso.split("-")))


def stage_paragraph(pack: Pack, stage: Stage, successors: tuple[Successor, ...]) -> tuple[Paragraph, ...]:
    """Where a campaign stands; one that is over names what came after it or runs beside it."""
    last, first = max(phase.end for phase in pack.phases), min(phase.start for phase in pack.phases)
    if stage is Stage.BEFORE:
        return (say(_("This campaign begins in {year}."), tone=Tone.NOTICE, year=first),)
    if stage is Stage.RUNNING:
        return ()
    over = say(_("*This campaign is over*: it ran until the end of {year}."), tone=Tone.NOTICE, year=last)
    return (over, *(successor_paragraph(each) for each in successors))


def successor_paragraph(each: Successor) -> Paragraph:
    """A campaign that goes on after this one, or runs beside it."""
    told = _("What goes on from it: {name}{paper} (source: {source}; checked {checked}).")
    if each.kind == "parallel":
        told = _("What runs beside it: {name}{paper} (source: {source}; checked {checked}).")
    paper = f", {each.number}" if each.number else ""
    return say(
        told,
        name=each.name.to(current_locale()),
        paper=paper,
        source=each.source,
        checked=checked_words(each.checked_on),
    )


def is_foreign() -> bool:
    """Whether the reader's language is not the plan's."""
    return current_locale() != "vi"


def language_note() -> tuple[Paragraph, ...]:
    """For readers of another language: the plan itself is Vietnamese."""
    if not is_foreign():
        return ()
    return (say(_("The plan is in Vietnamese; what stands here in English only helps to read it."), tone=Tone.NOTICE),)

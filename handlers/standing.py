"""Standing: how far a ward or the city has come, with everything a figure must never be shown without."""

from datetime import date
from fractions import Fraction

from campaigns.format.target import Operator
from campaigns.indicators import interval, share
from handlers.actions import Go
from handlers.screen import Block, Choice, Meter, Paragraph, Screen, Standing, Tone, say
from handlers.views import View
from handlers.ways import numbered, to_menu
from handlers.words import _, capital, current_locale, day, number, percent
from services.standing import WHOLE, Figure, Shown, UnitStanding, stand


def draw_standing(facts: UnitStanding) -> Screen:
    """A unit's public result: coverage first, then each target households can answer."""
    title = _("{unit}, survey “{period}”")
    blocks: list[Block] = [say(title, tone=Tone.HEADING, unit=capital(facts.unit.label), period=facts.period.name)]
    if facts.period.is_sample:
        blocks.append(say(_("*Sample*: invented figures, to try things out."), tone=Tone.NOTICE))
    blocks.append(_coverage(facts))
    if not facts.is_whole:
        blocks.append(say(_("The plan sets these targets for the whole city; the ward is compared with them.")))
    blocks += [meter_of(facts, figure) for figure in facts.figures]
    blocks.append(
        say(
            _(
                "These are figures households report themselves. Percentages are among those who answered, not of everybody."
            )
        )
    )
    return Screen(tuple(blocks), _ways(facts))


def _coverage(facts: UnitStanding) -> Paragraph:
    if facts.as_of is None:
        return say(
            _(
                "*Collecting.* No figures can be shown before at least 5 households have answered; they come out once a day at most."
            )
        )
    until = _days(facts.as_of)
    reached = facts.coverage
    if reached is None or facts.registry is None:
        told = _("*Collecting*: {reported} households had answered by the end of {until}. How many households there are is not known here, so nothing can be concluded.")  # fmt: skip
        return say(told, reported=number(facts.reported), until=until)
    if reached < facts.min_coverage:
        told = _("*Collecting*: {reported}/{registry} households ({share}) by the end of {until}. Too few to conclude: at least {least} are needed.")  # fmt: skip
    else:
        told = _("{reported}/{registry} households ({share}) had answered by the end of {until}.")
    return say(
        told,
        reported=number(facts.reported),
        registry=number(facts.registry),
        share=percent(reached, apart_from=facts.min_coverage),
        until=until,
        least=percent(facts.min_coverage),
    )


def _days(as_of: tuple[date, date]) -> str:
    first, last = as_of
    return day(last) if first == last else f"{day(first)} – {day(last)}"


def meter_of(facts: UnitStanding, figure: Figure) -> Meter:
    """One target: its figure, what the plan wants, what may be concluded."""
    target = figure.target
    goal = Fraction(target.value) / 100
    label = target.text.to(current_locale())
    wanted = say(
        _("Plan: {wanted} ({clause})."),
        wanted=_wanted(target.operator, goal),
        clause=facts.pack.spoken(str(target.clause)),
    )
    if figure.shown is Shown.HIDDEN:
        return Meter(
            label,
            (wanted, say(_("Fewer than 5 households have answered this, or it applies to fewer than 5; not shown."))),
            Standing.MISSING,
            target=goal,
        )
    counts = figure.counts
    value = share(counts)
    if value is None:
        return Meter(label, (wanted, say(_("Data missing: nobody it applies to."))), Standing.MISSING, target=goal)
    low, high = interval(counts) or (value, value)
    lines = [_value(facts, figure, value, goal), wanted]
    if counts.unknown:
        lines.append(
            say(
                _("With those who are not sure, between {low} and {high}."),
                low=percent(low, apart_from=goal),
                high=percent(high, apart_from=goal),
            )
        )
    if figure.as_of is not None and figure.as_of != facts.as_of:
        lines.append(say(_("These answers were counted by the end of {until}."), until=_days(figure.as_of)))
    standing = Standing.COLLECTING if figure.verdict is None else Standing(figure.verdict)
    lines.append(say("*{verdict}*".replace("{verdict}", _verdict_words(standing))))
    return Meter(label, tuple(lines), standing, value, low, high, goal)


def _value(facts: UnitStanding, figure: Figure, value: Fraction, goal: Fraction) -> Paragraph:
    counts = figure.counts
    households = (
        number(counts.reports) if facts.registry is None else f"{number(counts.reports)}/{number(facts.registry)}"
    )
    return say(
        _("*{share}* ({num}/{den} {unit}, in {households} households that answered)."),
        share=percent(value, apart_from=goal),
        num=number(counts.num),
        den=number(counts.den),
        unit=figure.unit.to(current_locale()),
        households=households,
    )


def _wanted(operator: Operator, goal: Fraction) -> str:
    told = {
        Operator.ABOVE: _("above {value}"),
        Operator.AT_LEAST: _("at least {value}"),
        Operator.EQUAL: _("exactly {value}"),
    }[operator]
    return told.format(value=percent(goal))


def _verdict_words(standing: Standing) -> str:
    return {
        Standing.MET: _("Met among those who answered"),
        Standing.NOT_MET: _("Not met yet among those who answered"),
        Standing.UNDECIDED: _("Cannot be told: it depends on those who are not sure"),
        # That it is being collected stands above: in the first sentence, and on a page beside each bar.
        Standing.COLLECTING: _("No conclusion yet"),
        Standing.MISSING: _("Data missing"),
    }[standing]


def _ways(facts: UnitStanding) -> tuple[Choice, ...]:
    if facts.is_whole:
        ways = [(child.label, Go("standing", str(child.key))) for child in facts.children]
    else:
        ways = [(_("The whole city, and other wards"), Go("standing", WHOLE))]
    choices = numbered(ways)
    return (*choices, to_menu(secondary=False))


VIEWS = {"standing": View(stand, draw_standing, arguments=1)}

"""Live figures in words: whose they are, of when, and how many households they rest on."""

from handlers.words import _, capital, clock, day, number, percent
from services.live import LiveStanding


def title_of(live: LiveStanding) -> str:
    """Which unit, in which survey."""
    words = _("{unit}, survey “{period}”")
    return words.format(unit=capital(live.standing.unit.label), period=live.standing.period.name)


def moment_of(live: LiveStanding) -> str:
    """That these are live figures, and of when."""
    return _("Live figures, at {time} on {day}; the public sees them at the end of a day, later.").format(
        time=clock(live.at), day=day(live.at)
    )


def coverage_of(live: LiveStanding) -> str:
    """How many households answered, and whether that is enough to judge."""
    facts = live.standing
    reached = facts.coverage
    if reached is None or facts.registry is None:
        told = _("Collecting: {reported} households have answered. How many households there are is not known here, so nothing can be concluded.")  # fmt: skip
        return told.format(reported=number(facts.reported))
    if reached < facts.min_coverage:
        told = _("Collecting: {reported}/{registry} households ({share}) have answered. Too few to conclude: at least {least} are needed.")  # fmt: skip
    else:
        told = _("{reported}/{registry} households ({share}) have answered.")
    return told.format(
        reported=number(facts.reported),
        registry=number(facts.registry),
        share=percent(reached, apart_from=facts.min_coverage),
        least=percent(facts.min_coverage),
    )

"""What stands on the five screens of a plan: about, who takes part, targets, awards, calendar."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from campaigns.calendar import Item
from campaigns.format.about import LegalBasis, Relation, Topic
from campaigns.format.award import Standard
from campaigns.format.criterion import Declared, leaves
from campaigns.format.entry import Entry
from campaigns.format.pack import Pack
from campaigns.format.target import Target
from campaigns.localized import Localized
from handlers.paging import Group
from handlers.plan_words import (
    cited,
    date_words,
    due_words,
    name_of,
    now_paragraph,
    stage_paragraph,
    status_words,
    target_words,
    when_words,
    years_of,
)
from handlers.screen import Paragraph, Tone, say
from handlers.words import _, current_locale
from services.campaigns import PlanPage

SECTIONS = ("about", "who", "aims", "awards", "dates")
"""Ids of the five screens, short enough for a button."""
Row = tuple[Paragraph, ...]

_SILENT_IN = {
    "who": {Topic.DUTIES, Topic.ACTOR},
    "aims": {Topic.TARGETS, Topic.DEADLINE, Topic.TERMS},
    "awards": {
        Topic.AWARDS, Topic.STANDARDS, Topic.ANNUAL_STANDARD, Topic.TIES, Topic.QUOTAS, Topic.DOSSIER, Topic.COPIES,
        Topic.PROCEDURE, Topic.ORDER, Topic.SCORING, Topic.PRINCIPLES, Topic.FUNDING, Topic.REWARD_AMOUNT,
        Topic.CONTRIBUTION_NORM,
    },
    "dates": {Topic.MILESTONES, Topic.INTERIM_REVIEW, Topic.REPORT_DATE},
}  # fmt: skip
"""Section → what it says when the plan is silent; everything else is said under "about"."""


def groups_of(facts: PlanPage) -> tuple[Group, ...]:
    """The groups of the section that is asked for; those without anything in them are left out."""
    made = [Group(title, tuple(rows)) for title, rows in _SECTIONS[facts.section](facts)]
    made.append(Group(_("The plan does not say"), tuple(_silences(facts.pack, facts.section))))
    told: set[Paragraph] = set()
    return tuple(
        Group(group.title, tuple(part for row in group.rows for part in _once(row, told)))
        for group in made
        if group.rows
    )


def _once(row: Row, told: set[Paragraph]) -> Iterator[Row]:
    """A row without what applies now where an earlier statement of the same clause has told it.

    Only the first such rule must stand beside its statement; more of them may go on to the next page.
    """
    fresh = tuple(paragraph for paragraph in row[1:] if paragraph not in told)
    told.update(fresh)
    yield (row[0], *fresh[:1])
    yield from ((paragraph,) for paragraph in fresh[1:])


def _about(facts: PlanPage) -> Iterator[tuple[str, Iterable[Row]]]:
    pack = facts.pack
    yield _("The document"), _identity(facts)
    told = pack.rules_about(_told(pack))
    whole = [rule for rule in pack.overlay if rule not in told]
    yield _("What has changed since"), [(now_paragraph(rule),) for rule in whole]
    yield _("Purposes"), _entries(pack, pack.purposes)
    yield _("Requirements"), _entries(pack, pack.requirements)
    yield _("What is done"), _entries(pack, pack.contents)
    yield (
        _("Fields that come first"),
        (
            _row(pack, each, _named(each.name, each.text, each.lead, _("led by {body}")))
            for each in pack.priority_fields
        ),
    )
    yield _("Solutions"), _entries(pack, pack.solutions)
    yield _("Pilots"), _entries(pack, pack.pilots)
    yield _("Whom to turn to"), (_row(pack, each, _named(each.body, each.text)) for each in pack.contacts)
    papers: tuple[Relation | LegalBasis, ...] = (*pack.relations, *pack.legal_bases)
    yield (
        _("Related campaigns and legal bases"),
        (
            _row(
                pack,
                each,
                each.text.to(current_locale()) + _paper(each.number, date_words(each.date) if each.date else None),
            )
            for each in papers
        ),
    )
    yield (
        _("Unclear places, and how they are read here"),
        (
            _row(pack, each, f"{each.text.to(current_locale()).rstrip('.')} → {each.reading.to(current_locale())}")
            for each in pack.ambiguities
        ),
    )


def _identity(facts: PlanPage) -> Iterator[Row]:
    pack, locale = facts.pack, current_locale()
    yield (say("{name}", name=name_of(pack)),)
    document = pack.document
    yield (cited(pack, document.title.to(locale), document.clause),)
    yield (say(_("Number: {number} · date: {date} · issued by: {issuer}"), tone=Tone.ITEM, number=document.number or _("not given"), date=date_words(document.date) if document.date else _("not given"), issuer=document.issuer.to(locale)),)  # fmt: skip
    if document.signer is not None:
        signed = f"{document.signer.name}, {document.signer.position.to(locale)}"
        yield (cited(pack, _("Signed by: {name}").format(name=signed), document.signer.clause),)
    yield (
        say(_("Place: {place} · years: {years}"), tone=Tone.ITEM, place=pack.place.to(locale), years=years_of(pack)),
    )
    for phase in pack.phases:
        yield _row(pack, phase, phase.text.to(locale))
    if pack.theme is not None:
        yield _row(pack, pack.theme, _("Theme: {text}").format(text=pack.theme.text.to(locale)))
    for paragraph in stage_paragraph(pack, facts.agenda.stage, facts.agenda.successors):
        yield (paragraph,)


def _who(facts: PlanPage) -> Iterator[tuple[str, Iterable[Row]]]:
    pack = facts.pack
    levels = {level.id: level.name.to(current_locale()) for level in pack.levels}
    award = {
        True: _("may be honoured"),
        False: _("is not among those honoured"),
        None: _("the plan does not say whether it may be honoured"),
    }
    for title, collective in ((_("Collectives"), True), (_("Individuals"), False)):
        yield title, (
            _row(pack, each, " · ".join(filter(None, (each.text.to(current_locale()), levels.get(each.level or ""), award[each.award_subject]))))
            for each in pack.audiences
            if each.collective is collective
        )  # fmt: skip
    yield _("Who is charged with what"), (_row(pack, each, _named(each.body, each.text)) for each in pack.duties)


def _aims(facts: PlanPage) -> Iterator[tuple[str, Iterable[Row]]]:
    pack = facts.pack
    for key, targets in _by_level(pack).items():
        yield target_group(pack, *key), (_row(pack, target, _aim(target)) for target in targets)
    yield _("To be raised, without a number"), _entries(pack, pack.unquantified_indicators)


def _by_level(pack: Pack) -> Mapping[tuple[str, int | None], list[Target]]:
    found: dict[tuple[str, int | None], list[Target]] = {}
    for level in pack.levels:
        for target in pack.targets:
            if target.level == level.id:
                found.setdefault((level.id, target.deadline), []).append(target)
    return dict(sorted(found.items(), key=lambda pair: pair[0][1] or 0))


def target_group(pack: Pack, level: str, year: int | None) -> str:
    """What a group of targets is called: its level and the year to reach them."""
    name = next((each.name.to(current_locale()) for each in pack.levels if each.id == level), level)
    return _("Targets, {level}, {due}").format(level=name, due=due_words(year))


def _aim(target: Target) -> str:
    words = target_words(target)
    return _("{target}; the year is inferred").format(target=words) if target.deadline_inferred else words


def _awards(facts: PlanPage) -> Iterator[tuple[str, Iterable[Row]]]:
    pack = facts.pack
    yield _("Forms of award"), (_row(pack, each, _named(each.name, each.text, each.authority, _("granted by {body}"))) for each in pack.award_forms)  # fmt: skip
    yield _("Principles"), _entries(pack, pack.award_principles)
    yield _("Standards"), (row for each in pack.standards for row in _standard(pack, each))
    yield _("What the index adds up"), (
        _row(pack, each, f"{each.text.to(current_locale()).rstrip('.')}: {', '.join(item.to(current_locale()) for item in each.items)}")
        for each in pack.scoring_pillars
    )  # fmt: skip
    yield _("How many may be proposed"), _entries(pack, pack.quotas)
    yield _("Papers of the dossier"), _entries(pack, pack.dossier)
    yield _("Sets of papers"), _entries(pack, pack.dossier_copies)
    yield _("Steps"), (_row(pack, each, _step(each.order, each.actor, each.text)) for each in pack.procedure)
    yield _("Money"), _entries(pack, pack.funding)


def _standard(pack: Pack, standard: Standard) -> Iterator[Row]:
    """A standard by its name, then each thing it asks for."""
    yield _row(pack, standard, standard.text.to(current_locale()), Tone.PLAIN)
    for leaf in leaves(standard.criteria) if standard.criteria is not None else ():
        text = leaf.text.to(current_locale())
        if isinstance(leaf, Declared) and leaf.confirmed_by is not None:
            confirmed = _("confirmed by {body}").format(body=leaf.confirmed_by.to(current_locale()))
            text = f"{text.rstrip('.')}; {confirmed}"
        yield _row(pack, leaf, text)


def _dates(facts: PlanPage) -> Iterator[tuple[str, Iterable[Row]]]:
    pack = facts.pack
    stage = stage_paragraph(pack, facts.agenda.stage, facts.agenda.successors)
    yield _("Today"), ((paragraph,) for paragraph in stage)
    yield _("Years"), (_row(pack, each, each.text.to(current_locale())) for each in pack.phases)
    dated = [item for item in facts.agenda.items if item.entry in pack.milestones]
    yield _("Dates"), (date_row(pack, item) for item in dated)
    yield _("Every year, without a day"), _entries(pack, pack.recurring)


def date_row(pack: Pack, item: Item) -> Row:
    """One date: when, how it stands, what is due, whom it binds, and the clause."""
    entry = item.entry
    told = f"{when_words(entry)} ({status_words(item.status)}): {entry.text.to(current_locale())}"
    return _row(pack, entry, told)


def _silences(pack: Pack, section: str) -> Iterator[Row]:
    elsewhere = {topic for topics in _SILENT_IN.values() for topic in topics}
    for item in pack.not_stated:
        here = item.topic in _SILENT_IN[section] if section in _SILENT_IN else item.topic not in elsewhere
        if here:
            text = item.text.to(current_locale())
            yield (cited(pack, text, item.clause) if item.clause else say("{text}", tone=Tone.ITEM, text=text),)


def _entries(pack: Pack, entries: Iterable[Entry]) -> Iterator[Row]:
    return (_row(pack, entry, entry.text.to(current_locale())) for entry in entries)


def _row(pack: Pack, entry: Entry, text: str, tone: Tone = Tone.ITEM) -> Row:
    """A statement with its clause, and what applies now where the overlay differs."""
    return (cited(pack, text, entry.clause, tone), *map(now_paragraph, pack.rules_about((entry.clause,))))


def _told(pack: Pack) -> set[str]:
    """Clauses that stand on some screen."""
    return {str(entry.clause) for category, entry in pack.entries() if category != "periods"}


def _named(name: Localized, text: Localized, body: Localized | None = None, told: str = "") -> str:
    locale = current_locale()
    led = f" ({told.format(body=body.to(locale))})" if body is not None else ""
    return f"{name.to(locale)}{led}: {text.to(locale)}"


def _step(order: int | None, actor: Localized | None, text: Localized) -> str:
    parts = [_("Step {order}").format(order=order) if order else "", actor.to(current_locale()) if actor else ""]
    lead = ", ".join(filter(None, parts))
    return f"{lead}: {text.to(current_locale())}" if lead else text.to(current_locale())


def _paper(number: str | None, written: str | None) -> str:
    known = [each for each in (number, written) if each]
    return f", {', '.join(known)}" if known else ""


_SECTIONS: Mapping[str, Callable[[PlanPage], Iterator[tuple[str, Iterable[Row]]]]] = {
    "about": _about,
    "who": _who,
    "aims": _aims,
    "awards": _awards,
    "dates": _dates,
}

"""Awards in conversation (/khenthuong): a unit's checklist for officials, what applies to everybody else, standards."""

from collections.abc import Iterator, Mapping, Sequence

from campaigns.awarding.case import Occasion
from campaigns.awarding.checklist import ChecklistItem
from campaigns.awarding.findings import Note, Verdict
from campaigns.format.pack import Pack
from campaigns.localized import Localized
from handlers.actions import Go
from handlers.award_words import (
    NOTES,
    OCCASIONS,
    OVERALL,
    REASONS,
    VERDICTS,
    gap_words,
    input_lines,
    note_words,
    step_words,
)
from handlers.paging import Group, lay_out, turn_to
from handlers.plan_words import short_name
from handlers.screen import Block, Paragraph, Screen, Tone, say
from handlers.standards import draw_person
from handlers.views import View
from handlers.ways import numbered, to_menu
from handlers.words import _, capital, current_locale
from services.award_desk import (
    AwardPage,
    Opening,
    UnitList,
    list_awards,
    occasion_letters,
    open_awards,
    see_award,
    unit_letters,
)
from services.awards import UnitAward
from services.trail import Trace, trace_inputs

MOST_UNITS = 12
"""Units on one page of the list."""
ORDER = (Verdict.NOT_MET, Verdict.MISSING, Verdict.MET, Verdict.NOT_APPLICABLE)


def draw_opening(facts: Opening) -> Screen:
    """What comes first: one's unit, one's units, or what applies to households."""
    if facts.unit is not None:
        return draw_award(AwardPage(facts.unit, ""))
    if facts.units is not None:
        return draw_units(facts.units)
    return draw_person(facts.person) if facts.person is not None else Screen(())


def draw_award(facts: AwardPage) -> Screen:
    """A subject's comparison, or the part of it that is asked for."""
    award, part = facts.award, facts.part
    if part == "c":
        return _draw_choices(award)
    page = int(part[1:]) if part[1:].isascii() and part[1:].isdigit() and len(part) < 5 else 0
    if part.startswith("p"):
        return _paged(award, ("p", page), _criteria(award), _("Criteria"))
    if part.startswith("t"):
        return _paged(award, ("t", page), _todo(award), _("Things to do"))
    if part.startswith("n"):
        return _paged(award, ("n", page), _remarks(award), _("Notes"))
    return _draw_short(award)


def _draw_short(award: UnitAward) -> Screen:
    found = award.checklist
    blocks: list[Block] = [say(_("Comparison for awards"), tone=Tone.HEADING), _title(award)]
    blocks += _verdict_blocks(award)
    lacking = [item for verdict in (Verdict.NOT_MET, Verdict.MISSING) for item in found.of(verdict)]
    blocks += [_in_short(award, item) for item in lacking[:4]]
    if len(lacking) > 4:
        blocks.append(say(_("… and {count} more."), count=len(lacking) - 4))
    if award.waiting:
        blocks.append(say(_("Waiting for approval, so not counted yet: {count}."), count=award.waiting))
    blocks.append(say(NOTES["not_the_council"](), tone=Tone.NOTICE))
    ways = [(_("Things to do"), _way(award, "t0"))] if any(item.is_open for item in found.items) else []
    ways += [(_("All criteria"), _way(award, "p0"))] if found.items else []
    ways += [(_("Notes"), _way(award, "n0")), (_("Another award, occasion or body"), _way(award, "c"))]
    ways.append((_("Standards of everybody"), Go("standards", award.pack.slug)))
    return Screen(tuple(blocks), (*numbered(ways), to_menu()))


def _title(award: UnitAward) -> Paragraph:
    words = _("*{subject}*, {occasion}, {award}")
    form = next((each for each in award.forms if each.id == award.question.award), None)
    named = _("every award of the occasion") if form is None else form.name.to(current_locale())
    if not award.pack.award_forms:
        named = short_name(award.pack)
    return say(words, subject=subject_of(award), occasion=occasion_of(award.pack, award.question.occasion), award=named)


def subject_of(award: UnitAward) -> str:
    """Who is compared, by name."""
    return award.place.name or _("People's Committee of {unit}").format(unit=award.unit.label)


def occasion_of(pack: Pack, occasion: Occasion) -> str:
    """When: "tổng kết 2025"; a plan without awards is compared for a year."""
    if not pack.award_forms:
        return _("year {year}").format(year=occasion.year)
    return OCCASIONS[occasion.kind]().format(year=occasion.year)


def _verdict_blocks(award: UnitAward) -> Iterator[Block]:
    found = award.checklist
    yield say("*{overall}*.", overall=OVERALL[found.overall]())
    if not award.pack.award_forms:
        yield _silence(award.pack, found.notes)
    counted = [f"{VERDICTS[each]().capitalize()} {count}" for each in ORDER if (count := len(found.of(each)))]
    if counted:
        yield say("{counted}", counted=" · ".join(counted))


def _silence(pack: Pack, notes: Sequence[Note]) -> Paragraph:
    note = next((each for each in notes if each.code == "no_award_stated"), None)
    told = NOTES["no_award_stated"]() if note is None else note_words(note)
    clause = "" if note is None else note.params.get("clause", "")
    return say("{told}{clause}", told=told, clause=f" ({pack.spoken(clause)})" if clause else "")


def _in_short(award: UnitAward, item: ChecklistItem) -> Paragraph:
    found = item.finding
    verdict = VERDICTS[found.verdict]().capitalize()
    lines = list(input_lines(award.pack, award.names, found))
    told = lines[0] if lines else REASONS[found.reason]()
    words = "*{verdict}*: {statement}. {told} ({clause})"
    statement = statement_of(award.pack, item).rstrip(".")
    return say(words, Tone.ITEM, verdict=verdict, statement=statement, told=told, clause=_clause(award.pack, item))


def statement_of(pack: Pack, item: ChecklistItem) -> str:
    """What a criterion says, in the reader's language."""
    return _statements(pack).get(item.finding.id, Localized(vi=item.finding.statement)).to(current_locale())


def _statements(pack: Pack) -> Mapping[str, Localized]:
    return {entry.id: entry.text for category, entry in pack.entries() if category in {"criteria", "targets"}}


def _clause(pack: Pack, item: ChecklistItem) -> str:
    return item.finding.added_by or pack.spoken(item.finding.clause)


def _criteria(award: UnitAward) -> tuple[Group, ...]:
    statements = _statements(award.pack)
    rows = {verdict: award.checklist.of(verdict) for verdict in ORDER}
    return tuple(
        Group(
            f"{VERDICTS[verdict]().capitalize()} ({len(items)})", tuple(_row(award, each, statements) for each in items)
        )
        for verdict, items in rows.items()
        if items
    )


def _row(award: UnitAward, item: ChecklistItem, statements: Mapping[str, Localized]) -> tuple[Paragraph, ...]:
    found = item.finding
    statement = statements.get(found.id, Localized(vi=found.statement)).to(current_locale()).rstrip(".")
    lines = [REASONS[found.reason](), *input_lines(award.pack, award.names, found)]
    if item.next_step is not None:
        lines.append(_("What to do: {step}").format(step=step_words(item.next_step, award.names)))
    head = say("*{statement}* ({clause}).", Tone.ITEM, statement=statement, clause=_clause(award.pack, item))
    return (head, *(say("{line}", line=line) for line in lines if line))


def _todo(award: UnitAward) -> tuple[Group, ...]:
    rows: list[tuple[Paragraph, ...]] = []
    for item in award.checklist.items:
        if item.is_open and item.next_step is not None:
            step = step_words(item.next_step, award.names)
            head = say("*{step}*", Tone.ITEM, step=step)
            words = "{statement} ({clause})."
            statement = statement_of(award.pack, item).rstrip(".")
            gap = item.finding.gap if item.next_step.code.startswith("raise") else None
            lacking = [_("Still lacking: {gap}").format(gap=gap_words(gap, award.names))] if gap else []
            about = say(words, statement=statement, clause=_clause(award.pack, item))
            rows.append((head, about, *(say("{line}", line=line) for line in lacking)))
    if award.waiting:
        rows.append((say(_("Approve what was entered: {count} wait."), Tone.ITEM, count=award.waiting),))
    where = say(_("Figures, ranks and acts are entered on the web page, at the address ending in */can-bo/nhap-lieu*."))
    return (Group(_("Things to do"), ((where,), *rows)),)


def _remarks(award: UnitAward) -> tuple[Group, ...]:
    rows = []
    for note in award.checklist.notes:
        clause = note.params.get("clause")
        spoken = f" ({award.pack.spoken(clause)})" if clause else ""
        rows.append((say("{told}{clause}", Tone.ITEM, told=note_words(note), clause=spoken),))
    return (Group(_("Notes"), tuple(rows)),)


def _paged(award: UnitAward, part: tuple[str, int], groups: Sequence[Group], title: str) -> Screen:
    letter, page = part
    pages = lay_out(groups)
    at = turn_to(pages, page)
    head = say(_("{title}, page {page}/{pages}"), tone=Tone.HEADING, title=title, page=at + 1, pages=len(pages))
    ways = [(_("Next page"), _way(award, f"{letter}{at + 1}"))] if at + 1 < len(pages) else []
    ways += [(_("Page before"), _way(award, f"{letter}{at - 1}"))] if at else []
    others = {"p": _("All criteria"), "t": _("Things to do")}
    ways += [(label, _way(award, f"{each}0")) for each, label in others.items() if each != letter]
    ways.append((_("In short"), _way(award, "")))
    blocks = (head, _title(award), *pages[at].blocks, say(NOTES["not_the_council"](), tone=Tone.NOTICE))
    return Screen(blocks, (*numbered(ways), to_menu()))


def _draw_choices(award: UnitAward) -> Screen:
    """Another award of the occasion, another occasion, another body of the unit."""
    slug, unit = award.pack.slug, unit_letters(award)
    now = occasion_letters(award.question.occasion)
    ways = [(_("Every award of the occasion"), Go("award", f"{slug},{unit},{now},,"))] if award.forms else []
    for place, form in enumerate(award.forms):
        ways.append((form.name.to(current_locale()), Go("award", f"{slug},{unit},{now},{place},")))
    for occasion in reversed(award.occasions):
        if occasion != award.question.occasion:
            label = occasion_of(award.pack, occasion)
            ways.append((capital(label), Go("award", f"{slug},{unit},{occasion_letters(occasion)},,")))
    if award.place.name:
        ways.append((_("The unit itself"), Go("award", f"{slug},{award.place.unit},,,")))
    others = (body for body in award.bodies if body != award.place)
    ways += [(body.name, Go("award", f"{slug},{unit_letters(award, body)},{now},,")) for body in others]
    ways.append((_("Other units"), Go("awards")))
    blocks = (say(_("Which award, which occasion, which body?"), tone=Tone.HEADING), _title(award))
    return Screen(blocks, (*numbered(ways), to_menu()))


def draw_units(facts: UnitList) -> Screen:
    """Units in short: what is found of each, to choose one."""
    pages = max(1, -(-len(facts.rows) // MOST_UNITS))
    at = min(facts.page, pages - 1)
    words = _("{unit}, {occasion}: units, page {page}/{pages}")
    occasion = occasion_of(facts.pack, facts.occasion)
    blocks: list[Block] = [say(_("Comparison for awards"), tone=Tone.HEADING)]
    blocks.append(say(words, unit=capital(facts.root.label), occasion=occasion, page=at + 1, pages=pages))
    counted = {each: sum(row.checklist.overall is each for row in facts.rows) for each in OVERALL}
    told = " · ".join(f"{OVERALL[each]()} {count}" for each, count in counted.items() if count)
    blocks.append(
        say("{told}", told=told or _("The plan addresses no committee here; its bodies are compared by name."))
    )
    blocks.append(say(NOTES["not_the_council"](), tone=Tone.NOTICE))
    slug, letters = facts.pack.slug, occasion_letters(facts.occasion)
    ways = []
    for row in facts.rows[at * MOST_UNITS : (at + 1) * MOST_UNITS]:
        label = f"{capital(row.unit.label)}: {OVERALL[row.checklist.overall]().lower()}"
        ways.append((label, Go("award", f"{slug},{row.unit.key},{letters},,")))
    if at == 0:
        ways += [(body.name, Go("award", f"{slug},{body.unit}-{number},{letters},,")) for body, number in facts.bodies]
    here = f"{slug},{facts.root.key},{letters}"
    ways += [(_("Next page"), Go("award_units", f"{here},{at + 1}"))] if at + 1 < pages else []
    ways += [(_("Page before"), Go("award_units", f"{here},{at - 1}"))] if at else []
    for each in reversed(facts.occasions):
        if each != facts.occasion:
            other = occasion_of(facts.pack, each)
            way = Go("award_units", f"{slug},{facts.root.key},{occasion_letters(each)},0")
            ways.append((capital(other), way))
    for campaign, root in facts.roots:
        if (campaign, root) != (slug, facts.root):
            ways.append((capital(root.label), Go("award_units", f"{campaign},{root.key},,0")))
    ways.append((_("Standards of everybody"), Go("standards", slug)))
    return Screen(tuple(blocks), (*numbered(ways), to_menu()))


def _way(award: UnitAward, part: str) -> Go:
    place = next((at for at, form in enumerate(award.forms) if form.id == award.question.award), None)
    occasion = occasion_letters(award.question.occasion)
    named = "" if place is None else str(place)
    return Go("award", f"{award.pack.slug},{unit_letters(award)},{occasion},{named},{part}")


def _trace(facts: Opening | AwardPage | UnitList) -> Trace | None:
    """What units entered is looked at by officials only; what applies to everybody leaves nothing."""
    if isinstance(facts, Opening):
        return _trace(facts.units) if facts.units else trace_inputs(facts.unit.unit) if facts.unit else None
    return trace_inputs(facts.root if isinstance(facts, UnitList) else facts.award.unit)


VIEWS = {
    "awards": View(open_awards, draw_opening, trace=_trace),
    "award": View(see_award, draw_award, arguments=5, trace=_trace),
    "award_units": View(list_awards, draw_units, arguments=4, trace=_trace),
}

"""Award standards that anybody may read: of a household, of an officer, of every audience of a plan."""

from campaigns.awarding.outline import Asked
from campaigns.format.about import NotStated
from campaigns.format.audience import SubjectKind
from campaigns.format.pack import Pack
from campaigns.indicators import share
from handlers.actions import Go
from handlers.award_words import NOTES, Names, worded
from handlers.paging import Group, lay_out, turn_to
from handlers.plan_words import cited, short_name
from handlers.screen import Block, Paragraph, Screen, Tone, say
from handlers.views import View
from handlers.ways import numbered, to_menu
from handlers.words import _, current_locale, number, percent
from services.awards import ForPerson, Standards, see_person, see_standards


def draw_person(facts: ForPerson) -> Screen:
    """What the plan asks of a household or an officer, and how the household's own answers stand."""
    title = _("Awards for households") if facts.kind is SubjectKind.HOUSEHOLD else _("Awards for officers")
    blocks: list[Block] = [say(title, tone=Tone.HEADING), say("{plan}", plan=short_name(facts.pack))]
    blocks += _what_applies(facts)
    if facts.kind is SubjectKind.HOUSEHOLD:
        blocks += _own_answers(facts)
    blocks.append(say(NOTES["not_the_council"](), tone=Tone.NOTICE))
    slug = facts.pack.slug
    other = (_("Officers"), Go("my_award", f"{slug},o"))
    if facts.kind is SubjectKind.OFFICER:
        other = (_("Households"), Go("my_award", f"{slug},h"))
    return Screen(tuple(blocks), (*numbered([other, (_("Standards of everybody"), Go("standards", slug))]), to_menu()))


def _what_applies(facts: ForPerson) -> list[Block]:
    pack = facts.pack
    if facts.audience is None or not facts.forms:
        told = _("*The plan does not provide for awards to households.*") if facts.kind is SubjectKind.HOUSEHOLD else _("*The plan does not provide for awards to officers.*")  # fmt: skip
        criteria = [_criterion(pack, row) for row in facts.asked]
        asked = [say(_("It does say what they should compete in:")), *criteria] if criteria else []
        return [say(told), *_silence(pack, facts.silence), *asked]
    names = dict.fromkeys(form.name.to(current_locale()) for form in facts.forms)
    blocks: list[Block] = [say(_("May be honoured with: {awards}."), awards="; ".join(names))]
    blocks.append(say(_("What the plan asks:")))
    blocks += [_criterion(pack, row) for row in facts.asked]
    blocks.append(say(_("The ward or office nominates; nobody needs to apply here.")))
    return blocks


def _silence(pack: Pack, silence: NotStated | None) -> list[Block]:
    if silence is None:
        return []
    text = silence.text.to(current_locale())
    if silence.clause is None:
        return [say("{text}", tone=Tone.QUOTE, text=text)]
    return [cited(pack, text, str(silence.clause), Tone.QUOTE)]


def _criterion(pack: Pack, row: Asked, names: Names | None = None) -> Paragraph:
    statement = next(
        (entry.text.to(current_locale()) for _category, entry in pack.entries() if entry.id == row.id), row.statement
    ).rstrip(".")
    clause = row.added_by or pack.spoken(row.clause)
    needed = "; ".join(worded(each, names or {}) for each in row.needed)
    if needed:
        words = _("{statement}: {needed} ({clause}).")
        return say(words, tone=Tone.ITEM, statement=statement, needed=needed, clause=clause)
    return say("{statement} ({clause}).", tone=Tone.ITEM, statement=statement, clause=clause)


def _own_answers(facts: ForPerson) -> list[Block]:
    if facts.period is None:
        return []
    if not facts.answers:
        return [say(_("Your household has not answered yet; its answers count towards the ward's figures."))]
    blocks: list[Block] = [say(_("*Your household's own answers*, which count towards the ward's figures:"))]
    for each in facts.answers:
        reached = share(each.counts)
        if reached is not None:
            words = "{target}: {num}/{den} ({share})"
            told = {"num": number(each.counts.num), "den": number(each.counts.den), "share": percent(reached)}
            blocks.append(say(words, Tone.ITEM, target=each.target.text.to(current_locale()).rstrip("."), **told))
    blocks.append(say(_("The plan sets no such number for one household, so nothing is judged here.")))
    return blocks


def draw_standards(facts: Standards) -> Screen:
    """The standards of one audience, or the audiences to choose from."""
    pack, slug = facts.pack, facts.pack.slug
    title = say(_("Award standards, {plan}"), tone=Tone.HEADING, plan=short_name(pack))
    if facts.audience is None:
        blocks: list[Block] = [title]
        if not pack.award_forms:
            blocks += [say(_("*The plan names no form of award.*")), *_silence(pack, facts.silence)]
            blocks.append(say(_("Its targets are compared all the same.")))
        blocks.append(say(_("Whose standard would you like to read?")))
        ways = [(each.text.to(current_locale()), Go("standards", f"{slug},{each.id},0")) for each in facts.audiences]
        ways.insert(0, (_("My household"), Go("my_award", f"{slug},h")))
        ways += [(short_name(each), Go("standards", each.slug)) for each in facts.others]
        return Screen(tuple(blocks), (*numbered(ways), to_menu()))
    rows = tuple((_criterion(pack, row, facts.names),) for row in facts.asked)
    pages = lay_out([Group(facts.audience.text.to(current_locale()), rows)])
    at = turn_to(pages, facts.page)
    here = f"{slug},{facts.audience.id}"
    ways = [(_("Next page"), Go("standards", f"{here},{at + 1}"))] if at + 1 < len(pages) else []
    ways += [(_("Page before"), Go("standards", f"{here},{at - 1}"))] if at else []
    ways.append((_("Standards of others"), Go("standards", slug)))
    return Screen((title, *pages[at].blocks), (*numbered(ways), to_menu()))


VIEWS = {
    "my_award": View(see_person, draw_person, arguments=2),
    "standards": View(see_standards, draw_standards, arguments=3),
}

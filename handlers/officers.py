"""What someone who works in an office can do here: the officer form, and how many of the office have answered."""

from aiogram import Router

from handlers.actions import Action, Go
from handlers.form_actions import BeginOfficer
from handlers.forms import begin_officer_form
from handlers.officer_words import group_words
from handlers.routing import on
from handlers.screen import Block, Screen, Tone, say
from handlers.turn import Turn
from handlers.views import View
from handlers.ways import numbered, to_menu
from handlers.words import _, current_locale, day, number
from services.officer_desk import AskedNow, OfficerDesk, OfficerSlip, see_officer_desk, see_officer_slip

router = Router(name="officers")


def draw_officer_desk(facts: OfficerDesk) -> Screen:
    """What officers are asked now, and everything else that is for them."""
    blocks: list[Block] = [say(_("For cadres, civil servants, public employees and workers"), tone=Tone.HEADING)]
    if facts.officer is not None:
        blocks.append(say(_("Place of work: {place}."), place=facts.office))
    is_restricted = facts.officer is not None and facts.officer.is_restricted
    if is_restricted:
        told = _("What you answered is kept but not used, so nothing new is asked. Under “My data as an officer” its use can be allowed again.")  # fmt: skip
        blocks.append(say(told, tone=Tone.NOTICE))
    if not facts.asked:
        blocks.append(say(_("No campaign asks officers now. Results and the plan can still be looked at.")))
    ways: list[tuple[str, Action]] = []
    if not is_restricted:
        blocks += [_asked_line(each) for each in facts.asked]
        ways += [
            (_offer(each, several=len(facts.asked) > 1), BeginOfficer(each.period.campaign)) for each in facts.asked
        ]
    if facts.officer is not None:
        ways.append((_("My data as an officer"), Go("officer_data")))
    if facts.asked:
        ways.append((_("Set against the award standards"), Go("my_award", f"{facts.asked[0].period.campaign},o")))
    ways.append((_("My roles"), Go("roles")) if facts.has_role else (_("I have a code"), Go("code")))
    return Screen(tuple(blocks), (*numbered(ways), to_menu()))


def draw_officer_slip(facts: OfficerSlip) -> Screen:
    """Received, with thanks, and what happens next."""
    closes_on = day(facts.period.closes_on)
    blocks: list[Block] = [
        say(_("Received. Thank you for answering."), tone=Tone.HEADING),
        say(_counted(facts), office=facts.office),
        say(_("They can be corrected until {closes_on}: send /phieucanbo. Once a survey is over its answers stay as they are."), closes_on=closes_on),
        *_count_blocks(facts),
    ]  # fmt: skip
    ways: list[tuple[str, Action]] = [
        (_("Correct the answers"), BeginOfficer(facts.campaign)),
        (_("My data as an officer"), Go("officer_data")),
        (_("Set against the award standards"), Go("my_award", f"{facts.campaign},o")),
        (_("See the plan"), Go("plan", facts.campaign)),
    ]
    return Screen(tuple(blocks), (*numbered(ways), to_menu()))


def _counted(facts: OfficerSlip) -> str:
    if facts.is_measured:
        return _("Your answers now count in the figures of *{office}*; nobody sees them as yours.")
    return _("Kept as the answers of somebody of *{office}*; nobody sees them as yours, and no target of the plan counts them.")  # fmt: skip


def _count_blocks(facts: OfficerSlip) -> list[Block]:
    count = facts.count
    if count.answered is None:
        return [say(_("How many of your office have answered is shown once there are at least 5, so that nobody's answer can be guessed."))]  # fmt: skip
    told = _("By the end of yesterday at least {answered} people of your office had answered.")
    groups = [f"{group_words(facts.form, name)} {number(each)}" for name, each in count.groups.items()]
    blocks: list[Block] = [say(told, answered=number(count.answered))]
    if groups:
        blocks.append(say(_("Of these at least: {groups}. Groups of fewer than 5 are not shown."), groups=", ".join(groups)))  # fmt: skip
    return blocks


def _asked_line(each: AskedNow) -> Block:
    name, until = each.campaign.to(current_locale()), day(each.period.closes_on)
    if each.draft is not None and each.draft.step:
        told = _("“{campaign}”: your form is kept at question {step} of {total}; open until {until}.")
        return say(told, tone=Tone.ITEM, campaign=name, step=each.draft.step, total=each.draft.total, until=until)
    if each.draft is not None:
        told = _("“{campaign}”: your form is kept here; it has not been sent yet; open until {until}.")
    elif each.is_sent:
        told = _("“{campaign}”: you have answered; it can be corrected until {until}.")
    else:
        told = _("“{campaign}”: at most {questions} questions, about {minutes} minutes; open until {until}.")
    return say(
        told, tone=Tone.ITEM, campaign=name, until=until, questions=number(each.questions), minutes=number(each.minutes)
    )


def _offer(each: AskedNow, *, several: bool) -> str:
    if each.draft is not None:
        label = _("Continue the officer form")
    elif each.is_sent:
        label = _("Correct the officer form")
    else:
        label = _("Answer the officer form")
    return f"{label}: {each.place.to(current_locale())}" if several else label


VIEWS = {
    "officer": View(see_officer_desk, draw_officer_desk),
    "officer_slip": View(see_officer_slip, draw_officer_slip, arguments=1),
}


@on(router, BeginOfficer)
async def enter(action: BeginOfficer, turn: Turn) -> Screen:
    """Begin, go on, or correct."""
    return await begin_officer_form(turn, action.campaign)

"""A form in conversation: one question per screen, always with a way out; the engine decides what comes next."""

from aiogram import Router

from campaigns.form_ids import OFFICER
from campaigns.form_moves import FormStep, Move
from handlers.actions import Typed
from handlers.form_actions import Begin, Drop, Later, Send, Step, Why
from handlers.form_screens import draw_form, handed_over, takes_number, why_asked
from handlers.routing import on, on_typed
from handlers.screen import Screen, Tone, say
from handlers.slips import draw_slip, spaced
from handlers.turn import Turn
from handlers.views import View
from handlers.words import _, day
from services.drafts import Gate, begin, drop_draft, look_ahead, look_at_gate, move_on, see_form
from services.form_states import FormState, foresee_forms, place_of_form
from services.households import own_household
from services.slips import see_slip
from services.submissions import review_ahead, send_form
from services.turns import StaleAction
from services.units import knowing_ward

router = Router(name="forms")


def _untroubled(state: FormState) -> FormState:
    return state.untroubled


VIEWS = {
    "form": View(
        see_form, draw_form, is_worked_at=True, takes_number=takes_number, foresee=foresee_forms, again=_untroubled
    )
}
Place = tuple[str, ...]
"""What stands behind "form" in its view: nothing for the household's, form and campaign for an officer's."""


async def begin_form(turn: Turn, unit: str = "") -> Screen:
    """Past the gates into the form: consent first, then where the household lives. unit: a ward's key from a link."""
    gate, asked = await turn.glance(look_at_gate)
    match gate:
        case Gate.CONSENT:
            return await (_go_knowing(turn, unit, "consent") if unit else turn.enter(asked, "consent"))
        case Gate.PLACE:
            return await (_go_knowing(turn, unit, "ward") if unit else turn.go("ward"))
        case Gate.OPEN:
            return draw_form(await turn.at("form").write(begin))


async def begin_officer_form(turn: Turn, campaign: str) -> Screen:
    """The same for an officer of a campaign: consent first, then where they work."""
    gate, asked = await turn.glance(look_at_gate, OFFICER, campaign)
    match gate:
        case Gate.CONSENT:
            return await turn.enter(asked, "consent", OFFICER, campaign)
        case Gate.PLACE:
            return await turn.go("office", campaign)
        case Gate.OPEN:
            return draw_form(await turn.at("form", OFFICER, campaign).write(begin, OFFICER, campaign))


async def _go_knowing(turn: Turn, unit: str, view: str) -> Screen:
    return turn.views[view].draw(await turn.at(view).write(knowing_ward, unit, turn.views[view].load))


@on_typed(router, "form")
async def reply(action: Typed, turn: Turn) -> Screen:
    """What was typed answers the question that is shown; the review asks none."""
    shown = turn.facts if isinstance(turn.facts, FormState) else None
    # It answers the screen that was read on its arrival, and no other.
    given = (
        FormStep(Move.REPLY, action.text)
        if shown is None
        else FormStep(Move.REPLY, action.text, draft_id=str(shown.id), made_at=shown.seq)
    )
    state = await turn.write(move_on, given, look_ahead(turn.acting, shown, given))
    screen = draw_form(state)
    if state.is_odd:
        return screen.with_aside(say(_("That is none of the choices here."), tone=Tone.NOTICE))
    return screen


@on(router, Step)
async def step(action: Step, turn: Turn) -> Screen:
    """A button of the form."""
    try:
        move = Move(action.move)
    except ValueError as error:
        raise StaleAction from error
    if move is Move.REPLY:
        raise StaleAction
    taken = FormStep(move, action.said, action.asked, str(action.draft), action.seq)
    place, shown = await _place_of(turn, action.draft)
    state = await turn.at("form", *place).write(move_on, taken, look_ahead(turn.acting, shown, taken))
    screen = draw_form(state)
    if move is Move.HAND_OVER:
        return screen.with_aside(handed_over(state))
    return screen


async def _place_of(turn: Turn, draft: int) -> tuple[Place, FormState | None]:
    """Where this form is filled in, and the form itself if it was read on arrival."""
    shown = turn.facts
    if isinstance(shown, FormState) and shown.id == draft:
        return shown.place, shown
    return await turn.glance(place_of_form, draft), None


@on(router, Begin)
async def enter(action: Begin, turn: Turn) -> Screen:
    """Begin, go on, or correct."""
    return await begin_form(turn, action.unit)


async def _seen(turn: Turn, draft: int) -> FormState:
    """The form that a button stands under, or else the one that is under way in its place."""
    place, shown = await _place_of(turn, draft)
    if shown is not None:
        return shown
    return await turn.glance(see_form, *place)


@on(router, Why)
async def why(action: Why, turn: Turn) -> Screen:
    """Say why the question is asked, and show it again."""
    state = await _seen(turn, action.draft)
    return draw_form(state.untroubled).with_aside(*why_asked(state))


@on(router, Later)
async def later(action: Later, turn: Turn) -> Screen:
    """Leave; say how to come back, from another machine too."""
    state = await _seen(turn, action.draft)
    closes_on = day(state.period.closes_on)
    if state.owner.kind == OFFICER:
        kept = say(_("Your answers are kept until {closes_on}. To go on, choose “Continue the officer form”, or type /phieucanbo."), closes_on=closes_on)  # fmt: skip
        return (await turn.go("menu")).with_aside(kept)
    household = await turn.glance(own_household)
    screen = await turn.go("menu")
    kept_on = _("Your answers are kept until {closes_on}. To go on from another device, use slip number *{slip}*.")
    return screen.with_aside(say(kept_on, closes_on=closes_on, slip=spaced(household.slip)))


@on(router, Send)
async def send(action: Send, turn: Turn) -> Screen:
    """Send what was reviewed."""
    place, shown = await _place_of(turn, action.draft)
    if place:
        campaign = place[-1]
        await turn.at("officer_slip", campaign).write(send_form, str(action.draft), action.seq)
        return await turn.show("officer_slip", campaign)
    asked = (str(action.draft), action.seq)
    ahead = review_ahead(turn.acting, shown, *asked)
    await turn.at("slip").write(send_form, *asked, ahead)
    return draw_slip(await turn.glance(see_slip, ahead.filled if ahead else None))


@on(router, Drop)
async def drop(action: Drop, turn: Turn) -> Screen:
    """Throw the form away."""
    await turn.at("menu").write(drop_draft, str(action.draft), action.seq)
    screen = await turn.show("menu")
    return screen.with_aside(say(_("The form was thrown away. Nothing of it is kept.")))

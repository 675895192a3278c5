"""A form in conversation: one question per screen, always with a way out; the engine decides what comes next."""

from aiogram import Router

from campaigns.form_moves import FormStep, Move
from handlers.actions import Typed
from handlers.form_actions import Begin, Drop, Later, Send, Step, Why
from handlers.form_screens import draw_form, takes_number, why_asked
from handlers.routing import on, on_typed
from handlers.screen import Screen, Tone, say
from handlers.slips import draw_slip, spaced
from handlers.turn import Turn
from handlers.views import View
from handlers.words import _, day
from services.drafts import Gate, begin, drop_draft, look_ahead, look_at_gate, move_on, see_form, send_form
from services.form_states import FormState
from services.households import own_household
from services.slips import see_slip
from services.turns import StaleAction
from services.units import knowing_ward

router = Router(name="forms")
VIEWS = {"form": View(see_form, draw_form, is_worked_at=True, takes_number=takes_number)}


async def begin_form(turn: Turn, unit: str = "") -> Screen:
    """Past the gates into the form: consent first, then where the household lives. unit: a ward's key from a link."""
    match await turn.glance(look_at_gate):
        case Gate.CONSENT:
            return await _go_knowing(turn, unit, "consent")
        case Gate.PLACE:
            return await _go_knowing(turn, unit, "ward")
        case Gate.OPEN:
            return draw_form(await turn.at("form").write(begin))


async def _go_knowing(turn: Turn, unit: str, view: str) -> Screen:
    if not unit:
        return await turn.go(view)
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
    shown = turn.facts if isinstance(turn.facts, FormState) else None
    state = await turn.at("form").write(move_on, taken, look_ahead(turn.acting, shown, taken))
    screen = draw_form(state)
    if move is Move.HAND_OVER:
        return screen.with_aside(
            say(_("Your ward's staff will look at this question with you; their answer comes back here."))
        )
    return screen


@on(router, Begin)
async def enter(action: Begin, turn: Turn) -> Screen:
    """Begin, go on, or correct."""
    return await begin_form(turn, action.unit)


@on(router, Why)
async def why(turn: Turn) -> Screen:
    """Say why the question is asked, and show it again."""
    state = await turn.glance(see_form)
    return draw_form(state).with_aside(*why_asked(state))


@on(router, Later)
async def later(turn: Turn) -> Screen:
    """Leave; say how to come back, from another machine too."""
    state, household = await turn.glance(see_form), await turn.glance(own_household)
    screen = await turn.go("menu")
    kept = _("Your answers are kept until {closes_on}. To go on from another device, use slip number *{slip}*.")
    return screen.with_aside(say(kept, closes_on=day(state.period.closes_on), slip=spaced(household.slip)))


@on(router, Send)
async def send(action: Send, turn: Turn) -> Screen:
    """Send what was reviewed."""
    await turn.at("slip").write(send_form, str(action.draft), action.seq)
    return draw_slip(await turn.glance(see_slip))


@on(router, Drop)
async def drop(action: Drop, turn: Turn) -> Screen:
    """Throw the form away."""
    await turn.at("menu").write(drop_draft, str(action.draft), action.seq)
    screen = await turn.show("menu")
    return screen.with_aside(say(_("The form was thrown away. Nothing of it is kept.")))

"""Rights over one's own data: withdraw a consent, restrict the use, and lift that again."""

from dataclasses import dataclass
from typing import ClassVar

from aiogram import Router

from handlers.actions import Action, Go, packed
from handlers.routing import on
from handlers.screen import Choice, Screen, Tone, say
from handlers.turn import Turn
from handlers.views import View
from handlers.words import _
from services.privacy import OwnData, see_own_data
from services.rights import lift, restrict, withdraw
from services.turns import StaleAction

router = Router(name="rights")


@packed
@dataclass(frozen=True, slots=True)
class Withdraw(Action):
    """I take this consent back."""

    prefix: ClassVar[str] = "withdraw"
    purpose: str


@packed
@dataclass(frozen=True, slots=True)
class Restrict(Action):
    """Keep it, but do not use it."""

    prefix: ClassVar[str] = "restrict"


@packed
@dataclass(frozen=True, slots=True)
class Lift(Action):
    """Use it again."""

    prefix: ClassVar[str] = "lift"


def purpose_words(purpose: str) -> str:
    """What a consent is for."""
    return {
        "report": _("the ward's figures"),
        "help": _("help by the community digital team"),
        "callback": _("being called back"),
        "officer": _("the office's figures, and what you did for the campaign"),
    }.get(purpose, purpose)


def draw_withdraw(facts: OwnData) -> Screen:
    """Which consent, and what goes with it."""
    heading = say(_("Withdraw a consent"), tone=Tone.HEADING)
    if not facts.purposes:
        return Screen((heading, say(_("There is no consent to withdraw."))), (_back(),))
    told = _("What was kept under it goes at once: the answers, the wishes, or the telephone number. While the survey is open the ward's figures go down accordingly; of a closed survey only sums without any trace of you remain. The slip number stays.")  # fmt: skip
    choices = [
        Choice(_("Withdraw: {purpose}").format(purpose=purpose_words(purpose)), Withdraw(purpose).pack(), str(n))
        for n, purpose in enumerate(facts.purposes, 1)
    ]
    return Screen((heading, say(told)), (*choices, _back()))


def draw_restrict(facts: OwnData) -> Screen:
    """One confirmation before the use is restricted, or allowed again."""
    if facts.household is None:
        return Screen((say(_("Nothing is kept of your household here.")),), (_back(),))
    if facts.household.is_restricted:
        told = _("Your data is kept but not used. Allow it to be used again? Answers to a survey that has closed meanwhile do not come back into its figures.")  # fmt: skip
        choice = Choice(_("Yes, use it again"), Lift().pack(), "1")
        return Screen((say(_("Allow the use again"), tone=Tone.HEADING), say(told)), (choice, _back()))
    told = _("Your answers are kept, but no longer used and shown to nobody but you; nothing new is asked. In the figures of a closed survey only sums without any trace of you remain. It can be allowed again at any time.")  # fmt: skip
    choice = Choice(_("Yes, restrict it"), Restrict().pack(), "1")
    return Screen((say(_("Restrict the use of our data?"), tone=Tone.HEADING), say(told)), (choice, _back()))


def _back() -> Choice:
    return Choice(_("My household's data"), Go("mydata").pack(), "0")


VIEWS = {
    "withdraw": View(see_own_data, draw_withdraw),
    "restrict": View(see_own_data, draw_restrict),
}


@on(router, Withdraw)
async def take_back(action: Withdraw, turn: Turn) -> Screen:
    """Withdraw a consent."""
    if turn.actor.view.view != "withdraw":
        raise StaleAction
    await turn.at("mydata").write(withdraw, action.purpose)
    return await _done(turn, _("Withdrawn. What was kept under this consent is deleted."))


@on(router, Restrict)
async def hold_back(turn: Turn) -> Screen:
    """Restrict the use."""
    if turn.actor.view.view != "restrict":
        raise StaleAction
    await turn.at("mydata").write(restrict)
    return await _done(turn, _("Done. Your data is kept but no longer used."))


@on(router, Lift)
async def use_again(turn: Turn) -> Screen:
    """Lift the restriction."""
    if turn.actor.view.view != "restrict":
        raise StaleAction
    await turn.at("mydata").write(lift)
    return await _done(turn, _("Done. Your data is used again."))


async def _done(turn: Turn, told: str) -> Screen:
    return (await turn.show("mydata")).with_aside(say("{told}", tone=Tone.NOTICE, told=told))

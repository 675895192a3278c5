"""Roles in conversation: one's own, those below, and taking one back (/quyen)."""

from dataclasses import dataclass
from typing import ClassVar

from aiogram import Router

from handlers.actions import Action, Go, packed
from handlers.role_words import giver_words, may_words, role_words
from handlers.routing import on
from handlers.screen import Block, Choice, Link, Screen, Tone, say
from handlers.turn import Turn
from handlers.views import View
from handlers.ways import numbered, to_menu
from handlers.words import _, capital, day
from services.people import ViewKey
from services.roles import HeldRole, Roles, revoke_role, see_role, see_roles
from services.trail import Trace
from services.turns import StaleAction

router = Router(name="roles")
MOST_LISTED = 30


@packed
@dataclass(frozen=True, slots=True)
class Revoke(Action):
    """Take this role back."""

    prefix: ClassVar[str] = "revoke"
    grant: int


def draw_roles(facts: Roles) -> Screen:
    """What the person is here, and whom they look after."""
    if not facts.own and not facts.others:
        return _draw_no_role()
    blocks: list[Block] = [say(_("Your roles"), tone=Tone.HEADING)]
    blocks += [_own_line(role) for role in facts.own]
    blocks.append(
        say(_("Tables and forms for officials are on the web page: open it and add *can-bo* to its address."))
    )
    choices: list[Choice] = []
    listed = [role for role in facts.others if role.can_revoke][:MOST_LISTED]
    if listed:
        blocks.append(say(_("*Roles you may take back:* choose a line to look at it.")))
        if not all(role.giver.may_still for role in listed):
            blocks.append(
                say(
                    _(
                        "Some were given by somebody whose own role is over since. They stay until their day; look at each, and take back what should not stay."
                    )
                )
            )
        for n, role in enumerate(listed, start=1):
            label = f"{capital(role_words(role.role))} · {role.unit.label}{_named(role)}"
            if not role.giver.may_still:
                label = _("{role}; the giver's role is over").format(role=label)
            choices.append(Choice(label, Go("role", str(role.id)).pack(), str(n), secondary=True))
    if facts.invitations:
        waiting = sum(not each.is_over for each in facts.invitations)
        blocks.append(say(_("Invitations not used yet: {count}."), count=waiting))
    ways = [(_("My devices"), Go("devices")), (_("Answer the officer form"), Go("officer"))]
    if facts.can_invite:
        ways.insert(0, (_("Invite somebody"), Go("invite")))
    ways.insert(0, (_("Comparison for awards"), Go("awards")))
    choices += numbered(ways, len(choices) + 1)
    return Screen(tuple(blocks), (*choices, to_menu()), links=(Link(_("Officials' pages"), "/can-bo"),))


def _draw_no_role() -> Screen:
    blocks = (
        say(_("Officials and community teams"), tone=Tone.HEADING),
        say(_("You have no role here yet. A role is given by whoever leads your unit, with a code of 12 letters and digits; it works once, within 7 days.")),
        say(_("Everybody can see the results and ask about the plan without any role.")),
    )  # fmt: skip
    choices = (
        Choice(_("I have a code"), Go("code").pack(), "1"),
        Choice(_("See the results of the ward"), Go("standing").pack(), "2"),
        Choice(_("Answer the officer form"), Go("officer").pack(), "3"),
        to_menu(),
    )
    return Screen(blocks, choices)


def draw_role(role: HeldRole) -> Screen:
    """One role, before it is taken back."""
    blocks = (
        say(_("Take this role back?"), tone=Tone.HEADING),
        say("{role} · {unit}{note}", role=capital(role_words(role.role)), unit=role.unit.label, note=_named(role)),
        say(_("Held since {since}, until {until}. Taken back, it is over at once, on every device."), since=day(role.starts_on), until=day(role.ends_on)),
        say(_("Given by: {giver}."), giver=giver_words(role.giver)),
    )  # fmt: skip
    choices = (
        Choice(_("Take it back"), Revoke(role.id).pack(), "1"),
        Choice(_("No, leave it"), Go("roles").pack(), "2"),
        to_menu(),
    )
    return Screen(blocks, choices)


def _own_line(role: HeldRole) -> Block:
    line = _("*{role}*, {unit}, until {until}: {may}.")
    said = {"role": capital(role_words(role.role)), "unit": role.unit.label, "until": day(role.ends_on)}
    return say(line, tone=Tone.ITEM, may=may_words(role.role), **said)


def _named(role: HeldRole) -> str:
    return f" ({role.note})" if role.note else ""


def trace_of(facts: Roles) -> Trace | None:
    """A look at roles below, whose notes name people, goes to the audit trail; one's own are nobody else's affair."""
    return Trace("look_roles", "role") if facts.can_invite else None


VIEWS = {
    "roles": View(see_roles, draw_roles, trace=trace_of),
    "role": View(see_role, draw_role, arguments=1),
}


@on(router, Revoke)
async def revoke(action: Revoke, turn: Turn) -> Screen:
    """Take a role back, after a look at it."""
    if turn.actor.view != ViewKey("role", (str(action.grant),)):
        raise StaleAction
    role = await turn.at("roles").write(revoke_role, action.grant)
    done = say(_("Taken back: {role}, {unit}."), tone=Tone.NOTICE, role=role_words(role.role), unit=role.unit.label)
    return (await turn.show("roles")).with_aside(done)

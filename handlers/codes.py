"""Codes in conversation: what came of trying one, and how a code is written."""

from handlers.role_words import role_words
from handlers.screen import Screen, Tone, Wait, say
from handlers.turn import Turn
from handlers.ways import to_menu
from handlers.words import _, clock, day
from services.code_entry import CodeLocked, CodeMissed, CodeUnreadable, Linked, use_code
from services.invitations import Accepted, Lapsed

GROUP = 4


def spaced_code(code: str) -> str:
    """A code as people read it out: ABCD-EFGH-JKLM."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def draw_code_entry(_facts: object = None) -> Screen:
    """Asks for a code."""
    blocks = (
        say(_("What is the code? (12 letters and digits, for example ABCD-EFGH-JKLM)"), tone=Tone.HEADING),
        say(_("Capitals, spaces and dashes do not matter.")),
    )
    return Screen(blocks, (to_menu(),), waits_for=Wait.TEXT)


async def try_code(turn: Turn, text: str) -> Screen:
    """Try a code; the chat goes where the screen is that is drawn then."""
    match await turn.write(use_code, text):
        case Accepted() as got:
            told = _("Welcome. You are now {role}, {unit}, until {until}.")
            said = {"role": role_words(got.role), "unit": got.unit.label, "until": day(got.ends_on)}
            return (await turn.show("roles")).with_aside(say(told, tone=Tone.NOTICE, **said))
        case Lapsed():
            told = _("This code gives nothing any more: whoever gave it no longer has the role to give it from. Nothing is wrong on your side; please ask whoever leads the unit now for a new code.")  # fmt: skip
            return draw_code_entry().with_aside(say(told, tone=Tone.NOTICE))
        case Linked():
            told = _(
                "This conversation has joined your other one: your roles and your household's answers are here too."
            )
            return (await turn.show("devices")).with_aside(say(told, tone=Tone.NOTICE))
        case CodeLocked(until):
            told = _("That was too many tries. Please come back after {time} on {day}, or ask for a new code.")
            return draw_code_entry().with_aside(say(told, tone=Tone.NOTICE, time=clock(until), day=day(until)))
        case CodeMissed(left):
            told = _("This code is not valid: mistyped, used already, or older than it may be. {count} more tries are possible; or ask for a new one.")  # fmt: skip
            return draw_code_entry().with_aside(say(told, tone=Tone.NOTICE, count=left))
        case CodeUnreadable():
            told = _("A code has 12 letters and digits, without 0, O, 1 and I; that did not look like one. It was not counted as a try.")  # fmt: skip
            return draw_code_entry().with_aside(say(told, tone=Tone.NOTICE))

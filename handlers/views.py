"""Views: a screen as a pure function of a view key, facts and the locale.

The chat row stores the key. A redraw, an old button, a typed number, a restart and a page reload all come here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from inspect import Parameter, signature
from typing import Any

from handlers.screen import Screen
from services.trail import Trace


def _never(_facts: object) -> bool:
    return False


def _as_it_is(facts: object) -> object:
    return facts


def _no_trace(_facts: object) -> None:
    return None


@dataclass(frozen=True, slots=True)
class View:
    """One view: `load` is a query `(session, acting, *args) → facts`, `draw` makes the screen of them.

    Both are plain functions; `load` runs through the door, `draw` touches nothing.
    `arguments`: how many a way there from outside may carry. `is_worked_at`: its buttons need the facts as well, so they
    are read with the actor; elsewhere only a typed text needs them. `is_light`: its facts are a few rows by their keys,
    so that a glance will do, and nothing of a look there is written down. `takes_number`: whether digits typed now are
    the value that is waited for, so that the screen need not be drawn to know what they mean. `trace`: what going there
    leaves in the audit trail, where it shows an official what is not public; to see the same screen again leaves nothing.
    `foresee`: tells the database what `load` will ask for, before it is known whether a chat is there.
    `again`: what is left of the facts where the screen is shown once more beside an answer to something else.
    """

    load: Callable[..., Any]
    draw: Callable[[Any], Screen]
    arguments: int = 0
    is_worked_at: bool = False
    is_light: bool = False
    takes_number: Callable[[Any], bool] = _never
    trace: Callable[[Any], Trace | None] = _no_trace
    foresee: Callable[[Any, int], None] | None = None
    again: Callable[[Any], Any] = _as_it_is

    def takes(self, count: int) -> bool:
        """Whether there is a way there with so many arguments: a forged button may carry more, or none at all."""
        return _needed(self.load) <= count <= self.arguments


@cache
def _needed(load: Callable[..., Any]) -> int:
    """How many arguments a query cannot do without, beside the session and who acts."""
    named = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
    wanted = [each for each in signature(load).parameters.values() if each.kind in named]
    return sum(each.default is Parameter.empty for each in wanted) - 2


Views = Mapping[str, View]


def nothing(_session: object, _acting: object) -> None:
    """The query of a view that needs no facts."""

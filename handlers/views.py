"""Views: a screen as a pure function of a view key, facts and the locale.

The chat row stores the key. A redraw, an old button, a typed number, a restart and a page reload all come here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.screen import Screen


@dataclass(frozen=True, slots=True)
class View:
    """One view: `load` is a query `(session, acting, *args) → facts`, `draw` makes the screen of them.

    Both are plain functions; `load` runs through the door, `draw` touches nothing.
    `arguments`: how many a way there from outside may carry. `is_worked_at`: its buttons need the facts as well, so they
    are read with the actor; elsewhere only a typed text needs them.
    """

    load: Callable[..., Any]
    draw: Callable[[Any], Screen]
    arguments: int = 0
    is_worked_at: bool = False


Views = Mapping[str, View]


def nothing(_session: object, _acting: object) -> None:
    """The query of a view that needs no facts."""

"""A turn: one event of one person, and the one door through which its handler reaches the use-cases."""

from dataclasses import dataclass, replace
from typing import ParamSpec, TypeVar

from handlers.screen import Screen
from handlers.views import View, Views
from services.door import Door
from services.people import Acting, Actor, ViewKey
from services.trail import look_at
from services.turns import Arrival, StaleAction, UseCase, only_move, take_turn

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Turn:
    """What a handler is given. `write` changes things and moves the chat to the view named by `at`, in one commit.

    `facts`: those of the screen that a typed text answers, read on arrival.
    """

    door: Door
    views: Views
    arrival: Arrival
    acting: Acting
    then: ViewKey | None = None
    facts: object = None

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return self.acting.actor

    def at(self, view: str, *args: str) -> "Turn":
        """The same turn, whose write also moves the chat to this view."""
        return replace(self, then=ViewKey(view, args))

    def of_household(self, household_id: str) -> "Turn":
        """The same turn, whose actor answers for this household since its write."""
        return replace(self, acting=self.acting.for_household(household_id))

    async def write(self, use_case: UseCase[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a use-case, once for this event, in one durable commit. Errors: `AlreadyDone`, and the use-case's own."""
        return await self.door.write(take_turn, self.arrival, self.acting, self.then, use_case, *args, **kwargs)

    async def read(self, query: UseCase[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a query beside the writer; changes nothing."""
        return await self.door.read(query, self.acting, *args, **kwargs)

    async def glance(self, query: UseCase[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """`read` for a query of a few rows by their keys."""
        return await self.door.glance(query, self.acting, *args, **kwargs)

    async def go(self, view: str, *args: str) -> Screen:
        """Move the chat to a view and draw it: one commit. Errors: `stale_action` where there is no such way."""
        found = self._view(view, args)
        if found.is_light:
            return await self.enter(await self.glance(found.load, *args), view, *args)
        return found.draw(await self.at(view, *args).write(look_at, found.load, found.trace, *args))

    async def enter(self, facts: object, view: str, *args: str) -> Screen:
        """`go` to a light view whose facts have just been read."""
        await self.at(view, *args).write(only_move)
        return self.views[view].draw(facts)

    async def show(self, view: str, *args: str) -> Screen:
        """Draw a view as it is now. Changes nothing."""
        found = self._view(view, args)
        look = self.glance if found.is_light else self.read
        return found.draw(await look(found.load, *args))

    async def redraw(self) -> Screen:
        """The screen the chat is at, as it stands now. Changes nothing."""
        return await self.show_left(self.actor.view)

    async def show_left(self, at: ViewKey) -> Screen:
        """Draw a view that the program itself left the chat at, which may carry more than a way from outside."""
        found = self.views.get(at.view)
        if found is None:
            raise StaleAction
        return found.draw(found.again(await self.read(found.load, *at.args)))

    def _view(self, view: str, args: tuple[str, ...]) -> View:
        found = self.views.get(view)
        if found is None or not found.takes(len(args)):
            raise StaleAction
        return found

"""Routing: one router per noun; a handler is found by the action that the event means, whatever the channel."""

from collections.abc import Awaitable, Callable, Iterable
from inspect import signature
from typing import TypeVar

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import TelegramObject

from handlers.actions import Action, Odd, Typed
from handlers.screen import Screen
from handlers.turn import Turn

Handler = Callable[..., Awaitable[Screen]]
Called = Callable[..., Awaitable[Screen]]
"""A handler as aiogram keeps it: called with `(event, action, turn)`."""
H = TypeVar("H", bound=Handler)


class Means(Filter):
    """The event means this kind of action. Asynchronous, since aiogram sends a synchronous filter through a thread."""

    def __init__(self, kind: type[Action]) -> None:
        self.kind = kind

    async def __call__(self, event: TelegramObject, action: Action) -> bool:  # noqa: ARG002 - aiogram passes it
        return type(action) is self.kind


class TypedAt(Filter):
    """Something typed while the chat is at one of these views."""

    def __init__(self, *views: str) -> None:
        self.views = frozenset(views)

    async def __call__(self, event: TelegramObject, action: Action, turn: Turn) -> bool:  # noqa: ARG002
        return type(action) is Typed and turn.actor.view.view in self.views


class Handlers:
    """Every router's handlers by what they are for, so that an event goes straight to its own.

    Asked one after another, as aiogram does, sixty filters cost more than all else that happens to an answer.
    """

    def __init__(self, routers: Iterable[Router]) -> None:
        self._by_kind: dict[type[Action], Called] = {}
        self._typed_at: dict[str, Called] = {}
        for handler in (each for router in routers for each in router.observers["message"].handlers):
            for wanted in (kept.callback for kept in handler.filters or ()):
                if isinstance(wanted, Means):
                    self._by_kind.setdefault(wanted.kind, handler.callback)
                elif isinstance(wanted, TypedAt):
                    for view in wanted.views:
                        self._typed_at.setdefault(view, handler.callback)

    def find(self, action: Action, view: str) -> Called | None:
        """The handler of this action for a chat that is at this view."""
        at_view = self._typed_at.get(view) if type(action) is Typed else None
        return at_view or self._by_kind.get(type(action))


def on(router: Router, kind: type[Action]) -> Callable[[H], H]:
    """Register a handler for an action, however it arrives. It is called with `(action, turn)`, or
    with `(turn)` alone, and returns a `Screen`.
    """
    return _on(router, Means(kind))


def on_typed(router: Router, *views: str) -> Callable[[H], H]:
    """Register a handler for text typed at these views."""
    return _on(router, TypedAt(*views))


def _on(router: Router, wanted: Filter) -> Callable[[H], H]:
    def register(handler: H) -> H:
        wants_action = "action" in signature(handler).parameters

        async def called(event: TelegramObject, action: Action, turn: Turn) -> Screen:  # noqa: ARG001 - aiogram's own
            return await (handler(action, turn) if wants_action else handler(turn))

        router.message.register(called, wanted)
        router.callback_query.register(called, wanted)
        if isinstance(wanted, Means) and wanted.kind is Odd:
            router.edited_message.register(called, wanted)
        return handler

    return register

"""Contracts of the conversation that need no upkeep: every code has its sentence, every button leads somewhere."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import fields
from typing import get_type_hints

import pytest

import bot
import campaigns
import handlers
import models
import services
from bot.routes import ROUTERS, VIEWS
from campaigns.answers import CODES
from campaigns.errors import AppError
from campaigns.form_moves import Move
from campaigns.library import Library
from campaigns.plan_answers import Reason
from handlers import news
from handlers.actions import ACTION_BYTES, Asked, Go, Odd, Typed, kinds, unpack
from handlers.commands import SLASH
from handlers.errors import SENTENCES, sentence_for
from handlers.form_actions import Drop, Send, Step
from handlers.form_errors import _sentences as mends
from handlers.places import PickHamlet
from handlers.routing import Means, TypedAt
from handlers.rule_reasons import _sentences as _reasons
from handlers.views import View
from handlers.words import use_locale
from tests.conftest import ROOT

NEVER_IN_CHAT = {
    # A program that finds these does not start.
    "pack_problems",
    "form_problems",
    "units_file_invalid",
    # Only commands read and write backups and sheets.
    "backup_unusable",
    "file_exists",
}
LONGEST_ID, LONGEST_SEQ = 2**63 - 1, 2**31 - 1
LONGEST_OPTION = 20
"""Bytes of an option's id; a longer one would not fit beside the longest draft id."""


def _modules() -> None:
    """Load everything, so that every subclass is known."""
    for package in (campaigns, models, services, handlers, bot):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" not in found.name and not found.name.endswith("__main__"):
                importlib.import_module(found.name)


def _subclasses(kind: type[AppError]) -> Iterator[type[AppError]]:
    for each in kind.__subclasses__():
        yield each
        yield from _subclasses(each)


def test_every_error_that_can_reach_a_person_has_a_sentence() -> None:
    _modules()
    # Files and the command line have their own words; what chat code raises stands in these packages.
    reachable = {
        each.code
        for each in _subclasses(AppError)
        if each.__module__.split(".")[0] in {"models", "services"}
        or each.__module__ in {"campaigns.library", "campaigns.units", "bot.order"}
    }
    wordless = {code for code in reachable - NEVER_IN_CHAT if code not in SENTENCES}
    assert wordless - _told_elsewhere() == set()


def _told_elsewhere() -> set[str]:
    """Codes that a command tells in its own words: it imports the class by name."""
    commands = "\n".join(path.read_text("utf-8") for path in (ROOT / "bot" / "commands").glob("*.py"))
    names = {each.__name__: each.code for each in _subclasses(AppError)}
    return {code for name, code in names.items() if f"except {name}" in commands}


def test_codes_of_errors_are_not_used_twice() -> None:
    _modules()
    codes = [each.code for each in _subclasses(AppError) if "code" in vars(each)]
    assert sorted(codes) == sorted(set(codes))


def test_unknown_error_still_says_what_to_do() -> None:
    assert sentence_for(AppError()) != ""


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_every_code_of_the_form_engine_has_its_sentence(locale: str) -> None:
    with use_locale(locale):
        assert CODES - mends().keys() == {"below", "above"}  # these two name the bounds


def test_every_reason_why_a_question_is_not_answered_has_its_sentence() -> None:
    assert set(Reason) - _reasons().keys() == set()


def test_every_message_that_is_left_for_a_chat_has_its_sentence() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "services").glob("*.py"))
    left = {code for code in news.SENTENCES if f'"{code}"' in sources}
    assert left == news.SENTENCES.keys()
    for call in (
        'Message("',
        'tell_others(session, acting, household.id, "',
        'tell_others(session, acting, household_id, "',
    ):
        codes = {part.split('"')[0] for part in sources.split(call)[1:]}
        assert codes <= news.SENTENCES.keys()


def test_vietnamese_sentences_are_vietnamese() -> None:
    with use_locale("vi"):
        told = [*_reasons().values(), *mends().values(), *(sentence() for sentence in news.SENTENCES.values())]
    assert [sentence for sentence in told if _is_english(sentence)] == []


def _is_english(sentence: str) -> bool:
    return any(word in f" {sentence.lower()} " for word in (" the ", " please ", " that ", " is "))


def test_every_way_to_a_view_leads_to_one() -> None:
    commands = [action.view for action in SLASH.values() if isinstance(action, Go)]
    written = "\n".join(path.read_text("utf-8") for path in (ROOT / "handlers").glob("*.py"))
    named = {part.split('"')[0] for part in written.split('Go("')[1:]}
    assert {*commands, *named} <= VIEWS.keys()


def test_every_action_has_a_handler_for_messages_and_for_buttons() -> None:
    channels_own = {"Fetch"}
    for event_type in ("message", "callback_query"):
        handled = [
            kept.callback.kind
            for router in ROUTERS
            for handler in router.observers[event_type].handlers
            for kept in handler.filters or ()
            if isinstance(kept.callback, Means)
        ]
        assert {kind.__name__ for kind in (*kinds(), Typed, Asked, Odd)} - {
            kind.__name__ for kind in handled
        } == channels_own
        assert len(handled) == len(set(handled))


def test_every_router_takes_messages_and_buttons_alike() -> None:
    for router in ROUTERS:
        texts, taps = (router.observers[name].handlers for name in ("message", "callback_query"))
        assert [handler.callback for handler in texts] == [handler.callback for handler in taps]


def test_text_typed_at_a_view_is_for_a_view_that_exists() -> None:
    views = [
        kept.callback.views
        for router in ROUTERS
        for handler in router.observers["message"].handlers
        for kept in handler.filters or ()
        if isinstance(kept.callback, TypedAt)
    ]
    assert frozenset().union(*views) <= VIEWS.keys()


def test_longest_form_of_every_action_fits(library: Library) -> None:
    options = [
        option.id
        for form in library.bank.values()
        for question in form.questions
        for option in getattr(question, "options", ())
    ]
    assert max(len(option.encode()) for option in options) <= LONGEST_OPTION
    count = max(len(form.questions) for form in library.bank.values())
    longest = [
        *(Step(LONGEST_ID, LONGEST_SEQ, move.value, f"q{count}", "") for move in Move if move is not Move.GIVE),
        Step(LONGEST_ID, LONGEST_SEQ, Move.GIVE.value, f"q{count}", "x" * LONGEST_OPTION),
        Step(LONGEST_ID, LONGEST_SEQ, Move.GIVE.value, f"q{count}", "10000000"),
        Send(LONGEST_ID, LONGEST_SEQ),
        Drop(LONGEST_ID, LONGEST_SEQ),
        PickHamlet("63:30745/khu-pho-" + "x" * 40),
        *(Go(view, "63:30745,999") for view in VIEWS),
    ]
    assert [action for action in longest if len(action.pack().encode()) > ACTION_BYTES] == []


def test_every_kind_of_action_comes_back_as_it_was() -> None:
    for kind in kinds():
        values = [7 if get_type_hints(kind)[each.name] is int else "a" for each in fields(kind)]
        assert unpack(kind(*values).pack()) == kind(*values)


def test_a_light_view_leaves_no_trace_since_a_glance_could_not_write_it_down() -> None:
    default = next(each.default for each in fields(View) if each.name == "trace")
    light = {name: view for name, view in VIEWS.items() if view.is_light}
    assert light
    assert [name for name, view in light.items() if view.trace is not default] == []

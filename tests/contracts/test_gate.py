"""Every use-case that touches what is kept about people goes through the one gate, as its own source says.

Read from the source, so it needs no upkeep: a use-case is a function of `services` that takes who acts and that
`handlers` or `bot` import. It, or what it calls in `services`, must ask whose household, chat or unit this is; or it is
work for everybody at once, which no handler and no page may call.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

PUBLIC = {
    "Fact", "Generation", "Hamlet", "Organisation", "Period", "PlanClause", "Population", "TimedWork",
    "Snapshot", "UnitProgress", "ConsentText", "Event", "Lockout",
}  # fmt: skip
"""Tables that say nothing about anyone, or hold what is published. Live sums are not among them."""
GATES = {
    "people.require", "people.require_anywhere", "people.mandates", "people.find_account",
    "households.own_household", "households.find_own_household", "households.hold_household",
    "officers.own_officer", "officers.find_own_officer", "officers.hold_officer",
}  # fmt: skip
TIMED = {
    "idle_chats", "inbox", "outgoing", "recounts", "reminders", "retention", "samples", "tallies", "timed",
}  # fmt: skip
"""Modules of work for everybody at once: done by the clock or at the machine's own command line."""
MAY_CALL_TIMED = {"bot/timed.py", "bot/sample.py", "bot/commands", "bot/web/push.py", "bot/telegram"}


@dataclass
class Function:
    """What the source of one function says: whom it calls, which tables it names, whether it asks for the own chat."""

    name: str
    takes_acting: bool
    is_public: bool
    calls: set[str] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    asks_own_chat: bool = False


def _paths() -> list[Path]:
    return sorted((ROOT / "services").glob("*.py"))


def _tables() -> set[str]:
    import models.tables

    return set(models.tables.__all__) - {"Table"}


@cache
def functions() -> dict[str, Function]:
    """ "module.function" → what its source says."""
    found: dict[str, Function] = {}
    for path in _paths():
        tree = ast.parse(path.read_text("utf-8"))
        names = dict(_imports(tree))
        own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
        names |= {name: f"{path.stem}.{name}" for name in own}
        values = {n: ast.unparse(v) for n, v in _constants(tree)}
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                found[f"{path.stem}.{node.name}"] = _read(node, f"{path.stem}.{node.name}", names, values)
    return found


def _constants(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            yield node.target.id, node.value


def _imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            room, _dot, module = node.module.partition(".")
            for alias in node.names:
                if room == "services":
                    yield alias.asname or alias.name, f"{module}.{alias.name}"
                if room == "models":
                    yield alias.asname or alias.name, f"table:{alias.name}"


def _read(node: ast.FunctionDef, name: str, names: dict[str, str], values: dict[str, str]) -> Function:
    arguments = [argument.arg for argument in node.args.args]
    found = Function(name, "acting" in arguments or "_acting" in arguments, not node.name.startswith("_"))
    text = ast.unparse(node)
    # A statement kept in a constant of the module counts as written where it is used.
    for constant, value in values.items():
        if constant in {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}:
            text += value
    found.asks_own_chat = "actor.chat_id" in text or "arrival.chat_id" in text
    for part in ast.walk(ast.parse(text)) if text == ast.unparse(node) else ast.walk(node):
        if isinstance(part, ast.Name) and part.id in names:
            meant = names[part.id]
            (found.tables if meant.startswith("table:") else found.calls).add(meant.removeprefix("table:"))
    for table in _tables():
        if table in names and any(table in value and key in text for key, value in values.items()):
            found.tables.add(names[table].removeprefix("table:"))
    return found


def reach(name: str) -> tuple[set[str], set[str], bool]:
    """What a use-case comes to, through everything it calls: functions, tables, whether the own chat is asked for."""
    seen: set[str] = set()
    tables: set[str] = set()
    asks, waiting = False, [name]
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        if (function := functions().get(here)) is None:
            continue
        tables |= function.tables
        asks |= function.asks_own_chat
        waiting += function.calls
    return seen, tables & _tables(), asks


@cache
def _reached_from_outside() -> set[str]:
    """What handlers, pages and commands import from `services`."""
    files = [*(ROOT / "handlers").rglob("*.py"), *(ROOT / "bot").rglob("*.py")]
    return {meant for path in files for _name, meant in _imports(ast.parse(path.read_text("utf-8")))}


USE_CASES = sorted(
    name
    for name, function in functions().items()
    if function.takes_acting and name in _reached_from_outside() and name.split(".")[0] not in TIMED
)
ADDS_ONLY = {"rules.keep_miss": "adds a question without who asked it; reads nothing"}


@pytest.mark.parametrize("name", USE_CASES)
def test_use_case_about_people_passes_the_gate(name: str) -> None:
    seen, tables, asks_own_chat = reach(name)
    if tables <= PUBLIC or name in ADDS_ONLY:
        return
    assert asks_own_chat or seen & GATES, f"{name} reads {sorted(tables - PUBLIC)} and asks nobody whose it is"


def test_there_are_use_cases_to_look_at_and_some_need_the_gate() -> None:
    needing = [name for name in USE_CASES if not reach(name)[1] <= PUBLIC]
    assert len(USE_CASES) > 50
    assert {"roles.see_roles", "privacy.see_own_data", "code_entry.use_code"} <= set(needing)


def test_work_for_everybody_is_called_by_no_handler_and_no_page() -> None:
    callers: list[str] = []
    for path in [*(ROOT / "handlers").rglob("*.py"), *(ROOT / "bot").rglob("*.py")]:
        place = path.relative_to(ROOT).as_posix()
        if any(place.startswith(allowed) for allowed in MAY_CALL_TIMED):
            continue
        for _name, meant in _imports(ast.parse(path.read_text("utf-8"))):
            module, _dot, function = meant.partition(".")
            said = functions().get(meant)
            if module in TIMED and said is not None and said.takes_acting and function:
                callers.append(f"{place}: {meant}")
    assert callers == []

"""The table of methods: which parameters each takes, of which type, and which it needs."""

import json
from functools import cache
from pathlib import Path
from typing import Any

_OWN = Path(__file__).with_name("methods.json")
_SHARED = Path(__file__).resolve().parents[3] / "shared" / "botapi-spec" / "botapi.json"
_TYPES: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "String": (str,),
    "Boolean": (bool,),
    "Float": (int, float),
    "InputFile": (bytes, str),
}

Table = dict[str, dict[str, tuple[list[str], bool]]]


@cache
def own_table() -> Table:
    """The methods that we use, as they lie in the repository."""
    return _tuples(json.loads(_OWN.read_text(encoding="utf-8")))


@cache
def table() -> Table:
    """Every method there is, where the whole specification lies beside the checkout; else our own few."""
    if not _SHARED.is_file():
        return own_table()
    methods = json.loads(_SHARED.read_text(encoding="utf-8"))["methods"]
    return _tuples({name: method["params"] for name, method in methods.items()})


def complaint(method: str, params: dict[str, Any]) -> str | None:
    """What is wrong with the parameters by the table, if anything. Telegram itself passes over unknown names."""
    known = table()[method]
    for name, value in params.items():
        if name not in known:
            return f"unknown parameter {name}"
        if not any(_fits(kind, value) for kind in known[name][0]):
            return f"parameter {name} is not {known[name][0]}"
    missing = [name for name, (_kinds, required) in known.items() if required and name not in params]
    return f"parameter {missing[0]} is missing" if missing else None


def _fits(kind: str, value: object) -> bool:
    if kind.startswith("Array of "):
        inner = kind.removeprefix("Array of ")
        return isinstance(value, list) and all(_fits(inner, item) for item in value)
    if kind in _TYPES:
        return isinstance(value, _TYPES[kind]) and (kind == "Boolean" or not isinstance(value, bool))
    return isinstance(value, dict)


def _tuples(methods: dict[str, Any]) -> Table:
    return {
        name: {param: (kinds, required) for param, (kinds, required) in params.items()}
        for name, params in methods.items()
    }

"""The pinned requirements: in step with what is asked for, hashed, free of addresses, free of the GPL."""

import re
import tomllib
from collections.abc import Iterable
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

FOLDER = ROOT / "requirements"
FILES = ("run", "dev", "lock")
RELOCK = "run `make lock`"
# Strong copyleft would bind the whole product; the LGPL of a library that stays replaceable does not.
STRONG_COPYLEFT = re.compile(r"(?<!L)GPL|(?<!Lesser )General Public License", re.IGNORECASE)


def _pins(name: str) -> dict[str, Requirement]:
    """The file's pins, by canonical name; hashes left out."""
    joined = (FOLDER / f"{name}.txt").read_text().replace("\\\n", " ")
    pins = [Requirement(line.partition(" --hash")[0]) for line in joined.splitlines()]
    return {canonicalize_name(pin.name): pin for pin in pins}


def _asked(name: str) -> list[Requirement]:
    """What a person asked for: pyproject's dependencies for `run`, and the lines of the .in files."""
    lines = (FOLDER / f"{name}.in").read_text().splitlines()
    asked = [Requirement(line) for line in lines if line and not line.startswith("#")]
    if name == "run":
        project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
        asked += [Requirement(line) for line in project["dependencies"]]
    return asked


def _needed(asked: Iterable[Requirement]) -> set[str]:
    """Every distribution that `asked` brings along, read from what is installed."""
    found: set[tuple[str, str]] = set()
    waiting = [(canonicalize_name(need.name), extra) for need in asked for extra in ("", *need.extras)]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in found:
            continue
        found.add((name, extra))
        for line in metadata.requires(name) or []:
            need = Requirement(line)
            if need.marker is None or need.marker.evaluate({"extra": extra}):
                waiting += [(canonicalize_name(need.name), wanted) for wanted in ("", *need.extras)]
    return {name for name, _ in found}


@pytest.mark.parametrize("name", FILES)
def test_every_direct_dependency_is_pinned_within_its_bounds(name: str) -> None:
    pins = _pins(name)
    wrong = [
        str(need)
        for need in _asked(name)
        if (pin := pins.get(canonicalize_name(need.name))) is None
        or not need.specifier.contains(str(pin.specifier).removeprefix("=="))
    ]
    assert wrong == [], RELOCK


def test_nothing_is_pinned_that_nothing_needs() -> None:
    pinned = {name for name, pin in _pins("run").items() if pin.marker is None or pin.marker.evaluate()}
    assert pinned == _needed(_asked("run")), RELOCK


def test_dev_pins_the_product_as_run_does() -> None:
    dev = _pins("dev")
    assert {name: str(pin) for name, pin in _pins("run").items()} == {
        name: str(dev[name]) for name in _pins("run") if name in dev
    }, RELOCK


@pytest.mark.parametrize("name", FILES)
def test_every_pin_is_exact_and_hashed_and_nothing_else_stands_there(name: str) -> None:
    joined = (FOLDER / f"{name}.txt").read_text().replace("\\\n", " ")
    exact = re.compile(r"[a-z0-9-]+==[\w.+!-]+( ; [^#]+?)?( +--hash=sha256:[0-9a-f]{64})+")
    assert [line[:80] for line in joined.splitlines() if not exact.fullmatch(line)] == []


def test_no_strong_copyleft_in_the_product() -> None:
    licences = {name: _licence(name) for name, pin in _pins("run").items() if not pin.marker or pin.marker.evaluate()}
    assert {name: said for name, said in licences.items() if STRONG_COPYLEFT.search(said) or not said} == {}


@pytest.mark.parametrize(
    ("licence", "strong"),
    [("GPL-3.0-or-later", True), ("AGPL-3.0", True), ("LGPL-3.0-only", False), ("MIT", False),
     ("GNU General Public License v3 (GPLv3)", True), ("GNU Lesser General Public License v3 (LGPLv3)", False)],
)  # fmt: skip
def test_strong_copyleft_is_recognised(licence: str, strong: bool) -> None:
    assert bool(STRONG_COPYLEFT.search(licence)) is strong


def _licence(name: str) -> str:
    """What the distribution says of its licence: its expression, or its classifiers and the old field's first line."""
    about = metadata.metadata(name)
    if "License-Expression" in about:
        return about["License-Expression"]
    classifiers = [line for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    return "; ".join([*classifiers, *(line.strip().partition("\n")[0] for line in about.get_all("License") or [])])

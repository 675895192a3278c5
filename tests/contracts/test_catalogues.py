"""The catalogues: every sentence of the source is in them, Vietnamese is complete, placeholders survive translation."""

import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

from tests.conftest import ROOT

DOMAIN = "thiduaso"
COMPLETE = ("vi",)
UPDATE = "run `make catalogues`, then translate what is new"

Key = tuple[str | None, str]


def _catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3] if path.suffix == ".po" else None)


def _messages(catalogue: Catalog) -> dict[Key, Message]:
    return {(message.context, _ids(message)[0]): message for message in catalogue if message.id}


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def _placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> dict[Key, Message]:
    """The sentences in the source, as `make catalogues` extracts them."""
    template = tmp_path_factory.mktemp("catalogues") / f"{DOMAIN}.pot"
    extract = ["-m", "babel.messages.frontend", "-q", "extract", "-F", "pyproject.toml", "-o", str(template), "."]
    subprocess.run([sys.executable, *extract], cwd=ROOT, check=True)
    return _messages(_catalogue(template))


@pytest.fixture(scope="module")
def catalogues() -> dict[str, dict[Key, Message]]:
    """Locale → its committed catalogue."""
    files = ROOT.glob(f"locales/*/LC_MESSAGES/{DOMAIN}.po")
    return {path.parts[-3]: _messages(_catalogue(path)) for path in files}


def test_catalogues_hold_the_sentences_of_the_source(
    source: dict[Key, Message], catalogues: dict[str, dict[Key, Message]]
) -> None:
    wanted = {locale for locale in COMPLETE if source}
    assert wanted - catalogues.keys() == set(), UPDATE
    stale = {locale: source.keys() ^ messages.keys() for locale, messages in catalogues.items()}
    assert {locale: keys for locale, keys in stale.items() if keys} == {}, UPDATE


def test_vietnamese_is_complete(catalogues: dict[str, dict[Key, Message]]) -> None:
    unfinished = [
        (locale, key)
        for locale in COMPLETE
        for key, message in catalogues.get(locale, {}).items()
        if message.fuzzy or not all(_strings(message))
    ]
    assert unfinished == [], UPDATE


def test_placeholders_survive_translation(catalogues: dict[str, dict[Key, Message]]) -> None:
    wrong = [
        (locale, key)
        for locale, messages in catalogues.items()
        for key, message in messages.items()
        for string in _strings(message)
        if string and not _fits(message, _placeholders(string))
    ]
    assert wrong == []


def _fits(message: Message, placeholders: set[str]) -> bool:
    """One form of a plural may leave its count out ("một báo cáo"); nothing may bring in a name of its own."""
    every = [_placeholders(text) for text in _ids(message)]
    return placeholders <= set.union(*every) if message.pluralizable else placeholders == every[0]

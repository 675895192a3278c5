"""Lint of packs: everything that is wrong, all at once, warnings included."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from campaigns.catalogue import Catalogue
from campaigns.checks import check_pack
from campaigns.checks.catalogue import check as check_catalogue
from campaigns.checks.names import check_clauses
from campaigns.form_loading import load_bank
from campaigns.format.pack import Pack
from campaigns.loading import BUILT_IN, read_packs
from campaigns.measures import problems_of_measures
from campaigns.pack_problems import Problem, Rule, problem


def lint_packs(
    dirs: Iterable[Path] = (BUILT_IN,), known_clauses: Mapping[str, Collection[str]] | None = None
) -> tuple[Problem, ...]:
    """Every problem of the packs in `dirs` and of the catalogue, sorted by file and place.

    known_clauses: slug → clause paths of the imported document; a pack without them is checked for form only.
    """
    packs, catalogue, problems = read_packs(dirs)
    if catalogue is not None:
        problems += check_catalogue(catalogue)
        problems += [found for pack in packs for found in check_pack(pack, catalogue)]
        problems += _unreadable(catalogue, packs)
    for pack in packs:
        if known_clauses is not None and pack.slug in known_clauses:
            problems += check_clauses(pack, known_clauses[pack.slug])
    return tuple(sorted(set(problems)))


def _unreadable(catalogue: Catalogue, packs: Iterable[Pack]) -> Iterator[Problem]:
    """How indicators are read from the forms that come with the program, where it cannot be."""
    bank = load_bank()
    # What is wrong with a form itself stops the program at its start, with every problem.
    for found in () if isinstance(bank, tuple) else problems_of_measures(bank, catalogue, packs):
        yield problem(found.file, found.path, Rule.WRONG_MEASURE, {**dict(found.params), "code": found.code})

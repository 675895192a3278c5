"""Packs from folders: all of them and whole, or a list of everything that is wrong."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from campaigns.catalogue import Catalogue
from campaigns.checks import check_pack
from campaigns.checks.catalogue import check as check_catalogue
from campaigns.format import Pack
from campaigns.format.choice import UnitTree
from campaigns.format.pack import PARTS
from campaigns.pack_problems import PackProblems, Problem, Rule, problem
from campaigns.reading import read_model

BUILT_IN = Path(__file__).parent / "data" / "packs"
"""The packs that come with the program."""
CATALOGUE = Path(__file__).parent / "data" / "indicators.yaml"
_MUST = ("pack.yaml", "targets.yaml")


class Packs(Mapping[str, Pack]):
    """Slug → pack, in the order of the folders, with the catalogue that they all use."""

    def __init__(self, packs: Iterable[Pack], catalogue: Catalogue) -> None:
        self._packs = {pack.slug: pack for pack in packs}
        self.catalogue = catalogue

    def __getitem__(self, slug: str) -> Pack:
        return self._packs[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self._packs)

    def __len__(self) -> int:
        return len(self._packs)


def load_packs(dirs: Iterable[Path] = (BUILT_IN,)) -> Packs:
    """Load every pack of `dirs`, each a folder of pack folders or one pack folder.

    Errors: PackProblems with every problem of every file (warnings about a plan's own contradictions are no error).
    """
    packs, catalogue, problems = read_packs(dirs)
    if catalogue is not None:
        problems += check_catalogue(catalogue)
        problems += [found for pack in packs for found in check_pack(pack, catalogue)]
    errors = [found for found in problems if not found.is_warning]
    if errors or catalogue is None:
        raise PackProblems.of(errors)
    return Packs(packs, catalogue)


def read_packs(dirs: Iterable[Path]) -> tuple[list[Pack], Catalogue | None, list[Problem]]:
    """Everything that can be read, and every problem met on the way; checks across files are not done here."""
    catalogue, problems = read_model(CATALOGUE, CATALOGUE.name, Catalogue)
    packs: dict[str, Pack] = {}
    for folder in dirs:
        found, wrong = _pack_folders(folder)
        problems += wrong
        for pack_folder in found:
            pack, wrong = _read_pack(pack_folder)
            problems += wrong
            if pack is not None and pack.slug in packs:
                problems.append(
                    problem(f"{pack_folder.name}/pack.yaml", "slug", Rule.DUPLICATE_PACK, {"given": pack.slug})
                )
            elif pack is not None:
                packs[pack.slug] = pack
    return list(packs.values()), catalogue, problems


def _pack_folders(folder: Path) -> tuple[list[Path], list[Problem]]:
    if not folder.is_dir():
        return [], [problem(str(folder), "", Rule.NO_FOLDER)]
    if (folder / "pack.yaml").is_file():
        return [folder], []
    found = sorted(child for child in folder.iterdir() if child.is_dir() and not child.name.startswith((".", "__")))
    return found, [] if found else [problem(str(folder), "", Rule.NO_PACK)]


def _read_pack(folder: Path) -> tuple[Pack | None, list[Problem]]:
    fields: dict[str, object] = {}
    problems = [
        problem(f"{folder.name}/{path.name}", "", Rule.UNKNOWN_FILE)
        for path in sorted(folder.glob("*.y*ml"))
        if path.name not in PARTS
    ]
    complete = True
    for file, part in PARTS.items():
        path = folder / file
        if not path.exists() and file not in _MUST:
            continue
        value, wrong = read_model(path, f"{folder.name}/{file}", part)
        problems += wrong
        complete = complete and value is not None
        if isinstance(value, UnitTree):
            fields["units"] = value
        elif value is not None:
            names = [name for name in type(value).model_fields if name in Pack.model_fields]
            fields |= {name: getattr(value, name) for name in names}
    if not complete:
        return None, problems
    pack = Pack.model_validate(fields)
    if pack.slug != folder.name:
        problems.append(problem(f"{folder.name}/pack.yaml", "slug", Rule.WRONG_SLUG, {"given": pack.slug}))
    return pack, problems

"""Where in a pack's files something stands, for the problems about it."""

from campaigns.format import Pack
from campaigns.format.about import About
from campaigns.format.choice import UnitTree
from campaigns.format.pack import PARTS
from campaigns.pack_problems import Problem, Rule, problem

_FILE = {
    field: file
    for file, part in PARTS.items()
    for field in part.model_fields
    if part is About or (part is not UnitTree and field != "spec_version")
}
_FILE |= {"criteria": "awards.yaml", "units": "units.yaml"}


def found(pack: Pack, path: str, rule: Rule, **params: object) -> Problem:
    """A problem at `path` ("targets[id].level"); its file follows from the first name of the path."""
    category = path.split("[", 1)[0].split(".", 1)[0]
    return problem(f"{pack.slug}/{_FILE[category]}", path, rule, params)

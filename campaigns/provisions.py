"""What can be asked about a campaign: its clauses, when imported, with what the pack says about each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml
from pydantic import TypeAdapter

from campaigns.answering import period_of
from campaigns.facts import Provision, Statement
from campaigns.format import Pack
from campaigns.format.entry import Entry
from campaigns.localized import Localized
from campaigns.plan_answers import PlanText, Silence
from campaigns.plan_text import Clause, HeadingHint

HEADINGS = Path(__file__).parent / "data" / "headings.yaml"


@cache
def heading_hints(path: Path = HEADINGS) -> Mapping[str, tuple[HeadingHint, ...]]:
    """Slug → names for the parts of articles that have no headings of their own."""
    return TypeAdapter(dict[str, tuple[HeadingHint, ...]]).validate_python(yaml.safe_load(path.read_bytes()))


def plan_text(pack: Pack, clauses: Sequence[Clause], curated: Sequence[tuple[str, tuple[str, ...]]] = ()) -> PlanText:
    """A plan ready for questions. Without imported clauses it answers from the pack's entries alone.

    curated: questions with the clause paths that an operator fixed as their answer.
    """
    provisions = tuple(_provisions(pack, clauses))
    years = [year for phase in pack.phases for year in (phase.start, phase.end)]
    silences = tuple(Silence(item.id, item.text.vi) for item in pack.not_stated)
    return PlanText(
        pack.slug,
        provisions,
        (min(years), max(years)) if years else period_of(provisions),
        tuple(curated),
        silences,
    )


def _provisions(pack: Pack, clauses: Sequence[Clause]) -> Iterator[Provision]:
    """The document's clauses in its order, then places that only the pack knows."""
    said: dict[str, dict[str, Statement]] = defaultdict(dict)
    for _, entry in pack.entries():
        for path in entry.clauses:
            said[path].setdefault(entry.text.vi, _statement(entry))
    for clause in clauses:
        statements = tuple(said.pop(clause.path, {}).values())
        yield Provision(clause.path, clause.trail, clause.text, statements)
    for missing, texts in said.items():
        yield Provision(missing, (), "", tuple(texts.values()))


def _statement(entry: Entry) -> Statement:
    """An entry's plain words; names of bodies and the English are searched along with them."""
    names = (getattr(entry, name, None) for name in ("body", "actor", "name", "lead", "chooser"))
    words = [name.vi for name in names if isinstance(name, Localized)]
    return Statement(entry.id, entry.text.vi, (*words, entry.text.en) if entry.text.en else tuple(words))

"""What can be asked about a campaign: its clauses, when imported, with what the pack says about each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import yaml
from pydantic import TypeAdapter

from campaigns.answering import period_of
from campaigns.curation import CuratedAnswer, Curation, cited_words, unproved
from campaigns.facts import Provision, Statement
from campaigns.format import Pack
from campaigns.format.entry import Entry
from campaigns.format.target import Target
from campaigns.lexicon import load_lexicon
from campaigns.localized import Localized
from campaigns.plan_answers import PlanText, Silence
from campaigns.plan_text import Clause, HeadingHint
from campaigns.text import numbers_in

# What a pack notes about its reading of a plan is no answer from the plan.
_ASIDES = frozenset({"ambiguities", "relations"})
HEADINGS = Path(__file__).parent / "data" / "headings.yaml"


@cache
def heading_hints(path: Path = HEADINGS) -> Mapping[str, tuple[HeadingHint, ...]]:
    """Slug → names for the parts of articles that have no headings of their own."""
    return TypeAdapter(dict[str, tuple[HeadingHint, ...]]).validate_python(yaml.safe_load(path.read_bytes()))


def plan_text(pack: Pack, clauses: Sequence[Clause], curation: Curation | None = None) -> PlanText:
    """A plan ready for questions. Without imported clauses it answers from the pack's entries alone.

    curation: what operators have added. A fixed sentence that its clauses no longer bear out is left away.
    """
    provisions = tuple(_provisions(pack, clauses))
    years = [year for phase in pack.phases for year in (phase.start, phase.end)]
    silences = tuple(Silence(item.id, item.text.vi) for item in pack.not_stated)
    return PlanText(
        pack.slug,
        provisions,
        (min(years), max(years)) if years else period_of(provisions),
        silences,
        is_imported=bool(clauses),
        words=curation.words_for(pack.slug) if curation else (),
        curated=tuple(_borne_out(pack, provisions, curation)) if curation else (),
    )


def _borne_out(pack: Pack, provisions: Sequence[Provision], curation: Curation) -> Iterator[CuratedAnswer]:
    """The answers fixed for this plan, as far as the clauses of today say so."""
    for answer in curation.answers_for(pack.slug):
        cited = cited_words(pack, provisions, answer.clauses)
        yield replace(answer, sentence="") if unproved(answer.sentence, cited, load_lexicon()) else answer


def _provisions(pack: Pack, clauses: Sequence[Clause]) -> Iterator[Provision]:
    """The document's clauses in its order, then places that only the pack knows."""
    said: dict[str, dict[str, Statement]] = defaultdict(dict)
    trails: dict[str, tuple[str, ...]] = {}
    for category, entry in pack.entries():
        if category not in _ASIDES:
            said[entry.clause].setdefault(entry.text.vi, _statement(entry))
            trails.setdefault(entry.clause, _trail(pack, category, entry))
    for path, statement in _identity(pack):
        said[path].setdefault(statement.text, statement)
    texts = {clause.path: " ".join((*clause.trail, clause.text)) for clause in clauses}
    for clause in clauses:
        statements = said.pop(clause.path, {}).values()
        shown = tuple(said for said in statements if _is_borne_out(said, clause.path, texts))
        yield Provision(clause.path, clause.trail, clause.text, shown)
    for missing, entries in said.items():
        yield Provision(missing, trails.get(missing, ()), "", tuple(entries.values()))


def _is_borne_out(statement: Statement, path: str, texts: Mapping[str, str]) -> bool:
    """Whether every number that the plain words hold stands in the clauses that they cite."""
    cited = " ".join(texts.get(clause, "") for clause in (path, *statement.also))
    return numbers_in(statement.text) <= numbers_in(cited)


def _trail(pack: Pack, category: str, entry: Entry) -> tuple[str, ...]:
    """Headings for a place whose clause is not imported: the category's, the level's and the year's."""
    heading = load_lexicon().file.categories.get(category, "")
    if isinstance(entry, Target):
        level = next((level.name.vi for level in pack.levels if level.id == entry.level), "")
        year = f"{heading} đến năm {entry.deadline}" if entry.deadline else heading
        return tuple(part for part in (year, f"Đối với {level}" if len(pack.levels) > 1 else "") if part)
    subjects = getattr(entry, "subjects", ())
    named = [audience.text.vi for audience in pack.audiences if audience.id in subjects]
    return tuple(part for part in (heading, f"Đối với {', '.join(named)}" if named else "") if part)


def _identity(pack: Pack) -> Iterator[tuple[str, Statement]]:
    """Number, date, title and signer where the plan states them; figures and names only."""
    document = pack.document
    is_plan = document.kind == "plan"
    if document.number:
        yield "0.so-hieu" if is_plan else document.clause, Statement("document", document.number)
    if document.date and document.date.full:
        yield "0.ngay" if is_plan else document.clause, Statement("document", f"{document.date.full:%d/%m/%Y}")
    if is_plan:
        yield "0.ten", Statement("document", document.title.vi, (document.title.en or "",))
    if document.signer:
        yield document.signer.clause, Statement("signer", f"{document.signer.position.vi} {document.signer.name}")


def _statement(entry: Entry) -> Statement:
    """An entry's plain words; names of bodies and the English are searched along with them."""
    names = (getattr(entry, name, None) for name in ("body", "actor", "name", "lead", "chooser"))
    words = [name.vi for name in names if isinstance(name, Localized)]
    also = tuple(str(path) for path in entry.also)
    return Statement(entry.id, entry.text.vi, (*words, entry.text.en) if entry.text.en else tuple(words), also)

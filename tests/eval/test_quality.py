"""Floors under the quality of answers: on the packs alone always, on the documents where they are at hand."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from campaigns.answering import Answering
from campaigns.loading import load_packs
from campaigns.plan_text import Clause, read_clauses
from campaigns.provisions import plan_text
from campaigns.text import fold

OWN = Path(__file__).parent / "questions.jsonl"
BESIDE = (parent / "shared" for parent in Path(__file__).resolve().parents[2:])
SHARED = next((folder for folder in BESIDE if (folder / "clauses.jsonl").is_file()), Path("absent"))
needs_documents = pytest.mark.skipif(not SHARED.is_dir(), reason="the published plans are not beside this checkout")
Item = dict[str, object]


def items_of(path: Path) -> list[Item]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def imported() -> Mapping[str, Sequence[Clause]]:
    return read_clauses((SHARED / "clauses.jsonl").read_text(encoding="utf-8").splitlines())


def answering_on(clauses: Mapping[str, Sequence[Clause]]) -> Answering:
    return Answering(plan_text(pack, clauses.get(slug, ())) for slug, pack in load_packs().items())


def shares(answering: Answering, items: Sequence[Item], *, bare: bool = False) -> tuple[float, float]:
    """Share of answerable questions whose first clause is right, and of all whose answered/declined is right."""
    first = right = answerable = 0
    for item in items:
        text = fold(str(item["question"])) if bare else str(item["question"])
        answer = answering.answer(str(item["plan"]), text)
        right += answer.answered == item["answerable"]
        if item["answerable"]:
            answerable += 1
            best = f"{item['plan']}:{answer.results[0].clause}" if answer.results else ""
            first += best in item["gold"]  # type: ignore[operator]
    return first / answerable, right / len(items)


def test_packs_alone_answer_most_questions() -> None:
    first, right = shares(answering_on({}), items_of(OWN))
    assert first >= 0.75
    assert right >= 0.88


@needs_documents
@pytest.mark.parametrize("path", [OWN, SHARED / "qa-dev.jsonl"], ids=["own", "development"])
def test_documents_answer_nearly_all_questions_with_and_without_marks(path: Path) -> None:
    answering, items = answering_on(imported()), items_of(path)
    marked, bare = shares(answering, items), shares(answering, items, bare=True)
    assert marked[0] >= 0.89
    assert marked[1] >= 0.94
    assert marked[0] - bare[0] <= 0.03


@needs_documents
@pytest.mark.parametrize("path", [OWN, SHARED / "qa-dev.jsonl"], ids=["own", "development"])
def test_plain_words_never_hold_a_number_that_the_clause_does_not(path: Path) -> None:
    clauses = imported()
    answering = answering_on(clauses)
    texts = {(plan, c.path): " ".join((c.text, *c.trail)) for plan, each in clauses.items() for c in each}
    strange: set[tuple[str, str, str]] = set()
    for item in items_of(path):
        plan = str(item["plan"])
        for result in answering.answer(plan, str(item["question"])).results:
            cited = " ".join(texts[plan, clause] for clause in (result.clause, *result.also))
            known = {number.lstrip("0") for number in re.findall(r"\d+", cited)}
            said = {number.lstrip("0") for number in re.findall(r"\d+", result.statement)}
            strange |= {(plan, result.clause, number) for number in said - known}
    assert strange == set()

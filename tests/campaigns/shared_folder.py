"""The folder with the plans' own texts, which is not part of the repository."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
SHARED = next((f for f in (_ROOT.parent / "shared", _ROOT.parent.parent / "shared") if f.is_dir()), None)

needs_plans = pytest.mark.skipif(SHARED is None, reason="the plans' texts (../shared) are not here")


def clause_texts() -> dict[str, dict[str, str]]:
    """Slug → clause path → text, in the document's order."""
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    if SHARED is not None:
        for line in (SHARED / "clauses.jsonl").read_text("utf-8").splitlines():
            clause = json.loads(line)
            texts[clause["plan"]][clause["path"]] = clause["text"]
    return texts


def plan_text(slug: str) -> str:
    """The plan as it was published."""
    assert SHARED is not None
    return (SHARED / "plans" / f"{slug}.txt").read_text("utf-8")

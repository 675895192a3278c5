"""`make eval`: how well questions are answered, on the development set and on our own, against plain FTS5.

Needs the published plans' clauses and questions beside the checkout (`shared/`); says so and stops without them.
Numbers that are tuned are chosen on the other folds (five, by question pair), so that no question is scored by a
setting that was chosen on it.
"""

import importlib.util
import json
import math
import sqlite3
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from types import ModuleType
from zlib import crc32

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from campaigns.answering import Answering, Thresholds  # noqa: E402 - the checkout must be on the path first
from campaigns.lexicon import load_lexicon  # noqa: E402
from campaigns.loading import load_packs  # noqa: E402
from campaigns.plan_answers import PlanText  # noqa: E402, TC001 - read by people, and the path comes first
from campaigns.plan_text import read_clauses  # noqa: E402
from campaigns.provisions import heading_hints, plan_text  # noqa: E402
from campaigns.search import Weights  # noqa: E402
from campaigns.segmentation import segment  # noqa: E402
from campaigns.text import fold  # noqa: E402

OWN = ROOT / "tests" / "eval" / "questions.jsonl"
FOLDS = 5
Item = dict[str, object]
Run = dict[str, object]
Respond = Callable[[str, str], tuple[bool, list[str]]]
MEASURES = ("recall@1", "recall@3", "mrr@10", "focused@1", "decline_precision", "decline_recall", "decline_f1")


@dataclass(frozen=True)
class Setting:
    """One choice of the tuned numbers."""

    weights: Weights
    thresholds: Thresholds


def settings() -> list[Setting]:
    """The grid that is searched on the other folds; the defaults are in it."""
    grid = product((0.32, 0.36, 0.4), (0.55, 0.7), (1.1, 1.2), (0.12, 0.2))
    return [
        Setting(Weights(unknown=unknown, lead=lead, length=length), Thresholds(explained=explained))
        for explained, unknown, lead, length in grid
    ]


def shared_folder() -> Path | None:
    """The nearest folder named shared beside the checkout or above it that has the clauses."""
    found = (parent / "shared" for parent in ROOT.parents)
    return next((folder for folder in found if (folder / "clauses.jsonl").is_file()), None)


def load_score(path: Path) -> ModuleType:
    """The scorer that comes with the questions."""
    spec = importlib.util.spec_from_file_location("qa_score", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_items(path: Path) -> list[Item]:
    """Lines of JSON."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def respond_with(answering: Answering) -> Respond:
    """Our answers as clause ids."""

    def respond(plan: str, question: str) -> tuple[bool, list[str]]:
        answer = answering.answer(plan, question)
        return answer.answered, [f"{plan}:{result.clause}" for result in answer.results]

    return respond


def fts5_baseline(clauses: Sequence[Mapping[str, object]]) -> Respond:
    """SQLite FTS5 as it comes: marks removed, headings and text, any word, bm25; it never declines what it finds."""
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE c USING fts5(id UNINDEXED, plan UNINDEXED, trail, text, "
        'tokenize="unicode61 remove_diacritics 2")'
    )
    rows = [(c["id"], c["plan"], " ".join(c["trail"]), c["text"]) for c in clauses]  # type: ignore[arg-type]
    database.executemany("INSERT INTO c VALUES (?, ?, ?, ?)", rows)

    def respond(plan: str, question: str) -> tuple[bool, list[str]]:
        words = [word for word in "".join(ch if ch.isalnum() else " " for ch in question).split() if word]
        query = " OR ".join(f'"{word}"' for word in words)
        sql = "SELECT id FROM c WHERE c MATCH ? AND plan = ? ORDER BY rank LIMIT 5"
        found = [row[0] for row in database.execute(sql, (query, plan))] if query else []
        return bool(found), found

    return respond


def run_items(items: Iterable[Item], respond: Respond) -> dict[str, Run]:
    """Answer every question, timed on the processor, so that a busy machine does not count."""
    runs: dict[str, Run] = {}
    for item in items:
        started = time.thread_time()
        answered, results = respond(str(item["plan"]), str(item["question"]))
        taken_ms = (time.thread_time() - started) * 1000
        runs[str(item["id"])] = {"answered": answered, "results": results, "ms": taken_ms}
    return runs


def fold_of(item: Item) -> int:
    """The same for a question and its twin without marks."""
    return crc32(str(item.get("pair", item["id"])).encode()) % FOLDS


class Evaluation:
    """One set of questions with everything that scores it."""

    def __init__(self, shared: Path) -> None:
        self.score = load_score(shared / "qa-score.py")
        self.clauses = read_items(shared / "clauses.jsonl")
        self.judge = self.score.Judge(self.clauses)
        imported = read_clauses((shared / "clauses.jsonl").read_text(encoding="utf-8").splitlines())
        self.plans: list[PlanText] = [plan_text(p, imported.get(s, ())) for s, p in load_packs().items()]

    def answering(self, setting: Setting | None = None) -> Answering:
        """All plans, indexed."""
        chosen = setting or Setting(Weights(), Thresholds())
        ready = Answering(self.plans, weights=chosen.weights, thresholds=chosen.thresholds)
        ready.warm()
        return ready

    def measure(self, items: Sequence[Item], runs: Mapping[str, Run]) -> dict[str, dict[str, float]]:
        """The scorer's report."""
        report: dict[str, dict[str, float]] = self.score.score(items, runs, self.judge)[0]
        return report

    def cross_validated(self, items: Sequence[Item]) -> dict[str, Run]:
        """Each fold answered with the setting that was best on the other folds."""
        tried = [run_items(items, respond_with(self.answering(setting))) for setting in settings()]
        runs: dict[str, Run] = {}
        for number in range(FOLDS):
            others = [item for item in items if fold_of(item) != number]
            best = max(tried, key=lambda found: self.measure(others, found)["all"]["accuracy"])
            runs |= {str(item["id"]): best[str(item["id"])] for item in items if fold_of(item) == number}
        return runs


def show(title: str, block: Mapping[str, float]) -> None:
    """One row of the table."""
    cells = " ".join(f"{block[name]:6.3f}" if name in block else "     –" for name in MEASURES)
    print(f"{title:26s} {int(block['n']):4d}  {cells}")


def report_set(evaluation: Evaluation, title: str, items: Sequence[Item], baseline: Respond) -> None:
    """The table of one set: fixed numbers, cross-validated, without marks, baseline; then by plan and style."""
    print(
        f"\n{title:26s}    n  "
        + " ".join(f"{name[:6]:>6s}" for name in ("R@1", "R@3", "MRR", "foc@1", "decP", "decR", "decF1"))
    )
    ours = respond_with(evaluation.answering())
    fixed = evaluation.measure(items, run_items(items, ours))
    crossed = evaluation.measure(items, evaluation.cross_validated(items))
    bare = [{**item, "question": fold(str(item["question"]))} for item in items]
    show("as shipped", fixed["all"])
    show("cross-validated", crossed["all"])
    show("all marks taken away", evaluation.measure(bare, run_items(bare, ours))["all"])
    show("plain FTS5", evaluation.measure(items, run_items(items, baseline))["all"])
    for group in ("by_plan", "by_style"):
        for name, block in crossed[group].items():
            show(f"  {name}", block)  # type: ignore[arg-type]


def report_import(shared: Path, clauses: Sequence[Item]) -> None:
    """How far our segmentation agrees with the published clauses."""
    print("\nImport: clauses, paths found, texts equal, headings equal")
    for plan in dict.fromkeys(str(clause["plan"]) for clause in clauses):
        expected = {str(c["path"]): c for c in clauses if c["plan"] == plan}
        lines = (shared / "plans" / f"{plan}.txt").read_text(encoding="utf-8").split("\n")
        found = {clause.path: clause for clause in segment(lines, heading_hints().get(plan, ()))}
        same = [path for path in expected if path in found]
        texts = sum(found[path].text == expected[path]["text"] for path in same)
        trails = sum(list(found[path].trail) == expected[path]["trail"] for path in same)
        print(f"  {plan:14s} {len(expected):4d} {len(same):4d} {texts:4d} {trails:4d}   (ours: {len(found)})")


def report_cost(evaluation: Evaluation, items: Sequence[Item]) -> None:
    """Latency of single questions, time and memory of the indexes."""
    load_lexicon.cache_clear()
    started = time.thread_time()
    load_lexicon()
    read_ms = (time.thread_time() - started) * 1000
    started = time.thread_time()
    answering = evaluation.answering()
    build_ms = (time.thread_time() - started) * 1000
    times = [float(str(run["ms"])) for _ in range(3) for run in run_items(items, respond_with(answering)).values()]
    cuts = statistics.quantiles(times, n=100)
    tracemalloc.start()
    load_lexicon.cache_clear()
    kept = evaluation.answering()
    run_items(items, respond_with(kept))
    size_mb = tracemalloc.get_traced_memory()[0] / 2**20
    tracemalloc.stop()
    middle, rare, worst = statistics.median(times), cuts[98], max(times)
    print(f"\nPer question: median {middle:.2f} ms, 99th percentile {rare:.2f} ms, worst {worst:.2f} ms")
    print(f"Lexicon read {read_ms:.0f} ms, five plans indexed {build_ms:.0f} ms, memory {math.ceil(size_mb)} MB")


def main() -> int:
    """Print everything; 0 also when there is nothing to evaluate on."""
    shared = shared_folder()
    if shared is None:
        print("eval: skipped, no shared/clauses.jsonl beside this checkout")
        return 0
    evaluation = Evaluation(shared)
    baseline = fts5_baseline(evaluation.clauses)
    report_import(shared, evaluation.clauses)
    dev, own = read_items(shared / "qa-dev.jsonl"), read_items(OWN)
    report_set(evaluation, "Development questions", dev, baseline)
    report_set(evaluation, "Our own questions", own, baseline)
    report_cost(evaluation, [*dev, *own])
    return 0


if __name__ == "__main__":
    sys.exit(main())

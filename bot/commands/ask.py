"""`thiduaso ask`: one question, or a file of them, answered from the plans."""

import json
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from campaigns.answering import Answering
    from campaigns.plan_answers import Answer, Result
    from campaigns.plan_text import Clause

ClauseSource = Callable[[str], Sequence["Clause"]]
"""Slug → the clauses imported for that plan; empty when none are."""


class Subparsers(Protocol):
    """What argparse's `add_subparsers` returns, as far as commands need it."""

    def add_parser(self, name: str, *, help: str) -> ArgumentParser: ...  # noqa: A002 - argparse's own name


def add_parser(subparsers: Subparsers, clauses: ClauseSource | None = None) -> None:
    """Add the command. clauses: where imported clauses come from unless --clauses names a file; None: the database."""
    parser = subparsers.add_parser("ask", help="ask what a plan says")
    parser.add_argument("slug", nargs="?", help="campaign")
    parser.add_argument("question", nargs="?", help="the question, in quotes")
    parser.add_argument("--earlier", default="", help="the question asked before this one")
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.add_argument("--batch", type=Path, metavar="IN.jsonl", help="lines of {id, plan, question}")
    parser.add_argument("--out", type=Path, metavar="OUT.jsonl", help="lines of {id, answered, results}")
    parser.add_argument("--clauses", type=Path, metavar="FILE", help="clauses.jsonl to use instead of the database")
    parser.set_defaults(run=run, source=clauses)


def run(args: Namespace) -> int:
    """Answer and write. 0 answered or batch done, 1 declined, 2 not asked properly."""
    is_batch = args.batch is not None
    if is_batch != (args.out is not None) or is_batch == bool(args.slug and args.question):
        sys.stderr.write('ask SLUG "question" [--json]   |   ask --batch IN.jsonl --out OUT.jsonl\n')
        return 2
    source = _file_source(args.clauses) if args.clauses else args.source
    answering = load_answering(source) if source else _stored_answering()
    if is_batch:
        return _run_batch(args.batch, args.out, answering)
    return _run_one(args, answering)


def load_answering(source: ClauseSource) -> "Answering":
    """Every pack, with its imported clauses, ready for questions."""
    # Imported here: other commands must not wait for the packs.
    from campaigns.answering import Answering
    from campaigns.loading import load_packs
    from campaigns.provisions import plan_text

    return Answering(plan_text(pack, source(slug)) for slug, pack in load_packs().items())


def _stored_answering() -> "Answering":
    """From what is in the database that the settings name, if there is one."""
    from bot.plan_cache import cached_answering
    from bot.stored_clauses import stored_plans

    return cached_answering(*stored_plans())


def _file_source(path: Path) -> ClauseSource:
    from campaigns.plan_text import read_clauses

    found = read_clauses(path.read_text(encoding="utf-8").splitlines())
    return lambda slug: found.get(slug, ())


def _run_one(args: Namespace, answering: "Answering") -> int:
    from campaigns.plan_answers import Person

    if args.slug not in answering.slugs:
        sys.stderr.write(f"{args.slug}: {', '.join(answering.slugs)}\n")
        return 2
    answer = answering.answer(args.slug, args.question, Person(earlier=args.earlier))
    if args.json:
        sys.stdout.write(json.dumps(answer_json(args.slug, answer), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write("".join(_plain_lines(args.slug, answer)))
    return 0 if answer.answered else 1


def _run_batch(source_path: Path, out_path: Path, answering: "Answering") -> int:
    rows = [json.loads(line) for line in source_path.read_text(encoding="utf-8").splitlines() if line.strip()]
    with out_path.open("w", encoding="utf-8") as out:
        for row in rows:
            plan, question = str(row.get("plan", "")), str(row.get("question", ""))
            started = time.perf_counter()
            answer = answering.answer(plan, question) if plan in answering.slugs else None
            taken_ms = (time.perf_counter() - started) * 1000
            line = {
                "id": row.get("id"),
                "answered": answer is not None and answer.answered,
                "results": [_batch_json(plan, result) for result in answer.results] if answer else [],
                "reason": (answer.reason and answer.reason.value) if answer else "unknown_plan",
                "ms": round(taken_ms, 3),
            }
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
    return 0


def answer_json(slug: str, answer: "Answer") -> dict[str, object]:
    """An answer as `ask --json` gives it; `text` is verbatim when imported, else the pack's plain words."""
    shown = answer.listed or answer.results[:1]
    return {
        "answered": answer.answered,
        "kind": answer.kind.value,
        "answer": "\n".join(_words(result) for result in shown) if answer.answered else None,
        "results": [
            {
                "clause": f"{slug}:{result.clause}",
                "trail": list(result.trail),
                "text": _words(result),
                "score": result.score,
                "statement": result.statement or None,
                "also": [f"{slug}:{path}" for path in result.also],
            }
            for result in answer.results
        ],
        "reason": answer.reason.value if answer.reason else None,
        "parameters": dict(answer.parameters),
    }


def _batch_json(slug: str, result: "Result") -> dict[str, object]:
    """One result of a batch. `text` is only there when it is the document's own; `statement` is the pack's."""
    row: dict[str, object] = {
        "id": f"{slug}:{result.clause}",
        "clause": f"{slug}:{result.clause}",
        "plan": slug,
        "trail": list(result.trail),
        "cite": " / ".join((*result.trail, result.clause)),
        "score": result.score,
    }
    if result.text:
        row["text"] = result.text
    if result.statement:
        row["statement"] = result.statement
    return row


def _words(result: "Result") -> str:
    return result.text or result.statement


def _plain_lines(slug: str, answer: "Answer") -> Iterator[str]:
    if answer.reason:
        details = " ".join(f"{name}={value}" for name, value in answer.parameters.items())
        yield f"[{answer.reason.value}] {details}".rstrip() + "\n"
    for result in answer.listed or answer.results[: 1 if answer.answered else 3]:
        yield f"{slug}:{result.clause}  {' › '.join(result.trail)}\n  {_words(result)}\n"

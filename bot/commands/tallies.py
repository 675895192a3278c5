"""`thiduaso tallies verify`: are the figures what the reports add up to?"""

import argparse
import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaigns.indicators import Counts
    from services.recounts import Drift


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """`tallies`."""
    parser = subparsers.add_parser("tallies", help="đối chiếu số liệu cộng dồn / check the tallies")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    verify = actions.add_parser("verify", help="đếm lại từ các phiếu / recount from the reports")
    verify.add_argument("--json", action="store_true", help="trả lời bằng JSON / answer as JSON")
    verify.set_defaults(run=run_verify)


def run_verify(args: argparse.Namespace) -> int:
    """Recount and compare. 0: every figure is what the reports add up to; 1: some are not, each of them is listed."""
    drifts = _find_drift()
    if args.json:
        sys.stdout.write(json.dumps([_as_json(drift) for drift in drifts], ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.writelines(f"{_in_words(drift)}\n" for drift in drifts)
        told = "Số liệu khớp với các phiếu / the tallies are right." if not drifts else f"{len(drifts)} số không khớp."
        sys.stdout.write(f"{told}\n")
    return 1 if drifts else 0


def _find_drift() -> "list[Drift]":
    from bot.desk import open_desk
    from services.recounts import find_drift

    with open_desk() as desk:
        return desk.database.read_now(find_drift, desk.acting)


def _as_json(drift: "Drift") -> dict[str, object]:
    place = {"campaign": drift.place.campaign, "period": drift.place.period_id}
    figure = {"unit": str(drift.place.unit), "indicator": drift.place.indicator}
    return {**place, **figure, "kept": drift.kept.by_name, "recounted": drift.recounted.by_name}


def _in_words(drift: "Drift") -> str:
    place = f"{drift.place.period_id} {drift.place.unit} {drift.place.indicator}"
    return f"{place}: đang ghi {_numbers(drift.kept)}, đếm lại {_numbers(drift.recounted)}"


def _numbers(counts: "Counts") -> str:
    return " ".join(f"{name}={value}" for name, value in counts.by_name.items())

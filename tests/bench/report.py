"""What a run found, as tables: figures, ratios of ours to everyone else, and what was aimed at."""

from collections.abc import Sequence
from statistics import median

from tests.bench.bots import Contestant

AIM_ECHO, AIM_PEER, LEAST_ECHO, LEAST_PEER = 0.75, 3.5, 0.5, 2.5
MOST_PACED_MS, MOST_TWO = 10.0, 1.25
PEERS = ("aiogram FSM + SQLModel", "PTB conversation")
ECHO = "echo, untuned"


def tables(found: Sequence[Contestant]) -> str:
    """Everything, as Markdown."""
    by_name = {each.name: each for each in found}
    ours = [each for each in found if each.name.startswith("ours")]
    others = [each for each in found if each not in ours]
    parts = [_figures(found)]
    if ours and others:
        parts += [_ratios(ours, others), "\n".join(_verdicts(by_name, ours))]
    return "\n\n".join(parts)


def _figures(found: Sequence[Contestant]) -> str:
    lines = [
        "| bot | updates/s | CPU ms an update | p50 ms, saturated | p99 ms, saturated | p99 ms at 180/s | memory MB "
        "| walks | broken off | stored wrongly |",
        "|" + " --- |" * 10,
    ]
    for each in found:
        spread = f" ({min(each.per_s):.0f}-{max(each.per_s):.0f})" if len(each.per_s) > 1 else ""
        wrong = "-" if each.wrong is None else str(each.wrong)
        lines.append(
            f"| {each.name} | {median(each.per_s):,.0f}{spread} | {median(each.cpu_ms):.3f} | {median(each.p50_ms):.0f} "
            f"| {median(each.p99_ms):.0f} | {median(each.paced_ms):.1f} | {each.memory_mb:.0f} "
            f"| {each.walks} | {each.broken} | {wrong} |"
        )
    return "\n".join(lines)


def _ratios(ours: Sequence[Contestant], others: Sequence[Contestant]) -> str:
    """How many times theirs: updates a second / the same by CPU an update."""
    lines = [f"| × | {' | '.join(each.name for each in others)} |", "|" + " --- |" * (len(others) + 1)]
    for each in ours:
        cells = [f"{by_rate(each, other):.2f} / {by_cpu(each, other):.2f}" for other in others]
        lines.append(f"| {each.name} | {' | '.join(cells)} |")
    return "\n".join(["Ratios by updates/s / by CPU an update; more is better:", "", *lines])


def by_rate(one: Contestant, other: Contestant) -> float:
    """How many times the other's updates a second."""
    return median(one.per_s) / median(other.per_s)


def by_cpu(one: Contestant, other: Contestant) -> float:
    """How many times less CPU an update."""
    return median(other.cpu_ms) / median(one.cpu_ms)


def _verdicts(by_name: dict[str, Contestant], ours: Sequence[Contestant]) -> list[str]:
    lines = []
    peers = [by_name[name] for name in PEERS if name in by_name]
    one, two = by_name.get("ours on PostgreSQL"), by_name.get("ours on PostgreSQL, two processes")
    for each in ours:
        if each is two:
            continue
        if ECHO in by_name:
            echo = by_name[ECHO]
            lines.append(_line(each, "× untuned echo", by_rate(each, echo), by_cpu(each, echo), (AIM_ECHO, LEAST_ECHO)))
        if peers:
            # The best of the documented ways, in each respect.
            rate, cpu = (min(ratio(each, peer) for peer in peers) for ratio in (by_rate, by_cpu))
            lines.append(_line(each, "× best documented form", rate, cpu, (AIM_PEER, LEAST_PEER)))
        paced = median(each.paced_ms)
        lines.append(
            f"{each.name}: p99 at 180/s {paced:.1f} ms, at most {MOST_PACED_MS:.0f}: {_word(paced <= MOST_PACED_MS)}"
        )
    if one and two:
        ratio = median(two.cpu_ms) / median(one.cpu_ms)
        lines.append(
            f"two processes: CPU an update {ratio:.2f} × one's, at most {MOST_TWO}: {_word(ratio <= MOST_TWO)}"
        )
    lines += [
        f"{each.name}: broken off {each.broken}, stored wrongly {each.wrong}: {_word(not each.broken and not each.wrong)}"
        for each in ours
    ]
    return lines


def _line(each: Contestant, what: str, rate: float, cpu: float, bounds: tuple[float, float]) -> str:
    aim, least = bounds
    reached = "aim reached" if min(rate, cpu) >= aim else "enough" if min(rate, cpu) >= least else "NOT ENOUGH"
    return f"{each.name}: {rate:.2f} {what} by updates/s, {cpu:.2f} by CPU; aim {aim}, least {least}: {reached}"


def _word(is_so: bool) -> str:
    return "yes" if is_so else "NO"

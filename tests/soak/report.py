"""The report: how much was done, how well it was answered in between, and what was found."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from tests.botapi.delivery import Attempt
from tests.soak.chaos import Outage
from tests.soak.checker import Finding

SOON_S = 1.0


@dataclass(frozen=True, slots=True)
class Answered:
    """One update on its way. took_s: from the moment it was sent to its first 200."""

    began_s: float
    took_s: float
    deliveries: int


@dataclass(frozen=True, slots=True)
class Gap:
    """An outage as people had it: until somebody was answered again."""

    what: str
    began_s: float
    ended_s: float

    @property
    def took_s(self) -> float:
        """How long."""
        return self.ended_s - self.began_s


@dataclass
class Outcome:
    """Everything about one run. done: how many people ended at their slip; began_s, ended_s: of the chaos."""

    database: str
    seed: int
    people: int
    done: int
    began_s: float
    ended_s: float
    attempts: Sequence[Attempt]
    outages: Sequence[Outage]
    checks: int
    unchecked: int
    compared: int
    failed_starts: Sequence[str]
    reports: int
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether everything holds that must."""
        return not self.findings and self.done == self.people

    @property
    def gaps(self) -> list[Gap]:
        """Every outage, to the first answer that was begun and given after what was away was up again."""
        answered = [each for each in self.attempts if each.status == 200]
        found = []
        for outage in self.outages:
            after = [
                each.ended_s for each in answered if each.began_s > outage.began_s and each.ended_s > outage.up_s - 1
            ]
            if outage.what != "kill":
                after = [each.ended_s for each in answered if each.began_s > outage.up_s]
            found.append(Gap(outage.what, outage.began_s, min(after, default=self.ended_s)))
        return found

    def text(self) -> str:
        """As people read it."""
        answered, gaps = answers(self.attempts), self.gaps
        # At the end everybody hurries to their slip at once, which says nothing of how well people were served.
        timed = [each for each in answered if each.began_s < self.ended_s]
        inside = [each for each in timed if any(_meets(each, gap) for gap in gaps)]
        outside = [each for each in timed if not any(_meets(each, gap) for gap in gaps)]
        kills, stops = ([gap for gap in gaps if (gap.what == "kill") is is_kill] for is_kill in (True, False))
        share = 1 - covered(gaps) / (self.ended_s - self.began_s)
        lines = [
            f"{self.database}, seed {self.seed}: {self.people} people, {self.done} of them ended at their slip",
            f"  {len(answered)} updates in {len(self.attempts)} deliveries, "
            f"{sum(each.deliveries > 1 for each in answered)} updates came more than once, {self.reports} reports stored",
            f"  up {share:.1%} of the time that things broke",
            f"  outside outages: {_within(outside)}",
            f"  inside outages:  {_within(inside)}",
            f"  {len(kills)} kills: {_recovery(kills)}",
            *(f"  {n} starts ended at once: {why[:160]}" for why, n in Counter(self.failed_starts).items()),
            *([f"  {len(stops)} stops of the server: {_recovery(stops)}"] if stops else []),
            f"  {self.compared} acknowledged answers looked for at {self.checks} moments; "
            f"at {self.unchecked} more the server was away",
            *(f"  WRONG {finding}" for finding in self.findings[:40]),
            f"  {len(self.findings)} wrong in all"
            if self.findings
            else "  lost 0, doubled 0, invented 0, every tally its recount, nobody stuck",
        ]
        return "\n".join(lines)


def answers(attempts: Iterable[Attempt]) -> list[Answered]:
    """Each update that was answered."""
    by_update: dict[int, list[Attempt]] = {}
    for attempt in attempts:
        by_update.setdefault(attempt.update_id, []).append(attempt)
    found = []
    for tries in by_update.values():
        ends = [each.ended_s for each in tries if each.status == 200]
        if ends:
            began = tries[0].put_s
            found.append(Answered(began, min(ends) - began, len(tries)))
    return found


def covered(gaps: Iterable[Gap]) -> float:
    """For how long at least one of them lasted."""
    total, until = 0.0, float("-inf")
    for gap in sorted(gaps, key=lambda each: each.began_s):
        total += max(0.0, gap.ended_s - max(gap.began_s, until))
        until = max(until, gap.ended_s)
    return total


def _meets(answered: Answered, gap: Gap) -> bool:
    return answered.began_s < gap.ended_s and answered.began_s + answered.took_s > gap.began_s


def _within(answered: Sequence[Answered]) -> str:
    times = sorted(each.took_s for each in answered)
    if not times:
        return "no updates"
    soon = sum(each <= SOON_S for each in times) / len(times)
    p50, p99 = (times[min(len(times) - 1, int(share * len(times)))] * 1000 for share in (0.5, 0.99))
    return f"{len(times)} updates, {soon:.2%} answered within {SOON_S:.0f} s, p50 {p50:.0f} ms, p99 {p99:.0f} ms"


def _recovery(gaps: Sequence[Gap]) -> str:
    times = [gap.took_s for gap in gaps]
    return f"answering again after {median(times):.1f} s (median), {max(times):.1f} s (most)" if times else "none"

"""The report's figures: what counts as an outage, and whose waiting is measured."""

from tests.botapi.delivery import Attempt
from tests.soak.chaos import Outage
from tests.soak.checker import Finding, Kind
from tests.soak.report import Answered, Gap, Outcome, answers, covered


def outcome(attempts: list[Attempt], outages: list[Outage], done: int = 2) -> Outcome:
    return Outcome(
        database="sqlite",
        seed=1,
        people=2,
        done=done,
        began_s=0.0,
        ended_s=100.0,
        attempts=attempts,
        outages=outages,
        checks=1,
        unchecked=0,
        compared=5,
        failed_starts=(),
        reports=2,
    )


def test_an_update_is_answered_at_its_first_200() -> None:
    attempts = [Attempt(1, 2.0, 2.5, 2.6, 0), Attempt(1, 2.0, 3.0, 3.5, 200), Attempt(1, 2.0, 4.0, 4.1, 200)]
    assert answers([*attempts, Attempt(2, 5.0, 5.0, 5.1, 503)]) == [Answered(2.0, 1.5, 3)]


def test_an_outage_lasts_until_somebody_is_answered_again() -> None:
    attempts = [Attempt(1, 9.0, 9.9, 10.1, 200), Attempt(2, 10.0, 12.0, 13.0, 200), Attempt(3, 10.0, 14.0, 14.5, 200)]
    assert outcome(attempts, [Outage("kill", 10.0, 12.5)]).gaps == [Gap("kill", 10.0, 13.0)]
    assert outcome(attempts, [Outage("server, fast", 10.0, 13.5)]).gaps == [Gap("server, fast", 10.0, 14.5)]


def test_outages_that_overlap_count_once() -> None:
    assert covered([Gap("kill", 10, 14), Gap("server", 12, 16), Gap("kill", 13, 15), Gap("kill", 20, 21)]) == 7


def test_only_those_are_timed_who_came_while_things_broke() -> None:
    late = [Attempt(1, 1.0, 1.0, 1.1, 200), Attempt(2, 101.0, 101.0, 150.0, 200)]
    assert "outside outages: 1 updates, 100.00% answered within 1 s" in outcome(late, []).text()


def test_a_run_is_good_only_without_findings_and_when_everybody_came_through() -> None:
    assert outcome([], []).is_good
    assert not outcome([], [], done=1).is_good
    bad = outcome([], [])
    bad.findings.append(Finding(Kind.LOST, "an answer", 5))
    assert not bad.is_good
    assert "WRONG acknowledged and lost: an answer (chat 5)" in bad.text()

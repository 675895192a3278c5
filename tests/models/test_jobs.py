"""The queue of jobs: what comes in one round of the loop is handed over together, and nothing is ever forgotten."""

import asyncio
from concurrent.futures import Future

import pytest

from models.jobs import Job, JobQueue, JobsClosedError
from services.door import Overloaded


def job(name: str) -> Job:
    return Job(lambda _session: None, name, Future())


def names(queue: JobQueue) -> list[str]:
    return [each.name for each in queue.take(100)]


async def test_the_jobs_of_one_round_are_handed_over_together() -> None:
    queue, loop = JobQueue(10), asyncio.get_running_loop()
    for name in "abc":
        queue.put_soon(job(name), loop)
    assert queue.fullness() == 0.3  # they count while they wait for the end of the round
    await asyncio.sleep(0)
    assert names(queue) == ["a", "b", "c"]


async def test_the_limit_holds_within_a_round() -> None:
    queue, loop = JobQueue(2), asyncio.get_running_loop()
    queue.put_soon(job("a"), loop)
    queue.put_soon(job("b"), loop)
    with pytest.raises(Overloaded):
        queue.put_soon(job("c"), loop)
    with pytest.raises(Overloaded):
        queue.put(job("c"))


async def test_closing_does_not_forget_what_was_accepted_in_this_round() -> None:
    queue, loop = JobQueue(10), asyncio.get_running_loop()
    queue.put_soon(job("a"), loop)
    queue.close()
    assert names(queue) == ["a"]
    await asyncio.sleep(0)
    assert names(queue) == []
    with pytest.raises(JobsClosedError):
        queue.put_soon(job("b"), loop)


def test_a_loop_that_ended_in_the_middle_of_a_round_keeps_nobody_waiting() -> None:
    queue = JobQueue(10)
    ended, other = asyncio.new_event_loop(), asyncio.new_event_loop()
    queue.put_soon(job("a"), ended)
    ended.close()

    async def later() -> None:
        queue.put_soon(job("b"), other)
        await asyncio.sleep(0)

    other.run_until_complete(later())
    other.close()
    assert names(queue) == ["a", "b"]

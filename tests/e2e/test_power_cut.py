"""The program is killed at any moment of a household's journey: what it acknowledged is kept, nothing is doubled."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from http.client import HTTPException
from pathlib import Path
from random import Random
from threading import Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest

from campaigns.library import Library
from tests.e2e.conftest import copy_database
from tests.e2e.nursery import Reborn
from tests.e2e.visitor import Reply, Visitor

if TYPE_CHECKING:
    from campaigns.answers import Answer

# What is said, or “what is pressed”.
JOURNEY = (
    "“Trả lời cho nhà mình", "“Đồng ý", "an hoa", "“phường An Hòa", "4", "1", "“Câu trước", "2", "0", "đúng", "0",
    "“Đúng", "2", "“Đang dùng", "1", "1", "“Không rõ", "4", "2", "“Số người có sổ sức khỏe", "3", "“Gửi", "“Không cần",
)  # fmt: skip


@pytest.fixture
def program(survey: Path, tmp_path: Path) -> Iterator[Reborn]:
    copy_database(survey, tmp_path / "journey.db")
    reborn = Reborn(tmp_path / "journey.db")
    reborn.start()
    yield reborn
    reborn.close()


def next_form(visitor: Visitor, step: str) -> dict[str, str]:
    """The form as this step sends it."""
    if not step.startswith("“"):
        return {**visitor.form, "text": step}
    (pressed,) = [posted for label, posted in visitor.buttons.items() if label.startswith(step[1:])]
    return {**visitor.form, "text": "", **pressed}


def headings_of_an_undisturbed_journey(program: Reborn) -> list[str]:
    visitor, found = Visitor(program.port), []
    for step in JOURNEY:
        visitor.post(**next_form(visitor, step))
        found.append(visitor.heading)
    return found


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_kill_around_every_answer(program: Reborn, library: Library) -> None:
    """Every other time only once the answer was acknowledged, else at any moment while it is on its way."""
    wanted = headings_of_an_undisturbed_journey(program)
    visitor, random, acknowledged = Visitor(program.port), Random(20251130), Counter[bool]()
    visitor.look()
    for number, (step, heading) in enumerate(zip(JOURNEY, wanted, strict=True)):
        before, form = visitor.heading, next_form(visitor, step)
        patience_s = 20.0 if number % 2 else random.uniform(0, 0.04)
        reply = send_and_kill(program, visitor, form, patience_s)
        acknowledged[reply is not None] += 1
        program.start()
        visitor.port = program.port
        visitor.look()
        assert visitor.heading in ({heading} if reply else {before, heading})
        # What the page's own script does when no reply came: the same event once more.
        if reply is None:
            visitor.send(form)
            visitor.look()
        assert visitor.heading == heading
    print(f"killed before {acknowledged[False]} and after {acknowledged[True]} replies")
    assert_both_households_count_once(program, visitor, library)


def send_and_kill(program: Reborn, visitor: Visitor, form: dict[str, str], patience_s: float) -> Reply | None:
    """Send a form, kill the program once the reply is there or after that time; the reply, if it came whole."""
    came: list[Reply] = []

    def send() -> None:
        with suppress(OSError, HTTPException):
            came.append(visitor.send(form))

    sender = Thread(target=send)
    deadline = monotonic() + patience_s
    sender.start()
    while monotonic() < deadline and not came:
        sleep(0.001)
    program.kill()
    sender.join()
    return came[0] if came and came[0].status == 200 else None


def assert_both_households_count_once(program: Reborn, visitor: Visitor, library: Library) -> None:
    """What the visitor is told, what is stored, and what the tallies say are the same."""
    visitor.say("số liệu nhà tôi")
    told = visitor.words
    for line in ("Số người đang ở trong nhà: 4", "Số cháu dưới 15 tuổi: 2", "Số người có sổ sức khỏe điện tử: 3"):
        assert line in told
    with closing(sqlite3.connect(program.database)) as stored:
        counted = {
            table: stored.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("reports", "households", "drafts", "chat_households", "consents")
        }
        assert counted == {"reports": 2, "households": 2, "drafts": 0, "chat_households": 2, "consents": 2}
        (year,) = stored.execute("SELECT target_year FROM periods").fetchone()
        recount: Counter[tuple[str, str]] = Counter()
        for campaign, text in stored.execute("SELECT campaign, answers FROM reports WHERE superseded_at IS NULL"):
            answers: dict[str, Answer] = json.loads(text)
            form = library.household_form(campaign, year)
            for name, counts in library.contributions(campaign, form, year, answers).items():
                parts = {"reports": counts.reports, "num": counts.num, "den": counts.den, "unknown": counts.unknown}
                recount.update({(name, part): value for part, value in parts.items()})
        tallied = {
            (name, part): value
            for name, *values in stored.execute("SELECT indicator_id, reports, num, den, unknown FROM tallies")
            for part, value in zip(("reports", "num", "den", "unknown"), values, strict=True)
        }
        assert {key: value for key, value in tallied.items() if value} == {key: n for key, n in recount.items() if n}
        assert stored.execute("SELECT sum(reports) FROM unit_progress").fetchone() == (2,)

"""PostgreSQL's own log finds no room: the server stops, people are told and lose nothing, and all goes on afterwards.

The program is not started again meanwhile, does not spin, and its log stays short.
"""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from threading import Event
from time import monotonic, sleep

import psycopg
import pytest

from tests.bench.bots import cpu_s, open_survey
from tests.bot.web.markup import read
from tests.e2e.full_disk import NoMountError, empty, fill, small_disk
from tests.e2e.process import Program
from tests.e2e.visitor import Visitor
from tests.postgresql import NoPostgresql, Server, running_server

pytestmark = pytest.mark.slow
PEOPLE = 4
DISK_MB = 40
AWAY_S = 4.0
"""Beside the time for which the first is kept waiting before being told."""
PATIENCE_S = 60.0
MOST_LOGGED, MOST_CPU = 40_000, 0.6
ANSWERS = ("4", "1", "0", "đúng", "1", "đúng", "2", "Đang dùng", "1", "1", "không rõ", "4", "2")
STORED = {
    "so_nguoi": 4, "duoi_15": 1, "tu_15_den_17": 0, "qua_tuoi_lao_dong": 1, "dien_thoai": 2, "cap_quang": "dang_dung",
    "ky_nang": 1, "dich_vu_cong": 1, "kham_tu_xa": "@unknown", "so_suc_khoe": 4, "tai_khoan": 2,
}  # fmt: skip
TOLD = ("Câu vừa rồi chưa lưu được", "Chưa chắc câu vừa rồi đã lưu", "Máy hết chỗ nên câu vừa rồi chưa lưu được")
OUT_OF_REACH = "Lúc này chưa xem được những gì đã lưu"
EAT = "CREATE TABLE eaten AS SELECT repeat('x', 900) AS words FROM generate_series(1, 200000)"
"""More log than there is room for."""


@pytest.fixture
def log_disk() -> Iterator[Path]:
    """A small file system that PostgreSQL's user may write to."""
    folder = Path(mkdtemp(prefix="thiduaso-log-"))
    folder.chmod(0o755)
    try:
        with small_disk(folder / "disk", DISK_MB) as disk:
            yield disk
    except NoMountError:
        pytest.skip("nothing can be mounted here, so no log can run out of room")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def own_server(log_disk: Path) -> Iterator[Server]:
    try:
        with running_server(durable=True, log_at=log_disk / "log") as server:
            yield server
    except NoPostgresql as error:
        pytest.skip(str(error))


@dataclass
class Person:
    """Somebody who answers the form, gives an answer again when told that it was not stored, and remembers all that."""

    visitor: Visitor
    told: list[str] = field(default_factory=list)

    def begin(self) -> None:
        for label in ("Trả lời cho nhà mình", "Đồng ý"):
            self.visitor.press(label)
        self.visitor.say("phường An Hòa")

    def answer(self, is_away: Event) -> None:
        """Everything; the last answers not before the server is away, so that everybody is under way then."""
        for number, answer in enumerate(ANSWERS):
            if number == len(ANSWERS) - 3:
                assert is_away.wait(PATIENCE_S)
            self.give(partial(self.visitor.say, answer))
        self.give(partial(self.visitor.press, "Gửi"))
        assert "Số phiếu" in self.visitor.words

    def give(self, step: Callable[[], str]) -> None:
        """One step, until the screen has moved on; once it has, a fresh look must show the same."""
        before, until = self.visitor.heading, monotonic() + PATIENCE_S
        while monotonic() < until:
            words = step()
            if found := [told for told in TOLD if told in words]:
                self.told += found
                if self._look() != before:
                    return  # what was not certain was stored after all
            else:
                after = self.visitor.heading
                assert after != before, words
                assert self._look() == after
                return
        raise AssertionError(f"stuck at {before}")

    def _look(self) -> str:
        """The heading that the chat is at, once it can be read again."""
        until = monotonic() + PATIENCE_S
        while (reply := self.visitor.ask("GET", "/")).status != 200:
            assert reply.status == 503
            assert OUT_OF_REACH in reply.text
            self.told.append(OUT_OF_REACH)
            assert monotonic() < until, "nothing can be read any more"
            sleep(0.5)
        self.visitor.page = read(reply.text)
        return self.visitor.heading


def stop_by_eating(server: Server, disk: Path) -> None:
    """Fill the log's disk, and write until the server has stopped by itself."""
    fill(disk)
    until = monotonic() + 20
    while monotonic() < until:
        try:
            server.execute(EAT)
        except psycopg.OperationalError:
            if not (server.folder / "data" / "postmaster.pid").exists():
                return
        sleep(0.1)
    raise AssertionError("the server goes on without a log")


def answer_meanwhile(people: list[Person], server: Server, disk: Path, program: Program) -> float:
    """Everybody answers while the log's disk fills up, is full, and has room again; the CPU used while it was full.

    One more only answers while the server is away, and is told; nothing moves.
    """
    assert program.process is not None
    is_away, late = Event(), Person(Visitor(program.port))
    late.begin()
    heading = late.visitor.heading
    with ThreadPoolExecutor(len(people)) as threads:
        answering = [threads.submit(person.answer, is_away) for person in people]
        try:
            stop_by_eating(server, disk)
            with pytest.raises(RuntimeError):
                server.start()  # without room it stays away
        finally:
            is_away.set()
        before, began = cpu_s(program.process.pid), monotonic()
        assert TOLD[0] in late.visitor.say(ANSWERS[0])
        sleep(AWAY_S)
        used = (cpu_s(program.process.pid) - before) / (monotonic() - began)
        empty(disk)
        server.start()
        for each in answering:
            each.result(PATIENCE_S)
    assert late.visitor.is_still_at(heading)
    return used


def test_postgresql_whose_log_finds_no_room(own_server: Server, log_disk: Path, tmp_path: Path) -> None:
    extra = {"THIDUASO_TRUST_PROXY": "true", "THIDUASO_DATABASE_URL": open_survey(own_server.create("full_log"))}
    program = Program(tmp_path / "full.db", extra).start()
    try:
        people = [Person(Visitor(program.port)) for _ in range(PEOPLE)]
        for person in people:
            person.begin()
        used = answer_meanwhile(people, own_server, log_disk, program)
        print(f"CPU of one core {used:.2f}, logged {program.log.stat().st_size}, told {[len(p.told) for p in people]}")
        assert program.is_alive
        assert all(person.told for person in people)
        assert program.stored("SELECT answers FROM reports") == [(STORED,)] * PEOPLE
        assert program.stored("SELECT sum(reports) FROM unit_progress") == [(PEOPLE,)]
        assert "PANIC" in (own_server.folder / "log").read_text()
        assert "Traceback" not in program.told
        assert "incident" not in program.told
        assert program.log.stat().st_size < MOST_LOGGED
        assert used < MOST_CPU
    finally:
        program.kill()

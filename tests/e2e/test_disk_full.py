"""The disk is full: reading goes on, people are told, nothing is half-written; with room again all goes on by itself."""

import json
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bench.bots import open_survey
from tests.e2e.conftest import copy_database
from tests.e2e.full_disk import NoMountError, empty, fill, small_disk
from tests.e2e.process import Program
from tests.e2e.visitor import Visitor
from tests.postgresql import UNPRIVILEGED, Server

pytestmark = pytest.mark.slow
TOLD = ("Máy hết chỗ nên câu vừa rồi chưa lưu được", "Chưa chắc câu vừa rồi đã lưu")
"""The second where only the commit could tell: SQLite names a quota or a limit no better than a broken disk."""
FIRST = ("4", "1", "0")
"""The answers before the disk is full."""
LATER = ("đúng", "1", "đúng", "2", "Đang dùng", "1", "1", "không rõ", "4", "2")
STORED = {
    "so_nguoi": 4, "duoi_15": 1, "tu_15_den_17": 0, "qua_tuoi_lao_dong": 1, "dien_thoai": 2, "cap_quang": "dang_dung",
    "ky_nang": 1, "dich_vu_cong": 1, "kham_tu_xa": "@unknown", "so_suc_khoe": 4, "tai_khoan": 2,
}  # fmt: skip


@dataclass
class Disk:
    """The program on a disk that can be filled."""

    program: Program
    fill: Callable[[], object]
    empty: Callable[[], object]
    query: Callable[[str], list[tuple[object, ...]]]


@pytest.fixture(params=["small disk", "limit"])
def on_sqlite(request: pytest.FixtureRequest, survey: Path, tmp_path: Path) -> Iterator[Disk]:
    """A disk of its own that is filled, log and all; or a limit on files, which is how a quota looks to SQLite.

    Where nothing may be mounted both are the limit.
    """
    with ExitStack() as stack:
        disk = None
        if request.param == "small disk":
            try:
                disk = stack.enter_context(small_disk(tmp_path / "disk", 8))
            except NoMountError:
                print("nothing can be mounted here: a limit on files stands in for the disk")
        path = (disk or tmp_path) / "full.db"
        copy_database(survey, path)
        program = Program(path, {"THIDUASO_TRUST_PROXY": "true"}).start()
        stack.callback(program.kill)

        def limit(most: int) -> None:
            assert program.process is not None
            hard = resource.prlimit(program.process.pid, resource.RLIMIT_FSIZE)[1]
            resource.prlimit(program.process.pid, resource.RLIMIT_FSIZE, (most, hard))

        if disk is not None:
            yield Disk(program, lambda: fill(disk), lambda: empty(disk), program.stored)
        else:
            yield Disk(program, lambda: limit(0), lambda: limit(resource.RLIM_INFINITY), program.stored)


def at_a_question(program: Program) -> Visitor:
    visitor = Visitor(program.port)
    for label in ("Trả lời cho nhà mình", "Đồng ý"):
        visitor.press(label)
    visitor.say("phường An Hòa")
    for answer in FIRST:
        visitor.say(answer)
    assert "3 người từ 18 tuổi trở lên" in visitor.heading
    return visitor


def assert_told_and_readable(visitor: Visitor) -> None:
    heading = visitor.heading
    visitor.say("đúng")
    assert any(told in visitor.words for told in TOLD), visitor.words
    assert visitor.is_still_at(heading)
    kept = json.loads(visitor.ask("GET", "/files/so-lieu-nha-toi.json").body)
    assert kept
    stranger = Visitor(visitor.port)
    assert stranger.ask("GET", "/").status == 200
    seen = stranger.press("Trả lời cho nhà mình")
    assert any(told in seen for told in TOLD), seen


def finish(visitor: Visitor) -> None:
    for answer in LATER:
        visitor.say(answer)
    visitor.press("Gửi")
    assert "Số phiếu" in visitor.words


def assert_whole(disk: Disk) -> None:
    (report,) = disk.query("SELECT answers FROM reports")
    answers = report[0]
    assert (json.loads(answers) if isinstance(answers, str) else answers) == STORED
    assert disk.query("SELECT sum(reports) FROM unit_progress") == [(1,)]
    assert "Traceback" not in disk.program.told


def test_sqlite_on_a_full_disk(on_sqlite: Disk) -> None:
    visitor = at_a_question(on_sqlite.program)
    seqs = on_sqlite.query("SELECT seq FROM drafts")
    on_sqlite.fill()
    for _again in range(3):
        assert_told_and_readable(visitor)
    assert on_sqlite.query("SELECT seq FROM drafts") == seqs
    assert on_sqlite.program.is_alive
    on_sqlite.empty()
    finish(visitor)
    assert_whole(on_sqlite)


REFUSE = """
    CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE 'no space left on device' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON chats EXECUTE FUNCTION no_room();
"""


@pytest.fixture
def on_postgresql(server: Server, tmp_path: Path) -> Iterator[Disk]:
    """A tablespace on a disk of its own that is filled; where nothing may be mounted, the server's error without it.

    The write-ahead log lies elsewhere: a PostgreSQL whose log finds no room stops by itself, and then it is away.
    """
    place = server.folder / "small"
    with ExitStack() as stack:
        try:
            disk: Path | None = stack.enter_context(small_disk(place, 48))
        except NoMountError:
            print("nothing can be mounted here: the error is raised by a trigger")
            disk = None
        else:
            shutil.chown(place, UNPRIVILEGED, UNPRIVILEGED)
            server.execute(f"CREATE TABLESPACE small LOCATION '{place}'")
            stack.callback(server.execute, "DROP TABLESPACE small")
        server.execute("CREATE DATABASE full_disk TEMPLATE template0" + (" TABLESPACE small" if disk else ""))
        stack.callback(server.drop, "full_disk")
        url = open_survey(server.url("full_disk"))
        extra = {"THIDUASO_TRUST_PROXY": "true", "THIDUASO_DATABASE_URL": url}
        program = Program(tmp_path / "full.db", extra).start()
        stack.callback(program.kill)
        if disk is not None:
            yield Disk(program, lambda: fill(disk), lambda: empty(disk), program.stored)
        else:
            yield Disk(
                program,
                lambda: server.execute(REFUSE, "full_disk"),
                lambda: server.execute("DROP FUNCTION no_room CASCADE", "full_disk"),
                program.stored,
            )


def test_postgresql_on_a_full_disk(on_postgresql: Disk) -> None:
    visitor = at_a_question(on_postgresql.program)
    heading = visitor.heading
    on_postgresql.fill()
    # A row that fits on a page that is there is stored as ever: the first who needs another page is told.
    told = next((seen for seen in (newcomer(visitor.port) for _try in range(400)) if TOLD[0] in seen), "")
    assert told, "there was room for everybody"
    assert visitor.is_still_at(heading)
    assert visitor.ask("GET", "/files/so-lieu-nha-toi.json").status == 200
    assert Visitor(visitor.port).ask("GET", "/").status == 200
    on_postgresql.empty()
    finish(visitor)
    assert_whole(on_postgresql)


def newcomer(port: int) -> str:
    return Visitor(port).press("Trả lời cho nhà mình")

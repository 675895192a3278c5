"""The command line says what the chat says, and loads no chat for it."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.settings import Settings
from campaigns.library import load_library
from models.database import open_database
from models.migrations import migrate
from services.people import Acting, Actor
from services.samples import add_households, begin_sample, invent_households
from services.tallies import roll_all_snapshots
from tests.bot.conftest import Said

TAY_TEN_THAT = "30763"


@pytest.fixture
def answered(database: Path) -> None:
    """Ten households of one commune have answered; the snapshot holds them."""
    url = Settings().database_url
    migrate(url)
    now = datetime.now(UTC)
    acting = Acting(Actor(0, "command-line", "vi"), now, load_library())
    households = [each for each in invent_households(now) if each.unit.code == TAY_TEN_THAT][:10]
    with open_database(url) as door:
        period_id = door.write_now(begin_sample, acting)
        door.write_now(add_households, acting, period_id, households)
        door.write_now(roll_all_snapshots, acting.today)


@pytest.mark.usefixtures("answered")
def test_standing_is_what_the_chat_says(thiduaso: Callable[..., Said]) -> None:
    code, out, err = thiduaso("standing", "rach-gia", TAY_TEN_THAT)
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0].startswith("Xã Phi Thông, kỳ ")
    assert lines[2].startswith("Đang thu thập: 10/240 hộ (4,2%), đến hết ngày ")
    assert "Đạt" not in out
    assert "0. " not in out
    assert thiduaso("standing", "rach-gia", f"63:{TAY_TEN_THAT}")[1] == out


@pytest.mark.usefixtures("answered")
def test_no_figure_stands_alone_in_json(thiduaso: Callable[..., Said]) -> None:
    told = json.loads(thiduaso("standing", "rach-gia", TAY_TEN_THAT, "--json")[1])
    assert told["coverage"] == {"reported": 10, "registry": 240, "share": "1/24", "min_coverage": "3/10"}
    assert told["period"]["sample"] is True
    assert len(told["as_of"]) == 2
    phones = next(each for each in told["figures"] if each["indicator"] == "nguoi_lon_dtm")
    assert phones["clause"].startswith("rach-gia:II.2.2.c.")
    assert (phones["shown"], phones["verdict"]) == ("collecting", None)
    hidden = next(each for each in told["figures"] if each["shown"] == "hidden")
    assert {hidden[name] for name in ("reports", "num", "den", "unknown", "share", "interval", "verdict")} == {None}


@pytest.mark.usefixtures("answered")
def test_whole_campaign_is_shown_without_a_unit(thiduaso: Callable[..., Said]) -> None:
    assert thiduaso("standing", "rach-gia")[1].startswith("Thành phố Rạch Giá, kỳ ")


@pytest.mark.parametrize(
    ("argv", "code", "told"),
    [
        (["rach-gia"], 1, "Hiện chưa mở đợt hỏi nào"),
        (["nowhere"], 2, "Không có kết quả của kế hoạch “nowhere”."),
    ],
)
def test_what_is_not_there_is_said(thiduaso: Callable[..., Said], argv: list[str], code: int, told: str) -> None:
    said = thiduaso("standing", *argv)
    assert (said[0], said[1]) == (code, "")
    assert said[2].startswith(told), said[2]


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize("unit", ["99999", "vinh lac", "34:30742"])
def test_unit_outside_the_campaign_is_refused(thiduaso: Callable[..., Said], unit: str) -> None:
    assert thiduaso("standing", "rach-gia", unit) == (1, "", "Phong trào này không có đơn vị mang mã đó.\n")


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "argv",
    [
        ["standing", "rach-gia", "30745"],
        ["periods", "list"],
        ["periods", "open", "khong-co.yaml"],
        ["units", "search", "vinh lac"],
        ["units", "export", "ra.xlsx", "--campaign", "rach-gia"],
        ["campaigns", "list"],
        ["backup", "ban-sao.db"],
    ],
    ids=" ".join,
)
def test_command_that_needs_no_chat_loads_none(argv: list[str]) -> None:
    program = (
        "import sys; from bot.cli import main; main(sys.argv[1:]); "
        "sys.exit(bool({'aiogram', 'aiohttp', 'jinja2'} & sys.modules.keys()))"
    )
    run_apart(program, *argv)


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize(
    ("argv", "spared"),
    [
        (["periods", "list"], "alembic campaigns.library campaigns.loading yaml psycopg openpyxl babel"),
        (["periods", "close", "khong-co"], "alembic campaigns.library campaigns.loading yaml psycopg openpyxl babel"),
        (["backup", "ban-sao.db"], "alembic campaigns.library campaigns.loading yaml psycopg openpyxl babel"),
        (["standing", "rach-gia"], "alembic psycopg openpyxl docx pypdf holidays"),
    ],
    ids=["periods list", "periods close", "backup", "standing"],
)
def test_command_loads_only_what_it_needs(argv: list[str], spared: str) -> None:
    program = (
        "import sys; from bot.cli import main; spared = sys.argv[1].split(); main(sys.argv[2:]); "
        "sys.exit(' '.join(name for name in spared if name in sys.modules) or None)"
    )
    run_apart(program, spared, *argv)


@pytest.mark.usefixtures("answered")
def test_standing_does_not_build_the_search_for_places() -> None:
    program = (
        "import sys; from bot.cli import main; main(sys.argv[1:]); from campaigns.places import load_gazetteer; "
        "sys.exit('_index' in vars(load_gazetteer()))"
    )
    run_apart(program, "standing", "rach-gia")


def run_apart(program: str, *argv: str) -> None:
    """Run a program in a process of its own at this test's database; it says what is wrong by its exit code."""
    root = Path(__file__).resolve().parents[2]
    environment = {"PYTHONPATH": str(root), "PATH": "", "THIDUASO_DATABASE_URL": Settings().database_url}
    command = [sys.executable, "-c", program, *argv]
    run = subprocess.run(command, check=False, capture_output=True, env=environment, text=True)
    assert run.returncode == 0, run.stderr

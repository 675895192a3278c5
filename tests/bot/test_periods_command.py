"""A period is opened for real from a file, is closed again, and both stand in the audit trail."""

import json
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.commands.period_file import PeriodFileWrong, read_period_file
from tests.bot.conftest import Said

GOOD = {
    "campaign": "'rach-gia'",
    "name": "'quý IV năm 2025'",
    "target_year": "2025",
    "opens_on": "'2025-11-01'",
    "closes_on": "'2025-11-30'",
    "controller": "'UBND phường Rạch Giá'",
    "contact": "'0297 386 2000'",
    "notice_number": "'12/TB-UBND'",
    "retention_until": "'2026-12-31'",
}


def written(folder: Path, **changes: str | None) -> Path:
    """A period file; None leaves a key out."""
    lines = [f"{key}: {value}" for key, value in {**GOOD, **changes}.items() if value is not None]
    path = folder / "ky.yaml"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def trail(database: Path) -> list[tuple[str, ...]]:
    with sqlite3.connect(database) as raw:
        rows = raw.execute("SELECT actor, action, object_kind, object_id, fields FROM audit ORDER BY id").fetchall()
    raw.close()
    return rows


def test_period_is_opened_listed_and_closed(thiduaso: Callable[..., Said], database: Path, tmp_path: Path) -> None:
    assert thiduaso("periods", "list") == (0, "Chưa có đợt nào.\n", "")
    told = "Đã mở đợt rach-gia-2025-11-01: từ 01/11/2025 đến hết 30/11/2025.\n"
    assert thiduaso("periods", "open", written(tmp_path)) == (0, told, "")
    (period,) = json.loads(thiduaso("periods", "list", "--json")[1])["periods"]
    assert (period["notice_number"], period["is_sample"], period["is_closed"]) == ("12/TB-UBND", False, False)
    assert thiduaso("periods", "close", "rach-gia-2025-11-01") == (0, "Đã đóng đợt rach-gia-2025-11-01.\n", "")
    assert thiduaso("periods", "close", "rach-gia-2025-11-01")[:2] == (0, "Đợt rach-gia-2025-11-01 đã đóng từ trước.\n")
    assert "\tđã đóng\t01/11/2025 - 30/11/2025\t" in thiduaso("periods", "list")[1]
    fields = ["campaign", "name", "target_year", "opens_on", "closes_on", "controller", "contact"]
    fields += ["notice_number", "retention_until", "clocks"]
    opened, closed = trail(database)
    assert opened[:4] == ("operator", "open_period", "period", "rach-gia-2025-11-01")
    assert json.loads(opened[4]) == fields
    assert closed == ("operator", "close_period", "period", "rach-gia-2025-11-01", '["closed_at"]')


def test_second_period_of_the_same_days_is_refused(
    thiduaso: Callable[..., Said], database: Path, tmp_path: Path
) -> None:
    assert thiduaso("periods", "open", written(tmp_path))[0] == 0
    again = thiduaso("periods", "open", written(tmp_path))
    assert again == (1, "", "Đã có đợt “rach-gia-2025-11-01”. Xin chọn ngày mở khác, hoặc mã khác.\n")
    overlapping = thiduaso("periods", "open", written(tmp_path, id="'dot-hai'"))
    assert overlapping[:2] == (1, "")
    assert overlapping[2].startswith("Đợt “quý IV năm 2025” đang mở trong những ngày này.")
    assert len(trail(database)) == 1


@pytest.mark.parametrize(
    ("campaign", "told"),
    [
        ("'nowhere'", "Không có kế hoạch “nowhere”. Đang có: dien-bien, "),
    ],
)
def test_campaign_that_is_not_there_is_refused(
    thiduaso: Callable[..., Said], tmp_path: Path, campaign: str, told: str
) -> None:
    code, out, err = thiduaso("periods", "open", written(tmp_path, campaign=campaign))
    assert (code, out, err[: len(told)]) == (1, "", told)


@pytest.mark.parametrize("campaign", ["dien-bien", "hai-duong", "thai-binh", "tuyen-quang"])
def test_campaign_that_asks_only_officers_can_open_a_period(
    thiduaso: Callable[..., Said], tmp_path: Path, campaign: str
) -> None:
    assert thiduaso("periods", "open", written(tmp_path, campaign=f"'{campaign}'"))[0] == 0


def test_period_that_nobody_opened_cannot_be_closed(thiduaso: Callable[..., Said]) -> None:
    assert thiduaso("periods", "close", "x") == (1, "", "Không có đợt “x”. Đang có: chưa có đợt nào.\n")


def test_real_period_is_not_opened_among_a_sample(
    thiduaso: Callable[..., Said], database: Path, tmp_path: Path
) -> None:
    thiduaso("periods", "list")
    with sqlite3.connect(database) as raw:
        raw.execute("INSERT INTO facts VALUES ('sample', 'x')")
    raw.close()
    code, _out, err = thiduaso("periods", "open", written(tmp_path))
    assert (code, err.startswith("Cơ sở dữ liệu này chứa dữ liệu mẫu")) == (1, True)


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"controller": None}, ["controller: còn thiếu; xin thêm khóa này."]),
        ({"controller": "'  '"}, ["controller: đang để trống; xin ghi vào."]),
        ({"contact": "113"}, ["contact: phải là chữ; xin đặt giá trị trong dấu nháy."]),
        ({"note": "'x'"}, ["note: không có khóa này; xin xóa đi hoặc sửa tên khóa."]),
        ({"opens_on": "'1/11/2025'"}, ["opens_on: phải là ngày dạng 'NĂM-THÁNG-NGÀY', chẳng hạn '2025-11-30'."]),
        ({"target_year": "'năm nay'"}, ["target_year: phải là một năm, chẳng hạn 2025."]),
        ({"closes_on": "'2025-10-01'"}, ["closes_on: ngày đóng phải bằng hoặc sau ngày mở (opens_on)."]),
        ({"retention_until": "'2025-11-01'"}, ["retention_until: hạn lưu phải bằng hoặc sau ngày đóng (closes_on)."]),
        (
            {"name": None, "contact": "1"},
            ["name: còn thiếu; xin thêm khóa này.", "contact: phải là chữ; xin đặt giá trị trong dấu nháy."],
        ),
        ({"name": "a: b: c"}, ["dòng 2: sai cú pháp YAML; xem lại dấu hai chấm, dấu nháy và thụt dòng."]),
    ],
)
def test_every_problem_of_the_file_is_told_at_once(
    tmp_path: Path, changes: dict[str, str | None], problems: list[str]
) -> None:
    with pytest.raises(PeriodFileWrong) as wrong:
        read_period_file(written(tmp_path, **changes))
    assert list(wrong.value.problems) == problems


def test_wrong_file_is_exit_code_1_and_names_the_file(thiduaso: Callable[..., Said], tmp_path: Path) -> None:
    assert thiduaso("periods", "open", "khong-co.yaml") == (
        1,
        "",
        "khong-co.yaml: không đọc được tệp khong-co.yaml; xin kiểm tra tên tệp.\n",
    )
    code, _out, err = thiduaso("periods", "open", written(tmp_path, name=None))
    assert (code, err) == (1, "ky.yaml: name: còn thiếu; xin thêm khóa này.\n")


def test_clocks_of_a_period_are_read_and_wrong_ones_told(tmp_path: Path) -> None:
    own = read_period_file(written(tmp_path, clocks="{callback: '1 working', delete: '10'}")).plan().clocks
    assert own == {"callback": "1 working", "delete": "10"}
    with pytest.raises(PeriodFileWrong) as wrong:
        read_period_file(written(tmp_path, clocks="{callback: '2 days', tea: '3'}"))
    (told,) = wrong.value.problems
    assert told.startswith("clocks: mỗi dòng một việc và thời hạn, '10' (ngày)")


def test_dates_may_stand_without_quotes(tmp_path: Path) -> None:
    assert read_period_file(written(tmp_path, opens_on="2025-11-01")).opens_on == date(2025, 11, 1)

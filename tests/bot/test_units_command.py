"""Units are found by name; the registry goes in as a table, whole or not at all, and comes out as the same table."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.commands.row_problem_words import COLUMNS, WORDS
from campaigns.hamlet_table import RowProblem
from services.papers.sheets import read_sheet, write_xlsx
from tests.bot.conftest import Said

TABLE = """Mã phường/xã;Tên khu phố/ấp;Số hộ;Ngày số liệu
30739;;1.480;31/10/2025
30739;KP Minh An;210;31/10/2025
30745;=1+1 khu phố;;
"""
GOOD = TABLE.replace("=1+1 khu phố", "Khu phố Đông Hồ")


def taken(folder: Path, text: str, name: str = "bang.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8-sig")
    return path


def stored(database: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(database) as raw:
        rows = raw.execute(query).fetchall()
    raw.close()
    return rows


def test_unit_is_found_with_and_without_marks(thiduaso: Callable[..., Said]) -> None:
    line = "63:30745\tphường Vĩnh Lạc, thành phố Rạch Giá, tỉnh Kiên Giang\n"
    assert line in thiduaso("units", "search", "p. vinh lac")[1]
    found = json.loads(thiduaso("units", "search", "phường Vĩnh Lạc", "--json")[1])["units"]
    assert found[0] == {"key": "63:30745", "label": "phường Vĩnh Lạc", "trail": line.split("\t")[1].strip()}
    assert thiduaso("units", "search", "Tây Tạng Xa Xôi") == (1, "", "Không có đơn vị nào tên “Tây Tạng Xa Xôi”.\n")


def test_registry_is_stored_with_its_source_and_audited(
    thiduaso: Callable[..., Said], database: Path, tmp_path: Path
) -> None:
    argv = ("units", "import", taken(tmp_path, GOOD), "--campaign", "rach-gia", "--source", "Danh sách 15/DS")
    for _twice in range(2):
        assert thiduaso(*argv) == (0, "Đã nạp 2 khu phố, ấp và số hộ của 1 phường, xã.\n", "")
    assert stored(database, "SELECT id, source FROM hamlets ORDER BY id") == [
        ("63:30739/khu-pho-minh-an", "Danh sách 15/DS"),
        ("63:30745/khu-pho-dong-ho", "Danh sách 15/DS"),
    ]
    numbers = "SELECT unit_code, hamlet_id, value, as_of FROM populations ORDER BY value"
    assert stored(database, numbers) == [
        ("30739", "63:30739/khu-pho-minh-an", 210, "2025-10-31"),
        ("30739", None, 1480, "2025-10-31"),
    ]
    assert stored(database, "SELECT actor, action, object_id FROM audit ORDER BY id LIMIT 2") == [
        ("operator", "import_hamlets", "rach-gia"),
        ("operator", "state_households", "rach-gia"),
    ]


def test_every_problem_is_told_with_its_row_and_nothing_is_stored(
    thiduaso: Callable[..., Said], database: Path, tmp_path: Path
) -> None:
    wrong = GOOD.replace("210", "hai trăm").replace("30745;", "99999;")
    argv = ("units", "import", taken(tmp_path, wrong), "--campaign", "rach-gia", "--source", "x")
    code, out, err = thiduaso(*argv)
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        "Dòng 3: “hai trăm” không phải số hộ; xin ghi số, chẳng hạn 1940.",
        "Dòng 4: không có mã phường, xã “99999”; xin xem lại mã năm chữ số.",
        "2 chỗ cần sửa; chưa nạp dòng nào.",
    ]
    assert stored(database, "SELECT count(*) FROM hamlets") == [(0,)]


def test_what_is_exported_can_be_imported(thiduaso: Callable[..., Said], database: Path, tmp_path: Path) -> None:
    argv = ("--campaign", "rach-gia")
    thiduaso("units", "import", taken(tmp_path, GOOD), *argv, "--source", "Danh sách 15/DS")
    assert thiduaso("units", "export", "ra.xlsx", *argv) == (0, "Đã xuất 13 dòng ra ra.xlsx.\n", "")
    before = stored(database, "SELECT unit_code, hamlet_id, value, as_of, source FROM populations ORDER BY id")
    filled = read_sheet(Path("ra.xlsx"))
    assert {row["Tên phường/xã"] for row in filled} >= {"phường Vĩnh Lạc", "xã Phi Thông"}
    assert thiduaso("units", "import", "ra.xlsx", *argv, "--source", "x")[0] == 0
    assert stored(database, "SELECT unit_code, hamlet_id, value, as_of, source FROM populations ORDER BY id") == before


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.ods", b"x", "a.ods: chỉ đọc được tệp .xlsx và .csv.\n"),
        ("a.xlsx", b"no zip", "a.xlsx: không đọc được nội dung; xin mở lại bằng bảng tính rồi lưu thành .xlsx.\n"),
        ("a.csv", "Mã phường/xã".encode("utf-16"), "a.csv: tệp .csv không phải UTF-8; khi lưu xin chọn “CSV UTF-8”.\n"),
        ("a.csv", b"x" * 10_000_001, "a.csv: tệp lớn hơn 10 MB; xin tách thành nhiều tệp.\n"),
        (None, b"", "khong-co.csv: không có tệp này.\n"),
    ],
)
def test_file_that_is_no_table_is_told_apart(
    thiduaso: Callable[..., Said], tmp_path: Path, name: str | None, content: bytes, told: str
) -> None:
    path = tmp_path / (name or "khong-co.csv")
    if name:
        path.write_bytes(content)
    assert thiduaso("units", "import", path, "--campaign", "rach-gia", "--source", "x") == (1, "", told)


def test_campaign_without_units_is_refused(thiduaso: Callable[..., Said], tmp_path: Path) -> None:
    code, _out, err = thiduaso("units", "import", taken(tmp_path, GOOD), "--campaign", "dien-bien", "--source", "x")
    others = "hai-duong, rach-gia, thai-binh, tuyen-quang"
    assert (code, err) == (1, f"Kế hoạch “dien-bien” không có danh sách đơn vị. Đang có: {others}.\n")


def test_text_that_begins_like_a_formula_stays_text(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "a.xlsx", ["Tên"], [["=1+1"], [7], [None]])
    assert read_sheet(tmp_path / "a.xlsx") == [{"Tên": "=1+1"}, {"Tên": 7}]


def test_every_problem_has_a_sentence() -> None:
    codes = (RowProblem.__doc__ or "").partition("Codes:")[2].replace("·", ",").replace(".", "")
    assert {code.strip() for code in codes.split(",")} == WORDS.keys()
    assert set(COLUMNS) >= {"ward", "hamlet", "households"}

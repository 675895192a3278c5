"""A province's list of offices goes in whole or not at all, and says everything that is wrong with it at once."""

import ast
import sqlite3
from collections.abc import Callable
from pathlib import Path

from bot.commands.office_problem_words import COLUMNS, WORDS
from campaigns import office_table
from services.papers.sheets import write_xlsx
from tests.bot.conftest import Said

GOOD = """Tên cơ quan;Loại;Mã đơn vị;Đơn vị;Cơ quan cấp trên
Chi cục Văn thư - Lưu trữ;;;;Sở Nội vụ
Sở Nội vụ;;;;
Phòng Nội vụ;phòng;070;;
Trường THCS Lê Quý Đôn;;;thành phố Tuyên Quang;
;;;;
"""
BAD = """Tên cơ quan;Loại;Mã đơn vị;Đơn vị;Cơ quan cấp trên
;sở;;;
Sở Nội vụ;;;;Sở Không Có
Sở Nội vụ;;;;
Ủy ban gì đó;;;;
Tổ nọ;tổ kia;;;
Sở Y tế;;999999;;
Sở Tài chính;;;huyện Tây Tạng Xa;
Sở Xây dựng;;30745;;
A;phòng;;;B
B;phòng;;;A
"""
QUERY = "SELECT id, kind, name, parent_id, source FROM organisations ORDER BY id"


def imported(thiduaso: Callable[..., Said], folder: Path, text: str, campaign: str = "tuyen-quang") -> Said:
    path = folder / "co-quan.csv"
    path.write_text(text, "utf-8-sig")
    return thiduaso("offices", "import", path, "--campaign", campaign, "--source", "Danh sách của tỉnh")


def stored(database: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(database) as raw:
        rows = raw.execute(query).fetchall()
    raw.close()
    return rows


def test_offices_are_stored_with_those_above_and_audited(
    thiduaso: Callable[..., Said], database: Path, tmp_path: Path
) -> None:
    for _twice in range(2):
        assert imported(thiduaso, tmp_path, GOOD) == (0, "Đã nạp 4 cơ quan.\n", "")
    source = "Danh sách của tỉnh"
    assert stored(database, QUERY) == [
        ("63:070-phong-noi-vu", "department", "Phòng Nội vụ", None, source),
        ("63:070-truong-thcs-le-quy-don", "school", "Trường THCS Lê Quý Đôn", None, source),
        ("63:08-chi-cuc-van-thu-luu-tru", "subordinate_unit", "Chi cục Văn thư - Lưu trữ", "63:08-so-noi-vu", source),
        ("63:08-so-noi-vu", "department", "Sở Nội vụ", None, source),
    ]
    assert stored(database, "SELECT count(*) FROM audit WHERE action = 'import_organisations'") == [(2,)]


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_stored(
    thiduaso: Callable[..., Said], database: Path, tmp_path: Path
) -> None:
    code, out, err = imported(thiduaso, tmp_path, BAD)
    assert (code, out) == (1, "")
    lines = err.splitlines()
    assert [line.partition(":")[0] for line in lines[:-1]] == [f"Dòng {n}" for n in range(2, 12)]
    assert lines[1] == "Dòng 3: không có cơ quan cấp trên “Sở Không Có” trong bảng, ở cùng đơn vị; xin ghi đúng tên."
    assert lines[2].startswith("Dòng 4: “Sở Nội vụ” trùng mã với dòng 3")
    assert lines[-1] == "10 chỗ cần sửa; chưa nạp dòng nào."
    assert stored(database, QUERY) == []


def test_what_is_no_list_of_offices_is_refused(thiduaso: Callable[..., Said], tmp_path: Path) -> None:
    assert imported(thiduaso, tmp_path, "Tên;Loại khác\nx;y\n")[2].startswith("Dòng 1: thiếu cột “Tên cơ quan”")
    assert imported(thiduaso, tmp_path, "Tên cơ quan\n")[2].startswith("Dòng 1: bảng không có dòng nào")
    assert imported(thiduaso, tmp_path, GOOD, "khong-co")[0] == 1
    assert thiduaso("offices", "import", tmp_path / "x.pdf", "--campaign", "tuyen-quang", "--source", "x")[0] == 1


def test_a_spreadsheet_is_read_like_a_text_table(thiduaso: Callable[..., Said], database: Path, tmp_path: Path) -> None:
    path = tmp_path / "co-quan.xlsx"
    write_xlsx(path, ("Tên cơ quan", "Mã đơn vị"), [("Sở Nội vụ", 8), ("Trường Mầm non Hoa Sen", 70)])
    said = thiduaso("offices", "import", path, "--campaign", "tuyen-quang", "--source", "x")
    assert said == (0, "Đã nạp 2 cơ quan.\n", "")
    assert [row[0] for row in stored(database, QUERY)] == ["63:070-truong-mam-non-hoa-sen", "63:08-so-noi-vu"]


def test_every_problem_and_column_has_words() -> None:
    source = ast.parse(Path(office_table.__file__).read_text("utf-8"))
    raised = {
        call.args[0].value
        for call in ast.walk(source)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "ProblemError"
        and isinstance(call.args[0], ast.Constant)
    }
    assert len(raised) > 5
    assert raised <= WORDS.keys()
    assert set(COLUMNS) == set(office_table._HEADERS)

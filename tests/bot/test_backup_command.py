"""Backup and restore from the command line: refused unasked, audited when done."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.bot.conftest import Said


def test_database_goes_into_a_file_and_back(thiduaso: Callable[..., Said], database: Path) -> None:
    assert thiduaso("backup", "a.db") == (1, "", "try.db: không có tệp này.\n")
    assert not database.exists()
    thiduaso("periods", "list")
    code, out, _err = thiduaso("backup", "a.db")
    assert (code, out.startswith("Đã sao lưu vào a.db (")) == (0, True)
    refused = (1, "", "Đã có tệp a.db. Chọn tên khác, hoặc thêm --force để ghi đè.\n")
    assert thiduaso("backup", "a.db") == refused
    assert thiduaso("restore", "a.db")[2] == "Đã có tệp try.db. Chọn tên khác, hoặc thêm --force để ghi đè.\n"
    assert thiduaso("restore", "a.db", "--force")[0] == 0
    with closing(sqlite3.connect(database)) as raw:
        done = raw.execute("SELECT actor, action, object_kind, object_id FROM audit ORDER BY id").fetchall()
    assert done == [
        ("operator", "backup", "database", "try.db"),
        ("operator", "restore", "database", "try.db"),
    ]


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_other_databases_have_their_own_tools(
    thiduaso: Callable[..., Said], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("THIDUASO_DATABASE_URL", "postgresql://localhost/x")
    told = "Lệnh này chỉ dành cho SQLite; với PostgreSQL xin dùng pg_dump và pg_restore.\n"
    assert thiduaso(command, "a.db") == (1, "", told)

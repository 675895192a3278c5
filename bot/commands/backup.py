"""`thiduaso backup` and `thiduaso restore`: the whole SQLite database in one file, and back."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.desk import NoDatabaseFile
    from services.backups import BackupUnusable, FileExists


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `backup` and `restore`."""
    backing = subparsers.add_parser("backup", help="sao lưu cơ sở dữ liệu SQLite, cả khi trợ lý đang chạy")
    backing.set_defaults(run=back_up_database)
    putting = subparsers.add_parser("restore", help="phục hồi cơ sở dữ liệu từ tệp sao lưu")
    putting.set_defaults(run=restore_database)
    for parser in (backing, putting):
        parser.add_argument("file", type=Path, metavar="TỆP")
        parser.add_argument("--force", action="store_true", help="ghi đè lên tệp đã có")


def back_up_database(args: argparse.Namespace) -> int:
    """Copy the database into a file."""
    from bot.desk import NoDatabaseFile, database_file, deed, open_desk
    from bot.settings import Settings
    from services.audit import write_deed
    from services.backups import BackupUnusable, FileExists, back_up

    try:
        database = database_file(Settings())
        if not database.is_file():
            raise BackupUnusable(database.name, "missing")
        if args.file.exists() and not args.force:
            raise FileExists(args.file.name)
        with open_desk() as desk:
            desk.database.write_now(write_deed, desk.now, deed("backup", "database", database.name))
            size = back_up(database, args.file, overwrite=args.force)
    except (BackupUnusable, FileExists, NoDatabaseFile) as error:
        return _refuse(error)
    sys.stdout.write(f"Đã sao lưu vào {args.file} ({size / 1_000_000:.1f} MB). Tệp chứa câu trả lời của người dân.\n")
    return 0


def restore_database(args: argparse.Namespace) -> int:
    """Put a file back as the database."""
    from bot.desk import NoDatabaseFile, database_file, deed, open_desk
    from bot.settings import Settings
    from services.audit import write_deed
    from services.backups import BackupUnusable, FileExists, restore

    try:
        database = database_file(Settings())
        restore(args.file, database, overwrite=args.force)
    except (BackupUnusable, FileExists, NoDatabaseFile) as error:
        return _refuse(error)
    with open_desk() as desk:
        desk.database.write_now(write_deed, desk.now, deed("restore", "database", database.name))
    sys.stdout.write(
        f"Đã phục hồi vào {database}. Những hộ đã xóa số liệu sau ngày sao lưu nay có lại trong đó: xin xóa lại.\n"
    )
    return 0


def _refuse(error: "FileExists | BackupUnusable | NoDatabaseFile") -> int:
    from services.backups import BackupUnusable, FileExists

    if isinstance(error, FileExists):
        sys.stderr.write(f"Đã có tệp {error.file}. Chọn tên khác, hoặc thêm --force để ghi đè.\n")
    elif isinstance(error, BackupUnusable):
        sys.stderr.write(f"{error.file}: {_REASONS[error.reason]}\n")
    else:
        sys.stderr.write("Lệnh này chỉ dành cho SQLite; với PostgreSQL xin dùng pg_dump và pg_restore.\n")
    return 1


_REASONS = {
    "missing": "không có tệp này.",
    "damaged": "tệp hỏng hoặc không phải cơ sở dữ liệu SQLite. Không có gì bị thay đổi.",
    "foreign": "không phải cơ sở dữ liệu của Thi Đua Số. Không có gì bị thay đổi.",
    "newer": "tệp của một bản chương trình mới hơn. Xin nâng chương trình lên trước. Không có gì bị thay đổi.",
}

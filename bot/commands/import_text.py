"""`thiduaso campaigns import-text`: an official document becomes clauses in the operator's database."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaigns.errors import AppError
    from campaigns.format import Pack
    from campaigns.plan_text import Clause

_TROUBLE = {
    "document_kind_unknown": "Không đọc loại tệp “{kind}”. Xin đổi sang .txt, .docx hoặc .pdf có chữ.",
    "document_empty": "Tệp không có chữ nào. Xin kiểm tra lại tệp.",
    "document_too_large": "Tệp lớn quá: {size_bytes}, chỉ đọc đến {limit_bytes}. Xin tách riêng phần kế hoạch.",
    "document_unreadable": "Không mở được tệp như một tệp {kind}. Xin mở bằng phần mềm soạn thảo rồi lưu lại.",
    "document_encrypted": "Tệp {kind} có mật khẩu. Xin bỏ mật khẩu rồi nhập lại.",
    "document_without_text": "{pages} trang đều là ảnh chụp. Xin dùng bản có chữ, hoặc nhận dạng chữ trước.",
    "document_encoding": "Chữ trong tệp ở bảng mã cũ ({encoding}). Xin chuyển sang Unicode rồi nhập lại.",
    "document_without_clauses": "Tệp có chữ nhưng không có điều khoản nào để dẫn. Xin kiểm tra có đúng văn bản không.",
}
"""Code of an error → what happened and what to do."""


def add_parser(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """`campaigns import-text SLUG FILE`."""
    parser = actions.add_parser("import-text", help="nhập văn bản chính thức (.txt .docx .pdf) thành điều khoản")
    parser.add_argument("slug")
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.set_defaults(run=import_text)


def import_text(args: argparse.Namespace) -> int:
    """Cut the document and keep its clauses. 0 kept, 1 nothing was kept, 2 no such campaign or file."""
    from bot.logs import set_up_logs
    from bot.settings import Settings
    from campaigns.clauses import is_clause_path
    from campaigns.documents import import_document
    from campaigns.errors import AppError
    from campaigns.loading import BUILT_IN, load_packs
    from campaigns.provisions import heading_hints

    settings = Settings()
    packs = load_packs((BUILT_IN, *settings.campaign_folders))
    pack = packs.get(args.slug)
    if pack is None:
        return _refuse(f"Không có kế hoạch “{args.slug}”. Đang có: {', '.join(packs)}.")
    try:
        content = args.file.read_bytes()
    except OSError as error:
        return _refuse(f"Không đọc được tệp {args.file}: {error.strerror}.")
    try:
        clauses = import_document(args.file.name, content, heading_hints().get(args.slug, ()))
    except AppError as error:
        sys.stderr.write(f"{_words(error)}\n")
        return 1
    set_up_logs(as_json=settings.log_json)
    problems = list(problems_of(pack, clauses))
    kept = {clause.path: clause for clause in reversed(clauses) if is_clause_path(clause.path)}
    _keep(settings.database_url, args.slug, [each for each in clauses if kept.get(each.path) is each], args.file.name)
    _report(args, len(kept), problems)
    return 0


def problems_of(pack: "Pack", clauses: "Sequence[Clause]") -> "Iterator[str]":
    """Whatever an operator should look at: paths that stand twice or are none, empty texts, clauses the pack misses."""
    from campaigns.checks.names import check_clauses
    from campaigns.clauses import is_clause_path

    times = Counter(clause.path for clause in clauses)
    for path, count in times.items():
        if count > 1:
            yield f"{path}: có {count} đoạn cùng vị trí này, chỉ giữ đoạn đầu."
        if not is_clause_path(path):
            yield f"{path}: không đọc được vị trí này thành điều khoản, nên không nhập."
    for clause in clauses:
        if not clause.text.strip():
            yield f"{clause.path}: điều khoản không có chữ."
    for found in check_clauses(pack, times):
        yield f"{dict(found.params)['given']}: gói dữ liệu dẫn ({found.path}) mà văn bản không có."


def _keep(url: str, slug: str, clauses: "Sequence[Clause]", source: str) -> None:
    from datetime import UTC, datetime

    from models.database import open_database
    from models.migrations import migrate
    from services.clauses import import_clauses

    migrate(url)
    with open_database(url) as database:
        database.write_now(import_clauses, slug, clauses, source, datetime.now(UTC))


def _report(args: argparse.Namespace, count: int, problems: Sequence[str]) -> None:
    if args.as_json:
        told = json.dumps({"campaign": args.slug, "clauses": count, "problems": problems}, ensure_ascii=False, indent=2)
        sys.stdout.write(f"{told}\n")
        return
    sys.stdout.write(f"Đã nhập {count} điều khoản của {args.slug} từ {args.file.name}.\n")
    for problem in problems:
        sys.stdout.write(f"- {problem}\n")
    sys.stdout.write(f"{len(problems)} điều cần xem lại.\n" if problems else "Không có điều gì cần xem lại.\n")


def _words(error: "AppError") -> str:
    return _TROUBLE.get(error.code, error.code).format(**{k: _size(v) for k, v in error.params().items()})


def _size(value: object) -> object:
    """A size in megabytes; anything small is a number of pages, or no number."""
    is_size = isinstance(value, int) and value > 100_000
    return f"{value / 1_048_576:.1f} MB".replace(".", ",") if is_size and isinstance(value, int) else value


def _refuse(told: str) -> int:
    sys.stderr.write(f"{told}\n")
    return 2

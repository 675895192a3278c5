"""A document is imported, and every running process answers from it within a second or two."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main
from bot.rules_index import LOOK_EVERY_S, RulesIndex
from campaigns.library import Library, load_library
from campaigns.plan_text import Clause
from models.database import Database, open_database
from models.migrations import migrate
from services.clauses import import_clauses, read_clauses, rules_generation
from tests.conversation import START
from tests.handlers.talk import Talk, converse

# Of the same shape as a plan, written for this test.
DOCUMENT = """KẾ HOẠCH
Thử nhập văn bản

I. YÊU CẦU
- Bà con đội mũ lá khi đi họp tổ dân phố.
- Mỗi tổ treo một tấm bảng xanh ở đầu ngõ.

II. HỒ SƠ
1. Thành phần hồ sơ
a) Tờ trình của đơn vị đề nghị;
b) Báo cáo thành tích có xác nhận.
2. Số lượng hồ sơ
a) Bằng khen Chủ tịch UBND tỉnh: 03 bộ hồ sơ bản giấy màu vàng;
b) Giấy khen Chủ tịch UBND thành phố: 01 bộ.
"""


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database that the settings name; it is not there yet."""
    named = f"sqlite:///{tmp_path}/plans.db"
    monkeypatch.setenv("THIDUASO_DATABASE_URL", named)
    return named


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    migrate(url)
    with open_database(url) as opened:
        yield opened


def test_import_says_how_many_clauses_and_what_to_look_at(
    url: str, document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["campaigns", "import-text", "rach-gia", str(document)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Đã nhập 7 điều khoản của rach-gia từ ke-hoach.txt.")
    assert "IV.4.1: gói dữ liệu dẫn" in out
    assert main(["campaigns", "import-text", "rach-gia", str(document), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["campaign"], told["clauses"]) == ("rach-gia", 7)


def test_ask_and_lint_read_what_was_imported(url: str, document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["campaigns", "import-text", "rach-gia", str(document)])
    capsys.readouterr()
    assert main(["ask", "rach-gia", "đề nghị bằng khen chủ tịch ubnd tỉnh cần mấy bộ hồ sơ", "--json"]) == 0
    best = json.loads(capsys.readouterr().out)["results"][0]
    assert best["clause"] == "rach-gia:II.2.a"
    assert "màu vàng" in best["text"]
    assert main(["campaigns", "lint", "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert {problem["rule"] for problem in problems} == {"unknown_clause"}


def test_ask_without_a_database_makes_none(url: str, tmp_path: Path) -> None:
    assert main(["ask", "rach-gia", "khi nào tổng kết phong trào"]) == 0
    assert list(tmp_path.iterdir()) == []


@dataclass(frozen=True)
class Refused:
    """A file that cannot be used, and what is said of it."""

    slug: str
    name: str
    content: bytes | None
    code: int
    told: str


@pytest.mark.parametrize(
    "refused",
    [
        Refused("khong-co", "a.txt", b"x", 2, "Không có kế hoạch"),
        Refused("rach-gia", "khong-co.txt", None, 2, "Không đọc được tệp"),
        Refused("rach-gia", "a.doc", b"x", 1, "Không đọc loại tệp “.doc”"),
        Refused("rach-gia", "a.txt", b"  ", 1, "Tệp không có chữ nào"),
        Refused("rach-gia", "a.docx", b"x", 1, "Không mở được tệp như một tệp docx"),
    ],
    ids=lambda refused: f"{refused.slug}-{refused.name}",
)
def test_a_file_that_cannot_be_used_keeps_what_was_there(
    database: Database, tmp_path: Path, refused: Refused, capsys: pytest.CaptureFixture[str]
) -> None:
    database.write_now(import_clauses, "rach-gia", [Clause("V.2.c", (), "c)", "03 bộ")], "trước.txt", START)
    path = tmp_path / refused.name
    if refused.content is not None:
        path.write_bytes(refused.content)
    assert main(["campaigns", "import-text", refused.slug, str(path)]) == refused.code
    assert refused.told in capsys.readouterr().err
    assert database.read_now(rules_generation) == 1
    assert [clause.text for clause in database.read_now(read_clauses)["rach-gia"]] == ["03 bộ"]


def test_an_import_replaces_the_one_before_and_keeps_the_order(database: Database) -> None:
    first = [
        Clause("V.2.c", ("V. HỒ SƠ", "2. Số lượng"), "c)", "03 bộ"),
        Clause("I.1.1", ("I. MỤC ĐÍCH",), "-", "mũ lá"),
    ]
    database.write_now(import_clauses, "rach-gia", first, "a.txt", START)
    database.write_now(import_clauses, "thai-binh", first[:1], "b.txt", START)
    assert database.read_now(read_clauses) == {"rach-gia": first, "thai-binh": first[:1]}
    twice = [first[1], Clause("I.1.1", (), "-", "cùng vị trí")]
    assert database.write_now(import_clauses, "rach-gia", twice, "c.txt", START) == 1
    assert database.read_now(read_clauses) == {"rach-gia": first[1:], "thai-binh": first[:1]}
    assert database.read_now(rules_generation) == 3


async def test_a_running_process_answers_from_the_import_within_two_looks(
    database: Database, url: str, document: Path
) -> None:
    library: Library = load_library()
    talk = Talk(converse(database, library))
    talk.open_survey()
    running = asyncio.create_task(RulesIndex(database, library).run())
    question = "đề nghị bằng khen chủ tịch ubnd tỉnh cần mấy bộ hồ sơ?"
    await talk.say(question)
    assert "Xem nguyên văn" not in [choice.label for choice in talk.screen.choices]
    assert await asyncio.to_thread(main, ["campaigns", "import-text", "rach-gia", str(document)]) == 0
    async with asyncio.timeout(20 * LOOK_EVERY_S):
        while "Xem nguyên văn" not in [choice.label for choice in talk.screen.choices]:
            await asyncio.sleep(0.05)
            await talk.say(question)
    shown = await talk.press("Xem nguyên văn")
    assert "II. HỒ SƠ › 2. Số lượng hồ sơ" in shown
    assert "03 bộ hồ sơ bản giấy màu vàng; (điểm a, mục 2, phần II)" in shown
    assert "bảng xanh ở đầu ngõ" in await talk.say("bảng xanh treo ở đâu?")
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_the_index_is_built_again_only_when_the_generation_moves(database: Database) -> None:
    library = load_library()
    index = RulesIndex(database, library)
    assert await index.refresh()
    before = library.answering
    assert not await index.refresh()
    assert library.answering is before
    await database.write(import_clauses, "rach-gia", [Clause("V.2.c", (), "c)", "03 bộ")], "a.txt", START)
    assert await index.refresh()
    assert library.answering is not before

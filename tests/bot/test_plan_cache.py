"""The command line's cache of plans: the same answers with and without it, and never an old one."""

from pathlib import Path

import pytest

from bot import plan_cache
from bot.plan_cache import cached_answering
from campaigns.curation import CuratedAnswer, Curation, LexiconEntry
from campaigns.plan_text import Clause

QUESTION = "mấy tập giấy gửi lên tỉnh"
FIXED = Curation(
    (LexiconEntry("", ("hồ sơ", "mớ giấy")),), (CuratedAnswer("rach-gia", (QUESTION,), ("V.2.c",), "Ba bộ."),)
)
CLAUSES = {"rach-gia": [Clause("V.2.c", ("V. HỒ SƠ",), "c)", "03 bộ hồ sơ bìa vàng")]}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the cache is kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "thiduaso" / "plans.json"


def test_what_is_kept_answers_like_what_was_made(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = cached_answering(CLAUSES, FIXED).answer("rach-gia", QUESTION)
    assert file.stat().st_mode & 0o077 == 0
    monkeypatch.setattr(plan_cache, "_write", None)  # a second making would want to write
    assert cached_answering(CLAUSES, FIXED).answer("rach-gia", QUESTION) == made
    assert made.results[0].statement == "Ba bộ."


def test_any_change_makes_it_anew(file: Path) -> None:
    assert cached_answering({}, Curation()).answer("rach-gia", QUESTION).results[0].statement != "Ba bộ."
    assert cached_answering({}, FIXED).answer("rach-gia", QUESTION).results[0].text == ""
    assert cached_answering(CLAUSES, FIXED).answer("rach-gia", QUESTION).results[0].text == "03 bộ hồ sơ bìa vàng"


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00\xff", b'{"key": "x"}'])
def test_a_damaged_file_is_made_anew(file: Path, content: bytes) -> None:
    wanted = cached_answering(CLAUSES, FIXED).answer("rach-gia", QUESTION)
    whole = file.read_bytes()
    file.write_bytes(content or whole[: len(whole) // 2])
    assert cached_answering(CLAUSES, FIXED).answer("rach-gia", QUESTION) == wanted
    assert file.read_bytes() == whole


def test_no_room_for_it_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "taken").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "taken"))
    assert cached_answering({}, FIXED).answer("rach-gia", QUESTION).answered

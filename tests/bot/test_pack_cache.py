"""The cache of packs: what is kept is what was read, and never an old or a faulty one."""

import os
from errno import ENOSPC
from pathlib import Path

import pytest

from bot import pack_cache
from bot.pack_cache import cached_library, cached_packs
from campaigns.loading import load_packs
from campaigns.pack_problems import PackProblems
from tests.campaigns.sample_pack import write_pack


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the cache is kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "thiduaso" / "packs.json"


def test_what_is_kept_is_what_was_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = cached_packs()
    assert file.stat().st_mode & 0o077 == 0
    monkeypatch.setattr(pack_cache, "load_packs", None)  # a second reading would want it
    kept = cached_packs()
    assert dict(kept) == dict(read) == dict(load_packs())
    assert list(kept) == list(read)
    assert kept.catalogue == read.catalogue


@pytest.mark.usefixtures("file")
def test_a_folder_of_packs_that_changes_is_read_anew(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "ours")
    assert "mau" in cached_packs((folder,))
    assert "mau" not in cached_packs()
    assert cached_library((folder,)).packs["mau"] == cached_packs((folder,))["mau"]
    pack = next(folder.rglob("pack.yaml"))
    stat = pack.stat()
    pack.write_text(pack.read_text("utf-8").replace("spec_version: 1", "spec_version: 9"), "utf-8")
    os.utime(pack, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    for _ in range(2):  # what is faulty is not kept
        with pytest.raises(PackProblems):
            cached_packs((folder,))


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00\xff", b'{"key": "x"}'])
def test_a_damaged_file_is_made_anew(file: Path, content: bytes) -> None:
    wanted = cached_packs()
    whole = file.read_bytes()
    file.write_bytes(content or whole[: len(whole) // 2])
    assert dict(cached_packs()) == dict(wanted)
    assert file.read_bytes() == whole


def test_what_somebody_else_has_written_is_not_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = cached_packs()
    file.write_bytes(file.read_bytes().replace("xã".encode(), b"xx"))
    assert dict(cached_packs()) != dict(wanted)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert dict(cached_packs()) == dict(wanted)


@pytest.mark.usefixtures("file")
def test_a_user_without_a_home_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(_path: type[Path]) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setattr(Path, "home", classmethod(homeless))
    assert "rach-gia" in cached_packs()


def test_a_full_disk_leaves_nothing_half_written(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: Path, _to: Path) -> Path:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert "rach-gia" in cached_packs()
    assert list(file.parent.iterdir()) == []


@pytest.mark.usefixtures("file")
def test_no_room_for_it_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "taken").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "taken"))
    assert "rach-gia" in cached_packs()

"""What every file of the repository keeps to: no trace of a machine, one text form, a readable size."""

import re
import shutil
import statistics
import subprocess
import unicodedata
from pathlib import Path

import pytest

from tests.conftest import ROOT

MAX_LINES = 300
# Path → why this file may be longer.
LONGER: dict[str, str] = {
    "tests/campaigns/test_answers.py": "one table of what people type, read as one",
    "tests/campaigns/test_forms.py": "one table of the engine's steps",
    "tests/campaigns/test_pack_lint.py": "thirty broken packs, each with its whole report",
    "tests/campaigns/test_pack_numbers.py": "every number of the five plans",
    "tests/campaigns/test_places.py": "one table of how people write places",
}
# Data tables and generated files are as long as they are.
UNMEASURED = ("campaigns/data/", "models/migrations/", "locales/", "requirements/")
CODE = {".py", ".sh", ".js", ".css", ".html", ".toml", ".yaml", ".yml"}
BINARY = {".gz", ".png", ".jpg", ".ico", ".woff2", ".docx", ".xlsx", ".pdf"}

LEAKS = {
    "a path of one machine": re.compile(r"(?<![\w./%-])/(?:work|root|home|tmp|Users)/\w"),
    "a package index": re.compile(
        r"pypi\.org|pythonhosted\.org|npmjs\.org|deb\.debian\.org|archive\.ubuntu\.com|https?://\S+/simple(?:/|\b)",
        re.IGNORECASE,
    ),
    "an index setting": re.compile(r"--(?:extra-)?index-url[ =]\S*//|--find-links[ =]\S*/"),
    "a resolved download address": re.compile(r'"resolved"\s*:\s*"https?:'),
}
BANNER = re.compile(r"^\s*(?:#|//|/\*|<!--)+\s*[-=─━═*#~_+]{4,}")


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Every text file that is or could be committed: path → text, line ends as stored."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("git or its folder is not here: the repository's files cannot be listed")
    listing = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")
    paths = [Path(name) for name in sorted(set(names)) if name and (ROOT / name).is_file()]
    return {path.as_posix(): _read(ROOT / path) for path in paths if path.suffix not in BINARY}


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError:
        return f"{path.name} is not UTF-8\ufffd"


def _lines(texts: dict[str, str], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()[:120]}"
        for path, text in texts.items()
        for number, line in enumerate(text.split("\n"), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("what", LEAKS)
def test_no_file_names(what: str, texts: dict[str, str]) -> None:
    assert _lines(texts, LEAKS[what]) == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a path of one machine", "cd /" + "home/an/thi-dua-so"),
        ("a package index", "https://files.python" + "hosted.org/x"),
        ("a package index", "http://10.0.0.1:8080/" + "simple"),
        ("an index setting", "--index-" + "url https://x.vn"),
        ("a resolved download address", '"resolved"' + ': "https://x.vn/a.tgz"'),
    ],
)
def test_leaks_are_recognised(what: str, line: str) -> None:
    assert LEAKS[what].search(line)


def test_text_is_utf8_nfc_with_line_feeds(texts: dict[str, str]) -> None:
    wrong = {
        path: fault
        for path, text in texts.items()
        for fault, found in {
            "not UTF-8": "\ufffd" in text,
            "carriage returns": "\r" in text,
            "not NFC": not unicodedata.is_normalized("NFC", text),
            "byte order mark": text.startswith("\ufeff"),
            "no line feed at the end": bool(text) and not text.endswith("\n"),
        }.items()
        if found
    }
    assert wrong == {}


def test_no_banner_comments(texts: dict[str, str]) -> None:
    code = {path: text for path, text in texts.items() if Path(path).suffix in CODE or path == "Makefile"}
    assert _lines(code, BANNER) == []


def test_python_files_are_short(texts: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    sizes = {
        path: text.count("\n")
        for path, text in texts.items()
        if path.endswith(".py") and not path.startswith(UNMEASURED)
    }
    written = [size for size in sizes.values() if size]
    longest = max(sizes, key=lambda path: sizes[path])
    with capsys.disabled():
        print(f"\n{len(written)} Python files, median {statistics.median(written):.0f} lines, longest {longest}")
    assert {path: size for path, size in sizes.items() if size > MAX_LINES and path not in LONGER} == {}
    assert [path for path in LONGER if sizes.get(path, 0) <= MAX_LINES] == []

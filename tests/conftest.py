"""What every test may ask for, and the rule that in CI nothing passes by being skipped."""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
pytest_plugins = ["tests.storage"]
IN_CI = os.environ.get("CI") == "true"

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def _no_skip_in_ci(report: Report) -> Report:
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one, in CI."""
    return _no_skip_in_ci((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a skipped module into a failed one, in CI."""
    return _no_skip_in_ci((yield))


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder `shared` beside the checkout: plans, clauses, evaluation questions."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here")
    return folder


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The Chromium to drive; looked for in the same places as by `scripts/environment.sh browser`."""
    for name in (os.environ.get("THIDUASO_CHROMIUM"), "chromium", "google-chrome"):
        if name and (found := shutil.which(name)):
            return Path(found)
    pytest.skip("no Chromium here; `make browser` installs it or says how")


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator["Browser"]:
    """A headless Chromium that talks to nobody but the pages under test. Tests that use it are marked `browser`.

    Not longer than a module: while Playwright is open its event loop counts as running in this thread, and no
    asynchronous test could start one of its own. So no module may hold both.
    """
    from playwright.sync_api import sync_playwright

    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    with sync_playwright() as playwright:
        # Chromium's sandbox does not start as root, which is who CI is.
        running = playwright.chromium.launch(executable_path=chromium, args=quiet, chromium_sandbox=os.geteuid() != 0)
        yield running
        running.close()


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def phone(browser: "Browser", request: pytest.FixtureRequest) -> Iterator["Page"]:
    """A page 360 px wide, in Vietnamese, once with JavaScript and once without."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        java_script_enabled=request.param,
        is_mobile=True,
        has_touch=True,
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()

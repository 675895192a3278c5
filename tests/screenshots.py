"""The README's pictures, taken of the real program with its sample: `make screenshots`.

What is seen is what a person sees on a phone 360 px wide; nothing is drawn for the occasion. Pictures that would be
over 150 kB fail the run, since everybody who reads the README fetches them.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bot.web.chromium import launch

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "images"
MOST_BYTES = 150_000
WARD = "Phi Thông"
"""A unit of the sample where enough households have answered for a verdict."""
FIGURE = "Người trưởng thành có điện thoại thông minh"


def main() -> None:
    """Take every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, running(Path(folder)) as address, sync_playwright() as playwright:
        browser = launch(playwright)
        page = phone(browser, address)
        keep(page, "loi-chao")
        ask(page)
        keep(page, "cau-hoi")
        page = phone(browser, address)
        say(page, "kết quả")
        press(page, WARD)
        keep(page, "ket-qua", see=FIGURE)
        browser.close()


def phone(browser: Browser, address: str) -> Page:
    """A phone whose owner has just opened the page for the first time."""
    page = browser.new_page(
        viewport={"width": 360, "height": 720},
        device_scale_factor=1.5,
        is_mobile=True,
        has_touch=True,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        reduced_motion="reduce",
    )
    page.goto(address)
    return page


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The program as a process of its own, on a sample made for this; its address."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "THIDUASO_DATABASE_URL": f"sqlite:///{folder}/sample.db",
        "THIDUASO_PORT": "0",
        "THIDUASO_BOT_TOKEN": "",
    }
    command = [sys.executable, "-m", "bot.cli"]
    subprocess.run([*command, "demo"], check=True, env=environment, cwd=folder, capture_output=True)
    with subprocess.Popen([*command, "run"], env=environment, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield next(found[0] for line in process.stdout or () if (found := re.search(r"http://\S+", line)))
        finally:
            process.terminate()


def ask(page: Page) -> None:
    """Through consent and place to a question, answered as a family of four would."""
    press(page, "Trả lời cho nhà mình")
    press(page, "Đồng ý")
    press(page, "phường Vĩnh Lạc")
    press(page, "Minh An")
    for answer in ("4", "1", "0", "1"):
        say(page, answer)
    if page.get_by_role("button", name=re.compile("Đúng")).count():
        press(page, "Đúng")


def press(page: Page, label: str) -> None:
    """Press the first choice with these words, and wait for what comes."""
    with next_screen(page):
        page.get_by_role("button", name=re.compile(label)).first.click()


def say(page: Page, text: str) -> None:
    """Type something and send it."""
    with next_screen(page):
        page.locator("#text").fill(text)
        page.locator("#text").press("Enter")


@contextmanager
def next_screen(page: Page) -> Iterator[None]:
    """Wait until the heading is another one."""
    before = page.locator("#q").inner_text()
    yield
    page.wait_for_function("before => document.querySelector('#q')?.innerText !== before", arg=before)


def keep(page: Page, name: str, see: str = "") -> None:
    """One picture of what is on the screen now. see: words to scroll to."""
    page.evaluate("document.fonts.ready")
    page.mouse.move(0, 0)
    if see:
        page.get_by_text(see).last.evaluate(
            "element => scrollTo(0, element.getBoundingClientRect().top + scrollY - 24)"
        )
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path, animations="disabled")
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(f"{path.name}: {size} bytes, over {MOST_BYTES}")
    print(f"{path.relative_to(ROOT)}: {size // 1000} kB")


if __name__ == "__main__":
    main()

"""Draws every sample screen in a real browser, on a phone and on a desk, for people to look at.

`python -m scripts.gallery [FOLDER]` from the root; pictures land in artefacts/gallery.
"""

import sys
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Route, sync_playwright

from bot.web.assets import CONTENT_SECURITY_POLICY, PREFIX, static_files
from bot.web.drawing import draw_page
from tests.bot.web.chromium import launch
from tests.bot.web.samples import SAMPLES, Sample, exchange_of, setting_of

SIZES = {"phone": (360, 640), "desk": (1280, 800)}
ORIGIN = "http://gallery.test"


def main(folder: Path) -> None:
    """One picture for each sample and size: what is seen first, and on the phone also the whole length."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for name, sample in SAMPLES.items():
            for size in SIZES:
                _draw(browser, name, sample, size, folder)
        browser.close()


def _draw(browser: Browser, name: str, sample: Sample, size: str, folder: Path) -> None:
    width, height = SIZES[size]
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if sample.dark else "light",
        device_scale_factor=1.5 if size == "phone" else 1,
        java_script_enabled=False,
    )
    html = draw_page(sample.screen, exchange_of(sample), setting_of(sample))
    page.on("console", lambda message: print(f"{name} {size}: {message.text}"))
    page.route("**/*", lambda route: _answer(route, html))
    page.goto(ORIGIN)
    page.screenshot(path=folder / f"{name}-{size}.png")
    page.screenshot(path=folder / f"{name}-{size}-whole.png", full_page=True)
    page.close()


def _answer(route: Route, html: str) -> None:
    path = urlsplit(route.request.url).path
    headers = {"Content-Security-Policy": CONTENT_SECURITY_POLICY}
    if path.startswith(PREFIX):
        content, kind = static_files()[path.removeprefix(PREFIX)]
        route.fulfill(body=content, content_type=kind, headers=headers)
    else:
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("artefacts/gallery"))

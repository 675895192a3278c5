"""The browser that tests and the gallery drive: the system's own Chromium, quiet towards the network."""

from shutil import which

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launch(playwright: Playwright) -> Browser:
    """Starts the browser; without one, says what to install."""
    program = next(filter(None, map(which, NAMES)), None)
    if program is None:
        raise RuntimeError("no Chromium here: sudo apt-get install chromium")
    return playwright.chromium.launch(executable_path=program, args=FLAGS)

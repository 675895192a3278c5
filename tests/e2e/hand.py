"""A person's hand on a phone: taps, types, and keeps a picture of each screen."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from bot.throttle import Throttle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator, Page


@dataclass
class Hand:
    """One person with one page. `pictures`: the folder for them; `scripted`: whether the page's script runs."""

    page: "Page"
    pictures: Path
    scripted: bool
    # No faster than the assistant lets anybody be, and so no faster than a person.
    patience: Throttle = field(default_factory=lambda: Throttle(burst=8, per_s=2.8, clock_s=monotonic))
    numbers: "Iterator[int]" = field(default_factory=lambda: count(1))

    @property
    def heading(self) -> str:
        """The question or heading on the screen."""
        return self.page.locator("#q").inner_text()

    @property
    def words(self) -> str:
        """Everything on the screen, in one line."""
        return " ".join(self.page.locator("#now").inner_text().split())

    @property
    def last_said(self) -> str:
        """The person's own last words, as the conversation shows them."""
        shown = self.page.locator(".said").last.inner_text()
        return shown.partition(":")[2].strip()

    def button(self, label: str) -> "Locator":
        """The button whose words start so."""
        start = re.compile(rf"^\s*{re.escape(label)}")
        return self.page.locator("#turn button").filter(has=self.page.locator(".label", has_text=start)).first

    def keep(self, name: str) -> None:
        """Keep a picture: what the phone shows and, where there is no long conversation above it, the whole page."""
        path = self.pictures / f"{next(self.numbers):02d}-{name}.png"
        self.page.screenshot(path=path, full_page=not self.scripted)

    def tap(self, label: str, picture: str | None = None) -> None:
        """Tap the button whose words start so, and wait for the next screen."""
        self.turn(self.button(label).tap, picture)

    def tap_number(self, number: int, picture: str | None = None) -> None:
        """Tap a number instead of typing it."""
        self.turn(self.page.locator(f".digit[value='{number}']").tap, picture)

    def say(self, text: str, picture: str | None = None) -> None:
        """Type and press Enter."""
        self.page.locator("#text").fill(text)
        field_of_text = self.page.locator("#text")
        self.turn(lambda: field_of_text.press("Enter"), picture)

    def turn(self, act: Callable[[], None], picture: str | None = None) -> None:
        """Act, and wait until the form is another one: each has a nonce of its own."""
        while not self.patience.admits("hand"):
            self.page.wait_for_timeout(50)
        nonce = self.page.locator("input[name=nonce]").get_attribute("value")
        act()
        self.page.wait_for_selector(f"input[name=nonce]:not([value='{nonce}'])", state="attached")
        self.page.wait_for_selector("form:not(.waiting)#turn", state="attached")
        if picture:
            self.keep(picture)

"""A visitor without a browser: keeps cookies, reads the page as a person would, presses and types through its form."""

from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from itertools import count
from time import monotonic, sleep
from urllib.parse import urlencode

from tests.bot.web.markup import Element, read

TOO_FAST = "Tin đến nhanh quá"
_ADDRESSES = count(1)
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Reply:
    """What the server answered. headers: lower-case name → value; a repeated one keeps all its values by line."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


@dataclass
class Visitor:
    """One browser's worth of cookies, and the page it is looking at."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    page: Element | None = None
    timeout_s: float = 30.0
    # A network address of its own, for a program that believes the proxy in front of it.
    address: str = field(default_factory=lambda: f"fd00::{next(_ADDRESSES):x}")

    def ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Reply:
        """One request with this visitor's cookies; takes the new ones, changes no page."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=self.timeout_s)
        try:
            connection.request(method, path, body, self._headers() | (headers or {}))
            response = connection.getresponse()
            return self._take(response.status, response.getheaders(), response.read())
        finally:
            connection.close()

    def _headers(self) -> dict[str, str]:
        told = {"X-Forwarded-For": self.address}
        if self.cookies:
            told["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return told

    def _take(self, status: int, pairs: list[tuple[str, str]], body: bytes) -> Reply:
        headers: dict[str, str] = {}
        for name, value in pairs:
            key = name.lower()
            headers[key] = f"{headers[key]}\n{value}" if key in headers else value
            if key == "set-cookie":
                for cookie, morsel in SimpleCookie(value).items():
                    self.cookies.pop(cookie, None)
                    if morsel.value:
                        self.cookies[cookie] = morsel.value
        return Reply(status, headers, body)

    def look(self) -> Element:
        """The page as it is now."""
        self.page = read(self.ask("GET", "/").text)
        return self.page

    def is_still_at(self, heading: str) -> bool:
        """Whether a fresh look shows this screen: nothing moved, nothing was lost."""
        self.look()
        return self.heading.startswith(heading)

    @property
    def form(self) -> dict[str, str]:
        """The hidden fields of the form that is open."""
        page = self.page or self.look()
        hidden = page.one("form", id="turn").all("input", type="hidden")
        return {str(field.attributes["name"]): str(field.attributes["value"] or "") for field in hidden}

    @property
    def buttons(self) -> dict[str, dict[str, str]]:
        """What can be pressed: label → what the button posts."""
        page = self.page or self.look()
        return {
            button.one("span", class_="label").text: {
                str(button.attributes["name"]): str(button.attributes["value"] or "")
            }
            for button in page.one("form", id="turn").all("button")
            if button.attributes.get("name")
        }

    def post(self, **fields: str) -> Reply:
        """Send the open form with these fields, again when asked to slow down, and look at what comes back."""
        form, deadline = {**self.form, **fields}, monotonic() + self.timeout_s
        while TOO_FAST in (reply := self.send(form)).text and monotonic() < deadline:
            sleep(0.1)
        if reply.headers.get("content-type", "").startswith("text/html"):
            self.page = read(reply.text)
        return reply

    def send(self, fields: dict[str, str], headers: dict[str, str] | None = None) -> Reply:
        """Post these fields as they are."""
        return self.ask("POST", "/", urlencode(fields).encode(), {"Content-Type": FORM, **(headers or {})})

    def say(self, text: str) -> str:
        """Type something; the words of the screen that answers."""
        self.post(text=text)
        return self.words

    def press(self, start: str) -> str:
        """Press the button whose label starts like this; the words of the screen that answers."""
        found = [posted for label, posted in self.buttons.items() if label.startswith(start)]
        assert found, f"no button “{start}” among {list(self.buttons)}"
        self.post(**({"text": ""} | found[0]))
        return self.words

    @property
    def words(self) -> str:
        """What the screen says."""
        return (self.page or self.look()).one("div", id="now").text

    @property
    def heading(self) -> str:
        """The question or heading on the screen."""
        return (self.page or self.look()).one("h2", id="q").text

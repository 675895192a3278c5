"""The page as a browser gets it: light, from nowhere else, named for a screen reader, good with a keyboard alone."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.e2e.hand import Hand
from tests.e2e.process import Program

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

MOST_BYTES = 150_000
# In the browser: what a screen reader would stumble over.
UNNAMED = """() => {
  const named = (one) => (one.getAttribute("aria-label") || one.innerText || one.textContent || "").trim();
  const found = [];
  for (const one of document.querySelectorAll("button, a[href], summary"))
    if (!named(one)) found.push(one.outerHTML);
  for (const one of document.querySelectorAll("input:not([type=hidden])"))
    if (!one.labels.length) found.push(one.outerHTML);
  for (const one of document.querySelectorAll("img:not([alt]), svg[role=img]:not([aria-label])"))
    found.push(one.outerHTML);
  for (const one of document.querySelectorAll("[aria-labelledby], [aria-describedby]"))
    for (const name of ["aria-labelledby", "aria-describedby"])
      for (const id of (one.getAttribute(name) || "").split(" ").filter(Boolean))
        if (!document.getElementById(id)) found.push(`${name}=${id}`);
  if (!document.documentElement.lang) found.push("no language");
  if (document.querySelectorAll("h1").length !== 1) found.push("h1");
  return found;
}"""
# What a finger could not hit: visible buttons and links under 44 px high.
SMALL = """() => [...document.querySelectorAll("button, a[href], summary, input:not([type=hidden])")]
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.width > 2 && box.height > 0 && box.height < 44)
  .map(([one]) => one.outerHTML)"""
NAME = """(one) => (one.labels && one.labels.length ? one.labels[0] : one.querySelector(".label") || one).textContent"""
SIDEWAYS = "() => document.documentElement.scrollWidth - innerWidth"


def walk(hand: Hand) -> Iterator[str]:
    """Some screens of every kind; yields the name of each."""
    yield "greeting"
    hand.tap("Trả lời cho nhà mình")
    yield "consent"
    hand.tap("Đồng ý")
    yield "wards"
    hand.say("phường An Hòa")
    yield "number"
    hand.say("nhiều lắm")
    yield "error"
    hand.say("ketqua là gì?")
    yield "answer"
    hand.say("/ketqua")
    yield "results"
    hand.tap("Cả thành phố")
    yield "results-city"
    hand.say("/menu")
    yield "menu"


def test_page_is_light_and_asks_nobody_else(phone: "Page", program: Program, tmp_path: Path) -> None:
    weights: Counter[str] = Counter()
    hosts: set[str] = set()
    here = ["start"]
    session = phone.context.new_cdp_session(phone)
    session.send("Network.enable")
    # As it travels, headers and compression included.
    session.on("Network.loadingFinished", lambda event: weights.update({here[0]: int(event["encodedDataLength"])}))
    phone.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    phone.goto(program.address)
    for name in walk(Hand(phone, tmp_path, scripted=True)):
        here[0] = name
        session.send("Network.clearBrowserCache")
        phone.reload()
        phone.wait_for_load_state("load")
    heaviest, weight = weights.most_common(1)[0]
    print(f"heaviest page: {heaviest}, {weight:,} bytes")
    assert weight < MOST_BYTES
    assert hosts == {urlsplit(program.address).netloc}


def test_every_screen_is_named_large_enough_and_no_wider_than_the_phone(
    phone: "Page", program: Program, tmp_path: Path
) -> None:
    phone.goto(program.address)
    for name in walk(Hand(phone, tmp_path, scripted=True)):
        assert phone.evaluate(UNNAMED) == [], name
        assert phone.evaluate(SMALL) == [], name
        assert phone.evaluate(SIDEWAYS) <= 0, name


def test_menu_language_and_large_text_on_a_phone(phone: "Page", program: Program, artefacts: Path) -> None:
    phone.goto(program.address)
    hand = Hand(phone, artefacts, scripted=True)
    phone.locator("summary", has_text="Mục lục").tap()
    phone.screenshot(path=artefacts / "menu.png")
    assert phone.locator(".sheet .shortcut").first.is_visible()
    hand.turn(phone.locator(".sheet button", has_text="English").tap)
    phone.screenshot(path=artefacts / "english.png")
    assert hand.heading == "What would you like to do?"
    phone.wait_for_selector("html[lang=en]", state="attached")
    phone.locator("button", has_text="Large text").tap()
    phone.wait_for_selector("html.large", state="attached")
    phone.goto(program.address)
    phone.screenshot(path=artefacts / "large.png", full_page=True)
    assert phone.locator("html").get_attribute("class") == "large"
    assert phone.evaluate(SIDEWAYS) <= 0


def test_reloading_and_a_second_tab_lose_nothing(phone: "Page", program: Program, tmp_path: Path) -> None:
    other = phone.context.new_page()
    for page in (other, phone):
        page.goto(program.address)
    hand, elsewhere = Hand(phone, tmp_path, scripted=True), Hand(other, tmp_path, scripted=True)
    hand.tap("Trả lời cho nhà mình")
    phone.reload()
    assert hand.heading == "Xin phép trước khi hỏi"
    # The other tab still shows the greeting, drawn before this browser had a session.
    elsewhere.tap("Trả lời cho nhà mình")
    assert elsewhere.heading == "Xin phép trước khi hỏi"
    elsewhere.tap("Đồng ý")
    phone.goto(program.address)
    assert hand.heading == "Nhà mình ở phường, xã nào?"


@pytest.fixture
def desk(browser: "Browser") -> Iterator["Page"]:
    """A wide window and a keyboard."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="vi-VN")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def test_keyboard_alone_is_enough(desk: "Page", program: Program, artefacts: Path) -> None:
    desk.emulate_media(reduced_motion="reduce")
    desk.goto(program.address)
    hand = Hand(desk, artefacts, scripted=True)
    desk.keyboard.press("Tab")
    assert desk.locator(":focus").inner_text() == "Tới câu hỏi"
    desk.keyboard.press("Enter")
    tab_to(desk, "Trả lời cho nhà mình")
    hand.turn(lambda: desk.keyboard.press("Enter"))
    assert focused(desk) == "q"
    assert hand.heading == "Xin phép trước khi hỏi"
    tab_to(desk, "Đồng ý")
    hand.turn(lambda: desk.keyboard.press("Space"))
    tab_to(desk, "Gõ tên phường, xã")
    desk.keyboard.type("phường An Hòa")
    hand.turn(lambda: desk.keyboard.press("Enter"))
    assert focused(desk) == "q"
    assert hand.heading.startswith("Câu 1/11.")
    tab_to(desk, "4")
    hand.turn(lambda: desk.keyboard.press("Enter"))
    assert hand.heading.startswith("Câu 2/11.")
    desk.screenshot(path=artefacts / "desk.png")


def tab_to(page: "Page", start: str) -> None:
    """Press Tab until the focus is on what starts so."""
    for _ in range(40):
        page.keyboard.press("Tab")
        name = page.locator(":focus").evaluate(NAME)
        if str(name).strip().startswith(start):
            return
    raise AssertionError(f"no way to “{start}” with Tab")


def focused(page: "Page") -> str:
    """The id of what has the focus."""
    return str(page.evaluate("() => document.activeElement.id"))

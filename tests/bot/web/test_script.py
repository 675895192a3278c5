"""The script in a real browser, the server replaced by a double: words at once, one nonce, nothing lost.

The window in which a browser waits before sending again is ended by the browser's own "online" event, so no test waits.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect, sync_playwright

from bot.web.assets import CONTENT_SECURITY_POLICY, PREFIX, static_files
from bot.web.drawing import FRAGMENT_TYPE, draw_fragment, draw_page, draw_push
from handlers.screen import Screen
from tests.bot.web.chromium import launch
from tests.bot.web.samples import CONSENT, COUNT, ERROR, EXCHANGE, GREETING, PLACE, RULE, SETTING, SLIP

ORIGIN = "http://page.test"
START = "button.choice >> text=11 câu"
SLOW = "Mạng chậm, đang gửi lại…"


@dataclass
class Server:
    """What the page talks to. Each reply: a screen, or None for a lost connection; the last one stays."""

    replies: list[Screen | None]
    first: Screen = GREETING
    posts: list[dict[str, str]] = field(default_factory=list)
    gets: list[str] = field(default_factory=list)
    held: list[Route] = field(default_factory=list)
    holds: bool = False
    pushes: bool = False
    complaints: list[str] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        """One request of the page."""
        address = urlsplit(route.request.url)
        if route.request.method == "POST":
            sent = parse_qs(route.request.post_data or "", keep_blank_values=True)
            self.posts.append({name: values[0] for name, values in sent.items()})
            if self.holds:
                self.held.append(route)
            else:
                self.reply(route)
        elif address.path.startswith(PREFIX):
            content, kind = static_files()[address.path.removeprefix(PREFIX)]
            route.fulfill(body=content, content_type=kind)
        elif address.path == "/events":
            self.push(route)
        else:
            self.gets.append(f"{address.path}?{address.query}")
            self.page(route, self.first)

    def push(self, route: Route) -> None:
        """The event stream: one screen, or 204, which tells the browser not to come back."""
        pushed = "".join(f"data: {line}\n" for line in draw_push(CONSENT, SETTING).splitlines())
        if self.pushes:
            route.fulfill(body=f"id: 1\nevent: screen\n{pushed}\n", content_type="text/event-stream")
        else:
            route.fulfill(status=204)

    def reply(self, route: Route) -> None:
        """The next reply to a POST."""
        screen = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        exchange = replace(EXCHANGE, nonce=f"n-{len(self.posts)}")
        if screen is None:
            route.abort("connectionreset")
        elif FRAGMENT_TYPE in (route.request.headers.get("accept") or ""):
            route.fulfill(body=draw_fragment(screen, exchange, SETTING), content_type=f"{FRAGMENT_TYPE}; charset=utf-8")
        else:
            self.page(route, screen)

    def page(self, route: Route, screen: Screen) -> None:
        """A whole page, with the policy that the product sends."""
        headers = {"Content-Security-Policy": CONTENT_SECURITY_POLICY, "Content-Type": "text/html; charset=utf-8"}
        route.fulfill(body=draw_page(screen, EXCHANGE, SETTING), headers=headers)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


class Open(Protocol):
    """Opens the page of a server; it is closed after the test."""

    def __call__(self, server: Server, *, script: bool = True) -> Page: ...


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    pages: list[Page] = []

    def opened(server: Server, *, script: bool = True) -> Page:
        size: ViewportSize = {"width": 360, "height": 640}
        page = browser.new_page(viewport=size, java_script_enabled=script, reduced_motion="reduce")
        pages.append(page)
        page.on("pageerror", lambda trouble: server.complaints.append(str(trouble)))
        page.on("console", lambda line: server.complaints.append(line.text) if "Security" in line.text else None)
        page.route("**/*", server.answer)
        page.goto(ORIGIN)
        return page

    yield opened
    for page in pages:
        page.close()


def type_and_enter(page: Page, text: str) -> None:
    page.fill("#text", text)
    page.press("#text", "Enter")


@pytest.mark.parametrize("script", [True, False])
def test_enter_sends_the_text_and_a_button_sends_its_action(open_page: Open, *, script: bool) -> None:
    server = Server([COUNT, SLIP])
    page = open_page(server, script=script)
    page.click(START)
    expect(page.locator("#q")).to_have_text("Câu 5/11. Mấy người có điện thoại thông minh?")
    type_and_enter(page, "3")
    expect(page.locator("#q")).to_have_text("Đã nhận. Cảm ơn nhà mình!")
    assert [(post.get("action"), post.get("text") or None) for post in server.posts] == [("a1", None), (None, "3")]
    assert server.complaints == []


@pytest.mark.parametrize("script", [True, False])
def test_the_question_has_the_focus_after_an_answer(open_page: Open, *, script: bool) -> None:
    page = open_page(Server([COUNT]), script=script)
    page.click(START)
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_be_in_viewport()


def test_the_words_of_the_person_stay_in_the_conversation(open_page: Open) -> None:
    page = open_page(Server([COUNT, ERROR, SLIP]))
    page.click(START)
    type_and_enter(page, "<b>7</b>")
    expect(page.locator("#aside")).to_contain_text("Chưa khớp.")
    said = page.locator("#log .said")
    expect(said).to_have_text(
        ["Nhà mình trả lời: Trả lời cho nhà mình (11 câu, khoảng 5 phút)", "Nhà mình trả lời: <b>7</b>"]
    )
    expect(said.last).to_be_in_viewport()
    expect(page.locator("#log .screen h2")).to_have_count(2)
    expect(page.locator("[id=q]")).to_have_count(1)
    assert page.title() == "Câu 5/11. Mấy người có điện thoại thông minh? · Thi Đua Số"


def test_words_show_before_the_server_answers_and_a_second_tap_sends_nothing(open_page: Open) -> None:
    server = Server([COUNT], holds=True)
    page = open_page(server)
    page.click(START)
    expect(page.locator("#now .said")).to_be_visible()
    type_and_enter(page, "chào")
    page.eval_on_selector("button.choice", "button => button.click()")
    assert len(server.posts) == 1
    server.reply(server.held.pop())
    expect(page.locator("#q")).to_contain_text("Câu 5/11")
    assert page.input_value("#text") == "chào"


def test_a_lost_connection_is_told_gently_and_tried_again_with_the_same_nonce(open_page: Open) -> None:
    server = Server([None, None, COUNT])
    page = open_page(server)
    type_and_enter(page, "1")
    for _ in range(2):
        expect(page.locator("#net")).to_have_text(SLOW)
        page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#q")).to_contain_text("Câu 5/11")
    expect(page.locator("#net")).to_be_empty()
    assert {post["nonce"] for post in server.posts} == {EXCHANGE.nonce}
    assert {post["text"] for post in server.posts} == {"1"}
    assert len(server.posts) == 3


def test_after_many_tries_what_was_typed_is_still_there(open_page: Open) -> None:
    server = Server([None])
    page = open_page(server)
    type_and_enter(page, "một câu dài")
    for tries in range(1, 7):
        expect(page.locator("#net")).to_have_text(SLOW)
        while len(server.posts) <= tries:
            page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#net")).to_contain_text("Chưa gửi được")
    assert page.input_value("#text") == "một câu dài"
    expect(page.locator("#now .said")).to_have_count(0)
    expect(page.locator("button.choice").first).to_be_visible()
    server.replies = [COUNT]
    page.press("#text", "Enter")
    expect(page.locator("#q")).to_contain_text("Câu 5/11")
    assert {post["nonce"] for post in server.posts} == {EXCHANGE.nonce}


def test_a_screen_that_replaces_the_last_one_leaves_no_trace(open_page: Open) -> None:
    """What was answered until the page was loaded goes too, since more is answered now."""
    first = replace(COUNT, replaces=True, answered=(("Số người đang ở", "4"),))
    page = open_page(Server([PLACE], first=first))
    expect(page.locator("#log .answered")).to_have_count(1)
    type_and_enter(page, "3")
    expect(page.locator("#q")).to_have_text("Nhà mình ở phường, xã nào?")
    expect(page.locator("#log > *")).to_have_count(0)


def test_what_was_said_in_between_keeps_its_reply(open_page: Open) -> None:
    question = replace(COUNT, replaces=True)
    page = open_page(Server([RULE, question, PLACE], first=question))
    for said in ("mấy bộ hồ sơ?", "khai tiếp", "3"):
        type_and_enter(page, said)
        expect(page.locator("#now .said")).to_have_count(0)
    expect(page.locator("#q")).to_have_text("Nhà mình ở phường, xã nào?")
    kept = page.locator("#log > *")
    expect(kept).to_contain_text(["Câu 5/11.", "mấy bộ hồ sơ?", "Bằng khen của Chủ tịch UBND tỉnh", "khai tiếp"])
    expect(kept).to_have_count(4)
    expect(page.locator("#log [id], #log [tabindex], #log [aria-describedby]")).to_have_count(0)


def test_a_reply_beside_a_question_stays_with_the_words_it_answers(open_page: Open) -> None:
    question, noted = replace(COUNT, replaces=True), replace(ERROR, replaces=True)
    page = open_page(Server([RULE, noted, noted, PLACE], first=question))
    for said in ("gặp cán bộ", "câu này khó", "9", "3"):
        type_and_enter(page, said)
        expect(page.locator("#now .said")).to_have_count(0)
    expect(page.locator("#q")).to_have_text("Nhà mình ở phường, xã nào?")
    expect(page.locator("#log .said")).to_contain_text(["gặp cán bộ", "câu này khó", "9"])
    expect(page.locator("#log .screen .aside")).to_contain_text(["Chưa khớp."])


def test_a_pushed_screen_is_announced_and_can_be_answered(open_page: Open) -> None:
    server = Server([COUNT], pushes=True)
    page = open_page(server)
    news = page.locator("#news")
    expect(news).to_have_attribute("aria-live", "polite")
    expect(news.get_by_role("heading", name="Trước khi hỏi, xin thưa rõ").first).to_be_attached()
    field = page.locator("#text").bounding_box()
    assert field is not None
    assert field["y"] + field["height"] <= 640
    news.get_by_role("button", name="Không đồng ý").first.click()
    expect(page.locator("#q")).to_contain_text("Câu 5/11")
    assert server.posts[0]["action"] == "a2"
    assert server.posts[0]["nonce"] == EXCHANGE.nonce


def test_large_text_switches_in_place_and_is_remembered(open_page: Open) -> None:
    server = Server([COUNT])
    page = open_page(server)
    page.fill("#text", "đang gõ")
    with page.expect_request("**/?large=1"):
        page.click("text=Chữ to")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "22px"
    assert page.input_value("#text") == "đang gõ"


@pytest.mark.parametrize("screen", [GREETING, COUNT, SLIP], ids=["greeting", "count", "slip"])
def test_the_page_never_scrolls_sideways_and_buttons_are_tall(open_page: Open, screen: Screen) -> None:
    page = open_page(Server([COUNT], first=screen))
    for width, large in product((320, 360, 1280), ("", "large")):
        page.set_viewport_size({"width": width, "height": 640})
        page.evaluate(f"document.documentElement.className = '{large}'")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        heights = page.eval_on_selector_all(
            "button:not(.vh), #text, summary",
            "all => all.map(one => one.getBoundingClientRect().height).filter(height => height)",
        )
        assert min(heights) >= 48
        field = page.locator("#text").bounding_box()
        assert field is not None
        assert 640 - 80 < field["y"] + field["height"] <= 640

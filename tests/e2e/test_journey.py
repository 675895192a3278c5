"""A household's whole way through the page, on a phone, in Chromium, with JavaScript and without."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from bot.throttle import Throttle
from tests.e2e.process import Program

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@dataclass
class Hand:
    """A person's hand on a phone: taps, types, and keeps a picture of each screen."""

    page: "Page"
    pictures: Path
    scripted: bool
    # No faster than the assistant lets anybody be, and so no faster than a person.
    patience: Throttle = field(default_factory=lambda: Throttle(burst=8, per_s=2.8, clock_s=monotonic))
    numbers: "Iterator[int]" = field(default_factory=lambda: count(1))

    @property
    def heading(self) -> str:
        return self.page.locator("#q").inner_text()

    @property
    def words(self) -> str:
        return self.page.locator("#now").inner_text()

    def keep(self, name: str) -> None:
        """Keep a picture: what the phone shows and, where there is no long conversation above it, the whole page."""
        number = next(self.numbers)
        self.page.screenshot(path=self.pictures / f"{number:02d}-{name}.png", full_page=not self.scripted)

    def tap(self, label: str) -> None:
        """Tap the button whose words start so, and wait for the next screen."""
        wanted = re.compile(rf"^\s*(?:\w+\.\s*)?{re.escape(label)}")
        self._turn(self.page.locator("#now button, #turn button").filter(has_text=wanted).first.tap)

    def tap_number(self, number: int) -> None:
        """Tap a number instead of typing it."""
        self._turn(lambda: self.page.locator(".digit").filter(has_text=re.compile(rf"^{number}$")).tap())

    def type(self, text: str) -> None:
        """Type and press Enter."""
        self.page.locator("#text").fill(text)
        self._turn(lambda: self.page.locator("#text").press("Enter"))

    def _turn(self, act: Callable[[], None]) -> None:
        """Act, and wait until the form is another one: each has its own nonce."""
        while not self.patience.admits("hand"):
            self.page.wait_for_timeout(50)
        nonce = self.page.locator("input[name=nonce]").get_attribute("value")
        act()
        self.page.wait_for_selector(f"input[name=nonce]:not([value='{nonce}'])", state="attached")


def test_household_answers_sees_results_and_deletes(
    phone: "Page", launch: Callable[[Path], Program], demo: Path, artefacts: Path, request: pytest.FixtureRequest
) -> None:
    program = launch(demo)
    pictures = artefacts / "journey" / request.node.callspec.id
    pictures.mkdir(parents=True, exist_ok=True)
    hand = Hand(phone, pictures, request.node.callspec.id == "with-javascript")
    phone.emulate_media(reduced_motion="reduce")
    phone.goto(program.address)
    hand.keep("greeting")
    hand.tap("Trả lời cho nhà mình")
    hand.keep("consent")
    hand.tap("Đọc đầy đủ")
    hand.keep("consent-full")
    hand.tap("Đồng ý")
    hand.keep("wards")
    hand.type("p vinh lac")
    hand.keep("ward-found")
    hand.tap("phường Vĩnh Lạc")
    hand.keep("hamlets")
    hand.tap("khu phố Minh An")
    hand.keep("people")
    hand.type("bốn lăm người")
    hand.keep("mistake")
    hand.tap_number(4)
    hand.keep("children")
    hand.type("tỉnh đặt mục tiêu bao nhiêu phần trăm người lớn có điện thoại thông minh?")
    hand.keep("question-between")
    hand.type("1")
    hand.tap("Câu trước")
    hand.keep("back")
    hand.tap("Giữ")
    hand.tap_number(0)
    hand.keep("confirm")
    hand.type("dung")
    hand.tap_number(1)
    hand.tap("Đúng")
    hand.keep("smartphones")
    hand.type("7")
    hand.keep("too-many")
    hand.tap("Vì sao hỏi?")
    hand.keep("why")
    hand.tap_number(2)
    hand.keep("fibre")
    hand.tap("Đ")
    for answer in ("1", "2"):
        hand.type(answer)
    hand.tap("Không rõ")
    hand.tap_number(3)
    hand.keep("accounts")
    hand.tap_number(2)
    hand.keep("review")
    hand.tap("Số người lớn có điện thoại")
    hand.keep("review-edit")
    hand.tap_number(3)
    hand.tap("Trả lời thêm")
    hand.keep("extras")
    hand.tap("Đủ rồi")
    hand.tap("Gửi")
    hand.keep("slip")
    hand.tap("Sổ sức khỏe")
    hand.keep("wish")
    hand.tap("Đồng ý")
    hand.keep("menu")
    hand.tap("Xem kết quả")
    hand.keep("results")
    hand.tap("Cả thành phố")
    hand.keep("results-city")
    hand.type("số liệu nhà tôi")
    hand.keep("own-data")
    hand.type("bằng khen của tỉnh cần mấy bộ hồ sơ?")
    hand.keep("question")
    hand.type("/trogiup")
    hand.keep("help")
    hand.type("cách kiểm tra")
    hand.keep("check")
    hand.type("xóa dữ liệu")
    hand.keep("erase")
    hand.tap("Xóa hết")
    hand.keep("erased")
    print(hand.words)

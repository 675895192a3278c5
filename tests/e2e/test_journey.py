"""A household's whole way through the page, on a phone, in Chromium, with JavaScript and without."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import Launch
from tests.e2e.hand import Hand
from tests.e2e.process import Program

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture
def program(launch: Launch, demo: Path) -> Program:
    return launch(demo)


@pytest.fixture
def hand(phone: "Page", program: Program, artefacts: Path, request: pytest.FixtureRequest) -> Hand:
    pictures = artefacts / "journey" / request.node.callspec.id
    pictures.mkdir(parents=True, exist_ok=True)
    for earlier in pictures.glob("*.png"):
        earlier.unlink()
    phone.emulate_media(reduced_motion="reduce")
    phone.goto(program.address)
    return Hand(phone, pictures, scripted=request.node.callspec.id == "with-javascript")


def test_household_answers_sees_results_and_deletes(hand: Hand, program: Program) -> None:
    begin(hand)
    count_people(hand)
    answer_the_rest(hand)
    slip = look_over_and_send(hand)
    assert reports_of(program, slip) == 1
    wish_for_help(hand)
    see_results(hand)
    see_own_data(hand, slip)
    delete(hand)
    assert reports_of(program, slip) == 0


def begin(hand: Hand) -> None:
    hand.keep("greeting")
    assert "máy trả lời" in hand.words
    hand.tap("Trả lời cho nhà mình", "consent")
    assert hand.last_said.startswith("Trả lời cho nhà mình")
    hand.tap("Đọc đầy đủ", "consent-full")
    hand.tap("Đồng ý", "wards")
    hand.say("p vinh lac", "ward-found")
    hand.tap("phường Vĩnh Lạc", "hamlets")
    hand.tap("khu phố Minh An", "people")
    assert hand.heading.startswith("Câu 1/11.")


def count_people(hand: Hand) -> None:
    hand.say("bốn lăm người", "mistake")
    assert "Xin chỉ gõ một số" in hand.words
    hand.page.locator("#text").fill("19")
    hand.tap_number(4, "children")  # what stands in the field does not override the number that is tapped
    assert hand.heading.startswith("Câu 2/11.")
    hand.page.locator("#text").fill("")
    hand.say("mục tiêu bao nhiêu phần trăm người lớn có điện thoại thông minh?", "question-between")
    assert "Theo kế hoạch" in hand.words
    assert hand.heading.startswith("Câu 2/11.")
    hand.say("1")
    hand.tap("Câu trước", "back")
    assert "Đã trả lời: 1." in hand.words
    hand.tap("Giữ câu trả lời này")
    hand.tap_number(0, "confirm")
    assert hand.heading == "Sau câu 3/11. Vậy nhà mình có 3 người từ 18 tuổi trở lên. Đúng không?"
    hand.say("dung")
    hand.tap_number(1)
    hand.tap("Đúng")


def answer_the_rest(hand: Hand) -> None:
    hand.keep("smartphones")
    hand.say("7", "too-many")
    assert "chỉ từ 0 đến 3" in hand.words
    hand.tap("Vì sao hỏi?", "why")
    hand.tap_number(2, "fibre")
    hand.tap("Đang dùng")
    hand.say("1")
    hand.say("hai")
    hand.tap("Không rõ")
    hand.tap_number(3, "accounts")
    hand.say("2", "review")
    assert hand.heading == "Xem lại trước khi gửi"
    assert "Chưa khớp" not in hand.words


def look_over_and_send(hand: Hand) -> str:
    hand.tap("Số người lớn có điện thoại", "review-edit")
    hand.tap_number(3)
    assert "Số người lớn có điện thoại thông minh: 3" in hand.words
    hand.tap("Trả lời thêm", "extra")
    hand.tap("Đủ rồi")
    hand.tap("Gửi", "slip")
    assert hand.heading == "Đã nhận. Cảm ơn nhà mình!"
    found = re.search(r"\d{4} \d{4}", hand.words)
    assert found
    return found[0]


def wish_for_help(hand: Hand) -> None:
    hand.tap("Sổ sức khỏe điện tử", "wish")
    hand.tap("Đồng ý", "menu")
    assert "Tổ công nghệ số cộng đồng của phường Vĩnh Lạc sẽ được báo" in hand.words


def see_results(hand: Hand) -> None:
    hand.tap("Xem kết quả", "results")
    assert "312/1.940 hộ (16,1%)" in hand.words
    hand.tap("Cả thành phố", "results-city")
    assert hand.heading.startswith("Thành phố Rạch Giá")


def see_own_data(hand: Hand, slip: str) -> None:
    hand.say("số liệu nhà tôi", "own-data")
    assert slip in hand.words
    assert "Số người lớn có điện thoại thông minh: 3" in hand.words
    with hand.page.expect_download() as download:
        hand.page.locator(".documents a[href$=json]").tap()
    kept = json.loads(download.value.path().read_text("utf-8"))
    assert kept["reports"][0]["answers"]["so_nguoi"] == 4
    hand.say("bằng khen của tỉnh cần mấy bộ hồ sơ?", "question")
    hand.say("/trogiup", "help")
    hand.say("cách kiểm tra", "check")


def delete(hand: Hand) -> None:
    hand.say("xóa dữ liệu", "erase")
    hand.tap("Xóa hết", "erased")
    assert "Đã xóa." in hand.words
    hand.page.reload()
    hand.keep("stranger-again")
    assert hand.heading.startswith("Kính chào")
    assert hand.button("Trả lời cho nhà mình").is_visible()


def reports_of(program: Program, slip: str) -> int:
    with closing(sqlite3.connect(program.database)) as stored:
        query = "SELECT count(*) FROM reports JOIN households ON households.id = subject_id WHERE slip = ?"
        found: int = stored.execute(query, (slip.replace(" ", ""),)).fetchone()[0]
        return found

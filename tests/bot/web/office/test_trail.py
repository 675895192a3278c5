"""The audit trail on its page: everything that was done, to those who answer for it, in ids and fields."""

import re

from bot.web.office.trail import TRAIL
from handlers.office_words import known_deeds
from services.people import Role
from services.trail import LOOK, PAGE, record_look
from tests.bot.web.office.officials import CITY, House
from tests.conftest import ROOT
from tests.conversation import AN_HOA, VINH_LAC


async def test_leader_reads_deeds_of_own_units_only(house: House) -> None:
    house.report(VINH_LAC, 1)
    here, there = house.official(Role.LEADER, VINH_LAC, "bà Lan"), house.official(Role.LEADER, AN_HOA, "ông Tư")
    await there.see("/so-lieu")
    await there.see("/nhat-ky")
    shown = await here.see("/nhat-ky?xem=1")
    assert "bà Lan" in shown.text
    assert "ông Tư" not in shown.text
    assert "phường An Hòa" not in shown.text
    above = await house.official(Role.CAMPAIGN_OFFICER, CITY).see("/nhat-ky?xem=1")
    assert "ông Tư" in above.text
    assert "Xem số liệu trực tiếp" in above.text
    assert "Xem nhật ký" in above.text


async def test_deeds_are_told_in_words(house: House) -> None:
    house.official(Role.REPORTER, VINH_LAC, "chị Hoa")
    shown = await house.official(Role.LEADER, VINH_LAC).see("/nhat-ky")
    table = shown.main.one("tbody").text
    assert "chị Hoa" in table
    assert "người vận hành máy chủ" in table
    assert "lãnh đạo đơn vị, phường Vĩnh Lạc" in table
    assert "người nhập số liệu của đơn vị" in table
    assert "account:" not in table
    assert "role=" not in table
    (way,) = {str(one.attributes["href"]) for one in shown.main.all("a") if one.text == "chị Hoa"}
    shown = await house.official(Role.LEADER, VINH_LAC).see("/nhat-ky" + way.replace("%3A", ":"))
    assert {row.one("a").text for row in shown.main.one("tbody").all("tr")} == {"chị Hoa"}


async def test_operator_reads_every_deed(house: House) -> None:
    house.official(Role.LEADER, AN_HOA, "ông Tư")
    shown = await house.official(Role.OPERATOR, VINH_LAC).see("/nhat-ky")
    assert "ông Tư" in shown.text


async def test_every_look_leaves_a_deed(house: House) -> None:
    person = house.official(Role.LEADER, VINH_LAC)
    before = len(house.deeds())
    for path in ("", "/so-lieu", "/vai-tro", "/nhat-ky", "/thiet-bi", "/viec", "/yeu-cau", "/nhap-lieu"):
        await person.see(path)
    looks = ["look_live", "look_live", "look_roles", "look_trail", "look_queue", "look_requests", "look_inputs"]
    assert [deed[0] for deed in house.deeds()[before:]] == looks


async def test_trail_is_read_page_by_page_and_narrowed_down(house: House) -> None:
    person = house.official(Role.LEADER, VINH_LAC)
    for number in range(PAGE + 5):
        looked = ("look_roles", "role", f"n{number}", f"unit={VINH_LAC}")
        house.program.database.write_now(record_look, house.desk, *looked)
    shown = await person.see("/nhat-ky?ai=operator&xem=1")
    assert len(shown.main.one("tbody").all("tr")) == PAGE
    (way,) = [one for one in shown.main.all("a") if one.text == "Các việc trước đó"]
    older = await person.see("/nhat-ky" + str(way.attributes["href"]))
    assert len(older.main.one("tbody").all("tr")) == 6
    assert "n0" in older.text
    assert "Không tìm thấy gì" in (await person.see("/nhat-ky?xem=1&tu=2025-11-11")).text
    assert "Không tìm thấy gì" in (await person.see("/nhat-ky?xem=1&den=2025-11-09")).text
    assert "n7" in (await person.see("/nhat-ky?tu=2025-11-10&den=2025-11-10&so=n7&viec=look_roles")).text
    for odd in ("?tu=hôm qua", "?truoc=-1", "?truoc=" + "9" * 30, "?ai=%00%27--", "?tu=0000-00-00", "?tu=1/1/0001"):
        assert (await person.see(f"{TRAIL.url.removeprefix('/can-bo')}{odd}")).status == 200, odd


async def test_deeds_come_first_and_looks_are_shown_to_whoever_asks(house: House) -> None:
    person = house.official(Role.LEADER, VINH_LAC, "bà Lan")
    for _number in range(PAGE):
        await person.see("/vai-tro")
    shown = await person.see("/nhat-ky")
    assert "Xem các vai trò" not in shown.main.one("tbody").text
    assert "Nhận một vai trò" in shown.main.one("tbody").text
    (way,) = [one for one in shown.main.all("a") if one.text == "Hiện cả những lần xem"]
    shown = await person.see("/nhat-ky" + str(way.attributes["href"]))
    assert len(shown.main.one("tbody").all("tr")) == PAGE
    assert {row.one("th").text for row in shown.main.one("tbody").all("tr")} == {"Xem các vai trò", "Xem nhật ký"}
    (way,) = [one for one in shown.main.all("a") if one.text == "Các việc trước đó"]
    assert "Nhận một vai trò" in (await person.see("/nhat-ky" + str(way.attributes["href"]))).text
    (way,) = [one for one in shown.main.all("a") if one.text == "Chỉ hiện việc đã làm"]
    assert "Xem các vai trò" not in (await person.see("/nhat-ky" + str(way.attributes["href"]))).main.one("tbody").text
    assert "Xem các vai trò" in (await person.see("/nhat-ky?viec=look_roles")).main.one("tbody").text


def test_what_only_looks_is_named_so() -> None:
    """Otherwise it would stand among the deeds; to read what a person wrote belongs there."""
    looks = {name for name in known_deeds() if name.startswith(LOOK)}
    written = re.compile(r"Trace\(\s*\"(\w+)\"")
    paths = [path for room in ("services", "handlers", "bot") for path in (ROOT / room).rglob("*.py")]
    traced = {name for path in paths for name in written.findall(path.read_text("utf-8"))}
    assert traced == looks | {"see_ticket"}


async def test_what_was_entered_is_called_as_the_catalogue_and_the_plan_call_it(house: House) -> None:
    reporter, leader = house.official(Role.REPORTER, VINH_LAC), house.official(Role.LEADER, VINH_LAC)
    page = await reporter.see("/nhap-lieu")
    rows = {str(one.attributes["value"]) for one in page.main.all("input") if one.attributes.get("name") == "muc"}
    act = min(row for row in rows if row.startswith("act:"))
    paper = {"source": "Báo cáo 12/BC-UBND", "date": "01/10/2025"}
    for row, fields in (("figure:nguoi_lon_dtm", {"num": "9", "den": "10"}), (act, {"done": "co"})):
        shown = await reporter.see("/nhap-lieu")
        await reporter.post("/can-bo/nhap-lieu", {**shown.form("enter", muc=row), **fields, **paper})
    table = (await leader.see("/nhat-ky")).main.one("tbody").text
    assert "Dân số trưởng thành có điện thoại thông minh" in table
    assert "figure:" not in table
    assert "act:" not in table
    assert "năm 2025" in table


async def test_every_kind_of_deed_can_be_looked_for_and_is_told_how_long_it_is_kept(house: House) -> None:
    shown = await house.official(Role.LEADER, VINH_LAC).see("/nhat-ky")
    offered = {str(one.attributes["value"]) for one in shown.main.one("select", id="viec").all("option")}
    assert {"invite", "purge", "enter_input"} < offered
    assert "được giữ mười năm rồi xóa" in shown.text

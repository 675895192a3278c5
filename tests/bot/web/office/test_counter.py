"""Tickets and requests about data on their pages: seen in scope, answered once, found by a slip, carried out."""

import re
from dataclasses import replace

from sqlmodel import Session, func, select

from campaigns.units import UnitKey
from models.reports import Report
from services.exchanges import complain
from services.people import Acting, Role
from services.queue import list_tickets
from services.tickets import CALLBACK, LONGEST_WORDS, new_ticket, read_words, write_words
from services.turns import take_turn
from tests.bot.web.office.officials import CITY, House, Official
from tests.conversation import AN_HOA, VINH_LAC

TOLD = "Xin chỉ giúp <b>cách</b> trả lời"


def _ask(session: Session, acting: Acting, unit: UnitKey) -> int:
    ticket = new_ticket(session, acting, unit, "talk")
    write_words(session, acting, ticket, TOLD)
    return ticket.id or 0


def asked(house: House, unit: UnitKey) -> int:
    """Somebody of the unit asks for help; the ticket's number."""
    person = house.visitor()
    return house.program.database.write_now(take_turn, house.arrival(person), house.acting(person), None, _ask, unit)


async def test_ticket_is_listed_read_and_answered_once(house: House) -> None:
    number = asked(house, VINH_LAC)
    team = house.official(Role.TEAM, VINH_LAC)
    shown = await team.see()
    assert "Việc người dân nhờ chưa trả lời: 1" in shown.text
    shown = await team.see("/viec")
    assert "chưa ai nhận" in shown.text
    shown = await team.see(f"/viec/mot?so={number}")
    assert TOLD in shown.text
    assert house.deeds()[-1] == ("see_ticket", "ticket", str(VINH_LAC))
    form = {**shown.form("answer"), "loi": "Mai tổ công nghệ số đến nhà.\n\nCảm ơn."}
    for _each in range(2):
        answered = await team.post("/can-bo/viec/mot", form)
        assert "Mai tổ công nghệ số đến nhà." in answered.text
    words = house.program.database.read_now(read_words, number)
    assert [each.is_answer for each in words] == [False, True]
    shown = await team.press("close")
    assert "Đã xong." in shown.text
    assert "Hiện không có việc nào đang chờ." in shown.text
    assert f"so={number}" in (await team.see("/viec/da-xong")).html
    assert [deed[0] for deed in house.deeds() if deed[0] in {"answer_ticket", "close_ticket"}] == [
        "answer_ticket",
        "close_ticket",
    ]


async def test_who_wants_to_be_called_is_a_tap_away_until_it_is_done(house: House) -> None:
    person = house.visitor()
    arrival, acting = house.arrival(person), house.acting(person)
    number = house.program.database.write_now(take_turn, arrival, acting, None, _wait_for_call, VINH_LAC)
    team = house.official(Role.TEAM, VINH_LAC)
    shown = await team.see(f"/viec/mot?so={number}")
    (call,) = [one for one in shown.main.all("a") if one.attributes["href"] == "tel:0912345678"]
    assert call.text == "Gọi 0912345678"
    await team.press("close")
    assert "tel:" not in (await team.see(f"/viec/mot?so={number}")).html


def _wait_for_call(session: Session, acting: Acting, unit: UnitKey) -> int:
    ticket = new_ticket(session, acting, unit, CALLBACK)
    write_words(session, acting, ticket, "0912345678")
    return ticket.id or 0


async def test_answer_that_is_empty_or_too_long_comes_back(house: House) -> None:
    number = asked(house, VINH_LAC)
    team = house.official(Role.TEAM, VINH_LAC)
    await team.see(f"/viec/mot?so={number}")
    assert (await team.press("answer", loi=" \n ")).status == 422
    shown = await team.press("answer", loi="dài " * LONGEST_WORDS)
    assert shown.status == 409
    assert len(house.program.database.read_now(read_words, number)) == 1


async def test_ticket_is_taken_and_passed_on(house: House) -> None:
    number = asked(house, VINH_LAC)
    leader = house.official(Role.LEADER, VINH_LAC)
    await leader.see(f"/viec/mot?so={number}")
    assert "Mình đã nhận việc này." in (await leader.press("take")).text
    await leader.see(f"/viec/mot?so={number}")
    shown = await leader.press("pass", toi=str(CITY))
    assert "Đã chuyển." in shown.text
    assert (await leader.see(f"/viec/mot?so={number}")).status == 404
    above = house.official(Role.LEADER, CITY)
    assert (await above.see(f"/viec/mot?so={number}")).status == 200


async def test_ticket_and_request_of_another_unit_are_as_if_they_were_not_there(house: House) -> None:
    number = asked(house, VINH_LAC)
    house.report(VINH_LAC)
    request = await found(house, house.official(Role.LEADER, VINH_LAC))
    other = house.official(Role.LEADER, AN_HOA)
    before = house.deeds()
    for path in (
        f"/viec/mot?so={number}",
        "/viec/mot?so=999",
        f"/yeu-cau/tim-thay?so={request}",
        "/yeu-cau/mot?so=999",
    ):
        assert (await other.see(path)).status == 404, path
    for path, name in (("viec/mot", "answer"), ("viec/mot", "take"), ("viec/mot", "close"), ("viec/mot", "pass")):
        fields = {"do": name, "so": str(number), "loi": "x", "toi": str(CITY), "csrf": other.token, "nonce": name}
        assert (await other.post(f"/can-bo/{path}", fields)).status == 404, name
    record = {"do": "record", "so": request, "quyen": "delete", "ai": "household", "csrf": other.token, "nonce": "r"}
    assert (await other.post("/can-bo/yeu-cau/tim-thay", record)).status == 404
    assert (await other.post("/can-bo/yeu-cau/mot", {**record, "do": "execute"})).status == 404
    assert [deed for deed in house.deeds() if deed not in before] == []
    assert "Đã nhờ" not in (await other.see("/viec")).text


async def found(house: House, leader: Official) -> str:
    """Let the leader look up the first household's slip; the number of the request begun."""
    (slip, *_rest) = house.slips()
    await leader.see("/yeu-cau")
    shown = await leader.press("find", phieu=slip)
    assert shown.url == "/can-bo/yeu-cau/tim-thay", shown.text
    return shown.form("record")["so"]


async def test_household_that_telephones_is_found_by_its_slip_and_deleted(house: House) -> None:
    house.report(VINH_LAC)
    leader = house.official(Role.LEADER, VINH_LAC)
    await found(house, leader)
    shown = await leader.press("record", quyen="delete", ai="household")
    assert shown.url == "/can-bo/yeu-cau/mot"
    shown = await leader.press("execute")
    assert "Đã thực hiện" in shown.text or "Đã làm" in shown.text
    assert house.slips() == []
    assert "Xóa" in (await leader.see("/yeu-cau/da-xong")).text
    kinds = [deed for deed in house.deeds() if deed[0] in {"find_household", "record_request", "execute_request"}]
    assert kinds == [
        ("find_household", "unit", str(VINH_LAC)),
        ("record_request", "data_request", str(VINH_LAC)),
        ("execute_request", "data_request", str(VINH_LAC)),
    ]


async def test_slip_of_another_unit_is_missed_like_one_that_nobody_has(house: House) -> None:
    house.report(VINH_LAC)
    other = house.official(Role.LEADER, AN_HOA)
    (slip,) = house.slips()
    nobody = "11111111" if slip != "11111111" else "22222222"
    told = []
    for number in (slip, nobody):
        await other.see("/yeu-cau")
        shown = await other.press("find", phieu=number)
        told.append(re.sub(r"\d", "", shown.tree.one("div", class_="says").text))
        assert shown.url == "/can-bo/yeu-cau"
        assert slip not in shown.html
    assert told[0] == told[1]
    shown = await other.press("find", phieu="xin chào")
    assert "không tính là một lần thử" in shown.text


async def test_complaint_by_telephone_becomes_a_ticket(house: House) -> None:
    house.report(VINH_LAC)
    leader = house.official(Role.LEADER, VINH_LAC)
    await found(house, leader)
    shown = await leader.press("record", quyen="complain", ai="representative", loi="Không muốn bị hỏi nữa.")
    (way,) = [one for one in shown.main.all("a") if "/viec/mot" in str(one.attributes["href"])]
    shown = await leader.see(str(way.attributes["href"]).removeprefix("/can-bo"))
    assert "Không muốn bị hỏi nữa." in shown.text
    tickets = house.program.database.read_now(list_tickets, house.desk)
    assert [each.kind for each in tickets] == ["data_request"]


async def test_caller_withdraws_one_consent_on_the_page(house: House) -> None:
    house.report(VINH_LAC)
    leader = house.official(Role.LEADER, VINH_LAC)
    number = await found(house, leader)
    await leader.see(f"/yeu-cau/tim-thay?so={number}")
    shown = await leader.press("record", quyen="withdraw", **{"dong-y": "callback"})
    assert "Chỉ rút lời đồng ý cho việc: được gọi lại." in shown.text
    assert "Đã thực hiện." in (await leader.press("execute")).text
    count = select(func.count()).select_from(Report)
    assert house.program.database.read_now(lambda session: session.execute(count).scalar_one()) == 1


async def test_complaint_about_the_ward_stands_on_the_pages_above_only(house: House) -> None:
    here, above = house.official(Role.LEADER, VINH_LAC), house.official(Role.LEADER, CITY)
    person = house.visitor()
    arrival, acting = house.arrival(person), house.acting(person)
    number = house.program.database.write_now(take_turn, arrival, acting, None, _complain)
    shown = await above.see("/viec")
    assert "Phản ánh về cán bộ phường, xã" in shown.text
    assert "phường Vĩnh Lạc" in shown.text
    shown = await above.see(f"/viec/mot?so={number}")
    assert TOLD in shown.text
    assert str(VINH_LAC) not in shown.html
    assert "Phản ánh" not in (await here.see("/viec")).text
    assert (await here.see(f"/viec/mot?so={number}")).status == 404


def _complain(session: Session, acting: Acting) -> int:
    chosen = replace(acting, actor=replace(acting.actor, unit=VINH_LAC))
    return complain(session, chosen, TOLD).id

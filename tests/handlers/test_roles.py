"""Roles in conversation: a code is taken up, people are invited, a role is taken back, a second device joins."""

import re

from campaigns.units import UnitKey
from services.people import Role
from tests.conversation import VINH_LAC, Person, Town

CITY = UnitKey("63", "899")


def first_code(town: Town, role: Role = Role.LEADER, unit: UnitKey = CITY) -> str:
    """A code as the operator of the machine makes it."""
    return town.code_for(role, unit)


def code_on(person: Person) -> str:
    """The code that is shown."""
    found = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b", person.shown)
    assert found, person.shown
    return found[0]


async def official(town: Town, role: Role = Role.LEADER, unit: UnitKey = CITY) -> Person:
    """Somebody who has typed the code."""
    person = town.person()
    await person.say("/ma " + first_code(town, role, unit))
    assert "Đã nhận vai trò" in person.shown
    return person


async def test_person_without_a_role_learns_how_to_get_one(town: Town) -> None:
    person = town.person()
    await person.say("/quyen")
    assert "chưa có vai trò nào" in person.shown
    await person.tap("Tôi có mã")
    assert "12 chữ và số" in person.shown
    await person.say("xin chào")
    assert "không tính là một lần thử" in person.shown
    await person.say("AAAA-BBBB-CCCC")
    assert "Còn thử được 4 lần" in person.shown
    await person.say("/moi")
    assert "không thuộc vai trò của mình" in person.shown


async def test_code_in_a_link_is_offered_first(town: Town) -> None:
    person = town.person()
    await person.say(f"/start ma-{first_code(town)}")
    await person.say("1")
    assert "Đã nhận vai trò: lãnh đạo đơn vị, thành phố Rạch Giá" in person.shown


async def test_leader_invites_a_reporter_of_a_ward_who_takes_it_up(town: Town) -> None:
    leader, clerk = await official(town), town.person()
    await leader.say("/moi")
    await leader.tap("người nhập số liệu của đơn vị")
    await leader.say("vinh lac")
    await leader.tap("phường Vĩnh Lạc")
    await leader.say("chị Ba, văn thư")
    code = code_on(leader)
    await clerk.say("/ma")
    await clerk.say(code.lower())
    assert "người nhập số liệu của đơn vị, phường Vĩnh Lạc" in clerk.shown
    await leader.say("/quyen")
    assert "chị Ba, văn thư" in leader.shown
    assert "chị Ba" not in clerk.shown


async def test_role_is_taken_back_after_a_look(town: Town) -> None:
    leader = await official(town)
    await official(town, Role.TEAM, VINH_LAC)
    await leader.say("/quyen")
    await leader.tap("Tổ công nghệ số cộng đồng · phường Vĩnh Lạc")
    assert "Thu hồi vai trò này?" in leader.shown
    await leader.tap("Thu hồi")
    assert "Đã thu hồi: tổ công nghệ số cộng đồng" in leader.shown


async def test_code_of_a_giver_who_left_says_so_and_what_they_gave_is_marked(town: Town) -> None:
    above, leader, clerk, late = await official(town), await official(town, unit=VINH_LAC), town.person(), town.person()
    codes: list[str] = []
    for _each in range(2):
        await leader.say("/moi")
        await leader.tap("tổ công nghệ số cộng đồng")
        await leader.say("1")
        assert "không dài hơn" in leader.shown
        await leader.say("chị Ba")
        codes.append(code_on(leader))
    await clerk.say("/ma " + codes[0])
    await above.say("/quyen")
    await above.tap("Lãnh đạo đơn vị · phường Vĩnh Lạc")
    assert "Người trao: người vận hành máy chủ" in above.shown
    await above.tap("Thu hồi")
    await above.say("/quyen")
    assert "người nay đã thôi vai trò" in above.shown
    await above.tap("Tổ công nghệ số cộng đồng · phường Vĩnh Lạc (chị Ba); người trao đã thôi vai trò")
    assert "Người trao: lãnh đạo đơn vị, phường Vĩnh Lạc, nay đã thôi vai trò" in above.shown
    await late.say("/ma " + codes[1])
    assert "người trao mã nay không còn quyền" in late.shown


async def test_a_number_after_a_code_answers_the_screen_that_the_code_opened(town: Town) -> None:
    leader = await official(town)
    await leader.say("1")
    assert "không tính là một lần thử" not in leader.shown
    assert "khen thưởng" in leader.shown

    phone = town.person()
    await leader.say("/thietbi")
    await leader.tap("Thêm thiết bị khác")
    await phone.say("/ma " + code_on(leader))
    await phone.say("0")
    assert "không tính là một lần thử" not in phone.shown


async def test_forged_button_takes_no_role_back(town: Town) -> None:
    leader, stranger = await official(town), town.person()
    await stranger.say("/quyen")
    await stranger.press("revoke|1")
    assert "Nút vừa bấm" in stranger.shown
    await leader.say("/quyen")
    assert "Lãnh đạo đơn vị" in leader.shown


async def test_second_device_joins_and_is_ended(town: Town) -> None:
    leader, phone = await official(town), town.person()
    await leader.say("/thietbi")
    await leader.tap("Thêm thiết bị khác")
    await phone.say("/ma " + code_on(leader))
    assert "đã nhập chung" in phone.shown
    await phone.say("/quyen")
    assert "Lãnh đạo đơn vị" in phone.shown
    await leader.say("/thietbi")
    await leader.tap("Ngắt: trang web")
    assert "Đã ngắt" in leader.shown

"""A household's whole way on Telegram, by polling and by webhook, with and without faults."""

from pathlib import Path
from random import Random

import pytest

from tests.bot.telegram.conftest import House, Mode, Served
from tests.bot.telegram.stored import drafts, reports, rows
from tests.bot.telegram.walk import ANSWERS, STORED, TO_THE_FORM, insists, through_the_form, to_the_form
from tests.botapi.delivery import Faults


async def test_a_household_answers_from_link_to_slip(house: House, db_path: Path) -> None:
    person = house.double.person(700)

    assert "Câu 1/11" in await to_the_form(person)
    slip = await through_the_form(person)

    assert "Số phiếu" in slip
    assert reports(db_path) == [STORED]
    assert rows(db_path, "SELECT unit_epoch, unit_code FROM chats WHERE id = 700") == [("63", "30745")]
    await person.chat.wait_for(lambda chat: chat.spinning == 0, 5)
    assert house.double.refused_inside == []


async def test_questions_are_drawn_over_the_message_that_was_tapped(house: House) -> None:
    person = house.double.person(701)
    await to_the_form(person)
    await person.says("4")
    before = len(person.chat.shown)

    await person.taps("1")
    await person.taps("0")

    assert len(person.chat.shown) == before
    assert "từ 18 tuổi trở lên" in person.sees()


async def test_what_is_worth_keeping_is_not_drawn_over(house: House) -> None:
    person = house.double.person(708)
    await to_the_form(person)
    await person.says("kết quả phường Vĩnh Lạc")
    await person.taps("Mục lục")
    menu = person.newest

    assert "Câu 1/11" in await person.taps("Tiếp tục phiếu dở")
    assert person.newest is not menu
    assert "Phiếu đang dở" in menu.text

    await person.says("mục tiêu bao nhiêu phần trăm người lớn có điện thoại thông minh?")
    cited = person.newest
    await person.says("4")
    await person.says("mục tiêu bao nhiêu phần trăm người lớn có điện thoại thông minh?")
    assert "Theo kế hoạch" in person.newest.text
    question = person.newest
    assert "Câu 3/11" in await person.taps("1")
    assert person.newest is not question
    assert "Theo kế hoạch" in question.text
    assert "Theo kế hoạch" in cited.text


async def test_pages_of_a_plan_are_drawn_over_each_other_only(house: House) -> None:
    person = house.double.person(709)
    await person.says("/start")
    greeting = person.newest
    await person.taps("Xem kế hoạch")
    plan = person.newest
    assert plan is not greeting
    before = plan.text

    await person.taps(next(label for label in plan.labels if "Trang" in label or "trang" in label))

    assert person.newest is plan
    assert plan.text != before


async def test_a_pressed_number_is_the_typed_number(house: House, db_path: Path) -> None:
    pressing, typing = house.double.person(702), house.double.person(703)
    for person in (pressing, typing):
        await to_the_form(person)
        await person.says("4")

    assert await pressing.taps("2") == await typing.says("2")
    assert drafts(db_path) == [{"so_nguoi": 4, "duoi_15": 2}] * 2


async def test_an_old_button_changes_nothing_and_shows_where_one_is(house: House, db_path: Path) -> None:
    person = house.double.person(704)
    await to_the_form(person)
    old = person.newest
    await person.says("4")
    question = person.newest
    await person.says("1")

    seen = await person.presses(question, question.data_of("3"))

    assert drafts(db_path) == [{"so_nguoi": 4, "duoi_15": 1}]
    assert "câu trước" in question.text.lower()
    assert "15 đến 17" in question.text
    assert old is not question
    assert seen


async def test_a_double_tap_is_one_answer(house: House, db_path: Path) -> None:
    person = house.double.person(705)
    await to_the_form(person)
    await person.says("4")
    question = person.newest
    data = question.data_of("1")

    await person.presses(question, data, then=False)
    await person.presses(question, data)
    await person.chat.wait_for(lambda chat: chat.spinning == 0, 5)

    assert drafts(db_path) == [{"so_nguoi": 4, "duoi_15": 1}]
    assert "15 đến 17" in person.sees()


@pytest.mark.parametrize("seed", [1, 2])
async def test_what_telegram_repeats_reorders_and_loses_changes_nothing_twice(
    served: Served, db_path: Path, mode: Mode, seed: int
) -> None:
    faults = Faults(again=0.4, cut=0.3, delay_s=0.02, random=Random(seed))
    async with served(mode, faults) as house:
        person = house.double.person(706)
        await person.says("/start 63-30745")
        for label in TO_THE_FORM:
            await insists(person, f". {label}]".lower(), label)
        for words, answer in ANSWERS:
            await insists(person, words, answer)
        await insists(person, "gửi]", "Gửi")
        await person.waits_for("Số phiếu")

    assert reports(db_path) == [STORED]
    assert rows(db_path, "SELECT count(*) FROM households") == [(1,)]


async def test_the_profile_is_set_once_in_both_languages(house: House) -> None:
    person = house.double.person(707)
    await person.says("/start")
    profile = house.double.methods.profile
    while len(profile) < 6:
        await person.says("/menu")

    assert {language for _name, language in profile} == {"", "en"}
    menu = profile["MyCommands", ""]["commands"]
    assert ("menu", "Có thể làm gì ở đây") in [(each["command"], each["description"]) for each in menu]

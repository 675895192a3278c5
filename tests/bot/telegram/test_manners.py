"""What is said to what cannot be read, in groups, to links, and to those who block the assistant."""

from pathlib import Path
from typing import Any

import pytest

from tests.bot.telegram.conftest import House, Served
from tests.bot.telegram.stored import drafts, rows
from tests.bot.telegram.walk import through_the_form, to_the_form
from tests.botapi.methods import BOT_ID, USERNAME

VOICE = {"file_id": "v", "file_unique_id": "v", "duration": 3}
PHOTO = {"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}
STICKER = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 9, "height": 9, "is_animated": False, "is_video": False}  # fmt: skip


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"voice": VOICE}, "chưa nghe được tin thoại"),
        ({"photo": [PHOTO]}, "không xem được ảnh"),
        ({"photo": [PHOTO], "caption": "4"}, "không xem được ảnh"),
        ({"sticker": STICKER}, "chỉ đọc được chữ"),
        ({"location": {"latitude": 10.0, "longitude": 105.1}}, "không giữ vị trí"),
        ({"contact": {"phone_number": "0900000000", "first_name": "Tư"}}, "không cần số điện thoại"),
        ({"document": {"file_id": "d", "file_unique_id": "d"}}, "không đọc được tệp"),
        ({"text": "4", "forward_origin": {"type": "hidden_user", "sender_user_name": "A", "date": 1}}, "chuyển tiếp"),
        ({"checklist": {"title": "x", "tasks": []}}, "Trợ lý chưa đọc được tin này"),
    ],
)
async def test_what_cannot_be_read_changes_nothing_and_is_answered(
    served: Served, db_path: Path, content: dict[str, Any], words: str
) -> None:
    async with served("polling") as house:
        person = house.double.person(710)
        await to_the_form(person)

        seen = await person.sends(content)

        assert words in seen
        assert "Câu 1/11" in seen
        assert drafts(db_path) == [{}]
        assert "0900000000" not in str(rows(db_path, "SELECT * FROM chats"))


async def test_a_changed_message_is_not_read(house: House, db_path: Path) -> None:
    person = house.double.person(711)
    await to_the_form(person)
    await person.says("4")

    seen = await person.sends({"text": "5", "edit_date": 2}, kind="edited_message")

    assert "không đọc lại" in seen
    assert "Câu 2/11" in seen
    assert drafts(db_path) == [{"so_nguoi": 4}]


async def test_a_voice_message_leads_to_a_person_of_the_ward(house: House, db_path: Path) -> None:
    person = house.double.person(712)
    await to_the_form(person)
    await person.sends({"voice": VOICE})

    assert "Đã nhờ phường Vĩnh Lạc giúp" in await person.taps("Nhờ phường giúp")
    assert "Đã nhờ phường Vĩnh Lạc giúp" in await person.says("nhờ phường")
    assert rows(db_path, "SELECT kind, unit_code FROM tickets") == [("talk", "30745")]


async def test_without_a_ward_nobody_is_asked_and_a_number_is_given(house: House, db_path: Path) -> None:
    person = house.double.person(713)
    await person.says("/start")

    seen = await person.says("/nhophuong")

    assert "chưa nhờ được ai" in seen
    assert "0297 000 0000" in seen
    assert rows(db_path, "SELECT count(*) FROM tickets") == [(0,)]


@pytest.mark.parametrize("link", ["63-30745", "xa-63-30745"])
async def test_a_link_is_confirmed_and_can_be_turned_down(house: House, link: str) -> None:
    person = house.double.person(714)
    await person.says(f"/start {link}")
    await person.says("1")

    assert "phường Vĩnh Lạc, phải không" in await person.says("1")
    assert "gõ tên" in (await person.taps("Ở phường, xã khác")).lower()


@pytest.mark.parametrize("link", ["63-99999", "34-00000", "a,b,c", "moi-abc", "x" * 64, "63:30745; DROP"])
async def test_a_link_that_names_nothing_is_a_plain_start(house: House, link: str) -> None:
    person = house.double.person(715)

    assert "Kính chào" in await person.says(f"/start {link}")
    await person.taps("Trả lời cho nhà mình (11 câu, khoảng 7 phút)")
    assert "phải không" not in await person.taps("Đồng ý")


async def test_in_a_group_nothing_personal_is_said(house: House, db_path: Path) -> None:
    group = house.double.person(-100500)
    group.chat.kind = "supergroup"
    await house.double.person(1).says("/start")  # by then the assistant knows its own name
    while not house.program.telegram or not house.program.telegram.channel.groups.username:
        await house.double.person(1).says("/menu")

    await group.says("chào cả nhà", then=False)
    await group.says("/menu@mot_bot_khac", then=False)
    seen = await group.says(f"@{USERNAME} ơi phường mình được bao nhiêu phần trăm")

    assert group.chat.heard == 1
    assert f"https://t.me/{USERNAME}" in seen
    assert group.newest.rows == []
    assert rows(db_path, "SELECT count(*) FROM chats WHERE id < 0") == [(0,)]
    own = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "group"}, "from": {"id": BOT_ID, "is_bot": True, "first_name": "x"}}  # fmt: skip
    assert await group.sends({"text": "thế à", "reply_to_message": own})


async def test_a_group_that_takes_us_in_moves_and_throws_us_out_is_recorded(house: House, db_path: Path) -> None:
    group, person = house.double.person(-500), house.double.person(716)
    group.chat.kind = "group"
    group._membership("left", "member")
    await person.says("/start")
    assert rows(db_path, "SELECT id, peer FROM chats WHERE id < 0") == [(-500, "-500")]

    await group.sends({"migrate_to_chat_id": -100500}, then=False)
    await person.says("/menu")
    await _settled(house)
    assert rows(db_path, "SELECT chat_id, why, moved_to FROM out_of_reach") == [(-500, "moved", "-100500")]
    assert (-100500,) in rows(db_path, "SELECT id FROM chats")


async def test_who_blocks_is_recorded_and_who_comes_back_is_not(house: House, db_path: Path) -> None:
    person = house.double.person(717)
    await person.says("/start")

    person.blocks()
    await _settled(house)
    assert rows(db_path, "SELECT chat_id, why FROM out_of_reach") == [(717, "blocked")]

    person.unblocks()
    assert "Kính chào" in await person.says("/start")
    assert rows(db_path, "SELECT * FROM out_of_reach") == []


async def test_a_refused_answer_is_recorded_too(served: Served, db_path: Path) -> None:
    async with served("polling") as house:
        person = house.double.person(718)
        await to_the_form(person)
        person.chat.blocked_with = "user is deactivated"

        await person.says("4", then=False)
        await _settled(house)

        assert drafts(db_path) == [{"so_nguoi": 4}]
        assert rows(db_path, "SELECT chat_id, why FROM out_of_reach") == [(718, "deactivated")]


async def test_a_stranger_who_blocks_leaves_no_trace(house: House, db_path: Path) -> None:
    house.double.person(719).blocks()
    await _settled(house)

    assert rows(db_path, "SELECT * FROM out_of_reach") == []


async def test_own_data_comes_as_a_file(house: House) -> None:
    person = house.double.person(720)
    await to_the_form(person)
    await through_the_form(person)
    await person.says("số liệu nhà tôi")

    await person.taps("Tải về tất cả (tệp JSON)")

    document = person.newest.document
    assert document is not None
    assert document[0] == "so-lieu-nha-toi.json"
    assert b'"so_nguoi": 4' in document[1]


async def _settled(house: House) -> None:
    """Until everything that came in was taken."""
    import asyncio

    async with asyncio.timeout(10):
        while not house.double.delivery.is_idle:  # noqa: ASYNC110 - the double has no event for it
            await asyncio.sleep(0.01)

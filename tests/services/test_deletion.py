"""Deletion leaves no byte: the file is searched for everything that could lead back to the household."""

import sqlite3
from pathlib import Path

import pytest
from sqlmodel import Session, select

from models.chats import Chat
from models.households import ChatHousehold, Household
from tests.conversation import Person, Town

UNUSUAL = ("17", "5", "3")
"""Seventeen people at home, five of them children: as JSON keeps them."""


async def answer_and_send(person: Person) -> None:
    """Answer with numbers nobody else has, wish for help, and hand a question over."""
    await person.say("/start")
    await person.tap("Trả lời cho nhà mình")
    await person.tap("Đồng ý")
    await person.say("vinh lac")
    await person.tap("phường Vĩnh Lạc")
    await person.tap("khu phố Minh An")
    for said in (*UNUSUAL, "đúng", "2", "đúng", "7"):
        await person.say(said)
    await person.tap("Đang dùng")
    for said in ("6", "5", "4", "13", "11", "g"):
        await person.say(said)
    await person.tap("VNeID")
    await person.tap("Đồng ý, xin báo giúp")
    await person.say("nhờ phường")


def bytes_of(town: Town) -> bytes:
    """Everything on disk once the log is folded in and free pages are given back."""
    with sqlite3.connect(town.path) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.execute("VACUUM")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    return b"".join(path.read_bytes() for path in sorted(Path(town.path.parent).glob("town.db*")))


def markers(session: Session, person: Person) -> dict[str, bytes]:
    """What would lead back: read from the database while it is still there."""
    household = session.exec(select(Household).join(ChatHousehold).where(ChatHousehold.chat_id == person.chat_id)).one()
    chat = session.get_one(Chat, person.chat_id)
    return {
        "slip": household.slip.encode(),
        "household": household.id.encode(),
        "chat": str(person.chat_id).encode(),
        "chat number": person.chat_id.to_bytes(8, "big"),
        "token": (chat.token_hash or "").encode(),
        "answers": b'"so_nguoi":17',
        "device": person.origin.encode(),
    }


@pytest.mark.parametrize("is_open", [True, False], ids=["open-period", "closed-period"])
async def test_deletion_leaves_no_byte(town: Town, is_open: bool) -> None:
    person, neighbour = town.person(), town.person()
    person.origin = "0a1b2c3d4e5f60718293a4b5"
    person.chat_id += 0x1234_5678_9ABC  # so that its eight bytes are not all alike
    await person.say("/phieu")
    await person.say("11112222")
    await answer_and_send(person)
    await person.say("/solieunhatoi")
    await person.tap("Sửa câu trả lời")
    slip = town.slips()[0]
    await neighbour.say("/phieu")
    await neighbour.say(slip)
    found = town.database.read_now(markers, person)
    before = bytes_of(town)
    assert [name for name, marker in found.items() if marker not in before] == []
    if not is_open:
        town.close_period()
    await person.say("/xoadulieu")
    await person.tap("Xóa hết")
    # Misses against an address are kept an hour or two, to stop guessing; they name neither chat nor household.
    await town.pass_time(days=3)
    after = bytes_of(town)
    assert [name for name, marker in found.items() if marker in after] == []


async def test_other_devices_of_the_household_are_told_and_find_nothing(town: Town) -> None:
    person, other = town.person(), town.person()
    await answer_and_send(person)
    await other.say("/phieu")
    await other.say(town.slips()[0])
    assert "Số người đang ở trong nhà: 17" in other.shown
    await person.say("/xoadulieu")
    await person.tap("Xóa hết")
    await other.reload()
    assert "17" not in other.shown
    await other.tap("Mục lục")
    await other.say("/solieunhatoi")
    assert "Ở đây không giữ gì của nhà mình." in other.shown

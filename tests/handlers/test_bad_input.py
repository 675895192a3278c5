"""Bad input gets a clear reply in Vietnamese and loses nothing, at every view and whatever is sent."""

import re
from random import Random

import pytest
from sqlmodel import Session, select

from campaigns.drafts import Draft
from handlers.actions import ACTION_BYTES, unpack
from handlers.screen import Screen, Wait
from models.drafts import Draft as DraftRow
from models.reports import Report
from tests.channels import PLAIN, TELEGRAM, WEB, message
from tests.conversation import Person, Town
from tests.handlers.test_events import TO_FIBRE, TO_REVIEW, answers, at_question
from tests.naughty import NAUGHTY

ISSUE = (
    "-3",
    "99999999",
    "95.5",
    "1.234,5",
    "1,234",
    "🙂",
    "x" * 10_000,
    "<b>3</b>",
    "3\u200b",
    "ba\u0301",
    "3 4",
    "",
)
"""What issue 2 names."""
AT = {
    "start": (),
    "consent": ("Trả lời cho nhà mình",),
    "consent_full": ("Trả lời cho nhà mình", "Đọc đầy đủ"),
    "ward": ("Trả lời cho nhà mình", "Đồng ý"),
    "check": ("Cách kiểm tra",),
    "standing": ("Xem kết quả phường, xã",),
    "ask": ("Hỏi về kế hoạch thi đua",),
    "language": ("English",),
}
VIETNAMESE = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]")


def check(screen: Screen, said: str = "") -> None:
    """What every screen keeps: in Vietnamese, a way on, keys once, actions short and ours, nothing that went wrong."""
    assert VIETNAMESE.search(screen.plain), (said, screen.plain)
    assert "trục trặc" not in screen.plain, (said, screen.plain)
    assert "Traceback" not in screen.plain
    assert screen.choices, (said, screen.plain)
    keys = [choice.key for choice in screen.choices if choice.key]
    assert len(keys) == len(set(keys)), screen.plain
    for choice in screen.choices:
        assert len(choice.action.encode()) <= ACTION_BYTES
        assert unpack(choice.action) is not None
        assert choice.label.strip()
        if screen.waits_for is Wait.NUMBER:
            assert not choice.key.isdigit(), screen.plain


async def clean_reply(person: Person, said: str) -> None:
    """Say something; the screen is whole, and what is drawn of it can be sent."""
    check(await person.say(said), said)
    person.shown.encode()


@pytest.mark.parametrize("view", AT)
async def test_naughty_strings_at_every_view(town: Town, view: str) -> None:
    for said in (*ISSUE, *NAUGHTY):
        person = town.person()
        await person.reload()
        for label in AT[view]:
            await person.tap(label)
        await clean_reply(person, said)


@pytest.mark.parametrize("view", ["slip", "mydata", "erase", "wish", "slip_entry", "help", "hamlet", "menu"])
async def test_naughty_strings_at_the_views_of_a_household(town: Town, view: str) -> None:
    person = await at_question(town, *TO_REVIEW, "g")
    for said in (*ISSUE, *NAUGHTY):
        await person.go(view, {"wish": "vneid", "hamlet": "63:30745"}.get(view, ""))
        await clean_reply(person, said)
    assert len(town.slips()) == 1


@pytest.mark.parametrize("place", [1, 3, 7, 8, 12, 13])
async def test_naughty_strings_lose_nothing_in_a_form(town: Town, place: int) -> None:
    person = await at_question(town, *TO_REVIEW[:place])
    before = answers(town)
    for said in (*ISSUE, *NAUGHTY):
        await clean_reply(person, said)
        assert before.keys() <= answers(town).keys(), said
        await person.go("form")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("-3", "chỉ từ 0 đến 4"),
        ("99999999999", "chỉ từ 0 đến 4"),
        ("95.5", "số nguyên"),
        ("1.234,5", "số nguyên"),
        ("🙂", "cần một con số"),
        ("x" * 10_000, "dài quá"),
        ("<b>3</b>", "cần một con số"),
        ("3 hoặc 4", "nhiều con số"),
        ("\u200b", "Chưa thấy câu trả lời"),
    ],
)
async def test_a_reply_that_does_not_fit_says_why(town: Town, said: str, told: str) -> None:
    person = await at_question(town, "4")
    await person.say(said)
    assert told in person.shown
    assert "Câu 2/11." in person.shown


@pytest.mark.parametrize(
    ("said", "stored"), [("mo\u0323\u0302t", 1), ("3\u200b", 3), ("２", 2), ("hai cháu", 2), ("không", 0)]
)
async def test_reply_in_odd_letters_is_understood(town: Town, said: str, stored: int) -> None:
    person = await at_question(town, "4")
    await person.say(said)
    assert answers(town)["duoi_15"] == stored


async def test_what_cannot_be_read_is_answered_too(town: Town) -> None:
    person = await at_question(town, "4")
    await person.send(message(person.chat_id, None))
    check(person.screen) if person.screen else None
    assert "Câu 2/11." in person.shown


async def test_fifty_messages_at_once_are_answered_politely(town: Town) -> None:
    import asyncio

    from bot.throttle import Throttle

    town.slow_down(Throttle(burst=12, per_s=3, clock_s=lambda: 0.0))
    person = town.person()
    arrivals = [person.arrival(town.next_event()) for _ in range(50)]
    hear = town.conversation.hear
    screens = await asyncio.gather(*(hear(town.bot, message(person.chat_id, "menu"), arrival) for arrival in arrivals))
    asked_to_wait = [screen for screen in screens if "Tin đến nhanh quá" in screen.plain]
    assert len(asked_to_wait) >= 50 - 16
    for screen in screens:
        check(screen)


TYPED = (
    *("1", "2", "0", "3", "4", "đúng", "dung", "không rõ", "k", "x", "t", "s", "g", "m", "menu", "/lai", "/huy", "có"),
    *("/solieunhatoi", "/ketqua", "an hoa", "vinh lac", "mấy phần trăm hộ có cáp quang?", "abc", "v", "n", "/start"),
)


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_people_type_and_tap_nothing_raises_and_nothing_is_lost(town: Town, seed: int) -> None:
    random = Random(seed)
    person = town.person()
    person.channel = (PLAIN, WEB, TELEGRAM)[seed % 3]
    await person.reload()
    for _ in range(150):
        before = under_way(town)
        assert person.screen is not None
        tapped = random.choice(person.screen.choices) if random.random() < 0.6 else None
        if tapped is None:
            screen = await person.say(random.choice(TYPED if random.random() < 0.9 else NAUGHTY))
        elif gives_up(tapped.action):
            continue
        else:
            screen = await person.press(tapped.action)
        if screen.locale == "vi":
            check(screen)
        else:
            await person.press("speak|vi")
        after = under_way(town)
        lost = before.keys() - after.keys()
        assert not lost or len(after) == 0, (lost, person.shown)
        if not after and before:
            assert town.database.read_now(has_report), "a form that is gone was sent, a household's or an officer's"
            assert "Đã nhận" in person.shown


def gives_up(action: str) -> bool:
    """Whether this is how people themselves throw something away."""
    return action.split("|", maxsplit=1)[0] in {"drop", "erase"}


def has_report(session: Session) -> bool:
    """Whether any form was sent."""
    return session.exec(select(Report)).first() is not None


def under_way(town: Town) -> dict[str, object]:
    """Question id → answer of the form under way, if there is one."""
    rows = town.database.read_now(lambda session: [row.body for row in session.exec(select(DraftRow))])
    return {name: answer for body in rows for name, answer in Draft.from_json(body).answers.items()}


async def test_typing_a_letter_never_reaches_a_button_that_is_not_there(town: Town) -> None:
    person = await at_question(town, *TO_FIBRE)
    before = answers(town)
    for letter in "acdefhijlmopqruwyz":
        await person.say(letter)
        assert answers(town) == before
        assert "Câu 6/11." in person.shown

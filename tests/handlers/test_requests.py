"""Rights by telephone in conversation: what a person has to answer is put into words, what the machine can do is done."""

import pytest

from services.people import Role
from tests.conversation import VINH_LAC, Person, Town
from tests.handlers.test_roles import official
from tests.services.test_deletion import answer_and_send


async def somebody_calls(town: Town) -> Person:
    """An official who has found the household of somebody who telephones."""
    family, clerk = town.person(), await official(town, Role.LEADER, VINH_LAC)
    await answer_and_send(family)
    await clerk.go("request_slip")
    await clerk.say(town.slips()[0])
    await clerk.tap("Người trong nhà")
    return clerk


@pytest.mark.parametrize("right", ["Khiếu nại", "Phản đối", "Sửa dữ liệu", "Xem dữ liệu"])
async def test_what_a_person_has_to_answer_is_put_into_words(town: Town, right: str) -> None:
    clerk = await somebody_calls(town)
    await clerk.tap(right)
    assert "điều người gọi nói" in clerk.shown
    await clerk.say("bà nói số người trong nhà sai")
    assert "Đã ghi vào danh sách việc" in clerk.shown
    await clerk.tap("Mở")
    assert "bà nói số người trong nhà sai" in clerk.shown
    await clerk.say("/viec")
    await clerk.say("3")  # after the question that the family handed over, and its wish
    assert "bà nói số người trong nhà sai" in clerk.shown
    assert "Ghi qua điện thoại" in clerk.shown


async def test_whoever_has_nothing_to_add_is_in_the_queue_all_the_same(town: Town) -> None:
    clerk = await somebody_calls(town)
    await clerk.tap("Xem dữ liệu")
    await clerk.tap("Không có gì thêm")
    await clerk.say("/viec")
    assert "Đang chờ trả lời: 3" in clerk.shown


async def test_what_the_machine_can_do_needs_no_words(town: Town) -> None:
    clerk = await somebody_calls(town)
    await clerk.tap("Rút lại lời đồng ý")
    await clerk.tap("Mọi lời đồng ý")
    assert "Mọi lời đồng ý của hộ" in clerk.shown
    assert "Xin đọc lại cho người gọi nghe" in clerk.shown


async def test_one_consent_can_be_withdrawn_and_the_others_stand(town: Town) -> None:
    clerk = await somebody_calls(town)
    await clerk.tap("Rút lại lời đồng ý")
    await clerk.tap("Chỉ: được gọi lại")
    assert "Chỉ rút lời đồng ý" in clerk.shown
    await clerk.tap("thực hiện")
    assert "Đã thực hiện" in clerk.shown


@pytest.mark.parametrize("forged", ["nonsense", "", "withdraw,withdraw"])
async def test_a_forged_right_leads_nowhere(town: Town, forged: str) -> None:
    clerk = await somebody_calls(town)
    await clerk.press(f"go|request_words|1,household,{forged}")
    assert "điều người gọi nói" not in clerk.shown
    assert "Người gọi yêu cầu việc gì?" in clerk.shown

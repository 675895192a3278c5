"""Questions in conversation: the answer as a screen, follow-ups, "not what I meant", and a plain no."""

import pytest

from campaigns.plan_answers import Reason
from handlers.rule_reasons import reason_words
from handlers.words import use_locale
from tests.handlers.talk import Talk

PERCENT = "đến năm 2023 bao nhiêu phần trăm người trưởng thành có điện thoại thông minh?"


async def test_an_answer_carries_number_clause_and_what_applies_now(talk: Talk) -> None:
    shown = await talk.say("đề nghị bằng khen chủ tịch tỉnh cần mấy bộ hồ sơ?")
    assert "Theo kế hoạch (Rạch Giá):" in shown
    assert "03 bộ (điểm c, mục 2, phần V)" in shown
    assert "Quy định đang áp dụng: Trang dịch vụ công hiện đòi 01 bộ hồ sơ" in shown
    assert "nguồn: Trang dịch vụ công về thi đua, khen thưởng" in shown
    assert "11/2026" in shown


async def test_the_documents_own_words_are_offered_only_when_imported(talk: Talk) -> None:
    await talk.say(PERCENT)
    labels = [choice.label for choice in talk.screen.choices]
    assert labels == ["Mục liên quan", "Không đúng ý tôi", "Xem kế hoạch", "Mục lục"]


async def test_a_list_is_whole_and_focused(talk: Talk) -> None:
    shown = await talk.say("mỗi loại khen thưởng cần bao nhiêu bộ hồ sơ?")
    for words in ("Huân chương Lao động: 05 bộ", "Thủ tướng Chính phủ: 05 bộ", "tỉnh: 03 bộ", "thành phố: 01 bộ"):
        assert words in shown
    assert len(shown) < 1_500


async def test_a_follow_up_goes_on_from_the_last_question(talk: Talk) -> None:
    first = await talk.say(PERCENT)
    assert "đến năm 2023" in first
    second = await talk.say("còn 2025?")
    assert "điện thoại thông minh" in second
    assert "đến năm 2025" in second
    assert second != first
    again = await talk.say("/lai")
    assert again == second


async def test_a_follow_up_of_a_follow_up_goes_on_from_the_same_question(talk: Talk) -> None:
    await talk.say(PERCENT)
    await talk.say("còn 2025?")
    third = await talk.say("thế còn 2023?")
    assert "điện thoại thông minh" in third
    assert "đến năm 2023" in third


async def test_a_new_question_leaves_the_last_one_behind(talk: Talk) -> None:
    await talk.say(PERCENT)
    shown = await talk.say("khi nào tổng kết phong trào?")
    assert "điện thoại thông minh" not in shown
    assert "quý IV năm 2025" in shown


async def test_the_menu_ends_a_line_of_questions(talk: Talk) -> None:
    await talk.say(PERCENT)
    await talk.say("0")
    shown = await talk.say("còn 2025?")
    assert "điện thoại thông minh" not in shown


async def test_what_stands_near_and_back(talk: Talk) -> None:
    first = await talk.say(PERCENT)
    near = await talk.press("Mục liên quan")
    assert near.startswith("Mục liên quan")
    assert near.count("phần II)") >= 3
    assert await talk.press("Trở lại câu trả lời") == first


async def test_not_what_i_meant_asks_one_question_and_is_kept_once(talk: Talk) -> None:
    await talk.say(PERCENT)
    assert talk.misses() == []
    shown = await talk.press("Không đúng ý tôi")
    assert "Nhà mình muốn hỏi điều nào?" in shown
    assert talk.misses() == [("rach-gia", PERCENT, "wrong")]
    wrong = next(choice.action for choice in talk.screen.choices)
    assert len(talk.screen.choices) > 2
    chosen = await talk.send(wrong)
    assert "Theo kế hoạch (Rạch Giá):" in chosen
    await talk.press("Không đúng ý tôi")
    await talk.send(f"part|wrong|{wrong.rpartition('|')[2]}")
    assert talk.misses() == [("rach-gia", PERCENT, "wrong")] * 2


async def test_after_not_what_i_meant_other_words_may_be_typed(talk: Talk) -> None:
    await talk.say(PERCENT)
    await talk.press("Không đúng ý tôi")
    assert "quý IV năm 2025" in await talk.say("tổng kết phong trào khi nào")


async def test_a_button_of_an_earlier_answer_is_stale(talk: Talk) -> None:
    await talk.say(PERCENT)
    old = talk.screen.choices[0].action
    shown = await talk.say("khi nào tổng kết phong trào?")
    stale = await talk.send(old)
    assert "Nút vừa bấm là của câu trước" in stale
    assert shown in stale


async def test_a_plain_no_offers_the_nearest_and_names_who_to_ask_today(talk: Talk) -> None:
    shown = await talk.say("bằng khen được thưởng bao nhiêu tiền?")
    assert "Kế hoạch này không quy định" in shown
    assert "Chỗ gần nhất mà kế hoạch có nói:" in shown
    assert "Hôm nay xin hỏi UBND phường Vĩnh Lạc: 0297 000 1111." in shown
    assert "Phòng Nội vụ của thành phố không còn từ 01/7/2025." in shown
    assert "Nay xin hỏi: phường Rạch Giá và phường Vĩnh Thông, tỉnh An Giang." in shown
    assert talk.misses() == [("rach-gia", "bằng khen được thưởng bao nhiêu tiền?", "amount")]


async def test_without_an_open_survey_the_plans_own_body_and_its_successor_are_named(talk: Talk) -> None:
    await talk.send("go|plan|hai-duong")
    shown = await talk.say("bằng khen được thưởng bao nhiêu tiền?")
    assert "Hôm nay xin hỏi" not in shown
    assert "Kế hoạch giao Sở Thông tin và Truyền thông" in shown
    assert "Nay xin hỏi: Sở Khoa học và Công nghệ, Sở Nội vụ." in shown
    await talk.send("go|plan|dien-bien")
    assert "Kế hoạch không ghi nơi hỏi" in await talk.say("bằng khen được thưởng bao nhiêu tiền?")


async def test_another_plan_that_does_say_is_a_button_away(talk: Talk) -> None:
    shown = await talk.say("doanh nghiệp du lịch bao nhiêu phần trăm?")
    assert "kế hoạch của phong trào khác có nói" in shown
    assert "Theo kế hoạch (Hải Dương):" in await talk.press("Hỏi kế hoạch Hải Dương")


async def test_clauses_that_do_not_agree_are_both_shown(talk: Talk) -> None:
    await talk.send("go|plan|hai-duong")
    shown = await talk.say("thời gian thực hiện phong trào từ năm nào đến năm nào?")
    assert "có mấy chỗ không khớp nhau:" in shown
    assert "Trợ lý hiểu là: Theo phần tiến độ" in shown
    assert shown.count("2021") >= 2


async def test_in_the_middle_of_a_form_the_answer_stands_beside_the_question(talk: Talk) -> None:
    await talk.say("/start")
    await talk.say("1")
    before = talk.screen
    shown = await talk.say("vì sao cần mấy bộ hồ sơ khen thưởng?")
    assert talk.screen.blocks == before.blocks
    assert "Theo kế hoạch (Rạch Giá):" in shown


@pytest.mark.parametrize("text", ["?", "🙂🙂", "a", "x" * 4_000, "' OR 1=1; --", "<script>alert(1)</script>", "…"])
async def test_what_is_no_question_gets_a_helpful_reply(talk: Talk, text: str) -> None:
    await talk.say("/hoi")
    shown = await talk.say(text)
    assert "Xin hỏi bằng vài chữ" in shown or "kế hoạch" in shown.lower()
    assert "Có lỗi" not in shown


async def test_a_long_question_is_kept_short(talk: Talk) -> None:
    lead = "Cho em hỏi ạ, " + "em là cán bộ mới nên chưa rõ lắm, " * 8
    await talk.say(f"{lead}thì đề nghị giấy khen cần mấy bộ hồ sơ?")
    assert "01 bộ" in talk.screen.plain
    assert "01 bộ" in await talk.say("/lai")


@pytest.mark.parametrize("locale", ["vi", "en"])
@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_its_sentence(reason: Reason, locale: str) -> None:
    with use_locale(locale):
        words = reason_words(reason, {"year": "2027", "level": "xa", "kind": "percent", "document": "13"})
    assert words.endswith(".")
    assert "{" not in words


async def test_what_other_laws_set_is_declined_without_naming_a_document_that_was_not_named(talk: Talk) -> None:
    assert "Việc đó do luật và văn bản khác quy định" in await talk.say("hộ nghèo có được miễn học phí không")
    assert "không dẫn văn bản số 98" in await talk.say("Nghị định 98 nói gì về khen thưởng")

"""/phongtrao, /kehoach and /lich in conversation: several campaigns followed, one spoken of."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from handlers.words import use_locale
from tests.handlers.talk import Talk

PLANS = ("Điện Biên (Sở KH&CN)", "Hải Dương", "Rạch Giá", "Thái Bình", "Tuyên Quang")


async def test_phongtrao_lists_every_campaign_with_place_and_years(talk: Talk) -> None:
    shown = await talk.say("/phongtrao")
    assert "tỉnh Thái Bình · 2023–2025 · đang thực hiện" in shown
    assert "thành phố Rạch Giá, tỉnh Kiên Giang · 2022–2025 · đang thực hiện · đang hỏi" in shown
    assert [choice.label for choice in talk.screen.choices][:5] == list(PLANS)


async def test_a_campaign_that_is_over_names_its_successor(talk: Talk) -> None:
    talk.now = datetime(2026, 3, 1, tzinfo=UTC)
    shown = await talk.say("/phongtrao")
    assert "2022–2025 · đã kết thúc; tiếp nối: Phong trào thi đua cả nước" in shown
    one = await talk.press("Rạch Giá")
    assert "Phong trào này đã kết thúc, thực hiện đến hết năm 2025." in one
    assert "923/QĐ-TTg" in one


async def test_several_are_followed_and_no_longer(talk: Talk) -> None:
    for name in ("Hải Dương", "Thái Bình"):
        await talk.say("/phongtrao")
        await talk.press(name)
        assert "Đã theo dõi" in await talk.press("Theo dõi")
    shown = await talk.say("/phongtrao")
    assert shown.count("đang theo dõi") == 2
    await talk.say("/lich")
    assert [choice.label for choice in talk.screen.choices] == [
        "Trả lời cho nhà mình", "Hải Dương", "Rạch Giá", "Thái Bình", "Theo dõi phong trào khác", "Mục lục",
    ]  # fmt: skip
    await talk.say("/phongtrao")
    await talk.press("Thái Bình")
    assert "Đã thôi theo dõi" in await talk.press("Thôi theo dõi")
    assert (await talk.say("/phongtrao")).count("đang theo dõi") == 1


async def test_following_twice_is_following_once(talk: Talk) -> None:
    await talk.send("follow|hai-duong|1")
    await talk.send("follow|hai-duong|1")
    assert (await talk.say("/phongtrao")).count("đang theo dõi") == 1


async def test_a_campaign_that_is_not_there_is_a_stale_button(talk: Talk) -> None:
    for action in (
        "follow|khong-co|1",
        "about|khong-co",
        "go|plan|khong-co",
        "dates|khong-co||0",
        "plan|khong-co|who|0",
    ):
        assert "không có phong trào" in (await talk.send(action)).lower()


async def test_the_current_campaign_is_the_one_of_plan_calendar_and_questions(talk: Talk) -> None:
    assert (await talk.say("/kehoach")).startswith("Rạch Giá: Giới thiệu")
    await talk.say("/phongtrao")
    await talk.press("Tuyên Quang")
    shown = await talk.press("Từ giờ hỏi về phong trào này")
    assert "Từ giờ các câu hỏi được hiểu là về phong trào này." in shown
    assert "Đang hỏi về: Phong trào thi đua “Chuyển đổi số trên địa bàn tỉnh Tuyên Quang" in shown
    answer = await talk.say("bao nhiêu phần trăm hồ sơ thủ tục cấp tỉnh giải quyết hoàn toàn trên mạng?")
    assert "Theo kế hoạch (Tuyên Quang):" in answer
    assert "tối thiểu 80%" in answer
    assert (await talk.say("/kehoach")).startswith("Tuyên Quang: Giới thiệu")
    assert "Chuyển đổi số trên địa bàn tỉnh Tuyên Quang" in await talk.say("/lich")


async def test_a_question_on_another_campaigns_plan_is_about_that_campaign(talk: Talk) -> None:
    await talk.send("go|plan|thai-binh")
    answer = await talk.say("mỗi sở được đề nghị mấy cá nhân?")
    assert "Theo kế hoạch (Thái Bình):" in answer
    assert "01 cá nhân" in answer
    assert (await talk.say("/kehoach")).startswith("Rạch Giá")


async def test_the_five_screens_are_a_number_away(talk: Talk) -> None:
    await talk.say("/kehoach")
    titles = {"2": "Ai tham gia", "3": "Chỉ tiêu", "4": "Khen thưởng", "5": "Tiến độ", "1": "Giới thiệu"}
    for key, title in titles.items():
        assert (await talk.say(key)).startswith(f"Rạch Giá: {title}")
    first = await talk.say("ba")
    second = await talk.say("6")
    assert "(2/" in second
    assert await talk.say("7") == first


async def test_typed_words_open_the_plan_and_the_calendar(talk: Talk) -> None:
    assert (await talk.say("kế hoạch")).startswith("Rạch Giá: Giới thiệu")
    assert (await talk.say("lich")).startswith("Lịch của tôi, ngày 10/11/2025")
    assert (await talk.say("phong trào")).startswith("Các phong trào thi đua")


async def test_the_calendar_of_a_citizen_begins_with_the_survey(talk: Talk) -> None:
    shown = await talk.say("/lich")
    assert "Đợt hỏi “năm 2025”: đến hết ngày 30/11/2025 (còn 20 ngày). Nhà mình chưa trả lời." in shown
    assert "Quý IV năm 2025 (đang đến hạn): Tổng kết phong trào vào quý IV năm 2025 (" in shown


async def test_the_calendar_of_a_body_has_what_binds_it(talk: Talk) -> None:
    talk.now = datetime(2023, 1, 10, tzinfo=UTC)
    await talk.send("go|calendar|rach-gia")
    shown = await talk.press("Lịch của: Doanh nghiệp")
    assert "lịch của Doanh nghiệp" in shown
    assert "Tháng 01 năm 2023 (đang đến hạn): Lập kế hoạch phát động" in shown
    assert "Trình kế hoạch để UBND thành phố ban hành" not in shown
    await talk.press("Xem lịch chung")
    assert "Trợ lý không biết việc nào đã làm xong" in talk.screen.plain
    assert "Trình kế hoạch để UBND thành phố ban hành" in await talk.press("Trang sau")


async def test_quarters_are_spans(talk: Talk) -> None:
    for month, day, state in ((9, 30, "sắp tới"), (10, 1, "đang đến hạn")):
        talk.now = datetime(2024, month, day, tzinfo=UTC)
        assert f"Quý IV năm 2024 ({state})" in await talk.send("go|calendar|thai-binh")


async def test_a_plan_without_dates_says_so(talk: Talk) -> None:
    talk.now = datetime(2024, 5, 1, tzinfo=UTC)
    assert "Kế hoạch không ghi mốc thời gian nào." in await talk.send("go|calendar|tuyen-quang")


@pytest.mark.parametrize("args", ["rach-gia,99,0", "rach-gia,x,y", "rach-gia,,-1", "rach-gia,0,9999"])
async def test_odd_ways_into_the_calendar_are_harmless(talk: Talk, args: str) -> None:
    assert "Rạch Giá: lịch của" in await talk.send(f"go|calendar|{args}")


async def test_the_first_screen_has_at_most_seven_choices(talk: Talk) -> None:
    await talk.say("/start")
    assert "Xem kế hoạch" in [choice.label for choice in talk.screen.choices]
    assert len(talk.screen.choices) <= 7


async def test_english_interface_says_what_stays_vietnamese(talk: Talk) -> None:
    english = replace(talk, locale="en")
    with use_locale("en"):
        shown = await english.say("/kehoach")
    assert shown.startswith("Rạch Giá: About")
    assert "The plan is in Vietnamese" in shown
    assert "The plan is in Vietnamese" in await english.say("/lich")

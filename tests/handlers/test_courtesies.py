"""What is asked about the survey itself, in the words of people at home and in a hurry; and a place asked for by name."""

import pytest

from campaigns.text import fold
from handlers.actions import Action, Go, Typed
from handlers.commands import Again, Leave
from handlers.form_actions import Begin, Later, Why
from handlers.phrases import Kind, ResultsOf, Said
from handlers.replies import read_reply
from handlers.screen import Choice, Screen, Wait
from tests.handlers.talk import Talk

NOWHERE = Screen(())
MEANT: dict[str, Action] = {
    **dict.fromkeys(
        ["xin hướng dẫn giúp tôi cách khai", "chỉ giùm bác cách khai", "hổng biết khai sao hết trơn á", "hd kê khai"],
        Said(Kind.HOW),
    ),
    **dict.fromkeys(["răng mà khai ri", "khai ở mô", "khai mô rứa", "khai dùm ba má dc ko"], Begin()),
    **dict.fromkeys(["phiếu ni để mần chi", "khai xong được gì", "có quà không"], Said(Kind.PURPOSE)),
    **dict.fromkeys(["bt bao giờ hết hạn ko", "hạn chót khi nào", "hạn khai đến ngày nào"], Said(Kind.DEADLINE)),
    **dict.fromkeys(["mấy phút vậy con", "bao lâu thì xong", "có mấy câu", "còn mấy câu nữa"], Said(Kind.DURATION)),
    **dict.fromkeys(["ai coi được số liệu nhà tui", "có lộ số điện thoại không"], Said(Kind.SEEN_BY)),
    **dict.fromkeys(["cho xin sđt phường", "liên hệ ai", "gọi số nào"], Said(Kind.CONTACT)),
    **dict.fromkeys(["chữ nhỏ quá", "mắt kém quá không đọc được", "tui hổng biết chữ"], Said(Kind.HARD_TO_READ)),
    **dict.fromkeys(["tôi già rồi không rành máy móc", "không biết xài smartphone"], Said(Kind.UNHANDY)),
    **dict.fromkeys(["bị lỗi rồi", "không vào được", "sao lâu vậy"], Said(Kind.TROUBLE)),
    **dict.fromkeys(["đừng nhắn nữa", "dừng nhắc", "nhắc tui ngày mai nghe"], Said(Kind.UNASKED)),
    **dict.fromkeys(["không khai có bị phạt không"], Said(Kind.VOLUNTARY)),
    **dict.fromkeys(["có tốn xu nào ko", "dzậy có mất tiền hông"], Said(Kind.GENUINE)),
    **dict.fromkeys(["trang này của ai", "có phải của công an không"], Said(Kind.MACHINE)),
    **dict.fromkeys(["tui khai rồi mà", "nhà tôi có người đến hỏi rồi", "bấm lộn rồi sửa sao"], Go("mydata")),
    **dict.fromkeys(["vì sao", "zậy giờ tui làm sao", "hổng biết bấm chỗ nào"], Go("help")),
    **dict.fromkeys(["lát nữa", "để chiều", "mai làm tiếp"], Leave()),
    **dict.fromkeys(["xuất excel", "đăng nhập cán bộ kiểu gì", "cho mã cán bộ"], Go("roles")),
    **dict.fromkeys(
        ["phường mình đạt chưa", "phường tôi còn thiếu bao nhiêu hộ", "báo cáo tiến độ phường", "tiến độ của xã mình"],
        Go("standing"),
    ),
    "nói lại coi": Again(),
}
NAMED = {
    "kết quả phường An Hòa": "phường an hòa",
    "cho tôi xem kq An Hòa": "an hòa",
    "phường Rạch Sỏi được bao nhiêu phần trăm rồi": "phường rạch sỏi",
    "xã Phi Thông tới đâu rồi": "xã phi thông",
    "bao nhiêu hộ phường Vĩnh Lạc trả lời rồi": "phường vĩnh lạc",
    "An Hòa tới đâu rồi": "an hòa",
    "bên An Hòa làm sao rồi con": "an hòa",
    "cho hỏi Rạch Giá đạt bao nhiêu rồi": "rạch giá",
    "thế còn Vĩnh Thanh Vân thì sao": "vĩnh thanh vân",
    "Vĩnh Lạc xong chưa": "vĩnh lạc",
}


@pytest.mark.parametrize(("said", "meant"), MEANT.items())
def test_what_is_asked_about_the_survey_is_no_question_about_the_plan(said: str, meant: Action) -> None:
    for text in (said, said.upper(), f"dạ {said} ạ"):
        assert read_reply(NOWHERE, text) == meant, text


@pytest.mark.parametrize(("said", "name"), NAMED.items())
def test_a_place_that_is_named_is_looked_for(said: str, name: str) -> None:
    for text, wanted in ((said, name), (fold(said), fold(name))):
        meant = read_reply(NOWHERE, text)
        assert isinstance(meant, ResultsOf)
        assert wanted in meant.names


def test_why_is_answered_where_a_number_is_waited_for() -> None:
    ways = (Choice("Vì sao hỏi?", Why(1).pack(), "V"), Choice("Để sau", Later(1).pack(), "S"))
    question = Screen((), ways, waits_for=Wait.NUMBER)
    for said in ("vì sao", "tại sao vậy", "câu này khó quá", "sao hỏi hoài vậy", "không biết bấm chỗ nào"):
        assert read_reply(question, said) == Why(1), said


def test_who_is_counted_is_no_frame_around_a_choice() -> None:
    right = Screen((), (Choice("Đúng", Go("form").pack(), "1"), Choice("Chưa đúng", Go("check").pack(), "2")))
    for said in ("2 vợ chồng tui", "2 ba má"):
        assert read_reply(right, said) == Typed(said), said
    yes = Screen((), (Choice("Có", Go("form").pack(), "1"), Choice("Không", Go("check").pack(), "2")))
    assert read_reply(yes, "không hết") == Typed("không hết")


async def test_a_named_place_shows_its_results_even_in_the_middle_of_a_form(talk: Talk) -> None:
    for said in ("kết quả phường An Hòa", "ket qua an hoa", "kq phường An Hoa thế nào rồi con"):
        assert (await talk.say(said)).startswith("Phường An Hòa"), said
    assert (await talk.say("kết quả thành phố Rạch Giá")).startswith("Thành phố Rạch Giá")
    await to_first_question(talk)
    assert (await talk.say("kết quả phường Vĩnh Lạc")).startswith("Phường Vĩnh Lạc")
    assert (await talk.say("khai tiếp")).startswith("Câu 1/11.")


async def test_a_place_needs_no_ward_before_its_name(talk: Talk) -> None:
    for said in ("an hòa tới đâu rồi", "an hoa sao roi", "bên an hòa ntn rồi em", "còn an hòa thì sao"):
        assert (await talk.say(said)).startswith("Phường An Hòa"), said
    assert (await talk.say("rạch giá đạt bao nhiêu rồi")).startswith("Thành phố Rạch Giá")


@pytest.mark.parametrize("said", ["tuyên truyền tới đâu thì được thưởng", "hồ sơ của em tới đâu rồi", "cáp quang đạt bao nhiêu phần trăm rồi"])  # fmt: skip
async def test_what_is_asked_in_the_same_words_about_no_place_is_a_question(talk: Talk, said: str) -> None:
    await talk.say(said)
    assert talk.screen.waits_for is Wait.QUESTION


async def test_what_names_no_place_is_a_question_about_the_plan(talk: Talk) -> None:
    assert "chỉ nói về địa phương của mình" in await talk.say("kết quả phường Long Xuyên")
    assert "kế hoạch" in await talk.say("số liệu hộ nghèo")


async def test_namesakes_are_told_apart(talk: Talk) -> None:
    screen = await talk.send("go|standing_of|Vĩnh Lạc")
    assert "phường Vĩnh Lạc" in screen


async def test_how_to_answer_is_told_before_the_form_and_beside_its_question(talk: Talk) -> None:
    told = "Các câu hiện ra lần lượt"
    asked = await talk.say("xin hướng dẫn giúp tôi cách khai")
    assert asked.startswith(told)
    assert "Xin phép trước khi hỏi" in asked
    await to_first_question(talk)
    again = await talk.say("hướng dẫn giúp tôi cách khai")
    assert again.startswith(told)
    assert "Câu 1/11." in again


async def test_the_survey_answers_for_itself(talk: Talk) -> None:
    assert "đến hết ngày" in await talk.say("hạn chót khi nào")
    assert "11 câu, mất khoảng 7 phút" in await talk.say("mấy phút vậy con")
    assert "Muốn nói chuyện với người" in await talk.say("liên hệ ai")
    assert "Xin lỗi vì trục trặc" in await talk.say("bị lỗi rồi")
    assert talk.misses() == []


async def to_first_question(talk: Talk) -> None:
    """Through consent and place."""
    for said in ("/start", "trả lời cho nhà mình", "đồng ý", "an hoa", "1"):
        shown = await talk.say(said)
    assert shown.startswith("Câu 1/11.")

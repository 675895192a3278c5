"""Everyday words: each leads where it means, on screens that wait for nothing of the kind; questions and answers stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.routes import VIEWS
from campaigns import spoken
from campaigns.form_questions import Choice as ChoiceQuestion
from campaigns.form_questions import MultiChoice
from campaigns.library import Library
from campaigns.text import fold
from handlers.actions import Action, Asked, Go, Typed
from handlers.commands import Again, HandOver, Leave
from handlers.everyday import _phrases, bare, says_nothing, what_is_meant, words_of
from handlers.form_actions import Begin, BeginOfficer, Later, Step, Why
from handlers.frames import BEFORE
from handlers.menu import Speak
from handlers.phrases import IDLE, TABLE, Kind, Said
from handlers.replies import read_reply
from handlers.screen import Choice, Screen, Wait

NOWHERE = Screen(())
MEANT: dict[str, Action] = {
    **dict.fromkeys(
        [
            "chào cháu",
            "Xin chào ạ",
            "em chào anh",
            "alo",
            "a lô em ơi",
            "Hello!",
            "có ai không?",
            "co ai ko",
            "cháu ơi",
        ],
        Said(Kind.GREETING),
    ),
    **dict.fromkeys(
        ["cảm ơn cháu", "cám ơn em nhiều nhé", "cam on tro ly", "Thank you very much", "dạ cảm ơn ạ"], Said(Kind.THANKS)
    ),
    **dict.fromkeys(["tạm biệt", "chào nhé", "thôi chào cháu nha", "bye bye em"], Said(Kind.FAREWELL)),
    **dict.fromkeys(
        [
            *(
                "bác muốn kê khai",
                "bac muon ke khai",
                "cho tôi khai báo với",
                "kê khai",
                "trả lời phiếu",
                "em muốn tl phiếu",
            ),
            *(
                "làm phiếu",
                "điền phiếu giùm bác",
                "bắt đầu đi",
                "trả lời cho nhà mình",
                "tham gia khảo sát",
                "I want to answer",
            ),
            *("khai giùm mẹ đi con", "làm tiếp", "tiep", "dạ tiếp", "dạ cho em xin khai phiếu ạ"),
        ],
        Begin(),
    ),
    **dict.fromkeys(
        [
            "sửa phiếu",
            "tôi muốn sửa câu trả lời",
            "xem lại phiếu",
            "xem phiếu của tôi",
            "coi lại phiếu giùm tui",
            "khai lại",
        ],
        Go("mydata"),
    ),
    **dict.fromkeys(["tôi trả lời rồi", "nộp phiếu rồi", "khai xong rồi con ơi"], Go("mydata")),
    **dict.fromkeys(["khai sai rồi", "lỡ bấm nhầm", "trả lời lộn rồi con ơi", "khai nhầm"], Go("mydata")),
    **dict.fromkeys(
        ["quên số phiếu", "tôi quên mất số phiếu rồi", "mất số phiếu", "ko nhớ số phiếu"], Said(Kind.FORGOTTEN)
    ),
    **dict.fromkeys(
        [
            "xem kết quả",
            "coi kết quả phường",
            "phường mình đến đâu rồi",
            "xã mình làm tới đâu rồi em",
            "xem kq",
            "see the results",
        ],
        Go("standing"),
    ),
    **dict.fromkeys(
        ["gặp cán bộ", "cho bác gặp người", "tôi muốn nói chuyện với người thật", "cần người giúp", "talk to a person"],
        HandOver(),
    ),
    **dict.fromkeys(["gọi cho tôi", "gọi lại cho bác nhé", "gọi điện lại giùm"], Go("callback")),
    **dict.fromkeys(
        ["phản ánh về cán bộ phường", "tôi muốn khiếu nại cán bộ xã", "phản ánh thái độ cán bộ"],
        Go("write", "complaint"),
    ),
    **dict.fromkeys(["tôi muốn khiếu nại", "phản ánh", "góp ý"], Go("appeal")),
    **dict.fromkeys(["xóa dữ liệu của tôi đi", "xoá hết số liệu nhà tôi", "delete my data"], Go("erase")),
    "rút lại đồng ý": Go("withdraw"),
    **dict.fromkeys(["tiếng anh", "English please", "nói tiếng anh được không"], Speak("en")),
    **dict.fromkeys(
        ["chào cháu, bác muốn kê khai", "alo. cho bác khai với", "chào em bác muốn khai", "làm sao khai đây con"],
        Begin(),
    ),
    **dict.fromkeys(["khai cái gì", "t muốn lm phiếu", "lm phiếu ở đâu v", "how do i start"], Begin()),
    **dict.fromkeys(["kq phường mk ntn r", "cho mình xin số liệu phường"], Go("standing")),
    "tiếng việt": Speak("vi"),
    "đổi ngôn ngữ": Go("language"),
    **dict.fromkeys(["tôi là cán bộ", "tôi là cán bộ phường", "toi la cong chuc", "em là giáo viên ạ"], Go("officer")),
    **dict.fromkeys(["đăng nhập", "tôi thuộc tổ công nghệ số", "nhập số liệu đơn vị", "login"], Go("roles")),
    "em có mã": Go("code"),
    "cho tôi hỏi chút": Go("ask"),
    **dict.fromkeys(["bạn làm được gì?", "về trang chủ"], Go("menu")),
    **dict.fromkeys(["giúp tôi với", "cần giúp đỡ", "không hiểu gì hết", "tôi không biết làm"], Go("help")),
    **dict.fromkeys(["thôi nhé", "để sau đi", "bác đang bận", "không làm nữa"], Leave()),
    **dict.fromkeys(["bạn là ai", "ai đấy", "máy hay người vậy?", "who are you?"], Said(Kind.MACHINE)),
    **dict.fromkeys(["có bắt buộc không", "không trả lời có sao không"], Said(Kind.VOLUNTARY)),
    **dict.fromkeys(["lừa đảo à", "có mất tiền không?", "co an toan ko", "có lộ thông tin không"], Said(Kind.GENUINE)),
}
NOTHING_SAID = (
    *(
        "đồng ý",
        "ok",
        "Vâng",
        "dạ vâng ạ",
        "ừ",
        "có",
        "không",
        "khong",
        "k",
        "ko biết",
        "dạ bác",
        "được rồi em",
        "hihi",
        "haha",
    ),
    *("asdf", "???", "…", "🙂", "👍👍", "7", "aaaa", "gì vậy", "j z", "hay quá", "test"),
)
QUESTIONS = (
    *(
        "kê khai tài sản có trong kế hoạch không",
        "chào mừng ngày chuyển đổi số là ngày nào",
        "khen thưởng",
        "khai thác dữ liệu",
    ),
    *(
        "cán bộ xã phải học kỹ năng số bao nhiêu phần trăm",
        "xem ai được khen",
        "sữa",
        "2025",
        "còn cấp xã?",
        "điện thoại thông minh",
    ),
)


@pytest.mark.parametrize(("said", "meant"), MEANT.items())
def test_everyday_words_lead_where_they_mean(said: str, meant: Action) -> None:
    framed = [] if said == "chào nhé" else [f"Dạ {said} ạ"]  # with one more particle that is a greeting again
    for text in (said, said.upper(), fold(said), f"{said} …", *framed):
        assert read_reply(NOWHERE, text) == meant, text


@pytest.mark.parametrize("said", NOTHING_SAID)
def test_what_answers_nothing_is_no_question(said: str) -> None:
    assert what_is_meant(said, NOWHERE) is None
    assert says_nothing(said)


@pytest.mark.parametrize("said", QUESTIONS)
def test_words_that_only_stand_in_a_question_leave_it_alone(said: str) -> None:
    assert what_is_meant(said, NOWHERE) is None
    assert not says_nothing(said)


def test_a_phrase_leads_to_one_place_only() -> None:
    """As it stands, and by what is left of it without its frame unless that is itself a phrase."""
    whole: dict[str, set[str]] = {}
    left: dict[str, set[str]] = {}
    for action, patterns in TABLE:
        for said in (words_of(each) for pattern in patterns.split("|") for each in _written_out(pattern)):
            whole.setdefault(fold(" ".join(said)), set()).add(repr(action))
            left.setdefault(fold(" ".join(bare(said))), set()).add(repr(action))
    assert {words: actions for words, actions in whole.items() if len(actions) > 1} == {}
    assert {words: left[words] for words in left.keys() - whole.keys() if len(left[words]) > 1} == {}


def _written_out(pattern: str) -> list[str]:
    head, bracket, rest = pattern.partition("(")
    if not bracket:
        return [pattern]
    inside, _, tail = rest.partition(")")
    return [f"{head}{each}{end}" for each in inside.split("/") for end in _written_out(tail)]


def test_no_phrase_is_the_answer_to_a_question_of_a_form() -> None:
    phrases = [" ".join(phrase.spelt) for phrase in _phrases().values() if phrase.action != Said(Kind.IDLE)]
    for said in phrases:
        assert spoken.yes_or_no(said) is None, said
        read = (spoken.means_unknown, spoken.means_declined, spoken.means_skip, spoken.means_all)
        assert [reads for reads in read if reads(said)] == [], said
        if not isinstance(spoken.number(said), str):
            assert what_is_meant(said, Screen((), waits_for=Wait.NUMBER)) is None


def test_in_a_form_the_first_words_of_an_option_stay_an_answer(library: Library) -> None:
    questions = [
        question
        for form in (library.household_form("rach-gia", 2025), library.officer_form("rach-gia", 2025))
        for question in form.questions
        if isinstance(question, ChoiceQuestion | MultiChoice)
    ]
    assert questions
    for question in questions:
        given = [Choice(each.label.vi, Step(1, 2, "give", "q1", each.id).pack(), "") for each in question.options]
        screen = Screen((), (*given, Choice("Để sau", Later(1).pack(), "S")))
        starts = [" ".join(each.label.vi.split()[:n]) for each in question.options for n in range(1, 6)]
        taken = [said for said in (*starts, "tôi là cán bộ") if what_is_meant(said, screen) is not None]
        assert taken == []


def test_every_way_of_the_table_leads_to_a_view() -> None:
    assert {action.view for action, _ in TABLE if isinstance(action, Go)} <= VIEWS.keys()


@pytest.mark.parametrize("wait", [Wait.TEXT, Wait.PLACE, Wait.PHOTO, Wait.MESSAGE])
def test_where_any_words_are_waited_for_they_stay_what_they_are(wait: Wait) -> None:
    screen = Screen((), (Choice("Không, thôi", Go("menu").pack(), "M"),), waits_for=wait)
    for said in MEANT:
        if not said.endswith("?"):
            assert read_reply(screen, said) in (Typed(said), Asked(said), _command(said)), said


def _command(said: str) -> Action:
    """These few are commands on every screen."""
    return {"gọi lại cho tôi": Go("callback"), "phản ánh": Go("appeal"), "delete my data": Go("erase")}.get(
        said, Typed(said)
    )


def test_in_a_form_words_go_by_what_it_offers() -> None:
    back, why = Step(1, 2, "back"), Why(1)
    ways = (Choice("Vì sao hỏi?", why.pack(), "V"), Choice("Để sau", Later(1).pack(), "S"))
    first = Screen((), ways, waits_for=Wait.NUMBER)
    later = Screen((), (Choice("Câu trước", back.pack(), "T"), *ways), waits_for=Wait.NUMBER)
    assert read_reply(later, "khai nhầm rồi") == back
    assert read_reply(first, "khai nhầm rồi") == Again()
    assert read_reply(first, "kê khai tiếp đi") == Again()
    assert read_reply(first, "không hiểu gì hết") == why
    assert read_reply(first, "câu trước") == Typed("câu trước")
    for answer in ("không", "3 nhé", "dạ có 3 người ạ", "ko có ai", "không biết", "vâng"):
        assert read_reply(first, answer) == Typed(answer)


def test_whoever_begins_begins_what_the_screen_offers() -> None:
    linked, office = Begin("63:30745"), BeginOfficer("rach-gia")
    assert read_reply(Screen((), (Choice("Trả lời", linked.pack(), "1"),)), "bác muốn kê khai") == linked
    assert read_reply(Screen((), (Choice("Trả lời phiếu cán bộ", office.pack(), "1"),)), "kê khai") == office


def test_choices_and_commands_stand_in_a_frame_too() -> None:
    screen = Screen((), (Choice("Đồng ý", Go("form").pack(), "1"), Choice("Không đồng ý", Go("check").pack(), "2")))
    for said in ("dạ đồng ý nhé", "bác đồng ý cháu ạ", "1 ạ", "tôi đồng ý"):
        assert read_reply(screen, said) == Go("form"), said
    for said in ("tôi không đồng ý", "2 nhé"):
        assert read_reply(screen, said) == Go("check"), said
    assert read_reply(screen, "ok cháu") == Typed("ok cháu")
    assert read_reply(screen, "dừng nhé") == Leave()
    right = Screen((), (Choice("Đúng", Go("form").pack(), "1"),))
    assert read_reply(right, "dừng ạ") == Leave()
    assert read_reply(right, "đúng ạ") == read_reply(right, "dung a") == Go("form")


@given(st.text(max_size=60) | st.lists(st.sampled_from(BEFORE.split("|") + IDLE.split("|"))).map(" ".join))
def test_whatever_is_typed_is_read(text: str) -> None:
    said = words_of(text)
    assert words_of(" ".join(said)) == said
    assert bare(bare(said)) == bare(said)
    assert bool(bare(said)) == bool(said)
    what_is_meant(text, NOWHERE)
    says_nothing(text)

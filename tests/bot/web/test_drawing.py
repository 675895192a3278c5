"""The page as HTML: escaping, landmarks, names, the form, and nothing from elsewhere."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from bot.web.drawing import Setting, Where, draw_fragment, draw_page, draw_push
from handlers.screen import Attachment, Bounds, Choice, Meter, Progress, Screen, Standing, Tone, Wait, say
from tests.bot.web.markup import Element, read
from tests.bot.web.samples import (
    CONSENT,
    COUNT,
    ERROR,
    EXCHANGE,
    GREETING,
    PHOTO,
    PLACE,
    RESULT,
    RULE,
    SAMPLES,
    SETTING,
    SLIP,
    WHERE,
    YES_NO,
    Sample,
    exchange_of,
    setting_of,
)
from tests.bot.web.vietnamese import Vietnamese

HOSTILE = """"><script>alert('1')</script><img src=x onerror=alert(1)> {{ 7 * 7 }} {0} %s *đậm* & 'x' </form>"""
ALL = pytest.mark.parametrize("sample", [pytest.param(sample, id=name) for name, sample in SAMPLES.items()])


def page(screen: Screen, setting: Setting = SETTING, said: str | None = None) -> Element:
    return read(draw_page(screen, replace(EXCHANGE, said=said), setting))


@ALL
def test_every_page_and_fragment_is_well_formed(sample: Sample) -> None:
    read(draw_page(sample.screen, exchange_of(sample), setting_of(sample)))
    read(draw_fragment(sample.screen, exchange_of(sample), setting_of(sample)))
    read(draw_push(sample.screen, setting_of(sample)))


@ALL
def test_nothing_inline_and_nothing_from_elsewhere(sample: Sample) -> None:
    html = draw_page(sample.screen, exchange_of(sample), setting_of(sample)) + draw_push(sample.screen, SETTING)
    assert not re.search(r"(?:https?:)?//\w", html)
    for element in read(html).all():
        assert element.tag != "style"
        assert "style" not in element.attributes
        assert not [name for name in element.attributes if name.startswith("on")]
        if element.tag == "script":
            assert (element.attributes["src"] or "").startswith("/static/")
            assert not element.text


@ALL
def test_landmarks_and_headings_are_in_order(sample: Sample) -> None:
    document = read(draw_page(sample.screen, exchange_of(sample), setting_of(sample)))
    for landmark in ("header", "main", "aside", "footer"):
        document.one(landmark)
    assert all(nav.attributes["aria-label"] for nav in document.all("nav"))
    assert document.all("a", class_="skip")[0].attributes["href"] == "#q"
    levels = [int(element.tag[1]) for element in document.all() if re.fullmatch(r"h[1-6]", element.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@ALL
def test_every_choice_is_a_named_button_with_its_key(sample: Sample) -> None:
    form = read(draw_page(sample.screen, exchange_of(sample), setting_of(sample))).one("form", id="turn")
    drawn = [(button.attributes["value"], button.text) for button in form.all("button", class_="choice")]
    assert drawn == [(choice.action, f"{choice.key}. {choice.label}") for choice in sample.screen.choices]


@ALL
def test_every_field_has_a_label_and_every_description_exists(sample: Sample) -> None:
    document = read(draw_page(sample.screen, exchange_of(sample), setting_of(sample)))
    labelled = {label.attributes["for"] for label in document.all("label")}
    for field in document.all("input"):
        assert field.attributes.get("type") == "hidden" or field.attributes["id"] in labelled
    ids = {element.attributes["id"] for element in document.all() if "id" in element.attributes}
    for element in document.all():
        for name in ("aria-describedby", "aria-labelledby", "for", "form"):
            assert set((element.attributes.get(name) or "").split()) <= ids
    for button in document.all("button"):
        assert button.text


def test_words_of_people_never_become_markup() -> None:
    screen = Screen(
        (
            say("{words}", Tone.HEADING, words=HOSTILE),
            say("*{words}*", words=HOSTILE),
            say("{words}", Tone.QUOTE, words=HOSTILE),
            say("{words}", Tone.ITEM, words=HOSTILE),
            Meter(HOSTILE, (say("{words}", words=HOSTILE),), Standing.MISSING),
        ),
        (Choice(HOSTILE, '"><b>', HOSTILE),),
        aside=(say("{words}", words=HOSTILE),),
        documents=(Attachment(HOSTILE, "../" + HOSTILE),),
        answered=((HOSTILE, HOSTILE),),
    )
    where = Where(HOSTILE, HOSTILE, HOSTILE, (Choice(HOSTILE, "x", "1"),))
    setting = replace(SETTING, where=where)
    exchange = replace(EXCHANGE, nonce=HOSTILE, csrf=HOSTILE, seen=HOSTILE, said=HOSTILE)
    for html in (
        draw_page(screen, exchange, setting),
        draw_fragment(screen, exchange, setting),
        draw_push(screen, setting),
    ):
        assert "<script>" not in html
        assert "<img src=x" not in html
        assert "{{ 7 * 7 }}" in html
        read(html)
    document = read(draw_page(screen, exchange, setting))
    shown = " ".join(HOSTILE.split())
    assert document.one("h2", id="q").text == shown
    assert document.one("p", class_="said").text == f"Nhà mình trả lời: {shown}"
    assert document.one("input", name="nonce").attributes["value"] == HOSTILE
    assert document.one("button", class_="choice").attributes["value"] == '"><b>'


def test_enter_in_the_text_field_sends_the_text() -> None:
    document = page(GREETING)
    inside = document.one("form", id="turn").all("button")
    buttons = [
        button for button in document.all("button") if button in inside or button.attributes.get("form") == "turn"
    ]
    first, *choices = (button for button in buttons if button.attributes.get("class") != "send")
    assert "name" not in first.attributes
    assert (first.attributes["tabindex"], first.attributes["aria-hidden"]) == ("-1", "true")
    assert {button.attributes["name"] for button in choices} == {"action"}
    assert "name" not in document.one("button", class_="send").attributes
    for name in ("input", "button"):
        assert document.one(id="reply").one(name).attributes["form"] == "turn"


def test_the_form_carries_the_turn_and_leads_to_the_question() -> None:
    form = page(COUNT).one("form", id="turn")
    assert (form.attributes["method"], form.attributes["action"]) == ("post", "/#q")
    hidden = {field.attributes["name"]: field.attributes["value"] for field in form.all("input", type="hidden")}
    assert hidden == {"csrf": EXCHANGE.csrf, "nonce": EXCHANGE.nonce, "seen": EXCHANGE.seen}


@pytest.mark.parametrize(
    ("screen", "keyboard", "hint"),
    [
        (COUNT, "numeric", "Gõ số, từ 0 đến 3"),
        (replace(COUNT, bounds=None), "numeric", "Gõ số"),
        (replace(COUNT, bounds=Bounds(0, 1940)), "numeric", "Gõ số, từ 0 đến 1.940"),
        (YES_NO, "text", "Gõ số hoặc chữ"),
        (PLACE, "text", "Gõ tên phường, xã"),
        (RULE, "text", "Gõ câu trả lời"),
        (replace(YES_NO, choices=(), waits_for=Wait.NOTHING), "text", "Gõ vào đây"),
    ],
)
def test_the_field_says_what_it_waits_for(screen: Screen, keyboard: str, hint: str) -> None:
    document = page(screen)
    field = document.one("input", id="text")
    assert (field.attributes["inputmode"], field.attributes["placeholder"]) == (keyboard, hint)
    assert document.one("label", **{"for": "text"}).text == hint


def test_a_photo_is_sent_as_a_file_and_can_be_skipped() -> None:
    form = page(PHOTO).one("form", id="turn")
    assert form.attributes["enctype"] == "multipart/form-data"
    assert page(PHOTO).one("input", type="file", form="turn").attributes["name"] == "photo"
    assert form.one("button", class_="choice").text == "1. Bỏ qua"
    assert "enctype" not in page(COUNT).one("form", id="turn").attributes


def test_the_question_takes_the_focus_and_is_described_by_the_error_and_the_first_words() -> None:
    heading = page(ERROR).one("h2", id="q")
    assert heading.attributes["tabindex"] == "-1"
    assert heading.attributes["aria-describedby"] == "aside lead"
    assert page(COUNT).one("h2", id="q").attributes["aria-describedby"] == "lead"


def test_a_screen_without_a_heading_still_has_one_for_the_focus() -> None:
    heading = page(PHOTO).one("h2", id="q")
    assert heading.text == "Trợ lý"
    assert page(PHOTO).one(id="lead").text == "Nhà mình gửi một tấm ảnh, nếu có."


def test_what_was_said_in_between_stands_before_the_question() -> None:
    article = page(ERROR).one("article")
    aside, question = article.text.index("Chưa khớp."), article.text.index("Câu 5/11")
    assert aside < question


def test_progress_is_said_in_words() -> None:
    bar = page(COUNT).one("svg", class_="progress")
    assert bar.attributes["aria-label"] == "Câu 5/11"
    assert [rect.attributes["class"] for rect in bar.all("rect")] == ["done"] * 4 + ["here"] + ["ahead"] * 6
    assert not page(GREETING).all("svg", class_="progress")


def test_answers_already_given_are_shown_on_reload() -> None:
    answered = page(COUNT).one("details", class_="answered")
    assert answered.one("summary").text == "Đã trả lời 4 câu"
    pairs = [(pair.one("dt").text, pair.one("dd").text) for pair in answered.all("div")]
    assert pairs == list(COUNT.answered)


def test_a_standing_is_told_in_words_beside_its_colour() -> None:
    meters = page(RESULT).all("section", class_="meter")
    assert [meter.one("p", class_="standing").text for meter in meters] == [
        "Đạt",
        "Chưa đạt",
        "Đang thu thập",
        "Thiếu số liệu",
    ]
    assert all(meter.one("svg", class_="bar").attributes["aria-hidden"] == "true" for meter in meters)


def test_only_a_target_not_met_has_an_arrow_and_every_target_a_mark() -> None:
    met, not_met, collecting, missing = page(RESULT).all("section", class_="meter")
    assert [len(meter.all("line", class_="gap")) for meter in (met, not_met, collecting, missing)] == [0, 1, 0, 0]
    assert [meter.one("text").text for meter in (met, not_met, missing)] == [
        "mục tiêu 90%",
        "mục tiêu 80%",
        "mục tiêu 100%",
    ]
    assert [len(meter.all("line", class_="maybe")) for meter in (met, not_met, collecting, missing)] == [0, 1, 1, 0]


def test_a_slip_number_is_drawn_large_and_documents_are_links() -> None:
    document = page(SLIP)
    assert document.one("p", class_="number").text == "4820 1736"
    assert document.one("ul", class_="documents").one("a").attributes["href"] == "/files/f-77ab12"


def test_sample_data_are_marked() -> None:
    assert page(GREETING, replace(SETTING, sample=True)).one("p", class_="sample").text
    assert not page(GREETING).all("p", class_="sample")


def test_large_text_is_a_switch_that_works_without_script() -> None:
    small, large = page(GREETING), page(GREETING, replace(SETTING, large=True))
    assert small.one("html").attributes.get("class") is None
    assert large.one("html").attributes["class"] == "large"
    for document, value, pressed in ((small, "1", "false"), (large, "0", "true")):
        switch = document.one("button", name="large")
        assert (switch.attributes["value"], switch.attributes["aria-pressed"]) == (value, pressed)
        assert document.one("form", id="size").attributes["method"] == "get"


def test_plan_text_is_marked_as_vietnamese_in_an_english_page() -> None:
    class Untranslated:
        def gettext(self, message: str, /) -> str:
            return message

    document = page(RULE, Setting("en", Untranslated(), WHERE))
    assert document.one("html").attributes["lang"] == "en"
    assert document.one("blockquote").attributes["lang"] == "vi"
    assert {button.text for button in document.all("button", value="speak|vi")} == {"Tiếng Việt"}


def test_a_pushed_screen_answers_through_the_open_form_and_has_no_ids() -> None:
    pushed = read(draw_push(CONSENT, SETTING))
    assert {button.attributes["form"] for button in pushed.all("button")} == {"turn"}
    assert [button.text for button in pushed.all("button")] == ["Đồng ý", "Không đồng ý", "Đọc đầy đủ"]
    assert not [element for element in pushed.all() if "id" in element.attributes]


def test_a_fragment_replaces_parts_that_the_page_has() -> None:
    parts = [part for part in read(draw_fragment(COUNT, EXCHANGE, SETTING)).children if isinstance(part, Element)]
    ids = [part.attributes["id"] for part in parts]
    assert ids == ["turn", "reply", "menu-body", "panel-body"]
    document = page(COUNT)
    for name in ids:
        assert name is not None
        document.one(id=name)
    assert "data-replaces" in read(draw_fragment(PLACE, EXCHANGE, SETTING)).one("form", id="turn").attributes


def test_a_long_form_still_has_a_bar() -> None:
    bar = page(replace(COUNT, progress=Progress(30, 60))).one("svg", class_="progress")
    assert len(bar.all("rect")) == 60


def test_sentences_fill_their_holes_by_name() -> None:
    assert Vietnamese().gettext("Question {step} of {total}") == "Câu {step}/{total}"

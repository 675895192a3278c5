"""Questions asked in vain on the operators' page: answered, given words, done with; at once in every process."""

from urllib.parse import quote

from bot.rules_index import RulesIndex
from campaigns.library import load_library
from services.people import Role
from services.rules import keep_miss
from tests.bot.web.office.officials import CITY, House, Official

QUESTION = "mớ giấy bìa xanh nộp mấy bộ"
SENTENCE = "Hồ sơ đề nghị khen thưởng nộp 03 bộ."


def asked(house: House, *texts: str, outcome: str = "not_covered") -> None:
    """Questions that got no answer."""
    for text in texts:
        house.program.database.write_now(keep_miss, house.desk, "rach-gia", text, outcome)


async def operator(house: House) -> Official:
    """An operator at the page."""
    person = house.official(Role.OPERATOR, CITY)
    await person.see("/cau-hoi?ke-hoach=rach-gia")
    return person


async def test_questions_stand_in_groups_and_are_done_with(house: House) -> None:
    asked(house, "Wifi chùa ở đâu?", "wifi chùa ở đâu", "máy giặt <b>bao nhiêu</b>", outcome="wrong")
    person = await operator(house)
    shown = await person.see("/cau-hoi")
    rows = shown.main.one("tbody").all("tr")
    assert [row.one("td", class_="count").text for row in rows] == ["2", "1"]
    assert "bị báo là sai" in rows[0].text
    assert "máy giặt <b>bao nhiêu</b>" in rows[1].text
    shown = await person.press("settle")
    assert "Wifi chùa" not in shown.text
    assert "Đã xử lý xong" in shown.text
    assert len(shown.main.one("tbody").all("tr")) == 1


async def test_answer_that_is_fixed_answers_the_next_question_in_every_process(house: House) -> None:
    asked(house, QUESTION)
    other = load_library()
    elsewhere = RulesIndex(house.program.database, other)
    await elsewhere.refresh()
    person = await operator(house)
    shown = await person.see("/cau-hoi")
    (way,) = [one for one in shown.main.all("a") if one.text.startswith("Trả lời câu này")]
    shown = await person.see("/cau-hoi" + quote(str(way.attributes["href"]).partition("#")[0], safe="?=&-"))
    assert shown.tree.one("textarea", id="cau").text == QUESTION
    fixed = {"cho": "rach-gia", "cau": QUESTION, "khoan": "V.2.c", "loi": "Nộp 99 bộ cho Bộ Nội vụ."}
    shown = await person.press("add_answer", **fixed)
    assert shown.status == 409
    assert "không có trong các khoản" in shown.text or "99" in shown.text
    assert shown.tree.one("textarea", id="loi").text == fixed["loi"]
    shown = await person.press("add_answer", **{**fixed, "loi": SENTENCE})
    assert "có hiệu lực trong một giây" in shown.text, shown.text
    await house.program.rules.refresh()
    await elsewhere.refresh()
    for library in (house.program.library, other):
        found = library.answering.answer("rach-gia", QUESTION)
        assert [each.statement for each in found.results][:1] == [SENTENCE]
    shown = await person.press("withdraw_answer")
    await elsewhere.refresh()
    found = other.answering.answer("rach-gia", QUESTION)
    assert SENTENCE not in [each.statement for each in found.results]


async def test_words_are_added_and_taken_back(house: House) -> None:
    person = await operator(house)
    shown = await person.press("add_words", cho="rach-gia", tu="hồ sơ\n")
    assert shown.status == 409
    shown = await person.press("add_words", cho="rach-gia", tu="mớ giấy bìa xanh\nhồ sơ")
    assert "mớ giấy bìa xanh = hồ sơ" in shown.text
    shown = await person.press("withdraw_words")
    assert "Chưa thêm gì" in shown.text
    assert [deed[:2] for deed in house.deeds() if deed[0] in {"add", "withdraw"}] == [
        ("add", "lexicon_entry"),
        ("withdraw", "lexicon_entry"),
    ]


async def test_leader_does_not_see_what_was_asked(house: House) -> None:
    asked(house, QUESTION)
    shown = await house.official(Role.LEADER, CITY).see("/cau-hoi")
    assert shown.status == 404
    assert QUESTION not in shown.html

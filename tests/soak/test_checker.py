"""The checker catches what it is there for: each test plants one wrong into what is stored or told, and it is found."""

from dataclasses import replace

import pytest

from tests.soak.account import Account, Gives, Looks, Moves, Sends
from tests.soak.checker import Kind, check, recount
from tests.soak.reading import DECLINED, ORDER, UNKNOWN, Asks, Confirms, OwnData, Received, Reviews, Seen, Value
from tests.soak.storage import Draft, Figure, Place, Report, Stored

ANSWERS: dict[str, Value] = dict(zip(ORDER, (4, 1, 0, 1, 3, "da_toi", 2, 2, UNKNOWN, 4, DECLINED), strict=True))
PLACE = Place("rach-gia", "2025", "63", "30745")
SLIP = "48201736"
CHAT, OTHER = 5, 6


def walk(questions: int) -> Account:
    """Somebody who was asked so many questions, answered each, and saw the next one."""
    account = Account(CHAT).says(1, Looks(), "typed 1").is_told(Seen(), 1).is_taken(1)
    account = account.is_told(Asks(ORDER[0]), None)
    for number, question in enumerate(ORDER[:questions]):
        update = 2 + number
        account = account.says(update, Gives(question, ANSWERS[question]), f"typed {update}")
        seen = Asks(ORDER[number + 1]) if number + 1 < len(ORDER) else Reviews(ANSWERS)
        account = account.is_told(seen, update).is_taken(update)
    return account


def sent() -> Account:
    """Somebody who answered everything, sent it, and saw the slip."""
    account = walk(len(ORDER)).says(50, Sends("send|1|11", ANSWERS), "send|1|11")
    return account.is_told(Received(SLIP), 50).is_taken(50)


def under_way(questions: int) -> Stored:
    """What is then stored of the form."""
    answers = {question: ANSWERS[question] for question in ORDER[:questions]}
    empty: dict[tuple[Place, str], Figure] = {}
    return Stored(
        slips={"h": SLIP},
        links=((CHAT, "h"),),
        consents=((CHAT, "report:2025"),),
        drafts=(Draft("h", questions, answers),),
        reports=(),
        tallies=empty,
        retained=empty,
        progress={},
        events=("1", "2"),
    )


def stored() -> Stored:
    """What is stored once it was sent. The figures are written out, not counted."""
    report = Report("h", PLACE, ANSWERS, is_current=True)
    tallies = {
        "nguoi_lon_dtm": Figure(1, 3, 3, 0),
        "nguoi_dan_thiet_bi_di_dong": Figure(1, 3, 4, 0),
        "ho_cap_quang": Figure(1, 1, 1, 0),
        "kns_lao_dong": Figure(1, 2, 2, 0),
        "nguoi_lon_dvctt": Figure(1, 2, 3, 0),
        "nguoi_lon_suc_khoe_tu_xa": Figure(1, 0, 0, 3),
        "nguoi_dan_hssk": Figure(1, 4, 4, 0),
    }
    kept = {(PLACE, indicator): figure for indicator, figure in tallies.items()}
    return replace(under_way(0), drafts=(), reports=(report,), tallies=kept, progress={PLACE: 1})


def kinds(account: Account, kept: Stored) -> list[Kind]:
    return [finding.kind for finding in check({account.chat_id: account}, kept)]


@pytest.mark.parametrize("questions", range(len(ORDER) + 1))
def test_what_is_right_is_not_found_fault_with(questions: int) -> None:
    assert kinds(walk(questions), under_way(questions)) == []
    assert kinds(sent(), stored()) == []


@pytest.mark.parametrize("lost", range(5))
def test_an_answer_that_was_acknowledged_and_is_gone_is_lost(lost: int) -> None:
    kept = under_way(5)
    answers = {name: value for name, value in kept.drafts[0].answers.items() if name != ORDER[lost]}
    assert kinds(walk(5), replace(kept, drafts=(replace(kept.drafts[0], answers=answers),))) == [Kind.LOST]


def test_another_value_than_the_acknowledged_one_is_lost() -> None:
    kept = under_way(5)
    draft = replace(kept.drafts[0], answers={**kept.drafts[0].answers, "dien_thoai": 2})
    assert kinds(walk(5), replace(kept, drafts=(draft,))) == [Kind.LOST]


def test_a_whole_form_that_is_gone_is_lost() -> None:
    assert kinds(walk(5), replace(under_way(5), drafts=(), links=(), slips={})) == [Kind.LOST] * 5


def test_an_answer_nobody_has_heard_of_yet_may_be_stored_or_not() -> None:
    answered = walk(5).says(40, Gives("cap_quang", "da_toi"), "typed 40")
    assert kinds(answered, under_way(5)) == kinds(answered, under_way(6)) == []
    assert kinds(answered.is_told(Asks("ky_nang"), 40), under_way(5)) == [Kind.LOST]
    assert kinds(answered.is_told(Asks("ky_nang"), None), under_way(5)) == [Kind.LOST]


def test_a_correction_counts_from_its_acknowledgement() -> None:
    corrected = walk(6).says(40, Gives("dien_thoai", 1), "f|1|6")
    changed = replace(under_way(6), drafts=(Draft("h", 6, {**under_way(6).drafts[0].answers, "dien_thoai": 1}),))
    assert kinds(corrected, under_way(6)) == kinds(corrected, changed) == []
    told = corrected.is_told(Asks("ky_nang"), 40).is_taken(40)
    assert kinds(told, changed) == []
    assert kinds(told, under_way(6)) == [Kind.LOST]


def test_a_screen_above_which_it_says_that_it_did_not_count_acknowledges_nothing() -> None:
    pressed = walk(5).says(40, Gives("cap_quang", "da_toi"), "f|1|3").is_told(Asks("cap_quang", is_elsewhere=True), 40)
    assert kinds(pressed.is_taken(40), under_way(5)) == []


def test_what_nobody_said_is_found_in_the_store_and_on_screens() -> None:
    kept = under_way(5)
    draft = replace(kept.drafts[0], answers={**kept.drafts[0].answers, "cap_quang": "da_toi"})
    assert kinds(walk(5), replace(kept, drafts=(draft,))) == [Kind.INVENTED]
    assert kinds(walk(5).is_told(Asks("dien_thoai", earlier=1), None), kept) == [Kind.INVENTED]
    assert kinds(walk(3).is_told(Confirms(ORDER[:4]), None), under_way(3)) == [Kind.INVENTED]
    assert kinds(sent().is_told(OwnData({**ANSWERS, "dien_thoai": 1}), None), stored()) == [Kind.INVENTED]


def test_a_review_that_leaves_an_answer_out_is_found() -> None:
    values = {name: value for name, value in ANSWERS.items() if name != "ky_nang"}
    assert Kind.INVENTED in kinds(walk(len(ORDER)).is_told(Reviews(values), None), under_way(len(ORDER)))


def test_a_step_that_was_taken_twice_is_doubled() -> None:
    kept = under_way(5)
    assert kinds(walk(5), replace(kept, drafts=(replace(kept.drafts[0], seq=6),))) == [Kind.DOUBLED]


def test_two_taps_on_one_button_are_one_step() -> None:
    tapped = walk(5).says(40, Moves(), "f|1|5").says(41, Moves(), "f|1|5")
    kept = under_way(5)
    assert kinds(tapped, replace(kept, drafts=(replace(kept.drafts[0], seq=6),))) == []
    assert kinds(tapped, replace(kept, drafts=(replace(kept.drafts[0], seq=7),))) == [Kind.DOUBLED]


def test_a_second_current_report_is_doubled_and_counted() -> None:
    kept = stored()
    assert set(kinds(sent(), replace(kept, reports=kept.reports * 2))) == {Kind.DOUBLED, Kind.TALLY}


def test_history_nobody_sent_is_doubled() -> None:
    kept = stored()
    history = replace(kept.reports[0], is_current=False)
    assert kinds(sent(), replace(kept, reports=(*kept.reports, history))) == [Kind.DOUBLED]


@pytest.mark.parametrize(
    "more",
    [
        {"links": ((CHAT, "h"), (CHAT, "h2"))},
        {"consents": ((CHAT, "report:2025"),) * 2},
        {"events": ("1", "1")},
        {"drafts": (Draft("h", 0, ANSWERS),) * 2},
    ],
)
def test_whatever_is_there_twice_is_doubled(more: dict[str, tuple[object, ...]]) -> None:
    account = sent()
    if "links" in more:
        more = {**more, "links": tuple(reversed(more["links"]))}
    assert kinds(account, replace(stored(), **more)) == [Kind.DOUBLED]  # type: ignore[arg-type] # one of its fields


def test_a_report_that_was_acknowledged_and_is_gone_is_lost() -> None:
    kept = replace(stored(), reports=(), tallies={}, progress={})
    assert set(kinds(sent(), kept)) == {Kind.LOST}


def test_a_report_with_another_answer_than_was_reviewed_is_found() -> None:
    kept = stored()
    report = replace(kept.reports[0], answers={**ANSWERS, "tai_khoan": UNKNOWN})
    assert Kind.INVENTED in kinds(sent(), replace(kept, reports=(report,)))


@pytest.mark.parametrize("field", ["reports", "num", "den", "unknown"])
@pytest.mark.parametrize("indicator", ["nguoi_lon_dtm", "ho_cap_quang", "nguoi_lon_suc_khoe_tu_xa"])
def test_a_tally_that_is_off_by_one_is_found(indicator: str, field: str) -> None:
    kept = stored()
    figure = kept.tallies[PLACE, indicator]
    wrong = figure._replace(**{field: getattr(figure, field) + 1})
    assert kinds(sent(), replace(kept, tallies={**kept.tallies, (PLACE, indicator): wrong})) == [Kind.TALLY]


def test_a_tally_too_many_or_too_few_is_found() -> None:
    kept = stored()
    missing = {key: figure for key, figure in kept.tallies.items() if key[1] != "kns_lao_dong"}
    assert kinds(sent(), replace(kept, tallies=missing)) == [Kind.TALLY]
    more = {**kept.tallies, (PLACE, "tk_thanh_toan_15"): Figure(1, 0, 3, 0)}
    assert kinds(sent(), replace(kept, tallies=more)) == [Kind.TALLY]
    assert kinds(sent(), replace(kept, progress={PLACE: 2})) == [Kind.TALLY]


def test_what_was_retained_counts() -> None:
    kept = stored()
    more = {(PLACE, "nguoi_lon_dtm"): Figure(2, 1, 4, 0)}
    assert recount(kept.reports, more)[PLACE, "nguoi_lon_dtm"] == Figure(3, 4, 7, 0)
    assert kinds(sent(), replace(kept, retained=more)) == [Kind.TALLY]


def test_slips_are_unique_and_stay() -> None:
    kept = stored()
    assert kinds(sent(), replace(kept, slips={"h": SLIP, "h2": SLIP})) == [Kind.SLIP]
    assert kinds(sent(), replace(kept, slips={"h": "11112222"})) == [Kind.SLIP]
    assert kinds(sent().is_told(Received("11112222"), None), replace(kept, slips={"h": "11112222"})) == [Kind.INVENTED]

"""The engine on a small form: the route follows from the answers, and nothing given is lost or kept in silence."""

import json
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from campaigns.answers import DECLINED, SKIPPED, UNKNOWN
from campaigns.drafts import Draft
from campaigns.expressions import Gap
from campaigns.form_format import Form
from campaigns.forms import (
    Ask,
    Confirm,
    Help,
    Review,
    back,
    confirm,
    data_asked,
    decline,
    edit,
    facts_of,
    give,
    keep,
    next_step,
    reopen,
    reply,
    revalidate,
    send,
    skip,
    start,
    start_extras,
    stop_extras,
    unknown,
)
from tests.campaigns.small_form import say, sent, shown, small_form

if TYPE_CHECKING:
    from campaigns.form_questions import Question

FORM = small_form()
EMPTY = start(FORM)


def asked(draft: Draft) -> Ask:
    step = next_step(FORM, draft)
    assert isinstance(step, Ask), step
    return step


def review(draft: Draft) -> Review:
    step = next_step(FORM, draft)
    assert isinstance(step, Review), step
    return step


@pytest.mark.parametrize(
    ("replies", "expected"),
    [
        ([], "people"),
        (["4"], "children"),
        (["4", "1"], "adults?"),
        (["4", "1", "dung"], "phones"),
        (["4", "1", "đúng", "2"], "uses"),
        (["4", "1", "có", "2", "1"], "review"),
        (["4", "1", "có", "2", "1,2"], "share_paid"),
        (["4", "1", "có", "2", "1,2", "82,4%"], "review"),
        (["4", "1", "có", "không có ai"], "shared"),
        (["4", "1", "có", "không rõ"], "shared"),
        (["4", "1", "có", "không muốn trả lời"], "shared"),
        (["4", "4"], "adults?"),
        (["4", "4", "có"], "shared"),
        # How many adults there are is not known, so what hangs on it is not asked.
        (["4", "không rõ"], "shared"),
        (["4", "không rõ", "có"], "review"),
        (["4", "9"], "children!above"),
        (["4", "hai ba"], "children!several_numbers"),
        (["4", "1", "4"], "adults?!not_yes_no"),
        (["4", "1", "dừng"], "adults?!not_yes_no"),
        (["không rõ"], "people!unknown_not_offered"),
        (["từ chối"], "people!declined_not_offered"),
        (["0"], "people!below"),
    ],
)
def test_route(replies: list[str], expected: str) -> None:
    assert shown(FORM, say(FORM, EMPTY, *replies)) == expected


def test_texts_are_filled_from_answers() -> None:
    step = asked(say(FORM, EMPTY, "4"))
    assert step.say(step.question.text, "vi") == "Trong 4 người, mấy cháu?"
    step = asked(say(FORM, EMPTY, "4", "1", "có", "9"))
    assert step.error is not None
    assert step.error.message is not None
    assert step.say(step.error.message, "vi") == "Chỉ từ 0 đến 3."


def test_numbering_counts_what_is_or_may_be_asked_and_extras_by_themselves() -> None:
    steps = [asked(EMPTY), asked(say(FORM, EMPTY, "4")), asked(say(FORM, EMPTY, "4", "1", "có"))]
    assert [(step.step, step.total) for step in steps] == [(1, 6), (2, 6), (3, 6)]
    shared = asked(say(FORM, EMPTY, "4", "1", "có", "0"))
    assert (shared.step, shared.total) == (4, 4)
    extra = asked(start_extras(FORM, say(FORM, EMPTY, "4", "1", "có", "2", "1")))
    assert (extra.question.id, extra.is_extra, extra.step, extra.total) == ("note", True, 1, 2)


def test_zero_is_read_back_in_words() -> None:
    step = next_step(FORM, say(FORM, EMPTY, "4", "4"))
    assert isinstance(step, Confirm)
    assert (step.value, step.say("vi")) == (0, "Vậy không có người lớn?")


def test_a_confirmed_value_is_read_back_again_only_when_it_changes() -> None:
    draft = say(FORM, EMPTY, "4", "1", "có", "2", "1")
    assert shown(FORM, say(FORM, edit(FORM, draft, "children"), "1")) == "review"
    assert shown(FORM, say(FORM, edit(FORM, draft, "children"), "2")) == "adults?"
    # Both change, the value does not.
    both = say(FORM, edit(FORM, draft, "people"), "5", "có")
    assert shown(FORM, both) == "review"
    assert shown(FORM, say(FORM, edit(FORM, edit(FORM, draft, "children"), "people"), "5", "2")) == "review"


def test_a_denied_value_asks_what_it_follows_from_again_with_the_answers_at_hand() -> None:
    draft = say(FORM, EMPTY, "4", "1", "không")
    step = asked(draft)
    assert (step.question.id, step.answer, step.can_keep) == ("people", 4, True)
    draft = keep(FORM, draft)
    assert shown(FORM, draft) == "children"
    draft = say(FORM, draft, "2")
    step_back = next_step(FORM, draft)
    assert isinstance(step_back, Confirm)
    assert step_back.value == 2


def test_an_answer_that_no_longer_fits_is_asked_again_and_says_why() -> None:
    draft = say(FORM, EMPTY, "4", "1", "có", "3", "1")
    draft = say(FORM, edit(FORM, draft, "people"), "2", "có")
    step = asked(draft)
    assert step.question.id == "phones"
    assert step.error is not None
    assert (step.error.code, step.error.is_recheck, step.answer, step.can_keep) == ("above", True, 3, False)
    assert facts_of(FORM, draft.answers)["phones"] is Gap.ABSENT
    assert shown(FORM, keep(FORM, draft)) == "phones!above"
    # It fits again once the household is as large as before, without being asked.
    assert shown(FORM, say(FORM, edit(FORM, draft, "people"), "4", "có")) == "review"


def test_an_irrelevant_answer_is_kept_aside_and_comes_back() -> None:
    draft = say(FORM, EMPTY, "4", "1", "có", "2", "1,2", "50")
    without = say(FORM, edit(FORM, draft, "phones"), "0", "không")
    assert sent(FORM, without).answers == {"people": 4, "children": 1, "phones": 0, "shared": False}
    again = say(FORM, edit(FORM, without, "phones"), "2")
    assert sent(FORM, again).answers == {
        "people": 4,
        "children": 1,
        "phones": 2,
        "uses": ("zalo", "tin"),
        "share_paid": "50",
    }


def test_unknown_declined_and_zero_are_three_things() -> None:
    base = say(FORM, EMPTY, "4", "1", "có")
    reports = [
        sent(FORM, say(FORM, draft, "không")).answers
        for draft in (unknown(FORM, base, "phones"), decline(FORM, base, "phones"), give(FORM, base, "phones", 0))
    ]
    assert [report["phones"] for report in reports] == [UNKNOWN, DECLINED, 0]
    values = [facts_of(FORM, report)["phones"] for report in reports]
    assert values == [Gap.UNKNOWN, Gap.ABSENT, 0]


def test_a_question_that_does_not_apply_counts_as_its_unasked_value() -> None:
    assert facts_of(FORM, {"people": 2, "children": 2})["phones"] == 0
    assert facts_of(FORM, {"people": 2, "children": UNKNOWN})["phones"] is Gap.UNKNOWN
    assert facts_of(FORM, {"people": 2, "children": DECLINED})["phones"] is Gap.ABSENT
    assert facts_of(FORM, {"people": 2})["phones"] is Gap.ABSENT


def test_values_of_every_kind_in_expressions() -> None:
    facts = facts_of(FORM, {"people": 3, "children": 1, "phones": 1, "uses": ("tin",), "share_paid": "82.4"})
    assert (facts["uses"], facts["share_paid"], facts["adult_age"]) == (frozenset({"tin"}), Fraction(824, 10), 18)
    assert facts["nothing"] is Gap.ABSENT
    assert len(facts) == len(set(facts)) == 10


def test_three_misses_explain_and_offer_a_way_round_or_a_person() -> None:
    draft = say(FORM, EMPTY, "nhiều", "2.5")
    assert (asked(draft).misses, asked(draft).help) == (2, Help.NONE)
    draft = say(FORM, draft, "🙂")
    assert (asked(draft).misses, asked(draft).help, asked(draft).ways) == (3, Help.HAND_OVER, frozenset())
    draft = say(FORM, draft, "4")
    assert draft.misses == {}
    draft = say(FORM, draft, "nhiều", "nhiều", "nhiều")
    assert (asked(draft).help, asked(draft).ways) == (Help.EXPLAIN, frozenset({UNKNOWN, DECLINED}))
    assert shown(FORM, unknown(FORM, draft, "children")) == "shared"


def test_a_missed_reply_keeps_the_earlier_answer() -> None:
    draft = edit(FORM, say(FORM, EMPTY, "4", "1", "có", "2", "1"), "phones")
    missed = say(FORM, draft, "nhiều")
    assert shown(FORM, missed) == "phones!not_a_number"
    assert shown(FORM, keep(FORM, missed)) == "review"
    assert keep(FORM, missed).answers == draft.answers


def test_back_goes_one_question_at_a_time_and_an_answer_returns_to_where_one_was() -> None:
    draft = say(FORM, EMPTY, "4", "1", "có", "2", "1,2")
    assert shown(FORM, draft) == "share_paid"
    draft = back(FORM, draft)
    assert shown(FORM, draft) == "uses"
    draft = back(FORM, draft)
    assert shown(FORM, draft) == "phones"
    assert shown(FORM, say(FORM, draft, "3")) == "share_paid"
    draft = back(FORM, back(FORM, draft))
    step = asked(draft)
    assert (step.question.id, step.can_go_back) == ("people", False)
    assert back(FORM, draft) == draft
    assert back(FORM, EMPTY) == EMPTY


def test_back_from_a_value_read_back_and_from_the_review() -> None:
    assert shown(FORM, back(FORM, say(FORM, EMPTY, "4", "1"))) == "children"
    assert shown(FORM, back(FORM, say(FORM, EMPTY, "4", "1", "có", "2", "1"))) == "uses"
    done = send(FORM, say(FORM, EMPTY, "4", "1", "có", "2", "1"))
    assert shown(FORM, back(FORM, done)) == "uses"


def test_review_lists_what_was_answered_numbered_and_says_what_does_not_hold() -> None:
    draft = say(FORM, EMPTY, "1", "0", "có", "1", "2", "100")
    found = review(draft)
    assert [(line.number, line.question.id, line.answer) for line in found.lines] == [
        (1, "people", 1),
        (2, "children", 0),
        (3, "phones", 1),
        (4, "uses", ("tin",)),
        (5, "share_paid", "100"),
    ]
    (problem,) = found.problems
    assert (problem.mend, found.say(problem.message, "vi")) == ("share_paid", "Một người thì chưa thể 100%.")
    assert send(FORM, draft) == draft
    assert not review(say(FORM, edit(FORM, draft, problem.mend), "99")).problems


def test_a_check_on_what_is_not_known_does_not_stand_in_the_way() -> None:
    draft = say(FORM, EMPTY, "1", "0", "có", "1", "2", "không rõ")
    assert not review(draft).problems
    assert shown(FORM, send(FORM, draft)) == "done"


def test_extras_are_asked_when_taken_up_can_be_skipped_and_left() -> None:
    draft = say(FORM, EMPTY, "4", "1", "có", "2", "1")
    assert review(draft).extras_left == 2
    more = start_extras(FORM, draft)
    assert shown(FORM, more) == "note"
    assert shown(FORM, stop_extras(more)) == "review"
    skipped = skip(FORM, more, "note")
    assert shown(FORM, skipped) == "review"
    assert skipped.answers["note"] == SKIPPED
    assert "note" not in sent(FORM, skipped).answers
    told = say(FORM, more, "Cho mượn sân")
    assert shown(FORM, told) == "proof"
    stopped = stop_extras(give(FORM, told, "proof", "photos/1.jpg"))
    assert sent(FORM, stopped).answers["proof"] == "photos/1.jpg"


def test_what_is_not_asked_cannot_be_answered() -> None:
    draft = say(FORM, EMPTY, "4")
    for stale in ("phones", "uses", "note", "nothing", "adults", ""):
        assert reply(FORM, draft, stale, "1") == draft
        assert give(FORM, draft, stale, 1) == draft
        assert edit(FORM, draft, stale) == draft
        assert confirm(FORM, draft, stale, True) == draft
    assert edit(FORM, EMPTY, "children") == EMPTY
    assert keep(FORM, draft) == draft
    assert send(FORM, draft) == draft


def test_an_old_button_changes_that_answer_and_nothing_else() -> None:
    draft = say(FORM, EMPTY, "4", "1", "có", "2")
    changed = give(FORM, draft, "children", 1)
    assert changed == draft
    wrong = give(FORM, draft, "children", 9)
    assert shown(FORM, wrong) == "children!above"
    assert wrong.answers == draft.answers


def test_sent_is_over_until_something_changes() -> None:
    done = send(FORM, say(FORM, EMPTY, "4", "1", "có", "2", "1"))
    assert shown(FORM, done) == "done"
    assert shown(FORM, reopen(done)) == "review"
    assert shown(FORM, edit(FORM, done, "phones")) == "phones"
    assert shown(FORM, give(FORM, done, "phones", 3)) == "review"
    assert shown(FORM, give(FORM, done, "phones", 99)) == "phones!above"


def test_a_draft_goes_to_json_and_back_without_loss() -> None:
    draft = say(
        FORM,
        EMPTY,
        "4",
        "1",
        "có",
        "2",
        "1,2",
        "82.4",
    )
    draft = back(FORM, start_extras(FORM, draft))
    draft = say(FORM, draft, "nhiều")
    data = json.loads(json.dumps(draft.to_json()))
    assert Draft.from_json(data) == draft
    assert start(FORM).to_json() == {"form": "small", "version": 2}
    yes = Draft(form="f", version=1, answers={"flag": True, "count": 1, "text": "1"})
    assert [type(answer) for answer in Draft.from_json(yes.to_json()).answers.values()] == [bool, int, str]


def changed(form: Form) -> Form:
    """Version 3: no `shared`, Zalo is gone, at most two people; nothing else."""
    questions: list[Question] = []
    for question in form.questions:
        if question.id == "uses" and question.kind == "multi_choice":
            other = question.options[1]
            questions.append(question.model_copy(update={"options": (other, other.model_copy(update={"id": "new"}))}))
        elif question.id == "people" and question.kind == "count":
            questions.append(question.model_copy(update={"at_most": question.at_least.of(2)}))
        elif question.id != "shared":
            questions.append(question)
    fields = {name: getattr(form, name) for name in Form.model_fields}
    return Form.model_validate({**fields, "version": 3, "questions": tuple(questions)})


def test_a_draft_survives_a_new_version_and_says_what_was_dropped() -> None:
    form = changed(FORM)
    old = say(FORM, EMPTY, "4", "1", "có", "2", "1")
    draft, dropped = revalidate(form, old)
    assert (draft.version, dropped, draft.confirmed) == (3, ("uses",), {"adults": 3})
    step = next_step(form, draft)
    assert isinstance(step, Ask)
    assert step.error is not None
    assert (step.question.id, step.error.code, step.error.is_recheck) == ("people", "above", True)
    draft = say(form, draft, "2", "có")
    assert shown(form, draft) == "phones!above"
    assert revalidate(FORM, old) == (old, ())


def test_what_is_collected_can_be_listed_for_a_consent_notice() -> None:
    assert data_asked(FORM, extras=False) == ("Số người", "Số cháu", "Máy", "Máy chung", "Dùng", "Phần trăm")
    assert data_asked(FORM)[-2:] == ("Kể thêm", "Ảnh")

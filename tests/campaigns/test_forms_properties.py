"""Whatever people do, in whatever order: nothing raises, nothing is lost, and only a complete form can be sent."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.answers import DECLINED, SKIPPED, UNKNOWN, Answer, misfit
from campaigns.drafts import Draft
from campaigns.expressions import Gap
from campaigns.form_facts import Facts
from campaigns.form_format import Form
from campaigns.form_positions import Position, Positions
from campaigns.forms import (
    Ask,
    Confirm,
    Done,
    Review,
    back,
    confirm,
    edit,
    facts_of,
    give,
    keep,
    next_step,
    reopen,
    reply,
    revalidate,
    send,
    start,
    start_extras,
    stop_extras,
)
from campaigns.indicators import SelfReport, contribution
from tests.campaigns.small_form import household, small_form
from tests.naughty import NAUGHTY

FORMS = (small_form(), household())
NAMES = [*{name for form in FORMS for name in (*form.by_id, *form.derived_by_id)}, "nothing"]
TYPED = st.one_of(
    st.sampled_from(["0", "1", "2", "3", "4", "9", "20", "không", "có", "không rõ", "bỏ qua", "tất cả", "1,2", "50%"]),
    st.sampled_from(NAUGHTY),
)
ANSWERS: st.SearchStrategy[Answer] = st.one_of(
    st.booleans(),
    st.integers(-2, 25),
    st.sampled_from([UNKNOWN, DECLINED, SKIPPED, "@other", "", "co", "dang_dung", "82.4", "photos/1.jpg"]),
    st.sampled_from([(), ("zalo",), ("zalo", "tin"), ("tin", "zalo")]),
)
Operation = Callable[[Form, Draft], Draft]


def _current(form: Form, draft: Draft) -> str:
    step = next_step(form, draft)
    return step.question.id if isinstance(step, Ask) else step.derived.id if isinstance(step, Confirm) else "nothing"


OPERATIONS: st.SearchStrategy[Operation] = st.one_of(
    TYPED.map(lambda typed: lambda form, draft: reply(form, draft, _current(form, draft), typed)),
    TYPED.map(lambda typed: lambda form, draft: reply(form, draft, _current(form, draft), typed)),
    st.tuples(st.sampled_from(NAMES), TYPED).map(lambda args: lambda form, draft: reply(form, draft, *args)),
    st.tuples(st.sampled_from(NAMES), ANSWERS).map(lambda args: lambda form, draft: give(form, draft, *args)),
    st.tuples(st.sampled_from(NAMES), st.booleans()).map(lambda args: lambda form, draft: confirm(form, draft, *args)),
    st.sampled_from(NAMES).map(lambda name: lambda form, draft: edit(form, draft, name)),
    st.sampled_from([back, keep, send, start_extras]),
    st.sampled_from([stop_extras, reopen]).map(lambda one: lambda form, draft: one(draft)),
)
PATHS = st.lists(OPERATIONS, max_size=40)


def walk(form: Form, path: list[Operation]) -> Draft:
    draft = start(form)
    for operation in path:
        draft = operation(form, draft)
    return draft


def easiest(form: Form, draft: Draft) -> Draft:
    """A patient person answers whatever comes with the least that fits."""
    step = next_step(form, draft)
    if isinstance(step, Confirm):
        return confirm(form, draft, step.derived.id, True)
    assert isinstance(step, Ask)
    for answer in (step.bounds.low if step.bounds else True, "0", UNKNOWN, DECLINED, SKIPPED):
        if misfit(step.question, answer, step.bounds) is None:
            return give(form, draft, step.question.id, answer)
    raise AssertionError(step.question.id)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FORMS), PATHS)
def test_nothing_raises_drafts_survive_json_and_steps_are_whole(form: Form, path: list[Operation]) -> None:
    draft = start(form)
    for operation in path:
        draft = operation(form, draft)
        step = next_step(form, draft)
        assert Draft.from_json(json.loads(json.dumps(draft.to_json()))) == draft
        assert revalidate(form, draft)[1] == ()
        if isinstance(step, Ask):
            assert 1 <= step.step <= step.total
            assert Facts(form, draft.answers).shown(step.question) is True
            assert "…" not in step.say(step.question.text, "vi").replace("đất đai…", "")
            assert step.bounds is None or step.bounds.low <= step.bounds.high


def _said(facts: Facts) -> list[object]:
    """Everything that can be asked of them."""
    questions = facts.form.questions
    return [
        [facts[name] for name in (*facts.form.by_id, *facts.form.derived_by_id)],
        [(facts.shown(each), facts.fitting(each), facts.misfit(each), facts.bounds(each)) for each in questions],
        facts.report(),
    ]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FORMS), PATHS)
def test_what_is_carried_on_from_the_last_position_is_what_would_be_found_anew(
    form: Form, path: list[Operation]
) -> None:
    position = Position(form, start(form))
    for operation in path:
        assert position.step == next_step(form, position.draft)  # worked out, so that there is something to carry on
        position = position.moved(operation(form, position.draft))
        _assert_found_anew(position)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(FORMS), PATHS, st.sampled_from(NAMES), ANSWERS)
def test_an_answer_given_with_what_is_known_is_the_one_given_without(
    form: Form, path: list[Operation], asked: str, answer: Answer
) -> None:
    """Also where no step was worked out in between, as for a button whose screen another process has shown."""
    position = Position(form, start(form))
    for operation in path:
        position = position.moved(operation(form, position.draft))

    given_so = give(form, position.draft, asked, answer, position.facts)

    assert given_so == give(form, position.draft, asked, answer)
    _assert_found_anew(position.moved(given_so))


def _assert_found_anew(position: Position) -> None:
    step, anew = position.step, next_step(position.form, position.draft)
    assert step == anew
    if not isinstance(step, Done) and not isinstance(anew, Done):
        assert _said(step.facts) == _said(anew.facts)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(FORMS), PATHS, PATHS)
def test_a_position_that_others_have_moved_is_moved_from(
    form: Form, ours: list[Operation], theirs: list[Operation]
) -> None:
    """Another process has taken any number of steps with the draft since this one showed it last.

    Or what this one remembers was never stored, and the draft is anywhere else.
    """
    here = walk(form, ours)
    gone_on = here
    for operation in theirs:
        gone_on = operation(form, gone_on)
    for stored in (gone_on, walk(form, theirs)):
        positions = Positions()
        assert positions.at(7, form, here.to_json()).step == next_step(form, here)

        found = positions.at(7, form, json.loads(json.dumps(stored.to_json())))

        assert found.draft == stored
        _assert_found_anew(found)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_position_is_remembered_as_long_as_it_is_what_is_stored_and_the_oldest_is_forgotten(form: Form) -> None:
    positions = Positions(most=2)
    empty = start(form).to_json()
    first = positions.at(1, form, empty)

    assert positions.at(1, form, {"version": form.version, "form": form.id}) is first
    assert positions.at(1, form.model_copy(), empty) is not first
    kept = positions.keep(1, first.moved(start_extras(form, first.draft)))
    assert positions.at(1, form, json.loads(json.dumps(kept.body))) is kept
    assert positions.at(1, form, empty) is not kept
    second = positions.at(2, form, empty)
    latest = positions.keep(1, kept)
    positions.at(3, form, empty)
    assert positions.at(1, form, kept.body) is latest
    assert positions.at(2, form, empty) is not second


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_position_is_carried_on_to_a_draft_of_another_version(form: Form) -> None:
    positions = Positions()
    assert isinstance(positions.at(1, form, start(form).to_json()).step, Ask)
    older = start(form).model_copy(update={"version": form.version + 1, "answers": {"asked_no_more": 3}})

    found = positions.at(1, form, older.to_json())

    assert found.draft.answers == {"asked_no_more": 3}
    assert found.step == next_step(form, found.draft)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(FORMS), PATHS)
def test_from_anywhere_a_patient_person_reaches_the_review(form: Form, path: list[Operation]) -> None:
    draft = walk(form, path)
    for _ in range(3 * (len(form.questions) + len(form.derived))):
        if isinstance(next_step(form, draft), Review | Done):
            return
        draft = easiest(form, draft)
    raise AssertionError(next_step(form, draft))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(FORMS), PATHS)
def test_only_a_complete_and_confirmed_form_is_reviewed_and_sent(form: Form, path: list[Operation]) -> None:
    draft = walk(form, path)
    while not isinstance(step := next_step(form, draft), Review | Done):
        draft = easiest(form, draft)
    facts = Facts(form, draft.answers)
    required = form.questions if draft.extras else form.main
    for question in required:
        assert facts.shown(question) is not Gap.PENDING
        assert not facts.is_open(question)
    for derived in form.derived:
        if derived.confirm is not None and isinstance(facts[derived.id], int):
            assert draft.confirmed[derived.id] == facts[derived.id]
    done = next_step(form, send(form, draft))
    if isinstance(step, Review) and step.problems:
        assert isinstance(done, Review)
        return
    assert isinstance(done, Done)
    # What is reported is relevant and fits, stands in form order, and reads the same as the draft did.
    assert list(done.answers) == [question.id for question in form.questions if question.id in done.answers]
    report = facts_of(form, done.answers)
    assert all(report.shown(form.by_id[name]) is True and not report.misfit(form.by_id[name]) for name in done.answers)
    assert all(report[derived.id] == facts[derived.id] for derived in form.derived)


SHARES = [
    ("dien_thoai", "nguoi_lon"),
    ("ky_nang", "trong_tuoi_lao_dong"),
    ("tai_khoan", "tu_15"),
    ("so_suc_khoe", "so_nguoi"),
    ("cap_quang in ('dang_dung', 'da_toi')", "1"),
]


@settings(max_examples=100, deadline=None)
@given(PATHS)
def test_no_report_contributes_more_than_there_are(path: list[Operation]) -> None:
    form = household()
    draft = walk(form, path)
    while not isinstance(next_step(form, draft), Review | Done):
        draft = easiest(form, draft)
    facts = facts_of(form, Facts(form, draft.answers).report())
    for numerator, denominator in SHARES:
        measure = SelfReport.model_validate({"form": form.id, "numerator": numerator, "denominator": denominator})
        counts = contribution(measure, facts)
        if counts is not None:
            assert counts.reports == 1
            assert 0 <= counts.num <= counts.den <= 20
            assert counts.den == 0 or counts.unknown == 0

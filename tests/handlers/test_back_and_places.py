"""Words that mean what they do by what there is: a place of this name, a question before, a screen that one came from."""

from pathlib import Path

import pytest

from campaigns.library import Library
from campaigns.places import Quality
from campaigns.text import fold
from handlers.actions import Asked, Go, Typed
from handlers.commands import Again
from handlers.everyday import says_nothing
from handlers.form_actions import Later, Step
from handlers.phrases import ResultsOf
from handlers.replies import read_reply
from handlers.screen import Choice, Screen, Wait
from tests.eval.test_quality import OWN, SHARED, items_of

NOWHERE = Screen(())


@pytest.mark.parametrize("path", [OWN, SHARED / "qa-dev.jsonl"], ids=["own", "development"])
def test_every_question_of_the_evaluation_still_reaches_the_plan(path: Path, library: Library) -> None:
    if not path.is_file():
        pytest.skip("the published plans are not beside this checkout")
    questions = [str(item["question"]) for item in items_of(path)]
    assert len(questions) > 100
    for question in (*questions, *map(fold, questions)):
        meant = read_reply(NOWHERE, question)
        if isinstance(meant, ResultsOf):
            assert meant.said == question
            assert not any(names_a_place(library, name) for name in meant.names), question
        else:
            assert type(meant) in (Typed, Asked), question
        assert not says_nothing(question), question


def names_a_place(library: Library, name: str) -> bool:
    """Whether a place of any campaign would be found by this name, so that its results are shown."""
    trees = [library.tree(campaign) for campaign in library.packs]
    at_the_top = (tree.root for tree in trees)
    return any(fold(name) in (fold(root.label), fold(root.name)) for root in at_the_top) or any(
        match.quality not in (Quality.START, Quality.WORD, Quality.MENTIONED)
        for tree in trees
        for match in tree.places.find(name, limit=9)
    )


def test_back_is_the_question_before_or_the_screen_before_or_the_menu() -> None:
    back, later = Choice("Câu trước", Step(1, 2, "back").pack(), "T"), Choice("Để sau", Later(1).pack(), "S")
    shown = Choice("Trở lại câu trả lời", Go("answer", "x").pack(), "1")
    for said in ("quay lại", "lui lai cau truoc", "cho tôi xem lại câu trước", "trở lại đi con"):
        assert read_reply(Screen((), (back, later), waits_for=Wait.NUMBER), said) == Step(1, 2, "back"), said
        assert read_reply(Screen((), (later,), waits_for=Wait.NUMBER), said) == Again(), said
        assert read_reply(Screen((), (shown,)), said) == Go("answer", "x"), said
        assert read_reply(NOWHERE, said) == Go("menu"), said


@pytest.mark.parametrize("wait", [Wait.MESSAGE, Wait.TEXT, Wait.PLACE])
def test_back_is_no_message_and_no_name_of_a_place(wait: Wait) -> None:
    to_form = Choice("Quay lại phiếu đang trả lời", Go("form").pack(), "2")
    assert read_reply(Screen((), (to_form,), waits_for=wait), "quay lại") == Go("form")
    assert read_reply(Screen((), (), waits_for=wait), "trở lại") == Go("menu")
    assert read_reply(Screen((), (to_form,), waits_for=wait), "quay lại trường học") == Typed("quay lại trường học")

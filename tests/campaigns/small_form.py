"""A small form with one of everything, and the household form of Rạch Giá, for the tests of the engine."""

import yaml

from campaigns.drafts import Draft
from campaigns.form_format import Form, Selection
from campaigns.form_loading import FORMS, build_form, load_bank, read_form, read_selections
from campaigns.forms import Ask, Confirm, Done, Review, next_step, reply, send

PARAMETERS = {"adult_age": 18, "working_age_men": 61, "working_age_women": 56, "used_within_months": 12}

SMALL = """
id: small
version: 2
title: Phiếu thử
subject: household
submit: submit_report
parameters: [adult_age]
questions:
  - {id: people, kind: count, at_least: 1, at_most: 20, allow_unknown: false, allow_declined: false,
     text: "Mấy người?", label: Số người}
  - {id: children, kind: count, at_most: people, text: "Trong {people} người, mấy cháu?", label: Số cháu}
  - {id: phones, kind: count, at_most: adults, show_if: adults > 0, unasked: 0, text: "{adults} người lớn", label: Máy,
     errors: {above: "Chỉ từ 0 đến {adults}."}}
  - {id: shared, kind: yes_no, show_if: not known(phones) or phones == 0, text: "Có máy chung?", label: Máy chung}
  - {id: uses, kind: multi_choice, show_if: phones > 0, text: "Dùng làm gì?", label: Dùng,
     options: [{id: zalo, label: Zalo}, {id: tin, label: Xem tin}]}
  - {id: share_paid, kind: percent, show_if: "'tin' in uses", text: "Bao nhiêu phần trăm?", label: Phần trăm}
  - {id: note, kind: text, optional: true, text: "Kể thêm?", label: Kể thêm}
  - {id: proof, kind: photo, optional: true, show_if: known(note), text: "Gửi ảnh?", label: Ảnh}
extras: [note, proof]
derived:
  - {id: adults, value: people - children, label: Người lớn, confirm: "Vậy có {adults} người lớn?",
     confirm_zero: "Vậy không có người lớn?"}
checks:
  - {id: quiet, that: "share_paid < 100 or people > 1", message: "Một người thì chưa thể 100%.", mend: share_paid}
"""


def small_form() -> Form:
    form = read_form(yaml.safe_load(SMALL), "small.yaml")
    assert isinstance(form, Form), form
    return form.model_copy(update={"settings": {"adult_age": 18}})


def bank() -> dict[str, Form]:
    found = load_bank()
    assert not isinstance(found, tuple), found
    return dict(found)


def rach_gia() -> Selection:
    path = FORMS.parent / "packs" / "rach-gia" / "forms.yaml"
    found = read_selections(yaml.safe_load(path.read_text(encoding="utf-8")), path.name)
    selection = found[0]
    assert isinstance(selection, Selection), found
    return selection


def household() -> Form:
    """The household form as Rạch Giá asks it."""
    form = build_form(bank(), rach_gia(), PARAMETERS, "forms.yaml")
    assert isinstance(form, Form), form
    return form


def say(form: Form, draft: Draft, *replies: str) -> Draft:
    """Answer whatever is shown with each reply in turn."""
    for typed in replies:
        step = next_step(form, draft)
        assert isinstance(step, Ask | Confirm), step
        draft = reply(form, draft, step.question.id if isinstance(step, Ask) else step.derived.id, typed)
    return draft


def shown(form: Form, draft: Draft) -> str:
    """What is shown, in a word: "phones", "phones!above", "adults?", "review", "done"."""
    step = next_step(form, draft)
    match step:
        case Ask(question=question, error=error):
            return question.id if error is None else f"{question.id}!{error.code}"
        case Confirm(derived=derived, error=error):
            return f"{derived.id}?" if error is None else f"{derived.id}?!{error.code}"
        case Review():
            return "review"
        case Done():
            return "done"


def sent(form: Form, draft: Draft) -> Done:
    step = next_step(form, send(form, draft))
    assert isinstance(step, Done), step
    return step

"""Questions asked in vain, and what operators add so that they are answered: /can-bo/cau-hoi."""

from collections.abc import Mapping
from typing import Any

from bot.web.office.pages import ROOT, Asked, Misfit, Page, Post, Then, Trace
from campaigns.curation import LONGEST_SENTENCE, MOST_CLAUSES, MOST_EXAMPLES, MOST_WORDS, CuratedAnswer, LexiconEntry
from handlers.office_words import outcome_words
from handlers.screen import Tone, say
from handlers.words import _
from services.curation import (
    add_curated_answer,
    add_lexicon_entry,
    mark_settled,
    withdraw_curated_answer,
    withdraw_lexicon_entry,
)
from services.curation_desk import CurationDesk, see_curation
from services.people import Capability

URL = f"{ROOT}/cau-hoi"


def _words(asked: Asked) -> tuple[object, ...]:
    return (LexiconEntry(asked.text("cho"), tuple(asked.lines("tu"))),)


def _answer(asked: Asked) -> tuple[object, ...]:
    questions, clauses = tuple(asked.lines("cau")), tuple(asked.lines("khoan"))
    return (CuratedAnswer(asked.text("cho"), questions, clauses, asked.text("loi")),)


def _number(asked: Asked) -> tuple[object, ...]:
    found = asked.number("so")
    if found is None:
        raise Misfit("so", "unreadable")
    return (found,)


def _back(asked: Asked) -> str:
    campaign = asked.text("ke-hoach")
    return f"{URL}?ke-hoach={campaign}" if campaign.replace("-", "").isalnum() and campaign.isascii() else URL


def _added(_number: int, asked: Asked) -> Then:
    told = _("Added. Questions are answered by it within a second. Please ask one in the conversation and look.")
    return Then(_back(asked), (say(told, Tone.NOTICE),))


def _withdrawn(_done: object, asked: Asked) -> Then:
    told = _("Withdrawn. Questions are answered without it within a second.")
    return Then(_back(asked), (say(told, Tone.NOTICE),))


def _settled(_count: int, asked: Asked) -> Then:
    return Then(_back(asked), (say(_("Done with these; asked again, they come up again."), Tone.NOTICE),))


def _values(desk: CurationDesk, _asked: Asked) -> Mapping[str, object]:
    return {
        "names": dict(desk.campaigns),
        "outcome_words": outcome_words,
        "most": {
            "words": MOST_WORDS,
            "examples": MOST_EXAMPLES,
            "clauses": MOST_CLAUSES,
            "sentence": LONGEST_SENTENCE,
        },
    }


def _post(use_case: Any, reads: Any, then: Any) -> Post:
    return Post(capability=Capability.CURATE, use_case=use_case, reads=reads, then=then)


CURATION = Page(
    path="cau-hoi",
    capability=Capability.CURATE,
    title=lambda: _("Questions asked in vain"),
    template="curation.html",
    load=see_curation,
    asks=lambda asked: (asked.text("ke-hoach"), asked.text("nhom")),
    values=_values,
    posts={
        "settle": _post(mark_settled, lambda asked: (asked.text("cua"), asked.text("nhom")), _settled),
        "add_words": _post(add_lexicon_entry, _words, _added),
        "add_answer": _post(add_curated_answer, _answer, _added),
        "withdraw_words": _post(withdraw_lexicon_entry, _number, _withdrawn),
        "withdraw_answer": _post(withdraw_curated_answer, _number, _withdrawn),
    },
    trace=lambda desk: Trace("look_questions", "asked_questions", desk.campaign),
)

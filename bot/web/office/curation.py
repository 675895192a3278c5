"""Questions asked in vain, and what operators add so that they are answered: /can-bo/cau-hoi."""

from collections.abc import Mapping
from functools import partial

from bot.web.office.pages import ROOT, Asked, Page, Post, Then, its_number, told
from campaigns.curation import LONGEST_SENTENCE, MOST_CLAUSES, MOST_EXAMPLES, MOST_WORDS, CuratedAnswer, LexiconEntry
from handlers.office_words import outcome_words
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
from services.trail import Trace

URL = f"{ROOT}/cau-hoi"
_post = partial(Post, capability=Capability.CURATE)


def _words(asked: Asked) -> tuple[object, ...]:
    return (LexiconEntry(asked.text("cho"), tuple(asked.lines("tu"))),)


def _answer(asked: Asked) -> tuple[object, ...]:
    questions, clauses = tuple(asked.lines("cau")), tuple(asked.lines("khoan"))
    return (CuratedAnswer(asked.text("cho"), questions, clauses, asked.text("loi")),)


def _back(asked: Asked) -> str:
    campaign = asked.text("ke-hoach")
    return f"{URL}?ke-hoach={campaign}" if campaign.replace("-", "").isalnum() and campaign.isascii() else URL


def _added(_number: int, asked: Asked) -> Then:
    sentence = _("Added. Questions are answered by it within a second. Please ask one in the conversation and look.")
    return told(_back(asked), sentence)


def _withdrawn(_done: object, asked: Asked) -> Then:
    return told(_back(asked), _("Withdrawn. Questions are answered without it within a second."))


def _settled(_count: int, asked: Asked) -> Then:
    return told(_back(asked), _("Done with these; asked again, they come up again."))


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


CURATION = Page(
    path="cau-hoi",
    capability=Capability.CURATE,
    title=lambda: _("Questions asked in vain"),
    template="curation.html",
    load=see_curation,
    asks=lambda asked: (asked.text("ke-hoach"), asked.text("nhom")),
    values=_values,
    posts={
        "settle": _post(
            use_case=mark_settled, reads=lambda asked: (asked.text("cua"), asked.text("nhom")), then=_settled
        ),
        "add_words": _post(use_case=add_lexicon_entry, reads=_words, then=_added),
        "add_answer": _post(use_case=add_curated_answer, reads=_answer, then=_added),
        "withdraw_words": _post(use_case=withdraw_lexicon_entry, reads=its_number, then=_withdrawn),
        "withdraw_answer": _post(use_case=withdraw_curated_answer, reads=its_number, then=_withdrawn),
    },
    trace=lambda desk: Trace("look_questions", "asked_questions", desk.campaign),
)

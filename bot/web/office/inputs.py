"""What units enter for awards: /can-bo/nhap-lieu. One small form per input, and approving what others entered."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TypedDict
from urllib.parse import urlencode

from bot.web.office.pages import ROOT, Asked, Misfit, Page, Post, Then, its_number, told
from campaigns.awarding.entries import (
    DISCIPLINE,
    LONGEST_TEXT,
    REVIEWS,
    ActEntry,
    ConductEntry,
    Entry,
    FigureEntry,
    InputKind,
    RankEntry,
    ScoreEntry,
    TraitEntry,
    read_count,
    read_decimal,
)
from campaigns.awarding.wanted import Asking
from campaigns.errors import AppError
from campaigns.format.criterion import Condition
from handlers.award_words import TRAITS, worded
from handlers.awards import occasion_of
from handlers.input_words import entry_words, measure_words, source_words, state_words, why_words
from handlers.words import _
from services.award_desk import occasion_letters
from services.input_desk import InputDesk, Where, enter_at, see_input_desk
from services.people import Capability
from services.trail import trace_inputs
from services.unit_inputs import LONGEST_NAME, InputUnfit, WantedInput, approve_input, return_input

URL = f"{ROOT}/nhap-lieu"
_WHERE = {"campaign": "phong-trao", "unit": "don-vi", "occasion": "dip", "audience": "doi-tuong", "name": "ten"}
_YES_NO = {"co": True, "chua": False}


def _where(asked: Asked) -> Where:
    told = {field: asked.text(name) for field, name in _WHERE.items()}
    # A unit of a list says its campaign with it.
    campaign, _, unit = told["unit"].rpartition(" ")
    return Where(campaign or told["campaign"], unit, told["occasion"], told["audience"], told["name"])


def row_id(row: WantedInput) -> str:
    """What a row's form is known by: its kind and what it is about."""
    return f"{row.wanted.kind.value}:{row.wanted.about}"


def _count(asked: Asked, name: str) -> int:
    found = read_count(asked.text(name))
    if isinstance(found, str):
        raise Misfit(name, found)
    return found


def _decimal(asked: Asked, name: str) -> Decimal:
    found = read_decimal(asked.text(name))
    if isinstance(found, str):
        raise Misfit(name, found)
    return found


class _Paper(TypedDict):
    source: str
    date: date


def _paper(asked: Asked) -> _Paper:
    """From which paper an input is, the same for every kind."""
    day = asked.day("date")
    if day is None:
        raise Misfit("date", "unreadable" if asked.text("date") else "missing")
    return {"source": asked.text("source"), "date": day}


def _yes_no(asked: Asked, name: str) -> bool:
    found = _YES_NO.get(asked.text(name))
    if found is None:
        raise Misfit(name, "choose")
    return found


def _figure(asked: Asked, about: str) -> Entry:
    if asked.text("percent"):
        percent = _decimal(asked, "percent")
        return FigureEntry(indicator=about, percent=percent, **_paper(asked))
    num, den = _count(asked, "num"), _count(asked, "den")
    return FigureEntry(indicator=about, num=num, den=den, **_paper(asked))


def _rank(asked: Asked, about: str) -> Entry:
    return RankEntry(
        of="parent" if about == "parent" else "own",
        rank=_count(asked, "rank"),
        published_by=asked.text("published_by"),
        scope=asked.text("scope"),
        tied_with=asked.text("tied_with"),
        **_paper(asked),
    )


def _score(asked: Asked, _about: str) -> Entry:
    return ScoreEntry(
        points=_decimal(asked, "points"),
        maximum=_decimal(asked, "maximum"),
        published_by=asked.text("published_by"),
        **_paper(asked),
    )


def _act(asked: Asked, about: str) -> Entry:
    return ActEntry(
        criterion=about,
        done=_yes_no(asked, "done"),
        confirmed_by=asked.text("confirmed_by"),
        **_paper(asked),
    )


def _conduct(asked: Asked, _about: str) -> Entry:
    return ConductEntry(
        disciplined={name: _count(asked, name) for name in DISCIPLINE},
        under_review={name: _count(asked, name) for name in REVIEWS},
        **_paper(asked),
    )


def _trait(asked: Asked, about: str) -> Entry:
    try:
        condition = Condition(about)
    except ValueError as error:
        raise Misfit("holds", "choose") from error
    return TraitEntry(condition=condition, holds=_yes_no(asked, "holds"), **_paper(asked))


_READ: Mapping[str, Callable[[Asked, str], Entry]] = {
    InputKind.FIGURE.value: _figure,
    InputKind.RANK.value: _rank,
    InputKind.SCORE.value: _score,
    InputKind.ACT.value: _act,
    InputKind.CONDUCT.value: _conduct,
    InputKind.TRAIT.value: _trait,
}


def _entered(asked: Asked) -> tuple[object, ...]:
    kind, _, about = asked.text("muc").partition(":")
    if kind not in _READ:
        raise Misfit("muc", "choose")
    return _where(asked), _READ[kind](asked, about), asked.number("ban") or 0


def inputs_url(where: Where) -> str:
    """The page of one subject's inputs."""
    told = {name: getattr(where, field) for field, name in _WHERE.items()}
    return f"{URL}?{urlencode({name: value for name, value in told.items() if value})}"


def _back(asked: Asked, sentence: str) -> Then:
    query = urlencode({name: asked.text(name) for name in _WHERE.values() if asked.text(name)})
    return told(f"{URL}?{query}", sentence)


def _misfit(error: AppError) -> Misfit | None:
    return Misfit(error.field, error.why) if isinstance(error, InputUnfit) else None


def _values(desk: InputDesk | None, asked: Asked) -> Mapping[str, object]:
    if desk is None:
        return {}

    def needed_words(row: WantedInput, asking: Asking) -> str:
        needed = asking.needed.removeprefix(f"{row.wanted.about} ")
        return _("none") if needed == "none" else worded(needed, desk.names)

    return {
        "row_id": row_id,
        "here": {_WHERE[field]: getattr(desk.where, field) for field in _WHERE},
        "open_row": asked.text("muc"),
        "occasion_words": lambda occasion: occasion_of(desk.pack, occasion),
        "occasion_letters": occasion_letters,
        "needed_words": needed_words,
        "trait_words": lambda about: TRAITS[Condition(about)](),
        "measure_words": measure_words,
        "entry_words": entry_words,
        "source_words": source_words,
        "state_words": state_words,
        "why_words": why_words,
        "measures": DISCIPLINE,
        "proceedings": REVIEWS,
        "longest": LONGEST_TEXT,
        "longest_name": LONGEST_NAME,
    }


_decides = partial(Post, capability=Capability.VERIFY_FIGURES, misfit_of=_misfit)
INPUTS = Page(
    path="nhap-lieu",
    capability=Capability.SEE_LIVE,
    title=lambda: _("Figures for awards"),
    template="inputs.html",
    load=see_input_desk,
    asks=lambda asked: (_where(asked),),
    values=_values,
    trace=lambda desk: trace_inputs(desk.unit) if desk is not None else None,
    posts={
        "enter": Post(
            capability=Capability.ENTER_FIGURES,
            use_case=enter_at,
            reads=_entered,
            then=lambda _row, asked: _back(asked, _("Entered. It counts once somebody else has approved it.")),
            misfit_of=_misfit,
        ),
        "approve": _decides(
            use_case=approve_input,
            reads=its_number,
            then=lambda _row, asked: _back(asked, _("Approved. It counts from now on.")),
        ),
        "return": _decides(
            use_case=return_input,
            reads=lambda asked: (asked.id("so"), asked.text("comment")),
            then=lambda _row, asked: _back(asked, _("Returned to whoever entered it.")),
        ),
    },
)

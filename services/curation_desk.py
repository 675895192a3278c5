"""The curation desk: what was asked in vain, and what operators have added, as their page shows it at once."""

from dataclasses import dataclass

from sqlmodel import Session

from services.curation import (
    AddedAnswer,
    AddedWords,
    DeclinedQuestions,
    list_curated_answers,
    list_declined_questions,
    list_lexicon_entries,
)
from services.people import Acting

MOST_GROUPS = 50


@dataclass(frozen=True, slots=True)
class CurationDesk:
    """campaign: the one whose questions are shown, "" for all; campaigns: slug → short name, of every one.

    begun: the group that an answer is being written for. more: how many groups are not shown.
    """

    campaign: str
    campaigns: tuple[tuple[str, str], ...]
    groups: tuple[DeclinedQuestions, ...]
    more: int
    begun: DeclinedQuestions | None
    words: tuple[AddedWords, ...]
    answers: tuple[AddedAnswer, ...]


def see_curation(session: Session, acting: Acting, campaign: str = "", group: str = "") -> CurationDesk:
    """Questions asked in vain, most asked first, and every addition in force. Errors: `not_yours`."""
    packs = acting.library.packs
    campaign = campaign if campaign in packs else ""
    groups = list_declined_questions(session, acting, campaign)
    return CurationDesk(
        campaign=campaign,
        campaigns=tuple((slug, pack.short_name.to(acting.actor.locale)) for slug, pack in packs.items()),
        groups=groups[:MOST_GROUPS],
        more=max(0, len(groups) - MOST_GROUPS),
        begun=next((each for each in groups if each.key == group), None),
        words=list_lexicon_entries(session, acting),
        answers=list_curated_answers(session, acting, campaign),
    )

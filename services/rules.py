"""Rules: what a campaign's plan says about a question, with its clause; and a plain no where it does not say."""

from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import Session

from campaigns.errors import AppError
from campaigns.format.overlay import NowRule
from campaigns.format.pack import Pack
from campaigns.plan_answers import Answer, Person
from models.questions import AskedQuestion
from services.people import Acting
from services.periods import current_period

LONGEST_KEPT = 300


class NoCampaign(AppError):
    """There is no campaign to ask about."""

    code: ClassVar[str] = "no_campaign"


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """What a plan says to a question. now: what applies today where the overlay differs, for the first clause found."""

    pack: Pack
    question: str
    answer: Answer
    now: tuple[NowRule, ...] = ()


def ask(session: Session, acting: Acting, question: str, earlier: str = "") -> RuleAnswer:
    """What the plan that is asked about says to this question. Errors: `no_campaign` where there is none.

    earlier: the question before, for one that goes on from it ("còn 2025?").
    """
    period = current_period(session, acting)
    slug = period.campaign if period else next(iter(acting.library.packs), None)
    if slug is None:
        raise NoCampaign
    pack = acting.library.packs[slug]
    answer = acting.library.answering.answer(slug, question, Person(earlier=earlier))
    paths = {result.clause for result in answer.results[:1]} if answer.answered else set()
    now = tuple(rule for rule in pack.overlay if rule.clause is not None and str(rule.clause) in paths)
    return RuleAnswer(pack, question, answer, now)


def keep_miss(session: Session, acting: Acting, campaign: str, question: str, outcome: str) -> None:
    """Keep a question that was declined or marked wrong, by day and without who asked. outcome: a code."""
    asked = {"campaign": campaign, "day": acting.today, "text": question[:LONGEST_KEPT], "outcome": outcome}
    session.add(AskedQuestion.model_validate(asked))

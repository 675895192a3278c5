"""Rules: what a campaign's plan says about a question, with its clause; and a plain no where it does not say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from campaigns.clauses import sort_key
from campaigns.curation import without_personal
from campaigns.facts import Provision
from campaigns.format.about import Ambiguity, NotStated
from campaigns.format.duty import Contact
from campaigns.format.overlay import NowRule
from campaigns.format.pack import Pack
from campaigns.localized import Localized
from campaigns.plan_answers import Answer, Person, Result
from campaigns.text import fold
from models.questions import AskedQuestion
from services.campaigns import NoCampaign, current_campaign, require_pack
from services.people import Acting
from services.periods import current_period

__all__ = ["NoCampaign", "RuleAnswer", "WhoToAsk", "ask", "keep_miss", "kept", "root_of", "see_answer"]

LONGEST_KEPT = 300
LONGEST_SHOWN = 200
"""Characters of a question that the chat's view keeps, to draw the answer again and to go on from it."""
CLAUSE = "p:"
"""What a part begins with that names a clause of the plan."""
PERIODS_DIFFER = "periods_differ"
"""The lint rule for plans that write their own years in different ways."""
MOST_NEAR = 6
MOST_RULES = 3
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class WhoToAsk:
    """Who can tell today what the plan does not.

    phone: of the open period's controller. body: whom the plan names, None where it names nobody. ended: the rule that
    says this body is no more; successor: who stands there now.
    """

    controller: str
    phone: str
    body: Contact | None
    ended: NowRule | None
    successor: Localized | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Clauses of one plan that do not agree, each as found, and how they are read here."""

    ambiguity: Ambiguity
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """What a plan says to a question.

    shown: what the answer consists of; now: what applies today where the overlay differs from it; near: what else
    stands under the same heading or was found; silence: what the pack says the plan leaves open; other: the campaign
    whose plan does answer; part: what the person looks at ("" the answer itself, `CLAUSE` and a path: that clause).
    """

    pack: Pack
    question: str
    earlier: str
    answer: Answer
    shown: tuple[Result, ...]
    now: tuple[NowRule, ...]
    near: tuple[Result, ...]
    conflict: Conflict | None
    silence: NotStated | None
    who: WhoToAsk
    other: Pack | None = None
    part: str = ""


def ask(session: Session, acting: Acting, question: str, earlier: str = "", campaign: str = "") -> RuleAnswer:
    """What the plan that is asked about says to this question. Errors: `no_campaign` where there is none.

    earlier: the question before, for one that goes on from it ("còn 2025?"). campaign: "" for the person's current one.
    """
    slug = campaign or current_campaign(session, acting)
    return see_answer(session, acting, slug, question, earlier)


def see_answer(session: Session, acting: Acting, campaign: str, question: str, *rest: str) -> RuleAnswer:
    """The answer to a question, as of now. rest: the question before, and the part that is looked at.

    Errors: `no_campaign`.
    """
    earlier, part = (*rest, "", "")[:2]
    pack = require_pack(acting, campaign)
    answer = acting.library.answering.answer(campaign, question, Person(earlier=earlier))
    if not _YEAR.search(question + earlier):
        answer = _of_this_year(session, acting, pack, answer)
    pointed = _pointed_at(acting, pack, part)
    shown = pointed or (answer.listed or answer.results[:1] if answer.answered else ())
    conflict = _conflict(acting, pack, answer) if answer.answered and not pointed else None
    told = (*shown, *(conflict.results if conflict else ()))
    return RuleAnswer(
        pack=pack,
        question=question,
        earlier=earlier,
        answer=answer,
        shown=shown,
        now=_now(pack, told) if told else _beside(pack, answer),
        near=_near(acting, pack, answer, shown),
        conflict=conflict,
        silence=next((item for item in pack.not_stated if item.id == answer.silence), None),
        who=_who(session, acting, pack),
        other=acting.library.packs.get(answer.parameters.get("plan", "")),
        part=part,
    )


def _of_this_year(session: Session, acting: Acting, pack: Pack, answer: Answer) -> Answer:
    """Where no year was asked for and the plan sets a target for several: that of the survey's year, else the last.

    Lists and other clauses stay as they were found.
    """
    first = next(
        (each for each in pack.targets if answer.results and str(each.clause) == answer.results[0].clause), None
    )
    if first is None or first.deadline is None or not answer.answered or answer.listed:
        return answer
    period = current_period(session, acting, pack.slug)
    same = [each for each in pack.targets if (each.indicator, each.level) == (first.indicator, first.level)]
    years = [each.deadline for each in same if each.deadline is not None]
    wanted = period.target_year if period and period.target_year in years else max(years)
    chosen = next(each for each in same if each.deadline == wanted)
    path = str(chosen.clause)
    found = next((result for result in answer.results if result.clause == path), None)
    if found is None:
        found = Result(path, (pack.spoken(path),), "", answer.results[0].score, chosen.text.vi, chosen.id)
    return replace(answer, results=(found, *(result for result in answer.results if result.clause != path)))


def kept(question: str) -> str:
    """A question as the chat's view keeps it: whole, or of a long one the end where it asks, else the beginning."""
    if len(question) <= LONGEST_SHOWN:
        return question
    if question.rstrip().endswith("?"):
        return question[-LONGEST_SHOWN:].partition(" ")[2] or question[-LONGEST_SHOWN:]
    return question[:LONGEST_SHOWN].rpartition(" ")[0] or question[:LONGEST_SHOWN]


def root_of(acting: Acting, campaign: str, question: str, before: str, root: str = "") -> str:
    """The question that this one goes on from, "" where it stands alone. root: what `before` itself went on from."""
    basis = root or before
    if not basis:
        return ""
    reader = acting.library.answering.plan(campaign).reader
    asked = reader.read(question)
    return basis if asked.after(reader.read(basis)) != asked else ""


def keep_miss(session: Session, acting: Acting, campaign: str, question: str, outcome: str) -> None:
    """Keep a question that was declined or marked wrong, by day, without who asked. outcome: a code; "" keeps none.

    Numbers and addresses that may be a person's are taken out before anything is stored.
    """
    if not outcome:
        return
    text = without_personal(question)[:LONGEST_KEPT]
    asked = {"campaign": campaign, "day": acting.today, "text": text, "outcome": outcome}
    session.add(AskedQuestion.model_validate(asked))


def _pointed_at(acting: Acting, pack: Pack, part: str) -> tuple[Result, ...]:
    """The clause that the person has pointed at, where the part names one."""
    if not part.startswith(CLAUSE):
        return ()
    path = part.removeprefix(CLAUSE)
    return tuple(_result(each) for each in _provisions(acting, pack) if each.path == path)


def _now(pack: Pack, shown: Sequence[Result]) -> tuple[NowRule, ...]:
    """Overlay rules about the clauses shown; then those about bodies that they name and that are no more."""
    said = fold(" ".join(f"{result.statement} {result.text}" for result in shown))
    about = pack.rules_about(result.clause for result in shown)
    gone = [rule for rule in pack.overlay if rule.body is not None and fold(rule.body.vi) in said]
    return tuple(dict.fromkeys((*about, *gone)))[:MOST_RULES]


def _beside(pack: Pack, answer: Answer) -> tuple[NowRule, ...]:
    """For a question that the plan leaves open: what applies now, by the overlay, about that very thing."""
    silent = next((item for item in pack.not_stated if item.id == answer.silence), None)
    if silent is None or silent.clause is None:
        return ()
    return tuple(rule for rule in pack.overlay if rule.clause == silent.clause)[:MOST_RULES]


def _conflict(acting: Acting, pack: Pack, answer: Answer) -> Conflict | None:
    """Clauses that write the campaign's own years in different ways, where the question found more than one of them."""
    shown = answer.listed or answer.results[:1]
    told = {result.clause for result in shown}
    found = {result.clause for result in answer.results}
    is_on_years = any(period.id == result.entry for period in pack.periods for result in shown)
    for ambiguity in pack.ambiguities:
        clauses = {str(clause) for clause in ambiguity.clauses}
        several = bool(told & (clauses | _spans(pack))) and bool((clauses & found) - told)
        if ambiguity.rule == PERIODS_DIFFER and (is_on_years or several):
            results = tuple(_result(each, pack) for each in _provisions(acting, pack) if each.path in clauses)
            return Conflict(ambiguity, results) if len(results) > 1 else None
    return None


def _spans(pack: Pack) -> frozenset[str]:
    """Clauses that say from when to when the campaign runs."""
    return frozenset(str(entry.clause) for entry in (*pack.phases, *pack.periods))


def _near(acting: Acting, pack: Pack, answer: Answer, shown: Sequence[Result]) -> tuple[Result, ...]:
    """What was found beside the first clause shown, what stands under its heading, and under the next one up."""
    first = shown[0] if shown else answer.results[0] if answer.results else None
    if first is None:
        return ()
    provisions = _provisions(acting, pack)
    parent = first.clause.rpartition(".")[0]
    upper = parent.rpartition(".")[0]
    brothers = [each for each in provisions if parent and each.path.rpartition(".")[0] == parent]
    cousins = [each for each in provisions if upper and each.path.startswith(f"{upper}.") and each not in brothers]
    near = tuple(_result(each) for each in (*_around(brothers, first.clause), *_around(cousins, first.clause)))
    ordered = (*answer.results[1:3], *near[:MOST_NEAR], *answer.results[3:], *near[MOST_NEAR:])
    seen = {result.clause for result in (*shown, first)}
    unique = {each.clause: each for each in ordered if each.clause not in seen}
    return tuple(unique.values())[:MOST_NEAR]


def _around(found: Sequence[Provision], path: str) -> Sequence[Provision]:
    """Provisions by how near they stand to a clause, in the plan's order."""
    here, places = sort_key(path), [sort_key(each.path) for each in found]
    before = sum(place < here for place in places)
    return [found[index] for index in sorted(range(len(found)), key=lambda index: abs(index - before + 0.5))]


def _provisions(acting: Acting, pack: Pack) -> Sequence[Provision]:
    return acting.library.answering.plan(pack.slug).index.provisions


def _result(provision: Provision, pack: Pack | None = None) -> Result:
    """A provision to show. pack: given where what it says of the campaign's years comes first."""
    spans = {period.id for period in pack.periods} if pack else set()
    said = sorted(provision.statements, key=lambda each: each.entry not in spans)
    statement, entry = (said[0].text, said[0].entry) if said else ("", "")
    return Result(provision.path, provision.trail, provision.text, 0.0, statement, entry)


def _who(session: Session, acting: Acting, pack: Pack) -> WhoToAsk:
    period = current_period(session, acting, pack.slug)
    is_open = period is not None and period.is_open(acting.today)
    body = pack.contacts[0] if pack.contacts else None
    named = fold(body.body.vi if body else pack.document.issuer.vi)
    ended = next((rule for rule in pack.overlay if rule.body is not None and fold(rule.body.vi) in named), None)
    whole = next((rule for rule in pack.overlay if rule.clause is None and rule.successor is not None), None)
    successor = ended.successor if ended and ended.successor else whole.successor if whole else None
    return WhoToAsk(
        controller=period.controller if period and is_open else "",
        phone=period.contact if period and is_open else "",
        body=body,
        ended=ended,
        successor=successor,
    )

"""Curation: what operators add to a plan's answers. Everything here is refused (`not_yours`) to whoever is none.

Questions that were declined or marked wrong are shown in groups, without who asked; every addition takes effect in
every process within a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b

from sqlalchemy import update
from sqlmodel import Session, col, select

from campaigns.curation import (
    CuratedAnswer,
    Curation,
    LexiconEntry,
    check_answer,
    check_words,
    content_key,
    without_personal,
)
from campaigns.errors import AppError
from models.curation import StoredCuratedAnswer, StoredLexiconEntry
from models.questions import AskedQuestion
from services.audit import Deed, write_deed
from services.campaigns import require_pack
from services.clauses import RULES
from services.generations import begin_generation
from services.people import Acting, Capability, require_anywhere, signature

MOST_READ = 500
"""The newest questions that are looked at; older ones come up when these are settled."""
MOST_EXAMPLES_SHOWN = 3
LEXICON_ENTRY, CURATED_ANSWER, QUESTIONS = "lexicon_entry", "curated_answer", "asked_questions"


@dataclass(eq=False)
class NoAddition(AppError):
    """There is no such addition, or it was withdrawn."""

    code = "no_addition"
    number: int


@dataclass(frozen=True, slots=True)
class DeclinedQuestions:
    """Questions about the same thing that were declined or marked wrong.

    key: names the group to `mark_settled`; newest: the last day it was asked; examples: newest first; outcomes: codes,
    a `Reason` or "wrong".
    """

    key: str
    campaign: str
    count: int
    newest: date
    examples: tuple[str, ...]
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddedWords:
    """A group of words in force. number: names it to `withdraw_lexicon_entry`; added_by: a signature."""

    number: int
    entry: LexiconEntry
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class AddedAnswer:
    """A fixed answer in force. number: names it to `withdraw_curated_answer`; added_by: a signature."""

    number: int
    answer: CuratedAnswer
    added_by: str
    added_at: datetime


def list_declined_questions(session: Session, acting: Acting, campaign: str = "") -> tuple[DeclinedQuestions, ...]:
    """What was asked in vain and is not settled yet, most asked first. campaign: "" for all."""
    require_anywhere(session, acting, Capability.CURATE)
    groups: dict[str, list[AskedQuestion]] = {}
    for row in _unsettled(session, campaign):
        groups.setdefault(_key(acting, row), []).append(row)
    found = (_group(key, rows) for key, rows in groups.items())
    return tuple(sorted(found, key=lambda group: (-group.count, -group.newest.toordinal(), group.key)))


def mark_settled(session: Session, acting: Acting, campaign: str, key: str) -> int:
    """Be done with a group of questions; how many they were. Asked again later, they come up again."""
    require_anywhere(session, acting, Capability.CURATE)
    rows = [row.id for row in _unsettled(session, campaign) if _key(acting, row) == key]
    if rows:
        settled = update(AskedQuestion).where(col(AskedQuestion.id).in_(rows))
        session.execute(settled.values(settled_at=acting.now))
        _write(session, acting, "settle", QUESTIONS, key)
    return len(rows)


def add_lexicon_entry(session: Session, acting: Acting, entry: LexiconEntry) -> int:
    """Let words mean the same from now on; the entry's number, that of the same one where it is there already.

    Errors: `no_campaign`; `curation_empty`, `curation_too_long`, `lone_word`, `stop_word`, `words_not_in_plan`.
    """
    require_anywhere(session, acting, Capability.CURATE)
    answering = acting.library.answering
    slugs = [require_pack(acting, entry.campaign).slug] if entry.campaign else answering.slugs
    known = frozenset(word for slug in slugs for word in answering.plan(slug).index.words)
    words = check_words(entry.words, answering.lexicon, known)
    for there in list_lexicon_entries(session, acting):
        if there.entry.campaign == entry.campaign and set(there.entry.words) == set(words):
            return there.number
    row = StoredLexiconEntry.model_validate(
        {"campaign": entry.campaign, "words": list(words), **_signed(session, acting)}
    )
    return _add(session, acting, LEXICON_ENTRY, row)


def withdraw_lexicon_entry(session: Session, acting: Acting, number: int) -> None:
    """Take a group of words back. Errors: `no_addition`."""
    require_anywhere(session, acting, Capability.CURATE)
    _withdraw(session, acting, LEXICON_ENTRY, session.get(StoredLexiconEntry, number), number)


def list_lexicon_entries(session: Session, acting: Acting) -> tuple[AddedWords, ...]:
    """The groups of words in force, oldest first."""
    require_anywhere(session, acting, Capability.CURATE)
    query = select(StoredLexiconEntry).where(col(StoredLexiconEntry.withdrawn_at).is_(None))
    return tuple(
        AddedWords(row.id or 0, _entry(row), row.added_by, row.added_at)
        for row in session.exec(query.order_by(col(StoredLexiconEntry.id)))
    )


def add_curated_answer(session: Session, acting: Acting, answer: CuratedAnswer) -> int:
    """Fix the answer to questions like its examples; its number. Of two for one question the later counts.

    Errors: `no_campaign`; `curation_empty`, `curation_too_long`, `stop_word`, `unknown_clause`, `not_in_clause`.
    """
    require_anywhere(session, acting, Capability.CURATE)
    pack = require_pack(acting, answer.campaign)
    plan = acting.library.answering.plan(pack.slug)
    checked = check_answer(answer, pack, plan.index.provisions, plan.lexicon)
    for there in list_curated_answers(session, acting, pack.slug):
        if there.answer == checked:
            return there.number
    parts = {"questions": list(checked.questions), "clauses": list(checked.clauses), "sentence": checked.sentence}
    row = StoredCuratedAnswer.model_validate({"campaign": pack.slug, **parts, **_signed(session, acting)})
    return _add(session, acting, CURATED_ANSWER, row)


def withdraw_curated_answer(session: Session, acting: Acting, number: int) -> None:
    """Take a fixed answer back. Errors: `no_addition`."""
    require_anywhere(session, acting, Capability.CURATE)
    _withdraw(session, acting, CURATED_ANSWER, session.get(StoredCuratedAnswer, number), number)


def list_curated_answers(session: Session, acting: Acting, campaign: str = "") -> tuple[AddedAnswer, ...]:
    """The fixed answers in force, oldest first. campaign: "" for all."""
    require_anywhere(session, acting, Capability.CURATE)
    query = select(StoredCuratedAnswer).where(col(StoredCuratedAnswer.withdrawn_at).is_(None))
    if campaign:
        query = query.where(StoredCuratedAnswer.campaign == campaign)
    return tuple(
        AddedAnswer(row.id or 0, _answer(row), row.added_by, row.added_at)
        for row in session.exec(query.order_by(col(StoredCuratedAnswer.id)))
    )


def read_curation(session: Session) -> Curation:
    """Everything in force, as answers are made from it; nothing of who added it."""
    words = select(StoredLexiconEntry).where(col(StoredLexiconEntry.withdrawn_at).is_(None))
    answers = select(StoredCuratedAnswer).where(col(StoredCuratedAnswer.withdrawn_at).is_(None))
    return Curation(
        tuple(map(_entry, session.exec(words.order_by(col(StoredLexiconEntry.id))))),
        tuple(map(_answer, session.exec(answers.order_by(col(StoredCuratedAnswer.id))))),
    )


def _unsettled(session: Session, campaign: str) -> Sequence[AskedQuestion]:
    query = select(AskedQuestion).where(col(AskedQuestion.settled_at).is_(None))
    if campaign:
        query = query.where(AskedQuestion.campaign == campaign)
    return session.exec(query.order_by(col(AskedQuestion.id).desc()).limit(MOST_READ)).all()


def _key(acting: Acting, row: AskedQuestion) -> str:
    words = content_key(without_personal(row.text), acting.library.answering.lexicon)
    return blake2b(f"{row.campaign} {' '.join(words)}".encode(), digest_size=8).hexdigest()


def _group(key: str, rows: Sequence[AskedQuestion]) -> DeclinedQuestions:
    texts = dict.fromkeys(without_personal(row.text) for row in rows)
    return DeclinedQuestions(
        key=key,
        campaign=rows[0].campaign,
        count=len(rows),
        newest=max(row.day for row in rows),
        examples=tuple(texts)[:MOST_EXAMPLES_SHOWN],
        outcomes=tuple(dict.fromkeys(row.outcome for row in rows)),
    )


def _entry(row: StoredLexiconEntry) -> LexiconEntry:
    return LexiconEntry(row.campaign, tuple(map(str, row.words)))


def _answer(row: StoredCuratedAnswer) -> CuratedAnswer:
    return CuratedAnswer(row.campaign, tuple(map(str, row.questions)), tuple(map(str, row.clauses)), row.sentence)


def _signed(session: Session, acting: Acting) -> dict[str, object]:
    return {"added_by": signature(session, acting), "added_at": acting.now}


def _add(session: Session, acting: Acting, kind: str, row: StoredLexiconEntry | StoredCuratedAnswer) -> int:
    session.add(row)
    session.flush()
    _write(session, acting, "add", kind, str(row.id))
    begin_generation(session, RULES)
    return row.id or 0


def _withdraw(
    session: Session, acting: Acting, kind: str, row: StoredLexiconEntry | StoredCuratedAnswer | None, number: int
) -> None:
    if row is None or row.withdrawn_at is not None:
        raise NoAddition(number)
    row.withdrawn_at = acting.now
    _write(session, acting, "withdraw", kind, str(number))
    begin_generation(session, RULES)


def _write(session: Session, acting: Acting, action: str, kind: str, name: str) -> None:
    write_deed(session, acting.now, Deed(signature(session, acting), action, kind, name))

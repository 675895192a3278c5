"""Operators' additions, on both databases: kept with who and when, taken back, and known to every process."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest
from sqlmodel import Session, col, select

from bot.rules_index import RulesIndex
from campaigns.curation import CuratedAnswer, Curation, LexiconEntry, LoneWord, NotInClause
from campaigns.library import Library, load_library
from models.audit import AuditEntry
from models.curation import StoredCuratedAnswer, StoredLexiconEntry
from models.database import Database, open_database
from models.questions import AskedQuestion
from services.campaigns import NoCampaign
from services.clauses import rules_generation
from services.curation import (
    NoAddition,
    add_curated_answer,
    add_lexicon_entry,
    list_curated_answers,
    list_declined_questions,
    list_lexicon_entries,
    mark_settled,
    read_curation,
    withdraw_curated_answer,
    withdraw_lexicon_entry,
)
from services.people import DESK, Acting, Actor, NotYours
from services.rules import keep_miss

NOW = datetime(2025, 11, 10, 2, 0, tzinfo=UTC)
SETS = CuratedAnswer("rach-gia", ("mớ giấy gửi lên trên tỉnh mấy tập",), ("V.2.c",), "Xin nộp ba bộ.")
WORDS = LexiconEntry("rach-gia", ("hồ sơ", "mớ giấy bìa xanh"))


@pytest.fixture(scope="module")
def library() -> Library:
    """Every definition that comes with the program."""
    return load_library()


@pytest.fixture
def acting(library: Library) -> Acting:
    """An official's chat."""
    return Acting(Actor(0, DESK, "vi"), NOW, library)


def ask_in_vain(db: Database, acting: Acting, *texts: str, outcome: str = "not_covered") -> None:
    for text in texts:
        db.write_now(keep_miss, acting, "rach-gia", text, outcome)


def test_questions_asked_in_vain_are_grouped_without_who_asked(db: Database, acting: Acting) -> None:
    ask_in_vain(db, acting, "Wifi chùa ở đâu?", "máy giặt bao nhiêu")
    later = replace(acting, now=NOW + timedelta(days=2))
    ask_in_vain(db, later, "ở đâu có wifi chùa ạ, gọi 0912 345 678", outcome="wrong")
    ask_in_vain(db, later, "ở đâu wifi chùa", outcome="wrong")
    db.write_now(keep_miss, later, "thai-binh", "Wifi chùa ở đâu?", "not_covered")
    groups = db.read_now(list_declined_questions, acting, "rach-gia")
    assert [group.count for group in groups] == [3, 1]
    first = groups[0]
    assert first.examples == ("ở đâu wifi chùa", "ở đâu có wifi chùa ạ, gọi …", "Wifi chùa ở đâu?")
    assert (first.newest, first.outcomes) == (later.today, ("wrong", "not_covered"))
    assert not any("0912" in text or "678" in text for group in groups for text in group.examples)
    assert len(db.read_now(list_declined_questions, acting)) == 3


def test_nothing_that_may_be_a_persons_number_is_even_stored(db: Database, acting: Acting) -> None:
    ask_in_vain(db, acting, "số 0912345678 và a.b@c.vn của tôi được khen chưa")
    (text,) = db.read_now(_texts)
    assert text == "số … và … của tôi được khen chưa"


def _texts(session: Session) -> list[str]:
    return list(session.exec(select(AskedQuestion.text)).all())


def test_settled_questions_are_gone_until_asked_again(db: Database, acting: Acting) -> None:
    ask_in_vain(db, acting, "Wifi chùa ở đâu?", "wifi chùa ở đâu", "máy giặt bao nhiêu")
    group = db.read_now(list_declined_questions, acting)[0]
    assert db.write_now(mark_settled, acting, "rach-gia", group.key) == 2
    assert db.write_now(mark_settled, acting, "rach-gia", group.key) == 0
    assert [each.count for each in db.read_now(list_declined_questions, acting)] == [1]
    ask_in_vain(db, acting, "Wifi chùa ở đâu?")
    assert group.key in {each.key for each in db.read_now(list_declined_questions, acting)}


def test_additions_are_kept_with_who_and_when_and_can_be_taken_back(db: Database, acting: Acting) -> None:
    words = db.write_now(add_lexicon_entry, acting, WORDS)
    answer = db.write_now(add_curated_answer, acting, SETS)
    (said,), (fixed,) = db.read_now(list_lexicon_entries, acting), db.read_now(list_curated_answers, acting)
    assert (said.number, said.entry, said.added_by, said.added_at) == (words, WORDS, "operator", NOW)
    assert (fixed.number, fixed.answer, fixed.added_by, fixed.added_at) == (answer, SETS, "operator", NOW)
    assert db.read_now(rules_generation) == 2
    db.write_now(withdraw_lexicon_entry, acting, words)
    db.write_now(withdraw_curated_answer, acting, answer)
    assert db.read_now(rules_generation) == 4
    assert db.read_now(read_curation) == Curation()
    assert db.read_now(_withdrawn) == [NOW, NOW]
    assert db.read_now(_deeds) == [
        ("operator", "add", "lexicon_entry"),
        ("operator", "add", "curated_answer"),
        ("operator", "withdraw", "lexicon_entry"),
        ("operator", "withdraw", "curated_answer"),
    ]


def _withdrawn(session: Session) -> list[datetime | None]:
    words, answers = session.exec(select(StoredLexiconEntry)).one(), session.exec(select(StoredCuratedAnswer)).one()
    return [words.withdrawn_at, answers.withdrawn_at]


def _deeds(session: Session) -> list[tuple[str, str, str]]:
    rows = session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    return [(row.actor, row.action, row.object_kind) for row in rows]


def test_the_same_twice_is_one(db: Database, acting: Acting) -> None:
    first = db.write_now(add_lexicon_entry, acting, WORDS)
    again = LexiconEntry("rach-gia", ("Mớ giấy  bìa xanh", "HỒ SƠ"))
    assert db.write_now(add_lexicon_entry, acting, again) == first
    assert db.write_now(add_curated_answer, acting, SETS) == db.write_now(add_curated_answer, acting, SETS)
    assert db.read_now(rules_generation) == 2


def test_what_is_refused_changes_nothing(db: Database, acting: Acting) -> None:
    with pytest.raises(LoneWord):
        db.write_now(add_lexicon_entry, acting, LexiconEntry("", ("hồ sơ",)))
    with pytest.raises(NoCampaign):
        db.write_now(add_lexicon_entry, acting, LexiconEntry("khong-co", ("hồ sơ", "giấy")))
    with pytest.raises(NotInClause):
        db.write_now(add_curated_answer, acting, replace(SETS, sentence="Xin nộp 99 bộ."))
    with pytest.raises(NoCampaign):
        db.write_now(add_curated_answer, acting, replace(SETS, campaign="khong-co"))
    for number in (1, -5):
        with pytest.raises(NoAddition):
            db.write_now(withdraw_lexicon_entry, acting, number)
        with pytest.raises(NoAddition):
            db.write_now(withdraw_curated_answer, acting, number)
    assert db.read_now(rules_generation) == 0
    assert db.read_now(_deeds) == []


def test_an_addition_is_taken_back_once(db: Database, acting: Acting) -> None:
    number = db.write_now(add_lexicon_entry, acting, WORDS)
    db.write_now(withdraw_lexicon_entry, acting, number)
    with pytest.raises(NoAddition):
        db.write_now(withdraw_lexicon_entry, acting, number)


@pytest.fixture
def three(database_url: str) -> Iterator[tuple[Database, Database, Database]]:
    """One database as three programs have it open: who adds, and two that answer."""
    with ExitStack() as stack:
        one, two, three = (stack.enter_context(open_database(database_url)) for _ in range(3))
        yield one, two, three


async def test_an_addition_answers_in_every_process_within_a_second(
    three: tuple[Database, Database, Database], acting: Acting
) -> None:
    libraries = [load_library(), load_library()]
    indexes = [RulesIndex(db, library) for db, library in zip(three[1:], libraries, strict=True)]
    for index in indexes:
        await index.refresh()
    running = [asyncio.create_task(index.run()) for index in indexes]

    def told() -> list[str]:
        answers = (library.answering.answer("rach-gia", SETS.questions[0]) for library in libraries)
        return [answer.results[0].statement if answer.results else "" for answer in answers]

    async def within_s(wanted: str) -> float:
        begun = monotonic()
        for _ in range(1000):
            if all((said == SETS.sentence) == bool(wanted) for said in told()):
                break
            await asyncio.sleep(0.02)
        return monotonic() - begun

    try:
        number = await three[0].write(add_curated_answer, acting, SETS)
        took = await within_s(SETS.sentence)
        await three[0].write(withdraw_curated_answer, acting, number)
        took = max(took, await within_s(""))
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
    assert took < 5, "a second where the machine is free; here others may be at work"


async def test_the_loop_goes_on_while_the_index_is_built(db: Database, acting: Acting) -> None:
    index = RulesIndex(db, load_library())
    await index.refresh()
    db.write_now(add_lexicon_entry, acting, replace(WORDS, campaign=""))
    building = asyncio.create_task(index.refresh())
    ticks = 0
    while not building.done():
        await asyncio.sleep(0.005)
        ticks += 1
    assert await building
    assert ticks >= 5, "how often it comes to its turn depends on the machine; where it waited, it came once"
    assert index.library.answering.answer("rach-gia", "mớ giấy bìa xanh gửi tỉnh mấy bộ").answered


def test_curation_is_for_operators_only(db: Database, acting: Acting) -> None:
    anybody = replace(acting, actor=Actor(77, "web", "vi"))
    for refused in (list_declined_questions, list_lexicon_entries, list_curated_answers):
        with pytest.raises(NotYours):
            db.read_now(refused, anybody)
    with pytest.raises(NotYours):
        db.write_now(add_lexicon_entry, anybody, WORDS)
    with pytest.raises(NotYours):
        db.write_now(add_curated_answer, anybody, SETS)
    with pytest.raises(NotYours):
        db.write_now(mark_settled, anybody, "rach-gia", "x")

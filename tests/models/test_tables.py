"""What the tables themselves hold: keys, checks, moments, and complete deletion. Plain sessions, no door."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import Session, create_engine, select

from models.tables import (
    AuditEntry,
    Chat,
    ChatHousehold,
    Consent,
    ConsentText,
    Draft,
    HelpWish,
    Household,
    Inbox,
    Period,
    Population,
    Report,
    Table,
    Tally,
    Ticket,
    TimedWork,
    UnitProgress,
)

NOW = datetime(2025, 6, 1, 1, 30, tzinfo=UTC)
UNIT = {"unit_epoch": "63", "unit_code": "30739"}
FIGURE = {"campaign": "c", "period_id": "p1", **UNIT}
POPULATION = {**UNIT, "kind": "households", "value": 1, "as_of": date(2025, 1, 1), "source": "s"}


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """A plain session with foreign keys held."""
    engine = create_engine(database_url.replace("postgresql:", "postgresql+psycopg:"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda raw, _record: raw.execute("PRAGMA foreign_keys=ON"))
    with Session(engine) as made:
        yield made
    engine.dispose()


def chat(number: int = 1, **more: object) -> Chat:
    """A web chat."""
    return Chat.model_validate(
        {"id": number, "channel": "web", "peer": str(number), "created_at": NOW, "seen_at": NOW, **more}
    )


def household(name: str = "h1", **more: object) -> Household:
    """A household of the ward."""
    return Household.model_validate({"id": name, "slip": f"{name:0>8}", **UNIT, "created_at": NOW, **more})


def period(**more: object) -> Period:
    """An open period."""
    days = {"opens_on": date(2025, 5, 1), "closes_on": date(2025, 6, 30), "retention_until": date(2026, 6, 30)}
    names = {"id": "p1", "campaign": "rach-gia", "name": "Quý II", "controller": "UBND", "contact": "0297"}
    return Period.model_validate({**names, "target_year": 2025, **days, **more})


def report(name: str = "r1", **more: object) -> Report:
    """A report of household h1."""
    about = {"campaign": "rach-gia", "period_id": "p1", "subject_kind": "household", "subject_id": "h1", **UNIT}
    form = {"form_id": "household", "form_version": 1, "answers": {"so_nguoi": 3}}
    return Report.model_validate(
        {"id": name, **about, **form, "channel": "web", "entered_by": "chat:1", "submitted_at": NOW, **more}
    )


def everything(session: Session) -> None:
    """A chat and a household with one row of everything that can hang on them."""
    session.add_all(
        [chat(), household(), period(), ConsentText(hash="x", form_id="f", version=1, locale="vi", text="…")]
    )
    session.flush()
    consent = Consent.model_validate(
        {"household_id": "h1", "chat_id": 1, "purpose": "p", "text_hash": "x", "channel": "web", "given_at": NOW}
    )
    early = Consent.model_validate({**consent.model_dump(exclude={"id"}), "household_id": None})
    session.add_all([consent, early])
    session.flush()
    mine = {"chat_id": 1, "household_id": "h1", "created_at": NOW}
    session.add_all(
        [
            ChatHousehold.model_validate({**mine, "label": "nhà", "linked_at": NOW}),
            Draft.model_validate({**mine, "form_id": "f", "form_version": 1, "period_id": "p1", "updated_at": NOW}),
            Inbox.model_validate({**mine, "body": {}}),
            Ticket.model_validate({**mine, **UNIT, "kind": "k", "due_on": date(2025, 6, 9)}),
            HelpWish.model_validate({**mine, "topic": "vneid", "consent_id": consent.id}),
        ]
    )
    session.get_one(Chat, 1).household_id = "h1"
    session.flush()


def rows(session: Session) -> dict[str, int]:
    """Table → number of rows, of the tables that have any."""
    counts = {
        name: session.connection().execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
        for name in Table.metadata.tables
    }
    return {name: count for name, count in counts.items() if count}


def test_one_flush_writes_what_is_referred_to_first(session: Session) -> None:
    link = ChatHousehold.model_validate({"chat_id": 1, "household_id": "h1", "label": "nhà", "linked_at": NOW})
    session.add_all([report(), link, chat(household_id="h1"), period(), household()])
    session.flush()
    for row in (*session.exec(select(Household)), *session.exec(select(Report)), *session.exec(select(Period))):
        session.delete(row)
    session.flush()

    assert rows(session) == {"chats": 1}


def test_moments_come_back_aware_in_utc(session: Session) -> None:
    there = datetime(2025, 6, 1, 8, 30, tzinfo=timezone(timedelta(hours=7)))
    session.add(chat(seen_at=there))
    session.commit()

    found = session.exec(select(Chat.seen_at).where(Chat.seen_at == there)).one()

    assert (found, found.tzinfo) == (NOW, UTC)


def test_a_naive_moment_is_refused(session: Session) -> None:
    session.add(chat())
    session.flush()
    session.get_one(Chat, 1).seen_at = NOW.replace(tzinfo=None)
    with pytest.raises(StatementError, match="naive moment refused"):
        session.flush()


def test_a_large_chat_id_and_vietnamese_text_survive(session: Session) -> None:
    session.add(chat(2**62, view={"id": "hỏi", "args": ["Vĩnh Lạc", None, 1]}))
    session.commit()
    session.expunge_all()

    assert session.exec(select(Chat)).one().view == {"args": ["Vĩnh Lạc", None, 1], "id": "hỏi"}


def test_deleting_a_household_leaves_only_the_chat_and_what_it_said_before(session: Session) -> None:
    everything(session)

    session.delete(session.get_one(Household, "h1"))
    session.flush()

    assert rows(session) == {"chats": 1, "periods": 1, "consent_texts": 1, "consents": 1, "inbox": 1}
    assert session.exec(select(Consent.household_id)).one() is None
    session.expire_all()
    assert session.get_one(Chat, 1).household_id is None


def test_deleting_a_chat_keeps_its_household_and_the_consents_without_the_chat(session: Session) -> None:
    everything(session)

    session.delete(session.get_one(Chat, 1))
    session.flush()

    assert rows(session) == {"households": 1, "periods": 1, "consent_texts": 1, "consents": 2, "help_wishes": 1}
    assert set(session.exec(select(Consent.chat_id))) == {None}


def test_a_household_with_reports_cannot_go_before_its_figures(session: Session) -> None:
    session.add_all([household(), period(), report()])
    session.flush()
    with pytest.raises(IntegrityError, match=r"(?i)FOREIGN KEY"), session.begin_nested():
        session.connection().execute(text("DELETE FROM households"))

    session.delete(session.get_one(Report, "r1"))
    session.flush()
    session.delete(session.get_one(Household, "h1"))
    session.flush()

    assert rows(session) == {"periods": 1}


def test_a_report_about_something_else_needs_no_household(session: Session) -> None:
    session.add(period())
    session.flush()
    session.add(report(subject_kind="unit", subject_id="63:30739"))
    session.flush()
    session.add(report("r2", subject_id="nobody"))
    with pytest.raises(IntegrityError, match=r"(?i)FOREIGN KEY"):
        session.flush()


def test_one_current_report_per_form_subject_and_period(session: Session) -> None:
    session.add_all([household(), period(), report()])
    session.flush()
    session.get_one(Report, "r1").superseded_at = NOW
    session.flush()
    session.add(report("r2", supersedes="r1"))
    session.flush()

    session.add(report("r3"))
    with pytest.raises(IntegrityError, match=r"(?i)UNIQUE"):
        session.flush()


@pytest.mark.parametrize(
    "row",
    [
        chat(seq=-1),
        chat(unit_epoch="63"),
        household(slip="1234567"),
        Tally.model_validate({**FIGURE, "indicator_id": "i", "num": -1}),
        UnitProgress.model_validate({**FIGURE, "changed_on": date(2025, 6, 1), "snapshot_reports": -1}),
        Population.model_validate({**POPULATION, "value": -1}),
        TimedWork.model_validate({"kind": "k", "key": "k", "due_at": NOW, "leased_by": "me"}),
        period(id="p2", closes_on=date(2025, 4, 30)),
    ],
    ids=lambda row: type(row).__name__,
)
def test_values_that_cannot_be_are_refused(session: Session, row: Table) -> None:
    session.add(period())
    session.flush()
    session.add(row)
    with pytest.raises(IntegrityError, match=r"(?i)CHECK"):
        session.flush()


def test_a_unit_has_one_figure_per_kind_and_date(session: Session) -> None:
    session.add(Population.model_validate(POPULATION))
    session.flush()
    session.add(Population.model_validate(POPULATION))
    with pytest.raises(IntegrityError, match=r"(?i)UNIQUE"):
        session.flush()


@pytest.mark.parametrize("change", ["UPDATE audit SET actor = 'nobody'", "DELETE FROM audit"])
def test_the_audit_trail_is_append_only(session: Session, change: str) -> None:
    session.add(
        AuditEntry.model_validate({"at": NOW, "actor": "a", "action": "b", "object_kind": "c", "object_id": "d"})
    )
    session.commit()

    with pytest.raises(IntegrityError, match="audit is append-only"):
        session.connection().execute(text(change))


def test_inbox_ids_are_never_used_again(session: Session) -> None:
    session.add(chat())
    session.flush()
    first = Inbox.model_validate({"chat_id": 1, "body": {}, "created_at": NOW})
    session.add(first)
    session.flush()
    used = first.id
    assert used is not None
    session.delete(first)
    session.flush()
    second = Inbox.model_validate({"chat_id": 1, "body": {}, "created_at": NOW})
    session.add(second)
    session.flush()

    assert second.id == used + 1

"""Two processes at one PostgreSQL: order per chat, once only, figures that add up. Each is a `Database` of its own."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from threading import Event
from types import NoneType

import pytest
from sqlmodel import Session, select

from campaigns.form_moves import FormStep, Move
from campaigns.indicators import Counts
from campaigns.library import Library, load_library
from campaigns.units import UnitKey
from models.chats import Chat
from models.chats import Event as Handled
from models.database import Database, open_database
from models.households import ChatHousehold
from models.reports import Report
from models.tallies import Tally, UnitProgress
from services.consents import REPORT, Notice, give_consent, report_purpose
from services.drafts import begin, move_on, see_form
from services.households import settle
from services.inbox import Message, leave_message, messages_after
from services.people import Acting, Actor, ViewKey
from services.reports import submit_report
from services.samples import begin_sample
from services.tallies import move_tallies
from services.timed import plan_housekeeping
from services.turns import AlreadyDone, Arrival, Overtaken, StaleAction, find_actor, take_turn
from tests.models.jobs import PATIENCE_S

NOW = datetime(2025, 6, 10, 3, 0, tzinfo=UTC)
UNIT = UnitKey("63", "30739")
ELSEWHERE = UnitKey("63", "30742")


@pytest.fixture(scope="session")
def library() -> Library:
    """Every definition that comes with the product."""
    return load_library(())


@pytest.fixture
def two(postgresql_url: str) -> Iterator[tuple[Database, Database]]:
    """The same database as two processes have it open."""
    with ExitStack() as stack:
        yield stack.enter_context(open_database(postgresql_url)), stack.enter_context(open_database(postgresql_url))


def add_chats(session: Session, *ids: int) -> None:
    """Chats at the start."""
    for chat_id in ids:
        chat = {"id": chat_id, "channel": "web", "peer": str(chat_id), "created_at": NOW, "seen_at": NOW}
        session.add(Chat.model_validate(chat))


def event(name: str, chat_id: int = 7) -> Arrival:
    """Something a chat sent."""
    return Arrival("web", name, chat_id, str(chat_id), NOW)


class Slow:
    """A use-case that looks at something, notes that it runs, and is held until it may end."""

    def __init__(self) -> None:
        self.runs, self.go = Event(), Event()

    def __call__(self, session: Session, acting: Acting) -> str:
        find_actor(session, event("", acting.actor.chat_id))
        self.runs.set()
        assert self.go.wait(PATIENCE_S)
        return "done"


def quick(session: Session, acting: Acting) -> str:
    """A use-case that does nothing."""
    return "done"


def understood(database: Database, library: Library, chat_id: int = 7) -> Acting:
    """Who acts, as read before the turn."""
    return Acting(database.read_now(find_actor, event("", chat_id)), NOW, library)


def waits(database: Database) -> bool:
    """Whether some transaction waits for another's lock; asks until one does."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    for _ in range(10_000):
        if database.read_now(lambda session: session.connection().exec_driver_sql(asked).scalar_one()):
            return True
    return False


def test_an_event_that_reaches_both_is_handled_once(two: tuple[Database, Database], library: Library) -> None:
    slow = Slow()
    acting = understood(two[0], library)
    first = two[0].submit(take_turn, event("e"), acting, None, slow)
    assert slow.runs.wait(PATIENCE_S)
    again = two[1].submit(take_turn, event("e"), acting, None, quick)
    assert waits(two[0])
    slow.go.set()

    assert first.result(PATIENCE_S) == "done"
    assert isinstance(again.exception(PATIENCE_S), AlreadyDone)
    assert two[0].read_now(lambda session: session.exec(select(Handled.event_id)).all()) == ["e"]


def test_an_event_waits_for_the_chats_earlier_one(two: tuple[Database, Database], library: Library) -> None:
    two[0].write_now(add_chats, 7)
    slow = Slow()
    acting = understood(two[0], library)
    first = two[0].submit(take_turn, event("1"), acting, None, slow)
    assert slow.runs.wait(PATIENCE_S)
    second = two[1].submit(take_turn, event("2"), acting, ViewKey("menu"), quick)
    other = two[1].submit(take_turn, event("3", 8), understood(two[1], library, 8), None, quick)
    assert waits(two[0])
    assert other.result(PATIENCE_S) == "done"
    assert not second.done()
    slow.go.set()

    assert (first.result(PATIENCE_S), second.result(PATIENCE_S)) == ("done", "done")


def test_what_was_understood_at_a_screen_that_is_gone_does_nothing(
    two: tuple[Database, Database], library: Library
) -> None:
    two[0].write_now(add_chats, 7)
    slow = Slow()
    acting = understood(two[0], library)
    first = two[0].submit(take_turn, event("1"), acting, ViewKey("menu"), slow)
    assert slow.runs.wait(PATIENCE_S)
    second = two[1].submit(take_turn, event("2"), acting, ViewKey("rules"), quick)
    assert waits(two[0])
    slow.go.set()

    assert first.result(PATIENCE_S) == "done"
    assert isinstance(second.exception(PATIENCE_S), StaleAction)
    now = understood(two[1], library)
    assert (now.actor.view, now.actor.seq) == (ViewKey("menu"), 1)
    assert two[1].write_now(take_turn, event("2"), now, ViewKey("rules"), quick) == "done"


@pytest.mark.parametrize("moved_to", [None, ViewKey("menu")])
def test_a_new_chat_that_reaches_both_is_made_once(
    two: tuple[Database, Database], library: Library, moved_to: ViewKey | None
) -> None:
    slow = Slow()
    acting = understood(two[0], library)
    first = two[0].submit(take_turn, event("1"), acting, moved_to, slow)
    assert slow.runs.wait(PATIENCE_S)
    second = two[1].submit(take_turn, event("2"), acting, None, quick)
    assert waits(two[0])
    slow.go.set()

    assert first.result(PATIENCE_S) == "done"
    assert isinstance(second.exception(PATIENCE_S), Overtaken if moved_to else NoneType)
    assert two[0].read_now(lambda session: list(session.exec(select(Chat.id)))) == [7]


def test_a_chat_is_never_shown_the_later_of_two_messages_first(two: tuple[Database, Database]) -> None:
    left, go = Event(), Event()

    def leave_and_hold(session: Session) -> None:
        leave_message(session, 7, Message("first"), NOW)
        session.flush()
        left.set()
        assert go.wait(PATIENCE_S)

    def codes(database: Database) -> list[str]:
        return [message.code for message in database.read_now(messages_after, 7, 0)]

    two[0].write_now(add_chats, 7)
    first = two[0].submit(leave_and_hold)
    assert left.wait(PATIENCE_S)
    second = two[1].submit(leave_message, 7, Message("second"), NOW)
    assert waits(two[0])
    assert codes(two[1]) == []
    go.set()
    first.result(PATIENCE_S)
    second.result(PATIENCE_S)

    assert codes(two[1]) == ["first", "second"]


def at_once(two: tuple[Database, Database], work: Callable[[Database, int], object], times: int) -> None:
    """Do a work many times from both, several at a time."""
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: work(two[number % 2], number), range(times)))


def test_hot_figures_add_up(two: tuple[Database, Database], library: Library) -> None:
    change = {name: Counts(reports=1, num=2, den=3, unknown=0) for name in ("b", "a", "c")}
    acting = Acting(Actor(1, "test", "vi"), NOW, library)
    period = two[0].write_now(begin_sample, acting)

    def report(database: Database, number: int) -> None:
        place = ("rach-gia", period, UNIT if number % 3 else ELSEWHERE)
        day = date(2025, 6, 10 if number < 40 else 11)
        database.write_now(move_tallies, place, change, households=1, today=day)

    at_once(two, report, 60)

    def figures(session: Session) -> set[tuple[str, int, int]]:
        return {(row.unit_code, row.reports, row.num) for row in session.exec(select(Tally))}

    def progress(session: Session) -> set[tuple[str, int]]:
        return {(row.unit_code, row.reports) for row in session.exec(select(UnitProgress))}

    assert two[0].read_now(figures) == {(UNIT.code, 40, 80), (ELSEWHERE.code, 20, 40)}
    assert two[0].read_now(progress) == {(UNIT.code, 40), (ELSEWHERE.code, 20)}


def move_in(session: Session, acting: Acting, period: str, notice: Notice) -> str:
    """A household with two chats, 7 and 8, that has agreed."""
    add_chats(session, 7, 8)
    session.flush()
    household = settle(session, replace(acting, actor=Actor(7, "web", "vi")), UNIT, None)
    link = {"chat_id": 8, "household_id": household, "label": "", "linked_at": NOW}
    session.add(ChatHousehold.model_validate(link))
    session.get_one(Chat, 8).household_id = household
    session.flush()
    for chat_id in (7, 8):
        actor = Actor(chat_id, "web", "vi", household_id=household)
        give_consent(session, replace(acting, actor=actor), report_purpose(period), notice)
    return household


@pytest.fixture
def family(two: tuple[Database, Database], library: Library) -> tuple[str, Acting, Acting]:
    """The period, and who acts in the two chats of one household."""
    acting = Acting(Actor(1, "test", "vi"), NOW, library)
    period = two[0].write_now(begin_sample, acting)
    form = library.household_form("rach-gia", 2025)
    household = two[0].write_now(move_in, acting, period, Notice(form.id, form.version, "vi", "…"))
    one, other = (replace(acting, actor=Actor(chat, "web", "vi", household_id=household)) for chat in (7, 8))
    return period, one, other


def test_two_chats_of_a_household_send_its_report_at_once(
    two: tuple[Database, Database], library: Library, family: tuple[str, Acting, Acting]
) -> None:
    period, *family_chats = family
    form = library.household_form("rach-gia", 2025)
    answers = {"so_nguoi": 3, "duoi_15": 1, "tu_15_den_17": 0, "dien_thoai": 2}

    def send(database: Database, number: int) -> None:
        database.write_now(submit_report, family_chats[number % 2], form, period, answers)

    at_once(two, send, 12)

    def current(session: Session) -> list[bool]:
        return sorted(report.superseded_at is None for report in session.exec(select(Report)))

    assert two[0].read_now(current) == [False] * 11 + [True]
    assert two[0].read_now(lambda session: set(session.exec(select(Tally.reports)))) == {1}
    assert two[0].read_now(lambda session: list(session.exec(select(UnitProgress.reports)))) == [1]


def test_two_chats_of_a_household_answer_one_form(
    two: tuple[Database, Database], family: tuple[str, Acting, Acting]
) -> None:
    _period, *family_chats = family

    def open_form(database: Database, number: int) -> int:
        return database.write_now(begin, family_chats[number % 2]).id

    with ThreadPoolExecutor(2) as threads:
        ids = set(threads.map(lambda number: open_form(two[number], number), range(2)))

    def answer(database: Database, number: int) -> None:
        database.write_now(move_on, family_chats[number % 2], FormStep(Move.UNKNOWN))

    before = two[0].read_now(see_form, family_chats[0])
    at_once(two, answer, 6)

    assert len(ids) == 1
    assert two[0].read_now(see_form, family_chats[1]).seq == before.seq + 6


def test_a_notice_that_many_agree_to_at_once_is_kept_once(two: tuple[Database, Database], library: Library) -> None:
    two[0].write_now(add_chats, *range(100, 120))
    notice = Notice("household", 1, "vi", "…")

    def agree(database: Database, number: int) -> None:
        acting = Acting(Actor(100 + number, "web", "vi"), NOW, library)
        database.write_now(give_consent, acting, REPORT, notice)

    at_once(two, agree, 20)


def test_processes_that_start_at_once_plan_the_daily_work_once(
    two: tuple[Database, Database], library: Library
) -> None:
    acting = Acting(Actor(0, "timed", "vi"), NOW, library)
    at_once(two, lambda database, _number: database.write_now(plan_housekeeping, acting), 8)

"""Tallies are what the reports add up to, whatever people did in whatever order; and drift is found."""

import json
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from bot.cli import main
from campaigns.indicators import Counts
from campaigns.library import Library
from models.tallies import Retained, Tally
from services.recounts import find_drift, recount
from tests.conversation import AN_HOA, VINH_LAC, Town
from tests.services.families import Ward, ward
from tests.services.test_snapshots import MOVES, Move


@settings(max_examples=25, deadline=None)
@given(moves=st.lists(MOVES, max_size=25), erased_later=st.lists(st.integers(0, 99), max_size=4))
def test_tallies_are_current_reports_and_retained_after_anything(
    library: Library, moves: Sequence[Move], erased_later: Sequence[int]
) -> None:
    with ward(library) as town:
        for number, move in enumerate(moves):
            move(town)
            if number % 7 == 6:
                town.next_day()
        assert find_drift(town.session, town.of(0)) == []
        town.close()
        before = recount(town.session, town.of(0))
        for which in erased_later:
            if town.families:
                town.erase(sorted(town.families)[which % len(town.families)])
        assert find_drift(town.session, town.of(0)) == []
        assert recount(town.session, town.of(0)) == before


def test_deletion_in_an_open_period_subtracts(library: Library) -> None:
    with ward(library) as town:
        stays, goes = town.welcome(), town.welcome()
        town.send(stays)
        town.send(goes, dien_thoai=3)
        town.erase(goes)
        assert phones(town) == Counts(1, 2, 3)
        assert town.session.exec(select(Retained)).all() == []


def test_deletion_in_a_closed_period_leaves_anonymous_counts(library: Library) -> None:
    with ward(library) as town:
        goes = town.welcome()
        town.send(goes, dien_thoai=3)
        town.close()
        town.erase(goes)
        assert phones(town) == Counts(1, 3, 3)
        kept = {row.indicator_id: row.num for row in town.session.exec(select(Retained))}
        assert kept["nguoi_lon_dtm"] == 3


def test_correction_replaces_and_a_move_takes_the_figures_along(library: Library) -> None:
    with ward(library) as town:
        family = town.welcome()
        town.send(family)
        town.send(family, dien_thoai=3)
        assert phones(town) == Counts(1, 3, 3)
        town.move(family, AN_HOA)
        assert phones(town) == Counts(1, 3, 3)
        town.send(family, dien_thoai=1)
        assert phones(town) == Counts()
        assert phones(town, AN_HOA.code) == Counts(1, 1, 3)


def phones(town: Ward, code: str = VINH_LAC.code) -> Counts:
    town.session.expire_all()
    row = town.session.exec(
        select(Tally).where(Tally.unit_code == code, Tally.indicator_id == "nguoi_lon_dtm")
    ).one_or_none()
    return Counts() if row is None else Counts(row.reports, row.num, row.den, row.unknown)


def test_drift_is_found_and_named(library: Library) -> None:
    with ward(library) as town:
        town.send(town.welcome())
        spoil(town.session)
        (drift,) = find_drift(town.session, town.of(0))
        assert (drift.place.unit, drift.place.indicator) == (VINH_LAC, "nguoi_lon_dtm")
        assert (drift.kept.num, drift.recounted.num) == (3, 2)


def spoil(session: Session) -> None:
    row = session.exec(select(Tally).where(Tally.indicator_id == "nguoi_lon_dtm")).one()
    row.num += 1
    session.add(row)


async def test_command_verifies_with_exit_code_and_json(
    town: Town, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("THIDUASO_DATABASE_URL", f"sqlite:///{town.path}")
    town.database.write_now(_one_report, town)
    assert main(["tallies", "verify"]) == 0
    assert "khớp" in capsys.readouterr().out
    town.database.write_now(spoil)
    assert main(["tallies", "verify", "--json"]) == 1
    (drift,) = json.loads(capsys.readouterr().out)
    assert drift["indicator"] == "nguoi_lon_dtm"
    assert drift["kept"]["num"] - drift["recounted"]["num"] == 1


def _one_report(session: Session, town: Town) -> None:
    found = Ward(session, town.library, town.now)
    found.send(found.welcome())

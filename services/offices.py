"""Offices: how many people they have, as the registry knows it, and how many of them have answered."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from campaigns.units import UnitKey
from models.officers import OFFICER, OfficerProfile
from models.reports import Report
from models.units import Population
from services.registry import HOUSEHOLDS


def read_staff(session: Session, today: date, units: Sequence[UnitKey]) -> dict[UnitKey, dict[str, int]]:
    """Unit → population ("officers", "staff" …) → how many the registry knows of, by the newest figure of each.

    One statement.
    """
    query = select(Population).where(
        col(Population.kind) != HOUSEHOLDS, col(Population.hamlet_id).is_(None), col(Population.as_of) <= today
    )
    if len(units) == 1:
        query = query.where(Population.unit_epoch == units[0].epoch, Population.unit_code == units[0].code)
    wanted, found = set(units), dict[UnitKey, dict[str, int]]()
    for row in session.exec(query.order_by(col(Population.as_of))):
        if (key := UnitKey.stored(row.unit_epoch, row.unit_code)) in wanted:
            found.setdefault(key, {})[row.kind] = row.value
    return found


def count_groups(session: Session, period_id: str, unit: UnitKey, *only: ColumnElement[bool]) -> dict[str, int]:
    """Group as last told ("" where it was not) → officers whose report stands at this unit.

    Told to nobody as it is: a caller asks the gate, or rounds. only: which reports count, if not all.
    """
    group = col(OfficerProfile.staff_group)
    query = (
        select_columns(group, func.count())
        .join(Report, (col(Report.subject_id) == col(OfficerProfile.id)) & (col(Report.subject_kind) == OFFICER))
        .where(
            col(Report.period_id) == period_id,
            col(Report.unit_epoch) == unit.epoch,
            col(Report.unit_code) == unit.code,
            col(Report.superseded_at).is_(None),
            col(Report.set_aside).is_(None),
            *only,
        )
        .group_by(group)
        .order_by(group)
    )
    return {name or "": count for name, count in session.execute(query)}

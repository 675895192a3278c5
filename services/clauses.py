"""Clauses: the verbatim text of the plans, imported from the official documents and kept in the operator's database."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from campaigns.plan_text import Clause
from models.campaigns import PlanClause
from models.generations import Generation
from services.generations import begin_generation

RULES = "rules"
"""Name of the generation that counts changes of what questions are answered from."""


def import_clauses(session: Session, campaign: str, clauses: Sequence[Clause], source: str, now: datetime) -> int:
    """Replace a campaign's clauses by these; how many. The first of two with one path is kept.

    source: name of the file; now: aware, UTC. Effects: every process answers from them within a second.
    """
    session.execute(delete(PlanClause).where(col(PlanClause.campaign) == campaign))
    first = {clause.path: clause for clause in reversed(clauses)}
    kept = [clause for clause in clauses if first[clause.path] is clause]
    rows = [
        {
            "campaign": campaign,
            "path": clause.path,
            "position": position,
            "trail": list(clause.trail),
            "marker": clause.marker,
            "text": clause.text,
            "source": source,
            "imported_at": now,
        }
        for position, clause in enumerate(kept)
    ]
    if rows:
        session.execute(insert(PlanClause), rows)
    begin_generation(session, RULES)
    return len(rows)


def read_clauses(session: Session) -> Mapping[str, Sequence[Clause]]:
    """Campaign → its imported clauses in the document's order; campaigns without any are left out."""
    found: dict[str, list[Clause]] = {}
    ordered = select(PlanClause).order_by(col(PlanClause.campaign), col(PlanClause.position))
    for row in session.exec(ordered):
        clause = Clause(row.path, tuple(map(str, row.trail)), row.marker, row.text)
        found.setdefault(row.campaign, []).append(clause)
    return found


def rules_generation(session: Session) -> int:
    """How often what questions are answered from has changed."""
    return session.exec(select(Generation.number).where(col(Generation.name) == RULES)).first() or 0

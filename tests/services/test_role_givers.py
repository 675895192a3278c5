"""What somebody gave is worth something only while they may give it, and never lasts longer than their own role."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from campaigns.library import Library
from campaigns.units import UnitKey
from models.audit import AuditEntry
from models.database import Database
from services.code_entry import CodeMissed, Tried, use_code
from services.invitations import Accepted, Lapsed, Offer, invite, see_offer, withdraw_invitation
from services.people import DESK, Acting, Actor, Role, mandates
from services.periods import open_period
from services.role_desk import see_role_desk
from services.roles import revoke_role, see_role, see_roles
from tests.conversation import AN_HOA, PERIOD, VINH_LAC
from tests.services.families import Ward
from tests.services.officials import again, appoint

CITY = UnitKey("63", "899")
Told = Callable[[Callable[[Ward], None]], None]


@pytest.fixture
def town(db: Database, library: Library) -> Told:
    """Plays a story in one transaction of this database."""

    def play(session: Session, story: Callable[[Ward], None]) -> None:
        found = Ward(session, library)
        open_period(session, found.acting(Actor(0, DESK, "vi")), PERIOD)
        story(found)

    return lambda story: db.write_now(play, story)


def desk(town: Ward) -> Acting:
    """Who runs the machine."""
    return town.acting(Actor(0, DESK, "vi"))


def offered(town: Ward, giver: Acting, role: Role = Role.TEAM, unit: UnitKey = VINH_LAC, days: int = 30) -> str:
    """The code of an invitation of this giver."""
    made = invite(town.session, giver, Offer(role, unit, giver.today + timedelta(days=days), "chị Ba"))
    town.session.flush()
    return made.code


def tried(town: Ward, code: str) -> Tried:
    """What somebody new gets who types it."""
    found = use_code(town.session, town.of(town.welcome()), code)
    town.session.flush()
    return found


def revoke(town: Ward, by: Acting, account: str) -> None:
    """Take back the role of this account."""
    (held,) = (each for each in see_roles(town.session, by).others if each.account_id == account)
    revoke_role(town.session, by, held.id)
    town.session.flush()


def test_revoking_somebody_ends_what_they_offered(town: Told) -> None:
    def story(town: Ward) -> None:
        leader = appoint(town, Role.LEADER, VINH_LAC)
        code, others = offered(town, leader), offered(town, desk(town))
        revoke(town, desk(town), "official-1")
        assert len(see_roles(town.session, desk(town)).invitations) == 1
        assert tried(town, code) == Lapsed()
        assert isinstance(tried(town, others), Accepted)
        deeds = [row.action for row in town.session.exec(select(AuditEntry).order_by(col(AuditEntry.id)))]
        assert deeds == ["invite", "invite", "revoke_role", "withdraw_invitation", "accept_role"]

    town(story)


def test_what_another_role_of_theirs_allows_stays_on_offer(town: Told) -> None:
    def story(town: Ward) -> None:
        appoint(town, Role.LEADER, CITY)
        person = again(town)
        second = offered(town, desk(town), Role.LEADER, VINH_LAC)
        assert isinstance(use_code(town.session, person, second), Accepted)
        here, there = offered(town, person), offered(town, person, unit=AN_HOA)
        (city,) = (each for each in see_roles(town.session, person).own if each.unit.key == CITY)
        revoke_role(town.session, desk(town), city.id)
        town.session.flush()
        assert isinstance(tried(town, here), Accepted)
        assert tried(town, there) == Lapsed()

    town(story)


def test_an_offer_is_over_after_the_last_day_of_its_giver(town: Told) -> None:
    def story(town: Ward) -> None:
        leader = appoint(town, Role.LEADER, VINH_LAC)
        town.now += timedelta(days=363)
        late = again(town)
        assert late.today > leader.today
        code = offered(town, late)
        town.now += timedelta(days=3)
        assert tried(town, code) == CodeMissed(4)  # the role on offer is over too
        (shown,) = see_roles(town.session, desk(town)).invitations
        assert shown.is_over

    town(story)


def test_a_role_given_ends_with_the_givers_own(town: Told) -> None:
    def story(town: Ward) -> None:
        leader = appoint(town, Role.LEADER, VINH_LAC)
        (own,) = mandates(town.session, leader)
        town.now += timedelta(days=100)
        leader = again(town)
        proposed = see_offer(town.session, leader, "team", str(VINH_LAC))
        assert (proposed.offer.ends_on, proposed.is_capped) == (own.ends_on, True)
        made = invite(town.session, leader, Offer(Role.TEAM, VINH_LAC, leader.today + timedelta(days=300)))
        assert (made.ends_on, made.is_capped) == (own.ends_on, True)
        got = tried(town, made.code)
        assert isinstance(got, Accepted)
        assert got.ends_on == own.ends_on
        pages = see_role_desk(town.session, leader)
        assert (pages.until, pages.latest, pages.is_capped) == (own.ends_on, own.ends_on, True)
        short = invite(town.session, leader, Offer(Role.TEAM, VINH_LAC, leader.today + timedelta(days=3)))
        assert not short.is_capped
        free = invite(town.session, desk(town), Offer(Role.TEAM, VINH_LAC, leader.today + timedelta(days=700)))
        assert not free.is_capped

    town(story)


def test_a_role_taken_up_later_is_capped_by_what_the_giver_holds_then(town: Told) -> None:
    def story(town: Ward) -> None:
        leader = appoint(town, Role.LEADER, VINH_LAC)
        code = offered(town, leader, days=200)
        again_until = leader.today + timedelta(days=20)
        shorter = invite(town.session, desk(town), Offer(Role.LEADER, VINH_LAC, again_until))
        assert isinstance(use_code(town.session, leader, shorter.code), Accepted)
        (longer,) = (each for each in see_roles(town.session, leader).own if each.ends_on != again_until)
        revoke_role(town.session, desk(town), longer.id)
        town.session.flush()
        got = tried(town, code)
        assert isinstance(got, Accepted)
        assert got.ends_on == again_until

    town(story)


def test_a_withdrawn_code_of_a_giver_in_office_says_no_more_than_a_wrong_one(town: Told) -> None:
    def story(town: Ward) -> None:
        leader = appoint(town, Role.LEADER, VINH_LAC)
        code = offered(town, leader)
        (waiting,) = see_roles(town.session, leader).invitations
        withdraw_invitation(town.session, leader, waiting.id)
        town.session.flush()
        assert tried(town, code) == CodeMissed(4)

    town(story)


def test_roles_that_were_taken_up_stay_and_say_who_gave_them(town: Told) -> None:
    def story(town: Ward) -> None:
        leader, above = appoint(town, Role.LEADER, VINH_LAC), appoint(town, Role.CAMPAIGN_OFFICER, CITY, 2)
        assert isinstance(tried(town, offered(town, leader)), Accepted)
        (held,) = (each for each in see_roles(town.session, leader).others if each.note == "chị Ba")
        assert (held.giver.is_actor, held.giver.may_still) == (True, True)
        revoke(town, above, "official-1")
        (held,) = (each for each in see_roles(town.session, above).others if each.note == "chị Ba")
        assert held.unit.key == VINH_LAC
        assert (held.giver.role, held.giver.is_actor, held.giver.may_still) == (Role.LEADER, False, False)
        assert see_role(town.session, above, str(held.id)).giver == held.giver
        appoint(town, Role.LEADER, VINH_LAC, 3)
        (own,) = see_roles(town.session, again(town, 3)).own
        assert own.giver.is_desk

    town(story)


def test_the_note_on_a_giver_above_is_not_shown_below(town: Told) -> None:
    def story(town: Ward) -> None:
        made = invite(town.session, desk(town), Offer(Role.LEADER, CITY, desk(town).today, "chị Lan"))
        above = town.of(town.welcome())
        assert isinstance(use_code(town.session, above, made.code), Accepted)
        code = offered(town, above, Role.LEADER)
        below = town.of(town.welcome())
        assert isinstance(use_code(town.session, below, code), Accepted)
        town.session.flush()
        (own,) = see_roles(town.session, below).own
        assert (own.giver.role, own.giver.note) == (Role.LEADER, "")
        (seen,) = see_roles(town.session, above).others
        assert (seen.giver.is_actor, seen.giver.note) == (True, "chị Lan")

    town(story)

"""Roles: given from above by a code that works once, between dates, for a unit and what lies below; taken back at once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, select

from campaigns.library import Library
from campaigns.units import UnitKey
from models.audit import AuditEntry
from models.people import RoleGrant
from services.accounts import OtherPerson, end_session, list_sessions, offer_link
from services.code_entry import CodeLocked, CodeMissed, CodeUnreadable, Linked, use_code
from services.invitations import (
    INVITATION_KEPT,
    Accepted,
    Offer,
    RoleEndsWrong,
    invite,
    roles_to_give,
    units_to_give,
    withdraw_invitation,
)
from services.people import (
    CAN,
    DESK,
    Acting,
    Actor,
    Capability,
    NotYours,
    Role,
    SameHands,
    mandates,
    require,
    require_other_hands,
    signature,
)
from services.role_moves import list_roles_to_move, move_role
from services.roles import revoke_role, see_roles
from tests.conversation import AN_HOA, VINH_LAC
from tests.services.families import Ward, ward

CITY = UnitKey("63", "899")
PROVINCE = UnitKey("63", "91")
TODAYS_PROVINCE = UnitKey("34", "91")
TODAYS_WARD = UnitKey("34", "30742")


@pytest.fixture
def town(library: Library) -> Iterator[Ward]:
    """An open period; people are chats."""
    with ward(library) as found:
        yield found


def chat(town: Ward) -> Acting:
    """Somebody with a chat of their own."""
    return town.of(town.welcome())


def desk(town: Ward) -> Acting:
    """Who runs the machine."""
    return town.acting(Actor(0, DESK, "vi"))


def offered(town: Ward, role: Role, unit: UnitKey, days: int = 30) -> Offer:
    """A role until so many days from now."""
    return Offer(role, unit, town.acting(Actor(0, DESK, "vi")).today + timedelta(days=days))


def give(town: Ward, giver: Acting, role: Role, unit: UnitKey, days: int = 30) -> Acting:
    """Somebody new who has taken up such a role."""
    made = invite(town.session, giver, offered(town, role, unit, days))
    person = chat(town)
    assert isinstance(use_code(town.session, person, made.code), Accepted)
    town.session.flush()
    return person


@pytest.mark.parametrize("role", list(Role))
def test_role_reaches_its_unit_and_below_and_nothing_else(town: Ward, role: Role) -> None:
    person = give(town, desk(town), role, CITY)
    for capability in Capability:
        for unit, is_within in ((CITY, True), (VINH_LAC, True), (PROVINCE, False), (TODAYS_WARD, False)):
            if is_within and capability in CAN[role]:
                assert require(town.session, person, capability, unit).role is role
            else:
                with pytest.raises(NotYours):
                    require(town.session, person, capability, unit)


def test_what_is_not_there_and_what_is_not_theirs_are_refused_alike(town: Ward) -> None:
    person = give(town, desk(town), Role.LEADER, VINH_LAC)
    with pytest.raises(NotYours) as foreign:
        require(town.session, person, Capability.ANSWER_PEOPLE, AN_HOA)
    with pytest.raises(NotYours) as missing:
        require(town.session, person, Capability.ANSWER_PEOPLE, None)
    assert (foreign.value.code, foreign.value.params()) == (missing.value.code, missing.value.params())


def test_citizen_has_no_mandate(town: Ward) -> None:
    assert mandates(town.session, chat(town)) == ()


def test_role_is_in_force_until_the_end_of_its_last_day(town: Ward) -> None:
    person = give(town, desk(town), Role.REPORTER, VINH_LAC, days=2)
    on_the_last_day = replace(person, now=person.now + timedelta(days=2))
    the_day_after = replace(person, now=person.now + timedelta(days=3))
    assert mandates(town.session, on_the_last_day)
    assert not mandates(town.session, the_day_after)


def test_code_works_once(town: Ward) -> None:
    made = invite(town.session, desk(town), offered(town, Role.TEAM, VINH_LAC))
    assert isinstance(use_code(town.session, chat(town), made.code), Accepted)
    assert isinstance(use_code(town.session, chat(town), made.code), CodeMissed)


def test_code_may_be_typed_in_small_letters_with_blanks(town: Ward) -> None:
    made = invite(town.session, desk(town), offered(town, Role.TEAM, VINH_LAC))
    typed = f" {made.code[:4].lower()} {made.code[4:8]}-{made.code[8:]}"
    assert isinstance(use_code(town.session, chat(town), typed), Accepted)


def test_code_is_worthless_after_seven_days_and_once_withdrawn(town: Ward) -> None:
    late, withdrawn = (invite(town.session, desk(town), offered(town, Role.TEAM, VINH_LAC)) for _each in range(2))
    waiting = see_roles(town.session, desk(town)).invitations
    withdraw_invitation(town.session, desk(town), waiting[1].id)
    assert isinstance(use_code(town.session, chat(town), withdrawn.code), CodeMissed)
    person = chat(town)
    later = replace(person, now=person.now + INVITATION_KEPT)
    assert isinstance(use_code(town.session, later, late.code), CodeMissed)


def test_five_misses_lock_codes_and_no_code_no_try(town: Ward) -> None:
    made, person = invite(town.session, desk(town), offered(town, Role.TEAM, VINH_LAC)), chat(town)
    assert isinstance(use_code(town.session, person, "hai ba"), CodeUnreadable)
    for left in (4, 3, 2, 1):
        assert use_code(town.session, person, "AAAA-BBBB-CCCC") == CodeMissed(left)
        town.session.flush()
    assert isinstance(use_code(town.session, person, "AAAA-BBBB-CCCC"), CodeLocked)
    town.session.flush()
    assert isinstance(use_code(town.session, person, made.code), CodeLocked)


@pytest.mark.parametrize(
    ("giver", "at", "role", "unit"),
    [
        (Role.LEADER, CITY, Role.LEADER, CITY),
        (Role.LEADER, CITY, Role.CAMPAIGN_OFFICER, VINH_LAC),
        (Role.LEADER, CITY, Role.OPERATOR, VINH_LAC),
        (Role.LEADER, VINH_LAC, Role.REPORTER, AN_HOA),
        (Role.LEADER, VINH_LAC, Role.REPORTER, CITY),
        (Role.CAMPAIGN_OFFICER, CITY, Role.OPERATOR, CITY),
        (Role.CAMPAIGN_OFFICER, CITY, Role.LEADER, PROVINCE),
        (Role.REPORTER, CITY, Role.TEAM, VINH_LAC),
        (Role.VERIFIER, CITY, Role.TEAM, VINH_LAC),
        (Role.TEAM, CITY, Role.TEAM, VINH_LAC),
        (Role.OPERATOR, CITY, Role.LEADER, PROVINCE),
    ],
)
def test_nobody_gives_a_role_beside_or_above_their_own(
    town: Ward, giver: Role, at: UnitKey, role: Role, unit: UnitKey
) -> None:
    person = give(town, desk(town), giver, at)
    with pytest.raises(NotYours):
        invite(town.session, person, offered(town, role, unit))


def test_leader_gives_roles_in_own_unit_and_a_leader_below(town: Ward) -> None:
    leader = give(town, desk(town), Role.LEADER, CITY)
    for role, unit in ((Role.REPORTER, CITY), (Role.VERIFIER, VINH_LAC), (Role.LEADER, VINH_LAC)):
        below = give(town, leader, role, unit)
        assert mandates(town.session, below)[0].role is role
    assert roles_to_give(town.session, leader) == (Role.LEADER, Role.VERIFIER, Role.REPORTER, Role.TEAM)
    assert units_to_give(town.session, leader, "leader").matches == ()
    assert [key for key, _trail in units_to_give(town.session, leader, "leader", "vinh lac").matches] == [VINH_LAC]


def test_role_that_can_be_given_nowhere_is_not_offered(town: Ward) -> None:
    leader = give(town, desk(town), Role.LEADER, VINH_LAC)
    assert roles_to_give(town.session, leader) == (Role.VERIFIER, Role.REPORTER, Role.TEAM)


@pytest.mark.parametrize("days", [-1, 800])
def test_role_ends_within_two_years(town: Ward, days: int) -> None:
    with pytest.raises(RoleEndsWrong):
        invite(town.session, desk(town), offered(town, Role.TEAM, VINH_LAC, days))


def test_taken_back_a_role_is_over_at_once(town: Ward) -> None:
    leader = give(town, desk(town), Role.LEADER, VINH_LAC)
    team = give(town, leader, Role.TEAM, VINH_LAC)
    (held,) = see_roles(town.session, leader).others
    assert held.can_revoke
    revoke_role(town.session, leader, held.id)
    town.session.flush()
    assert mandates(town.session, team) == ()


def test_a_role_of_another_unit_can_be_neither_seen_nor_taken_back(town: Ward) -> None:
    leader = give(town, desk(town), Role.LEADER, VINH_LAC)
    give(town, desk(town), Role.TEAM, AN_HOA)
    foreign = town.session.exec(select(RoleGrant).where(col(RoleGrant.unit_code) == AN_HOA.code)).one()
    assert see_roles(town.session, leader).others == ()
    with pytest.raises(NotYours):
        revoke_role(town.session, leader, foreign.id or 0)
    with pytest.raises(NotYours):
        revoke_role(town.session, leader, 10**9)


def test_own_role_can_be_given_back(town: Ward) -> None:
    team = give(town, desk(town), Role.TEAM, VINH_LAC)
    (own,) = see_roles(town.session, team).own
    revoke_role(town.session, team, own.id)
    town.session.flush()
    assert mandates(town.session, team) == ()


def test_another_device_joins_by_a_code_and_can_be_ended(town: Ward) -> None:
    leader, phone = give(town, desk(town), Role.LEADER, VINH_LAC), chat(town)
    offer = offer_link(town.session, leader)
    town.session.flush()
    assert isinstance(use_code(town.session, phone, offer.code), Linked)
    assert mandates(town.session, phone) == mandates(town.session, leader)
    assert isinstance(use_code(town.session, chat(town), offer.code), CodeMissed)
    assert len(list_sessions(town.session, leader)) == 2
    end_session(town.session, leader, phone.actor.chat_id)
    town.session.flush()
    assert mandates(town.session, phone) == ()


def test_nobody_ends_the_session_of_another_person(town: Ward) -> None:
    leader, other = give(town, desk(town), Role.LEADER, VINH_LAC), give(town, desk(town), Role.TEAM, VINH_LAC)
    with pytest.raises(NotYours):
        end_session(town.session, leader, other.actor.chat_id)


def test_a_chat_with_roles_joins_no_other_person(town: Ward) -> None:
    leader, other = give(town, desk(town), Role.LEADER, VINH_LAC), give(town, desk(town), Role.TEAM, VINH_LAC)
    offer = offer_link(town.session, leader)
    town.session.flush()
    with pytest.raises(OtherPerson):
        use_code(town.session, other, offer.code)


def test_whoever_entered_a_figure_approves_nothing_of_it(town: Ward) -> None:
    reporter = give(town, desk(town), Role.REPORTER, VINH_LAC)
    verifier = give(town, desk(town), Role.VERIFIER, VINH_LAC)
    entered_by = signature(town.session, reporter)
    with pytest.raises(SameHands):
        require_other_hands(town.session, reporter, entered_by)
    assert require_other_hands(town.session, verifier, entered_by, None) == signature(town.session, verifier)


def test_role_of_a_merged_unit_moves_only_when_somebody_above_says_so(town: Ward) -> None:
    clerk = give(town, desk(town), Role.REPORTER, VINH_LAC)
    above = give(town, desk(town), Role.CAMPAIGN_OFFICER, TODAYS_PROVINCE)
    with pytest.raises(NotYours):
        require(town.session, clerk, Capability.ENTER_FIGURES, TODAYS_WARD)
    (to_move,) = list_roles_to_move(town.session, above)
    assert TODAYS_WARD in {unit.key for unit in to_move.successors}
    with pytest.raises(NotYours):
        move_role(town.session, above, to_move.id, UnitKey("34", "30760"))
    move_role(town.session, above, to_move.id, TODAYS_WARD)
    town.session.flush()
    assert require(town.session, clerk, Capability.ENTER_FIGURES, TODAYS_WARD).role is Role.REPORTER
    assert list_roles_to_move(town.session, above) == ()


def test_every_deed_about_roles_is_written_down(town: Ward) -> None:
    leader = give(town, desk(town), Role.LEADER, VINH_LAC)
    give(town, leader, Role.TEAM, VINH_LAC)
    (held,) = see_roles(town.session, leader).others
    revoke_role(town.session, leader, held.id)
    town.session.flush()
    deeds = [row.action for row in town.session.exec(select(AuditEntry).order_by(col(AuditEntry.id)))]
    assert deeds == ["invite", "accept_role", "invite", "accept_role", "revoke_role"]


def test_no_code_is_stored(town: Ward) -> None:
    made = invite(town.session, desk(town), offered(town, Role.TEAM, VINH_LAC))
    town.session.flush()
    rows = town.session.connection().exec_driver_sql("SELECT * FROM invitations").all()
    assert made.code not in str(rows)

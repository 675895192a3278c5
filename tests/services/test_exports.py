"""What people take along is everything that is kept of them, in JSON and as a page to read."""

import json

from campaigns.library import Library
from handlers.export import export_page
from handlers.words import use_locale
from models.drafts import Draft, draft_subject
from models.tickets import Ticket
from services.accounts import join_account, offer_link
from services.campaigns import follow_campaign
from services.people import Actor, Role
from services.privacy import export_own_data, see_everything
from services.queue import answer_ticket
from services.rights import Right, lift, lodge, restrict
from services.tickets import close
from tests.conversation import PERIOD, VINH_LAC
from tests.services.families import Ward, ward
from tests.services.officials import again, appoint

ROUNDS = 15


def read(town: Ward, chat: int) -> str:
    """The page that a person takes along, in their words."""
    with use_locale("vi"):
        return export_page(see_everything(town.session, town.of(chat)))


def begin(town: Ward, family: int) -> None:
    """A form under way, with one answer."""
    body = {"form": "household", "version": 1, "answers": {"so_nguoi": 7}}
    row = {"chat_id": family, "form_id": "household", "form_version": 1, "campaign": PERIOD.campaign, "body": body}
    where = {"period_id": PERIOD.id, "household_id": town.families[family]}
    at = {"created_at": town.now, "updated_at": town.now}
    town.session.add(Draft.model_validate({**row, **where, **at, "subject": draft_subject(PERIOD.id, None)}))
    town.session.flush()


def test_all_that_was_ever_asked_is_taken_along(library: Library) -> None:
    with ward(library) as town:
        family, leader = town.welcome(), appoint(town, Role.LEADER, VINH_LAC)
        for number in range(ROUNDS):
            ticket = lodge(town.session, town.of(family), Right.COMPLAIN, f"lần thứ {number} nhé").id
            answer_ticket(town.session, leader, ticket, f"đã xem {number}")
            close(town.session, town.of(family), town.session.get_one(Ticket, ticket))
            restrict(town.session, town.of(family))
            lift(town.session, town.of(family))
        taken, page = export_own_data(town.session, town.of(family)), read(town, family)
        written, requests = json.dumps(taken["tickets"], ensure_ascii=False), taken["requests"]
        assert isinstance(requests, list)
        assert len(requests) == ROUNDS * 3
        assert {each["fulfilled_at"] for each in requests if isinstance(each, dict)} == {town.now.isoformat()}
        assert "10/11/2025: Tạm dừng sử dụng dữ liệu, đã làm xong ngày 10/11/2025" in page
        for number in range(ROUNDS):
            for words in (f"lần thứ {number} nhé", f"đã xem {number}"):
                assert words in written
                assert words in page


def test_a_form_under_way_is_there_to_read(library: Library) -> None:
    with ward(library) as town:
        family = town.welcome()
        begin(town, family)
        page = read(town, family)
        assert "Phiếu đang làm dở" in page
        assert "<dd>7" in page


def test_conversation_devices_and_roles_are_taken_along(library: Library) -> None:
    with ward(library) as town:
        leader, other = appoint(town, Role.LEADER, VINH_LAC), town.welcome()
        offer = offer_link(town.session, leader)
        assert join_account(town.session, town.of(other), offer.code)
        follow_campaign(town.session, again(town), "thai-binh")
        kept = export_own_data(town.session, again(town))["conversation"]
        assert isinstance(kept, dict)
        assert (kept["channel"], kept["locale"], kept["campaigns"]) == ("web", "vi", ["thai-binh"])
        assert kept["devices"] == [{"channel": "web", "linked_at": town.now.isoformat()}] * 2
        roles = kept["roles"]
        assert isinstance(roles, list)
        role = roles[0]
        assert isinstance(role, dict)
        assert (role["role"], role["unit"], role["is_over"]) == ("leader", str(VINH_LAC), False)
        page = read(town, leader.actor.chat_id)
        assert "Lãnh đạo đơn vị, phường Vĩnh Lạc" in page
        assert str(leader.actor.chat_id) not in page
        assert export_own_data(town.session, town.acting(Actor(1, "web", "vi")))["conversation"] is None

"""Officials with browsers of their own, for tests of their pages."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import ClientResponse, ClientSession, CookieJar, web
from aiohttp.test_utils import BaseTestServer
from sqlmodel import Session, col, select

from bot.program import Program
from bot.web.office.pages import ROOT
from bot.web.sessions import WebSession, new_session
from campaigns.answers import Answer
from campaigns.units import UnitKey
from models.households import Household
from services.code_entry import Linked, use_code
from services.consents import Notice, give_consent, report_purpose
from services.households import settle
from services.invitations import Accepted, Offer, invite
from services.people import DESK, START, Acting, Actor, Role
from services.reports import submit_report
from services.trail import Filters, list_audit
from services.turns import Arrival, take_turn
from tests.bot.web.markup import Element, read
from tests.conversation import PERIOD

CITY = UnitKey("63", "899")
ANSWERS: dict[str, Answer] = {
    "so_nguoi": 4,
    "duoi_15": 1,
    "tu_15_den_17": 0,
    "qua_tuoi_lao_dong": 1,
    "dien_thoai": 3,
    "cap_quang": "dang_dung",
    "dich_vu_cong": 2,
}


@dataclass
class Shown:
    """A page as a browser got it."""

    status: int
    url: str
    html: str
    headers: dict[str, str]

    @property
    def tree(self) -> Element:
        """The page, read strictly."""
        return read(self.html)

    @property
    def main(self) -> Element:
        """What is on the page itself."""
        return self.tree.one("main")

    @property
    def text(self) -> str:
        """Its words."""
        return self.main.text

    def form(self, name: str, **fields: str) -> dict[str, str]:
        """What the first form with this deed, and these hidden fields, would post."""
        for form in self.tree.all("form", method="post"):
            found = {str(one.attributes["name"]): one.attributes.get("value") or "" for one in form.all("input")}
            for one in form.all("select"):
                options = one.all("option")
                chosen = [each for each in options if "selected" in each.attributes] or options
                found[str(one.attributes["name"])] = chosen[0].attributes.get("value") or ""
            found |= {str(one.attributes["name"]): one.text for one in form.all("textarea")}
            if found.get("do") == name and fields.items() <= found.items():
                return found
        raise AssertionError(f"no form {name} {fields} in:\n{self.html}")


@dataclass
class Official:
    """Somebody with a browser."""

    house: "House"
    session: WebSession
    client: ClientSession
    page: Shown | None = None

    async def see(self, path: str = "") -> Shown:
        """Open a page of the office."""
        return await self._keep(await self.client.get(self.house.url(ROOT + path)))

    async def press(self, name: str, **fields: str) -> Shown:
        """Press the button of a form on the page that is open; what the browser ends up at."""
        assert self.page is not None
        known = {key.replace("_", "-"): value for key, value in fields.items()}
        ids = {key: value for key, value in known.items() if key in {"so", "phien"}}  # which of several forms
        return await self.post(self.page.url, {**self.page.form(name, **ids), **known})

    async def post(self, path: str, fields: dict[str, str], **headers: str) -> Shown:
        """Send a form, however it was come by."""
        kept = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self._keep(await self.client.post(self.house.url(path), data=fields, headers=kept))

    async def _keep(self, response: ClientResponse) -> Shown:
        html = await response.text()
        self.page = Shown(response.status, response.url.path, html, dict(response.headers))
        return self.page

    @property
    def token(self) -> str:
        """What this browser's forms carry."""
        return self.house.program.pages.token_for(self.session)


@dataclass
class House:
    """The running application, and everybody who looks at it. now: what its clock says, in a list of one."""

    program: Program
    server: BaseTestServer
    moment: list[datetime]
    _clients: list[ClientSession] = field(default_factory=list)
    _events: int = 0

    @property
    def now(self) -> datetime:
        """What the clock says."""
        return self.moment[0]

    @property
    def desk(self) -> Acting:
        """Who runs the machine."""
        return Acting(Actor(0, DESK, "vi"), self.now, self.program.library)

    def url(self, path: str) -> str:
        """An address of the application."""
        return str(self.server.make_url("/")).rstrip("/") + path

    def pass_time(self, **spans: float) -> None:
        """Let time pass."""
        self.moment[0] += timedelta(**spans)

    def visitor(self) -> Official:
        """Somebody with a chat and no role."""
        session = new_session()
        response = web.Response()
        self.program.web.tools.cookies.write(response, session)
        # The server's cookies are for https only, and a browser without them would be somebody new at every step.
        jar = CookieJar(unsafe=True, treat_as_secure_origin=self.server.make_url("/"))
        client = ClientSession(cookie_jar=jar)
        jar.update_cookies({name: morsel.value for name, morsel in response.cookies.items()}, self.server.make_url("/"))
        self._clients.append(client)
        return Official(self, session, client)

    def official(self, role: Role, unit: UnitKey, note: str = "") -> Official:
        """Somebody who has taken up a role."""
        person = self.visitor()
        offer = Offer(role, unit, self.desk.today + timedelta(days=90), note)
        made = self.program.database.write_now(invite, self.desk, offer)
        self.use_code(person, made.code)
        return person

    def use_code(self, person: Official, code: str) -> None:
        """Let somebody type a code into their chat."""
        taken = self.program.database.write_now(
            take_turn, self.arrival(person), self.acting(person), None, use_code, code
        )
        assert isinstance(taken, Accepted | Linked)

    def arrival(self, person: Official) -> Arrival:
        """An event of somebody's chat."""
        self._events += 1
        chat, token = person.session.chat_id, person.session.token
        return Arrival("web", f"set-up-{self._events}", chat, str(chat), self.now, token=token)

    def acting(self, person: Official) -> Acting:
        """Somebody, as use-cases know them."""
        actor = Actor(person.session.chat_id, "web", "vi", START, is_new=True)
        return Acting(actor, self.now, self.program.library)

    def report(self, unit: UnitKey, times: int = 1) -> None:
        """Let households of a unit answer, all alike."""
        for _each in range(times):
            person = self.visitor()
            self.program.database.write_now(take_turn, self.arrival(person), self.acting(person), None, _answer, unit)

    def deeds(self) -> list[tuple[str, str, str]]:
        """Action, object and unit of every deed, oldest first."""
        found = self.program.database.read_now(list_audit, self.desk, Filters(), 500).entries
        return [(each.action, each.object_kind, str(each.unit.key) if each.unit else "") for each in reversed(found)]

    def slips(self) -> list[str]:
        """The slip numbers of all households, oldest first."""
        return self.program.database.read_now(_slips)

    async def close(self) -> None:
        """Close every browser."""
        for client in self._clients:
            await client.close()


def _slips(session: Session) -> list[str]:
    return list(session.exec(select(Household.slip).order_by(col(Household.created_at), col(Household.id))))


def _answer(session: Session, acting: Acting, unit: UnitKey) -> None:
    form = acting.library.household_form(PERIOD.campaign, PERIOD.target_year)
    give_consent(session, acting, report_purpose(PERIOD.id), Notice(form.id, form.version, "vi", "-"))
    household = settle(session, acting, unit, None)
    submit_report(session, acting.for_household(household), form, PERIOD.id, ANSWERS)

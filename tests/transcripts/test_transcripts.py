"""Every transcript, on every channel: the person says or taps, the screen shows."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func
from sqlmodel import Session, SQLModel, col, select

from models.audit import AuditEntry
from models.consents import Consent
from models.drafts import Draft
from models.households import Household
from models.officers import OfficerProfile
from models.questions import AskedQuestion
from models.reports import Report
from models.tallies import Retained, UnitProgress
from models.tickets import DataRequest, HelpWish, Ticket
from services.people import Role
from tests.channels import CHANNELS, Channel
from tests.conversation import Person, Town
from tests.forms import renewed

FOLDER = Path(__file__).parent
TABLES: Mapping[str, type[SQLModel]] = {
    "consents": Consent,
    "deeds": AuditEntry,
    "drafts": Draft,
    "households": Household,
    "officers": OfficerProfile,
    "questions": AskedQuestion,
    "reports": Report,
    "requests": DataRequest,
    "retained": Retained,
    "tickets": Ticket,
    "wishes": HelpWish,
}


class Step(BaseModel):
    """One step: somebody (`who`, the first person unless named) says or taps something; then the screen is looked at.

    open: a campaign that asks from now on too. role: one at phường Vĩnh Lạc, taken up with its code. fetch: the label of a file to download, whose content is then looked at.
    see: what the screen must show; hide: what it must not. told: what must have come in between, with what else that said. keep: table → number of rows. progress: ward code → reports.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    who: str = "nhà mình"
    say: str | None = None
    tap: str | None = None
    go: str | None = None
    role: Role | None = None
    fetch: str | None = None
    reload: bool = False
    wait: Mapping[str, float] = Field(default_factory=dict)
    renew: bool = False
    close: bool = False
    open: str | None = None
    see: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    keep: Mapping[str, int] = Field(default_factory=dict)
    progress: Mapping[str, int] = Field(default_factory=dict)


class Transcript(BaseModel):
    """A conversation. `include`: the transcript that was played before it, on the same town."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    include: str | None = None
    steps: tuple[Step, ...]


def load(name: str) -> Transcript:
    return Transcript.model_validate(yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8")))


_ALL = {path.stem: load(path.stem) for path in FOLDER.glob("*.yaml")}
NAMES = sorted(_ALL.keys() - {transcript.include for transcript in _ALL.values()})
"""Those that others begin with are played with them."""


class Play:
    """A transcript being played in a town."""

    def __init__(self, town: Town, channel: Channel) -> None:
        self.town, self.channel = town, channel
        self.people: dict[str, Person] = {}
        self.slips: list[str] = []

    async def play(self, name: str) -> None:
        transcript = load(name)
        if transcript.include:
            await self.play(transcript.include)
        for number, step in enumerate(transcript.steps, start=1):
            await self._step(step, f"{name}.yaml, step {number}")

    async def _step(self, step: Step, where: str) -> None:
        if step.who not in self.people:
            self.people[step.who] = self.town.person(self.channel)
            await self.people[step.who].reload()
        person = self.people[step.who]
        await self._happen(step)
        await self._act(step, person)
        self.slips += [slip for slip in self.town.slips() if slip not in self.slips]
        for wanted in step.see:
            assert self._filled(wanted) in person.shown, f"{where} ({wanted!r}):\n{person.shown}"
        for unwanted in step.hide:
            assert self._filled(unwanted) not in person.shown, f"{where} (not {unwanted!r}):\n{person.shown}"
        news = await person.news() if step.told else ""
        for wanted in step.told:
            assert self._filled(wanted) in news, f"{where} ({wanted!r}):\n{news}"
        kept = {name: self.town.database.read_now(_count, TABLES[name]) for name in step.keep}
        assert kept == step.keep, where
        if step.progress:
            assert self.town.database.read_now(_progress) == step.progress, where

    async def _happen(self, step: Step) -> None:
        if step.wait:
            await self.town.pass_time(**step.wait)
        if step.renew:
            self.town.use(renewed(self.town.library))
        if step.close:
            self.town.close_period()
        if step.open is not None:
            self.town.open_period_of(step.open)

    async def _act(self, step: Step, person: Person) -> None:
        if step.say is not None:
            await person.say(self._filled(step.say))
        if step.tap is not None:
            await person.tap(step.tap)
        if step.go is not None:
            await person.go(step.go)
        if step.role is not None:
            await person.say("/ma " + self.town.code_for(step.role))
        if step.fetch is not None:
            await person.fetch(step.fetch)
        if step.reload:
            await person.reload()

    def _filled(self, text: str) -> str:
        slip = self.slips[0] if self.slips else "?"
        return text.replace("{slip}", f"{slip[:4]} {slip[4:]}")


def _count(session: Session, table: type[SQLModel]) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def _progress(session: Session) -> dict[str, int]:
    rows = session.exec(select(UnitProgress).where(col(UnitProgress.reports) > 0)).all()
    return {row.unit_code: row.reports for row in rows}


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.name)
@pytest.mark.parametrize("name", NAMES)
async def test_transcript(name: str, channel: Channel, town: Town) -> None:
    await Play(town, channel).play(name)

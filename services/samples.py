"""A sample to try things out: invented households of a real city, marked as such everywhere, dated relative to now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import ClassVar

from sqlalchemy import delete
from sqlmodel import Session, col, select

from campaigns.answers import DECLINED, UNKNOWN, Answer
from campaigns.errors import AppError
from campaigns.format.audience import SubjectKind
from campaigns.hamlet_names import Hamlet, HamletKind, HouseholdCount, slug_of
from campaigns.units import UnitKey
from models.chats import Chat
from models.facts import Fact
from models.officers import OfficerChat
from models.periods import Period
from models.upserts import insert_missing
from services.consents import Notice, agree, report_purpose
from services.households import settle
from services.officer_reports import agree_as_officer, submit_officer_report
from services.officers import OrganisationInfo, import_organisations, place_officer
from services.people import TIME_ZONE, Acting, Actor
from services.periods import PeriodInfo, open_period
from services.reports import submit_report
from services.units import import_hamlets, set_population

CAMPAIGN = "rach-gia"
MARK = "sample"
_DAYS_BEFORE, _DAYS_AFTER, _YEAR = 20, 25, 2025
_SOURCE = "Số bịa để chạy thử, không phải số liệu thật"
# Ward code → (households in its registry, how many of them answered), all invented. Two wards are far enough along for
# a verdict, one has too few to be shown at all.
_WARDS = {
    "30733": (1_120, 21),
    "30736": (1_630, 34),
    "30739": (1_480, 18),
    "30742": (2_310, 47),
    "30745": (1_940, 312),
    "30748": (1_755, 26),
    "30751": (1_390, 3),
    "30754": (2_120, 64),
    "30757": (980, 9),
    "30760": (260, 112),
    "30763": (240, 96),
}
_HAMLETS = (("30745", "Minh An"), ("30745", "Đông Hồ"), ("30745", "Lê Thánh Tôn"), ("30763", "Sóc Cung"))
_CHAT = 1
CITY, WARD = UnitKey("63", "899"), UnitKey("63", "30745")
_OFFICES = {
    "mau-phong-noi-vu": "Phòng Nội vụ (mẫu)",
    "mau-phong-van-hoa-thong-tin": "Phòng Văn hóa - Thông tin (mẫu)",
}
# (unit, listed office, how many of its officers answered): two offices are far enough along to be shown, one is not.
_OFFICERS = (
    (CITY, "mau-phong-noi-vu", 7),
    (CITY, "mau-phong-van-hoa-thong-tin", 6),
    (WARD, None, 8),
    (UnitKey("63", "30763"), None, 3),
)


class NoPlaceForSample(AppError):
    """This database holds a real survey; invented households have no place in it."""

    code: ClassVar[str] = "no_place_for_sample"


@dataclass(frozen=True, slots=True)
class SampleHousehold:
    """One invented household: where, when it answered, and what."""

    unit: UnitKey
    at: datetime
    answers: dict[str, Answer]


@dataclass(frozen=True, slots=True)
class SampleOfficer:
    """One invented officer: where, in which listed office, when they answered, and what."""

    unit: UnitKey
    office: str | None
    at: datetime
    answers: dict[str, Answer]


def holds_sample(session: Session) -> bool:
    """Whether this database was ever filled with a sample."""
    return session.get(Fact, MARK) is not None


def sample_is_current(session: Session, acting: Acting) -> bool:
    """Whether this database holds a sample whose survey is still open."""
    if not holds_sample(session):
        return False
    return any(period.closes_on >= acting.today for period in session.exec(select(Period)).all())


def begin_sample(session: Session, acting: Acting) -> str:
    """Open the sample's period and state its registry; the period's id. Effects: marks the database as a sample.

    Errors: `no_place_for_sample` where real answers are kept; `periods_overlap`.
    """
    if session.exec(select(Period.id).where(col(Period.is_sample).is_(False))).first() is not None:
        raise NoPlaceForSample
    insert_missing(session, Fact, {"key": MARK, "value": acting.now.isoformat()})
    session.merge(
        Chat.model_validate(
            {"id": _CHAT, "channel": MARK, "peer": MARK, **dict.fromkeys(("created_at", "seen_at"), acting.now)}
        )
    )
    opened = acting.today - timedelta(days=_DAYS_BEFORE)
    period = PeriodInfo(
        id=f"{CAMPAIGN}-mau-{opened.isoformat()}",
        campaign=CAMPAIGN,
        name=f"mẫu {_YEAR}",
        target_year=_YEAR,
        opens_on=opened,
        closes_on=acting.today + timedelta(days=_DAYS_AFTER),
        controller="UBND phường (mẫu)",
        contact="0297 000 0000 (số mẫu)",
        notice_number="00/TB-UBND (mẫu)",
        retention_until=acting.today + timedelta(days=365),
        is_sample=True,
        is_closed=False,
    )
    open_period(session, acting, period)
    for code, (households, _answered) in _WARDS.items():
        set_population(session, UnitKey("63", code), HouseholdCount(households, opened, _SOURCE))
    hamlets = [_hamlet(UnitKey("63", code), name) for code, name in _HAMLETS]
    import_hamlets(session, acting, hamlets, _SOURCE)
    return period.id


def invent_households(now: datetime, seed: int = 20_251_119) -> list[SampleHousehold]:
    """The sample's households in the order in which they answered, over the days before `now`; the same for a seed."""
    random = Random(seed)  # noqa: S311 - invented figures, not a secret
    found = [
        SampleHousehold(UnitKey("63", code), _moment(random, now), _answers(random))
        for code, (_households, answered) in _WARDS.items()
        for _each in range(answered)
    ]
    return sorted(found, key=lambda household: household.at)


def add_households(session: Session, acting: Acting, period_id: str, households: Sequence[SampleHousehold]) -> int:
    """Let invented households answer, through the same use-cases as real ones; how many. At most 20 a call."""
    form = acting.library.household_form(CAMPAIGN, _YEAR)
    notice = Notice(form.id, form.version, "vi", _SOURCE)
    for household in households:
        actor = Actor(_CHAT, MARK, "vi")
        then = replace(acting, actor=actor, now=household.at)
        agree(session, then, report_purpose(period_id), notice)
        own = settle(session, then, household.unit, None)
        submit_report(session, then.for_household(own), form, period_id, household.answers)
    return len(households)


def invent_officers(now: datetime, seed: int = 20_251_120) -> list[SampleOfficer]:
    """The sample's officers, like its households."""
    random = Random(seed)  # noqa: S311 - invented figures, not a secret
    found = [
        SampleOfficer(unit, office, _moment(random, now), _officer_answers(random))
        for unit, office, answered in _OFFICERS
        for _each in range(answered)
    ]
    return sorted(found, key=lambda officer: officer.at)


def list_sample_offices(session: Session, acting: Acting) -> int:
    """List the sample's offices; how many."""
    listed = [OrganisationInfo(key, CITY, SubjectKind.DEPARTMENT, name, _SOURCE) for key, name in _OFFICES.items()]
    return import_organisations(session, acting, listed)


def add_officers(session: Session, acting: Acting, period_id: str, officers: Sequence[SampleOfficer]) -> int:
    """Let invented officers answer, through the same use-cases as real ones; how many. At most 20 a call."""
    form = acting.library.officer_form(CAMPAIGN, _YEAR)
    notice = Notice(form.id, form.version, "vi", _SOURCE)
    for officer in officers:
        then = replace(acting, actor=Actor(_CHAT, MARK, "vi"), now=officer.at)
        agree_as_officer(session, then, period_id, notice)
        place_officer(session, then, officer.unit, officer.office)
        submit_officer_report(session, then, form, period_id, officer.answers)
        # They all speak through one chat, which is one officer's at a time.
        session.execute(delete(OfficerChat).where(col(OfficerChat.chat_id) == _CHAT))
        session.flush()
        session.expire_all()
    return len(officers)


def _hamlet(unit: UnitKey, name: str) -> Hamlet:
    kind = HamletKind.AP if unit.code == "30763" else HamletKind.KHU_PHO
    return Hamlet(f"{unit}/{slug_of(kind, name)}", unit, name, kind, None)


def _moment(random: Random, now: datetime) -> datetime:
    """Some waking hour of the days before today."""
    midnight = now.astimezone(TIME_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=random.randint(1, _DAYS_BEFORE - 1)) + timedelta(hours=random.uniform(6.5, 20.5))


def _answers(random: Random) -> dict[str, Answer]:
    people = random.choices((1, 2, 3, 4, 5, 6, 7), weights=(5, 14, 22, 28, 18, 9, 4))[0]
    children = min(people - 1, random.choices((0, 1, 2, 3), weights=(40, 30, 24, 6))[0])
    teenagers = min(people - 1 - children, random.choices((0, 1), weights=(80, 20))[0])
    adults = people - children - teenagers
    elderly = min(adults, random.choices((0, 1, 2), weights=(60, 26, 14))[0])
    workers = people - children - elderly
    answers: dict[str, Answer] = {"so_nguoi": people, "duoi_15": children}
    if people > children:
        answers["tu_15_den_17"] = teenagers
    answers |= {"qua_tuoi_lao_dong": elderly, "dien_thoai": _some(random, adults, 0.86)}
    answers["cap_quang"] = random.choices(("dang_dung", "da_toi", "chua_toi", UNKNOWN), weights=(72, 20, 5, 3))[0]
    if workers:
        answers["ky_nang"] = _some(random, workers, 0.7)
    answers |= {"dich_vu_cong": _some(random, adults, 0.55), "kham_tu_xa": _some(random, adults, 0.3)}
    answers["so_suc_khoe"] = _some(random, people, 0.82) if random.random() > 0.08 else UNKNOWN
    answers["tai_khoan"] = _some(random, people - children, 0.85) if random.random() > 0.04 else DECLINED
    return answers


def _officer_answers(random: Random) -> dict[str, Answer]:
    group = random.choices(("can_bo", "cong_chuc", "vien_chuc", "nguoi_lao_dong"), weights=(15, 60, 15, 10))[0]
    has_idea, has_advised = random.random() < 0.4, random.random() < 0.3
    answers: dict[str, Answer] = {"nhom": group, "co_sang_kien": has_idea}
    if has_idea:
        recognised = random.choices(("da_cong_nhan", "dang_xet", "chua"), weights=(30, 30, 40))[0]
        answers |= {"sang_kien_1_noi_dung": "Sáng kiến bịa để chạy thử", "sang_kien_1_cong_nhan": recognised}
        answers["sang_kien_1_con_nua"] = False
    answers["co_tham_muu"] = has_advised
    if has_advised:
        answers |= {"tham_muu_1_van_ban": "Văn bản bịa để chạy thử", "tham_muu_1_con_nua": False}
    return answers


def _some(random: Random, people: int, share: float) -> int:
    return sum(random.random() < share for _each in range(people))

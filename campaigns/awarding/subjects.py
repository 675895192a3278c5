"""Who a case means: the audience of the pack, by its id, its kind or its Vietnamese word; and what is true of them."""

import re
from collections.abc import Mapping

from campaigns.awarding.case import Subject
from campaigns.format.audience import Audience, SubjectKind
from campaigns.format.criterion import Condition
from campaigns.format.pack import Pack
from campaigns.text import fold

WORDS: Mapping[SubjectKind, tuple[str, ...]] = {
    SubjectKind.DEPARTMENT: ("so", "ban", "nganh", "phong", "phong ban", "so ban nganh"),
    SubjectKind.PROVINCE_COMMITTEE: ("ubnd tinh", "tinh"),
    SubjectKind.DISTRICT_COMMITTEE: ("huyen", "thi xa", "thanh pho", "cap huyen"),
    SubjectKind.COMMUNE_COMMITTEE: ("phuong", "xa", "thi tran", "phuong xa", "xa phuong", "cap xa"),
    SubjectKind.SUBORDINATE_UNIT: ("don vi truc thuoc", "don vi thuoc"),
    SubjectKind.ORGANISATION: ("doan the", "mat tran", "to chuc chinh tri"),
    SubjectKind.ENTERPRISE: ("doanh nghiep", "cong ty"),
    SubjectKind.COOPERATIVE: ("hop tac xa", "htx"),
    SubjectKind.HEALTH_FACILITY: ("co so y te", "tram y te", "benh vien"),
    SubjectKind.SCHOOL: ("truong hoc", "truong", "nha truong"),
    SubjectKind.HOUSEHOLD: ("ho gia dinh", "gia dinh", "ho"),
    SubjectKind.OFFICER: ("can bo", "cong chuc", "vien chuc"),
    SubjectKind.LEADER: ("nguoi dung dau", "lanh dao", "thu truong"),
    SubjectKind.WORKER: ("nguoi lao dong", "cong nhan"),
    SubjectKind.COOPERATIVE_MEMBER: ("thanh vien hop tac xa", "xa vien"),
    SubjectKind.ARMED_FORCES: ("luc luong vu trang", "chien si"),
    SubjectKind.ENTREPRENEUR: ("doanh nhan",),
    SubjectKind.INTELLECTUAL: ("tri thuc",),
    SubjectKind.SCIENTIST: ("nha khoa hoc",),
    SubjectKind.OVERSEAS_VIETNAMESE: ("kieu bao", "nguoi viet nam dinh cu o nuoc ngoai"),
    SubjectKind.PERSON: ("nguoi dan", "ca nhan"),
}
"""Kind → folded words for it, each plain by itself."""

_KINDS = frozenset(kind.value for kind in SubjectKind)
_BETWEEN = re.compile(r"[\s_/,-]+")
_ITEMS = re.compile(r"[,;()]| va ")
_COMMITTEE = re.compile(r"^(?:ubnd|uy ban nhan dan) (?:cac )?")
# How names of offices begin. "Ban …" and "phòng …" stand at every level, so they tell nothing.
_OFFICES: Mapping[SubjectKind, re.Pattern[str]] = {
    SubjectKind.DEPARTMENT: re.compile(r"so\b|van phong (?:ubnd|uy ban nhan dan) tinh\b"),
    SubjectKind.DISTRICT_COMMITTEE: re.compile(r"(?:huyen|thi xa|thanh pho|tp)\b"),
    SubjectKind.COMMUNE_COMMITTEE: re.compile(r"(?:xa|phuong|thi tran)\b"),
}
WORKPLACES: Mapping[Condition, SubjectKind] = {
    Condition.WORKS_IN_DEPARTMENT: SubjectKind.DEPARTMENT,
    Condition.WORKS_IN_DISTRICT: SubjectKind.DISTRICT_COMMITTEE,
    Condition.WORKS_IN_COMMUNE: SubjectKind.COMMUNE_COMMITTEE,
}
"""Where an officer works; one place at a time."""


def known_kinds(pack: Pack) -> tuple[str, ...]:
    """Every name that `kind` of a case may have: the pack's audiences first."""
    return (*(audience.id for audience in pack.audiences), *(kind.value for kind in SubjectKind))


def audiences_called(pack: Pack, said: str, parent: str | None = None) -> tuple[Audience, ...] | None:
    """The audiences that a kind may mean: one where it is plain, several where it is not.

    () where the plan addresses no such subject, None where the word is the name of nothing. parent: the body above,
    which may tell two audiences of one kind apart.
    """
    named = [each for each in pack.audiences if said == each.id or fold(said) == fold(each.text.vi)]
    if named:
        return tuple(named[:1])
    kind = kind_called(said)
    if kind is None:
        return None
    found = [each for each in pack.audiences if each.kind is kind]
    found = found or [each for each in pack.audiences if _mentions(each, kind)]
    found = [each for each in found if each.award_subject] or found
    level = _level_of(pack, parent)
    return tuple([each for each in found if level is not None and each.level == level] or found)


def audience_called(pack: Pack, said: str, parent: str | None = None) -> Audience | None:
    """The one audience meant; None where none or several are."""
    found = audiences_called(pack, said, parent)
    return found[0] if found and len(found) == 1 else None


def kind_called(said: str) -> SubjectKind | None:
    """The kind of subject, by its name or a Vietnamese word for it; None where it is neither."""
    if said in _KINDS:
        return SubjectKind(said)
    parts = [_BETWEEN.sub(" ", fold(part)).strip() for part in said.split(",")]
    kinds = {kind for part in parts for kind in [_kind_word(_COMMITTEE.sub("", part))]}
    return kinds.pop() if len(kinds) == 1 else None


def office_called(name: str) -> SubjectKind | None:
    """What kind of office bears this name: department, district or commune committee; None where it does not show."""
    bare = _COMMITTEE.sub("", fold(name))
    return next((kind for kind, beginning in _OFFICES.items() if beginning.match(bare)), None)


def has(audience: Audience, subject: Subject, condition: Condition) -> bool | None:
    """Whether a condition is true of the subject; None where that is not known."""
    stated = subject.traits.get(condition)
    if stated is not None and not (condition in WORKPLACES and _works_nowhere(subject)):
        return stated
    match condition:
        case Condition.IS_HEALTH_FACILITY:
            return audience.kind is SubjectKind.HEALTH_FACILITY
        case Condition.IS_SCHOOL:
            return audience.kind is SubjectKind.SCHOOL
        case Condition.IS_IT_ENTERPRISE:
            return None if audience.kind is SubjectKind.ENTERPRISE else False
        case Condition.HAS_PARTY_CELL:
            # rach-gia:IV.3.1.4 asks it of units; a person or a household is none.
            return None if audience.collective and audience.kind is not SubjectKind.HOUSEHOLD else False
    return _works_in(subject, WORKPLACES[condition])


def _works_in(subject: Subject, kind: SubjectKind) -> bool | None:
    if _works_nowhere(subject):
        return None
    stated = [place for condition, place in WORKPLACES.items() if subject.traits.get(condition)]
    office = stated[0] if stated else office_called(subject.parent or "")
    return None if office is None else office is kind


def _works_nowhere(subject: Subject) -> bool:
    """Whether every workplace is denied: then where they do work is not known, and no criterion may fall away."""
    return all(subject.traits.get(condition) is False for condition in WORKPLACES)


def _kind_word(word: str) -> SubjectKind | None:
    return next((kind for kind, words in WORDS.items() if word in words), None)


def _mentions(audience: Audience, kind: SubjectKind) -> bool:
    """Whether one of the words of the kind begins an item of the audience's own name."""
    items = [_BETWEEN.sub(" ", item).strip() + " " for item in _ITEMS.split(fold(audience.text.vi))]
    return any(item.startswith(f"{word} ") for item in items for word in WORDS[kind])


def _level_of(pack: Pack, parent: str | None) -> str | None:
    office = office_called(parent or "")
    return next((each.level for each in pack.audiences if each.kind is office), None) if office else None

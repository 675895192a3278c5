"""What can be found in a plan, and the facts that a question is held against: years, levels, kinds of values."""

import re
from dataclasses import dataclass

from campaigns.lexicon import Lexicon
from campaigns.text import fold

_YEAR = re.compile(r"(?<!\d)20[0-4]\d(?!\d)")
_AWARDS = re.compile(r"\b(?:tieu chuan|tieu chi|khen thuong|doi tuong|hinh thuc khen)\b")
_LEAD = re.compile(r"^(Đối với [^:]{3,140}):")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a pack says about a clause in plain words.

    words: names and translations searched along; also: further clauses that the statement rests on, to be cited too.
    """

    entry: str
    text: str
    words: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Provision:
    """What can be found: a clause (text verbatim, "" when not imported) with what the pack says about it."""

    path: str
    trail: tuple[str, ...]
    text: str
    statements: tuple[Statement, ...] = ()


# Levels of the lexicon come in two families; only within one does naming another mean something else.
TERRITORIES = frozenset({"tinh", "huyen", "thanh-pho", "xa", "thon"})
AUDIENCES = frozenset({"doanh-nghiep", "ca-nhan", "truc-thuoc"})
VALUE_KINDS = frozenset({"percent", "sets", "count", "when", "date", "who", "where", "money", "rank", "document"})
# A number is there or it is not; who, when and where may be said in many ways.
STRICT_KINDS = frozenset({"percent", "sets", "rank", "money", "count", "date"})

_PERCENT = re.compile(r"\d ?%")
_SETS = re.compile(r"\b\d+ bo\b")
_COUNT = re.compile(
    r"\b(?:khong qua|it nhat|toi da|chon|chia thanh|giai doan) (?:\w+ )?(?:\d|i+\b)"
    r"|\b\d+ (?:tap the|ca nhan|don vi|giai doan)"
)
_WHEN = re.compile(
    r"\b(?:quy [ivx]+|thang \d+|nam 20\d\d|ngay \d+|dinh ky hang nam|dip so ket|dip tong ket)\b"
    r"|\d/20\d\d|20\d\d ?[-–] ?20\d\d"
)
_DATE = re.compile(r"\b(?:quy [ivx]+|thang \d+|ngay \d+)\b|\d/20\d\d")
_BODY = re.compile(
    r"\b(?:so|phong|ban|uy ban|hoi dong|mat tran|chu tich|co quan|don vi|hiep hoi|doanh nghiep|ngan hang|thu truong"
    r"|nguoi dung dau)\b"
)
_MONEY = re.compile(r"\d[\d.,]* ?(?:dong|trieu|ty dong|nghin)\b|\bkinh phi\b|\bmuc khen thuong\b")
_RANK = re.compile(r"xep hang|thang diem|dan dau")
_DOCUMENT = re.compile(r"\b(?:nghi quyet|quyet dinh|ke hoach|luat|thong tu|chi thi)\b.*\d|so:|\bluat\b")
_SHAPES = {
    "percent": _PERCENT,
    "sets": _SETS,
    # "bao nhiêu người …" is answered by a share of them as well.
    "count": re.compile(f"{_COUNT.pattern}|{_PERCENT.pattern}"),
    "when": _WHEN,
    "date": _DATE,
    "who": _BODY,
    "where": _BODY,
    "money": _MONEY,
    "rank": _RANK,
    "document": _DOCUMENT,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What a provision is about and which kinds of values it holds.

    is_on_awards: whether it stands under a heading of standards, awards, or who may be honoured.
    """

    heading_years: frozenset[int]
    years: frozenset[int]
    levels: frozenset[str]
    values: frozenset[str]
    is_on_awards: bool = False

    @classmethod
    def of(cls, provision: Provision, lexicon: Lexicon) -> "Facts":
        """Read off its text and headings."""
        folded = fold(" ".join((provision.text, *(statement.text for statement in provision.statements))))
        lead = _LEAD.match(provision.text)
        addressed = [part for part in (*provision.trail, lead[1] if lead else "") if "đối với" in part.lower()[:14]]
        named = f" {' '.join(word for part in addressed[-1:] for word in lexicon.phrase(part))} "
        return cls(
            heading_years=frozenset(int(year) for part in provision.trail for year in _YEAR.findall(part)),
            years=frozenset(map(int, _YEAR.findall(folded))),
            levels=lexicon.levels.keys(named),
            values=frozenset(kind for kind, shape in _SHAPES.items() if shape.search(folded)),
            is_on_awards=_AWARDS.search(fold(" ".join(provision.trail))) is not None,
        )

    def fits(self, kinds: frozenset[str]) -> bool:
        """Whether it holds a value of a kind that is asked for; true when none in particular is."""
        wanted = (kinds & STRICT_KINDS) or (kinds & VALUE_KINDS)
        return not wanted or bool(wanted & self.values)

    def agrees_on_year(self, asked: frozenset[int]) -> bool | None:
        """Whether it is about a year asked about, None when it cannot be told; headings count before words."""
        if self.heading_years:
            return bool(self.heading_years & asked)
        return True if self.years & asked else None

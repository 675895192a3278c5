"""What a hamlet is called: its kind (khu phố, ấp, thôn …), its name, and the id made of both."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from campaigns.place_names import words
from campaigns.text import fold, tidy
from campaigns.units import UnitKey

LONGEST_NAME = 60
LONGEST_SLUG = 40  # an id travels in actions of 64 bytes
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WORD = re.compile(r"[^\W\d_]+|\d+")


class HamletKind(StrEnum):
    """What a community below the commune is called; the word differs by region and by town or country."""

    KHU_PHO = "khu-pho"
    KHOM = "khom"
    TO_DAN_PHO = "to-dan-pho"
    KHOI_PHO = "khoi-pho"
    TIEU_KHU = "tieu-khu"
    AP = "ap"
    THON = "thon"
    XOM = "xom"
    LANG = "lang"
    BAN = "ban"
    BUON = "buon"

    @property
    def label(self) -> str:
        """The word before the name: "khu phố"."""
        return _LABELS[self]


_LABELS = {
    HamletKind.KHU_PHO: "khu phố",
    HamletKind.KHOM: "khóm",
    HamletKind.TO_DAN_PHO: "tổ dân phố",
    HamletKind.KHOI_PHO: "khối phố",
    HamletKind.TIEU_KHU: "tiểu khu",
    HamletKind.AP: "ấp",
    HamletKind.THON: "thôn",
    HamletKind.XOM: "xóm",
    HamletKind.LANG: "làng",
    HamletKind.BAN: "bản",
    HamletKind.BUON: "buôn",
}
_WRITTEN: dict[tuple[str, ...], HamletKind] = {
    **{tuple(fold(label).split()): kind for kind, label in _LABELS.items()},
    ("kp",): HamletKind.KHU_PHO,
    ("k", "p"): HamletKind.KHU_PHO,
    ("tdp",): HamletKind.TO_DAN_PHO,
    ("tk",): HamletKind.TIEU_KHU,
}


@dataclass(frozen=True, slots=True)
class HouseholdCount:
    """Registry population of one place: households on a local date, and who says so."""

    count: int
    as_of: date
    source: str


@dataclass(frozen=True, slots=True)
class Hamlet:
    """A community below a commune. `id` is stable: "63:30739/khu-pho-minh-an"; `name` without its kind."""

    id: str
    unit: UnitKey
    name: str
    kind: HamletKind
    households: HouseholdCount | None = None

    @property
    def label(self) -> str:
        """How it is spoken of: "khu phố Minh An"."""
        return f"{self.kind.label} {self.name}"


def kind_written(text: str) -> HamletKind | None:
    """The kind that a cell names: "Khu phố", "kp", "ấp"; None for anything else."""
    return _WRITTEN.get(words(text))


def split_name(text: str, kind: HamletKind | None) -> tuple[HamletKind | None, str]:
    """Cut "KP. Minh An" into kind and name.

    With a kind given, only that kind is cut off: "bản" may begin the name of a thôn ("Bản Mế").
    """
    text = tidy(text)
    found = list(_WORD.finditer(text))
    for length in (3, 2, 1):
        head = found[:length]
        written = _WRITTEN.get(tuple(fold(word.group()) for word in head)) if len(head) == length else None
        if written and kind in (None, written):
            return written, text[head[-1].end() :].strip(" .:-")
    return kind, text


def slug_of(kind: HamletKind, name: str) -> str:
    """The last part of an id, from kind and name: without marks, numbers without leading zeros."""
    return "-".join((kind.value, *words(name)))


def unit_of(hamlet_id: str) -> UnitKey:
    """The commune of a hamlet's id. Raises unit_key_malformed."""
    return UnitKey.parse(hamlet_id.partition("/")[0])

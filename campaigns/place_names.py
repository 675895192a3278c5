"""Names of places as people write them: kinds, prefixes, abbreviations and the keys that spellings share."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from campaigns.text import fold, tidy


class Tier(StrEnum):
    """Where a unit stands in the tree of its epoch."""

    PROVINCE = "cap-tinh"
    DISTRICT = "cap-huyen"
    COMMUNE = "cap-xa"


class Kind(StrEnum):
    """What a unit is called in law. The value is a stable slug; a unit can change its kind while its code stays."""

    PROVINCE = "tinh"
    MUNICIPALITY = "thanh-pho-trung-uong"
    CITY = "thanh-pho"
    URBAN_DISTRICT = "quan"
    TOWN = "thi-xa"
    RURAL_DISTRICT = "huyen"
    WARD = "phuong"
    COMMUNE = "xa"
    TOWNSHIP = "thi-tran"
    SPECIAL_ZONE = "dac-khu"

    @property
    def label(self) -> str:
        """The word before the name, in lower case: "phường", "thành phố"."""
        return _LABELS[self]

    @property
    def tier(self) -> Tier:
        """Province, district or commune."""
        if self in (Kind.PROVINCE, Kind.MUNICIPALITY):
            return Tier.PROVINCE
        if self in (Kind.CITY, Kind.URBAN_DISTRICT, Kind.TOWN, Kind.RURAL_DISTRICT):
            return Tier.DISTRICT
        return Tier.COMMUNE


_LABELS = {
    Kind.PROVINCE: "tỉnh",
    Kind.MUNICIPALITY: "thành phố",
    Kind.CITY: "thành phố",
    Kind.URBAN_DISTRICT: "quận",
    Kind.TOWN: "thị xã",
    Kind.RURAL_DISTRICT: "huyện",
    Kind.WARD: "phường",
    Kind.COMMUNE: "xã",
    Kind.TOWNSHIP: "thị trấn",
    Kind.SPECIAL_ZONE: "đặc khu",
}
_WRITTEN: dict[str, tuple[Kind, ...]] = {
    "p": (Kind.WARD,),
    "f": (Kind.WARD,),  # the southern "F1" for phường 1
    "phuong": (Kind.WARD,),
    "ward": (Kind.WARD,),
    "x": (Kind.COMMUNE,),
    "xa": (Kind.COMMUNE,),
    "tt": (Kind.TOWNSHIP,),
    "thi tran": (Kind.TOWNSHIP,),
    "dk": (Kind.SPECIAL_ZONE,),
    "dac khu": (Kind.SPECIAL_ZONE,),
    "q": (Kind.URBAN_DISTRICT,),
    "quan": (Kind.URBAN_DISTRICT,),
    "district": (Kind.URBAN_DISTRICT, Kind.RURAL_DISTRICT),
    "tx": (Kind.TOWN,),
    "thi xa": (Kind.TOWN,),
    "h": (Kind.RURAL_DISTRICT,),
    "huyen": (Kind.RURAL_DISTRICT,),
    "tp": (Kind.CITY, Kind.MUNICIPALITY),
    "t p": (Kind.CITY, Kind.MUNICIPALITY),
    "thanh pho": (Kind.CITY, Kind.MUNICIPALITY),
    "t": (Kind.PROVINCE,),
    "tinh": (Kind.PROVINCE,),
}
_PREFIXES = {tuple(written.split()): kinds for written, kinds in _WRITTEN.items()}
_APOSTROPHES = re.compile("['’‘`´ʼ]")
_WORDS = re.compile(r"[^\W\d_]+|\d+")
# No Vietnamese syllable starts with these pairs, so "tprach gia" can only be "tp rach gia".
_GLUED = re.compile(r"^(tp|tx|tt)(?=[a-z])")
# Mỹ/Mĩ, Quý/Quí, Đắk Lắk/Đắc Lắc: one sound, two spellings. The product's fold keeps them apart; names of places vary
# freely. The rules work on squeezed keys, since the former names in the snapshot have lost their blanks.
_Y_AS_I = re.compile(r"(?<=[bcdfghklmnpqrstvx])y|(?<=qu)y")
_K_AS_C = re.compile(r"k(?![haeiouy])")
_COARSE = str.maketrans("yk", "ic")
_PREFIXES_OF = {
    kind: tuple(written.replace(" ", "").translate(_COARSE) for written, kinds in _WRITTEN.items() if kind in kinds)
    for kind in Kind
}
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
# The index folds every name once; going through the cache would fill it with names that nobody asked for.
_fold_once = fold.__wrapped__


def words(text: str) -> tuple[str, ...]:
    """Cut a name into its folded words.

    Punctuation separates, apostrophes join ("H'leo"), digits stand alone ("q1" → q, 1) and lose leading zeros.
    """
    found = _WORDS.findall(_APOSTROPHES.sub("", _fold_once(text)))
    if found and (glued := _GLUED.match(found[0])):
        found[:1] = [glued.group(1), found[0][glued.end() :]]
    return tuple(word.lstrip("0") or "0" if word.isdigit() else word for word in found)


def joined(written: tuple[str, ...]) -> str:
    """The key under which all spellings of a name meet: its words without blanks ("vinhlac"), my as mi, dak as dac."""
    return _K_AS_C.sub("c", _Y_AS_I.sub("i", "".join(written)))


def run_on(written: str) -> str:
    """A coarser key for names that stand one after the other, where y and k meet letters of the next name."""
    return written.translate(_COARSE)


def squeeze(text: str) -> str:
    """The key of a written name."""
    return joined(words(text))


def roman_as_digits(text: str) -> str | None:
    """ "IV" → "4", since people write phường IV with either; None for everything else."""
    return _ROMAN.get(text.lower()) if text.isupper() else None


def marked(text: str) -> tuple[str, ...]:
    """Words with their marks, wherever the tone stands: "Hoà" and "Hòa" agree, "Cẩm Giang" and "Cẩm Giàng" do not."""
    found = _WORDS.findall(_APOSTROPHES.sub("", tidy(text).lower()))
    return tuple(word.lstrip("0") or "0" if word.isdigit() else _tone_last(word) for word in found)


def _tone_last(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    tone = "".join(c for c in letters if c in _TONES)
    return "".join(c for c in letters if c not in _TONES) + tone


def has_marks(text: str) -> bool:
    """Whether the writer used marks, so that they can be taken at their word."""
    return any(unicodedata.combining(c) or c in "đĐ" for c in unicodedata.normalize("NFD", text))


def prefixes_of(kind: Kind) -> tuple[str, ...]:
    """Every way to write this kind before a name, as run-on keys: "tp", "thanhpho"."""
    return _PREFIXES_OF[kind]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a written name: what is left as the name, and the kinds that its prefix allows (None: any)."""

    name: tuple[str, ...]
    kinds: frozenset[Kind] | None

    @property
    def key(self) -> str:
        """The name as a squeezed key."""
        return joined(self.name)


def readings(written: tuple[str, ...]) -> Iterator[Reading]:
    """Read words with their kind prefix taken off, then as they stand (a name may begin with such a word)."""
    for length in (1, 2):
        kinds = _PREFIXES.get(written[:length])
        if kinds and len(written) > length:
            yield Reading(written[length:], frozenset(kinds))
    yield Reading(written, None)

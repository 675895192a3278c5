"""Text in, text out: one way to tidy what people send and one fold for every search."""

import re
import unicodedata
from functools import lru_cache

from msgspec.json import Decoder, Encoder

_INVISIBLE = dict.fromkeys(
    (
        *(*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, *range(0x80, 0xA0), 0x00AD, 0x200B, 0x200C, 0x200D),
        *(*range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF, *range(0xFE00, 0xFE10)),
    )
)
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_BREAKS = re.compile(r"\s*\n\s*")
# After marks are gone, old and new tone placement agree; what remains is the choice of letter in uy/ui after q.
_QUI = re.compile(r"\bqui\b")
_NUMBER = re.compile(r"\d+")
_to_json = Encoder(order="sorted").encode
from_json = Decoder().decode
"""What `to_json` was given."""


def tidy(text: str) -> str:
    """Bring text from outside to NFC, without control and zero-width characters, trimmed, runs of blanks as one."""
    clean = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).translate(_INVISIBLE)
    return _BREAKS.sub("\n", _SPACES.sub(" ", clean)).strip()


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Fold text for comparing: NFC, lower case, no marks, đ→d, qui→quy, blanks as one.

    "Vĩnh Lạc", "vinh lac" and their NFD forms fold alike, and so do "Hoà" and "Hòa".
    """
    decomposed = unicodedata.normalize("NFD", tidy(text).lower().replace("đ", "d"))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _QUI.sub("quy", " ".join(bare.split()))


def to_json(value: object) -> str:
    """JSON without blanks, keys sorted: the same text for the same value, in whatever order a database gives it."""
    return _to_json(value).decode()


def numbers_in(text: str) -> frozenset[str]:
    """Every run of digits, without zeros in front: "03 bộ, 16/11/2022" holds 3, 16, 11, 2022."""
    return frozenset(number.lstrip("0") for number in _NUMBER.findall(text))

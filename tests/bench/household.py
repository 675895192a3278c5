"""The household of each virtual person: what it types and taps in our form, and what of it must be stored at the end.

Both follow from the chat's id alone, and hardly two households near each other are the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.crowd import Move, Say, Tap

FIBRE = ("dang_dung", "da_toi", "chua_toi")
WARDS = (0, 1, 2, 3, 5, 6, 7)
"""The wards people live in, as the list offers them: those that ask for no hamlet. Tallies are as hot as in a town."""


@dataclass(frozen=True, slots=True)
class Household:
    """The people of one home, counted."""

    chat_id: int

    @property
    def stored(self) -> dict[str, object]:
        """The answers as a report keeps them."""
        n = self.chat_id
        size, children = 3 + n % 6, n % 2
        adults, old = size - children, n // 2 % 2
        return {
            "so_nguoi": size,
            "duoi_15": children,
            "tu_15_den_17": 0,
            "qua_tuoi_lao_dong": old,
            "dien_thoai": 1 + n // 3 % adults,
            "cap_quang": FIBRE[n % 3],
            "ky_nang": n // 5 % (adults - old + 1),
            "dich_vu_cong": n // 7 % (adults + 1),
            "kham_tu_xa": n // 11 % (adults + 1),
            "so_suc_khoe": n // 13 % (size + 1),
            "tai_khoan": n // 17 % (adults + 1),
        }

    @property
    def moves(self) -> Sequence[Move]:
        """The whole journey, typed numbers and buttons as a person mixes them."""
        told = self.stored
        numbers = [
            Say(str(told[name])) for name in ("ky_nang", "dich_vu_cong", "kham_tu_xa", "so_suc_khoe", "tai_khoan")
        ]
        return (
            Say("/start"), Tap("begin"), Tap("agree"), Tap("ward", WARDS[self.chat_id % len(WARDS)]),
            Say(str(told["so_nguoi"])), Say(str(told["duoi_15"])), Say("0"), Tap("f|"),
            Say(str(told["qua_tuoi_lao_dong"])), Tap("f|"), Say(str(told["dien_thoai"])),
            Tap("f|", FIBRE.index(str(told["cap_quang"]))), *numbers, Tap("send"),
        )  # fmt: skip


def moves(chat_id: int) -> Sequence[Move]:
    """What the person of this chat does."""
    return Household(chat_id).moves

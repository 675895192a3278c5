"""Commands that work everywhere and that no form can swallow."""

from dataclasses import dataclass
from typing import ClassVar

from campaigns.spoken import storable
from campaigns.text import fold, tidy
from handlers.actions import Action, Asked, Go, UseCode, packed


@packed
@dataclass(frozen=True, slots=True)
class Leave(Action):
    """Stop what is under way; what was answered is kept."""

    prefix: ClassVar[str] = "leave"


@packed
@dataclass(frozen=True, slots=True)
class Again(Action):
    """Show the current screen once more."""

    prefix: ClassVar[str] = "again"


@packed
@dataclass(frozen=True, slots=True)
class HandOver(Action):
    """Ask a person of one's ward to help."""

    prefix: ClassVar[str] = "person"


@dataclass(frozen=True, slots=True)
class NoCommand(Action):
    """A command that there is not. `name`: as it was typed, without the slash. Never packed."""

    name: str


SLASH: dict[str, Action] = {
    "start": Go("start"),
    "menu": Go("menu"),
    "huy": Leave(),
    "dung": Leave(),
    "trogiup": Go("help"),
    "help": Go("help"),
    "lai": Again(),
    "ketqua": Go("standing"),
    "xephang": Go("standing"),
    "khenthuong": Go("awards"),
    "solieunhatoi": Go("mydata"),
    "dulieucuatoi": Go("mydata"),
    "xoadulieu": Go("erase"),
    "hoi": Go("ask"),
    "phongtrao": Go("campaigns"),
    "kehoach": Go("plan"),
    "lich": Go("calendar"),
    "phieu": Go("slip_entry"),
    "phieucanbo": Go("officer"),
    "ngonngu": Go("language"),
    "language": Go("language"),
    "nhophuong": HandOver(),
    "goilai": Go("callback"),
    "khieunai": Go("appeal"),
    "phananh": Go("appeal"),
    "viec": Go("tasks"),
    "quyen": Go("roles"),
    "canbo": Go("roles"),
    "moi": Go("invite"),
    "ma": Go("code"),
    "thietbi": Go("devices"),
    "lienket": Go("devices"),
}
"""What is typed after the slash → what it does. `/dung` has a slash, so it cannot be "đúng"."""

# Matched with their marks, in lower case: "dừng" is not "đúng".
_WORDS: dict[str, Action] = {
    "dừng": Leave(),
    "dừng lại": Leave(),
    "ngừng": Leave(),
    "thôi": Leave(),
    "hủy": Leave(),
    "huỷ": Leave(),
    "stop": Leave(),
    "cancel": Leave(),
}
# Matched folded: nothing else that is said here folds like them.
_FOLDED: dict[str, Action] = {
    "menu": Go("menu"),
    "tro giup": Go("help"),
    "giup": Go("help"),
    "help": Go("help"),
    "so lieu nha toi": Go("mydata"),
    "du lieu cua toi": Go("mydata"),
    "xoa du lieu": Go("erase"),
    "ket qua": Go("standing"),
    "khen thuong": Go("awards"),
    "phong trao": Go("campaigns"),
    "lich": Go("calendar"),
    "lich cua toi": Go("calendar"),
    "ke hoach": Go("plan"),
    "xem ke hoach": Go("plan"),
    "dung lai": Leave(),
    "cach kiem tra": Go("check"),
    "my data": Go("mydata"),
    "delete my data": Go("erase"),
    "results": Go("standing"),
    "nho phuong": HandOver(),
    "nho phuong giup": HandOver(),
    "ask the ward": HandOver(),
    "goi lai cho toi": Go("callback"),
    "goi lai": Go("callback"),
    "call me back": Go("callback"),
    "khieu nai": Go("appeal"),
    "phan anh": Go("appeal"),
    "viec cua toi": Go("tasks"),
}
MOST_READ = 4_000
"""Characters of one message that are read; a longer one is cut here and then fails the checks of whoever waits."""
LONGEST_PAYLOAD = 64
LONGEST_COMMAND = 32
FOLDED_STOP = "dung"
"""dừng, đúng and dùng fold alike: it stops only where no yes is pending."""


def read_command(text: str, *, yes_pending: bool) -> Action | None:
    """The universal command in a typed text, if it is one.

    Slash commands may carry a bot's name ("/menu@thiduaso_bot") or a payload ("/start xa-63-30739").
    """
    clean = tidy(text)
    if clean.startswith("/"):
        name, _, payload = clean[1:].partition(" ")
        command = SLASH.get(fold(name.partition("@")[0]))
        if command is None and not payload and name.isalpha():
            return NoCommand(name[:LONGEST_COMMAND])
        return _with_payload(command, payload.strip()) if command and payload.strip() else command
    lowered = clean.lower().rstrip(".! ")
    if lowered in _WORDS:
        return _WORDS[lowered]
    folded = fold(lowered)
    if folded == FOLDED_STOP:
        return None if yes_pending or lowered != folded else Leave()
    return _FOLDED.get(folded)


def read_slash(text: str) -> Action | None:
    """The command of a text with a slash, which means the same on every screen; None for any other text."""
    clean = storable(text)[:MOST_READ]
    return read_command(clean, yes_pending=False) if clean.lstrip().startswith("/") else None


def _with_payload(command: Action, payload: str) -> Action:
    """What a command does with the words behind it; most take none."""
    match command:
        case Go("start"):
            return Go("start", payload.replace(",", " ")[:LONGEST_PAYLOAD])
        case Go("ask"):
            return Asked(payload)
        case Go("code"):
            return UseCode(payload[:LONGEST_PAYLOAD])
    return command

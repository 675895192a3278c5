"""Made-up documents in the shapes that offices publish: one content, written down in many ways."""

import textwrap
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

_SUBJECTS = (
    "Các trường tiểu học",
    "Thư viện huyện",
    "Ủy ban nhân dân các xã",
    "Mỗi gia đình đọc sách",
    "Bưu điện văn hóa xã",
)
_DOES = (
    "mở tủ sách điện tử",
    "cho mượn máy đọc sách",
    "ghi tên bạn đọc mới",
    "tổ chức buổi kể chuyện",
    "lập danh mục sách nói",
)
_WHERE = ("tại nhà văn hóa", "ở phòng đọc chung", "trong sân trường", "bên bến đò ngang", "cạnh chợ phiên của xã")
_MUCH = (
    "cho ít nhất 15% học sinh",
    "vào dịp nghỉ hè",
    "với sự giúp sức của cựu giáo viên",
    "không thu tiền của người đọc",
    "và báo kết quả mỗi quý",
)


def sentence(random: Random, end: str = ".") -> str:
    """A sentence of our own, of one or two lines."""
    parts = [random.choice(each) for each in (_SUBJECTS, _DOES, _WHERE, _MUCH, _WHERE)]
    return " ".join(parts) + end


@dataclass(frozen=True)
class Item:
    """One marked paragraph of a document: what is printed before it, its path, and its text."""

    path: str
    marker: str
    text: str
    is_heading: bool = False


def content(seed: int, sections: tuple[str, ...] = ("I", "II", "III"), letters: str = "abcdđe") -> tuple[Item, ...]:
    """Sections with numbered parts, points, dashes and plain dashes, in the usual order."""
    random = Random(seed)
    return tuple(_items(random, sections, letters))


def _items(random: Random, sections: tuple[str, ...], letters: str) -> Iterator[Item]:
    names = ("MỤC ĐÍCH, YÊU CẦU", "NỘI DUNG THI ĐUA", "TỔ CHỨC THỰC HIỆN", "KHEN THƯỞNG", "TIẾN ĐỘ")
    for section, name in zip(sections, names, strict=False):
        yield Item(section, f"{section}.", name, is_heading=True)
        yield Item(f"{section}.1", "1.", "Mục đích chung", is_heading=True)
        for count in range(1, random.randint(2, 3) + 1):
            yield Item(f"{section}.1.{count}", "-", sentence(random))
        yield Item(f"{section}.2", "2.", "Việc của từng nơi", is_heading=True)
        for letter in letters[: random.randint(2, len(letters))]:
            yield Item(f"{section}.2.{letter}", f"{letter})", sentence(random, ";"))
        yield Item(f"{section}.3", "3.", sentence(random))


def clauses_of(items: tuple[Item, ...]) -> dict[str, str]:
    """Path → text of what is to come out: headings are none."""
    return {item.path: item.text for item in items if not item.is_heading}


Shape = Callable[[tuple[Item, ...]], str]


def plain(items: tuple[Item, ...]) -> str:
    """A paragraph a line, with blank lines between."""
    return "\n\n".join(f"{item.marker} {item.text}" for item in items) + "\n"


def dense(items: tuple[Item, ...]) -> str:
    """A paragraph a line, nothing between."""
    return "\n".join(f"{item.marker} {item.text}" for item in items) + "\n"


def wrapped(items: tuple[Item, ...], width: int = 72) -> str:
    """Hard-wrapped at a width, as a page of print gives it."""
    return "\n".join(textwrap.fill(f"{item.marker} {item.text}", width) for item in items) + "\n"


def windows(items: tuple[Item, ...]) -> str:
    """Windows line ends and a byte order mark."""
    return "\ufeff" + plain(items).replace("\n", "\r\n")


def tabbed(items: tuple[Item, ...]) -> str:
    """Tabs before and after the markers, blanks at the ends."""
    return "".join(f"\t{item.marker}\t{item.text}  \n\n" for item in items)


def decomposed(items: tuple[Item, ...]) -> str:
    """Marks as characters of their own, as some machines write them."""
    return unicodedata.normalize("NFD", plain(items))


def hyphenated(items: tuple[Item, ...]) -> str:
    """Soft hyphens and no-break blanks inside, as a word processor leaves them."""
    return plain(items).replace("ường", "ườ\u00adng").replace("nhân dân", "nhân\u00a0dân")


def scanned(items: tuple[Item, ...]) -> str:
    """Doubled blanks, and a blank before the stops, as reading by machine gives it."""
    return plain(items).replace(" ", "  ").replace(";", " ;")


def starred(items: tuple[Item, ...]) -> str:
    """Emphasis marks of a page turned to text."""
    return (
        "\n\n".join(
            f"**{item.marker}** {item.text}" if item.is_heading else f"{item.marker} *{item.text}*" for item in items
        )
        + "\n"
    )


def dashed_points(items: tuple[Item, ...]) -> str:
    """Points with a dash before them."""
    return "\n\n".join(f"{'- ' if item.marker.endswith(')') else ''}{item.marker} {item.text}" for item in items) + "\n"


def paged(items: tuple[Item, ...]) -> str:
    """A page break in the middle of every fifth sentence: blank lines and the page's number."""
    lines = []
    for count, item in enumerate(items):
        written = f"{item.marker} {item.text}"
        cut = written.find(" ", len(written) * 2 // 3)
        broken = count % 5 == 3 and not item.is_heading and len(written) > 90 and cut > 0
        lines.append(f"{written[:cut]}\n\n{count}\n\n{written[cut + 1 :]}" if broken else written)
    return "\n\n".join(lines) + "\n"


def signed(items: tuple[Item, ...]) -> str:
    """Recipients, a signature, and scraps of a table of them at the end."""
    return plain(items) + (
        "\nNơi nhận:\n- Các xã, thị trấn;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n(đã ký)\n\nLê Thị Bình An\n"
    )


SHAPES: tuple[Shape, ...] = (
    plain, dense, wrapped, windows, tabbed, decomposed, hyphenated, scanned, starred, dashed_points, paged, signed,
)  # fmt: skip


def renumbered(items: tuple[Item, ...], old: str, new: str) -> tuple[Item, ...]:
    """The same with one section under another number, as documents miscount."""
    return tuple(
        replace(item, path=new + item.path[len(old) :], marker=f"{new}." if item.path == old else item.marker)
        if item.path == old or item.path.startswith(f"{old}.")
        else item
        for item in items
    )


HEAD = (
    "ỦY BAN NHÂN DÂN\nHUYỆN SÔNG XANH\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"
    "Số: 12/KH-UBND\n\nSông Xanh, ngày 5 tháng 3 năm 2024\n\nKẾ HOẠCH\nTổ chức phong trào đọc sách\n\n"
)
TAIL = "\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nLê Thị Bình An\n"
TRACES: tuple[Callable[[str], str], ...] = (
    lambda text: text.replace("\n", "   \n"),
    lambda text: HEAD + text,
    lambda text: text + TAIL,
    lambda text: text.replace(" ", "  "),
    lambda text: text.replace("ườn", "ườ\u00adn"),
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: text.replace("\n", "\r\n"),
    lambda text: f"\ufeff{text}",
)
"""What machines leave in a text, in the order in which they would."""

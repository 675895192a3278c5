"""Reading: what a screen says to whoever holds the telephone, from nothing but its words and buttons."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.botapi.ledger import Shown

Value = int | str
UNKNOWN, DECLINED = "@unknown", "@declined"

# question → (words that only its screen has, its name in lists), in the order in which they are asked
QUESTIONS: dict[str, tuple[str, str]] = {
    "so_nguoi": ("mấy người đang ở?", "Số người đang ở trong nhà"),
    "duoi_15": ("mấy cháu dưới 15 tuổi?", "Số cháu dưới 15 tuổi"),
    "tu_15_den_17": ("mấy người từ 15 đến 17 tuổi?", "Số người từ 15 đến 17 tuổi"),
    "qua_tuoi_lao_dong": ("mấy người đã quá tuổi lao động", "Số người đã quá tuổi lao động"),
    "dien_thoai": ("mấy người có điện thoại thông minh", "Số người lớn có điện thoại thông minh"),
    "cap_quang": ("Mạng cáp quang (", "Mạng cáp quang ở nhà"),
    "ky_nang": ("mấy người đã dự lớp tập huấn", "Số người đã được hướng dẫn kỹ năng số"),
    "dich_vu_cong": ("mấy người đã làm giấy tờ qua mạng", "Số người lớn đã làm giấy tờ qua mạng"),
    "kham_tu_xa": ("tư vấn hoặc khám bệnh từ xa (", "Số người lớn đã được tư vấn hoặc khám bệnh từ xa"),
    "so_suc_khoe": ("mấy người có sổ sức khỏe điện tử", "Số người có sổ sức khỏe điện tử"),
    "tai_khoan": ("mấy người có tài khoản ngân hàng", "Số người từ 15 tuổi có tài khoản ngân hàng"),
}
ORDER = tuple(QUESTIONS)
_NAMED = {name: question for question, (_words, name) in QUESTIONS.items()}
_CONFIRMS = {
    "từ 18 tuổi trở lên. Đúng không?": ("so_nguoi", "duoi_15", "tu_15_den_17"),
    "trong độ tuổi lao động (": ("so_nguoi", "duoi_15", "tu_15_den_17", "qua_tuoi_lao_dong"),
}
_WORDS: dict[str, Value] = {
    "Không rõ": UNKNOWN,
    "Không muốn trả lời": DECLINED,
    "Đang dùng": "dang_dung",
    "Dây đã tới khu mình ở, nhà chưa lắp": "da_toi",
    "Dây chưa kéo tới": "chua_toi",
}
SAID = {value: words for words, value in _WORDS.items()}
_TITLE = re.compile(r"Câu \d+/\d+\. ")
_EARLIER = re.compile(r"^Đã trả lời: (.+)\.$", re.MULTILINE)
_LINE = re.compile(r"^(?:\d+\. |• )([^:]+): (.+)$", re.MULTILINE)
_SLIP = re.compile(r"^(\d{4}) (\d{4})$", re.MULTILINE)
ELSEWHERE = ("Nút vừa bấm là của câu trước", "Câu đó đã nhận rồi", "Chưa chắc câu vừa rồi", "Câu vừa rồi chưa lưu được")
"""Said above a screen that is not what the last message led to."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Any screen. is_elsewhere: it says that the last message did not count, or may not have."""

    is_elsewhere: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Asks(Seen):
    """A question. earlier: the answer that the screen says was given before."""

    question: str
    earlier: Value | None = None


@dataclass(frozen=True, slots=True)
class Confirms(Seen):
    """A number worked out from these answers, to be confirmed."""

    rests_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reviews(Seen):
    """All answers, before they are sent."""

    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class OwnData(Seen):
    """What was sent, as the household sees it later."""

    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Received(Seen):
    """Sent; with the slip number."""

    slip: str


def read(shown: Shown) -> Seen:
    """What a message says."""
    text = shown.text
    elsewhere = text.startswith(ELSEWHERE)
    if (title := _TITLE.search(text)) is not None:
        rest = text[title.end() :]
        asked = [question for question, (words, _name) in QUESTIONS.items() if words in rest.partition("\n")[0]]
        earlier = _EARLIER.search(rest)
        if len(asked) == 1:
            return Asks(asked[0], value_of(earlier[1]) if earlier else None, is_elsewhere=elsewhere)
    if "Vậy nhà mình có" in text:
        found = [rests_on for words, rests_on in _CONFIRMS.items() if words in text]
        return Confirms(found[0], is_elsewhere=elsewhere)
    if "Xem lại trước khi gửi" in text:
        return Reviews(_values("\n".join(shown.labels)), is_elsewhere=elsewhere)
    if "Đã nhận. Cảm ơn nhà mình!" in text and (slip := _SLIP.search(text)) is not None:
        return Received(slip[1] + slip[2], is_elsewhere=elsewhere)
    if "Số liệu nhà tôi" in text and "Đã gửi lúc" in text:
        return OwnData(_values(text), is_elsewhere=elsewhere)
    return Seen(is_elsewhere=elsewhere)


def value_of(words: str) -> Value:
    """An answer from the words it is shown in."""
    return int(words) if words.isdigit() else _WORDS.get(words, words)


def _values(text: str) -> dict[str, Value]:
    return {_NAMED[name]: value_of(words) for name, words in _LINE.findall(text) if name in _NAMED}

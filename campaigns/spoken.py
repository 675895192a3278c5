"""How people write numbers, yes, no, "không rõ": Vietnamese first, with or without marks, politely or short.

A typed word with marks must have the right ones ("dừng" is not "đúng"); a bare one may stand for any ("dung").
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from babel.numbers import NumberFormatError, parse_decimal

from campaigns.text import fold, tidy

_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SURROGATES: Final = re.compile("[\ud800-\udfff\x00]")
_WORD: Final = re.compile(r"[-+\u2212\u2013]?\d[\d.,]*|[^\W\d_]+|%|[^\w\s]", re.UNICODE)

_POLITE = "dạ vâng ạ à nha nhé nhe nghe thưa ơi tôi tui em mình cháu con bác chú cô anh chị nhà trợ lý thì là"
_NOT = "không ko kg kh khg hông hong hổng hem khum chẳng chả chưa chửa k hok khong"
_KNOW = "biết rõ nhớ chắc bít bik hay"
_TRAILING = "lắm nữa đâu luôn thôi được mấy bao nhiêu hết ai nào gì đó vậy chính xác"
_AROUND_A_NUMBER = (
    "có là cả đủ được khoảng tầm chừng cỡ độ người cháu đứa em bé con ai cái máy nhân khẩu hộ nhà mình tôi tui bạn"
    " chiếc chắc đều mạng thôi vậy nhé nha nhe nghe ạ dạ vâng thưa ừ đó hết tất tổng cộng lớn nhỏ"
    " ng ngừi nguời vợ chồng bà ông cụ trẻ học sinh people person persons adults children kids of us all"
)
_BETWEEN_NUMBERS = "hoặc hay đến tới và với or to and rồi còn"
_NOBODY = "có ai người nào cháu đứa bé con em cái máy chiếc hết cả đâu luôn thôi ạ dạ nhà mình tôi tui nha nhé nhe vậy"
_YES = "có rồi dạ ừ ừm ờ vâng đúng phải ok oke okay yes y u uh um yep được"
_AROUND_YES = "ý xác đã rồi đó vậy chứ hết đủ ạ nha nhé nhe nghe thôi thế luôn cả thưa em tôi tui cháu con nhà mình"
_AROUND_NO = "có phải đúng đâu được ạ dạ nha nhé nhe thưa em tôi tui cháu con nhà mình đồng ý rồi hề"
_WRONG = "sai no n nope"
_DECLINED = (
    "không muốn trả lời|không trả lời|không tiện trả lời|không tiện|không tiện nói|không muốn nói|không nói|từ chối"
    "|từ chối trả lời|miễn trả lời|xin miễn|xin không trả lời|xin phép không trả lời|không thích trả lời|bí mật"
    "|khỏi trả lời|prefer not to say|no comment"
)
_SKIP = "bỏ qua|bỏ qua câu này|qua câu khác|skip|cho qua"
_UNKNOWN = "chịu|chịu thôi|xin chịu|don't know|dont know|i don't know|not sure|unknown|ai biết|làm sao biết|khó nói"
_ALL = (
    "tất cả|tất cả mọi người|có hết|cả nhà|cả nhà luôn|ai cũng có|đều có|đủ cả|hết cả nhà|có đủ|đủ hết|có đủ hết"
    "|all|everyone"
)

_AGREED = "đồng ý|nhất trí|chính xác|chuẩn|xong rồi|agree|correct"
_RANGE: Final = re.compile(r"\d\s*[-–—~/]\s*\d")
_MINUS: Final = str.maketrans("−–", "--")
_DECORATION: Final = re.compile(r"[.,!?;:()\"'…“”]|[⃣☀-➿🀀-🫿]")

_DIGITS: Final = {
    word: value
    for value, words in enumerate(
        ("", "một mốt", "hai", "ba", "bốn tư", "năm lăm nhăm", "sáu", "bảy bẩy", "tám", "chín")
    )
    for word in words.split()
    if value
}
_SCALES: Final = (("nghìn ngàn", 1000), ("trăm", 100), ("mười mươi chục", 10))
_NUMBER_WORDS: Final = " ".join(["linh lẻ", *_DIGITS, *(words for words, _ in _SCALES)])


def storable(raw: str) -> str:
    """The same without lone surrogates and NUL, which no database and no UTF-8 text can hold."""
    return _SURROGATES.sub("", raw)


@lru_cache(maxsize=8192)
def _spelling(word: str) -> str:
    """Lower-case letters with their marks, the tone last, so that "hoà" and "hòa" are spelt alike."""
    marks = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in marks if c not in _TONES) + "".join(c for c in marks if c in _TONES)


@lru_cache(maxsize=8192)
def _same(typed: str, meant: str) -> bool:
    bare = fold(meant)
    return fold(typed) == bare and (typed.lower() == bare or _spelling(typed) == _spelling(meant))


@lru_cache(maxsize=512)
def _vocabulary(words: str) -> tuple[frozenset[str], frozenset[str]]:
    """Words without their marks, and as they are spelt."""
    return frozenset(map(fold, words.split())), frozenset(map(_spelling, words.split()))


@lru_cache(maxsize=512)
def _phrases(phrases: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(_words(phrase)) for phrase in phrases.split("|"))


def _is_in(typed: str, words: str) -> bool:
    bare, spelt = _vocabulary(words)
    folded = fold(typed)
    return folded in bare and (typed == folded or _spelling(typed) in spelt)


def _words(text: str) -> list[str]:
    """Words and numbers of a text, lower case, any script's decimal digits as 0–9, without punctuation and pictures."""
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in tidy(text).lower())
    found = (word.rstrip(".,") for word in _WORD.findall(plain))
    return [word for word in found if word and not _DECORATION.fullmatch(word)]


def _says(text: str, phrases: str) -> bool:
    """Whether the whole text is one of the phrases, polite words aside."""
    words = _words(text)
    short = [word for word in words if not _is_in(word, _POLITE)]
    return any(_alike(said, phrase) for said in (words, short) for phrase in _phrases(phrases))


def _alike(typed: Sequence[str], meant: Sequence[str]) -> bool:
    return len(typed) == len(meant) and all(map(_same, typed, meant))


def alike(text: str, meant: str) -> bool:
    """Whether the same was typed, polite words aside, each word with the right marks or with none."""
    return _says(text, meant.replace("|", " ").replace("_", " ")) or text.strip().lower() == meant.lower()


def begins(text: str, meant: str) -> bool:
    """Whether `meant` begins with what was typed: whole words, the last perhaps cut short, two letters at least."""
    typed, whole = _words(text), _words(meant)
    if not typed or len(typed) > len(whole) or len("".join(typed)) < 2:
        return False
    cut = whole[len(typed) - 1][: len(typed[-1])]
    return _alike(typed, [*whole[: len(typed) - 1], cut])


def means_unknown(text: str) -> bool:
    """ "Không rõ", "ko biết", "k nhớ lắm", "chịu": tested before anything else, since "không" alone is 0 or no."""
    words = [word for word in _words(text) if not _is_in(word, _POLITE)]
    negated = len(words) > 1 and _is_in(words[0], _NOT) and _is_in(words[1], _KNOW)
    return (negated and all(_is_in(word, f"{_KNOW} {_TRAILING}") for word in words[2:])) or _says(text, _UNKNOWN)


def means_declined(text: str) -> bool:
    """ "Không muốn trả lời", "từ chối"."""
    words = _words(text)
    unnegated = ["không", *words[1:]] if words and _is_in(words[0], _NOT) else words
    return _says(" ".join(unnegated), _DECLINED)


def means_skip(text: str) -> bool:
    """ "Bỏ qua"."""
    return _says(text, _SKIP)


def means_all(text: str) -> bool:
    """ "Tất cả", "cả nhà", "ai cũng có"."""
    return _says(text, _ALL)


def means_none(text: str) -> bool:
    """ "Không", "không có ai", "chưa có": nobody, nothing. A lone "k" is a command on a screen with numbers."""
    words = [word for word in _words(text) if not _is_in(word, _NOBODY)]
    return bool(words) and all(_is_in(word, _NOT) for word in words) and len(text.strip()) > 1


def yes_or_no(text: str) -> bool | None:
    """Yes, no, or neither. "dung" without marks is yes here; "dừng" is not."""
    words = _words(text)
    if not words:
        return None
    first, rest = words[0], words[1:]
    after_courtesy = yes_or_no(" ".join(rest)) if _is_in(first, _POLITE) else None
    if after_courtesy is not None:
        return after_courtesy
    if _is_in(first, _YES) and all(_is_in(word, f"{_YES} {_AROUND_YES}") for word in rest):
        return True
    if _is_in(first, f"{_NOT} {_WRONG}") and all(_is_in(word, f"{_AROUND_NO} {_TRAILING}") for word in rest):
        return False
    return True if _says(text, _AGREED) else None


def position(text: str) -> int | None:
    """The number of a choice: "2", "số 2", "hai"; None where something else was typed."""
    words = [word for word in _words(text) if not _is_in(word, "số câu ý chọn thứ đáp án ạ dạ")]
    if len(words) == 1 and words[0].isdecimal():
        return int(words[0])
    return _in_words(words) if words and all(_is_in(word, _NUMBER_WORDS) for word in words) else None


def parts(text: str) -> list[str]:
    """A reply that names several things, cut where people cut it: commas, "và", blanks between numbers."""
    cut = [part.strip() for part in re.split(r"[,;/+&\n]|\s(?:và|va|and)\s", text) if part.strip()]
    return [word for part in cut for word in (part.split() if re.fullmatch(r"[\d\s]+", part) else [part])]


def without_percent(text: str) -> str:
    """The same without a percent sign or the words for it at its end."""
    return re.sub(r"\s*(%|phần trăm|phan tram|percent)\s*$", "", text, flags=re.IGNORECASE)


def number(text: str, *, point_may_be_decimal: bool = False, about: str = "") -> Decimal | str:
    """The one number in a reply such as "3", "ba", "dạ có 3 người ạ", "không có ai"; else a code.

    about: words that may stand around it since they only repeat what was asked: "2 cái điện thoại".
    Codes: not_a_number, not_whole ("95.5": a point that can only be a decimal one, unless that is allowed),
    ambiguous_number ("1,234"), several_numbers ("2-3", "2 hoặc 3", "hai ba người").
    """
    if _RANGE.search(tidy(text)):
        return "several_numbers"
    if means_none(text):
        return Decimal(0)
    groups, has_foreign, is_negative = _number_groups(_words(text), about)
    if not groups or (has_foreign and len(groups) == 1):
        return "not_a_number"
    if len(groups) > 1:
        return "several_numbers"
    found = _group_value(groups[0], point_may_be_decimal=point_may_be_decimal)
    return found if isinstance(found, str) or not is_negative else -found


def _number_groups(words: Iterable[str], about: str) -> tuple[list[list[str]], bool, bool]:
    """Runs of number words and single numerals; whether any other word was left; whether it is below 0."""
    groups: list[list[str]] = []
    has_foreign = is_negative = is_running = False
    for word in words:
        is_word = _is_in(word, _NUMBER_WORDS)
        if is_word and is_running:
            groups[-1].append(word)
        elif is_word or word[-1].isdecimal():
            groups.append([word])
        elif _is_in(word, "âm trừ") and not groups:
            is_negative = True
        elif not _is_in(word, f"{_AROUND_A_NUMBER} {_BETWEEN_NUMBERS} {about}"):
            has_foreign = True
        is_running = is_word
    return groups, has_foreign, is_negative


def _group_value(group: Sequence[str], *, point_may_be_decimal: bool) -> Decimal | str:
    if group[0][-1].isdecimal():
        return _numeral(group[0], point_may_be_decimal=point_may_be_decimal)
    value = _in_words(group)
    return "several_numbers" if value is None else Decimal(value)


def _numeral(typed: str, *, point_may_be_decimal: bool) -> Decimal | str:
    """The Vietnamese reading (1.234,5), strictly: Babel's lax one takes 95.5 for 955."""
    digits = typed.translate(_MINUS).removeprefix("+")
    if digits.removeprefix("-").isdecimal():
        return Decimal(digits)
    if re.fullmatch(r"-?\d+\.\d{1,2}", digits):
        return Decimal(digits) if point_may_be_decimal else "not_whole"
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+", digits):
        return "ambiguous_number"
    try:
        return parse_decimal(digits, locale="vi", strict=True)
    except NumberFormatError:
        return "ambiguous_number"


def _in_words(words: Sequence[str], scales: Sequence[tuple[str, int]] = _SCALES) -> int | None:
    """ "Hai mươi ba" → 23; None where the words are no one number ("hai ba": two or three)."""
    if not scales:
        return (
            next((value for word, value in _DIGITS.items() if _same(words[0], word)), None) if len(words) == 1 else None
        )
    (names, size), *smaller = scales
    at = next((i for i, word in enumerate(words) if _is_in(word, names)), None)
    if at is None:
        return _in_words(words, smaller)
    above = _in_words(words[:at], smaller) if at else 1
    below = _rest(words[at + 1 :], smaller, is_ten=size == 10)
    return above * size + below if above and below is not None else None


def _rest(words: Sequence[str], scales: Sequence[tuple[str, int]], *, is_ten: bool) -> int | None:
    """What follows a scale. "Trăm hai" is 120 to some and 102 to others, so hundreds want their "linh"."""
    if not words:
        return 0
    has_link = _is_in(words[0], "linh lẻ")
    if has_link and len(words) == 1:
        return None
    value = _in_words(words[has_link:], scales)
    return None if value is None or value == 0 or (value < 10 and not is_ten and not has_link) else value

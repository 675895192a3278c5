"""A household's whole form, as taps and typed numbers, and what of it must be stored at the end."""

from tests.botapi.person import Person

GREETING = "Kính chào bà con"
TO_THE_FORM = ("Trả lời cho nhà mình (11 câu, khoảng 7 phút)", "Đồng ý", "Đúng, ở đó", "khu phố Minh An")
# (words of the question, what to tap, or to type after "=")
ANSWERS = (
    ("mấy người đang ở", "=4"),
    ("dưới 15 tuổi", "1"),
    ("15 đến 17", "=không"),
    ("từ 18 tuổi trở lên", "Đúng"),
    ("quá tuổi lao động", "1"),
    ("trong độ tuổi lao động", "=1"),
    ("điện thoại thông minh", "3"),
    ("cáp quang", "Đang dùng"),
    ("tập huấn", "2"),
    ("giấy tờ", "=hai"),
    ("từ xa", "Không rõ"),
    ("sổ sức khỏe", "4"),
    ("tài khoản", "Không muốn trả lời"),
)
STORED = {
    "so_nguoi": 4,
    "duoi_15": 1,
    "tu_15_den_17": 0,
    "qua_tuoi_lao_dong": 1,
    "dien_thoai": 3,
    "cap_quang": "dang_dung",
    "ky_nang": 2,
    "dich_vu_cong": 2,
    "kham_tu_xa": "@unknown",
    "so_suc_khoe": 4,
    "tai_khoan": "@declined",
}


async def insists(person: Person, words: str, what: str) -> None:
    """Wait until these words are seen, then tap or type: whatever is drawn twice in between."""
    try:
        await person.chat.wait_for(lambda chat: bool(chat.shown) and words in person.sees().lower(), 10)
    except TimeoutError:
        raise AssertionError(f"never saw {words!r}; last: {person.sees()}") from None
    await does(person, what)


async def does(person: Person, what: str) -> str:
    """Tap, or type what follows "="."""
    return await (person.says(what[1:]) if what.startswith("=") else person.taps(what))


async def to_the_form(person: Person, link: str = "xa-63-30745") -> str:
    """From the greeting to the first question."""
    assert GREETING in await person.says(f"/start {link}")
    for label in TO_THE_FORM:
        seen = await person.taps(label)
    return seen


async def through_the_form(person: Person) -> str:
    """Every question, then send; the slip's screen."""
    for words, answer in ANSWERS:
        assert words in person.sees().lower(), (words, person.sees())
        await does(person, answer)
    assert "Xin xem lại" in person.sees() or "Gửi" in person.sees()
    return await person.taps("Gửi")

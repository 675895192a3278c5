"""Frames: the polite words around what is meant, and how the hurried, the young and the country write.

Alternatives stand between bars, with all marks. What stands around the name of a place is written as in `phrases.TABLE`.
"""

SHORT = {
    **dict.fromkeys(["ko", "kh", "hong", "hông", "hổng", "hok", "hem", "kg", "khg", "hog", "khum", "k", "hk"], ("khong",)),
    **dict.fromkeys(["tui", "t"], ("toi",)),
    **dict.fromkeys(["mk", "mik", "m"], ("minh",)),
    **dict.fromkeys(["dc", "đc", "dk", "đk", "dcc"], ("duoc",)),
    **dict.fromkeys(["z", "v", "dzay", "dzậy", "zay", "zậy", "rứa", "rua"], ("vay",)),
    "răng": ("sao",), "mô": ("đâu",), "ri": ("đây",), "ni": ("này",), "nớ": ("đó",), "mần": ("làm",), "bt": ("biết",),
    **dict.fromkeys(["sdt", "sđt"], ("số", "điện", "thoại")), "hd": ("hướng", "dẫn"),
    **dict.fromkeys(["mun", "mún"], ("muon",)),
    **dict.fromkeys(["bik", "bit", "bít"], ("biet",)),
    "j": ("gi",), "r": ("roi",), "vs": ("voi",), "e": ("em",), "ak": ("a",), "lm": ("làm",), "ntn": ("thế", "nào"), "ng": ("nguoi",), "wa": ("qua",), "nhìu": ("nhiều",), "nhiu": ("nhiều",),
    "kq": ("kết", "quả"), "tl": ("trả", "lời"), "cb": ("cán", "bộ"),
}  # fmt: skip
"""How the young and the hurried write, and how the country speaks."""
PEOPLE = (
    "tôi|tui|mẹ|bác|em|cháu|con|mình|anh|chị|cô|chú|ông|bà|dì|cậu|mợ|thím|bạn|các bạn|mọi người|cả nhà|bà con|nhà"
    "|gia đình|chúng tôi|chúng mình|tụi tôi|tụi mình|trợ lý|ad|admin|shop|sếp|i|me|we|us|my|our"
)
BEFORE = (
    f"{PEOPLE}|chào|alo|a lô|hello|hi|dạ|vâng|ừ|à|ơi|này|thưa|kính|ủa|xin lỗi|xin hỏi|cho hỏi|xin|xin phép|cho|cho phép|để|muốn|cần|định|đang|tính|thích|có nhu cầu"
    "|làm ơn|nhờ|phiền|làm phiền|vui lòng|giúp tôi|giúp em|giúp bác|giúp cháu|giúp mình|giúp con|giúp cho|hãy|được"
    "|giờ|bây giờ|thế|vậy|thì|rồi|ok|please|want|want to|need|need to|would like to|can|could|would|like to|let"
)
AFTER = (
    f"{PEOPLE}|ạ|á|à|ơi|nhé|nha|nhe|nghe|nghen|nhen|hen|hén|với|đi|giùm|dùm"
    "|mà|nè|hết trơn|hết trọi|lun|heng|hỉ|quá|hộ|cho|của|luôn|cái|chút|tí|xíu|rồi|hả|hở|nhỉ|vậy|thế|đó|đấy|này|đây|ấy|được không|nhiều"
    "|nhiều lắm|rất nhiều|giúp|trước|ngay|please|now"
)
FAVOUR = "giúp|giùm|dùm|hộ|cho|của"
FAVOURED = f"{PEOPLE}|ba má|ba mẹ|bố mẹ|cha mẹ|ông bà|vợ|chồng|hàng xóm"
"""Within a wish, and whom it is for: "chỉ giùm bác cách khai". Elsewhere these may be counted: "2 vợ chồng"."""
ONE_WORD = "cán bộ|thi đua|cơ quan|nhà nước|thế nào|con số|con người"
"""Begins like a frame, and is none."""
RESULTS_OF = (
    "(/xem/coi/biết/hỏi/tra/tra cứu/lấy/báo cáo) (kết quả/số liệu/tiến độ/kết quả thi đua/kết quả khảo sát) (/của/ở/tại) … (/thế nào/ra sao/đến đâu/tới đâu/ở đâu/sao)",
    "WARD (/làm/đạt/được/làm được) (đến/tới) đâu",
    "báo cáo WARD",
    "(bao nhiêu/mấy) hộ WARD (/đã) trả lời (/rồi)",
    "WARD (/đã) (đạt/xong) chưa",
    "WARD (/đã) (được/đạt) (bao nhiêu/mấy) (phần trăm/hộ) rồi",
    "WARD (còn thiếu/thiếu/còn) (bao nhiêu/mấy) hộ (/nữa)",
    "(/còn/thế còn/vậy còn/bên/ở/bên phường/dưới) … (/làm/đạt/được/làm được/chạy) (đến/tới) đâu (/rồi)",
    "(/còn/thế còn/vậy còn/bên/ở) … (/làm) (sao/ra sao/thế nào) rồi",
    "(còn/thế còn/vậy còn) … (/thì) (sao/ra sao/thế nào)",
    "(/bên/ở) … (/đã) (được/đạt) (bao nhiêu/mấy) (/phần trăm/hộ) rồi",
    "(/bên/ở) … (/làm/đã) (đạt/xong) chưa",
    "how is … doing",
)
"""What is said to see how a place stands: "…" is its name, WARD a name that begins with the kind of place.

A name alone also fits what asks for something else; whether there is such a place is found out behind it.
"""

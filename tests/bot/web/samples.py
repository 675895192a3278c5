"""Screens as the product will show them, invented for tests of the drawing and for the gallery."""

from dataclasses import dataclass, replace
from fractions import Fraction

from bot.web.drawing import Exchange, Setting, Where
from handlers.screen import (
    Attachment,
    Block,
    Bounds,
    Choice,
    Meter,
    Paragraph,
    Progress,
    Screen,
    Standing,
    Tone,
    Wait,
    say,
)
from tests.bot.web.vietnamese import Vietnamese


@dataclass(frozen=True, slots=True)
class Sample:
    """A screen with what was said before it."""

    screen: Screen
    said: str | None = None
    large: bool = False
    dark: bool = False
    sample: bool = False


SHORTCUTS = (
    Choice("Trang đầu", "menu", "0"),
    Choice("Xem kết quả phường, xã", "ketqua", "2"),
    Choice("Hỏi về kế hoạch thi đua", "hoi", "3"),
    Choice("Số liệu nhà tôi", "solieu", "7"),
)
WHERE = Where(
    campaign="Phong trào “Rạch Giá thực hiện chương trình Chuyển đổi số”",
    unit="Phường Vĩnh Lạc",
    doing="Trả lời cho nhà mình",
    shortcuts=SHORTCUTS,
)
EXCHANGE = Exchange(nonce="n-5f1c2a", csrf="c-91b7", seen="v-household-5")
SETTING = Setting(locale="vi", words=Vietnamese(), where=WHERE)
WAYS_OUT = (
    Choice("Không rõ", "k", "K", secondary=True),
    Choice("Vì sao hỏi?", "v", "V", secondary=True),
    Choice("Câu trước", "t", "T", secondary=True),
    Choice("Để sau", "s", "S", secondary=True),
)


def _choices(*labels: str) -> tuple[Choice, ...]:
    return tuple(Choice(label, f"a{number}", str(number)) for number, label in enumerate(labels, 1))


def heading(text: str) -> Paragraph:
    """A heading."""
    return say(text, Tone.HEADING)


GREETING = Screen(
    (
        heading("Kính chào bà con!"),
        say(
            "Đây là trợ lý tự động (máy trả lời) của phong trào thi đua *“Rạch Giá thực hiện chương trình Chuyển đổi số”*, "
            "theo Thông báo số 12/TB-UBND của UBND phường Vĩnh Lạc."
        ),
        say(
            "Không hỏi số tài khoản, mã OTP; không cài ứng dụng; không thu tiền. Còn ngại thì gọi 0297 000 000.",
            Tone.NOTICE,
        ),
    ),
    (
        *_choices(
            "Trả lời cho nhà mình (11 câu, khoảng 5 phút)",
            "Xem kết quả phường, xã",
            "Hỏi về kế hoạch thi đua",
            "Nhận tin nhắc",
        ),
        Choice("Cách kiểm tra đây là trợ lý thật", "a5", "5", secondary=True),
        Choice("Tôi thuộc tổ công nghệ số cộng đồng", "a8", "8", secondary=True),
        Choice("Tôi là cán bộ, công chức", "a9", "9", secondary=True),
    ),
)

CONSENT = Screen(
    (
        heading("Trước khi hỏi, xin thưa rõ"),
        say("*Chỉ đếm số người, không hỏi tên.*"),
        say("*Hỏi:* số người trong nhà theo tuổi, điện thoại thông minh, tài khoản thanh toán, cáp quang.", Tone.ITEM),
        say(
            "*Để:* tính tỷ lệ của phường so với mục tiêu kế hoạch; bảng công khai chỉ có số cộng chung.",
            Tone.ITEM,
        ),
        say("*Cơ quan chịu trách nhiệm:* UBND phường Vĩnh Lạc, lưu đến 31/12/2026.", Tone.ITEM),
        say("*Muốn xem, sửa, rút lại, xóa:* nhắn SỐ LIỆU NHÀ TÔI hoặc gọi 0297 000 000.", Tone.ITEM),
        say("Không đồng ý cũng không sao, vẫn xem và hỏi được."),
    ),
    (*_choices("Đồng ý", "Không đồng ý"), Choice("Đọc đầy đủ", "a3", "3", secondary=True)),
)

COUNT = Screen(
    (
        heading("Câu 5/11. Mấy người có điện thoại thông minh?"),
        say("Loại lên mạng, dùng Zalo được. Nhà mình có 3 người từ 18 tuổi trở lên. Gõ số người, từ 0 đến 3."),
    ),
    WAYS_OUT,
    Wait.NUMBER,
    progress=Progress(5, 11),
    bounds=Bounds(0, 3),
    answered=(
        ("Nhà mình có mấy người?", "5 người"),
        ("Mấy người dưới 15 tuổi?", "2 người"),
        ("Mấy người từ 15 đến 17 tuổi?", "Không có"),
        ("Mấy người đã qua tuổi lao động?", "1 người"),
    ),
)

ERROR = COUNT.with_aside(
    say("*Chưa khớp.* Nhà mình vừa trả lời có 3 người từ 18 tuổi, nên số người có điện thoại chỉ từ 0 đến 3."),
    say("Xin trả lời lại, hoặc sửa câu trước."),
)

YES_NO = Screen(
    (heading("Vậy nhà mình có 3 người từ 18 tuổi. Đúng không?"),),
    (*_choices("Đúng", "Chưa đúng"), Choice("Để sau", "s", "S", secondary=True)),
    progress=Progress(4, 11),
)

_LINES = (
    ("Số người trong nhà", "5"),
    ("Dưới 15 tuổi", "2"),
    ("Từ 15 đến 17 tuổi", "0"),
    ("Đã qua tuổi lao động", "1"),
    ("Có điện thoại thông minh", "3"),
    ("Có tài khoản thanh toán", "2"),
    ("Biết kỹ năng số cơ bản", "2"),
    ("Cáp quang (Internet băng rộng cáp quang)", "Đã tới nhà"),
    ("Nộp giấy tờ qua mạng trong 12 tháng", "1"),
    ("Có sổ sức khỏe điện tử", "Không rõ"),
    ("Có tài khoản định danh (VNeID)", "3"),
)
REVIEW = Screen(
    (
        heading("Nhà mình xem lại trước khi gửi"),
        say("Bấm hoặc gõ số dòng để sửa."),
    ),
    (
        *(
            Choice(f"{label}: {answer}", f"sua{number}", str(number), secondary=True)
            for number, (label, answer) in enumerate(_LINES, 1)
        ),
        Choice("Gửi câu trả lời", "gui", "12"),
        Choice("Để sau", "s", "0", secondary=True),
    ),
)

SLIP = Screen(
    (
        heading("Đã nhận. Cảm ơn nhà mình!"),
        say("Số phiếu, giữ số này để xem, sửa, xóa:"),
        say("*4820 1736*"),
        say("Đến hết hôm qua phường Vĩnh Lạc đã có 312/1.940 hộ trả lời."),
        say("Nhà mình muốn được hướng dẫn việc gì?"),
    ),
    _choices("Sổ sức khỏe điện tử", "VNeID", "Nộp giấy tờ qua mạng", "Không cần", "Xem kết quả phường"),
    documents=(Attachment("Tải phiếu để in (.docx)", "f-77ab12"),),
)

METERS: tuple[Block, ...] = (
    Meter(
        "Người lớn có điện thoại thông minh",
        (
            say("*Đạt.* Trong các hộ đã trả lời: 92,4% (1.515/1.640 người trong 780/1.940 hộ)."),
            say("Kế hoạch: đạt 90% (điểm c, mục 2.2, phần II)."),
        ),
        Standing.MET,
        Fraction(1515, 1640),
        Fraction(1515, 1640),
        Fraction(1515, 1640),
        Fraction(9, 10),
    ),
    Meter(
        "Kỹ năng số cơ bản",
        (
            say("*Chưa đạt.* Trong các hộ đã trả lời: 60,5% (992/1.640 người trong 780/1.940 hộ)."),
            say("Kế hoạch: *trên* 80% (điểm c, mục 2.2, phần II)."),
        ),
        Standing.NOT_MET,
        Fraction(992, 1640),
        Fraction(980, 1660),
        Fraction(1010, 1660),
        Fraction(8, 10),
    ),
    Meter(
        "Sổ sức khỏe điện tử",
        (
            say("*Đang thu thập:* 312/1.940 hộ (16%), đến hết ngày 19/11/2025."),
            say(
                "Trong các hộ đã trả lời: 71,2% (584/820 người); 90 người không rõ, nên con số thật từ 64,2% đến 74,1%. "
                "Kế hoạch: đạt 90%. Chưa đủ số hộ để kết luận."
            ),
        ),
        Standing.COLLECTING,
        Fraction(584, 820),
        Fraction(584, 910),
        Fraction(674, 910),
        Fraction(9, 10),
    ),
    Meter("Địa chỉ số", (say("*Thiếu số liệu.* Chưa có hộ nào trả lời câu này."),), Standing.MISSING, target=Fraction(1)),
)
RESULT = Screen(
    (
        heading("Phường Vĩnh Lạc, kỳ 2025"),
        say("So với mục tiêu chung của thành phố. Số tự kê khai, đến hết ngày 19/11/2025."),
        *METERS,
    ),
    _choices("Xem phường, xã khác", "Toàn thành phố", "Trang đầu"),
)

OLD_BUTTON = COUNT.with_aside(say("Nút vừa bấm là của câu trước. Nhà mình đang ở câu này:"))

RULE = Screen(
    (
        heading("Bằng khen của Chủ tịch UBND tỉnh: 03 bộ hồ sơ"),
        say("*Theo kế hoạch* (điểm c, mục 2, phần V):"),
        say("Hồ sơ đề nghị tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh gồm 03 bộ.", Tone.QUOTE),
        say("*Quy định đang áp dụng:* 01 bộ (nguồn: Nghị định số 000/2025/NĐ-CP, đối chiếu ngày 20/11/2025)."),
    ),
    _choices(
        "Xem nguyên văn khoản này và các khoản liên quan trong kế hoạch của thành phố",
        "Gồm những giấy tờ gì và nộp ở đâu, cho cơ quan nào, chậm nhất là ngày nào?",
        "Không đúng ý tôi",
    ),
    Wait.TEXT,
)

PLACE = Screen(
    (heading("Nhà mình ở phường, xã nào?"), say("Gõ tên, không cần dấu cũng được. Ví dụ: vinh lac.")),
    _choices("Phường Vĩnh Lạc", "Phường Vĩnh Lợi", "Phường Vĩnh Thanh", "Phường Vĩnh Thanh Vân", "Xem tiếp"),
    Wait.PLACE,
    replaces=True,
)

PHOTO = Screen((say("Nhà mình gửi một tấm ảnh, nếu có."),), _choices("Bỏ qua"), Wait.PHOTO)

SAMPLES = {
    "01-greeting": Sample(GREETING, sample=True),
    "02-consent": Sample(CONSENT, said="Trả lời cho nhà mình (11 câu, khoảng 5 phút)"),
    "03-count": Sample(COUNT, said="1"),
    "04-error": Sample(ERROR, said="7"),
    "05-yes-no": Sample(YES_NO, said="1"),
    "06-review": Sample(REVIEW, said="3"),
    "07-slip": Sample(SLIP, said="Gửi câu trả lời"),
    "08-result": Sample(RESULT, said="Xem kết quả phường", sample=True),
    "09-old-button": Sample(OLD_BUTTON, said="Đồng ý"),
    "10-long-labels": Sample(RULE, said="Bằng khen của tỉnh cần mấy bộ hồ sơ?"),
    "11-place": Sample(PLACE, said="vinh"),
    "12-photo": Sample(PHOTO),
    "13-large-count": Sample(COUNT, said="1", large=True),
    "14-large-greeting": Sample(GREETING, large=True, sample=True),
    "15-large-result": Sample(RESULT, large=True),
    "16-dark-count": Sample(ERROR, said="7", dark=True),
    "17-dark-result": Sample(RESULT, said="Xem kết quả phường", dark=True, sample=True),
    "18-dark-greeting": Sample(GREETING, dark=True),
}


def setting_of(sample: Sample) -> Setting:
    """How a sample is drawn."""
    return replace(SETTING, large=sample.large, sample=sample.sample)


def exchange_of(sample: Sample) -> Exchange:
    """The turn of a sample."""
    return replace(EXCHANGE, said=sample.said)

"""What people say in everyday words, as a table: phrases and where they lead.

Written with all marks. Alternatives stand in brackets, an empty one makes them optional: "(xem/coi/) kết quả". The first
row that has a phrase keeps it.
"""

from dataclasses import dataclass
from enum import StrEnum

from handlers.actions import Action, Go
from handlers.commands import Again, HandOver, Leave
from handlers.form_actions import Begin
from handlers.menu import Speak


class Kind(StrEnum):
    """What is said for its own sake, or asked about the assistant itself."""

    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    MACHINE = "machine"
    VOLUNTARY = "voluntary"
    GENUINE = "genuine"
    FORGOTTEN = "forgotten"
    HOW = "how"
    PURPOSE = "purpose"
    DEADLINE = "deadline"
    DURATION = "duration"
    SEEN_BY = "seen_by"
    CONTACT = "contact"
    HARD_TO_READ = "hard_to_read"
    UNHANDY = "unhandy"
    TROUBLE = "trouble"
    UNASKED = "unasked"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Said(Action):
    """Something that wants a word back rather than another screen. Never packed."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class ResultsOf(Action):
    """The results of a place. `names`: what its name may be, the longest first; `said`: all that was. Never packed."""

    names: tuple[str, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Mistake(Action):
    """Something was answered wrongly: the question before in a form, one's own data elsewhere."""


@dataclass(frozen=True, slots=True)
class Backwards(Action):
    """The question before in a form; elsewhere the screen that one came from, where it is offered, or the menu."""


@dataclass(frozen=True, slots=True)
class Puzzled(Action):
    """It is not clear what is wanted: why it is asked in a form, the help elsewhere."""


TABLE: tuple[tuple[Action, str], ...] = (
    (
        Said(Kind.GREETING),
        "chào|chào buổi (sáng/trưa/chiều/tối)|kính chào|a lô|alo|alô|alo (alo/alo alo)|hello|helo|hê lô|hế lô|hi|hey"
        "|ê|good (morning/afternoon/evening)|có ai (/ở đó/đó/đây/ở đây/trả lời) không|có ai không|còn ai không|ơi|(em/cháu/con/bạn/anh/chị/cô/chú/trợ lý) ơi"
        "|anyone there|is anyone there",
    ),
    (
        Said(Kind.THANKS),
        "(cảm/cám) ơn (/lắm)|(cảm/cám) ơn đã (giúp/giúp đỡ/trả lời/hướng dẫn)|biết ơn|đội ơn|thank|thanks|thank you"
        "|thank you very much|tks|thx|thanks a lot|many thanks",
    ),
    (
        Said(Kind.FAREWELL),
        "(/chúc) ngủ ngon|chúc (sức khỏe/vui vẻ/may mắn)|tạm biệt|chào (nhé/nha/nhe)|thôi chào|chào tạm biệt|hẹn gặp lại|hẹn (lần/bữa/hôm) sau|bye|bye bye|bai"
        "|bai bai|goodbye|good bye|see you",
    ),
    (
        Said(Kind.HOW),
        "(hướng dẫn/chỉ/bày/giải thích) (/cách) (khai/kê khai/khai báo/trả lời/điền/điền phiếu/khai phiếu/làm phiếu)"
        "|không biết (khai/kê khai/trả lời/điền) (sao/làm sao/thế nào/kiểu gì/gì/đâu/ở đâu/chỗ nào)",
    ),
    (
        Begin(),
        "(sao/làm sao) mà (khai/trả lời)|(làm sao/làm thế nào/làm cách nào/cách) (/để) (kê khai/khai/khai báo/trả lời/làm phiếu/điền phiếu)"
        "|(kê khai/khai/khai báo) (gì/cái gì/thế nào/như thế nào/ra sao/làm sao)|(phiếu/khai) (đâu/ở đâu)|vào đâu khai"
        "|(kê khai/khai/làm/trả lời/điền) phiếu (ở đâu/chỗ nào/kiểu gì/thế nào)|how (do i/to) (start/begin/answer)|(/bắt đầu/tiếp tục) (kê khai/khai/khai báo/trả lời/làm/điền/ghi/viết) (phiếu/phiếu hỏi/tờ khai/tờ phiếu/khảo sát/câu hỏi/biểu mẫu/form)"
        "|(/bắt đầu/tiếp tục) (kê khai/khai/khai báo/trả lời)|(/trả lời/làm/tham gia) khảo sát"
        "|(kê khai/khai/khai báo/trả lời) tiếp|làm tiếp|tham gia|tham gia trả lời|bắt đầu|bắt đầu đi|tiếp tục|tiếp"
        "|làm phiếu dở|làm luôn|trả lời luôn|(kê khai/khai/khai báo/trả lời) (ở đâu/chỗ nào/kiểu gì)"
        "|khai (thông tin/số liệu)|(start/begin/continue)"
        "|(start/begin/continue/answer/fill in/fill out) (the form/form/the survey/survey/the questions/questions)"
        "|answer|answer for household|take the survey",
    ),
    (
        Go("mydata"),
        "có (người/cán bộ) (/đã) (đến/tới/xuống) (/nhà) (hỏi/khai) rồi|(trả lời/khai/kê khai/khai báo/nộp/gửi) (/phiếu) (rồi/xong/xong rồi)|(làm/điền) phiếu (rồi/xong/xong rồi)|already answered|"
        "sửa|sửa lại|(sửa/sửa lại/chỉnh/chỉnh sửa/đổi/thay đổi) (phiếu/câu trả lời/thông tin/số liệu/tờ khai)"
        "|(khai/kê khai/trả lời) lại|làm lại phiếu"
        "|(/xem/coi/xem lại/coi lại/kiểm tra/kiểm tra lại) (phiếu/câu trả lời/số liệu) (/đã gửi/đã khai/cũ)"
        "|(xem/coi) (phiếu/số liệu/dữ liệu) nhà|phiếu đã gửi|(see/correct/change/edit/show) answers|answers|data"
        "|(see/show) data",
    ),
    (
        Mistake(),
        "(/lỡ) (khai/kê khai/trả lời/nhập/điền/ghi/bấm/gõ/chọn) (sai/nhầm/lộn/sót/thiếu) (/câu trước/số/phiếu)"
        "|(khai/trả lời/bấm/chọn) (sai/nhầm/lộn) (/rồi) sửa (sao/làm sao/thế nào/ở đâu)|(/có) nhầm lẫn|(sửa/đổi) câu trước|made a mistake|wrong answer",
    ),
    (
        Backwards(),
        "(quay/trở/lùi/lui) lại|(quay/trở/lùi/lui) lại (/một) câu (trước/trên)|(xem/coi) lại câu (trước/trên)|(/go) back",
    ),
    (
        Said(Kind.FORGOTTEN),
        "(quên/quên mất/mất/lạc/thất lạc/không nhớ/không thấy/không có/rớt/tìm lại) (số phiếu/mã phiếu)"
        "|(quên/mất/không nhớ) (mã/số)|chưa (có/thấy/nhận được) số phiếu|(số phiếu/mã phiếu) (là gì/là bao nhiêu/bao nhiêu/ở đâu)|lost slip number|forgot slip number",
    ),
    (
        Go("slip_entry"),
        "(/nhập/có/nhập lại) (số phiếu/mã phiếu)|slip number|have a slip number",
    ),
    (
        Go("standing"),
        "(xem/coi/) số liệu (phường/xã/thành phố/chung)|(/xem/coi) (kết quả/số liệu) phường (thế nào/ra sao)"
        "|(/xem/coi) kết quả (phường/xã) (mình/nhà/ta) (/thế nào/ra sao/đến đâu/tới đâu)|phường (mình/nhà/ta) (thế nào/ra sao)|(xem/coi/biết/hỏi/tra/tra cứu/) kết quả (/chung/thi đua/khảo sát/đến đâu/tới đâu/thế nào/ra sao)"
        "|(xem/coi/biết/hỏi/tra/tra cứu/) kết quả (của/) (phường/xã/khu phố/ấp/thành phố/khu vực/địa phương) (/xã)"
        "|(phường/xã/khu phố/ấp/thành phố) (mình/ta/nhà/nhà mình/chúng ta/) (đến/tới/làm đến/làm tới/đạt đến/đạt tới) đâu"
        "|(/xem/coi) (tiến độ/bảng kết quả/bảng xếp hạng/xếp hạng)|(đến/tới) đâu"
        "|thống kê (phường/xã)|kết quả (toàn/cả) (thành phố/tỉnh)|(danh sách/bảng) (phường/xã) xếp hạng|xếp hạng (phường/xã/các phường/các xã)|(bao nhiêu/mấy) hộ (đã trả lời/trả lời)|(/see/show/view) (/the) (results/result)|ward results",
    ),
    (
        HandOver(),
        "(gặp/gặp trực tiếp/nói chuyện với/nói chuyện/nói với/trao đổi với/liên hệ/liên hệ với/kết nối/chuyển/chuyển cho/chat với) (cán bộ/người/người thật/nhân viên/tổng đài/tổng đài viên/tư vấn viên/con người/ai đó/phường/xã/ủy ban/tổ công nghệ số) (/phường/xã/phụ trách/cộng đồng)"
        "|(/có/tìm/cử/kêu/gọi) người (giúp/giúp đỡ/hướng dẫn/hỗ trợ/chỉ/làm giùm/tới giúp/đến giúp/xuống giúp)"
        "|(nhờ/hỏi) (cán bộ/tổ công nghệ số) (/phường/xã/cộng đồng/giúp)|cán bộ (giúp/hỗ trợ/hướng dẫn/xuống/đến/tới/xuống nhà/đến nhà/tới nhà)|gặp (chủ tịch/lãnh đạo) (/phường/xã)"
        "|(talk/speak) to (a person/someone/a human/an official)|human|a person",
    ),
    (
        Go("callback"),
        "gọi|gọi lại|gọi (điện/điện thoại) (/lại)|điện (cho/lại)|phone|call|call back|call me",
    ),
    (
        Go("write", "complaint"),
        "(khiếu nại/phản ánh/phản ảnh/tố cáo/góp ý/phàn nàn) (/về) (/thái độ) (/của) (cán bộ/công chức) (/phường/xã)|complain about (an official/officials/the officials)",
    ),
    (
        Go("appeal"),
        "(khiếu nại/phản ánh/phản ảnh/tố cáo/góp ý/kiến nghị/phàn nàn/phản đối)"
        "|(số liệu/con số/kết quả) (/phường/xã) (/mình/tôi) (sai/không đúng)|(khiếu nại/phản ánh) (kết quả/số liệu) (/phường/xã)|complain|complaint|object|feedback",
    ),
    (
        Go("erase"),
        "(xóa/xoá/hủy/huỷ/bỏ) (/hết/toàn bộ/tất cả) (dữ liệu/số liệu/thông tin/phiếu/câu trả lời/tài khoản) (/nhà/cá nhân/đã khai/đã gửi)"
        "|xóa hết|delete|delete (everything/data/answers)|erase data",
    ),
    (Go("withdraw"), "rút|rút (lại/) (đồng ý/sự đồng ý/phiếu)|withdraw|withdraw consent"),
    (
        Speak("en"),
        "(/nói/đổi sang/chuyển sang/dùng/bằng) tiếng anh|english|(in/speak) english|do you speak english",
    ),
    (Speak("vi"), "(/nói/đổi sang/chuyển sang/dùng/bằng) tiếng việt|vietnamese|(in/speak) vietnamese"),
    (
        Go("language"),
        "(/nói/đổi sang/chuyển sang/dùng/bằng) tiếng (khmer/khơ me/hoa/trung)|(/đổi/chọn/chuyển) ngôn ngữ"
        "|change language|language",
    ),
    (
        Go("officer"),
        "(/là) (cán bộ/công chức/viên chức/công an/giáo viên/người lao động) (/phường/xã/thành phố/tỉnh/huyện/nhà nước/ủy ban/công chức)"
        "|(/khai/kê khai/trả lời/làm/điền) phiếu (cán bộ/công chức/viên chức)"
        "|(/kê khai/khai/trả lời) (dành cho/của) cán bộ|am an official|official|civil servant",
    ),
    (
        Go("roles"),
        "quên mật khẩu|không đăng nhập được|đăng nhập (/cán bộ) (kiểu gì/ở đâu/thế nào/làm sao)|xuất (số liệu/dữ liệu/báo cáo)|(lấy/cấp/chưa có) mã (/cán bộ/vai trò)|mã (cán bộ/vai trò)|duyệt phiếu (/ở đâu)|(tải/xuất) (excel/file/file excel/danh sách/mẫu báo cáo)|(làm sao/làm thế nào/cách) (/để) (nhập số liệu/đăng nhập/báo cáo)|đăng nhập|(/mở/có) tài khoản|đăng ký|login|log in|sign in|(/là/thuộc/ở/bên/trong) tổ công nghệ số (/cộng đồng)"
        "|(/là/làm) (lãnh đạo/chủ tịch/phó chủ tịch/quản trị) (/phường/xã/ủy ban)"
        "|(nhập/báo cáo/gửi/nộp/duyệt) (số liệu/báo cáo) (/đơn vị/phường/xã/cơ quan)|(/xem) (quyền/vai trò)|roles",
    ),
    (
        Go("code"),
        "(có/nhập) mã|(có/nhập) mã (mời/vai trò/cán bộ)|have a code|enter code",
    ),
    (
        Go("tasks"),
        "(/xem) (việc/việc cần làm/hộp thư/tin nhắn/câu đã hỏi)|(việc/hồ sơ) (chờ/đang chờ) (/xử lý)|tasks|inbox",
    ),
    (
        Go("ask"),
        "hỏi|(có/) (thắc mắc/câu hỏi)|hỏi (chút/tí/xíu/cái/câu này)|hỏi (về/) (kế hoạch/phong trào/thi đua)|ask"
        "|ask a question|have a question|question",
    ),
    (
        Go("menu"),
        "(/về/quay về/trở về/quay lại/ra/xem) (menu/trang chủ/trang đầu/màn hình chính/đầu/danh mục)"
        "|(làm/giúp/trả lời) được (gì/những gì/việc gì)|có thể (làm/giúp) gì|what can you do|home|main menu",
    ),
    (
        Go("help"),
        "giúp|giúp đỡ|trợ giúp|hướng dẫn|hướng dẫn (sử dụng/dùng/cách làm)|cách (dùng/sử dụng/làm)|help"
        "|how does this work",
    ),
    (
        Puzzled(),
        "vì sao|tại sao|(vì/tại) sao (phải/cần) (hỏi/trả lời/khai)|hỏi (chi/làm chi/để làm chi)|làm (sao/gì) (/bây giờ/tiếp)"
        "|sao (/mà) (/cứ) hỏi (hoài/nhiều)|(/nghĩa/ý) là sao|câu (này/hỏi) khó (/hiểu/trả lời)|không biết (bấm/làm/gõ/chọn) (chỗ nào/ở đâu/đâu/cái nào)|chỉ|bày|chỉ (cách/cách làm/cách dùng/làm)|không biết (xài/khai)|không hiểu|không hiểu (gì/gì hết/gì cả/câu này/câu hỏi/hỏi gì/lắm)|chưa hiểu"
        "|không biết (làm/dùng/bấm/cách làm/cách dùng/làm sao/làm gì/làm thế nào/phải làm gì/phải làm sao)"
        "|chưa rõ câu hỏi|(vì sao/tại sao/sao lại/sao) hỏi|hỏi (để làm gì/làm gì)|(giải thích/nói rõ hơn)|khó hiểu"
        "|don't understand|do not understand|dont understand",
    ),
    (
        Leave(),
        "(ngày mai/mai) (làm/khai/trả lời) (tiếp/lại)|(lát/tí/chút/xíu) nữa (/làm/khai/trả lời)|để (chiều/tối/mai/lát nữa/tí nữa)|thôi|(để/làm/trả lời/khai) (sau/lúc khác/khi khác/hôm khác)|(lúc/khi/hôm) khác|mai (làm/khai/trả lời)"
        "|(/đang) bận|nghỉ|thoát|kết thúc|không (làm/khai/trả lời) nữa|quit|exit|later|not now",
    ),
    (
        Again(),
        "(nói/nhắc) lại (/xem/coi)|hỏi lại|repeat|again",
    ),
    (
        Go("start"),
        "hỏi cái này là gì|đây là (gì/cái gì/đâu)|(cái này/trang này/ở đây) (là gì/làm gì/để làm gì/dùng để làm gì)|what is this",
    ),
    (
        Said(Kind.MACHINE),
        "(trang/phiếu/tin) này (của ai/ai làm/do ai làm)|(có phải/phải) (của/là) công an không|(có phải/phải/là) (máy/người/robot) trả lời (/không)|(/là) máy tính|trả lời tự động|là ai|ai (đấy/vậy/thế/đó/đây)|đây là ai|tên (gì/là gì)"
        "|(/là) (máy/người/robot/rô bốt/bot) (/à/hả/sao)"
        "|(/là) (máy hay người/người hay máy/máy hay người trả lời/người thật hay máy)"
        "|(có phải/là/có phải là) (người/người thật/máy/robot) không|who are you"
        "|are you (/a) (human/robot/bot/machine/person)|who is this",
    ),
    (
        Said(Kind.VOLUNTARY),
        "(/có) bắt buộc (/phải trả lời/phải khai/trả lời) (/không)|(/có) phải (trả lời/khai/làm) không"
        "|không (trả lời/khai/làm) (/thì) (/có) bị (phạt/gì/sao) (/không)|(/có) bị phạt không"
        "|không (trả lời/khai/làm) (thì/) có sao không|không (trả lời/khai/làm) có được không"
        "|is it (mandatory/compulsory/required)|do i have to",
    ),
    (
        Said(Kind.GENUINE),
        "ai gửi (cái này/tin này/đường dẫn này)|sao (/lại) (biết/có) số|(/có/có phải) lừa đảo (/không/chứ)|(/có) (mất/tốn/thu/đóng/trả) (tiền/phí) (/không/gì không)|(/có) (mất/tốn) (đồng/xu) nào không|(/có) phải (tải/cài) (app/ứng dụng/gì) không"
        "|(/có) an toàn (/không)|(/có) (thật/đáng tin/tin được/tin cậy) không|(/có) thật không|có tin được không"
        "|(/có) (lộ/mất/bị lộ) (thông tin/dữ liệu) (/không)|(/có) miễn phí (/không)"
        "|sợ (lừa đảo/lộ thông tin/bị lừa/mất tiền)|giả mạo|cách kiểm tra"
        "|(is it/is this) (safe/real/free/genuine/a scam)|scam|safe",
    ),
    (
        Said(Kind.PURPOSE),
        "(phiếu/khảo sát/mấy câu/câu hỏi/mấy cái) này (làm/để làm/dùng để làm/phục vụ) (gì/chi)|(khai/kê khai/trả lời/khảo sát) (/này) để (làm gì/làm chi)|(khai/trả lời) xong được gì|khai được gì|(/khai/trả lời) có (/được) quà (/gì) không|what is it for|what for",
    ),
    (
        Said(Kind.DEADLINE),
        "(/hạn/hạn chót) (khai/trả lời/nộp phiếu/khai phiếu) (là/đến/tới) (khi nào/bao giờ/ngày nào)|hạn chót (/là) (khi nào/bao giờ/ngày nào)|(/biết) (khi nào/bao giờ/chừng nào) (/thì) hết (hạn/đợt) (/không)|(còn/hết) hạn (/khai/trả lời) (chưa/không)|còn (khai/trả lời) được không|when does it end",
    ),
    (
        Said(Kind.DURATION),
        "(/khai/trả lời/làm) (/mất/tốn) (bao lâu/mấy phút) (/thì xong/xong)|(/có/phải trả lời) (mấy/bao nhiêu) câu (/hỏi)|còn (mấy/bao nhiêu) câu (/nữa)|(mấy/bao nhiêu) câu nữa|(/khai/trả lời/làm) (/có) lâu không|how long|how long does it take|how many questions",
    ),
    (
        Said(Kind.SEEN_BY),
        "ai (xem/coi/thấy) được|ai (xem/coi/thấy/đọc) (/được) (số liệu/câu trả lời/thông tin/phiếu)|(/có) lộ (số điện thoại/tên tuổi/danh tính) không|hàng xóm có biết không|who sees it|who can see it",
    ),
    (
        Said(Kind.CONTACT),
        "số (/điện thoại) (phường/xã/ủy ban/cán bộ) (/phường)|hỗ trợ kỹ thuật|đường dây nóng|hotline|tổng đài|gọi (số nào/số mấy/cho ai)|liên hệ (ai/số nào/ở đâu/thế nào/với ai)|hỏi ai|contact|phone number",
    ),
    (
        Said(Kind.HARD_TO_READ),
        "chữ (nhỏ/bé/mờ)|chữ to|chữ to lên|phóng to|phóng to chữ|cỡ chữ|mắt (kém/mờ/yếu) (/quá) (/không đọc được/nhìn không rõ)|không (đọc được/thấy chữ/biết chữ/biết đọc)|đọc không được|nhìn không (rõ/thấy)|không thấy (đường/rõ)|large text|too small",
    ),
    (
        Said(Kind.UNHANDY),
        "(/già rồi/lớn tuổi) không rành (/máy/máy móc/công nghệ/điện thoại)|không biết (dùng/xài) (máy/máy móc/điện thoại/điện thoại thông minh/smartphone)|(già rồi/lớn tuổi rồi)",
    ),
    (
        Said(Kind.TROUBLE),
        "(bị/có/gặp) lỗi|không (vào/mở/bấm/gửi) được|(vào/mở/bấm/gửi) không được|(máy/trang/mạng) (/bị) (đứng/treo/lag/chậm)|sao (lâu/chậm)|(lâu/chậm) quá|not working|does not work|error",
    ),
    (
        Said(Kind.UNASKED),
        "(đừng/ngưng/dừng/không) (nhắn/nhắn tin/gửi tin/nhắc) (/nữa)|(tắt/dừng/hủy) (thông báo/tin nhắn)|nhắc (/tôi) (/lại) (ngày mai/mai/sau)|unsubscribe|stop messages",
    ),
)
IDLE = (
    "ok|oke|okay|okie|ok luôn|ô kê|okela|đúng|đúng vậy|phải|được|được rồi|rồi|biết rồi|hiểu rồi|hiểu|rõ|à|ồ|ờ|ừ|thế à"
    "|vậy à|vậy hả|thế hả|thế|vậy|hay|hay quá|tốt|tốt quá|giỏi|giỏi quá|khá|đẹp|chưa|xong|xong rồi|không cần|khỏi"
    "|không sao|sure|fine|great|good|nice|nothing|test|thử|thử xem|gì|gì vậy|gì thế|gì cơ|sao|sao vậy|hả|hử|chịu|ghê"
    "|ghê quá|trời|trời ơi|ủa|buồn|vui|chán|này|kia|đó|đây|nào"
)
"""What answers nothing where nothing of the kind is waited for, beside yes, no and "không biết"."""

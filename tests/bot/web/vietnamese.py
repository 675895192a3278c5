"""The sentences of the page in Vietnamese, for tests and the gallery; the product takes them from its catalogue."""

SENTENCES = {
    "Answered so far: {count}": "Đã trả lời {count} câu",
    "An automatic assistant. It never asks for passwords, OTP codes or account numbers, and never for money.": (
        "Trợ lý tự động (máy trả lời). Không hỏi mật khẩu, mã OTP, số tài khoản; không thu tiền."
    ),
    "Assistant": "Trợ lý",
    "Cannot be concluded yet": "Chưa kết luận được",
    "Choose a number": "Chọn một con số",
    "Choose a photo": "Chọn ảnh",
    "Contents": "Mục lục",
    "Figures missing": "Thiếu số liệu",
    "Go to the question": "Tới câu hỏi",
    "Large text": "Chữ to",
    "Met": "Đạt",
    "New messages": "Tin mới",
    "Not met yet": "Chưa đạt",
    "Not sent yet. Your answer is still here; please send it again when there is signal.": (
        "Chưa gửi được. Câu trả lời vẫn còn đây, khi có mạng xin bấm gửi lại."
    ),
    "Now": "Đang làm",
    "Place": "Địa bàn",
    "Question {step} of {total}": "Câu {step}/{total}",
    "Sample data, not real figures.": "Dữ liệu mẫu, không phải số thật.",
    "Send": "Gửi",
    "Still collecting": "Đang thu thập",
    "The network is slow, sending again…": "Mạng chậm, đang gửi lại…",
    "Type a number": "Gõ số",
    "Type a number or words": "Gõ số hoặc chữ",
    "Type a number, {low} to {high}": "Gõ số, từ {low} đến {high}",
    "Type a ward or commune": "Gõ tên phường, xã",
    "Type here": "Gõ vào đây",
    "Type your answer": "Gõ câu trả lời",
    "Where you are": "Đang ở đâu",
    "You answered:": "Nhà mình trả lời:",
    "target {share}": "mục tiêu {share}",
}


class Vietnamese:
    """`Words` of the page; an unknown sentence is an error."""

    def gettext(self, message: str, /) -> str:
        """The Vietnamese sentence."""
        return SENTENCES[message]

"""Questions that go on from the one before, in people's words: which clause answers, by plan."""

import pytest

from campaigns.plan_answers import Person, Reason
from tests.eval.test_quality import answering_on, imported, needs_documents

FOLLOW_UPS = [
    ("rach-gia", "năm 2023 bao nhiêu người lớn có điện thoại thông minh", "còn 2025?", "II.2.2.c.1"),
    ("rach-gia", "năm 2023 bao nhiêu người lớn có điện thoại thông minh", "2025 thì sao", "II.2.2.c.1"),
    ("rach-gia", "năm 2023 học phí không dùng tiền mặt bao nhiêu phần trăm", "thế còn viện phí?", "II.2.1.b.7"),
    ("rach-gia", "giấy khen thành phố cần mấy bộ hồ sơ", "còn huân chương?", "V.2.a"),
    ("rach-gia", "giấy khen thành phố cần mấy bộ hồ sơ", "vậy còn của tỉnh?", "V.2.c"),
    ("rach-gia", "bao giờ sơ kết", "rồi tổng kết thì sao", "IV.4.4"),
    ("hai-duong", "huyện xử lý hồ sơ công việc trên mạng mấy phần trăm", "còn cấp xã?", "IV.1.c.1"),
    ("hai-duong", "xã xử lý hồ sơ công việc trên mạng mấy phần trăm", "thế cấp huyện thì sao", "IV.1.b.1"),
    ("thai-binh", "xã muốn được khen phải xếp thứ mấy", "còn huyện thì sao?", "IV.3.b"),
    ("tuyen-quang", "cán bộ xã được tập huấn kỹ năng số bao nhiêu phần trăm", "còn cấp tỉnh", "tieu-chi.cap-tinh.15"),
]


@needs_documents
@pytest.mark.parametrize(("plan", "earlier", "question", "clause"), FOLLOW_UPS)
def test_follow_up_is_answered(plan: str, earlier: str, question: str, clause: str) -> None:
    answer = answering_on(imported()).answer(plan, question, Person(earlier=earlier))
    assert answer.results[0].clause == clause


@needs_documents
def test_follow_up_for_a_year_without_targets_is_declined() -> None:
    earlier = Person(earlier="năm 2023 bao nhiêu người lớn có điện thoại thông minh")
    answer = answering_on(imported()).answer("rach-gia", "thế năm 2030?", earlier)
    assert (answer.answered, answer.reason) == (False, Reason.YEAR_NOT_COVERED)

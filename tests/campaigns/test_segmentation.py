"""Every shape of document that real offices publish, on documents of our own."""

import json
from pathlib import Path

import pytest

from campaigns.clauses import is_clause_path
from campaigns.plan_text import Clause, HeadingHint
from campaigns.provisions import heading_hints
from campaigns.segmentation import segment
from tests.campaigns.sample_documents import ARTICLE, NUMBERED, WRAPPED

BESIDE = (parent / "shared" for parent in Path(__file__).resolve().parents[3:])
SHARED = next((folder for folder in BESIDE if (folder / "clauses.jsonl").is_file()), Path("absent"))


def paths(text: str, *hints: HeadingHint) -> dict[str, Clause]:
    clauses = segment(text.split("\n"), hints)
    found = {clause.path: clause for clause in clauses}
    assert len(found) == len(clauses), "a path names one clause"
    return found


def test_head_body_and_tail_carry_the_numbering_of_the_document() -> None:
    found = paths(NUMBERED)
    assert list(found) == [
        *("0.so-hieu", "0.ngay", "0.ten", "0.can-cu.1", "0.can-cu.2", "0.ban-hanh"),
        *("I.1.1", "I.1.2", "I.2.1", "I.2.2", "II.1", "II.2.1.a.1", "II.2.1.a.2", "II.2.2.a.1"),
        *("III.1.a", "III.1.e.1", "III.1.e.2", "III.1.g", "III.2.a", "III.2.b", "III.3.0", "III.3.1", "III.4"),
        *("III.4.p2", "III.ket", "noi-nhan", "ky"),
    ]


def test_blank_number_and_date_are_kept_as_the_document_has_them() -> None:
    found = paths(NUMBERED)
    assert found["0.so-hieu"].text == "Số: /KH-UBND"
    assert found["0.ngay"].text == "Sông Xanh, ngày tháng 3 năm 2024"


def test_sentence_cut_by_a_page_break_is_whole_again() -> None:
    assert paths(NUMBERED)["I.1.1"].text.endswith("các gia đình ở xa, trường học và bưu điện xã.")


def test_trail_names_the_headings_from_outside_in() -> None:
    trail = paths(NUMBERED)["II.2.2.a.1"].trail
    assert trail == ("II. MỤC TIÊU", "2. Mục tiêu cụ thể", "2.2. Đến năm 2026", "a) Về bạn đọc")


def test_two_markers_on_one_line_are_the_point() -> None:
    clause = paths(NUMBERED)["III.2.a"]
    assert (clause.marker, clause.text) == ("a)", "Bằng khen: 03 bộ.")


def test_paragraph_without_marker_is_counted_before_the_dashes() -> None:
    found = paths(NUMBERED)
    assert (found["III.1.e.1"].marker, found["III.1.e.2"].marker) == ("", "-")


def test_assignment_in_a_heading_is_a_provision_itself() -> None:
    assert paths(NUMBERED)["III.3.0"].text == "Giao Phòng Văn hóa là cơ quan thường trực, có trách nhiệm:"


def test_scraps_and_asterisks_leave_nothing_behind() -> None:
    found = paths(NUMBERED)
    assert found["III.ket"].text.endswith("Ủy ban nhân dân huyện./.")
    assert found["ky"].text == "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Lê Thị Bình An"
    assert found["noi-nhan"].text == "Nơi nhận: - Các xã; - Lưu: VT."


def test_hard_wrapped_lines_are_joined_and_wrapped_dashes_are_no_items() -> None:
    found = paths(WRAPPED)
    assert list(found) == [
        *("0.so-hieu", "0.ngay", "0.ten", "0.ban-hanh"),
        *("I.1.0", "I.1.a", "I.1.b", "I.2.0", "I.2.a", "I.2.b", "I.3.1"),
    ]
    assert "Hội đồng Thi đua - Khen thưởng huyện trước" in found["I.1.b"].text
    assert found["0.ngay"].text == "Sông Xanh, ngày 5 tháng 3 năm 2024"
    assert found["0.ten"].text == 'KẾ HOẠCH TỔ CHỨC PHONG TRÀO "THƯ VIỆN SỐ"'


def test_headings_over_two_lines_are_one_heading() -> None:
    trail = paths(WRAPPED)["I.1.a"].trail
    assert trail == ("I. NHIỆM VỤ CỦA CÁC XÃ, CÁC TRƯỜNG HỌC VÀ BƯU ĐIỆN", "1. Đối với các xã, thị trấn")


def test_year_at_the_start_of_a_wrapped_line_is_no_item() -> None:
    assert paths(WRAPPED)["0.ban-hanh"].text.endswith("từ năm 2024. Nội dung cụ thể như sau:")


def test_heading_with_its_own_sentence_is_a_clause_of_its_own() -> None:
    found = paths(WRAPPED)
    assert found["I.2.0"].text.startswith("Tiêu chuẩn: Khen các tập thể")
    assert found["I.2.a"].trail[-1] == "2. Tiêu chuẩn"
    assert found["I.2.a"].text == "Đối với các xã: Có tổng số bạn đọc được xếp hạng từ 01 đến 02 trong toàn huyện."


def test_article_without_numbering_uses_slugs_of_its_headings() -> None:
    found = paths(ARTICLE, HeadingHint("Làm cho nhà nào", "muc-dich", "Mục đích"))
    assert list(found) == [
        *("mo-dau.1", "mo-dau.2", "muc-dich.1", "muc-dich.2"),
        *("tieu-chi.cap-huyen.1", "tieu-chi.cap-huyen.2", "tieu-chi.cap-xa.1", "tieu-chi.cap-xa.2"),
        *("tieu-chi.ca-nhan.1", "tieu-chi.ca-nhan.2", "tieu-chi.ca-nhan.3", "vuong-mac", "nguon"),
    ]
    assert found["tieu-chi.cap-huyen.1"].text == "100% trường có tủ sách (trừ lớp ghép; lớp tạm);"
    assert found["tieu-chi.cap-xa.1"].trail == ("Các tiêu chí và chỉ tiêu", "Đối với cấp xã")
    assert found["tieu-chi.cap-xa.2"].text == "30% hộ có thẻ số."
    assert found["mo-dau.1"].text.endswith("“Thư viện số”.")
    assert found["tieu-chi.ca-nhan.3"].text == "Người cao tuổi nghe sách; con cháu giúp mở máy."


def test_article_headings_may_be_numbered_and_still_give_slugs() -> None:
    text = "Sở Văn hóa mở phong trào đọc sách.\n1. Nội dung thi đua\nĐọc mỗi ngày.\n2 . Mục tiêu thi đua\n- 10%."
    text += "\n- 20%."
    assert list(paths(text)) == ["mo-dau", "noi-dung.1", "muc-tieu.1", "muc-tieu.2"]


def test_plus_signs_stand_under_their_dash() -> None:
    text = "I. VIỆC LÀM\n\n1. Các xã\n\n- Mở tủ sách:\n\n+ Mua máy.\n\n+ Mua kệ.\n\n- Mở cửa buổi tối."
    assert list(paths(text)) == ["I.1.1.1", "I.1.1.2", "I.1.2"]


def test_two_points_of_one_letter_keep_two_paths() -> None:
    text = "I. VIỆC LÀM\n\n1. Các xã\n\na) Mở tủ sách.\n\na) Mua máy.\n\nb) Mua kệ."
    assert list(paths(text)) == ["I.1.a", "I.1.a.p2", "I.1.b"]


@pytest.mark.parametrize("text", [NUMBERED, WRAPPED, ARTICLE], ids=["numbered", "wrapped", "article"])
def test_every_path_is_one_that_packs_can_name(text: str) -> None:
    assert [clause.path for clause in segment(text.split("\n")) if not is_clause_path(clause.path)] == []


@pytest.mark.parametrize("text", ["", "\n\n", "12", "-----", "Trang 3/9"])
def test_nothing_to_cite_gives_no_clauses(text: str) -> None:
    assert segment(text.split("\n")) == ()


@pytest.mark.skipif(not SHARED.is_dir(), reason="the published plans are not beside this checkout")
@pytest.mark.parametrize("plan", ["rach-gia", "thai-binh", "hai-duong", "tuyen-quang", "dien-bien"])
def test_published_plans_come_out_clause_by_clause(plan: str) -> None:
    lines = (SHARED / "plans" / f"{plan}.txt").read_text(encoding="utf-8").split("\n")
    rows = [json.loads(row) for row in (SHARED / "clauses.jsonl").read_text(encoding="utf-8").splitlines()]
    expected = [Clause(r["path"], tuple(r["trail"]), r["marker"], r["text"]) for r in rows if r["plan"] == plan]
    assert list(segment(lines, heading_hints().get(plan, ()))) == expected

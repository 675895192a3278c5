"""However a document is written down, its clauses come out the same."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest

from campaigns.documents import import_document
from campaigns.plan_text import Clause
from tests.campaigns.document_shapes import (
    SHAPES,
    TRACES,
    Item,
    Shape,
    clauses_of,
    content,
    dashed_points,
    dense,
    paged,
    plain,
    renumbered,
    starred,
    tabbed,
    wrapped,
)


def read(text: str) -> Sequence[Clause]:
    """The clauses of a text file, as the command reads it."""
    return import_document("ke-hoach.txt", text.encode())


def body(clauses: Sequence[Clause]) -> dict[str, str]:
    return {clause.path: clause.text for clause in clauses if clause.path not in {"noi-nhan", "ky"}}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_every_shape_gives_the_same_clauses(shape: Shape, seed: int) -> None:
    items = content(seed)
    assert body(read(shape(items))) == clauses_of(items)


@pytest.mark.parametrize(
    "base", [plain, dense, wrapped, paged, dashed_points, starred, tabbed], ids=lambda base: base.__name__
)
def test_shapes_and_traces_of_machines_may_come_together(base: Shape) -> None:
    items = content(7)
    for first, second in combinations(TRACES, 2):
        found = body(read(second(first(base(items)))))
        assert {path: text for path, text in found.items() if not path.startswith("0.")} == clauses_of(items)


@pytest.mark.parametrize("width", [50, 60, 80, 100])
def test_wrapping_at_any_width_gives_the_same_clauses(width: int) -> None:
    items = content(width)
    assert body(read(wrapped(items, width))) == clauses_of(items)


@pytest.mark.parametrize("sections", [("I", "V"), ("I", "II", "VI"), ("II", "III", "V"), ("I", "III", "VII", "X")])
@pytest.mark.parametrize("shape", [plain, wrapped])
def test_section_numbers_that_jump_are_sections(shape: Shape, sections: tuple[str, ...]) -> None:
    items = content(1, sections)
    assert body(read(shape(items))) == clauses_of(items)


def test_section_that_jumps_may_be_written_small() -> None:
    items = tuple(
        replace(item, text=item.text.capitalize()) if item.marker == f"{item.path}." else item
        for item in content(3, ("I", "V"))
    )
    assert body(read(plain(items))) == clauses_of(items)


@pytest.mark.parametrize("line", ["V. I. Lê-nin viết về thi đua trong một bài báo dài", "X. này là một chữ", "I."])
def test_letters_that_look_like_a_section_are_none(line: str) -> None:
    text = plain(content(5, ("I", "II"))).rstrip().removesuffix(".") + f" theo lời của tác giả\n{line} năm ấy.\n"
    assert {path.split(".")[0] for path in body(read(text))} == {"I", "II"}


@pytest.mark.parametrize("letters", ["abcdeghik", "abceg", "acdđ", "abcdefgh"])
def test_points_with_gaps_keep_their_letters(letters: str) -> None:
    items = content(4, letters=letters)
    assert body(read(plain(items))) == clauses_of(items)


def test_section_number_used_twice_still_names_each_clause_once() -> None:
    items = renumbered(content(2), "III", "II")
    clauses = read(plain(items))
    assert len({clause.path for clause in clauses}) == len(clauses)
    assert [clause.text for clause in clauses] == [item.text for item in items if not item.is_heading]


def test_nested_plus_signs_and_a_table_s_scraps() -> None:
    items = (
        Item("I", "I.", "VIỆC LÀM", is_heading=True),
        Item("I.1", "1.", "Các xã", is_heading=True),
        Item("I.1.1", "-", "Mở tủ sách ở từng thôn:", is_heading=True),
        Item("I.1.1.1", "+", "Mua máy đọc cho phòng đọc chung của xã."),
        Item("I.1.1.2", "+", "Mua kệ gỗ của thợ trong làng."),
        Item("I.1.2", "-", "Mở cửa buổi tối ba ngày mỗi tuần."),
    )
    scraps = plain(items).replace("+ Mua kệ", "-----\n\n| | |\n\n___\n\n+ Mua kệ")
    assert body(read(scraps)) == clauses_of(items)


def test_wrapped_line_that_begins_with_a_dash_is_no_item() -> None:
    text = (
        "I. KHEN THƯỞNG\n1. Hội đồng Thi đua - Khen thưởng huyện xem xét các tập thể có nhiều bạn đọc\n"
        "mới trong năm, gửi danh sách về Thường trực Hội đồng Thi đua\n- Khen thưởng huyện trước ngày cuối quý để kịp\n"
        "tổng hợp, trình người có thẩm quyền xem xét và quyết định khen\nthưởng theo đúng quy định hiện hành của pháp luật.\n"
        "2. Các xã gửi báo cáo mỗi quý một lần về phòng đọc của huyện để\ntổng hợp chung.\n"
    )
    found = body(read(text))
    assert list(found) == ["I.1", "I.2"]
    assert "Hội đồng Thi đua - Khen thưởng huyện trước ngày" in found["I.1"]


def test_article_with_a_level_in_the_middle_of_a_paragraph() -> None:
    text = (
        "Huyện Sông Xanh phát động phong trào đọc sách số cho mọi nhà.\n\nCác tiêu chí\n\n"
        "Đối với cấp huyện: 90% trường có tủ sách; 80% xã có phòng đọc. Đối với cấp xã: 50% nhà có thẻ đọc; "
        "30% thôn có người đọc hộ.\n\nTrong quá trình thực hiện, nếu có vướng mắc thì báo về thư viện huyện./.\n"
    )
    assert list(body(read(text))) == [
        *("mo-dau", "tieu-chi.cap-huyen.1", "tieu-chi.cap-huyen.2", "tieu-chi.cap-xa.1", "tieu-chi.cap-xa.2"),
        "vuong-mac",
    ]

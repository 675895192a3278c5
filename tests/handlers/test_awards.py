"""/khenthuong: an official sees the unit's checklist, a household what applies to it, everybody the standards."""

import datetime as dt

import pytest

from campaigns.awarding.entries import FigureEntry
from campaigns.units import UnitKey
from handlers.actions import ACTION_BYTES
from services.people import Role
from services.unit_inputs import approve_input, enter_input, find_place
from tests.conversation import VINH_LAC, Person, Town
from tests.handlers.test_roles import CITY, official

PAPER = dt.date(2025, 10, 1)
SKILLS = FigureEntry(indicator="kns_lao_dong", num=2100, den=3000, source="BC 12/BC-UBND", date=PAPER)
PHONES = FigureEntry(indicator="nguoi_lon_dtm", num=900, den=1000, source="BC 12/BC-UBND", date=PAPER)
COUNCIL = "Đối chiếu tự động, không thay ý kiến Hội đồng"


async def with_figures(town: Town, *entries: FigureEntry) -> Person:
    """A reporter of the ward; the first figure they enter is approved, the others wait."""
    reporter, verifier = await official(town, Role.REPORTER, VINH_LAC), await official(town, Role.VERIFIER, VINH_LAC)
    acting = town.acting(reporter.actor)
    place = find_place(acting, "rach-gia", VINH_LAC, 2025)
    for number, entry in enumerate(entries):
        row = town.database.write_now(enter_input, acting, place, entry, 0)
        if number == 0:
            town.database.write_now(approve_input, town.acting(verifier.actor), row.id)
    return reporter


async def test_official_of_a_ward_sees_its_checklist_in_short_first(town: Town) -> None:
    person = await with_figures(town, SKILLS, PHONES)
    await person.say("/khenthuong")
    shown = person.shown
    assert "UBND phường Vĩnh Lạc, tổng kết 2025, mọi hình thức khen của dịp này" in shown
    assert "Chưa đủ tiêu chuẩn" in shown
    assert "Chưa đáp ứng 1 · Thiếu số liệu" in shown
    assert "2.100/3.000 = 70% · cần > 80%" in shown
    assert "mục 2.2, phần II" in shown
    assert "Chờ duyệt nên chưa tính: 1 mục." in shown
    assert COUNCIL in shown


async def test_every_criterion_says_what_is_needed_and_what_to_do(town: Town) -> None:
    person = await with_figures(town, SKILLS)
    await person.say("/khenthuong")
    await person.tap("Tất cả tiêu chí")
    assert "Chưa đáp ứng (1)" in person.shown
    assert "BC 12/BC-UBND · ngày 01/10/2025" in person.shown
    assert (
        "Còn thiếu: Người trong độ tuổi lao động được đào tạo kỹ năng số: hơn 10 điểm phần trăm, tức thêm 301"
        in person.shown
    )
    seen = [person.shown]
    while any("Trang sau" in line for line in person.shown.splitlines()):
        await person.tap("Trang sau")
        seen.append(person.shown)
    whole = "\n".join(seen)
    assert all(len(page) < 2500 for page in seen)
    assert whole.count("điện thoại thông minh") >= 1
    assert COUNCIL in seen[-1]
    await person.tap("Việc cần làm")
    assert "/can-bo/nhap-lieu" in person.shown
    await person.tap("Trang sau")
    assert "Nhập số liệu (" in person.shown


async def test_other_awards_and_occasions_can_be_chosen(town: Town) -> None:
    person = await with_figures(town, SKILLS)
    await person.say("/khenthuong")
    await person.tap("Hình thức, dịp hoặc nơi khác")
    await person.tap("Bằng khen của Chủ tịch UBND tỉnh")
    assert "Kế hoạch không quy định" in person.shown
    await person.tap("Hình thức, dịp hoặc nơi khác")
    await person.tap("Sơ kết 2023")
    assert "sơ kết 2023" in person.shown
    assert "2.100" not in person.shown
    await person.tap("Hình thức, dịp hoặc nơi khác")
    await person.tap("Năm 2024")
    assert "2024" in person.shown


async def test_official_of_the_city_chooses_among_its_wards(town: Town) -> None:
    await with_figures(town, SKILLS)
    leader = await official(town)
    await leader.say("/quyen")
    await leader.tap("Đối chiếu khen thưởng")
    assert "Thành phố Rạch Giá, tổng kết 2025" in leader.shown
    assert "Chưa đủ tiêu chuẩn 1 · Thiếu số liệu, chưa kết luận 10" in leader.shown
    await leader.tap("Phường Vĩnh Lạc: chưa đủ tiêu chuẩn")
    assert "UBND phường Vĩnh Lạc" in leader.shown


async def test_official_of_an_office_without_territory_sees_its_bodies_by_name(town: Town) -> None:
    root = town.library.tree("dien-bien").root.key
    reporter = await official(town, Role.REPORTER, root)
    await reporter.say("/khenthuong")
    assert "từng cơ quan, đơn vị được đối chiếu theo tên" in reporter.shown
    acting = town.acting(reporter.actor)
    place = find_place(acting, "dien-bien", root, 2025, ("co-quan-don-vi", "Phòng Một cửa"))
    figure = FigureEntry(indicator="vb_dien_tu_gui_nhan", num=9, den=10, source="BC 1", date=PAPER)
    town.database.write_now(enter_input, acting, place, figure, 0)
    await reporter.say("/khenthuong")
    await reporter.tap("Phòng Một cửa")
    assert "*" not in reporter.shown
    assert "Phòng Một cửa, năm 2025, Điện Biên" in reporter.shown
    assert "Kế hoạch không quy định hình thức khen thưởng" in reporter.shown
    assert "Chờ duyệt nên chưa tính: 1 mục." in reporter.shown
    assert COUNCIL in reporter.shown


async def test_nobody_looks_into_another_unit(town: Town) -> None:
    reporter, citizen = await official(town, Role.REPORTER, VINH_LAC), town.person()
    await citizen.say("/start")
    for person, unit in ((citizen, VINH_LAC), (reporter, UnitKey("63", "30748")), (reporter, CITY)):
        await person.go("award", f"rach-gia,{unit},t2025,,")
        assert COUNCIL not in person.shown
        assert "không thuộc vai trò của mình" in person.shown
    await citizen.go("award_units", f"rach-gia,{CITY},t2025,0")
    assert "không thuộc vai trò của mình" in citizen.shown


async def test_household_learns_what_the_plan_asks_and_how_its_answers_stand(town: Town) -> None:
    person = town.person()
    await person.say("/khenthuong")
    assert "Có thể được khen: Giấy khen của Chủ tịch UBND thành phố" in person.shown
    assert "Có nhiều đóng góp công sức" in person.shown
    assert "điểm g, mục 3.2.2" in person.shown
    assert "Nhà mình chưa trả lời" in person.shown
    assert COUNCIL in person.shown
    await person.tap("Cán bộ, công chức, viên chức")
    assert "Có sáng kiến, giải pháp hữu ích" in person.shown


@pytest.mark.parametrize("slug", ["thai-binh", "hai-duong", "dien-bien", "tuyen-quang"])
async def test_other_campaigns_honour_no_households(town: Town, slug: str) -> None:
    person = town.person()
    await person.go("my_award", f"{slug},h")
    assert "Kế hoạch không quy định khen hộ gia đình" in person.shown
    assert "phần" in person.shown or "mục" in person.shown


async def test_standards_may_be_read_by_anybody(town: Town) -> None:
    person = town.person()
    await person.say("/khenthuong")
    await person.tap("Xem tiêu chuẩn theo đối tượng")
    await person.tap("UBND các phường, xã")
    assert "Người trưởng thành có điện thoại thông minh" in person.shown or "Trang sau" in person.shown
    await person.go("standards", "dien-bien")
    assert "Kế hoạch không quy định hình thức khen thưởng" in person.shown
    assert "Các chỉ tiêu vẫn được đối chiếu" in person.shown
    await person.tap("Sở và các cơ quan, đơn vị trong ngành")
    assert "≥" in person.shown or "= 100%" in person.shown


@pytest.mark.parametrize(
    ("view", "args"),
    [
        ("award", "rach-gia,63:30745,x9,,"),
        ("award", "rach-gia,63:30745,t2031,,"),
        ("award", "rach-gia,63:30745,t1999,,"),
        ("award_units", "rach-gia,63:34,h9999,0"),
        ("award", "rach-gia,63:30745,t2025,9,"),
        ("award", "rach-gia,63:30745-999,t2025,,"),
        ("award", "rach-gia,63:30745-x,t2025,,"),
        ("award", "rach-gia,63:30745-99999999999999999999,,,"),
        ("award", "khong-co,63:30745,t2025,,"),
        ("award", "rach-gia,??,t2025,,"),
        ("standards", "rach-gia,khong-co,0"),
        ("standards", "khong-co"),
        ("my_award", "khong-co,h"),
        ("award_units", "rach-gia,63:34,t2025,0"),
    ],
)
async def test_forged_buttons_get_an_answer(town: Town, view: str, args: str) -> None:
    person = await official(town, Role.LEADER, CITY)
    await person.go(view, args)
    assert "Có lỗi" not in person.shown
    assert "trục trặc" not in person.shown
    assert person.shown


async def test_english_speaks_english(town: Town) -> None:
    person = await with_figures(town, SKILLS)
    await person.go("language")
    await person.tap("English")
    await person.say("/khenthuong")
    assert "Does not meet the standard yet" in person.shown
    assert "does not replace the opinion" in person.shown


async def test_every_button_fits(town: Town) -> None:
    person = await with_figures(town, SKILLS)
    await person.say("/khenthuong")
    for label in ("Tất cả tiêu chí", "Xem tóm tắt", "Hình thức, dịp hoặc nơi khác"):
        await person.tap(label)
        assert person.screen is not None
        assert all(len(choice.action.encode()) <= ACTION_BYTES for choice in person.screen.choices)

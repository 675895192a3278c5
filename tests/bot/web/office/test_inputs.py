"""The page where units enter what award standards need: a form per input, and another person who approves it."""

import re
from urllib.parse import urlencode

import pytest

from campaigns.units import UnitKey
from services.people import Role
from tests.bot.web.office.officials import CITY, House, Official, Shown
from tests.conversation import AN_HOA, VINH_LAC

PAGE = "/nhap-lieu"
PHONES = "figure:nguoi_lon_dtm"
GOOD = {"num": "1.900", "den": "2.000", "source": "Báo cáo 12/BC-UBND", "date": "01/10/2025"}


async def enter(person: Official, row: str = PHONES, **fields: str) -> Shown:
    """Open the page and send the form of a row."""
    shown = await person.see(PAGE)
    return await person.post("/can-bo" + PAGE, {**shown.form("enter", muc=row), **fields})


async def test_a_figure_is_entered_approved_and_counts(house: House) -> None:
    reporter, verifier = house.official(Role.REPORTER, VINH_LAC), house.official(Role.VERIFIER, VINH_LAC)
    shown = await reporter.see(PAGE)
    assert "UBND phường Vĩnh Lạc, tổng kết 2025" in shown.text
    assert "Cần 19 mục: 19 mục chưa có, 0 mục chờ duyệt" in shown.text
    assert "Cần: ≥ 90% (gạch đầu dòng thứ nhất, điểm c, mục 2.2, phần II)" in shown.text
    assert "Số đạt (người lớn có điện thoại thông minh)" in shown.text
    shown = await enter(reporter, **GOOD)
    assert "Đã nhập. Số này tính khi có người khác duyệt." in shown.text
    assert "1.900/2.000 · Báo cáo 12/BC-UBND · 01/10/2025 · lần 1, chờ duyệt" in shown.text
    assert "1 mục chờ duyệt" in shown.text
    shown = await verifier.see(PAGE)
    assert not [one for one in shown.tree.all("button") if one.text == "Nhập"]
    shown = await verifier.post("/can-bo" + PAGE, shown.form("approve"))
    assert "Đã duyệt. Số này được tính từ bây giờ." in shown.text
    assert "lần 1, đã duyệt" in shown.text
    deeds = house.deeds()
    assert ("enter_input", "unit_input", str(VINH_LAC)) in deeds
    assert ("approve_input", "unit_input", str(VINH_LAC)) in deeds


async def test_what_waits_for_a_verifier_stands_on_the_overview_and_leads_to_it(house: House) -> None:
    reporter, verifier = house.official(Role.REPORTER, VINH_LAC), house.official(Role.VERIFIER, CITY)
    elsewhere = house.official(Role.VERIFIER, AN_HOA)
    assert "Hiện không có việc nào đang chờ" in (await verifier.see()).text
    for num in ("1.900", "1.950"):
        await enter(reporter, **{**GOOD, "num": num})
    shown = await verifier.see()
    (way,) = [one for one in shown.main.all("a") if one.text == "Cần duyệt cho phường Vĩnh Lạc: 1"]
    assert "Cần duyệt" not in (await elsewhere.see()).text
    assert "Cần duyệt" not in (await reporter.see()).text
    shown = await verifier.see(str(way.attributes["href"]).removeprefix("/can-bo"))
    (jump,) = [one for one in shown.main.all("a") if one.text == "Tới mục chờ mình duyệt"]
    row = shown.tree.one("details", id=str(jump.attributes["href"]).removeprefix("#"))
    assert "1.950/2.000" in row.text
    await verifier.post("/can-bo" + PAGE, shown.form("approve"))
    assert "Hiện không có việc nào đang chờ" in (await verifier.see()).text


async def test_it_is_returned_with_a_comment_and_entered_anew(house: House) -> None:
    reporter, verifier = house.official(Role.REPORTER, VINH_LAC), house.official(Role.VERIFIER, VINH_LAC)
    await enter(reporter, **GOOD)
    shown = await verifier.see(PAGE)
    refused = await verifier.post("/can-bo" + PAGE, {**shown.form("return", muc=PHONES), "comment": " "})
    assert refused.status == 422
    assert "Xin điền mục này." in refused.text
    await verifier.post("/can-bo" + PAGE, {**shown.form("return", muc=PHONES), "comment": "Thiếu <b>phụ lục</b>"})
    shown = await reporter.see(PAGE)
    assert "Trả lại: Thiếu <b>phụ lục</b>" in shown.text
    shown = await enter(reporter, **{**GOOD, "num": "1.950"})
    assert "1.950/2.000" in shown.text
    assert "lần 2, chờ duyệt" in shown.text


@pytest.mark.parametrize(
    ("row", "fields", "sentence"),
    [
        (PHONES, {"num": "2.001"}, "Số đạt được lớn hơn tổng số"),
        (PHONES, {"num": "95%"}, "Xin ghi số đếm, không ghi phần trăm"),
        (PHONES, {"num": "95.5"}, "Xin ghi số nguyên"),
        (PHONES, {"num": "９５"}, "Xin dùng chữ số 0 đến 9"),
        (PHONES, {"num": "1,234"}, "Số này có thể đọc hai cách"),
        (PHONES, {"num": "nhiều"}, "Xin ghi số bằng chữ số"),
        (PHONES, {"num": ""}, "Xin điền mục này"),
        (PHONES, {"percent": "95"}, "Xin ghi số đếm, không ghi phần trăm"),
        (PHONES, {"date": "01/12/2025"}, "Ngày này chưa đến"),
        (PHONES, {"date": "31/02/2025"}, "Xin ghi ngày như 30/11/2025"),
        (PHONES, {"source": "không"}, "Xin điền mục này"),
        ("figure:khong_co", {}, "không đối chiếu số liệu này"),
        ("act:phuong-xa-ke-hoach", {"done": "co", "source": ""}, "chỉ tính khi có minh chứng"),
        ("act:khong-co", {"done": "co"}, "không có tiêu chí này"),
    ],
)
async def test_mistakes_are_said_beside_the_field_and_what_was_written_stays(
    house: House, row: str, fields: dict[str, str], sentence: str
) -> None:
    reporter = house.official(Role.REPORTER, VINH_LAC)
    shown = await reporter.see(PAGE)
    known = shown.form("enter", muc=row if "khong" not in row else PHONES)
    refused = await reporter.post("/can-bo" + PAGE, {**known, **GOOD, **fields, "muc": row})
    assert refused.status == 422
    if "khong" not in row:
        assert sentence in refused.text
        assert "Báo cáo 12/BC-UBND" in refused.html or fields.get("source") is not None
        (wrong,) = [one for one in refused.tree.all("input") if one.attributes.get("aria-invalid")]
        complaint = refused.tree.one("p", class_="complaint")
        assert wrong.attributes["aria-describedby"] == complaint.attributes["id"]
    assert "0 mục chờ duyệt" in refused.text


async def test_the_same_form_twice_enters_once(house: House) -> None:
    reporter = house.official(Role.REPORTER, VINH_LAC)
    form = {**(await reporter.see(PAGE)).form("enter", muc=PHONES), **GOOD}
    await reporter.post("/can-bo" + PAGE, form)
    shown = await reporter.post("/can-bo" + PAGE, form)
    assert "lần 1, chờ duyệt" in shown.text
    assert len([deed for deed in house.deeds() if deed[0] == "enter_input"]) == 1


async def test_a_stale_form_changes_nothing(house: House) -> None:
    reporter, other = house.official(Role.REPORTER, VINH_LAC), house.official(Role.REPORTER, VINH_LAC)
    stale = (await reporter.see(PAGE)).form("enter", muc=PHONES)
    await enter(other, **GOOD)
    shown = await reporter.post("/can-bo" + PAGE, {**stale, **GOOD, "num": "1"})
    assert shown.status == 409
    assert "Vừa có người khác nhập hoặc duyệt mục này" in shown.text
    assert "1.900/2.000" in shown.text


async def test_nobody_comes_near_another_unit(house: House) -> None:
    reporter, citizen = house.official(Role.REPORTER, VINH_LAC), house.visitor()
    assert (await citizen.see(PAGE)).status == 403
    assert (await reporter.see(f"{PAGE}?don-vi={AN_HOA}")).status == 404
    assert (await reporter.see(f"{PAGE}?don-vi=khong-co")).status == 404
    form = {**(await reporter.see(PAGE)).form("enter", muc=PHONES), **GOOD, "don-vi": str(AN_HOA)}
    assert (await reporter.post("/can-bo" + PAGE, form)).status == 404
    assert (await reporter.post("/can-bo" + PAGE, {**form, "csrf": "x"})).status == 403
    team = house.official(Role.TEAM, VINH_LAC)
    assert (await team.see(PAGE)).status == 404
    assert house.deeds()[-1][0] == "accept_role"


async def test_leader_looks_and_cannot_enter(house: House) -> None:
    leader = house.official(Role.LEADER, CITY)
    shown = await leader.see(f"{PAGE}?don-vi={VINH_LAC}")
    assert "UBND phường Vĩnh Lạc" in shown.text
    assert not [one for one in shown.tree.all("form", method="post") if "Nhập" in one.text]


async def test_named_bodies_have_inputs_of_their_own(house: House) -> None:
    reporter = house.official(Role.REPORTER, CITY)
    shown = await reporter.see(PAGE)
    assert "Xin chọn loại cơ quan và ghi tên" in shown.text
    query = urlencode({"don-vi": f"rach-gia {CITY}", "doi-tuong": "phong-ban-doan-the", "ten": "Phòng Văn hóa"})
    shown = await reporter.see(f"{PAGE}?{query}")
    assert "Phòng Văn hóa, tổng kết 2025" in shown.text
    row = "act:phong-ban-ke-hoach"
    fields = {"done": "co", "source": "KH 5", "date": "01/10/2025", "confirmed_by": ""}
    shown = await reporter.post("/can-bo" + PAGE, {**shown.form("enter", muc=row), **fields})
    assert "Phòng Văn hóa, tổng kết 2025" in shown.text
    assert "Đã làm · KH 5" in shown.text or "đã làm · KH 5" in shown.text
    assert [one.attributes["value"] for one in shown.tree.one("datalist").all("option")] == ["Phòng Văn hóa"]


async def test_ranks_and_scores_of_a_commune(house: House) -> None:
    commune = house.program.library.tree("thai-binh").reporting[0].key
    reporter = house.official(Role.REPORTER, commune)
    shown = await enter(
        reporter,
        "rank:own",
        rank="2",
        published_by="UBND huyện",
        tied_with="xã A",
        source="QĐ 1",
        date="2025-10-01",
    )
    assert "hạng 2, đồng hạng với xã A · UBND huyện, QĐ 1" in shown.text
    refused = await enter(
        reporter, "score:", points="95.5", maximum="100", published_by="UBND tỉnh", source="QĐ 1", date="2025-10-01"
    )
    assert "Số lẻ viết bằng dấu phẩy" in refused.text
    refused = await enter(reporter, "rank:own", rank="0", published_by="x", source="QĐ 1", date="2025-10-01")
    assert "Thứ hạng phải từ 1 trở lên" in refused.text


async def test_every_campaign_has_its_page(house: House) -> None:
    library = house.program.library
    for slug in library.packs:
        root = library.tree(slug).root.key
        reporter = house.official(Role.REPORTER, root)
        shown = await reporter.see(f"{PAGE}?{urlencode({'don-vi': f'{slug} {root}'})}")
        assert shown.status == 200
        units = shown.tree.one("select", id="don-vi").all("option")
        assert len(units) == len(library.tree(slug).places.units)
        last = str(units[-1].attributes["value"])
        shown = await reporter.see(f"{PAGE}?{urlencode({'don-vi': last})}")
        assert shown.status == 200
        assert re.search(r"Cần \d+ mục|Xin chọn loại cơ quan", shown.text)


async def test_unknown_units_of_today_have_nothing(house: House) -> None:
    reporter = house.official(Role.REPORTER, UnitKey("34", "30742"))
    assert "Không có phong trào nào" in (await reporter.see(PAGE)).text

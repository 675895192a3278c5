"""What stands on the officials' pages, and what can be done there once."""

import re

from bot.web.office.table import PAGES
from campaigns.units import UnitKey
from services.people import Role
from tests.bot.web.markup import Element
from tests.bot.web.office.officials import CITY, House, Official
from tests.conversation import AN_HOA, VINH_LAC

CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")


async def test_every_page_is_named_for_a_screen_reader(house: House) -> None:
    house.report(VINH_LAC, 6)
    person = house.official(Role.LEADER, CITY)
    house.official(Role.REPORTER, VINH_LAC, "chị Hoa")
    for page in PAGES:
        shown = await person.see(f"/{page.path}" + ("?so=1" if page.path == "vai-tro/thu-lai" else ""))
        tree = shown.tree
        assert len(tree.all("h1")) == 1
        assert len(tree.all("main")) == 1
        labelled = {one.attributes["for"] for one in tree.all("label")}
        for tag in ("input", "select", "textarea"):
            fields = [one for one in tree.all(tag) if one.attributes.get("type") != "hidden"]
            assert [one.attributes for one in fields if one.attributes.get("id") not in labelled] == []
        assert [one.attributes for one in tree.all("th") if "scope" not in one.attributes] == []
        assert [one.attributes for one in tree.all("button") + tree.all("a") if not one.text] == []
        ids = {one.attributes.get("id") for one in tree.all()}
        for one in tree.all():
            assert set((one.attributes.get("aria-labelledby") or "").split()) <= ids


async def test_header_says_who_and_where_and_the_way_back(house: House) -> None:
    shown = await house.official(Role.LEADER, VINH_LAC).see()
    assert "Lãnh đạo đơn vị · phường Vĩnh Lạc" in shown.tree.one("ul", class_="held").text
    assert "Về phần trò chuyện" in shown.tree.text
    assert "Đăng xuất trình duyệt này" in shown.tree.text


async def test_live_figures_are_of_now_and_hide_small_cells(house: House) -> None:
    house.report(VINH_LAC, 4)
    person = house.official(Role.LEADER, VINH_LAC)
    shown = await person.see("/so-lieu")
    assert "Số trực tiếp, lúc 09:00 ngày 10/11/2025" in shown.text
    assert "4/20 hộ (20%)" in shown.text
    assert "Đang thu thập" in shown.text
    assert "100%" not in shown.text
    house.report(VINH_LAC, 2)
    shown = await person.see("/so-lieu")
    assert "6/20 hộ (30%)" in shown.text
    assert "18/18 người trưởng thành" in shown.text
    assert house.deeds()[-1] == ("look_live", "unit", str(VINH_LAC))


async def test_city_cannot_tell_what_a_small_ward_answered(house: House) -> None:
    house.report(VINH_LAC, 7)
    house.report(AN_HOA, 4)
    person = house.official(Role.CAMPAIGN_OFFICER, CITY)
    shown = await person.see("/so-lieu")
    assert "21/21 người trưởng thành" in shown.text  # seven households of three; not the other four
    assert "không được cộng vào" in shown.text
    rows = {row.one("th").text: row.text for row in shown.main.one("table").all("tr") if row.all("td")}
    assert "4/20" in rows["Phường An Hòa"]
    ward = await person.see(f"/so-lieu?don-vi={AN_HOA}")
    assert "người trưởng thành, trong" not in ward.text
    assert "Thành phố Rạch Giá" in ward.tree.one("nav", class_="crumbs").text.capitalize().replace(
        "rạch giá", "Rạch Giá"
    )


async def test_invitation_shows_its_code_once_and_a_double_press_the_same(house: House) -> None:
    leader = house.official(Role.LEADER, CITY)
    await leader.see("/vai-tro")
    assert leader.page is not None
    form = {**leader.page.form("invite"), "vai-tro": "reporter", "don-vi": str(VINH_LAC), "ghi-chu": "chị Hoa"}
    first = await leader.post("/can-bo/vai-tro", form)
    again = await leader.post("/can-bo/vai-tro", form)
    code = CODE.search(first.text)
    assert code
    assert code[0] in again.text
    assert f"/?xa=ma-{code[0].replace('-', '')}" in first.text
    assert len(again.main.all("form")) == len(first.main.all("form"))
    assert sum(deed[0] == "invite" for deed in house.deeds()) == 2  # the leader's own, and this
    assert code[0] not in (await leader.see("/vai-tro")).html
    clerk = house.visitor()
    house.use_code(clerk, code[0].replace("-", ""))
    assert "chị Hoa" in (await leader.see("/vai-tro")).text
    assert (await clerk.see("/so-lieu")).status == 200


async def test_form_that_cannot_be_taken_comes_back_with_what_was_written(house: House) -> None:
    leader = house.official(Role.LEADER, CITY)
    await leader.see("/vai-tro")
    shown = await leader.press("invite", vai_tro="leader", ghi_chu="anh Ba")
    assert shown.status == 422
    assert "vai trò ngang với mình chỉ trao cho đơn vị bên dưới" in shown.text
    assert shown.tree.one("input", id="ghi-chu").attributes["value"] == "anh Ba"
    assert chosen(shown.tree.one("select", id="vai-tro")) == "leader"
    shown = await leader.press("invite", vai_tro="team", den="2031-01-01")
    assert shown.status == 422
    assert "từ hôm nay đến" in shown.text
    shown = await leader.press("invite", don_vi="63:91", den="2025-12-31")
    assert shown.status == 422
    shown = await leader.press("invite", den="hôm nay")
    assert shown.status == 422
    assert not [deed for deed in house.deeds() if deed[0] == "invite"][1:]


def chosen(select: Element) -> str | None:
    """The value that a list of choices stands at."""
    return next(one.attributes.get("value") for one in select.all("option") if "selected" in one.attributes)


async def test_role_and_invitation_are_taken_back(house: House) -> None:
    leader = house.official(Role.LEADER, CITY)
    clerk = house.official(Role.REPORTER, VINH_LAC, "chị Hoa")
    shown = await leader.see("/vai-tro")
    (way,) = [one for one in shown.main.all("a") if one.text.startswith("Thu hồi")]
    await leader.see(str(way.attributes["href"]).removeprefix("/can-bo"))
    shown = await leader.press("revoke")
    assert shown.url == "/can-bo/vai-tro"
    assert "Đã thu hồi" in shown.text
    assert (await clerk.see("/so-lieu")).status == 403
    shown = await leader.press("invite", vai_tro="team")
    shown = await leader.press("withdraw")
    assert "Đã thu hồi" in shown.text
    assert "withdraw_invitation" in {deed[0] for deed in house.deeds()}


async def test_roles_of_merged_units_wait_for_a_look(house: House) -> None:
    house.official(Role.REPORTER, VINH_LAC, "chị Hoa")
    leader = house.official(Role.LEADER, UnitKey("34", "91"))
    shown = await leader.see("/vai-tro")
    assert "đã sáp nhập hoặc chia tách" in shown.text
    shown = await leader.press("move")
    assert "Đã chuyển về đơn vị hiện nay" in shown.text
    assert "đã sáp nhập" not in shown.text
    assert "move_role" in {deed[0] for deed in house.deeds()}


async def test_second_device_joins_and_is_ended(house: House) -> None:
    person, phone = house.official(Role.LEADER, CITY), house.visitor()
    await person.see("/thiet-bi")
    shown = await person.press("link")
    code = CODE.search(shown.text)
    assert code
    house.use_code(phone, code[0].replace("-", ""))
    assert (await phone.see()).status == 200
    await person.see("/thiet-bi")
    shown = await person.press("end", phien=str(phone.session.chat_id))
    assert "Đã ngắt." in shown.text
    assert (await phone.see()).status == 409  # its cookie is worthless, and it is told so


async def test_signing_out_takes_the_roles_and_the_cookie(house: House) -> None:
    person = house.official(Role.LEADER, CITY)
    shown = await person.see("/dang-xuat")
    assert "thiết bị duy nhất" in shown.text
    shown = await person.press("sign_out")
    assert shown.url == "/"
    assert (await person.see()).status == 403


async def test_language_and_large_text(house: House) -> None:
    person: Official = house.official(Role.LEADER, CITY)
    await person.see("/thiet-bi")
    shown = await person.press("speak", locale="en")
    assert shown.url == "/can-bo/thiet-bi"
    assert shown.tree.one("h1").text == "My devices"
    shown = await person.see("/nhat-ky?ai=operator&large=1")
    assert shown.tree.one("html").attributes["class"] == "large"
    assert chosen(shown.tree.one("select", id="ai")) == "operator"
    assert (await person.press("speak", locale="xx")).status == 422


async def test_language_and_large_text_stay_at_the_same_thing(house: House) -> None:
    leader = house.official(Role.LEADER, VINH_LAC)
    house.official(Role.TEAM, VINH_LAC, "tổ Minh An")
    shown = await leader.see("/vai-tro")
    (way,) = [str(one.attributes["href"]) for one in shown.main.all("a") if one.text.startswith("Thu hồi")]
    shown = await leader.see(way.removeprefix("/can-bo"))
    size = shown.tree.one("form", id="size")
    assert {one.attributes["name"]: one.attributes["value"] for one in size.all("input")} == {
        "so": way.partition("=")[2]
    }
    (speak,) = [form for form in shown.tree.all("form", method="post") if "English" in form.text]
    shown = await leader.post(str(speak.attributes["action"]), {**shown.form("speak"), "locale": "en"})
    assert (shown.status, shown.tree.one("h1").text) == (200, "Take this role back?")

"""Who sees which page: the table of pages walked with every role, and nothing told to anybody else."""

import re

import pytest

from bot.web.office.table import PAGES
from services.people import CAN, Capability, Role
from tests.bot.web.office.officials import CITY, House, Official
from tests.conversation import AN_HOA, VINH_LAC

NONCE = re.compile(r'name="nonce" value="[^"]*"')
NEEDS_OBJECT = {"vai-tro/thu-lai", "viec/mot", "yeu-cau/tim-thay", "yeu-cau/mot"}
"""Pages of one thing: without it they are not there for anybody."""


def told(html: str) -> str:
    """A page without what is different each time."""
    return NONCE.sub("", html)


def test_every_page_declares_who_may_see_it_and_has_a_way_of_its_own() -> None:
    assert len({page.path for page in PAGES}) == len(PAGES)
    for page in PAGES:
        assert page.capability is None or isinstance(page.capability, Capability)
        assert page.title()
        for post in page.posts.values():
            assert post.capability is None or isinstance(post.capability, Capability)


@pytest.mark.parametrize("role", Role)
async def test_page_opens_for_its_roles_and_is_not_there_for_others(house: House, role: Role) -> None:
    person = house.official(role, CITY)
    nothing = await person.see("/khong-co-trang-nay")
    assert nothing.status == 404
    for page in PAGES:
        shown = await person.see(f"/{page.path}")
        if page.path not in NEEDS_OBJECT and (page.capability is None or page.capability in CAN[role]):
            assert shown.status == 200, page.path
            assert shown.tree.one("h1").text == page.title()
        else:
            assert (shown.status, told(shown.html)) == (404, told(nothing.html)), page.path


@pytest.mark.parametrize("role", Role)
async def test_menu_holds_what_the_role_opens_and_no_more(house: House, role: Role) -> None:
    shown = await house.official(role, VINH_LAC).see()
    ways = {str(one.attributes["href"]) for one in shown.tree.all("a")}
    for page in PAGES:
        if page.in_menu:
            opens = page.capability is None or page.capability in CAN[role]
            assert (page.url in ways) is opens, page.path


async def test_without_a_role_every_address_says_how_to_get_one_and_nothing_else(house: House) -> None:
    visitor = house.visitor()
    pages = [await visitor.see(f"/{page.path}") for page in PAGES] + [await visitor.see("/khong-co")]
    assert {page.status for page in pages} == {403}
    assert len({told(page.html) for page in pages}) == 1
    assert "12 chữ và số" in pages[0].text
    assert [str(one.attributes["href"]) for one in pages[0].main.all("a")] == ["/"]


async def test_without_a_role_nothing_can_be_done(house: House) -> None:
    visitor = house.visitor()
    before = house.deeds()
    for page in PAGES:
        for name in page.posts:
            fields = {"do": name, "csrf": visitor.token, "nonce": "1", "so": "1", "phien": "1"}
            assert (await visitor.post(page.url, fields)).status == 403
    assert house.deeds() == before


@pytest.mark.parametrize("role", Role)
async def test_without_the_right_nothing_can_be_done(house: House, role: Role) -> None:
    house.official(Role.LEADER, AN_HOA)
    person = house.official(role, VINH_LAC)
    nothing = await person.see("/khong-co")
    before = house.deeds()
    for page in PAGES:
        for name, post in page.posts.items():
            if post.capability is None or post.capability in CAN[role]:
                continue
            fields = {"do": name, "csrf": person.token, "nonce": "1", "so": "1", "toi": "63:30748"}
            fields |= {"vai-tro": "team", "don-vi": str(VINH_LAC), "den": "2025-12-31"}
            answer = await person.post(page.url, fields)
            assert answer.status in {404, 422}, (page.path, name)
            assert answer.status == 422 or told(answer.html) == told(nothing.html)
    assert house.deeds() == before


async def test_what_belongs_to_another_unit_is_as_if_it_were_not_there(house: House) -> None:
    other = house.official(Role.REPORTER, AN_HOA, "chị Năm Tẻo")
    grant = await own_grant(other)
    person = house.official(Role.LEADER, VINH_LAC)
    nothing = await person.see("/khong-co")
    for path in (
        f"/so-lieu?don-vi={AN_HOA}",
        f"/so-lieu?don-vi={CITY}",
        "/so-lieu?don-vi=63:99999",
        "/so-lieu?don-vi=xyz",
        f"/vai-tro/thu-lai?so={grant}",
        "/vai-tro/thu-lai?so=999999",
        "/vai-tro/thu-lai?so=abc",
    ):
        shown = await person.see(path)
        assert (shown.status, told(shown.html)) == (404, told(nothing.html)), path
    for path, fields in (
        ("/can-bo/vai-tro/thu-lai", {"do": "revoke", "so": grant}),
        ("/can-bo/vai-tro/thu-lai", {"do": "revoke", "so": "999999"}),
        ("/can-bo/vai-tro", {"do": "withdraw", "so": "1"}),
        ("/can-bo/vai-tro", {"do": "withdraw", "so": "999999"}),
        ("/can-bo/vai-tro", {"do": "move", "so": grant, "toi": "34:30742"}),
        ("/can-bo/vai-tro", {"do": "khong-co"}),
        ("/can-bo/thiet-bi", {"do": "end", "phien": str(other.session.chat_id)}),
    ):
        answer = await person.post(path, {"csrf": person.token, "nonce": path + fields["do"], **fields})
        assert (answer.status, told(answer.html)) == (404, told(nothing.html)), fields
    assert "chị Năm Tẻo" not in (await person.see("/vai-tro")).html
    assert str(other.session.chat_id) not in (await person.see("/nhat-ky")).html


async def own_grant(person: Official) -> str:
    """The number of somebody's only role."""
    shown = await person.see("/vai-tro")
    found = re.search(r"thu-lai\?so=(\d+)", shown.html)
    assert found
    return found[1]


async def test_form_from_elsewhere_is_not_read(house: House) -> None:
    person = house.official(Role.LEADER, CITY)
    shown = await person.see("/thiet-bi")
    form = shown.form("link")
    assert (await person.post("/can-bo/thiet-bi", {**form, "csrf": ""}, Sec_Fetch_Site="same-origin")).status == 403
    assert (await person.post("/can-bo/thiet-bi", {**form, "csrf": house.visitor().token})).status == 403
    assert (await person.post("/can-bo/thiet-bi", form, Sec_Fetch_Site="cross-site")).status == 403
    assert (await person.post("/can-bo/thiet-bi", form, Origin="https://khac.vn")).status == 403
    assert "Mã:" in (await person.post("/can-bo/thiet-bi", form, Sec_Fetch_Site="same-origin")).text


async def test_role_that_is_over_opens_nothing(house: House) -> None:
    person = house.official(Role.LEADER, CITY)
    house.pass_time(days=100)
    assert (await person.see("/vai-tro")).status == 403


async def test_pages_are_stored_nowhere_and_run_nothing(house: House) -> None:
    person = house.official(Role.LEADER, CITY)
    for page in PAGES:
        shown = await person.see(f"/{page.path}")
        assert shown.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
        assert "<script" not in shown.html
        assert not re.search(r"\s(style|on\w+)=", shown.html)

"""The officials' pages as a browser gets them: named, large enough, never wider than a phone, without a script."""

import re
from typing import TYPE_CHECKING

import pytest

from bot.web.office.table import PAGES
from tests.e2e.process import Program, command
from tests.e2e.test_page import SIDEWAYS, SMALL, UNNAMED

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def come_in(page: "Page", program: Program, role: str) -> None:
    """Take up a role through the link of an invitation."""
    made = command(program.database, "invite", "--role", role, "--unit", "63:899", "--note", "phòng văn hóa")
    code = re.search(r"ma-([2-9A-Z]{12})", made.stdout)
    assert code, made.stderr
    page.goto(f"{program.address}/?xa=ma-{code[1]}")
    page.get_by_role("button", name=re.compile("mã")).first.tap()
    page.get_by_text("Vai trò của mình").first.wait_for()


@pytest.mark.parametrize("role", ["leader", "operator"])
def test_office_fits_a_phone_in_both_sizes(phone: "Page", program: Program, role: str) -> None:
    come_in(phone, program, role)
    for size in ("0", "1"):
        phone.goto(f"{program.address}/can-bo?large={size}")
        for page in PAGES:
            phone.goto(program.address + page.url)
            assert phone.evaluate(UNNAMED) == [], page.path
            assert phone.evaluate(SMALL) == [], page.path
            assert phone.evaluate(SIDEWAYS) <= 0, page.path

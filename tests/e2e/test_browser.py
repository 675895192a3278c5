"""The browser that the other end-to-end tests rely on: it is there, a phone's size, and Vietnamese."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGE = """<!doctype html><html lang="vi"><meta name="viewport" content="width=device-width">
<title>Nhà mình</title><h1>Nghiêng ngả, ỡm ờ, quẹo, đặng</h1><script>document.title = "Có JavaScript"</script></html>"""


@pytest.mark.browser
def test_phone_shows_vietnamese_with_and_without_javascript(phone: "Page", request: pytest.FixtureRequest) -> None:
    phone.set_content(PAGE)
    scripted = request.node.name.endswith("[with-javascript]")
    assert phone.get_by_role("heading").inner_text() == "Nghiêng ngả, ỡm ờ, quẹo, đặng"
    assert phone.title() == ("Có JavaScript" if scripted else "Nhà mình")
    assert phone.viewport_size == {"width": 360, "height": 740}

"""The files that a screen offers come down from the served application, and nothing else does."""

import pytest

from handlers.privacy import EXPORT, READABLE
from tests.bot.web.office.conftest import empty_database, house, library
from tests.bot.web.office.officials import House
from tests.conversation import VINH_LAC

__all__ = ["empty_database", "house", "library"]


@pytest.mark.parametrize(("name", "kind"), [(EXPORT, "application/json"), (READABLE, "text/html")])
async def test_ones_own_data_is_taken_along_as_a_file(house: House, name: str, kind: str) -> None:
    house.report(VINH_LAC)
    answer = await house.visitor().client.get(house.url(f"/files/{name}"))
    assert (answer.status, answer.content_type, answer.charset) == (200, kind, "utf-8")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert house.slips()[0] not in (await answer.text()).replace(" ", "")


@pytest.mark.parametrize("name", ["so-lieu-nha-toi.docx", "..%2Fthiduaso.db", "x"])
async def test_there_is_no_other_file(house: House, name: str) -> None:
    answer = await house.visitor().client.get(house.url(f"/files/{name}"))
    assert answer.status == 404

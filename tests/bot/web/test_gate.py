"""What the gate turns away: floods of one visitor, of one address, of all strangers; and whatever comes packed."""

from collections.abc import Hashable

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.web.gate import OF_A_SESSION, OF_ALL_STRANGERS, OF_AN_ADDRESS, Gate


def gate(now: list[float]) -> Gate:
    """A visitor's name and whether they are known stand in the query."""

    def visitor(request: web.Request) -> tuple[Hashable, bool]:
        return request.query.get("who", "-"), "known" in request.query

    return Gate(visitor, lambda: now[0])


def statuses(gate: Gate, paths: list[str]) -> list[int]:
    found = [gate.refuse(make_mocked_request("GET", path)) for path in paths]
    return [0 if each is None else each.status for each in found]


@pytest.mark.parametrize(
    ("path", "bounds"),
    [("/?who=a&known=", OF_A_SESSION), ("/nothing?who=a", OF_AN_ADDRESS)],
)
def test_one_visitor_is_given_so_many_pages(path: str, bounds: tuple[float, float]) -> None:
    now, (burst, per_s) = [0.0], bounds
    door = gate(now)
    assert statuses(door, [path] * (int(burst) + 3)) == [0] * int(burst) + [429] * 3
    assert statuses(door, [path.replace("who=a", "who=b")]) == [0]
    now[0] = 1.0
    assert statuses(door, [path] * (int(per_s) + 2)) == [0] * int(per_s) + [429] * 2


def test_strangers_of_many_addresses_leave_room_for_who_is_in() -> None:
    door, most = gate([0.0]), int(OF_ALL_STRANGERS[0])
    assert statuses(door, [f"/?who={number}" for number in range(most + 5)]) == [0] * most + [429] * 5
    assert statuses(door, ["/?who=1&known="]) == [0]


def test_what_is_cheap_passes_always() -> None:
    door = gate([0.0])
    for path in ("/telegram", "/healthz", "/static/app.css"):
        assert set(statuses(door, [path] * 1_000)) == {0}


def test_whoever_is_turned_away_is_told_in_words() -> None:
    door = gate([0.0])
    statuses(door, ["/"] * int(OF_AN_ADDRESS[0]))
    refused = door.refuse(make_mocked_request("GET", "/"))
    assert isinstance(refused, web.Response)
    assert "Xin chờ vài giây" in (refused.text or "")
    assert refused.headers["Retry-After"] == "2"


@pytest.mark.parametrize(("coding", "status"), [("gzip", 415), ("br", 415), ("deflate", 415), ("identity", None)])
@pytest.mark.parametrize("path", ["/", "/telegram"])
def test_packed_bodies_are_refused(path: str, coding: str, status: int | None) -> None:
    refused = gate([0.0]).refuse(make_mocked_request("POST", path, {"Content-Encoding": coding}))
    assert (refused.status if refused else None) == status

"""`thiduaso audit list`: what was done, by whom, to what; never what stood in it."""

import json
from collections.abc import Callable

from bot.desk import open_desk
from services.trail import record_look

Run = Callable[..., tuple[int, str, str]]


def test_nothing_was_done_yet(thiduaso: Run) -> None:
    assert thiduaso("audit", "list") == (0, "Chưa có việc nào.\n", "")


def test_deeds_newest_first_and_by_their_kind(thiduaso: Run) -> None:
    for role in ("leader", "team"):
        thiduaso("invite", "--role", role, "--unit", "63:30745")
    code, said, _err = thiduaso("audit", "list")
    assert code == 0
    first, second = (line.split("\t") for line in said.splitlines())
    assert first[1:] == ["operator", "invite", "invitation 2", "role=team unit=63:30745"]
    assert second[3] == "invitation 1"
    deeds = json.loads(thiduaso("audit", "list", "--json", "--limit", "1")[1])
    assert deeds["more"] is True
    assert deeds["deeds"][0]["unit"] == "63:30745"
    assert deeds["deeds"][0]["object"] == {"kind": "invitation", "id": "2"}
    assert "Còn các việc trước đó" in thiduaso("audit", "list", "--limit", "1")[1]


def test_deeds_are_narrowed_down(thiduaso: Run) -> None:
    thiduaso("invite", "--role", "leader", "--unit", "63:30745")
    for wanted in (("--actor", "account:x"), ("--deed", "revoke_role"), ("--until", "2020-01-01")):
        assert thiduaso("audit", "list", *wanted)[1] == "Chưa có việc nào.\n"
    assert "invite" in thiduaso("audit", "list", "--since", "2020-01-01", "--actor", "operator", "--deed", "invite")[1]


def test_looks_are_listed_for_whoever_asks(thiduaso: Run) -> None:
    thiduaso("invite", "--role", "leader", "--unit", "63:30745")
    with open_desk() as desk:
        desk.database.write_now(record_look, desk.acting, "look_roles", "role", "")
    deeds, looks, both = (thiduaso("audit", "list", *way)[1] for way in ((), ("--deed", "look_roles"), ("--looks",)))
    assert [line.split("\t")[2] for line in deeds.splitlines()] == ["invite"]
    assert [line.split("\t")[2] for line in looks.splitlines()] == ["look_roles"]
    assert [line.split("\t")[2] for line in both.splitlines()] == ["look_roles", "invite"]

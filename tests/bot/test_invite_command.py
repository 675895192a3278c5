"""`thiduaso invite`: the unit may be written as a key of one map, or as a bare code."""

import json
from collections.abc import Callable

import pytest

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("63:30745", "63:30745"), ("30745", "63:30745"), ("30742", "34:30742"), ("63:30742", "63:30742")],
)
def test_a_bare_code_is_todays_unit_or_the_only_one_there_is(thiduaso: Run, written: str, meant: str) -> None:
    code, said, _err = thiduaso("invite", "--role", "leader", "--unit", written, "--json")
    assert code == 0
    assert json.loads(said)["unit"] == meant


def test_a_code_of_two_units_says_how_to_name_the_other(thiduaso: Run) -> None:
    assert "nếu cần đơn vị đó, dùng --unit 63:30742" in thiduaso("invite", "--role", "leader", "--unit", "30742")[1]
    for only in ("30745", "63:30742"):
        assert "Lưu ý" not in thiduaso("invite", "--role", "leader", "--unit", only)[1]


@pytest.mark.parametrize("wrong", ["99999", "63:99999", "abc", "63:", "64:30745"])
def test_a_unit_that_is_not_there_makes_no_invitation(thiduaso: Run, wrong: str) -> None:
    code, said, told = thiduaso("invite", "--role", "leader", "--unit", wrong)
    assert (code, said) == (1, "")
    assert told.strip()

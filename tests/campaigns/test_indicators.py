"""Figures are exact: what a report adds, and verdicts at and around every threshold."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.expressions import Facts, Gap, parse
from campaigns.indicators import Counts, Interval, SelfReport, contribution, coverage, interval, judge, share

PHONES = SelfReport(form="household", numerator=parse("dien_thoai"), denominator=parse("nguoi_lon"))
FIBRE = SelfReport(form="household", numerator=parse("cap_quang in ('dang_dung', 'da_toi')"), denominator=parse("1"))
RATED = SelfReport(form="household", numerator=parse("danh_gia == 'co'"), denominator=parse("danh_gia != 'chua_di'"))


@pytest.mark.parametrize(
    ("measure", "facts", "expected"),
    [
        (PHONES, {"dien_thoai": 2, "nguoi_lon": 3}, Counts(reports=1, num=2, den=3)),
        (PHONES, {"dien_thoai": 0, "nguoi_lon": 3}, Counts(reports=1, num=0, den=3)),
        (PHONES, {"dien_thoai": Gap.UNKNOWN, "nguoi_lon": 3}, Counts(reports=1, unknown=3)),
        (PHONES, {"dien_thoai": Gap.ABSENT, "nguoi_lon": 3}, None),
        (PHONES, {"nguoi_lon": 3}, None),
        (PHONES, {"dien_thoai": 2, "nguoi_lon": Gap.UNKNOWN}, None),
        (PHONES, {"dien_thoai": 0, "nguoi_lon": 0}, None),
        (PHONES, {"dien_thoai": Gap.ABSENT, "nguoi_lon": 0}, None),
        (FIBRE, {"cap_quang": "da_toi"}, Counts(reports=1, num=1, den=1)),
        (FIBRE, {"cap_quang": "chua_toi"}, Counts(reports=1, num=0, den=1)),
        (FIBRE, {"cap_quang": Gap.UNKNOWN}, Counts(reports=1, unknown=1)),
        (FIBRE, {"cap_quang": Gap.ABSENT}, None),
        (RATED, {"danh_gia": "co"}, Counts(reports=1, num=1, den=1)),
        (RATED, {"danh_gia": "chua_di"}, None),
        (RATED, {"danh_gia": Gap.UNKNOWN}, None),
    ],
)
def test_contribution(measure: SelfReport, facts: Facts, expected: Counts | None) -> None:
    assert contribution(measure, facts) == expected


def known(num: int, den: int, unknown: int = 0) -> Counts:
    return Counts(reports=1, num=num, den=den, unknown=unknown)


@pytest.mark.parametrize(
    ("counts", "operator", "percent", "expected"),
    [
        (known(90, 100), ">=", 90, "met"),
        (known(8996, 10_000), ">=", 90, "not_met"),
        (known(89_999_999, 100_000_000), ">=", 90, "not_met"),
        (known(70, 100), ">", 70, "not_met"),
        (known(7_001, 10_000), ">", 70, "met"),
        (known(6_996, 10_000), ">", 70, "not_met"),
        (known(6_996, 10_000), ">=", 70, "not_met"),
        (known(1, 3), ">=", Fraction(100, 3), "met"),
        (known(100, 100), "=", 100, "met"),
        (known(999, 1_000), "=", 100, "not_met"),
        (known(100, 100), ">=", 100, "met"),
        (known(0, 0), ">=", 0, "missing"),
        (known(0, 0, unknown=50), ">=", 90, "missing"),
        # The interval lies wholly on one side, or straddles.
        (known(95, 100, unknown=5), ">=", 90, "met"),
        (known(90, 95, unknown=5), ">=", 90, "met"),
        (known(89, 95, unknown=5), ">=", 90, "undecided"),
        (known(84, 95, unknown=5), ">=", 90, "not_met"),
        (known(85, 95, unknown=5), ">=", 90, "undecided"),
        (known(70, 95, unknown=5), ">", 70, "undecided"),
        (known(65, 95, unknown=5), ">", 70, "not_met"),
        (known(71, 95, unknown=5), ">", 70, "met"),
        (known(95, 95, unknown=5), "=", 100, "undecided"),
        (known(94, 95, unknown=5), "=", 100, "not_met"),
        (known(40, 90, unknown=20), "=", 50, "undecided"),
        (known(60, 90, unknown=10), "=", 50, "not_met"),
    ],
)
def test_verdict(counts: Counts, operator: str, percent: int | Fraction, expected: str) -> None:
    assert judge(counts, operator, Fraction(percent)) == expected


def test_an_unknown_operator_is_refused() -> None:
    with pytest.raises(ValueError, match="~"):
        judge(known(1, 2), "~", Fraction(50))


def test_share_and_interval() -> None:
    assert share(known(676, 820)) == Fraction(676, 820)
    assert share(known(0, 0, unknown=3)) is None
    assert interval(known(85, 95, unknown=5)) == Interval(Fraction(85, 100), Fraction(90, 100))
    assert interval(known(0, 0, unknown=3)) is None


def test_coverage() -> None:
    assert coverage(312, 1940) == Fraction(312, 1940)
    assert coverage(0, 1940) == 0
    assert coverage(12, 10) == Fraction(12, 10)
    assert coverage(312, None) is None
    assert coverage(312, 0) is None


counts = st.builds(
    Counts, reports=st.integers(0, 99), num=st.integers(0, 99), den=st.integers(0, 99), unknown=st.integers(0, 99)
)


@given(counts, counts, counts)
def test_sums_do_not_depend_on_order_and_can_be_taken_back(one: Counts, two: Counts, three: Counts) -> None:
    assert (one + two) + three == one + (two + three) == three + two + one
    assert one + two - two == one
    assert one + Counts() == one


@given(st.integers(1, 200), st.data(), st.sampled_from([">", ">=", "="]))
def test_a_verdict_holds_whatever_the_unknown_answers_are(den: int, data: st.DataObject, operator: str) -> None:
    num = data.draw(st.integers(0, den))
    unknown = data.draw(st.integers(0, 10))
    percent = Fraction(data.draw(st.integers(0, 100)))
    verdict = judge(known(num, den, unknown), operator, percent)
    possible = {judge(known(num + extra, den + unknown), operator, percent) for extra in range(unknown + 1)}
    if verdict != "undecided":
        assert possible == {verdict}

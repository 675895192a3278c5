"""The expression language: a table for values and gaps, one for what it refuses, one for types."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.expression_types import BOOL, NUMBER, TEXT, Type, type_of
from campaigns.expressions import Expression, ExpressionError, Facts, Gap, Value, parse
from tests.naughty import NAUGHTY

FACTS: Facts = {
    "two": 2,
    "zero": 0,
    "yes": True,
    "no": False,
    "half": Fraction(1, 2),
    "fibre": "da_toi",
    "topics": frozenset({"zalo", "vneid"}),
    "later": Gap.PENDING,
    "unsure": Gap.UNKNOWN,
    "withheld": Gap.ABSENT,
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("3", 3),
        ("True", True),
        ("-two", -2),
        ("two + 3 * two - 1", 7),
        ("(two + 3) * two", 10),
        ("yes + yes", 2),
        ("half + half", 1),
        ("two > 1", True),
        ("two >= 2", True),
        ("two < 2", False),
        ("two <= 2", True),
        ("two == 2", True),
        ("two != 2", False),
        ("1 < two < 3", True),
        ("1 < two < 2", False),
        ("3 > two > 2", False),
        ("fibre == 'da_toi'", True),
        ("fibre != 'da_toi'", False),
        ("fibre in ('dang_dung', 'da_toi')", True),
        ("fibre in ('dang_dung',)", False),
        ("fibre not in ('dang_dung',)", True),
        ("'zalo' in topics", True),
        ("'bank' in topics", False),
        ("'bank' not in topics", True),
        ("not yes", False),
        ("yes and not no", True),
        ("no or no", False),
        ("yes and yes and yes", True),
        ("known(two)", True),
        ("known(zero)", True),
        ("known(no)", True),
        # A gap spreads, and the greatest wins.
        ("later", Gap.PENDING),
        ("unsure", Gap.UNKNOWN),
        ("withheld", Gap.ABSENT),
        ("never_heard_of", Gap.ABSENT),
        ("two + unsure", Gap.UNKNOWN),
        ("unsure * zero", Gap.UNKNOWN),
        ("later + unsure", Gap.UNKNOWN),
        ("unsure - withheld", Gap.ABSENT),
        ("-later", Gap.PENDING),
        ("unsure > 1", Gap.UNKNOWN),
        ("1 < two < unsure", Gap.UNKNOWN),
        ("unsure == unsure", Gap.UNKNOWN),
        ("unsure in ('a', 'b')", Gap.UNKNOWN),
        ("'zalo' in withheld", Gap.ABSENT),
        ("not unsure", Gap.UNKNOWN),
        # Kleene: one decisive part settles it, wherever it stands.
        ("no and unsure", False),
        ("unsure and no", False),
        ("yes or withheld", True),
        ("withheld or yes", True),
        ("yes and unsure", Gap.UNKNOWN),
        ("no or unsure", Gap.UNKNOWN),
        ("unsure and withheld", Gap.ABSENT),
        ("withheld or later", Gap.PENDING),
        ("unsure and later", Gap.PENDING),
        ("later and no", False),
        # Whether something is known is itself not known before it was asked.
        ("known(unsure)", False),
        ("known(withheld)", False),
        ("known(later)", Gap.PENDING),
        ("not known(unsure) or unsure == 0", True),
        ("known(unsure) and unsure > 0", False),
    ],
)
def test_value(source: str, expected: Value | Gap) -> None:
    found = parse(source).evaluate(FACTS)
    assert found == expected
    assert isinstance(found, Gap) is isinstance(expected, Gap)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("1 +", "syntax"),
        ("a b", "syntax"),
        ("1 = 2", "syntax"),
        ("a; b", "syntax"),
        ("1 and" + " (" * 300, "too_long"),
        ("(" * 390, "syntax"),
        ("1" + "+1" * 250, "too_long"),
        ("'\\d'", "syntax"),
        ("0or 1", "syntax"),
        ("a.b", "not_allowed"),
        ("a[0]", "not_allowed"),
        ("f(a)", "not_allowed"),
        ("known()", "not_allowed"),
        ("known(1)", "not_allowed"),
        ("known(a, b)", "not_allowed"),
        ("known(x=a)", "not_allowed"),
        ("__import__('os')", "not_allowed"),
        ("().__class__", "not_allowed"),
        ("lambda: 1", "not_allowed"),
        ("[x for x in y]", "not_allowed"),
        ("{1, 2}", "not_allowed"),
        ("a if b else c", "not_allowed"),
        ("1.5", "not_allowed"),
        ("None", "not_allowed"),
        ("b'x'", "not_allowed"),
        ("...", "not_allowed"),
        ("1j", "not_allowed"),
        ("f'{a}'", "not_allowed"),
        ("a / b", "not_allowed"),
        ("a ** b", "not_allowed"),
        ("a % b", "not_allowed"),
        ("a is b", "not_allowed"),
        ("~a", "not_allowed"),
        ("+a", "not_allowed"),
        ("a in (b, c)", "not_allowed"),
        ("a in (1, 2)", "not_allowed"),
        ("(a := 1)", "not_allowed"),
    ],
)
def test_refused(source: str, code: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(source)
    assert refused.value.code == code


def test_refusal_names_the_part() -> None:
    with pytest.raises(ExpressionError) as refused:
        parse("so_nguoi - duoi_15 / 2")
    assert refused.value.params == {"part": "duoi_15 / 2"}


TYPES = {
    "count": NUMBER,
    "flag": BOOL,
    "note": TEXT,
    "fibre": Type("choice", frozenset({"dang_dung", "da_toi"})),
    "topics": Type("many", frozenset({"zalo", "vneid"})),
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("count + flag", NUMBER),
        ("-count", NUMBER),
        ("count > 1 and flag", BOOL),
        ("fibre == 'da_toi'", BOOL),
        ("'da_toi' == fibre", BOOL),
        ("fibre in ('da_toi', 'dang_dung')", BOOL),
        ("'zalo' in topics", BOOL),
        ("known(note)", BOOL),
        ("note == 'x'", BOOL),
        ("flag == True", BOOL),
        ("fibre", TYPES["fibre"]),
    ],
)
def test_type(source: str, expected: Type) -> None:
    assert type_of(parse(source), TYPES) == expected


@pytest.mark.parametrize(
    ("source", "code", "params"),
    [
        ("coutn > 1", "unknown_name", {"name": "coutn"}),
        ("known(coutn)", "unknown_name", {"name": "coutn"}),
        ("fibre == 'da_toy'", "unknown_option", {"option": "da_toy", "options": "da_toi, dang_dung"}),
        ("fibre in ('da_toi', 'x')", "unknown_option", {"option": "x", "options": "da_toi, dang_dung"}),
        ("'bank' in topics", "unknown_option", {"option": "bank", "options": "vneid, zalo"}),
        ("fibre + 1", "wrong_type", {"part": "fibre", "wanted": "number"}),
        ("fibre > 1", "wrong_type", {"part": "fibre", "wanted": "number"}),
        ("count and flag", "wrong_type", {"part": "count", "wanted": "bool"}),
        ("not count", "wrong_type", {"part": "count", "wanted": "bool"}),
        ("count == 'x'", "wrong_type", {"part": "'x'", "wanted": "number"}),
        ("'zalo' in count", "wrong_type", {"part": "count", "wanted": "many"}),
        ("count in topics", "wrong_type", {"part": "topics", "wanted": "many"}),
        ("-note", "wrong_type", {"part": "note", "wanted": "number"}),
        ("note * 2", "wrong_type", {"part": "note", "wanted": "number"}),
    ],
)
def test_type_problem(source: str, code: str, params: dict[str, str]) -> None:
    with pytest.raises(ExpressionError) as refused:
        type_of(parse(source), TYPES)
    assert (refused.value.code, refused.value.params) == (code, params)


def test_names_leave_out_the_function() -> None:
    assert parse("known(a) and b + 1 > c or d == 'e'").names == {"a", "b", "c", "d"}


def test_expression_is_a_value() -> None:
    assert parse("a + 1") == parse(" a + 1 ") != parse("a+1")
    assert hash(parse("a")) == hash(parse("a"))
    assert Expression.of(20).evaluate({}) == 20


@given(st.one_of(st.sampled_from(NAUGHTY), st.text(), st.text(alphabet="ab1+-*()<>='\", andornotik")))
def test_anything_parses_or_is_refused_and_then_never_raises(source: str) -> None:
    try:
        expression = parse(source)
        type_of(expression, dict.fromkeys(expression.names, NUMBER))
    except ExpressionError:
        return
    for facts in ({}, dict.fromkeys(expression.names, 1), dict.fromkeys(expression.names, Gap.UNKNOWN)):
        expression.evaluate(facts)

"""A tiny expression language for forms and indicators: parsed once, typed before use (`expression_types`).

It is the part of Python's expression grammar that a person who writes a pack needs: whole numbers, `+ - *`,
comparisons (chained too), `and` / `or` / `not`, `x in ('a', 'b')`, and `known(x)`. A name that has no value is a `Gap`,
and gaps spread: nothing is ever computed from an answer that was not given.
"""

import ast
import operator
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Final

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

MAX_LENGTH: Final = 400
"""Characters of one expression; it also keeps Python's parser from nesting too deep."""


class Gap(Enum):
    """Why there is no value. In arithmetic and comparisons the greatest gap wins.

    PENDING: not answered yet, so it may still get a value. UNKNOWN: the person does not know. ABSENT: withheld, or
    never asked here.
    """

    PENDING = 0
    UNKNOWN = 1
    ABSENT = 2


Value = bool | int | Fraction | str | frozenset[str]
Facts = Mapping[str, Value | Gap]
"""Name → value. A name that is missing counts as ABSENT."""


_Run = Callable[[Facts], Value | Gap]


class ExpressionError(ValueError):
    """An expression cannot be used: `code` names the reason, `params` the place."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression; two are equal when they are written alike."""

    source: str
    names: frozenset[str] = field(compare=False)
    tree: ast.expr = field(compare=False, repr=False)
    run: _Run = field(compare=False, repr=False)

    @classmethod
    def of(cls, number: int) -> "Expression":
        """A whole number as an expression."""
        return parse(str(number))

    def evaluate(self, facts: Facts) -> Value | Gap:
        """The value over `facts`, or the gap that stands in its way. Never raises once `type_of` accepted it."""
        return self.run(facts)

    def holds(self, facts: Facts) -> bool | Gap:
        """The same for a condition."""
        found = self.evaluate(facts)
        return found if isinstance(found, Gap) else bool(found)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """In a pack an expression is a string or a whole number."""
        return core_schema.no_info_plain_validator_function(
            _from_pack, serialization=core_schema.plain_serializer_function_ser_schema(lambda value: value.source)
        )


def _from_pack(given: object) -> Expression:
    if isinstance(given, Expression):
        return given
    if isinstance(given, bool) or not isinstance(given, int | str):
        raise PydanticCustomError("expression_not_text", "an expression is text or a whole number")
    try:
        return parse(str(given))
    except ExpressionError as error:
        raise PydanticCustomError(
            "expression_" + error.code.removeprefix("expression_"),
            "this expression cannot be used: {source}",
            {**error.params, "source": str(given)[:MAX_LENGTH]},
        ) from error


@lru_cache(maxsize=4096)
def parse(source: str) -> Expression:
    """Read an expression.

    Errors (`ExpressionError`): empty, too_long, syntax, not_allowed (`part`: the piece that the language lacks).
    """
    text = source.strip()
    if not text:
        raise ExpressionError("empty")
    if len(text) > MAX_LENGTH:
        raise ExpressionError("too_long", limit=str(MAX_LENGTH))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, Warning, RecursionError, MemoryError) as error:
        raise ExpressionError("syntax") from error
    for refused in _refused(tree):
        raise ExpressionError("not_allowed", part=ast.unparse(refused)[:80])
    return Expression(text, frozenset(_names(tree)), tree, _compiled(tree))


EQUALITY: Final = (ast.Eq, ast.NotEq)
MEMBERSHIP: Final = (ast.In, ast.NotIn)
_UNARY: Final[Mapping[type[ast.unaryop], Callable[..., Value]]] = {ast.Not: operator.not_, ast.USub: operator.neg}
_ARITHMETIC: Final[Mapping[type[ast.operator], Callable[..., Value]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
_COMPARE: Final[Mapping[type[ast.cmpop], Callable[..., bool]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda one, many: one in many,
    ast.NotIn: lambda one, many: one not in many,
}


def _refused(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Constant(value=bool() | int() | str()) | ast.Name():
            return
        case ast.Call(func=ast.Name(id="known"), args=[ast.Name()], keywords=[]):
            return
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            parts = [operand]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
            parts = [left, right]
        case ast.BoolOp(values=parts):
            pass
        case ast.Compare(left=left, ops=ops, comparators=rest) if all(type(op) in _COMPARE for op in ops):
            parts = [left, *rest]
        case ast.Tuple(elts=parts) if all(
            isinstance(part, ast.Constant) and isinstance(part.value, str) for part in parts
        ):
            pass
        case _:
            yield node
            return
    for part in parts:
        yield from _refused(part)


def _names(tree: ast.expr) -> Iterator[str]:
    functions = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return (node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in functions)


def _compiled(node: ast.expr) -> _Run:
    """The expression as nested functions: read once, run thousands of times."""
    run: _Run
    match node:
        case ast.Constant(value=bool() | int() | str() as value):
            run = _constant(value)
        case ast.Name(id=name):
            run = _named(name)
        case ast.Tuple(elts=items):
            run = _constant(frozenset(str(item.value) for item in items if isinstance(item, ast.Constant)))
        case ast.Call(args=[ast.Name(id=name)]):
            run = _known(_named(name))
        case ast.UnaryOp(op=op, operand=operand):
            run = _strict(_UNARY[type(op)], _compiled(operand))
        case ast.BinOp(left=left, op=sign, right=right):
            run = _strict(_ARITHMETIC[type(sign)], _compiled(left), _compiled(right))
        case ast.BoolOp(op=word, values=parts):
            run = _kleene([_compiled(part) for part in parts], decisive=isinstance(word, ast.Or))
        case ast.Compare(left=left, ops=ops, comparators=rest):
            run = _strict(_comparison(ops), *(_compiled(part) for part in (left, *rest)))
        case _:
            raise AssertionError(f"refused when parsed: {node!r}")
    return run


def _constant(value: Value) -> _Run:
    def run(_facts: Facts) -> Value | Gap:
        return value

    return run


def _named(name: str) -> _Run:
    def run(facts: Facts) -> Value | Gap:
        try:
            return facts[name]
        except KeyError:
            return Gap.ABSENT

    return run


def _known(named: _Run) -> _Run:
    """What is not answered yet may still become known."""

    def run(facts: Facts) -> Value | Gap:
        found = named(facts)
        return found if found is Gap.PENDING else not isinstance(found, Gap)

    return run


def _strict(operation: Callable[..., Value], *parts: _Run) -> _Run:
    """An operation on values; where any part is a gap, the greatest gap instead."""

    if len(parts) == 2:
        first, second = parts

        def run_two(facts: Facts) -> Value | Gap:
            one, two = first(facts), second(facts)
            if isinstance(one, Gap) or isinstance(two, Gap):
                return _greatest((one, two))
            return operation(one, two)

        return run_two

    def run(facts: Facts) -> Value | Gap:
        values = [part(facts) for part in parts]
        for value in values:
            if isinstance(value, Gap):
                return _greatest(values)
        return operation(*values)

    return run


def _kleene(parts: list[_Run], *, decisive: bool) -> _Run:
    """`or` (decisive: true) and `and` (decisive: false): one decisive part settles it, whatever the others are.

    Otherwise a pending part may still settle it, so PENDING comes before the other gaps here.
    """

    def run(facts: Facts) -> Value | Gap:
        gaps: list[Value | Gap] = []
        for part in parts:
            found = part(facts)
            if isinstance(found, Gap):
                gaps.append(found)
            elif bool(found) is decisive:
                return decisive
        if not gaps:
            return not decisive
        return Gap.PENDING if Gap.PENDING in gaps else _greatest(gaps)

    return run


def _comparison(ops: list[ast.cmpop]) -> Callable[..., bool]:
    tests = [_COMPARE[type(op)] for op in ops]
    if len(tests) == 1:
        return tests[0]
    return lambda *values: all(test(*pair) for test, pair in zip(tests, pairwise(values), strict=True))


def _greatest(values: Iterable[Value | Gap]) -> Gap:
    return max((value for value in values if isinstance(value, Gap)), key=lambda gap: gap.value)

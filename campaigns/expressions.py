"""A tiny expression language for forms and indicators: parsed once, typed before use (`expression_types`).

It is the part of Python's expression grammar that a person who writes a pack needs: whole numbers, `+ - *`,
comparisons (chained too), `and` / `or` / `not`, `x in ('a', 'b')`, and `known(x)`. A name that has no value is a `Gap`,
and gaps spread: nothing is ever computed from an answer that was not given.
"""

import ast
import operator
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from functools import lru_cache
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

    @classmethod
    def of(cls, number: int) -> "Expression":
        """A whole number as an expression."""
        return parse(str(number))

    def evaluate(self, facts: Facts) -> Value | Gap:
        """The value over `facts`, or the gap that stands in its way. Never raises once `type_of` accepted it."""
        return _evaluate(self.tree, facts)

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
    return Expression(text, frozenset(_names(tree)), tree)


_Operation = Callable[[int | Fraction, int | Fraction], int | Fraction]
_ARITHMETIC: Final[dict[type[ast.AST], _Operation]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
EQUALITY: Final[dict[type[ast.AST], Callable[[object, object], bool]]] = {ast.Eq: operator.eq, ast.NotEq: operator.ne}
_ORDER: Final[dict[type[ast.AST], Callable[[int | Fraction, int | Fraction], bool]]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
MEMBERSHIP: Final = (ast.In, ast.NotIn)


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
        case ast.Compare(left=left, ops=ops, comparators=rest) if all(
            type(op) in (*EQUALITY, *_ORDER, *MEMBERSHIP) for op in ops
        ):
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


def _evaluate(node: ast.expr, facts: Facts) -> Value | Gap:
    found: Value | Gap
    match node:
        case ast.Constant(value=bool() | int() | str() as value):
            found = value
        case ast.Name(id=name):
            found = facts.get(name, Gap.ABSENT)
        case ast.Tuple(elts=items):
            found = frozenset(
                item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str)
            )
        case ast.Call(args=[ast.Name(id=name)]):
            found = _known(facts.get(name, Gap.ABSENT))
        case ast.UnaryOp(op=op, operand=operand):
            found = _UNARY[type(op)](_evaluate(operand, facts))
        case ast.BinOp(left=left, op=sign, right=right):
            found = _arithmetic(_evaluate(left, facts), _ARITHMETIC[type(sign)], _evaluate(right, facts))
        case ast.BoolOp(op=word, values=parts):
            found = _kleene(parts, facts, decisive=isinstance(word, ast.Or))
        case ast.Compare(left=left, ops=ops, comparators=rest):
            found = _compare([left, *rest], ops, facts)
        case _:
            raise AssertionError(f"refused when parsed: {node!r}")
    return found


def _known(found: Value | Gap) -> bool | Gap:
    """What is not answered yet may still become known."""
    return found if found is Gap.PENDING else not isinstance(found, Gap)


def _not(found: Value | Gap) -> Value | Gap:
    return found if isinstance(found, Gap) else not found


def _minus(found: Value | Gap) -> Value | Gap:
    return found if isinstance(found, Gap) else -_number(found)


def _arithmetic(left: Value | Gap, operation: _Operation, right: Value | Gap) -> Value | Gap:
    return _gap(left, right) or operation(_number(left), _number(right))


_UNARY: Final[dict[type[ast.unaryop], Callable[[Value | Gap], Value | Gap]]] = {ast.Not: _not, ast.USub: _minus}


def _kleene(parts: list[ast.expr], facts: Facts, *, decisive: bool) -> bool | Gap:
    """`or` (decisive: true) and `and` (decisive: false): one decisive part settles it, whatever the others are.

    Otherwise a pending part may still settle it, so PENDING comes before the other gaps here.
    """
    gaps: list[Gap] = []
    for part in parts:
        found = _evaluate(part, facts)
        if isinstance(found, Gap):
            gaps.append(found)
        elif bool(found) is decisive:
            return decisive
    if Gap.PENDING in gaps:
        return Gap.PENDING
    return _gap(*gaps) or not decisive


def _compare(operands: list[ast.expr], ops: list[ast.cmpop], facts: Facts) -> bool | Gap:
    values = [_evaluate(operand, facts) for operand in operands]
    gap = _gap(*values)
    if gap is not None:
        return gap
    return all(_holds(left, op, right) for left, op, right in zip(values, ops, values[1:], strict=False))


def _holds(left: Value | Gap, op: ast.cmpop, right: Value | Gap) -> bool:
    if isinstance(op, MEMBERSHIP):
        return (isinstance(right, frozenset) and left in right) is isinstance(op, ast.In)
    if type(op) in EQUALITY:
        return EQUALITY[type(op)](left, right)
    return _ORDER[type(op)](_number(left), _number(right))


def _gap(*values: Value | Gap) -> Gap | None:
    gaps = [value for value in values if isinstance(value, Gap)]
    return max(gaps, key=lambda gap: gap.value) if gaps else None


def _number(value: Value | Gap) -> int | Fraction:
    """A yes counts 1 and a no 0."""
    if isinstance(value, bool | int | Fraction):
        return value + 0
    raise TypeError(f"not a number: {value!r}")

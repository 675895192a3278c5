"""A tiny expression language for forms and indicators: parsed once, typed before use, evaluated without surprises.

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

    PENDING: not answered yet, so it may still get a value. UNKNOWN: the person does not know. ABSENT: withheld, or never
    asked here.
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

    Errors (`ExpressionError`): empty, too_long, syntax, not_allowed (params: `part`, the piece that the language lacks).
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


_ARITHMETIC: Final[dict[type[ast.AST], Callable[[int | Fraction, int | Fraction], int | Fraction]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
_EQUALITY: Final[dict[type[ast.AST], Callable[[object, object], bool]]] = {ast.Eq: operator.eq, ast.NotEq: operator.ne}
_ORDER: Final[dict[type[ast.AST], Callable[[int | Fraction, int | Fraction], bool]]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_MEMBERSHIP: Final = (ast.In, ast.NotIn)


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
            type(op) in (*_EQUALITY, *_ORDER, *_MEMBERSHIP) for op in ops
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
    match node:
        case ast.Constant(value=bool() | int() | str() as value):
            return value
        case ast.Name(id=name):
            return facts.get(name, Gap.ABSENT)
        case ast.Tuple(elts=items):
            return frozenset(str(item.value) for item in items if isinstance(item, ast.Constant))
        case ast.Call(args=[ast.Name(id=name)]):
            found = facts.get(name, Gap.ABSENT)
            return found if found is Gap.PENDING else not isinstance(found, Gap)
        case ast.UnaryOp(op=op, operand=operand):
            found = _evaluate(operand, facts)
            if isinstance(found, Gap):
                return found
            return not found if isinstance(op, ast.Not) else -_number(found)
        case ast.BinOp(left=left, op=op, right=right):
            sides = _evaluate(left, facts), _evaluate(right, facts)
            return _gap(*sides) or _ARITHMETIC[type(op)](_number(sides[0]), _number(sides[1]))
        case ast.BoolOp(op=op, values=parts):
            return _kleene(parts, facts, decisive=isinstance(op, ast.Or))
        case ast.Compare(left=left, ops=ops, comparators=rest):
            return _compare([left, *rest], ops, facts)
    raise AssertionError(f"refused when parsed: {node!r}")


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
    if isinstance(op, _MEMBERSHIP):
        return (isinstance(right, frozenset) and left in right) is isinstance(op, ast.In)
    if type(op) in _EQUALITY:
        return _EQUALITY[type(op)](left, right)
    return _ORDER[type(op)](_number(left), _number(right))


def _gap(*values: Value | Gap) -> Gap | None:
    gaps = [value for value in values if isinstance(value, Gap)]
    return max(gaps, key=lambda gap: gap.value) if gaps else None


def _number(value: Value | Gap) -> int | Fraction:
    """A yes counts 1 and a no 0."""
    if isinstance(value, bool | int | Fraction):
        return value + 0
    raise TypeError(f"not a number: {value!r}")


@dataclass(frozen=True, slots=True)
class Type:
    """What a name stands for: "bool", "number", "text", "choice" (one of `options`) or "many" (some of `options`)."""

    name: str
    options: frozenset[str] = frozenset()


BOOL: Final = Type("bool")
NUMBER: Final = Type("number")
TEXT: Final = Type("text")


def type_of(expression: Expression, types: Mapping[str, Type]) -> Type:
    """The type of the result, after every part was found to fit.

    Errors (`ExpressionError`): unknown_name (`name`), unknown_option (`option`: no choice is called so), wrong_type
    (`part`, `wanted`).
    """
    return _type(expression.tree, types)


def _type(node: ast.expr, types: Mapping[str, Type]) -> Type:
    match node:
        case ast.Constant(value=value):
            return BOOL if isinstance(value, bool) else NUMBER if isinstance(value, int) else TEXT
        case ast.Name(id=name) | ast.Call(args=[ast.Name(id=name)]):
            if name not in types:
                raise ExpressionError("unknown_name", name=name)
            return types[name] if isinstance(node, ast.Name) else BOOL
        case ast.UnaryOp(op=op, operand=operand):
            return _want(operand, BOOL if isinstance(op, ast.Not) else NUMBER, types)
        case ast.BinOp(left=left, right=right):
            _want(left, NUMBER, types)
            return _want(right, NUMBER, types)
        case ast.BoolOp(values=parts):
            for part in parts:
                _want(part, BOOL, types)
        case ast.Compare(left=left, ops=ops, comparators=rest):
            for one, how, other in zip([left, *rest], ops, rest, strict=False):
                _type_comparison(one, how, other, types)
    return BOOL


def _type_comparison(one: ast.expr, op: ast.cmpop, other: ast.expr, types: Mapping[str, Type]) -> None:
    if isinstance(op, _MEMBERSHIP) and isinstance(other, ast.Tuple):
        for literal in other.elts:
            _type_equality(one, literal, types)
    elif isinstance(op, _MEMBERSHIP):
        many = _type(other, types)
        if many.name != "many" or not isinstance(one, ast.Constant):
            raise ExpressionError("wrong_type", part=ast.unparse(other), wanted="many")
        _known_option(one, many)
    elif type(op) in _EQUALITY:
        _type_equality(one, other, types)
    else:
        _want(one, NUMBER, types)
        _want(other, NUMBER, types)


def _type_equality(one: ast.expr, other: ast.expr, types: Mapping[str, Type]) -> None:
    left, right = _type(one, types), _type(other, types)
    if left.name == "choice" and isinstance(other, ast.Constant):
        _known_option(other, left)
    elif right.name == "choice" and isinstance(one, ast.Constant):
        _known_option(one, right)
    elif {left.name, right.name} <= {"bool", "number"}:
        return
    elif left != right:
        raise ExpressionError("wrong_type", part=ast.unparse(other), wanted=left.name)


def _known_option(literal: ast.Constant, among: Type) -> None:
    if literal.value not in among.options:
        raise ExpressionError("unknown_option", option=str(literal.value), options=", ".join(sorted(among.options)))


def _want(node: ast.expr, wanted: Type, types: Mapping[str, Type]) -> Type:
    """A yes/no counts as a number (1 or 0); nothing else stands in for another type."""
    found = _type(node, types)
    if found != wanted and not (found == BOOL and wanted == NUMBER):
        raise ExpressionError("wrong_type", part=ast.unparse(node), wanted=wanted.name)
    return wanted

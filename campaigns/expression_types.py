"""Typing expressions before they are used, so that evaluating one cannot fail."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from campaigns.expressions import EQUALITY, MEMBERSHIP, Expression, ExpressionError


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
    if isinstance(op, MEMBERSHIP) and isinstance(other, ast.Tuple):
        for literal in other.elts:
            _type_equality(one, literal, types)
    elif isinstance(op, MEMBERSHIP):
        many = _type(other, types)
        if many.name != "many" or not isinstance(one, ast.Constant):
            raise ExpressionError("wrong_type", part=ast.unparse(other), wanted="many")
        _known_option(one, many)
    elif type(op) in EQUALITY:
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

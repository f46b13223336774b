"""Numbers as Open edX writes them: 33.5, 1/3, 2*10^3, ranges [1, 5), a tolerance of 5 % or 0.1."""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation, localcontext

from trainhub_content.importers.report import Origin
from trainhub_core.models.quiz import Number

_RANGE = re.compile(r"([\[(])(.+),(.+)([\])])")
_SCALES = {"%": -2, "k": 3, "M": 6, "G": 9, "T": 12, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12}
_SCALED = re.compile(r"(.*[\d.])([%kMGTcmunp])")
_WORKS: Mapping[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
LONGEST = 200
PLACES = Decimal(1).scaleb(-12)
MOST_POWER = 60


def number_of(text: str, tolerance: str, feedback: str, origin: Origin) -> Number:
    """What is accepted for this answer. Raises ValueError where it is no number."""
    if found := _RANGE.fullmatch(text.strip()):
        low, high = sorted((_value(found[2]), _value(found[3])))
        if "(" in found[1] or ")" in found[4]:
            origin.changed("The ends of a range belong to it now.")
        return Number(value=low, upto=high, feedback=feedback)
    value = _value(text)
    allowed = _tolerance(tolerance, value)
    if not tolerance and allowed == 0 and value != value.to_integral_value() and len(str(value)) > 10:
        allowed = abs(value).scaleb(-3).quantize(PLACES)
        origin.changed("Its answer has many digits; a difference of a thousandth is right.")
    return Number(value=value, tolerance=allowed, feedback=feedback)


def _tolerance(text: str, value: Decimal) -> Decimal:
    if not (stated := text.strip()):
        return Decimal(0)
    if stated.endswith("%"):
        return abs(value * _value(stated[:-1]) / 100).quantize(PLACES).normalize()
    return abs(_value(stated))


def _value(text: str) -> Decimal:
    """A number or a sum of numbers, exact to twelve places."""
    stated = text.strip().replace("^", "**").replace("−", "-")
    try:
        if len(stated) > LONGEST:
            raise ValueError
        scale = 0
        if found := _SCALED.fullmatch(stated):
            stated, scale = found[1], _SCALES[found[2]]
        with localcontext() as context:
            context.prec = 50
            value = _worked(ast.parse(stated, mode="eval").body).scaleb(scale)
            if not value.is_finite() or abs(value) >= Decimal(10) ** 20:
                raise ValueError
            return value if value == value.quantize(PLACES) else value.quantize(PLACES)
    except (ValueError, SyntaxError, ArithmeticError, InvalidOperation, RecursionError, MemoryError):
        raise ValueError(f"Its answer, {text.strip()[:60]}, is not a number; it is worked out by a program.") from None


def _worked(node: ast.expr) -> Decimal:
    match node:
        case ast.Constant(value=bool()):
            raise ValueError
        case ast.Constant(value=int() | float() as number):
            return Decimal(str(number))
        case ast.UnaryOp(op=ast.USub(), operand=inside):
            return -_worked(inside)
        case ast.UnaryOp(op=ast.UAdd(), operand=inside):
            return _worked(inside)
        case ast.BinOp(left=left, op=work, right=right) if type(work) in _WORKS:
            by = _worked(right)
            if isinstance(work, ast.Pow) and abs(by) > MOST_POWER:
                raise ValueError
            return _WORKS[type(work)](_worked(left), by)
    raise ValueError

"""What the formulas of a sheet come to: kept beside them, so that a reader that does not calculate shows figures too.

Sums, differences, products, quotients, comparisons, SUM, MIN, MAX, ROUND and IF, as the templates use them."""

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from functools import reduce

Value = str | int | float
Cells = Mapping[str, Value]
"""What stands in a book, by the names of its cells: Sheet!A1."""
_CELL = re.compile(r'("[^"]*")|(?:([A-Za-z]+)!)?\$?([A-Z]{1,2})\$?([0-9]{1,4})(?::\$?([A-Z]{1,2})\$?([0-9]{1,4}))?')
_OPERATORS: Mapping[type[ast.AST], Callable[..., Value]] = {
    **{ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.USub: operator.neg},
    **{ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Eq: operator.eq},
}
_FUNCTIONS: Mapping[str, Callable[[Sequence[float]], float]] = {"SUM": lambda given: reduce(operator.add, given, 0), "MIN": min, "MAX": max}
"""SUM adds one after the other, as sheets do: from Python 3.12 on, `sum` comes to other last digits than before."""
EMPTY = ""


def name_of(row: int, column: int) -> str:
    """The cell's name, counted from 0."""
    return f"{letter(column)}{row + 1}"


def letter(column: int) -> str:
    """A column's letters, counted from 0."""
    return letter(column // 26 - 1) + chr(65 + column % 26) if column > 25 else chr(65 + column)


def value_of(name: str, cells: Cells, above: tuple[str, ...] = ()) -> Value:
    """What a cell shows. Raises ValueError where it waits for itself, or for what is not known here."""
    held = cells.get(name, EMPTY)
    if not (isinstance(held, str) and held.startswith("=")):
        return held
    if name in above:
        raise ValueError(f"{name} waits for itself.")
    sheet = name.partition("!")[0]
    written = _CELL.sub(lambda found: _python(found, sheet), held.removeprefix("="))
    return _of(ast.parse(re.sub(r"(?<![<>=!])=(?!=)", "==", written), mode="eval").body, cells, (*above, name))


def _python(found: re.Match[str], sheet: str) -> str:
    """A cell or a range as a call that names its sheet; what is quoted stays."""
    quoted, named, column, row, last_column, last_row = found.groups()
    if quoted:
        return found[0]
    first = f"'{named or sheet}!{column}{row}'"
    return f"RANGE({first}, '{last_column}{last_row}')" if last_column else f"CELL({first})"


def _of(node: ast.expr, cells: Cells, above: tuple[str, ...]) -> Value:
    match node:
        case ast.Constant(value=str() | int() | float() as value):
            return value
        case ast.Call(func=ast.Name(id="CELL"), args=[ast.Constant(value=str(name))]):
            found = value_of(name, cells, above)
            return 0 if found == EMPTY else found
        case ast.BinOp(left=left, op=how, right=right):
            return _OPERATORS[type(how)](_of(left, cells, above), _of(right, cells, above))
        case ast.UnaryOp(op=how, operand=operand):
            return _OPERATORS[type(how)](_of(operand, cells, above))
        case ast.Compare(left=left, ops=[how], comparators=[right]):
            return _OPERATORS[type(how)](_of(left, cells, above), _of(right, cells, above))
        case ast.Call(func=ast.Name(id="IF"), args=[asked, then, other]):
            return _of(then if _of(asked, cells, above) else other, cells, above)
        case ast.Call(func=ast.Name(id="ROUND"), args=[what, digits]):
            return round(float(_of(what, cells, above)), int(_of(digits, cells, above)))
        case ast.Call(func=ast.Name(id=name), args=given) if name in _FUNCTIONS:
            return _FUNCTIONS[name]([number for it in given for number in _numbers(it, cells, above)])
        case _:
            raise ValueError(f"{ast.unparse(node)} is not calculated here.")


def _numbers(node: ast.expr, cells: Cells, above: tuple[str, ...]) -> list[float]:
    match node:
        case ast.Call(func=ast.Name(id="RANGE"), args=[ast.Constant(value=str(first)), ast.Constant(value=str(last))]):
            found = [value_of(name, cells, above) for name in _between(first, last)]
            return [it for it in found if not isinstance(it, str)]
        case _:
            return [float(_of(node, cells, above))]


def _between(first: str, last: str) -> list[str]:
    """The cells of a rectangle."""
    sheet, _, first = first.partition("!")
    (column, row), (last_column, last_row) = (re.findall(r"[A-Z]+|[0-9]+", name) for name in (first, last))
    columns = [letter(at) for at in range(_number(column), _number(last_column) + 1)]
    return [f"{sheet}!{it}{number}" for number in range(int(row), int(last_row) + 1) for it in columns]


def _number(letters: str) -> int:
    number = 0
    for it in letters:
        number = 26 * number + ord(it) - 64
    return number - 1

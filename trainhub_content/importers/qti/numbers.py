"""Numbers as QTI 1.2 accepts them: a value, a value within a margin or to some places, a range."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element

from trainhub_content.importers.banks.stated import StatedNumber
from trainhub_content.importers.qti import sentences
from trainhub_content.importers.qti.scoring import decimal
from trainhub_content.importers.xml import attribute, name_of

_LOWER, _UPPER = {"vargt", "vargte"}, {"varlt", "varlte"}
_OPEN = {"vargt", "varlt"}


@dataclass(frozen=True, slots=True)
class _Range:
    least: Decimal
    most: Decimal
    is_open: bool


def numbers_of(condition: Element, ident: str) -> Iterator[tuple[StatedNumber, bool]]:
    """What a condition accepts of this response, and whether its bounds are not themselves right. Raises ValueError."""
    ranges: list[_Range] = []
    values: list[Element] = []
    _gather(condition, ident, ranges, values)
    for element in values:
        value = _number(element)
        around = next((each for each in ranges if each.least <= value <= each.most), None)
        if around is None:
            yield StatedNumber(value, _margin(element, value)), False
            continue
        ranges.remove(around)
        below, above = value - around.least, around.most - value
        number = StatedNumber(value, below) if below == above else StatedNumber(around.least, upto=around.most)
        yield number, around.is_open
    for each in ranges:
        yield StatedNumber(each.least, upto=each.most), each.is_open


def _gather(element: Element, ident: str, ranges: list[_Range], values: list[Element]) -> None:
    """Values and ranges, each range from the bounds that stand side by side."""
    bounds = [each for each in element if attribute(each, "respident") == ident and name_of(each) in _LOWER | _UPPER]
    least = next((each for each in bounds if name_of(each) in _LOWER), None)
    most = next((each for each in bounds if name_of(each) in _UPPER), None)
    if (least is None) != (most is None):
        raise ValueError(sentences.UNBOUNDED)
    if least is not None and most is not None:
        ranges.append(_Range(_number(least), _number(most), bool({name_of(least), name_of(most)} & _OPEN)))
    for each in element:
        if name_of(each) == "varequal" and attribute(each, "respident") == ident:
            values.append(each)
        elif name_of(each) in ("conditionvar", "and", "or"):
            _gather(each, ident, ranges, values)


def _margin(element: Element, value: Decimal) -> Decimal:
    """What Canvas notes beside a value that has no range."""
    margin = decimal(attribute(element, "margin"))
    if margin is not None:
        return abs(value) * margin / 100 if attribute(element, "margintype") == "percent" else margin
    places = decimal(attribute(element, "precision"))
    if places is not None and attribute(element, "precisiontype") == "decimals" and 0 <= places <= 18:
        return Decimal(5).scaleb(-int(places) - 1)
    return Decimal(0)


def _number(element: Element) -> Decimal:
    text = "".join(element.itertext()).strip()
    number = decimal(text)
    if number is None:
        raise ValueError(f"“{text[:80]}” is no number.")
    return number

"""How QTI 1.2 marks: what a response would earn and be told, found by trying it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from xml.etree.ElementTree import Element

from trainhub_content.importers.xml import attribute, child, children, every, name_of

Given = Mapping[str, Sequence[str]]
"""What is answered, by the response's ident."""
_MANY = ("multiple", "ordered")
MOST_MARKING = 2_000
MOST_ANSWERS = 200
"""Elements of an item's marking, and answers of a question, each of which is tried."""


@dataclass(frozen=True, slots=True)
class Marked:
    """What a response earned, and the feedback that was shown."""

    score: Fraction
    told: frozenset[str]


@dataclass(frozen=True, slots=True)
class Named:
    """A value that a condition compares a response with, `negated` where it must not be it."""

    response: str
    value: str
    comparison: str
    negated: bool
    is_case: bool


class Scoring:
    """The response processing of an item. Raises ValueError where it is longer than any question's."""

    def __init__(self, item: Element) -> None:
        self.conditions = list(every(item, "respcondition"))
        if sum(1 for condition in self.conditions for _ in condition.iter()) > MOST_MARKING:
            raise ValueError("Its marking is longer than any question's.")
        lids = every(item, "response_lid", "response_str", "response_num")
        self._many = {attribute(each, "ident") for each in lids if attribute(each, "rcardinality").lower() in _MANY}

    def marked(self, given: Given) -> Marked:
        scores: dict[str, Fraction] = {}
        told: set[str] = set()
        has_scored = False
        for condition in self.conditions:
            if not self._holds(child(condition, "conditionvar"), given, has_scored):
                continue
            for change in children(condition, "setvar"):
                _change(scores, change)
                has_scored = True
            told |= set(shown(condition))
            if attribute(condition, "continue").lower() == "no":
                break
        return Marked(sum(scores.values(), Fraction(0)), frozenset(told))

    def score(self, given: Given) -> Fraction:
        return self.marked(given).score

    def earning(self) -> Iterator[Element]:
        """Conditions that give something."""
        return (each for each in self.conditions if any(_amount(change) > 0 for change in children(each, "setvar")))

    def _holds(self, element: Element | None, given: Given, has_scored: bool) -> bool:
        if element is None:
            return True
        match name_of(element):
            case "conditionvar" | "and":
                return self._all(element, given, has_scored)
            case "or":
                return any(self._holds(each, given, has_scored) for each in element)
            case "not":
                return not self._all(element, given, has_scored)
            case "other":
                return not has_scored
            case "unanswered":
                return not given.get(attribute(element, "respident"))
        return _compares(element, given)

    def _all(self, element: Element, given: Given, has_scored: bool) -> bool:
        """All of them; but of a response that has one value, one of the values that are named."""
        either: dict[str, bool] = {}
        for each in element:
            response = attribute(each, "respident")
            if name_of(each) == "varequal" and response not in self._many:
                either[response] = either.get(response, False) or _compares(each, given)
            elif not self._holds(each, given, has_scored):
                return False
        return all(either.values())


def named_in(condition: Element, is_not: bool = False) -> Iterator[Named]:
    """The values that a condition names."""
    for each in condition:
        name = name_of(each)
        if name in ("setvar", "displayfeedback", "respcond_extension"):
            continue
        if name.startswith("var"):
            value = "".join(each.itertext()).strip()
            yield Named(attribute(each, "respident"), value, name, is_not, attribute(each, "case").lower() == "yes")
        else:
            yield from named_in(each, is_not != (name == "not"))


def shown(condition: Element) -> list[str]:
    """The feedback that a condition shows."""
    return [attribute(each, "linkrefid") for each in children(condition, "displayfeedback")]


def decimal(text: str) -> Decimal | None:
    """A number, None where it is none that a question has."""
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 40 else None


def _compares(element: Element, given: Given) -> bool:
    values = given.get(attribute(element, "respident"), ())
    wanted = "".join(element.itertext()).strip()
    match name_of(element):
        case "varequal":
            exact = attribute(element, "case").lower() == "yes"
            if "," in wanted and (number := decimal(wanted)) is not None:
                return any(decimal(value) == number for value in values)
            return any(value == wanted or (not exact and value.casefold() == wanted.casefold()) for value in values)
        case "varsubstring" | "varsubset":
            return any(wanted.casefold() in value.casefold() for value in values)
    bound = decimal(wanted)
    numbers = [number for value in values if (number := decimal(value)) is not None]
    if bound is None or not numbers:
        return False
    match name_of(element):
        case "varlt":
            return numbers[0] < bound
        case "varlte":
            return numbers[0] <= bound
        case "vargt":
            return numbers[0] > bound
        case "vargte":
            return numbers[0] >= bound
    return False


def _change(scores: dict[str, Fraction], change: Element) -> None:
    name, amount = attribute(change, "varname", "SCORE"), _amount(change)
    before = scores.get(name, Fraction(0))
    match attribute(change, "action", "Set").lower():
        case "add":
            scores[name] = before + amount
        case "subtract":
            scores[name] = before - amount
        case "multiply":
            scores[name] = before * amount
        case _:
            scores[name] = amount


def _amount(change: Element) -> Fraction:
    number = decimal("".join(change.itertext()))
    return Fraction(number) if number is not None else Fraction(0)

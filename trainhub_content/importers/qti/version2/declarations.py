"""What an item of QTI 2 declares of its responses: right answers and what each is worth."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from xml.etree.ElementTree import Element

from trainhub_content.importers.qti.scoring import decimal
from trainhub_content.importers.xml import attribute, child, children, every, name_of

_BY_MAPPING = "map_response"
_KNOWN = {
    *("responseProcessing", "responseCondition", "responseIf", "responseElseIf", "responseElse", "setOutcomeValue", "mapResponse"),
    *("match", "variable", "correct", "baseValue", "isNull", "not", "and", "or", "sum", "multiple", "member", "null"),
    *("equal", "equalRounded", "stringMatch", "gt", "gte", "lt", "lte"),
}


@dataclass(frozen=True, slots=True)
class Response:
    """`worth` is the share of the mark of each value that has one, `correct` the right values; `worth` where it `is_mapped`."""

    ident: str
    is_single: bool
    base: str
    correct: tuple[str, ...]
    worth: dict[str, Fraction]
    otherwise: Fraction
    is_mapped: bool
    is_case: bool

    @property
    def right(self) -> tuple[str, ...]:
        """The values that earn something."""
        return tuple(value for value, worth in self.worth.items() if worth > 0) if self.is_mapped else self.correct

    def share(self, value: str) -> Fraction:
        """Of the whole mark, 1 for all of it. Raises ValueError where no answer is right."""
        if not self.right:
            raise ValueError("No answer is stated as right.")
        if not self.is_mapped:
            return Fraction(value in self.correct, 1 if self.is_single else len(self.correct))
        gained = [worth for worth in self.worth.values() if worth > 0]
        return self.worth.get(value, self.otherwise) / (max(gained) if self.is_single else sum(gained))


def responses_of(item: Element) -> dict[str, Response]:
    processing = child(item, "responseProcessing")
    return {attribute(each, "identifier"): _response(each, processing) for each in children(item, "responseDeclaration")}


def has_own_rules(item: Element) -> bool:
    """Whether its marking says more than that the stated answers are right."""
    processing = child(item, "responseProcessing")
    if processing is None or attribute(processing, "template"):
        return False
    if any(name_of(each) not in _KNOWN for each in processing.iter()):
        return True
    amounts = {
        "".join(value.itertext()).strip()
        for change in every(processing, "setOutcomeValue")
        if "score" in attribute(change, "identifier").lower()
        for value in children(change, "baseValue")
    }
    return len([amount for amount in amounts if (decimal(amount) or 0) > 0]) > 1


def _response(declaration: Element, processing: Element | None) -> Response:
    ident = attribute(declaration, "identifier")
    mapping = child(declaration, "mapping")
    worth, otherwise, is_case = _mapping(mapping)
    correct = tuple("".join(each.itertext()).strip() for each in every_value(declaration))
    return Response(
        ident=ident,
        is_single=attribute(declaration, "cardinality") == "single",
        base=attribute(declaration, "baseType"),
        correct=correct or tuple(_matched(processing, ident)),
        worth=worth,
        otherwise=otherwise,
        is_mapped=bool(worth) and (not correct or _uses_mapping(processing, ident)),
        is_case=is_case,
    )


def every_value(declaration: Element) -> list[Element]:
    correct = child(declaration, "correctResponse")
    return children(correct, "value") if correct is not None else []


def _mapping(mapping: Element | None) -> tuple[dict[str, Fraction], Fraction, bool]:
    if mapping is None:
        return {}, Fraction(0), False
    entries = children(mapping, "mapEntry")
    worth = {attribute(each, "mapKey"): _amount(attribute(each, "mappedValue")) for each in entries}
    is_case = any(attribute(each, "caseSensitive").lower() == "true" for each in entries)
    return worth, _amount(attribute(mapping, "defaultValue", "0")), is_case


def _uses_mapping(processing: Element | None, ident: str) -> bool:
    if processing is None:
        return True
    if template := attribute(processing, "template"):
        return _BY_MAPPING in template
    return any(attribute(each, "identifier") == ident for each in every(processing, "mapResponse"))


def _matched(processing: Element | None, ident: str) -> Iterator[str]:
    """Values that the marking itself compares the response with."""
    for match in every(processing, "match", "stringMatch", "equal") if processing is not None else ():
        if any(attribute(each, "identifier") == ident for each in children(match, "variable")):
            yield from ("".join(each.itertext()).strip() for each in children(match, "baseValue"))


def _amount(text: str) -> Fraction:
    number = decimal(text)
    return Fraction(number) if number is not None else Fraction(0)

"""What is wrong with a value, in the words of whoever wrote it: a reason, and the mend where it is known."""

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from trainhub_content.format import CourseSource
from trainhub_content.near import meant

QUOTES = "Put it in quotes."
_NAME = "A name is made of letters, digits, hyphens and underscores, as in first-steps."
_LIST = ("A list is expected here.", "Write [one, another], or a line with a hyphen for each.")
_FIELDS = ("Names with values are expected here.", "Write a line “name: value” for each.")
_WHOLE = ("A whole number is expected here.", "")
_EITHER = ("Either true or false is expected here.", "")
_SHAPES = {"[0-5][0-9]$": "A time is written like “1:30”, in quotes.", "https://": "An https address is expected here."}
_PLAIN: Mapping[str, tuple[str, str]] = {
    "missing": ("This is missing.", ""),
    **dict.fromkeys(("tuple_type", "list_type"), _LIST),
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type"), _FIELDS),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float", "finite_number"), _WHOLE),
    **dict.fromkeys(("bool_type", "bool_parsing"), _EITHER),
    "too_short": ("At least one is expected here.", ""),
    "int_parsing_size": ("The number is too large.", ""),
}
_ELSEWHERE = {
    "minutes": "Each lesson says how long it takes; a course takes what its lessons take together.",
    "track": "A track names its courses, under among in certifications.yaml.",
    "prerequisites": "Courses to complete first are listed under after.",
}
"""What stands in one place alone (docs/decisions/0021-said-once.md), by the name under which people look for it in a course."""
_BOUNDS = {
    "greater_than_equal": ("ge", "The least that is allowed is {}."),
    "less_than_equal": ("le", "The most that is allowed is {}."),
    "string_too_long": ("max_length", "It is too long; {} characters are allowed."),
    "too_long": ("max_length", "There are too many; {} are allowed."),
}


def reason_of(error: ErrorDetails, model: type[BaseModel] | None = None) -> tuple[str, str]:
    """Why a value was refused, with the name of its field, and what to do. `model` is what its place is counted from."""
    place = tuple(step for step in error["loc"] if step != "[key]")
    reason, mend = _said(error, model)
    name = ".".join(str(step) for step in place)
    return (f"{name}: {reason}" if name else reason), mend


def _said(error: ErrorDetails, model: type[BaseModel] | None) -> tuple[str, str]:
    kind, limits = error["type"], error.get("ctx", {})
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind in _BOUNDS:
        limit, sentence = _BOUNDS[kind]
        return sentence.format(limits[limit]), ""
    match kind:
        case "extra_forbidden":
            return "There is no such field.", _known(error, model)
        case "string_type":
            return _not_text(error["input"])
        case "enum" | "literal_error":
            return f"This is one of {str(limits['expected']).replace(chr(39), '')}.", ""
        case "string_pattern_mismatch" | "string_too_short":
            pattern = str(limits.get("pattern", ""))
            return next((sentence for part, sentence in _SHAPES.items() if part in pattern), _NAME), ""
    said = error["msg"].removeprefix("Value error, ")
    return f"{said}{'' if said.endswith('.') else '.'}", ""


def _not_text(given: object) -> tuple[str, str]:
    """YAML takes some words for something else."""
    match given:
        case None:
            return "A text is expected here; there is nothing.", ""
        case bool():
            return "A text is expected; YAML reads this word as yes or no.", QUOTES
        case int() | float():
            return "A text is expected, not a number.", QUOTES
        case date():
            return "A text is expected, not a date.", QUOTES
    return "A text is expected here.", ""


def _known(error: ErrorDetails, model: type[BaseModel] | None) -> str:
    """The field that an unknown one was meant to be, or those that there are."""
    *way, name = error["loc"]
    found = _model_at(model, tuple(way)) if model else None
    if found is None:
        return ""
    if found is CourseSource and name in _ELSEWHERE:
        return _ELSEWHERE[name]
    names = [field.alias or key for key, field in found.model_fields.items()]
    return meant(str(name), names) or f"Known are: {', '.join(names)}."


def _model_at(model: type[BaseModel], way: tuple[str | int, ...]) -> type[BaseModel] | None:
    """The model that the part at this place is read as."""
    found: type[BaseModel] | None = model
    for step in way:
        if isinstance(step, str):
            fields = found.model_fields.items() if found else ()
            found = next((_model_in(it.annotation) for key, it in fields if step in (key, it.alias)), None)
    return found


def _model_in(kind: Any) -> type[BaseModel] | None:
    """The one model that this type is, or is made of."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    return next((found for part in get_args(kind) if (found := _model_in(part))), None)

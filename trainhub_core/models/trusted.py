"""Models from JSON that we wrote ourselves from valid models. Limits and patterns are not checked again: no schema is made (start-up)."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import AwareDatetime

from trainhub_core.models.base import Fact

Model = TypeVar("Model", bound=Fact)


def trusted(kind: type[Model], text: str) -> Model:
    """The model that `model_dump_json` wrote. Raises ValueError where it has another shape, as an older version may have left it."""
    try:
        return _fact(kind, json.loads(text))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"This is no {kind.__name__}: {error!r}.") from error


def _fact(kind: type[Model], given: Mapping[str, Any]) -> Model:
    shapes, needed = _fields(kind)
    if missing := needed - given.keys():
        raise KeyError(*missing)
    return kind.model_construct(**{name: _value(shapes[name], value) for name, value in given.items()})


@cache
def _fields(kind: type[Fact]) -> tuple[dict[str, Any], frozenset[str]]:
    """What each field is read as, and which must be there."""
    fields = kind.model_fields
    return {name: field.annotation for name, field in fields.items()}, frozenset(it for it in fields if fields[it].is_required())


def _value(shape: Any, value: Any) -> Any:
    parts = get_args(shape)
    if get_origin(shape) is Annotated:
        return _value(parts[0], value)
    if NoneType in parts:
        return None if value is None else _value(next(part for part in parts if part is not NoneType), value)
    if get_origin(shape) is tuple:
        return tuple([_value(parts[0], each) for each in value])
    if shape in (datetime, AwareDatetime):
        return datetime.fromisoformat(value)
    if shape is date:
        return date.fromisoformat(value)
    if issubclass(shape, Fact):
        return _fact(shape, value)
    if issubclass(shape, Enum):
        return shape(value)
    if type(value) is not shape:
        raise TypeError(f"{value!r} is no {shape.__name__}")
    return value

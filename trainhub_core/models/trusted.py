"""Views from JSON that we wrote ourselves: made without pydantic, which Home is painted before (start-up)."""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin

from trainhub_core.models.view import View

Kind = TypeVar("Kind", bound=View)
_shapes: dict[type, dict[str, Any]] = {}
"""What each field is read as, by view."""


def trusted(kind: type[Kind], text: str) -> Kind:
    """The view that `model_dump_json` wrote. Raises ValueError where it has another shape, as an older version may have left it."""
    try:
        return _view(kind, json.loads(text))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"This is no {kind.__name__}: {error!r}.") from error


def _view(kind: type[Kind], given: Mapping[str, Any]) -> Kind:
    if kind not in _shapes:
        _shapes[kind] = {field.name: field.type for field in fields(kind)}  # type: ignore[arg-type]  # every view is a dataclass
    shapes = _shapes[kind]
    return kind(**{name: _value(shapes[name], value) for name, value in given.items()})


def _value(shape: Any, value: Any) -> Any:
    parts = get_args(shape)
    if NoneType in parts:
        return None if value is None else _value(next(part for part in parts if part is not NoneType), value)
    if get_origin(shape) is tuple:
        return tuple([_value(parts[0], each) for each in value])
    if shape is datetime:
        return datetime.fromisoformat(value)
    if shape is date:
        return date.fromisoformat(value)
    if issubclass(shape, View):
        return _view(shape, value)
    if issubclass(shape, Enum):
        return shape(value)
    if type(value) is not shape:
        raise TypeError(f"{value!r} is no {shape.__name__}")
    return value

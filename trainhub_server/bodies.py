"""Request bodies: limited in size, read strictly."""

import json
from collections.abc import Mapping
from typing import TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError

from trainhub_server.problems import invalid_model
from trainhub_server.refusals import Invalid, TooLarge

MOST_BYTES = 1_000_000
Model = TypeVar("Model", bound=BaseModel)


async def read(request: Request) -> bytes:
    """The whole body. Raises TooLarge as soon as it is known to be."""
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length) > MOST_BYTES:
        raise _too_large()
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise _too_large()
    return bytes(body)


def parsed(model: type[Model], body: bytes) -> Model:
    """The body as this model. Raises Invalid, also for fields it does not know, at any depth."""
    try:
        found = model.model_validate_json(body)
    except ValidationError as fault:
        raise invalid_model(fault) from fault
    if name := _unknown(found, json.loads(body)):
        raise Invalid(f"{name}: this field is not known here.")
    return found


def _unknown(value: object, raw: object, path: str = "") -> str | None:
    """The first field of the raw value that the model has not."""
    if isinstance(value, BaseModel) and isinstance(raw, Mapping):
        known = type(value).model_fields
        for name, inner in raw.items():
            where = f"{path}.{name}" if path else str(name)
            found = _unknown(getattr(value, name), inner, where) if name in known else where
            if found:
                return found
    elif isinstance(value, tuple) and isinstance(raw, list):
        for at, (part, inner) in enumerate(zip(value, raw, strict=False)):
            if found := _unknown(part, inner, f"{path}.{at}"):
                return found
    return None


def _too_large() -> TooLarge:
    return TooLarge(f"A request may be {MOST_BYTES // 1_000_000} MB at most; send less at once.")

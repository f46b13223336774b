"""Request bodies: limited in size, read strictly."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError

from trainhub_server.problems import invalid_model
from trainhub_server.refusals import Invalid, Late, TooLarge

MOST_BYTES = 1_000_000
LEAST_PACE = 1024  # bytes a second
Model = TypeVar("Model", bound=BaseModel)


async def read(request: Request) -> bytes:
    """The whole body. Raises TooLarge as soon as it is known to be."""
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length) > MOST_BYTES:
        raise _too_large()
    body = bytearray()
    async for chunk in chunks(request):
        body += chunk
        if len(body) > MOST_BYTES:
            raise _too_large()
    return bytes(body)


async def chunks(request: Request) -> AsyncIterator[bytes]:
    """The body as it comes. Raises Late when it falls behind its least pace by more than the patience that is set."""
    until = asyncio.get_running_loop().time() + request.app.state.site.settings.running.body_seconds
    more = True
    while more:
        try:
            async with asyncio.timeout_at(until):
                message = await request.receive()
        except TimeoutError:
            raise Late from None
        if message["type"] == "http.disconnect":
            raise Late
        chunk, more = message.get("body", b""), message.get("more_body", False)
        until += len(chunk) / LEAST_PACE
        yield chunk


def parsed(model: type[Model], body: bytes) -> Model:
    """The body as this model. Raises Invalid, also for fields it does not know, at any depth."""
    try:
        found = model.model_validate_json(body)
    except ValidationError as fault:
        raise invalid_model(fault) from fault
    if name := _unknown(found, json.loads(body, object_pairs_hook=_each_once)):
        raise Invalid(f"{name}: this field is not known here.")
    return found


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object as JSON. Raises Invalid where a name is told twice: two readers could take different ones."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise Invalid(f"{next(name for name in names if names.count(name) > 1)}: this field is told twice.")
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
    elif isinstance(value, Mapping) and isinstance(raw, Mapping):
        for name, inner in raw.items():
            if found := _unknown(value.get(name), inner, f"{path}.{name}" if path else str(name)):
                return found
    elif isinstance(value, tuple) and isinstance(raw, list):
        for at, (part, inner) in enumerate(zip(value, raw, strict=False)):
            if found := _unknown(part, inner, f"{path}.{at}"):
                return found
    return None


def _too_large() -> TooLarge:
    return TooLarge(f"A request may be {MOST_BYTES // 1_000_000} MB at most; send less at once.")

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
    """The body as this model. Raises Invalid, also for fields it does not know, and for a number told as text."""
    try:
        found = model.model_validate_json(body)
    except ValidationError as fault:
        raise invalid_model(fault) from fault
    if why := _stray(found, json.loads(body, object_pairs_hook=_each_once)):
        raise Invalid(why)
    return found


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object as JSON. Raises Invalid where a name is told twice: two readers could take different ones."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise Invalid(f"{next(name for name in names if names.count(name) > 1)}: this field is told twice.")
    return found


def _stray(value: object, raw: object, path: str = "") -> str | None:
    """The first thing in the raw value that the model has not, or read as a number or a yes though JSON says something else."""
    if isinstance(value, BaseModel | Mapping) and isinstance(raw, Mapping):
        known = type(value).model_fields if isinstance(value, BaseModel) else value
        for name, inner in raw.items():
            where = f"{path}.{name}" if path else str(name)
            if name not in known:
                return f"{where}: this field is not known here."
            if why := _stray(getattr(value, name) if isinstance(value, BaseModel) else value[name], inner, where):
                return why
    elif isinstance(value, tuple) and isinstance(raw, list):
        for at, (part, inner) in enumerate(zip(value, raw, strict=False)):
            if why := _stray(part, inner, f"{path}.{at}"):
                return why
    elif isinstance(value, int) and (isinstance(raw, str) or isinstance(value, bool) != isinstance(raw, bool)):
        return f"{path}: send {'true or false' if isinstance(value, bool) else 'a number'} as JSON writes it."
    return None


def _too_large() -> TooLarge:
    return TooLarge(f"A request may be {MOST_BYTES // 1_000_000} MB at most; send less at once.")

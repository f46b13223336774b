"""Parts of the OpenAPI document that follow from what an operation takes: which refusals, and schemas as strict as the server."""

import json
from collections.abc import Iterator
from copy import deepcopy
from http import HTTPStatus
from typing import cast

from pydantic import JsonValue

from trainhub_server.problems import MEDIA_TYPE

Json = dict[str, JsonValue]
BYTES = ("read_file", "read_part")
OPEN = (*BYTES, "check_health", "check_readiness", "read_sign_in")
STATUSES = (401, 403, 404, 408, 409, 410, 413, 416, 422, 429, 503)
"""What any operation refuses with."""
EXPIRING = (*BYTES, "read_changes", "listen", "accept_invitation")
CLOSED = "Sent"
REF = "#/components/schemas/"
_SECONDS: JsonValue = {
    "description": "Seconds until it is worth asking again",
    "required": True,
    "schema": {"type": "integer", "minimum": 0},
}
_SCHEME: JsonValue = {"description": "How to prove who asks", "required": True, "schema": {"type": "string", "const": "Bearer"}}


def refusals(name: str, operation: Json) -> set[int]:
    """Every status that this operation refuses with."""
    places = {str(it["in"]) for it in cast("list[Json]", operation.get("parameters", []))}
    found = {422, 503}
    if name not in OPEN:
        found |= {401, 403, 429}
    if "path" in places or "requestBody" in operation:
        found |= {404, 409}
    if "requestBody" in operation:
        found |= {408, 413}
    if name in EXPIRING:
        found |= {410}
    return found | ({403, 404, 416} if name in BYTES else set())


def refusal(status: int, problem: Json) -> Json:
    """A refusal as documented, with the headers that say what to do."""
    told: Json = {
        "description": f"{HTTPStatus(status).phrase}, with a sentence that says why",
        "content": {MEDIA_TYPE: {"schema": problem}},
    }
    if status == 401:
        told["headers"] = {"WWW-Authenticate": _SCHEME}
    if status in (429, 503):
        told["headers"] = {"Retry-After": _SECONDS}
    return told


def sendable(schema: Json) -> Json:
    """The schema of a parameter without null, which no address can say: it is left out instead."""
    choices = cast("list[Json]", schema.get("anyOf", []))
    if {"type": "null"} not in choices:
        return schema
    told = {name: value for name, value in schema.items() if name != "anyOf"}
    return {**told, **next(it for it in choices if it != {"type": "null"})}


def as_strict(schemas: Json) -> Json:
    """The schemas as the server reads: what is asked of a mapping's keys is asked of every key, and a choice between models is told."""
    told: Json = json.loads(json.dumps(schemas), object_hook=_told_keys)
    for schema in _within_all(told):
        choice = cast("Json", schema.get("discriminator", {}))
        for ref in cast("Json", choice.get("mapping", {})).values():
            model = cast("Json", told[str(ref).removeprefix(REF)])
            required = cast("list[JsonValue]", model.setdefault("required", []))
            required += [name for name in (choice["propertyName"],) if name not in required]
    return told


def _within_all(value: JsonValue) -> Iterator[Json]:
    """Every object in it."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _within_all(inner)


def _told_keys(schema: Json) -> Json:
    by_pattern = schema.get("patternProperties")
    if not isinstance(by_pattern, dict):
        return schema
    ((pattern, value),) = by_pattern.items()
    names = cast("Json", schema.get("propertyNames", {}))
    told = {name: it for name, it in schema.items() if name != "patternProperties"}
    return {**told, "propertyNames": {"type": "string", **names, "pattern": pattern}, "additionalProperties": value}


def closed(schemas: Json, orders: list[str]) -> Json:
    """All schemas, and those inside of orders once more with nothing else in them: an answer may grow, a body may not."""
    inside = _within(schemas, [ref.removeprefix(REF) for ref in orders])
    tops = {ref.removeprefix(REF) for ref in orders}
    sent = {name for name in inside - tops if "properties" in cast("Json", schemas[name])}
    renamed: Json = {}
    for name in sorted(inside):
        schema = json.loads(json.dumps(schemas[name]), object_hook=lambda it: _renamed(it, sent))
        if name in sent:
            renamed[f"{CLOSED}{name}"] = {**schema, "additionalProperties": False}
        else:
            renamed[name] = schema
    return {**deepcopy(schemas), **renamed}


def _within(schemas: Json, names: list[str]) -> set[str]:
    """The names of what these are made of, themselves included."""
    found: set[str] = set()
    while names:
        name = names.pop()
        if name not in found:
            found.add(name)
            text = json.dumps(schemas[name])
            names += [it for it in schemas if f'"{REF}{it}"' in text]
    return found


def _renamed(schema: Json, sent: set[str]) -> Json:
    name = str(schema.get("$ref", "")).removeprefix(REF)
    if name in sent:
        return {**schema, "$ref": f"{REF}{CLOSED}{name}"}
    if isinstance(mapping := schema.get("mapping"), dict):
        return {**schema, "mapping": {key: f"{REF}{CLOSED}{str(ref).removeprefix(REF)}" for key, ref in mapping.items()}}
    return schema

"""The OpenAPI document says what the server takes: kinds of values, keys of mappings, what chooses between models, where a link leads."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server.organising import employee
from tests.server.practising import PRACTICE, answered, submitted
from tests.server.running import problem, started
from trainhub_core.models.organisations import Role
from trainhub_core.operations import ROOT
from trainhub_server import openapi
from trainhub_server.app import create_app
from trainhub_server.document_links import LINKS
from trainhub_server.settings import Settings

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return openapi.document(create_app(Settings(database="", files=Path())))


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(inner)


def test_every_key_of_a_mapping_is_described(document: dict[str, Any]) -> None:
    """API-1: a pattern that holds for some keys alone would leave every other key right."""
    assert not [it for it in _objects(document["components"]) if "patternProperties" in it]
    replies = document["components"]["schemas"]["SentAttempt"]["properties"]["replies"]
    assert set(replies["propertyNames"]) == {"maxLength", "minLength", "pattern", "type"}
    assert replies["additionalProperties"] == {"$ref": "#/components/schemas/SentReply"}


def test_what_chooses_between_models_is_required(document: dict[str, Any]) -> None:
    """API-1: an answer without its type is refused, and the document says so."""
    schemas = document["components"]["schemas"]
    chosen = [it["discriminator"] for it in _objects(schemas) if isinstance(it.get("discriminator"), dict)]
    assert chosen
    for choice in chosen:
        for ref in choice["mapping"].values():
            assert choice["propertyName"] in schemas[ref.rpartition("/")[2]]["required"]


def test_a_link_leads_to_an_operation_and_fills_what_it_takes(document: dict[str, Any]) -> None:
    """API-1: every link names an operation, its parameters, and fields that its source has."""
    operations = {it["operationId"]: it for path in document["paths"].values() for it in path.values()}
    assert set(LINKS) <= set(operations)
    for source, links in LINKS.items():
        assert len(operations[source]["responses"]["200"]["links"]) == len(links)
        for link in links:
            takes = {it["name"] for it in operations[link.to].get("parameters", [])}
            assert set(link.parameters or {}) <= takes, (source, link)
            assert ("requestBody" in operations[link.to]) or not link.body
            for told in filter(lambda it: it.startswith("$"), _texts([link.parameters, link.body])):
                assert _is_there(document, operations[source], told), (source, told)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(inner)


def _is_there(document: dict[str, Any], source: dict[str, Any], told: str) -> bool:
    """Whether the schemas have what an expression points at."""
    place, _, pointer = told.partition("#")
    if place.startswith("$request.path."):
        return any(it["name"] == place.removeprefix("$request.path.") for it in source["parameters"])
    holder = source["requestBody"] if place == "$request.body" else source["responses"]["200"]
    schema = holder["content"]["application/json"]["schema"]
    for step in pointer.split("/")[1:]:
        schema = _resolved(document, schema)
        schema = schema.get("items") if step.isdecimal() else schema.get("properties", {}).get(step)
        if schema is None:
            return False
    return True


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        found: dict[str, Any] = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found
    return schema


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("POST", "register-webinar", {"webinar_id": "talk", "at": 1772443800}, "at"),
        ("POST", "register-webinar", {"webinar_id": "talk", "at": "1772443800"}, "at"),
        ("PUT", "member-access", {"organisation_id": "programme", "learner_id": "ana", "active": "yes"}, "active"),
        ("PUT", "member-access", {"organisation_id": "programme", "learner_id": "ana", "active": 0}, "active"),
        ("POST", "invitations", {"organisation_id": "programme", "days": "7"}, "days"),
        ("POST", "invitations", {"organisation_id": "programme", "days": True}, "days"),
    ],
)
async def test_a_value_of_another_kind_is_refused(database: str, tmp_path: Path, method: str, path: str, body: Any, field: str) -> None:
    """API-1: a number for a moment, a text for a number, a word for a yes; the sentence names the field."""
    async with started(database, tmp_path / "files") as server:
        admin = await employee(server, "Ada", Role.ADMIN, "programme")
        refused = problem(await admin.send(method, f"{ROOT}/{path}", json.dumps(body)))
        assert (refused.status, refused.detail.partition(":")[0]) == (422, field)
        assert not refused.detail.endswith("..")


@pytest.mark.parametrize("key", ["", "a b", "-a", "x" * 161])
async def test_a_reply_under_a_key_that_no_question_has_is_refused(database: str, tmp_path: Path, key: str) -> None:
    """API-1: as the document says of keys."""
    async with started(database, tmp_path / "files", pack=lambda: PRACTICE) as server:
        told = json.loads(submitted(answered()).body())
        replies = told["attempt"]["replies"]
        replies[key] = replies.pop(next(iter(replies)))
        ana = await server.partner()
        assert problem(await ana.send("POST", f"{ROOT}/attempts", json.dumps(told))).status == 422

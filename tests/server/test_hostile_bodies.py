"""Every field of every order, filled with what nobody sends in good faith. Source: issue 5, Bad input and attack. Both engines."""

import json
from collections.abc import AsyncIterator, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.server.organising import employee
from tests.server.practising import PRACTICE
from tests.server.running import Partner, problem, started
from tests.server.test_authorisation import OPERATIONS, url
from trainhub_core.models.organisations import Role
from trainhub_core.operations import ROOT
from trainhub_server import openapi

pytestmark = pytest.mark.anyio
HOSTILE: tuple[Any, ...] = (
    *(
        "",
        "\x00",
        "a\x00b",
        "\ud800",
        "%",
        "_",
        "'; DROP TABLE learners; --",
        "../../etc/passwd",
        "\u202eevil",
        "\x1b]52;c;eA==\x07",
        "e\u0301",
    ),
    *("ＦＩＲＳＴ", "x" * 30_000, -1, 0, 2**31, 2**63, 10**30, 1.5, True, None, [], {}, [[]], {"$ne": 1}),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-02-30T00:00:00Z", "-1", "1e400"),
)
WORST = ("a\x00b", "\ud800", 10**30, "0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z")
BOMBS = (
    *("{" * 100_000, "[" * 100_000, '{"a":' * 50_000 + "1" + "}" * 50_000, '{"at":' + "9" * 100_000 + "}", '{"at":1e999999999}'),
    *(
        "NaN",
        "Infinity",
        '{"at":NaN}',
        '{"at":-Infinity}',
        '"\\ud800"',
        '{"\\ud800":1}',
        "\ufeff{}",
        "{}{}",
        "null",
        '{"a":1,"a":2}',
        "\x00",
    ),
)
OPEN = (("attempt", "replies"),)
"""Fields whose names are the learner's: what was answered, by question."""
ORDERED = sorted(openapi.ORDERS)


@pytest.fixture
async def ann(database: str, tmp_path: Path) -> AsyncIterator[Partner]:
    """Who may do everything, so that each order is read to its end."""
    async with started(database, tmp_path / "files", pack=lambda: PRACTICE) as server:
        yield await employee(server, "Ann", Role.ADMIN, "programme")


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every value in it, whole objects and lists too."""
    parts: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in parts:
        yield (*path, name)
        yield from leaves(inner, (*path, name))


def replaced(value: Any, path: tuple[str | int, ...], by: Any) -> Any:
    changed = deepcopy(value)
    inner = changed
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = by
    return changed


def full(name: str) -> Any:
    """A right body of this order, with every field of its model."""
    given = json.loads(OPERATIONS[name].body)
    return openapi.ORDERS[name].model_validate(given).model_dump(mode="json")  # type: ignore[attr-defined]


def no_fault(answer: httpx.Response, what: object) -> None:
    if answer.status_code >= 400:
        assert problem(answer).status < 500, f"{what!r:.200}: {answer.text}"


async def test_no_value_in_any_field_is_a_fault_of_the_server(ann: Partner) -> None:
    """Each field gets a third of what there is in turn, and the worst of it always."""
    for name in ORDERED:
        row, body = OPERATIONS[name], full(name)
        for at, path in enumerate(leaves(body)):
            for value in (*WORST, *HOSTILE[at % 3 :: 3]):
                told = json.dumps(replaced(body, path, value))
                no_fault(await ann.send(row.method, url(row), told), (name, path, value))


async def test_a_field_that_nobody_asked_for_is_refused_at_every_depth(ann: Partner) -> None:
    """API-3: mass assignment."""
    for name in ORDERED:
        row, body = OPERATIONS[name], full(name)
        for path in [path for path in ((), *leaves(body)) if isinstance(inner(body, path), dict) and path not in OPEN]:
            for field in ("learner", "is_admin", "__proto__"):
                answer = await ann.send(row.method, url(row), json.dumps(replaced(body, (*path, field), "ben")))
                assert problem(answer).status == 422, (name, path, field)


async def test_a_field_that_is_told_twice_is_refused(ann: Partner) -> None:
    """Of two readers one could take the first and one the last."""
    for name in ORDERED:
        row, body = OPERATIONS[name], json.dumps(full(name))
        first = json.dumps(next(iter(json.loads(body)), "kind"))
        answer = await ann.send(row.method, url(row), f'{{{first}: "x", {first}: "x", {body[1:]}')
        assert problem(answer).status == 422, name
    body = '{"webinar_id": "tiny", "webinar_id": "talk", "at": "2026-03-02T09:00:00Z"}'
    assert problem(await ann.send("POST", f"{ROOT}/register-webinar", body)).detail == "webinar_id: this field is told twice."


async def test_no_bomb_of_json_is_more_than_refused(ann: Partner) -> None:
    for name in ORDERED:
        row = OPERATIONS[name]
        for bomb in BOMBS:
            answer = await ann.send(row.method, url(row), bomb)
            assert problem(answer).status == 422, (name, bomb[:40])


def inner(value: Any, path: tuple[str | int, ...]) -> Any:
    for name in path:
        value = value[name]
    return value

"""Addresses, queries and headers that nobody sends in good faith. Source: issue 5, Bad input and attack. Both engines."""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.server.organising import employee
from tests.server.practising import PRACTICE
from tests.server.programme import NOW
from tests.server.running import Partner, Server, problem, started
from tests.server.test_authorisation import OPERATIONS
from tests.server.test_hostile_bodies import no_fault
from trainhub_core.models.organisations import Role
from trainhub_core.operations import ROOT, RegisterWebinar

pytestmark = pytest.mark.anyio
HOSTILE = (
    *(
        "\x00",
        "a\x00b",
        "%",
        "_",
        "%%",
        "' OR 1=1 --",
        "\\",
        "../../etc/passwd",
        "..",
        "\u202e",
        "\x1b[2J",
        "e\u0301",
        "ｆｉｒｓｔ-ｓｔｅｐｓ",
    ),
    *("\U0001f4a9", "x" * 5_000, "-1", "0", "1.5", "1e3", str(10**18), str(-(10**18)), str(10**40), "NaN", "Infinity", "true", "null", "٣"),
)
PLACES = {"course_id": "first-steps", "resource_id": "guide", "organisation_id": "acme", "sha256": "0" * 64, "upload_id": "00"}
EDGES = ("offset=-1", "offset=1.5", f"offset={10**18}", "offset=1e3", "limit=0", "limit=101", "limit=NaN", "limit=")
PAGES = ("offset", "limit")
PLACES |= {"number": "1", "part": "index.m3u8"}


@pytest.fixture
async def hub(database: str, tmp_path: Path) -> AsyncIterator[tuple[Server, Partner]]:
    async with started(database, tmp_path / "files", pack=lambda: PRACTICE) as server:
        yield server, await employee(server, "Ann", Role.ADMIN, "programme")


async def operations(server: Server) -> list[tuple[str, str, dict[str, list[str]], str]]:
    """Method, path, its parameters by where they are, and the name, of everything but the stream, which has no end."""
    document = (await server.client().get("/openapi.json")).json()
    return [
        (method.upper(), path, by_place(it.get("parameters", [])), it["operationId"])
        for path, item in document["paths"].items()
        for method, it in item.items()
        if it["operationId"] != "listen"
    ]


def by_place(parameters: list[dict[str, str]]) -> dict[str, list[str]]:
    return {place: [it["name"] for it in parameters if it["in"] == place] for place in ("path", "query", "header")}


def addresses(path: str, parameters: dict[str, list[str]]) -> Iterator[str]:
    """The address with each of its parts, and each of its questions, replaced by each hostile word."""
    usual = path.format(**PLACES)
    for word in HOSTILE:
        told = quote(word, safe="", errors="surrogatepass")
        yield from (path.format(**PLACES | {name: told}) for name in parameters["path"])
        yield from (f"{usual}?{name}={told}" for name in parameters["query"] if name not in PAGES)


async def test_no_word_in_any_address_is_a_fault_of_the_server(hub: tuple[Server, Partner]) -> None:
    server, ann = hub
    for method, path, parameters, name in await operations(server):
        for address in addresses(path, parameters):
            answer = await ann.http.request(method, address, content=OPERATIONS[name].body, headers={"Idempotency-Key": "key"})
            no_fault(answer, f"{method} {address}")


async def test_no_header_is_a_fault_of_the_server(hub: tuple[Server, Partner]) -> None:
    server, ann = hub
    words = [word.encode("latin-1", "replace").replace(b"\x00", b"") for word in HOSTILE] + [b"\xff\xfe", b"bytes=0-0,2-3", b"bytes=-"]
    for method, path, parameters, name in await operations(server):
        for header in {*parameters["header"]} - {"Idempotency-Key"} or {"X-Request-Id"}:
            for word in words if parameters["header"] else words[:2]:
                told = {b"Idempotency-Key": b"key", header.encode(): word}
                answer = await ann.http.request(method, path.format(**PLACES), content=OPERATIONS[name].body, headers=told)
                no_fault(answer, f"{method} {path} {header}: {word!r}")


async def test_a_key_that_is_none_is_refused(hub: tuple[Server, Partner]) -> None:
    _, ann = hub
    for key in (b"", b" ", b"a b", b"\xff", b"x" * 65, "\u0663".encode(), b"a\tb"):
        told = {b"Idempotency-Key": key}
        answer = await ann.http.post(f"{ROOT}/register-webinar", content=RegisterWebinar(webinar_id="talk", at=NOW).body(), headers=told)
        assert problem(answer).status == 422, key


async def test_a_cursor_that_is_none_is_refused(hub: tuple[Server, Partner]) -> None:
    _, ann = hub
    for since in ("x.--1.0", "\x00.0.0", "x.0", "x.\u0663.0", "x.1e3.0", "x." + "9" * 30 + ".0", ".0.0.0", "x.-.-"):
        assert problem(await ann.get("changes", since=since)).status == 422
        told = {b"Last-Event-ID": since.encode().replace(b"\x00", b"\x01")}
        assert problem(await ann.http.get(f"{ROOT}/events", headers=told)).status == 422


async def test_a_question_that_is_asked_twice_is_refused(hub: tuple[Server, Partner]) -> None:
    """A proxy and a server could take different ones."""
    _, ann = hub
    for query in ("limit=1&limit=2", "q=a&q=b", "limit=1&offset=0&%6cimit=1"):
        told = problem(await ann.http.get(f"{ROOT}/courses?{query}"))
        assert (told.status, told.detail.endswith("asked twice.")) == (422, True)
    assert problem(await ann.http.get(f"{ROOT}/courses?" + "&".join(f"a{number}" for number in range(200)))).status == 422


async def test_no_page_is_beyond_the_edges(hub: tuple[Server, Partner]) -> None:
    server, ann = hub
    for method, path, parameters, _ in await operations(server):
        for query in EDGES:
            if query.partition("=")[0] in parameters["query"]:
                assert problem(await ann.http.request(method, f"{path.format(**PLACES)}?{query}")).status == 422, (path, query)


async def test_signs_of_sql_are_letters_like_others(hub: tuple[Server, Partner]) -> None:
    """LEARN-1: a search for % finds what has a % in it, and nothing else."""
    _, ann = hub
    for sign in ("%", "_", "\\", "*", "%_%", "' OR '1'='1"):
        for path in ("courses", "resources"):
            assert (await ann.get(path, q=sign)).json()["items"] == [], sign


async def test_an_id_that_only_looks_the_same_is_another(hub: tuple[Server, Partner]) -> None:
    """API-3: no two spellings of one id."""
    _, ann = hub
    for alike in ("FIRST-STEPS", "ｆｉｒｓｔ-ｓｔｅｐｓ", "first-steps ", "first\u2010steps", "first-steps\u200b", "first-steps%00"):
        assert problem(await ann.http.get(f"{ROOT}/courses/{quote(alike, safe='%')}")).status in (404, 422)
        body = RegisterWebinar(webinar_id="talk", at=NOW).body().replace("talk", alike)
        assert problem(await ann.send("POST", f"{ROOT}/register-webinar", body)).status in (404, 422)


async def test_what_an_address_takes_is_said_in_full(hub: tuple[Server, Partner]) -> None:
    """RFC 9110: Allow names every method, whichever route has them."""
    server, ann = hub
    allowed: dict[str, set[str]] = {}
    for method, path, _, _ in await operations(server):
        allowed.setdefault(path, set()).add(method)
    for path, methods in allowed.items():
        answer = await ann.http.request("PATCH", path.format(**PLACES))
        said = set(re.split(r",\s*", answer.headers["allow"]))
        assert (problem(answer).status, said - {"HEAD"} >= methods) == (405, True), path

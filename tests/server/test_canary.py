"""Secrets are sent through every operation, and searched for everywhere something is written. Source: reliability.md, HTTP and Server."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

from tests.ports import free_port
from tests.server.collector import Collector
from tests.server.postgres import Postgres, named_database
from tests.server.serving import Serving, command, environment, get, serving
from trainhub_core.operations import ROOT

pytestmark = pytest.mark.xdist_group("canary")  # one server for all of them
PASSWORD, JWT_SECRET = "canary-database-password", "canary-jwt-secret-0123456789-0123456789"
IN_QUERY, IN_PATH, IN_BODY, IN_HEADER = "canary-query", "canary-path", "canary-body", "canary-header"
ODD = "th_canary-of-nobody-0123456789"
NOT_A_JWT = "eyJjYW5hcnkiOiJjYW5hcnkifQ.eyJjYW5hcnkiOiJjYW5hcnkifQ.canary-signature"
JWT = {"TRAINHUB_JWT_SECRET": JWT_SECRET, "TRAINHUB_JWT_ISSUER": "https://issuer.example/auth/v1"}
SIGNED = re.compile(r"signature=[0-9a-f]{64}")


@dataclass
class Everything:
    """A server at its most talkative, everything it wrote, and the secrets that went through it."""

    server: Serving
    secrets: tuple[str, ...]
    answers: list[httpx.Response]
    metrics: str
    traces: bytes
    arguments: str
    signed: str


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory, postgres_server: Postgres) -> Iterator[Everything]:
    folder, collector, place = tmp_path_factory.mktemp("canary"), Collector(), f"127.0.0.1:{free_port()}"
    address = named_database(postgres_server, "canary").replace("@", f":{PASSWORD}@")
    words = ("--workers", "2", "--log-level", "debug", "--metrics", place, "--traces", collector.place)
    with serving(folder, *words, database=address, env={**JWT, "TRAINHUB_DRAIN_SECONDS": "0"}) as server:
        answers = [answer for token in (server.token, ODD, NOT_A_JWT) for answer in _every_operation(server, token)]
        signed = _signed(server)
        answers += [get(server.url + it) for it in (signed, signed.replace("signature=", "signature=0"), signed + "&more=1")]
        parent = psutil.Process(server.process.pid)
        arguments = " ".join(word for it in (parent, *parent.children()) for word in it.cmdline())
        metrics = get(f"http://{place}/metrics").text
        server.process.terminate()
        server.process.wait(60)
        collector.close()
        secrets = (
            server.token,
            PASSWORD,
            JWT_SECRET,
            IN_QUERY,
            IN_PATH,
            IN_BODY,
            IN_HEADER,
            ODD,
            NOT_A_JWT,
            signed.partition("signature=")[2],
        )
        yield Everything(server, secrets, answers, metrics, collector.bodies, arguments, signed)


def _every_operation(server: Serving, token: str) -> Iterator[httpx.Response]:
    """Each operation of the document, its parts, query and body filled with canaries. Nobody is told to delete themselves."""
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": IN_HEADER, "Cookie": IN_HEADER, "X-Forwarded-For": IN_HEADER}
    with httpx.Client(base_url=server.url, headers=headers, timeout=60) as client:
        for path, methods in client.get("/openapi.json").json()["paths"].items():
            for method, operation in methods.items():
                if operation["operationId"] == "listen":
                    continue  # it never ends
                address = re.sub(r"\{[^}]*\}", IN_PATH, path)
                body = b'{"name":"%s","webinar_id":"%s"}' % (IN_BODY.encode(), IN_BODY.encode())
                query = dict.fromkeys(("q", "token", "signature", "cursor"), IN_QUERY) | {"expires": "99999999999"}
                assert operation["operationId"]
                yield client.request(method.upper(), address, params=query, content=body if method != "get" else b"")


def _signed(server: Serving) -> str:
    """A signed address of a file of the starter pack."""
    with httpx.Client(base_url=server.url, headers=server.bearer, timeout=60) as client:
        for resource in client.get(f"{ROOT}/resources", params={"limit": 100}).json()["items"]:
            found = client.get(f"{ROOT}/resources/{resource['id']}/download")
            if found.status_code == 200 and "signature=" in found.json()["url"]:
                return str(found.json()["url"])
    raise AssertionError("no resource has a file")


def _found(secrets: tuple[str, ...], text: str) -> list[str]:
    return [secret for secret in secrets if secret in text]


def test_no_secret_is_in_the_server_s_log(everything: Everything) -> None:
    log = everything.server.told()
    assert log.count('"event":"request"') > 3 * 40, "it was written down at all"
    assert _found(everything.secrets, log) == []
    assert not SIGNED.search(log)
    assert "ada-partner" not in log and "Ada Partner" not in log, "nor whose they are"


def test_no_secret_is_in_metrics_traces_and_arguments(everything: Everything) -> None:
    assert "trainhub_request_seconds_count" in everything.metrics
    assert _found(everything.secrets, everything.metrics) == []
    assert b"register-webinar" in everything.traces
    assert _found(everything.secrets, everything.traces.decode("latin-1")) == []
    assert "trainhub_server" in everything.arguments
    assert _found(everything.secrets, everything.arguments) == []


def test_no_refusal_says_a_secret_or_is_a_fault_of_the_server(everything: Everything) -> None:
    """What somebody sent in a body's field may be named to them; tokens, keys, passwords and signatures never."""
    held = tuple(it for it in everything.secrets if it not in (IN_BODY, IN_PATH, IN_QUERY))
    assert {answer.status_code for answer in everything.answers} <= {200, 401, 403, 404, 409, 410, 415, 422}
    for answer in everything.answers:
        if answer.status_code != 200:
            assert _found(held, answer.text + str(answer.headers)) == [], answer.request.url.path
            assert answer.headers["content-type"].startswith(("application/problem+json", "application/json"))


def test_no_secret_is_in_what_a_server_says_that_cannot_start(tmp_path: Path) -> None:
    told = {**JWT, "TRAINHUB_DATABASE": f"postgresql://hub:{PASSWORD}@127.0.0.1:{free_port()}/hub"}
    said = "".join(command("--port", "0", "--log-level", "debug", env=told, status=1))
    assert said and not _found((PASSWORD, JWT_SECRET), said)
    wrong = {
        **told,
        "TRAINHUB_PORT": PASSWORD,
        "TRAINHUB_TRACES": f"http://x:{PASSWORD}@x",
        "TRAINHUB_WORKERS_FILE": "/canary-database-password",
    }
    said = "".join(command(env=wrong, status=2))
    assert said and not _found((PASSWORD, JWT_SECRET), said)


def test_nothing_that_the_app_keeps_or_says_has_a_secret(tmp_path: Path) -> None:
    """Its stores, its log, what it prints, and what its crash would say."""
    home = tmp_path / "home"
    with serving(tmp_path) as server:

        def app(*words: str) -> str:
            env = environment(TRAINHUB_HOME=str(home), TRAINHUB_TOKEN=server.token, TRAINHUB_KEYRING="off", PATH="/usr/bin:/bin")
            line = [sys.executable, "-m", "trainhub_tui", "--server", server.url, *words]
            done = subprocess.run(line, env=env, capture_output=True, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL)
            assert "Traceback" not in done.stderr, done.stderr
            return done.stdout + done.stderr

        resources = get(f"{server.url}{ROOT}/resources", headers=server.bearer, params={"limit": 100}).json()["items"]
        of_file = next(it["id"] for it in resources if it.get("sha256"))
        lines = (("sync",), ("download", of_file), ("dashboard",), ("doctor",), ("outbox",), ("whoami",), ("download", "canary-nothing"))
        said = "".join(app(*words) for words in lines)
    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert len(kept) > 10_000, "it kept something at all"
    for text in (said, kept.decode("latin-1")):
        assert server.token not in text
        assert not SIGNED.search(text)

"""The server as a process: the child of an app, and the server of an organisation. Source: the issue's Embedded."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from tests.ports import free_port
from tests.server.serving import get, until
from trainhub_core.models.views import Dashboard
from trainhub_core.operations import ROOT

TOLD = {"token": "a-token-of-one-learner", "learner_name": "Ada Partner", "zone": "Europe/Berlin"}
BEARER = {"Authorization": f"Bearer {TOLD['token']}"}
SERVER = (sys.executable, "-m", "trainhub_server")
unix_only = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no Unix sockets on this system")


@contextmanager
def child(*words: str | Path) -> Iterator[subprocess.Popen[str]]:
    """An embedded server whose stdin we hold."""
    process = subprocess.Popen(
        [*SERVER, "--embedded", *map(str, words)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream:
                stream.close()


def tell(process: subprocess.Popen[str], **told: str) -> dict[str, object]:
    """What the child answers to its first line."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps({**TOLD, **told}) + "\n")
    process.stdin.flush()
    line = process.stdout.readline()
    return dict(json.loads(line)) if line else {}


def over(path: Path) -> httpx.Client:
    """Who asks over this socket."""
    return httpx.Client(transport=httpx.HTTPTransport(uds=str(path)), base_url="http://trainhub", headers=BEARER, timeout=60)


def home_over(path: Path) -> Dashboard:
    with over(path) as client:
        return Dashboard.model_validate_json(client.get(f"{ROOT}/dashboard").raise_for_status().content)


@unix_only
def test_the_child_serves_on_a_private_socket_and_ends_with_its_parent(tmp_path: Path) -> None:
    """Embedded: it dies with its parent; only this user can reach it."""
    path = tmp_path / "hub.sock"
    with child("--data", tmp_path / "data", "--socket", path) as process:
        assert tell(process) == {"ready": True, "base_url": "http://trainhub"}
        assert path.stat().st_mode & 0o777 == 0o600
        assert (tmp_path / "data" / "hub.db").stat().st_mode & 0o777 == 0o600
        assert home_over(path).learner_name == "Ada Partner"
        assert process.stdin
        process.stdin.close()
        assert process.wait(30) == 0
        assert not path.exists()


@unix_only
def test_the_child_of_a_killed_parent_ends(tmp_path: Path) -> None:
    """Embedded: also when the parent is killed with -9."""
    path = tmp_path / "hub.sock"
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, *SERVER, "--embedded", "--data", str(tmp_path / "data"), "--socket", str(path)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout
    grandchild = int(parent.stdout.readline())
    assert json.loads(parent.stdout.readline())["ready"]
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert parent.stdout.read() == "", "the end of its output comes when the grandchild, which holds it too, has ended"
    with pytest.raises(ProcessLookupError):
        _reap(grandchild)
    parent.stdout.close()


PARENT = """
import subprocess, sys, json
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, text=True)
print(child.pid, flush=True)
child.stdin.write(json.dumps({"token": "a-token-of-one-learner", "learner_name": "Ada"}) + "\\n")
child.stdin.flush()
child.wait()
"""


def _reap(pid: int) -> None:
    """Raises ProcessLookupError once the process is gone, or is nothing but an entry nobody has collected."""
    os.kill(pid, 0)
    state = Path(f"/proc/{pid}/stat")
    if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
        raise ProcessLookupError


@unix_only
def test_two_windows_share_one_folder(tmp_path: Path) -> None:
    """Embedded: two windows at once work; what one does, the other sees."""
    paths = [tmp_path / f"{number}.sock" for number in range(2)]
    with (
        child("--data", tmp_path / "data", "--socket", paths[0]) as one,
        child("--data", tmp_path / "data", "--socket", paths[1]) as other,
    ):
        assert tell(one)["ready"]
        assert tell(other)["ready"]
        webinar = home_over(paths[0]).webinars[0].webinar
        body = {"webinar_id": webinar.id, "at": "2026-01-01T00:00:00Z"}
        with httpx.Client(
            transport=httpx.HTTPTransport(uds=str(paths[0])), base_url="http://trainhub", headers=BEARER, timeout=60
        ) as client:
            client.post(f"{ROOT}/register-webinar", json=body, headers={"Idempotency-Key": "key"}).raise_for_status()
        seen = home_over(paths[1]).webinars[0]
        assert seen.registration is not None
        assert seen.webinar.taken == 1


@unix_only
def test_what_one_window_does_the_stream_of_the_other_tells(tmp_path: Path) -> None:
    """API-4, Embedded: two processes on one SQLite file, each telling what the other wrote."""
    paths = [tmp_path / f"{number}.sock" for number in range(2)]
    with (
        child("--data", tmp_path / "data", "--socket", paths[0]) as one,
        child("--data", tmp_path / "data", "--socket", paths[1]) as other,
    ):
        assert tell(one)["ready"] and tell(other)["ready"]
        webinar = home_over(paths[0]).webinars[0].webinar
        body = {"webinar_id": webinar.id, "at": "2026-01-01T00:00:00Z"}
        here, there = (
            httpx.Client(transport=httpx.HTTPTransport(uds=str(it)), base_url="http://trainhub", headers=BEARER, timeout=60) for it in paths
        )
        with here, there, there.stream("GET", f"{ROOT}/events", timeout=60) as stream:
            lines = stream.iter_lines()
            assert next(lines) == "event: hello"
            here.post(f"{ROOT}/register-webinar", json=body, headers={"Idempotency-Key": "key"}).raise_for_status()
            heard = next(line for line in lines if '"kinds"' in line)
            assert json.loads(heard.removeprefix("data: "))["kinds"] == ["registration", "webinar"]
            assert other.stdin
            other.stdin.close()
            assert "event: closing" in list(lines), "a server that ends says so"
            assert other.wait(60) == 0


def test_a_loopback_port_serves_where_sockets_are_missing(tmp_path: Path) -> None:
    with child("--data", tmp_path / "data", "--port", "0") as process:
        base_url = str(tell(process)["base_url"])
        assert base_url.startswith("http://127.0.0.1:")
        assert get(f"{base_url}/healthz").json() == {"status": "ok"}
        assert get(f"{base_url}{ROOT}/dashboard").status_code == 401
        assert get(f"{base_url}{ROOT}/dashboard", headers=BEARER).status_code == 200


def test_a_child_that_is_told_nonsense_says_so_and_nothing_secret(tmp_path: Path) -> None:
    with child("--data", tmp_path / "data", "--port", "0") as process:
        assert tell(process, token="short-secret") == {}
        assert process.wait(60) == 2
        assert process.stderr
        assert process.stderr.read() == "trainhub_server: the token on stdin must have 16 characters or more\n"


def command(*words: str | Path, status: int = 0) -> tuple[str, str]:
    done = subprocess.run([*SERVER, *map(str, words)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == status, done.stderr
    return done.stdout, done.stderr


@pytest.mark.skipif(not hasattr(socket, "SO_REUSEPORT"), reason="processes cannot share a port on this system")
def test_several_workers_serve_one_address_and_end_with_their_parent(tmp_path: Path) -> None:
    """API-1: one that is killed is replaced; all of them end with their parent, however it ends."""
    port = free_port()
    words = ["--database", tmp_path / "hub.db", "--migrate", "--port", str(port), "--workers", "2"]
    parent = subprocess.Popen([*SERVER, *map(str, words)], stderr=subprocess.PIPE, text=True)
    try:
        assert parent.stderr
        assert parent.stderr.readline() == f"The Training Hub listens on http://127.0.0.1:{port}\n"
        assert get(f"http://127.0.0.1:{port}/healthz").json() == {"status": "ok"}
        first, other = psutil.Process(parent.pid).children()
        first.kill()
        until(lambda: {it.pid for it in psutil.Process(parent.pid).children()} - {first.pid, other.pid} != set())
        again = psutil.Process(parent.pid).children()
        parent.kill()
        parent.wait()
        assert psutil.wait_procs(again, timeout=60)[1] == []
        assert "cannot be listened on" not in parent.stderr.read()
    finally:
        parent.kill()
        parent.wait()


def test_workers_that_cannot_start_say_so(tmp_path: Path) -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", port)):
        words: list[str | Path] = ["--database", tmp_path / "hub.db", "--workers", "2", "--port"]
        assert f"127.0.0.1:{port} cannot be listened on" in command(*words, str(port), status=1)[1]
    assert "name one with --port" in command(*words, "0", status=1)[1]
    assert "not up to date" in command(*words, str(port), status=1)[1]


def test_a_token_is_printed_once_and_kept_as_a_hash_alone(tmp_path: Path) -> None:
    """API-3."""
    database = tmp_path / "hub.db"
    _, refused = command("--database", database, "--new-token", "Ana Silva", status=1)
    assert refused == "trainhub serve: The database is not up to date: add --migrate.\n"
    token, _ = command("--database", database, "--migrate", "--new-token", "Ana Silva")
    assert token.startswith("th_")
    assert len(token.strip()) > 40
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("hub.db*"))
    assert token.strip().encode() not in kept
    assert b"ana-silva" in kept


def test_a_migration_that_cannot_be_taken_back_stays(tmp_path: Path) -> None:
    database = tmp_path / "hub.db"
    command("--database", database, "--migrate", "--tokens")
    _, said = command("--database", database, "--undo-migration", "20260101000001_tables", status=1)
    assert said == "trainhub serve: 20260101000001_tables was not run here, or cannot be taken back: restore a backup instead.\n"
    assert "No token" in command("--database", database, "--tokens")[0]


def test_wrong_usage_is_said(tmp_path: Path) -> None:
    assert "--database" in command(status=2)[1]
    assert command("--nonsense", status=2)[1] == "trainhub serve: Unrecognized arguments: --nonsense; `trainhub serve --help` tells more.\n"
    assert "--socket PATH" in command("--embedded", "--data", tmp_path, status=2)[1]
    assert "not up to date" in command("--database", tmp_path / "new.db", "--port", "0", status=1)[1]


def test_the_document_is_the_same_every_time() -> None:
    """API-1."""
    document, _ = command("--openapi")
    assert document == command("--openapi")[0]
    found = json.loads(document)
    operations = [it for item in found["paths"].values() for it in item.values()]
    assert len({it["operationId"] for it in operations}) == len(operations)
    for reference in _references(found):
        section, _, name = reference.removeprefix("#/components/").partition("/")
        assert name in found["components"][section], reference


def _references(value: object) -> Iterator[str]:
    """Every part of the document that it points to."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "$ref":
                yield str(inner)
            else:
                yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)

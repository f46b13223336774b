"""The server as the child of one learner's app: told who it serves on stdin, it says on stdout where, and ends with its parent."""

import gc
import json
import logging
import os
import signal
import socket
import stat
import sys
import threading
from io import BufferedReader
from pathlib import Path

from pydantic import BaseModel, ValidationError

from trainhub_core.models.base import Line
from trainhub_server.serving import GRACE_SECONDS, Server, Where, serve
from trainhub_server.settings import DemoHistory, Pack, Settings, Solo

DATABASE, FILES = "hub.db", "files"
LEAST_TOKEN = 16


class Told(BaseModel):
    """The first line of stdin."""

    token: str
    learner_name: Line
    zone: Line = "UTC"


def run(folder: Path, socket_path: Path | None, port: int | None, demo: bool) -> int:
    """Serve until stdin ends. The exit status: 0, or 2 when what was told cannot be used."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    os.umask(0o077)
    stdin = open(0, "rb", closefd=False)  # noqa: SIM115 - it stays open for as long as the server lives
    told = _told(stdin)
    if told is None:
        return 2
    listener, base_url = _unix(socket_path) if socket_path else _loopback(port or 0)
    settings = Settings(
        database=str(folder / DATABASE),
        files=folder / FILES,
        solo=Solo(told.token, told.learner_name, told.zone),
        pack=starter_pack,
        demo=_demo_history() if demo else None,
        rate=None,
        kept=None,
    )

    def listening(server: Server) -> None:
        signal.signal(signal.SIGTERM, lambda *_: _end(server))
        end_with_parent(stdin, server)
        gc.freeze()
        gc.enable()
        _say({"ready": True, "base_url": base_url})

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return serve(settings, Where(bound=listener, is_alone=True), listening, own_signals=True)
    finally:
        if socket_path:
            socket_path.unlink(missing_ok=True)


def _told(stdin: BufferedReader) -> Told | None:
    try:
        told = Told.model_validate_json(stdin.readline(100_000))
    except ValidationError as fault:
        _complain(f"the first line of stdin is not as expected: {len(fault.errors())} faults")
        return None
    if len(told.token) < LEAST_TOKEN:
        _complain(f"the token on stdin must have {LEAST_TOKEN} characters or more")
        return None
    return told


def _unix(path: Path) -> tuple[socket.socket, str]:
    """A socket that only this user can open; one left by a dead server is replaced."""
    if path.exists() and stat.S_ISSOCK(path.stat().st_mode):
        path.unlink()
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    path.chmod(0o600)
    return listener, "http://trainhub"


def _loopback(port: int) -> tuple[socket.socket, str]:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", port))
    return listener, f"http://127.0.0.1:{listener.getsockname()[1]}"


def end_with_parent(stdin: BufferedReader, server: Server, grace: float = GRACE_SECONDS) -> None:
    """End the server when its parent does."""
    threading.Thread(target=_watch, args=(stdin, server, grace), daemon=True, name="parent-watch").start()


def _watch(stdin: BufferedReader, server: Server, grace: float) -> None:
    """The parent holds the other end of stdin; by whatever death it goes, the end of file comes."""
    while stdin.read1(4096):
        pass
    _end(server, grace)


def _end(server: Server, grace: float = GRACE_SECONDS) -> None:
    """Finish what is being answered, but not for longer than the grace; what is not committed by then is rolled back."""
    server.should_exit = True
    last = threading.Timer(grace * 0.9, os._exit, (0,))
    last.daemon = True
    last.start()


def _say(message: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def _complain(sentence: str) -> None:
    sys.stderr.write(f"trainhub_server: {sentence}\n")


def starter_pack() -> Pack:
    """Late import: read once the application is made, and by tests never."""
    from trainhub_content.pack import starter_pack

    return starter_pack()


def _demo_history() -> DemoHistory:
    """Late import: only the demo pays for it."""
    from trainhub_content.demo import demo_events

    return demo_events

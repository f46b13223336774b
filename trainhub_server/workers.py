"""Several processes that serve one address. The system gives each new connection to one of them; they meet in the database alone."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from trainhub_server.serving import GRACE_SECONDS

LOOK_SECONDS = 0.5
LISTENING = "listening\n"


def why_not(host: str, port: int) -> str | None:
    """The sentence that says why several processes cannot serve this address, None when they can."""
    if not hasattr(socket, "SO_REUSEPORT"):
        return "Several workers need a system on which processes can share a port, such as Linux; leave --workers out."
    if port == 0:
        return "Several workers need a port that is known: name one with --port."
    try:
        socket.create_server((host, port)).close()
    except OSError as fault:
        return f"{host}:{port} cannot be listened on: {fault.strerror}."
    return None


def shared(host: str, port: int) -> socket.socket:
    """A socket on an address that others listen on too."""
    return socket.create_server((host, port), reuse_port=True, backlog=2048)


def run(command: Sequence[str], count: int, listening: Callable[[], None]) -> int:
    """Keep so many processes of this command going until told to stop. The exit status: that of one that could not start."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    workers = [_started(command) for _ in range(count)]
    try:
        if not all(_listens(worker) for worker in workers):
            return next((status for worker in workers if (status := worker.poll())), 1)
        listening()
        while True:
            time.sleep(LOOK_SECONDS)
            workers[:] = [worker if worker.poll() is None else _started(command) for worker in workers]
    except KeyboardInterrupt:
        return 0
    finally:
        for worker in workers:
            _end(worker)


def _started(command: Sequence[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _listens(worker: subprocess.Popen[str]) -> bool:
    """Whether it came to listen; one that cannot has said why, and ends."""
    if worker.stdout and worker.stdout.readline() == LISTENING:
        return True
    worker.wait()
    return False


def _end(worker: subprocess.Popen[str]) -> None:
    """The end of its stdin tells it to stop; one that does not is killed."""
    if worker.stdin:
        worker.stdin.close()
    try:
        worker.wait(GRACE_SECONDS + 1)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()

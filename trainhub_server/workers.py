"""Several processes that serve one address. Each has a socket of its own, which its parent keeps: the system gives each new
connection to one of them, and those that wait for a process that ends are taken by the one that comes after it."""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

LOOK_SECONDS = 0.5
SETTLED_SECONDS, MOST_SECONDS = 10.0, 60.0
"""A worker that lasted so long is replaced at once; of those that did not, each is waited for twice as long, up to a minute."""
LISTENING = "listening\n"
SOCKET = "TRAINHUB_WORKER_SOCKET"
log = logging.getLogger(__name__)


def why_not(host: str, port: int) -> str | None:
    """The sentence that says why several processes cannot serve this address, None when they can."""
    if not hasattr(socket, "SO_REUSEPORT"):
        return "Several workers need a system on which processes can share a port, such as Linux; leave --workers out."
    if port == 0:
        return "Several workers need a port that is known: name one with --port."
    try:
        socket.create_server((host, port), family=_family(host)).close()
    except OSError as fault:
        return f"{host}:{port} cannot be listened on: {fault.strerror}."
    return None


def shared(host: str, port: int) -> socket.socket:
    """The socket that the parent keeps for this worker; without one, a socket on an address that others listen on too."""
    number = os.environ.get(SOCKET, "")
    return socket.socket(fileno=int(number)) if number.isdecimal() else _shared(host, port)


def _shared(host: str, port: int) -> socket.socket:
    return socket.create_server((host, port), family=_family(host), reuse_port=True, backlog=2048)


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


class Workers:
    """So many processes of a command. `grace` is how long one may take to end; `ended` is told of each that has."""

    def __init__(
        self,
        command: Sequence[str],
        sockets: Sequence[socket.socket],
        grace: float,
        ended: Callable[[int], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._command = command
        self._sockets = sockets
        self._grace = grace
        self._ended = ended
        self._workers: list[subprocess.Popen[str]] = []
        self._leaving: list[subprocess.Popen[str]] = []
        self._reload = False
        self._clock = clock
        self._began = [clock() for _ in sockets]
        self._early = [0 for _ in sockets]
        """How many workers in a row of each place ended soon after they began."""
        self._due: dict[int, float] = {}
        """When the next worker of a place begins that has none."""

    def start(self) -> int | None:
        """Start them all; the exit status of one that could not, None when all listen."""
        self._workers += [self._started(each) for each in self._sockets]
        if all(_listens(worker) for worker in self._workers):
            return None
        return next((status for worker in self._workers if (status := worker.poll())), 1)

    def ask_for_new_ones(self, *_: object) -> None:
        """At the next look: a new worker for each, one after another."""
        self._reload = True

    def look(self) -> None:
        """Replace those that ended, and all of them when that was asked for."""
        for at, worker in enumerate(self._workers):
            if worker.poll() is not None:
                self._replace(at, worker)
        for worker in [it for it in self._leaving if it.poll() is not None]:
            self._leaving.remove(worker)
            self._ended(worker.pid)
        if self._reload:
            self._reload = False
            self._renew()

    def _replace(self, at: int, worker: subprocess.Popen[str]) -> None:
        now = self._clock()
        if at not in self._due:
            self._ended(worker.pid)
            self._early[at] = self._early[at] + 1 if now - self._began[at] < SETTLED_SECONDS else 0
            wait = min(MOST_SECONDS, 2.0 ** (self._early[at] - 1)) if self._early[at] else 0.0
            log.warning("worker %s ended with status %s and is replaced in %.0f s", worker.pid, worker.returncode, wait)
            self._due[at] = now + wait
        if now >= self._due[at]:
            del self._due[at]
            self._begin(at, self._started(self._sockets[at]))

    def _begin(self, at: int, worker: subprocess.Popen[str]) -> None:
        self._workers[at], self._began[at] = worker, self._clock()

    def _renew(self) -> None:
        """The new one listens before the old one ends, on the same socket: no connection is without a process."""
        for at, old in enumerate(self._workers):
            new = self._started(self._sockets[at])
            self._leaving.append(new)
            if not _listens(new):
                log.error("a new worker cannot start; the old ones go on")
                return
            self._leaving.remove(new)
            self._begin(at, new)
            if self._due.pop(at, None) is None:
                self._leaving.append(old)
                old.terminate()

    def end(self) -> None:
        """Tell all of them to end, and wait; one that does not is killed."""
        every = [*self._workers, *self._leaving]
        for worker in every:
            worker.terminate()
        until = time.monotonic() + self._grace
        for worker in every:
            try:
                worker.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()

    def _started(self, of: socket.socket) -> subprocess.Popen[str]:
        environment = {**os.environ, SOCKET: str(of.fileno())}
        return subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, pass_fds=(of.fileno(),), env=environment
        )


def run(
    command: Sequence[str],
    where: tuple[str, int],
    count: int,
    listening: Callable[[], None],
    grace: float = 2.0,
    ended: Callable[[int], None] = lambda _: None,
) -> int:
    """Keep so many processes of this command going until told to stop. The exit status: that of one that could not start."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    sockets = [_shared(*where) for _ in range(count)]
    workers = Workers(command, sockets, grace, ended)
    try:
        if (status := workers.start()) is not None:
            return status
        signal.signal(signal.SIGHUP, workers.ask_for_new_ones)
        listening()
        while True:
            time.sleep(LOOK_SECONDS)
            workers.look()
    except KeyboardInterrupt:
        return 0
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        workers.end()
        for each in sockets:
            each.close()


def _listens(worker: subprocess.Popen[str]) -> bool:
    """Whether it came to listen; one that cannot has said why, and ends."""
    if worker.stdout and worker.stdout.readline() == LISTENING:
        return True
    worker.wait()
    return False

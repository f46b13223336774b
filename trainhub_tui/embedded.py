"""Solo mode's server: the real one, as a child on a private socket. It ends when its input does, whatever this process dies of."""

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from trainhub_tui.paths import make_private
from trainhub_tui.processes import environment, runs
from trainhub_tui.throwaway import sweep_throwaways
from trainhub_tui.troubles import ServerTrouble

READY_SECONDS = 30.0
STOP_SECONDS = 3.0
LONGEST_SOCKET_PATH = 100  # bytes; the limit of the system is a little above
LOG_BYTES = 1_000_000
LEAST_FREE = 1_000_000  # bytes; with less the server does not start


@dataclass(frozen=True, slots=True)
class Address:
    """How to reach the child."""

    base_url: str
    token: str
    socket: str | None


class Embedded:
    """The child, started when it is asked for, and again when it has died."""

    def __init__(self, data: Path, learner_name: str, zone: str, demo: bool = False) -> None:
        self._data = data
        self._learner_name = learner_name
        self._zone = zone
        self._demo = demo
        self._process: subprocess.Popen[bytes] | None = None
        self._address: Address | None = None
        self._socket_folder: Path | None = None
        self._closed = False

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def address(self) -> Address:
        """Where the child listens; starts it where it is not running. Raises ServerTrouble."""
        if self._closed:
            raise ServerTrouble("trainhub is closing.")
        if self._address is None or not self.alive:
            self.stop()
            self._address = self._started()
        return self._address

    def stop(self) -> None:
        """End the child, gently first."""
        process, self._process, self._address = self._process, None, None
        if process is not None:
            with contextlib.suppress(OSError):
                if process.stdin:
                    process.stdin.close()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout:
                process.stdout.close()
        if self._socket_folder is not None:
            shutil.rmtree(self._socket_folder, ignore_errors=True)
            self._socket_folder = None

    def close(self) -> None:
        self._closed = True
        self.stop()

    def _started(self) -> Address:
        try:
            sweep_throwaways()
            make_private(self._data)
            socket = self._new_socket() if os.name == "posix" else None
            process = self._spawn(socket)
        except OSError as error:
            where = f" ({error.filename})" if error.filename else ""
            raise ServerTrouble(f"The hub's own server cannot be started: {error.strerror or error}{where}.") from error
        self._process = process
        if self._closed:
            self.stop()
            raise ServerTrouble("trainhub is closing.")
        token = secrets.token_urlsafe(32)
        first = json.dumps({"token": token, "learner_name": self._learner_name, "zone": self._zone})
        line = _first_line(process, first.encode() + b"\n")
        try:
            ready = json.loads(line)
            base_url = str(ready["base_url"])
        except (ValueError, KeyError, TypeError):
            self.stop()
            raise ServerTrouble(f"The hub's own server does not start{self._why_not()}") from None
        return Address(base_url, token, str(socket) if socket else None)

    def _why_not(self) -> str:
        """A log on a full disk stays empty."""
        if shutil.disk_usage(self._data).free < LEAST_FREE:
            return ": the disk is full. Free some space."
        return f"; {self._log} says why."

    @property
    def _log(self) -> Path:
        return self._data / "server.log"

    def _spawn(self, socket: Path | None) -> subprocess.Popen[bytes]:
        where = ["--socket", str(socket)] if socket else ["--port", "0"]
        command = [sys.executable, "-P", "-m", "trainhub_server", "--embedded", "--data", str(self._data), *where]
        if self._demo:
            command.append("--demo")
        if self._log.exists() and self._log.stat().st_size > LOG_BYTES:
            self._log.unlink()
        handle = os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            return subprocess.Popen(  # our own interpreter and module, no shell
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=handle,
                env=environment(),
                cwd=self._data,
                start_new_session=os.name == "posix",  # ctrl+c in the terminal is for the app
            )
        finally:
            os.close(handle)

    def _new_socket(self) -> Path:
        for root in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"):  # the folder below is 0700
            if not root or len(os.fsencode(root)) > LONGEST_SOCKET_PATH - 30 or not os.access(root, os.W_OK):
                continue
            _sweep(Path(root))
            self._socket_folder = Path(tempfile.mkdtemp(prefix=f"trainhub-{os.getpid()}-", dir=root))
            return self._socket_folder / "s"
        raise OSError(0, "there is no folder with a short name for its socket")


def _first_line(process: subprocess.Popen[bytes], greeting: bytes) -> bytes:
    """What the child says once it listens; empty where it dies or takes too long."""
    said: list[bytes] = []

    def talk() -> None:
        with contextlib.suppress(OSError, ValueError):
            if process.stdin and process.stdout:
                process.stdin.write(greeting)
                process.stdin.flush()
                said.append(process.stdout.readline())

    thread = threading.Thread(target=talk, name="embedded-ready", daemon=True)
    thread.start()
    thread.join(READY_SECONDS)
    return said[0] if said else b""


def _sweep(root: Path) -> None:
    """Remove the socket folders of windows that were killed."""
    for folder in root.glob("trainhub-*-*"):
        number = folder.name.split("-")[1]
        with contextlib.suppress(OSError):
            if number.isdecimal() and folder.stat().st_uid == os.getuid() and not runs(int(number)):
                shutil.rmtree(folder)

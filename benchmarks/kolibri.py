"""Kolibri, another learning platform, from PyPI: a server of it on loopback, in a venv and a home of its own."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

INSTALL_SECONDS, STEP_SECONDS, START_SECONDS, LOOK_SECONDS = 900, 300, 180, 0.02
FACILITY, ADMIN, WORD = "Hub", "admin", "a-word-of-its-own"
QUIET = {"LISTEN_ADDRESS": "127.0.0.1", "ZEROCONF_ENABLED": "False", "DISABLE_PING": "True"}
"""It would tell the network, and its makers, that it is there."""


class NoPeer(Exception):
    """Why it is not measured."""


def installed(venv: Path) -> Path:
    """The folder of a venv that Kolibri was installed into. Raises NoPeer."""
    _run([sys.executable, "-m", "venv", str(venv)], STEP_SECONDS, None)
    _run([str(venv / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", "kolibri"], INSTALL_SECONDS, None)
    return venv


class Kolibri:
    """One facility and somebody who can sign in; nobody outside is told of it. Use as a context: it is ended at the end."""

    def __init__(self, venv: Path, folder: Path) -> None:
        self._program = str(venv / "bin" / "kolibri")
        self._log = folder / "kolibri.log"
        self._env = {**_plain(), "KOLIBRI_HOME": str(folder / "home"), **{f"KOLIBRI_{name}": value for name, value in QUIET.items()}}
        self._process: subprocess.Popen[bytes] | None = None
        self.port, self._zip_port = _free_port(), _free_port()
        words = ["--facility", FACILITY, "--superusername", ADMIN, "--superuserpassword", WORD, "--preset", "nonformal"]
        self.provisioning = [self._program, "manage", "provisiondevice", *words, "--language_id", "en", "--noinput"]

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    def start(self) -> float:
        """Milliseconds until it answers."""
        started = time.perf_counter()
        with self._log.open("ab") as log:
            command = [self._program, "start", "--foreground", "--port", str(self.port), "--zip-port", str(self._zip_port)]
            self._process = subprocess.Popen(command, stdout=log, stderr=log, env=self._env)
        while not self._answers():
            if self._process.poll() is not None or time.perf_counter() - started > START_SECONDS:
                raise NoPeer(f"Kolibri did not start: {self._log.read_text('utf-8')[-500:]}")
            time.sleep(LOOK_SECONDS)
        return (time.perf_counter() - started) * 1000

    def provision(self) -> None:
        """Make the facility and whoever signs in, before the first start. Raises NoPeer."""
        _run(self.provisioning, STEP_SECONDS, self._env)

    def sign_in(self) -> Mapping[str, str]:
        """The headers of somebody who is signed in."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/public/v1/facility/", timeout=30) as answer:
            facility = json.load(answer)[0]["id"]
        order = json.dumps({"username": ADMIN, "password": WORD, "facility": facility}).encode()
        address, headers = f"http://127.0.0.1:{self.port}/api/auth/session/", {"Content-Type": "application/json"}
        with urllib.request.urlopen(urllib.request.Request(address, order, headers, method="POST"), timeout=30) as answer:
            cookies = answer.headers.get_all("Set-Cookie") or []
        return {"Cookie": "; ".join(cookie.partition(";")[0] for cookie in cookies)}

    def end(self) -> None:
        """Told to stop, and ended where it does not."""
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(10)
            self._process = None

    def __enter__(self) -> "Kolibri":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.end()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/public/info/", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


def _plain() -> dict[str, str]:
    """The environment without what another Python was told."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "KOLIBRI", "DJANGO", "VIRTUAL_ENV"))}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def _run(command: Sequence[str], seconds: float, env: Mapping[str, str] | None) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=seconds, env=env if env is not None else _plain())
    except subprocess.CalledProcessError as fault:
        raise NoPeer(f"{' '.join(command[:4])} said: {fault.stderr[-500:]}") from fault
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise NoPeer(f"{' '.join(command[:4])}: {fault}") from fault

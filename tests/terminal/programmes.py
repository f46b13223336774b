"""Programs that the walks start: the app in a terminal, and an organisation's server that can be cut off."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from tests.ports import free_port
from tests.terminal.terminal import Terminal

APP = [sys.executable, "-m", "trainhub_tui"]
SERVER = [sys.executable, "-m", "trainhub_server"]
OWN_SERVER = [sys.executable, "-m", "tests.terminal.own_server"]
ROOT = Path(__file__).parents[2]


def app(home: Path, *arguments: str, columns: int = 80, lines: int = 24, token: str = "", **more: str) -> Terminal:
    """trainhub in a terminal, all of its files under `home`; `more` are variables of its environment."""
    env = {"TRAINHUB_HOME": str(home), "TZ": "Europe/Berlin", **({"TRAINHUB_TOKEN": token} if token else {}), **more}
    return Terminal([*APP, *arguments], columns, lines, env)


def command(home: Path, *arguments: str, token: str = "") -> subprocess.CompletedProcess[str]:
    """One command, run to its end."""
    env = {**os.environ, "TRAINHUB_HOME": str(home), **({"TRAINHUB_TOKEN": token} if token else {})}
    return subprocess.run([*APP, *arguments], env=env, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)


class Programme:
    """An organisation's server on loopback, with one partner's token. `cut` and `heal` are the network's.

    It has the starter pack, or a `pack` of the test's own (which so many `workers` can serve); a SQLite file, or the `database` of this
    address. `server` is how one is started."""

    def __init__(
        self, folder: Path, pack: Path | None = None, database: str = "", workers: int = 1, server: Sequence[str] = SERVER
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._log = folder / "server.log"
        database, files = database or str(folder / "hub.db"), str(folder / "files")
        self.port = free_port()
        storage = ["--database", database, "--files", files]
        made = subprocess.run([*SERVER, *storage, "--migrate", "--new-token", "Ada"], check=True, capture_output=True, text=True, cwd=ROOT)
        self.token = made.stdout.split()[-1]
        starter = [*server, *storage, "--host", "127.0.0.1", "--port", str(self.port)]
        self._command = [*OWN_SERVER, str(pack), database, files, str(self.port), str(workers)] if pack else starter
        self._process: subprocess.Popen[bytes] | None = None
        self.heal()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    def cut(self) -> None:
        """Gone, at once: kill -9."""
        if self._process:
            self._process.kill()
            self._process.wait(60)
            self._process = None

    def stop(self) -> None:
        """Told to stop, in good order."""
        if self._process:
            self._process.terminate()
            self._process.wait(60)
            self._process = None

    def heal(self) -> None:
        """Back at the same address, with the same storage."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL, stderr=log, cwd=ROOT)
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=1):
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"The server never answered. {self._log.read_text('utf-8')[-2000:]}")

    def __enter__(self) -> "Programme":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.cut()
